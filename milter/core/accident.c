#include "core/accident.h"

enum { NEAR = 200 };	/* bytes within which what belongs together stands */

struct scan {
	const char *s;
	gsize len, at;
};

/* Each returns how many bytes from s->at are the accident, 0 if it is none. */
typedef gsize (*looker)(const struct scan *s, enum accident_kind *ret_kind);

static bool
begins(const struct scan *s, gsize at, const char *word)
{
	gsize n;

	if (at >= s->len || s->s[at] != word[0])
		return false;
	n = strlen(word);
	return s->len - at >= n && memcmp(s->s + at, word, n) == 0;
}

static char
byte(const struct scan *s, gsize at)
{
	return at < s->len ? s->s[at] : '\0';
}

static gsize
line_end(const struct scan *s, gsize at)
{
	gsize most = MIN(s->len, at + NEAR);
	const char *end = memchr(s->s + at, '\n', most - at);

	return end ? (gsize)(end - s->s) : most;
}

static bool
starts_line(const struct scan *s)
{
	gsize at = s->at;

	while (at > 0 && (s->s[at - 1] == ' ' || s->s[at - 1] == '\t'))
		at--;
	return at == 0 || s->s[at - 1] == '\n';
}

static bool
line_holds(const struct scan *s, const char *word)
{
	return g_strstr_len(s->s + s->at, (gssize)(line_end(s, s->at) - s->at), word) != NULL;
}

/* ---- messages of programs ---- */

/* How a message begins; where it must; what its line must hold besides. */
static const struct {
	const char *start;
	bool line;
	const char *with;
	enum accident_kind kind;
} messages[] = {
	{ "Traceback (most recent call last)", false, NULL, ACCIDENT_ERROR },
	{ "Exception in thread \"", false, NULL, ACCIDENT_ERROR },
	{ "Fatal error: ", true, NULL, ACCIDENT_ERROR },
	{ "Parse error: ", true, " on line ", ACCIDENT_ERROR },
	{ "Warning: ", true, " on line ", ACCIDENT_ERROR },
	{ "Notice: ", true, " on line ", ACCIDENT_ERROR },
	{ "Deprecated: ", true, " on line ", ACCIDENT_ERROR },
	{ "PHP Warning: ", false, NULL, ACCIDENT_ERROR },
	{ "PHP Notice: ", false, NULL, ACCIDENT_ERROR },
	{ "PHP Fatal error: ", false, NULL, ACCIDENT_ERROR },
	{ "Uncaught Error: ", false, NULL, ACCIDENT_ERROR },
	{ "SQLSTATE[", false, NULL, ACCIDENT_ERROR },
	{ "You have an error in your SQL syntax", false, NULL, ACCIDENT_ERROR },
	{ "Liquid error: ", false, NULL, ACCIDENT_ERROR },
	{ "Liquid error (", false, NULL, ACCIDENT_ERROR },
	{ "Template error: ", true, NULL, ACCIDENT_ERROR },
	{ "FreeMarker template error", false, NULL, ACCIDENT_ERROR },
	{ "translation missing: ", false, NULL, ACCIDENT_KEY },
	{ "Translation missing: ", false, NULL, ACCIDENT_KEY },
	{ "[missing \"", false, "\" translation]", ACCIDENT_KEY },
	{ "System.Collections.", false, NULL, ACCIDENT_OBJECT },
	{ "System.String[]", false, NULL, ACCIDENT_OBJECT },
	{ "System.Object[]", false, NULL, ACCIDENT_OBJECT },
};

static gsize
message(const struct scan *s, enum accident_kind *ret_kind)
{
	gsize end;

	for (gsize i = 0; i < G_N_ELEMENTS(messages); i++) {
		if (s->s[s->at] != messages[i].start[0] ||	/* mostly; no call for these */
		    !begins(s, s->at, messages[i].start) || (messages[i].line && !starts_line(s)) ||
		    (messages[i].with && !line_holds(s, messages[i].with)))
			continue;
		*ret_kind = messages[i].kind;
		end = line_end(s, s->at);
		while (end > s->at && ((guchar)byte(s, end) & 0xc0) == 0x80)
			end--;
		return end - s->at;
	}
	return 0;
}

/* "at shop.Mail.send(Mail.java:12)" in a line of its own. */
static gsize
stack_line(const struct scan *s, enum accident_kind *ret_kind)
{
	gsize at = s->at + 3, dots = 0;

	*ret_kind = ACCIDENT_ERROR;
	if (!begins(s, s->at, "at ") || !starts_line(s))
		return 0;
	for (; g_ascii_isalnum(byte(s, at)) || (byte(s, at) && strchr("._$<>", byte(s, at))); at++)
		dots += byte(s, at) == '.';
	if (!dots || byte(s, at) != '(')
		return 0;
	for (at++; g_ascii_isalnum(byte(s, at)) || byte(s, at) == '.' || byte(s, at) == '_'; )
		at++;
	if (byte(s, at) != ':' || !g_ascii_isdigit(byte(s, at + 1)))
		return 0;
	return line_end(s, at) - s->at;
}

/* "ORA-00942:" */
static gsize
oracle(const struct scan *s, enum accident_kind *ret_kind)
{
	*ret_kind = ACCIDENT_ERROR;
	if (!begins(s, s->at, "ORA-"))
		return 0;
	for (gsize i = 4; i < 9; i++)
		if (!g_ascii_isdigit(byte(s, s->at + i)))
			return 0;
	return byte(s, s->at + 9) == ':' ? 10 : 0;
}

/* "%!s(MISSING)", "%!d(string=4711)" */
static gsize
go_format(const struct scan *s, enum accident_kind *ret_kind)
{
	static const char *const whats[] = { "MISSING)", "NOVERB)", "BADPREC)", "string=", "int=",
					     "EXTRA ", "<nil>)" };
	gsize at = s->at + 2;

	*ret_kind = ACCIDENT_ERROR;
	if (!begins(s, s->at, "%!"))
		return 0;
	at += g_ascii_isalpha(byte(s, at));
	if (byte(s, at++) != '(')
		return 0;
	for (gsize i = 0; i < G_N_ELEMENTS(whats); i++)
		if (begins(s, at, whats[i])) {
			const char *close = memchr(s->s + at, ')', line_end(s, at) - at);

			return close ? (gsize)(close - s->s) + 1 - s->at : 0;
		}
	return 0;
}

static gsize
hex_digits(const struct scan *s, gsize at)
{
	gsize n = 0;

	while (g_ascii_isxdigit(byte(s, at + n)) && !g_ascii_isupper(byte(s, at + n)))
		n++;
	return n;
}

/* "#<Order:0x00007f>" */
static gsize
ruby_object(const struct scan *s, enum accident_kind *ret_kind)
{
	gsize at = s->at + 2;

	*ret_kind = ACCIDENT_OBJECT;
	if (!begins(s, s->at, "#<") || !g_ascii_isupper(byte(s, at)))
		return 0;
	while (g_ascii_isalnum(byte(s, at)) || byte(s, at) == '_' || begins(s, at, "::"))
		at += begins(s, at, "::") ? 2 : 1;
	if (!begins(s, at, ":0x") && !begins(s, at, " id: "))
		return 0;
	at += begins(s, at, ":0x") ? 3 : 5;
	at += hex_digits(s, at);
	return at + (byte(s, at) == '>') - s->at;
}

/* "<shop.Order object at 0x7f12>" */
static gsize
python_object(const struct scan *s, enum accident_kind *ret_kind)
{
	gsize at = s->at + 1;

	*ret_kind = ACCIDENT_OBJECT;
	while (g_ascii_isalnum(byte(s, at)) || byte(s, at) == '_' || byte(s, at) == '.')
		at++;
	if (at == s->at + 1 || !begins(s, at, " object at 0x"))
		return 0;
	at += 13 + hex_digits(s, at + 13);
	return at + (byte(s, at) == '>') - s->at;
}

/* ---- names with dots ---- */

static bool
is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '-';
}

/* What the keys of translations begin with; the first few also begin hosts, which have no
   "_" in their names. */
static bool
is_key_start(const char *s, gsize len, bool underscore)
{
	static const char *const starts[] = { "email", "mail", "messages", "mailer", "emails",
					      "notification", "notifications", "translation" };

	for (gsize i = underscore ? 0 : 3; i < G_N_ELEMENTS(starts); i++) {
		gsize n = strlen(starts[i]);

		if (len >= n && memcmp(s + len - n, starts[i], n) == 0 &&
		    (len == n || (len > n + 1 && s[len - n - 1] == '_')))
			return true;
	}
	return false;
}

/* "emails.order.created.title" and "com.shop.Order@1a2b3c4d"; a host has its domain at
   the end, a file its suffix, and both are short. */
static gsize
dotted(const struct scan *s, enum accident_kind *ret_kind)
{
	gsize at = s->at, dots = 0, first = 0, last;

	for (last = at; is_word(byte(s, at)) || (byte(s, at) == '.' && is_word(byte(s, at + 1))); at++) {
		if (g_ascii_isupper(byte(s, at)) && byte(s, at - 1) != '.')
			continue;
		if (byte(s, at) == '.') {
			first = dots++ ? first : at - s->at;
			last = at + 1;
		}
	}
	if (byte(s, at) == '@' && dots >= 2 && g_ascii_isupper(byte(s, last))) {
		gsize n = hex_digits(s, at + 1);

		*ret_kind = ACCIDENT_OBJECT;
		return n >= 4 && n <= 8 && !is_word(byte(s, at + 1 + n)) && byte(s, at + 1 + n) != '.'
		       ? at + 1 + n - s->at : 0;
	}
	*ret_kind = ACCIDENT_KEY;
	if (dots < 2 || at - last < 4 ||
	    !is_key_start(s->s + s->at, first, memchr(s->s + s->at, '_', at - s->at)) ||
	    (byte(s, at) && strchr("/@(:", byte(s, at)) && byte(s, at + 1) != ' '))
		return 0;
	for (gsize i = s->at; i < at; i++)
		if (g_ascii_isupper(s->s[i]))
			return 0;
	return at - s->at;
}

/* ---- dates that count from nothing ---- */

static const char *const epochs[] = {
	"1970-01-01", "01.01.1970", "01/01/1970", "01-01-1970", "1.01.1970", "1.1.1970", "1/1/1970",
	"1969-12-31", "31.12.1969", "31/12/1969", "12/31/1969", "0000-00-00", "00.00.0000",
	"00/00/0000", "00-00-0000", "0001-01-01", "01.01.0001", "01/01/0001", "1/1/0001",
	"1/1/0001", "30.11.-0001", "-0001-11-30", "30.11.0002", "1900-01-00", "30.12.1899",
	"1899-12-30", "12/30/1899", "Invalid Date", "Invalid date",
};

static gsize
epoch(const struct scan *s, enum accident_kind *ret_kind)
{
	*ret_kind = ACCIDENT_EPOCH;
	for (gsize i = 0; i < G_N_ELEMENTS(epochs); i++) {
		gsize n = strlen(epochs[i]), at = s->at + n;

		if (!begins(s, s->at, epochs[i]) || g_ascii_isalnum(byte(s, at)))
			continue;
		if (s->at && strchr("./-", s->s[s->at - 1]))
			return 0;
		return strchr("./-", byte(s, at)) && byte(s, at) && g_ascii_isdigit(byte(s, at + 1)) ? 0 : n;
	}
	return 0;
}

/* ---- encoded once too often ---- */

static gsize
entity(const struct scan *s, enum accident_kind *ret_kind)
{
	static const char *const names[] = {
		"nbsp", "amp", "lt", "gt", "quot", "apos", "rsquo", "lsquo", "ldquo", "rdquo", "ndash",
		"mdash", "hellip", "oacute", "eacute", "aacute", "iacute", "uacute", "uuml", "ouml",
		"auml", "szlig", "ccedil", "atilde", "otilde", "ntilde", "egrave", "agrave", "copy",
		"euro", "middot", "zwnj", "shy",
	};
	gsize n;

	*ret_kind = ACCIDENT_ENTITY;
	if (byte(s, s->at + 1) == '#') {
		bool hex = (byte(s, s->at + 2) | 32) == 'x';

		for (n = hex ? 3 : 2; hex ? g_ascii_isxdigit(byte(s, s->at + n))
		     : g_ascii_isdigit(byte(s, s->at + n)); )
			n++;
		return n >= 4 && n <= 8 && byte(s, s->at + n) == ';' ? n + 1 : 0;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (begins(s, s->at + 1, names[i]) && byte(s, s->at + 1 + strlen(names[i])) == ';')
			return strlen(names[i]) + 2;
	return 0;
}

static gsize
tag(const struct scan *s, enum accident_kind *ret_kind)
{
	static const char *const names[] = { "br", "p", "div", "span", "b", "strong", "td", "tr", "table",
					     "img", "html", "body", "a href=", "li", "ul" };
	gsize at = s->at + 1 + (byte(s, s->at + 1) == '/'), end = line_end(s, s->at);

	*ret_kind = ACCIDENT_TAG;
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		gsize after = at + strlen(names[i]);
		const char *close;

		if (!begins(s, at, names[i]) || after >= end ||
		    (g_ascii_isalnum(s->s[after]) && names[i][0] != 'a'))
			continue;
		close = memchr(s->s + after, '>', end - after);
		if (close && (after == (gsize)(close - s->s) || close[-1] == '/' || names[i][0] == 'a' ||
			      memchr(s->s + after, '=', (gsize)(close - s->s) - after)))
			return (gsize)(close - s->s) + 1 - s->at;
	}
	return python_object(s, ret_kind);
}

/* A literal "\n" between words; in a path a letter goes before and after. */
static gsize
escape(const struct scan *s, enum accident_kind *ret_kind)
{
	char c = byte(s, s->at + 1), after = byte(s, s->at + 2);
	gsize n = 0;

	*ret_kind = ACCIDENT_ESCAPE;
	if (c == 'u')
		for (n = 2; n < 6 && g_ascii_isxdigit(byte(s, s->at + n)); )
			n++;
	if (n == 6)
		return n;
	if ((c != 'n' && c != 'r' && c != 't') ||
	    (s->at && (strchr("\\:/", s->s[s->at - 1]) || s->s[s->at - 1] == '"')))
		return 0;
	if (begins(s, s->at + 2, "\\n") || begins(s, s->at + 2, "\\r"))
		return 4;
	return g_ascii_isupper(after) && g_ascii_islower(byte(s, s->at + 3)) && c == 'n' &&
	       s->at && strchr(".,!?;", s->s[s->at - 1]) ? 2 : 0;
}

/* Quoted-printable or an encoded word that nobody decoded.  ASCII letters are never
   written so, and in addresses "=20" may be a value. */
static gsize
encoded(const struct scan *s, enum accident_kind *ret_kind)
{
	gsize n = 0;

	*ret_kind = ACCIDENT_ENCODED;
	if (byte(s, s->at + 1) == '?') {
		gsize end = line_end(s, s->at);
		const char *q = g_strstr_len(s->s + s->at + 2, (gssize)MIN(end - s->at - 2, 40), "?");
		const char *close = q ? g_strstr_len(q, (gssize)(s->s + end - q), "?=") : NULL;

		return close && g_ascii_strncasecmp(q, "?q?", 3) != 0 && g_ascii_strncasecmp(q, "?b?", 3) != 0
		       ? 0 : close ? (gsize)(close - s->s) + 2 - s->at : 0;
	}
	while (byte(s, s->at + n) == '=' && g_ascii_xdigit_value(byte(s, s->at + n + 1)) >= 8 &&
	       g_ascii_isxdigit(byte(s, s->at + n + 2)) && !g_ascii_islower(byte(s, s->at + n + 1)))
		n += 3;
	return n >= 6 ? n : 0;
}

static gsize
bracket(const struct scan *s, enum accident_kind *ret_kind)
{
	static const char *const conditions[] = { "[if mso", "[if gte mso", "[if !mso", "[if lt mso",
						  "[if (mso", "[if (gte mso", "[if IE", "[if !IE", "[if lte IE", "[if gte IE",
						  "[endif]" };

	*ret_kind = ACCIDENT_CONDITION;
	for (gsize i = 0; i < G_N_ELEMENTS(conditions); i++)
		if (begins(s, s->at, conditions[i])) {
			const char *close = memchr(s->s + s->at, ']', line_end(s, s->at) - s->at);

			return close ? (gsize)(close - s->s) + 1 - s->at : 0;
		}
	return message(s, ret_kind);
}

/* Who looks at what begins so.  `word`: only where a word begins. */
static const struct {
	looker look;
	bool word;
} lookers[256] = {
	['T'] = { message, true },
	['E'] = { message, true },
	['F'] = { message, true },
	['P'] = { message, true },
	['W'] = { message, true },
	['N'] = { message, true },
	['D'] = { message, true },
	['U'] = { message, true },
	['S'] = { message, true },
	['Y'] = { message, true },
	['L'] = { message, true },
	['O'] = { oracle, true },
	['%'] = { go_format, false },
	['#'] = { ruby_object, false },
	['<'] = { tag, false },
	['&'] = { entity, false },
	['\\'] = { escape, false },
	['='] = { encoded, false },
	['['] = { bracket, false },
	['I'] = { epoch, true },
	['-'] = { epoch, true },
	['0'] = { epoch, true },
	['1'] = { epoch, true },
	['3'] = { epoch, true },
};

static bool
is_word_before(const struct scan *s)
{
	guchar c = s->at ? (guchar)s->s[s->at - 1] : ' ';

	return g_ascii_isalnum((char)c) || c >= 0x80 || (c && strchr("_.-@/", (char)c));
}

/* What stands before a name and makes it part of a message; then that is where it begins. */
static gsize
led_by(struct scan *name, gsize from, const char *lead, looker look, enum accident_kind *ret_kind)
{
	gsize n = strlen(lead), at = name->at;

	if (at < from + n || memcmp(name->s + at - n, lead, n) != 0)
		return 0;
	name->at = at - n;
	n = is_word_before(name) ? 0 : look(name, ret_kind);
	if (!n)
		name->at = at;
	return n;
}

/* The first dot of a name leads back to where the name begins. */
static bool
dotted_around(struct scan *s, gsize from, struct accident_match *ret_match)
{
	struct scan name = *s;
	gsize n;

	while (name.at > from && s->at - name.at < NEAR && is_word(s->s[name.at - 1]))
		name.at--;
	if (name.at == s->at || !is_word(byte(s, s->at + 1)))
		return false;
	n = led_by(&name, from, "at ", stack_line, &ret_match->kind);
	if (!n)
		n = led_by(&name, from, "translation missing: ", message, &ret_match->kind);
	if (!n && g_ascii_islower(s->s[name.at]) && !is_word_before(&name))
		n = dotted(&name, &ret_match->kind);
	ret_match->where = (struct span){ name.at, n };
	return n > 0;
}

/* Every byte that a looker waits for. */
static gsize
skip(const char *s, gsize len, gsize at)
{
	static const bool waits[256] = {
		['T'] = true, ['E'] = true, ['F'] = true, ['P'] = true, ['W'] = true, ['N'] = true,
		['D'] = true, ['U'] = true, ['S'] = true, ['Y'] = true, ['L'] = true, ['O'] = true,
		['I'] = true, ['0'] = true, ['1'] = true, ['3'] = true,
		['%'] = true, ['#'] = true, ['<'] = true, ['&'] = true, ['\\'] = true, ['='] = true,
		['['] = true, ['-'] = true, ['.'] = true,
	};

	while (at < len && !waits[(guchar)s[at]])
		at++;
	return at;
}

bool
accident_next(const char *s, gsize len, gsize from, struct accident_match *ret_match)
{
	struct scan scan = { s, len, from };

	for (; (scan.at = skip(s, len, scan.at)) < len; scan.at++) {
		guchar c = (guchar)s[scan.at];
		enum accident_kind kind;
		gsize n;

		if (c == '.' && dotted_around(&scan, from, ret_match))
			return true;
		if (!lookers[c].look || (lookers[c].word && is_word_before(&scan)))
			continue;
		n = lookers[c].look(&scan, &kind);
		if (!n)
			continue;
		*ret_match = (struct accident_match){ kind, { scan.at, n } };
		return true;
	}
	return false;
}
