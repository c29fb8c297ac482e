#define _GNU_SOURCE		/* memmem */
#include "core/template.h"

enum names {			/* what may stand between opener and closer */
	NAMES_WORD,		/* a letter or _, then letters, digits, _ and . */
	NAMES_EXPRESSION,	/* starts like one; anything but braces and line ends */
	NAMES_PATH,		/* starts with a letter; anything but braces and line ends */
	NAMES_VARIABLE,		/* the same without white space, a letter or more */
	NAMES_LABEL,		/* words with spaces, dots, colons, hyphens, bars */
	NAMES_MERGE,		/* starts with a capital; anything but | and line ends */
	NAMES_UPPER,		/* ORDER_ID */
	NAMES_LOWER,		/* order_id, recipient.name */
	NAMES_CAPITAL,		/* FirstName, FIRST_NAME */
	NAMES_DIGITS,		/* two at most */
	NAMES_ANY,		/* whatever, up to the closer */
	NAMES_TO_PERCENT,	/* starts with a letter; up to a % or line end */
	NAMES_FIELD,		/* a name that programs give to a field: order_id, email */
	NAMES_DOTTED,		/* user.name */
	NAMES_NONE,
};

enum guard {
	GUARD_BEFORE   = 1 << 0,	/* no word, brace or sign of another syntax before */
	GUARD_AFTER    = 1 << 1,	/* no word after */
	GUARD_SPACE    = 1 << 2,	/* white space or nothing before */
	GUARD_PERCENT  = 1 << 3,	/* not part of a percent-encoded address */
	GUARD_NUMBER   = 1 << 4,	/* no number before: "100 %s" */
	GUARD_TAG      = 1 << 5,	/* not a mark of mail filters or lists: {Spam?}, [EXT] */
	GUARD_COLON    = 1 << 6,	/* no colon after: emoji codes */
	GUARD_WHOLE    = 1 << 7,	/* no closing brace after */
	GUARD_LINK     = 1 << 8,	/* not in the middle of an address or a chain */
};

enum {
	TEXT = TEMPLATE_IN_TEXT | TEMPLATE_IN_SUBJECT,
	NAMED = TEXT | TEMPLATE_IN_FIELD,
	ALL = NAMED | TEMPLATE_IN_TARGET,
	TARGET = TEMPLATE_IN_TARGET,
};

struct syntax {
	const char *id, *engine, *open, *close;
	enum names names;
	guint8 least, most;	/* bytes of what stands inside */
	guint8 in;		/* enum template_in */
	guint16 guards;
	bool certain;
};

/* By the first byte of the opener.  Longer openers before their beginnings: the first
   that fits wins. */
static const struct syntax braces[] = {
	{ "mustache", "Handlebars, Mustache, Liquid, Jinja2, Twig", "{{{", "}}}",
	  NAMES_EXPRESSION, 1, 120, ALL, 0, true },
	{ "mustache", "Handlebars, Mustache, Liquid, Jinja2, Twig", "{{", "}}",
	  NAMES_EXPRESSION, 1, 160, ALL, 0, true },
	{ "mustache-broken", "Handlebars, Mustache, Liquid, Jinja2, Twig", "{{", "}",
	  NAMES_EXPRESSION, 2, 40, NAMED, GUARD_BEFORE | GUARD_AFTER, false },
	{ "mustache-broken", "Handlebars, Mustache, Liquid, Jinja2, Twig", "{{", "",
	  NAMES_WORD, 3, 40, TEXT, GUARD_BEFORE | GUARD_AFTER, false },
	{ "block-tag", "Jinja2, Twig, Liquid, Django", "{%", "%}",
	  NAMES_TO_PERCENT, 2, 140, ALL, 0, true },
	{ "salesforce-merge", "Salesforce, Pardot, AWeber", "{!", "}",
	  NAMES_VARIABLE, 2, 60, ALL, 0, true },
	{ "smarty", "Smarty, Latte, MailerLite, Copernica, PrestaShop", "{$", "}",
	  NAMES_VARIABLE, 2, 80, ALL, 0, true },
	{ "mustache-broken", "Handlebars, Mustache, Liquid, Jinja2, Twig", "{", "}}",
	  NAMES_WORD, 2, 40, NAMED, GUARD_BEFORE, false },
	{ "brace-word", "PrestaShop, phpBB, ICU, .NET, Java MessageFormat", "{", "}",
	  NAMES_WORD, 2, 41, ALL, GUARD_BEFORE | GUARD_AFTER | GUARD_TAG | GUARD_WHOLE, false },
	{ "brace-number", ".NET, Java MessageFormat, Python format", "{", "}",
	  NAMES_DIGITS, 1, 2, NAMED, GUARD_BEFORE | GUARD_AFTER | GUARD_WHOLE, true },
};

static const struct syntax dollars[] = {
	{ "dollar-brace", "FreeMarker, Thymeleaf, JSP, JavaScript, Velocity", "$!{", "}",
	  NAMES_PATH, 1, 80, ALL, 0, true },
	{ "dollar-brace", "FreeMarker, Thymeleaf, JSP, JavaScript, Velocity", "${", "}",
	  NAMES_PATH, 1, 80, ALL, 0, true },
	{ "dollar-double", "FreshMail", "$$", "$$", NAMES_LABEL, 2, 40, NAMED, GUARD_BEFORE, true },
	{ "velocity", "Velocity, Jira", "$!", "", NAMES_DOTTED, 3, 60, TEXT,
	  GUARD_BEFORE | GUARD_LINK | GUARD_AFTER, false },
	{ "dollar-name-dollar", "Responsys, Emarsys", "$", "$",
	  NAMES_CAPITAL, 3, 40, NAMED, GUARD_BEFORE | GUARD_AFTER, true },
	{ "velocity", "Velocity, Jira", "$", "", NAMES_DOTTED, 3, 60, TEXT,
	  GUARD_BEFORE | GUARD_LINK | GUARD_AFTER, false },
	{ "dollar-name", "Perl, PHP, Velocity", "$", "", NAMES_FIELD, 2, 40, NAMED,
	  GUARD_BEFORE | GUARD_AFTER, false },
};

static const struct syntax percents[] = {
	{ "ampscript", "Salesforce AMPscript", "%%[", "]%%", NAMES_ANY, 1, 200, ALL, 0, true },
	{ "ampscript", "Salesforce AMPscript", "%%=", "=%%", NAMES_ANY, 1, 120, ALL, 0, true },
	{ "percent-double", "Salesforce Marketing Cloud, Acoustic, Emma, Interspire", "%%", "%%",
	  NAMES_LABEL, 2, 60, ALL, GUARD_BEFORE, true },
	{ "percent-brace", "Ruby on Rails I18n", "%{", "}", NAMES_WORD, 1, 60, ALL, 0, true },
	{ "python-named", "Python, Django, Odoo", "%(", ")s", NAMES_WORD, 1, 40, ALL, GUARD_AFTER, true },
	{ "python-named", "Python, Django, Odoo", "%(", ")d", NAMES_WORD, 1, 40, ALL, GUARD_AFTER, true },
	{ "printf-positional", "PHP, WordPress, gettext, Java", "%", "$s",
	  NAMES_DIGITS, 1, 2, ALL, GUARD_AFTER, true },
	{ "printf-positional", "PHP, WordPress, gettext, Java", "%", "$d",
	  NAMES_DIGITS, 1, 2, ALL, GUARD_AFTER, true },
	{ "percent-upper", "ActiveCampaign, Drupal, Windows", "%", "%",
	  NAMES_UPPER, 3, 41, ALL, GUARD_BEFORE | GUARD_AFTER | GUARD_PERCENT, true },
	{ "percent-lower", "Mailgun, Symfony, Twig", "%", "%",
	  NAMES_LOWER, 3, 41, ALL, GUARD_BEFORE | GUARD_AFTER | GUARD_PERCENT, true },
	{ "printf-plain", "C, PHP, gettext", "%s", "", NAMES_NONE, 0, 0, TEXT,
	  GUARD_BEFORE | GUARD_AFTER | GUARD_NUMBER, false },
	{ "printf-plain", "C, PHP, gettext", "%d", "", NAMES_NONE, 0, 0, TEXT,
	  GUARD_BEFORE | GUARD_AFTER | GUARD_NUMBER, false },
	{ "mustache", "Handlebars, Mustache, Liquid, Jinja2, Twig", "%7B%7B", "%7D%7D",
	  NAMES_TO_PERCENT, 1, 120, TARGET, 0, true },
	{ "mustache", "Handlebars, Mustache, Liquid, Jinja2, Twig", "%7b%7b", "%7d%7d",
	  NAMES_TO_PERCENT, 1, 120, TARGET, 0, true },
	{ "mustache", "Handlebars, Mustache, Liquid, Jinja2, Twig", "%7B%7B%20", "%20%7D%7D",
	  NAMES_TO_PERCENT, 1, 120, TARGET, 0, true },
};

static const struct syntax hashes[] = {
	{ "velocity", "Velocity, Jira", "#if(", "", NAMES_NONE, 0, 0, TEXT, GUARD_SPACE, false },
	{ "velocity", "Velocity, Jira", "#foreach(", "", NAMES_NONE, 0, 0, TEXT, GUARD_SPACE, false },
	{ "velocity", "Velocity, Jira", "#set(", "", NAMES_NONE, 0, 0, TEXT, GUARD_SPACE, false },
	{ "hash-brace", "Ruby, Pug, Thymeleaf", "#{", "}", NAMES_PATH, 1, 60, ALL, 0, true },
	{ "hash-name", "1C-Bitrix, ColdFusion", "#", "#", NAMES_UPPER, 3, 31, NAMED,
	  GUARD_BEFORE | GUARD_LINK | GUARD_AFTER, true },
};

static const struct syntax brackets[] = {
	{ "ams-bracket-percent", "AMS Enterprise", "[%%", "%%]", NAMES_LABEL, 2, 60, ALL, 0, true },
	{ "tt-bracket-percent", "Template Toolkit, Sendsay", "[%", "%]",
	  NAMES_TO_PERCENT, 1, 80, ALL, 0, true },
	{ "square-double", "GetResponse, Constant Contact, Mailjet, Infobip", "[[", "]]",
	  NAMES_LABEL, 2, 61, ALL, 0, true },
	{ "square-upper", "Campaign Monitor, ActiveTrail, written by hand", "[", "]",
	  NAMES_UPPER, 3, 41, NAMED, GUARD_BEFORE | GUARD_AFTER | GUARD_TAG, false },
};

static const struct syntax stars[] = {
	{ "mailchimp", "Mailchimp, Mandrill, Cakemail", "*|", "|*", NAMES_MERGE, 2, 60, ALL, 0, true },
};

static const struct syntax angles[] = {
	{ "erb", "ERB, EJS, ASP, JSP, SendGrid", "<%", "%>", NAMES_ANY, 1, 200, ALL, 0, true },
	{ "php-open", "PHP", "<?php", "", NAMES_NONE, 0, 0, TEXT, GUARD_AFTER, true },
	{ "php-open", "PHP", "<?=", "?>", NAMES_ANY, 1, 120, ALL, 0, true },
	{ "freemarker-directive", "FreeMarker", "<#if ", "", NAMES_NONE, 0, 0, TEXT, 0, true },
	{ "freemarker-directive", "FreeMarker", "<#list ", "", NAMES_NONE, 0, 0, TEXT, 0, true },
	{ "freemarker-directive", "FreeMarker", "<#else>", "", NAMES_NONE, 0, 0, TEXT, 0, true },
	{ "freemarker-directive", "FreeMarker", "<#assign ", "", NAMES_NONE, 0, 0, TEXT, 0, true },
};

static const struct syntax ats[] = {
	{ "at-model", "ASP.NET Razor", "@Model.", "", NAMES_CAPITAL, 1, 60, TEXT, GUARD_BEFORE, true },
	{ "at-model", "ASP.NET Razor", "@ViewBag.", "", NAMES_CAPITAL, 1, 60, TEXT, GUARD_BEFORE, true },
	{ "dotdigital", "dotdigital", "@", "@", NAMES_UPPER, 3, 31, NAMED,
	  GUARD_BEFORE | GUARD_LINK | GUARD_AFTER, true },
};

static const struct syntax tildes[] = {
	{ "infusionsoft", "Keap, Infusionsoft", "~", "~", NAMES_DOTTED, 3, 60, NAMED,
	  GUARD_BEFORE | GUARD_LINK | GUARD_AFTER, true },
};

static const struct syntax dashes[] = {
	{ "dash-name", "SendGrid", "-", "-", NAMES_FIELD, 3, 30, NAMED,
	  GUARD_BEFORE | GUARD_LINK | GUARD_AFTER, false },
};

static const struct syntax colons[] = {
	{ "colon-name", "Laravel", ":", "", NAMES_FIELD, 3, 40, NAMED,
	  GUARD_SPACE | GUARD_AFTER | GUARD_COLON, false },
};

#define OPENER(v) { (v), G_N_ELEMENTS(v) }
static const struct {
	const struct syntax *v;
	gsize n;
} openers[256] = {
	['{'] = OPENER(braces),
	['$'] = OPENER(dollars),
	['%'] = OPENER(percents),
	['#'] = OPENER(hashes),
	['['] = OPENER(brackets),
	['*'] = OPENER(stars),
	['<'] = OPENER(angles),
	['@'] = OPENER(ats),
	['~'] = OPENER(tildes),
	['-'] = OPENER(dashes),
	[':'] = OPENER(colons),
};

/* What programs call a field.  With an underscore anything is taken for one. */
static const char *const fields[] = {
	"address", "amount", "city", "code", "company", "companyname", "count", "customer",
	"customername", "date", "email", "filename", "firstname", "from", "hostname", "id",
	"lastname", "link", "message", "name", "number", "order", "orderid", "ordernumber",
	"password", "phone", "price", "recipient", "report", "sender", "size", "subject", "title",
	"to", "token", "total", "url", "user", "username",
};

/* Words that filters and lists put into braces or brackets. */
static const char *const tags[] = {
	"bounce", "disarmed", "spam", "virus", "fraud", "filename", "size", "scanned", "blacklisted",
};

struct place {			/* where the scanner stands */
	const char *s;
	gsize len, at;
};

/* Bytes of the letter at `s`: Latin, Greek and Cyrillic; 0 if it is none. */
static gsize
letter_len(const char *s, gsize len)
{
	guchar c = len ? (guchar)s[0] : 0;

	if (g_ascii_isalpha(c) || c == '_')
		return 1;
	return c >= 0xc3 && c <= 0xd4 && len > 1 ? 2 : 0;
}

static gsize
word_char_len(const char *s, gsize len)
{
	return len && g_ascii_isdigit(s[0]) ? 1 : letter_len(s, len);
}

static bool
is_word_before(const char *s, gsize at)
{
	if (at == 0)
		return false;
	if ((guchar)s[at - 1] < 0x80)
		return g_ascii_isalnum(s[at - 1]) || s[at - 1] == '_';
	return at >= 2 && (guchar)s[at - 2] >= 0xc3 && (guchar)s[at - 2] <= 0xd4;
}

static gsize
take_while(const char *s, gsize len, const char *also)
{
	gsize n = 0, step;

	while (n < len) {
		step = word_char_len(s + n, len - n);
		if (!step && (!s[n] || !strchr(also, s[n])))
			break;
		n += step ? step : 1;
	}
	return n;
}

static gsize
take_until(const char *s, gsize len, const char *stop)
{
	gsize n = 0;

	while (n < len && s[n] && s[n] != '\n' && !strchr(stop, s[n]))
		n++;
	return n;
}

static gsize
take_ascii(const char *s, gsize len, bool upper, bool lower, const char *also)
{
	gsize n = 0;

	if (!len || !((upper && g_ascii_isupper(s[0])) || (lower && g_ascii_islower(s[0])) ||
		      (!upper && s[0] == '_')))
		return 0;
	while (n < len && ((upper && g_ascii_isupper(s[n])) || (lower && g_ascii_islower(s[n])) ||
			   g_ascii_isdigit(s[n]) || (s[n] && strchr(also, s[n]))))
		n++;
	return n;
}

static gsize
take_expression(const char *s, gsize len)
{
	gsize n = 0;

	while (n < len && (s[n] == ' ' || s[n] == '\t' || s[n] == '~' || s[n] == '-'))
		n++;
	if (n < len && s[n] && strchr("#/^>&!*", s[n]))
		n++;
	while (n < len && s[n] == ' ')
		n++;
	if (!letter_len(s + n, len - n) && !(n < len && s[n] && strchr("$@.\"'[(\\", s[n])))
		return 0;
	return n + take_until(s + n, len - n, "{}");
}

static bool
is_field(const char *s, gsize len)
{
	gsize lo = 0, hi = G_N_ELEMENTS(fields);

	if (len > 3 && memchr(s + 1, '_', len - 2))
		return true;
	while (lo < hi) {
		gsize mid = (lo + hi) / 2;
		int order = strncmp(s, fields[mid], len);

		if (order == 0 && fields[mid][len] == '\0')
			return true;
		if (order > 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

static gsize
take_field(const char *s, gsize len)
{
	gsize n = take_ascii(s, len, false, true, "_");

	return n && s[n - 1] != '_' && is_field(s, n) ? n : 0;
}

static gsize
take_dotted(const char *s, gsize len)
{
	gsize first = take_while(s, len, ""), second;

	if (!first || g_ascii_isdigit(s[0]) || first + 1 >= len || s[first] != '.')
		return 0;
	second = letter_len(s + first + 1, len - first - 1)
	       ? take_while(s + first + 1, len - first - 1, ".") : 0;
	while (second && s[first + second] == '.')
		second--;	/* the sentence's */
	return second ? first + 1 + second : 0;
}

static gsize
take_any(const struct syntax *x, const char *s, gsize len)
{
	const char *end = memmem(s, MIN(len, x->most + strlen(x->close)), x->close, strlen(x->close));

	return end ? (gsize)(end - s) : 0;
}

static gsize
take_percent(const char *s, gsize len)
{
	gsize n = 0;

	while (n < len && s[n] && strchr(" -+~", s[n]))
		n++;
	return letter_len(s + n, len - n) ? n + take_until(s + n, len - n, "%") : 0;
}

static gsize
take_names(const struct syntax *x, const char *s, gsize len)
{
	bool letter = letter_len(s, len) > 0;
	gsize n;

	switch (x->names) {
	case NAMES_WORD:
		return letter ? take_while(s, len, ".") : 0;
	case NAMES_EXPRESSION:
		return take_expression(s, len);
	case NAMES_PATH:
		return letter ? take_until(s, len, "{}<>") : 0;
	case NAMES_VARIABLE:
		return letter && s[0] != '_' ? take_until(s, len, "{}<> \t,;") : 0;
	case NAMES_LABEL:
		n = letter ? take_while(s, len, " .:|-") : 0;
		return n && s[n - 1] != ' ' ? n : 0;
	case NAMES_MERGE:
		return len && g_ascii_isupper(s[0]) ? take_until(s, len, "|") : 0;
	case NAMES_UPPER:
		return take_ascii(s, len, true, false, "_");
	case NAMES_LOWER:
		return take_ascii(s, len, false, true, "_.-");
	case NAMES_CAPITAL:
		return len && g_ascii_isupper(s[0]) ? take_ascii(s, len, true, true, "_") : 0;
	case NAMES_DIGITS:
		for (n = 0; n < len && g_ascii_isdigit(s[n]); n++)
			;
		return n;
	case NAMES_ANY:
		return take_any(x, s, len);
	case NAMES_TO_PERCENT:
		return take_percent(s, len);
	case NAMES_FIELD:
		return take_field(s, len);
	case NAMES_DOTTED:
		return take_dotted(s, len);
	case NAMES_NONE:
		return 0;
	}
	return 0;
}

/* "{Bounce}" and "[EXT]" are marks; a bracketed word in capitals is a placeholder only
   when it is put together as programs do. */
static bool
is_tag(const struct syntax *x, const char *s, gsize len)
{
	if (x->open[0] == '[')
		return !memchr(s, '_', len);
	for (gsize i = 0; i < G_N_ELEMENTS(tags); i++)
		if (strlen(tags[i]) == len && g_ascii_strncasecmp(s, tags[i], len) == 0)
			return true;
	return false;
}

static bool
is_hex_pair(const char *s, gsize len)
{
	return len >= 2 && g_ascii_isxdigit(s[0]) && g_ascii_isxdigit(s[1]);
}

static bool
has_number_before(const struct place *p)
{
	gsize at = p->at;

	while (at > 0 && p->s[at - 1] == ' ')
		at--;
	return at > 0 && g_ascii_isdigit(p->s[at - 1]);
}

static bool
guards_hold(const struct syntax *x, const struct place *p, struct span inner, gsize end)
{
	char before = p->at ? p->s[p->at - 1] : ' ';

	if ((x->guards & GUARD_BEFORE) &&
	    (is_word_before(p->s, p->at) || strchr("{$#%!@\\", before)))
		return false;
	if ((x->guards & GUARD_LINK) && strchr(".&-~[/=", before))
		return false;
	if ((x->guards & GUARD_AFTER) && word_char_len(p->s + end, p->len - end))
		return false;
	if ((x->guards & GUARD_SPACE) && !g_ascii_isspace(before) && !strchr("#(*", before))
		return false;
	if ((x->guards & GUARD_PERCENT) && is_hex_pair(p->s + inner.at, inner.len) &&
	    is_hex_pair(p->s + end, p->len - end))
		return false;
	if ((x->guards & GUARD_NUMBER) && has_number_before(p))
		return false;
	if ((x->guards & GUARD_TAG) && is_tag(x, p->s + inner.at, inner.len))
		return false;
	if ((x->guards & GUARD_COLON) && end < p->len && p->s[end] == ':')
		return false;
	return !((x->guards & GUARD_WHOLE) && end < p->len && p->s[end] == '}');
}

static bool
fits(const struct syntax *x, const struct place *p, gsize *ret_end)
{
	gsize open = strlen(x->open), close = strlen(x->close);
	gsize inner = p->at + open, most = x->most, n, end;

	if (p->len - p->at < open + close || memcmp(p->s + p->at, x->open, open) != 0)
		return false;
	n = take_names(x, p->s + inner, MIN(p->len - inner, most + 1));
	if (x->names == NAMES_LABEL || !*x->close)
		while (n && strchr(".:-", p->s[inner + n - 1]) && x->names != NAMES_DOTTED)
			n--;
	if (x->open[0] == '%' && x->names == NAMES_TO_PERCENT && n == 0)
		return false;
	if (n < x->least || n > most)
		return false;
	end = inner + n;
	if (p->len - end < close || memcmp(p->s + end, x->close, close) != 0)
		return false;
	end += close;
	if (!guards_hold(x, p, (struct span){ inner, n }, end))
		return false;
	*ret_end = end;
	return true;
}

/* Most of a text is passed over by blocks, with the byte before each and some behind. */
enum { BLOCK = 16 };

struct block {
	guint8 v __attribute__((vector_size(BLOCK)));
};

struct mask {			/* all bits of a byte, or none */
	gint8 v __attribute__((vector_size(BLOCK)));
};

static inline struct block
block_at(const char *s)
{
	struct block b;

	memcpy(&b, s, sizeof b);
	return b;
}

static inline bool
is_any(struct mask m)
{
	guint64 half[2];

	memcpy(half, &m, sizeof half);
	return half[0] | half[1];
}

static inline struct mask
letters(struct block b)
{
	return (struct mask){ (b.v | 0x20) - 'a' <= 'z' - 'a' };
}

/* May a placeholder open in the block?  Hyphens and colons open names only. */
static inline bool
may_open(const char *s)
{
	struct block c = block_at(s), next = block_at(s + 1);
	struct mask named = { letters(next).v | (next.v == '_') };
	struct mask joins = { letters(block_at(s - 1)).v };

	return is_any((struct mask){
		((c.v - '#') <= '%' - '#') | ((c.v | 0x20) == '{') | (c.v == '*') | (c.v == '<') |
		(c.v == '@') | (c.v == '~') | ((c.v == ':') & named.v) |
		((c.v == '-') & named.v & ~joins.v)
	});
}

/* The first byte of what may be a placeholder; `len` if there is none. */
static gsize
skip_to_opener(const char *s, gsize len, gsize at, gsize *slow)
{
	while (at < len) {
		if (at >= *slow && at > 0 && at + BLOCK <= len) {
			if (!may_open(s + at)) {
				at += BLOCK;
				continue;
			}
			*slow = at + BLOCK;
		}
		if (openers[(guchar)s[at]].n)
			return at;
		at++;
	}
	return len;
}

bool
template_next(const char *s, gsize len, gsize from, enum template_in in,
	      struct template_match *ret_match)
{
	struct place p = { s, len, from };
	gsize end, slow = 0;

	for (;; p.at++) {
		const struct syntax *v;

		p.at = skip_to_opener(s, len, p.at, &slow);
		if (p.at >= len)
			return false;
		v = openers[(guchar)s[p.at]].v;
		for (gsize i = 0; i < openers[(guchar)s[p.at]].n; i++) {
			const struct syntax *x = &v[i];

			if (!(x->in & in) || !fits(x, &p, &end))
				continue;
			*ret_match = (struct template_match){
				{ p.at, end - p.at }, x->id, x->engine, x->certain
			};
			return true;
		}
	}
}

/* What programs write for nothing, and after what it cannot be meant: "None" and "nil"
   are words of English after a colon. */
static const struct {
	const char *word;
	bool after_colon, alone, anywhere;
} nulls[] = {
	{ "[object Object]", true, true, true },
	{ "(null)", true, true, true },
	{ "<null>", true, true, true },
	{ "<nil>", true, true, true },
	{ "undefined", true, true, false },
	{ "null", true, true, false },
	{ "NULL", true, true, false },
	{ "NaN", true, true, false },
	{ "None", false, false, false },
	{ "nil", false, false, false },
	{ "DBNull", true, true, false },
};

/* The first byte of each with those that follow it. */
static const char starts_null[256][4] = {
	['['] = "o", ['('] = "n", ['<'] = "n", ['u'] = "n", ['n'] = "ui", ['N'] = "Uao",
	['D'] = "B",
};

static bool
may_be_null(const char *s)
{
	const char *next = starts_null[(guchar)s[0]];

	return s[1] && (s[1] == next[0] || s[1] == next[1] || s[1] == next[2]);
}

/* May such bytes stand in the block, no letter before them? */
static inline bool
may_hold_null(const char *s)
{
	struct block c = block_at(s), d = block_at(s + 1), e = block_at(s + 2);

	return is_any((struct mask){
		(((c.v == 'u') & (d.v == 'n') & (e.v == 'd')) |
		 ((c.v == 'n') & ((d.v == 'u') | (d.v == 'i')) & (e.v == 'l')) |
		 (((c.v == '(') | (c.v == '<')) & (d.v == 'n')) |
		 ((c.v == 'N') & ((d.v == 'U') | (d.v == 'a') | (d.v == 'o'))) |
		 ((c.v == '[') & (d.v == 'o')) | ((c.v == 'D') & (d.v == 'B'))) &
		~letters(block_at(s - 1)).v
	});
}

static const char *const currencies[] = { "$", "€", "£", "¥", "₽", "₴", "zł", "PLN", "EUR", "USD",
					  "BRL", "RUB", "руб" };

static bool
ends_with_currency(const char *s, gsize len)
{
	for (gsize i = 0; i < G_N_ELEMENTS(currencies); i++) {
		gsize n = strlen(currencies[i]);

		if (len >= n && memcmp(s + len - n, currencies[i], n) == 0)
			return true;
	}
	return false;
}

static bool
starts_with_currency(const char *s, gsize len)
{
	for (gsize i = 0; i < G_N_ELEMENTS(currencies); i++) {
		gsize n = strlen(currencies[i]);

		if (len >= n && memcmp(s, currencies[i], n) == 0)
			return true;
	}
	return len && s[0] == '%';
}

static gsize
skip_back(const char *s, gsize at)
{
	while (at > 0 && s[at - 1] == ' ')
		at--;
	return at;
}

static bool
ends_value(const char *s, gsize len)
{
	return len == 0 || strchr("\n\r\t.,;!?)", s[0]) != NULL;
}

/* Does a value belong where the word stands? */
static bool
stands_for_value(const char *s, gsize len, struct span w, guint kind)
{
	gsize before = skip_back(s, w.at), end = w.at + w.len, after = end;
	char c = before ? s[before - 1] : '\n';

	if (nulls[kind].anywhere)
		return true;
	while (after < len && s[after] == ' ')
		after++;
	if (c == '#' || ends_with_currency(s, before) ||
	    (before >= 3 && memcmp(s + before - 3, "№", 3) == 0))
		return true;
	if (nulls[kind].alone && starts_with_currency(s + after, len - after) &&
	    strchr("\n\t:=", c))
		return true;
	if (nulls[kind].after_colon && c == ':' && before < w.at)
		return ends_value(s + after, len - after);
	return nulls[kind].alone && strchr("\n\t", c) && after == before + (w.at - before) + w.len &&
	       (end == len || strchr("\n\r\t", s[end]));
}

static bool
has_word_end(const char *s, gsize len, gsize end)
{
	return !word_char_len(s + end, len - end) &&
	       !(end + 1 < len && strchr("-.@/'", s[end]) &&
		 word_char_len(s + end + 1, len - end - 1));
}

bool
template_null_next(const char *s, gsize len, gsize from,
		   bool (*greeted)(gsize at, const void *data), const void *data,
		   struct span *ret_where)
{
	for (gsize i = from, slow = 0; i < len; i++) {
		while (i >= slow && i > 0 && i + BLOCK < len) {
			if (may_hold_null(s + i))
				slow = i + BLOCK;
			else
				i += BLOCK;
		}
		if (i == len)
			break;
		if (!starts_null[(guchar)s[i]][0] || !may_be_null(s + i) || is_word_before(s, i))
			continue;
		for (guint k = 0; k < G_N_ELEMENTS(nulls); k++) {
			struct span w = { i, strlen(nulls[k].word) };

			if (len - i < w.len || memcmp(s + i, nulls[k].word, w.len) != 0 ||
			    !has_word_end(s, len, i + w.len))
				continue;
			if (i > 0 && strchr("-./@'=_", s[i - 1]))
				continue;
			if (!stands_for_value(s, len, w, k) && !(greeted && greeted(i, data)))
				continue;
			*ret_where = w;
			return true;
		}
	}
	return false;
}
