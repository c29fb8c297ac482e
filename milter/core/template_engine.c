#define _GNU_SOURCE		/* memmem */
#include "core/template_blocks.h"

enum { DELIMITERS = 14, OPEN_MOST = 40 };

enum delimiter_kind {
	DELIMITER_NONE,
	DELIMITER_VALUE,	/* prints */
	DELIMITER_FIELD,	/* prints; a name stands inside, else it is text */
	DELIMITER_CODE,		/* may begin or end a block */
	DELIMITER_COMMENT,	/* whatever stands inside */
	DELIMITER_LINE,		/* a comment up to the end of the line */
	DELIMITER_NAME,		/* $user.name: no closer */
	DELIMITER_CALL,		/* #if(...): up to its bracket, if there is one */
};

struct delimiter {
	const char *open, *close;
	enum delimiter_kind kind;
	const char *const *words;	/* what must follow it, or NULL: anything */
	bool open_end;			/* the end of the text closes it, too */
};

struct template_engine {
	const char *name;
	template_blocks *blocks;	/* NULL: it has none */
	struct delimiter v[DELIMITERS];	/* longer openers before their beginnings */
};

static const char *const velocity_words[] = {
	"if", "elseif", "else", "end", "foreach", "set", "macro", "parse", "include", "define",
	"evaluate", "stop", "break", "{else}", "{end}", NULL,
};
static const char *const blade_words[] = {
	"if", "elseif", "else", "endif", "unless", "endunless", "isset", "endisset", "empty", "endempty",
	"foreach", "endforeach", "forelse", "endforelse", "for", "endfor", "while", "endwhile",
	"switch", "case", "default", "break", "endswitch", "component", "endcomponent", "slot", "endslot",
	"section", "endsection", "show", "yield", "include", "extends", "php", "endphp", "lang", "auth",
	"endauth", "guest", "endguest", "push", "endpush", "stack", "once", "endonce", NULL,
};
static const char *const smarty_words[] = {
	"if", "elseif", "else", "/if", "foreach", "foreachelse", "/foreach", "for", "forelse", "/for",
	"while", "/while", "section", "sectionelse", "/section", "block", "/block", "capture", "/capture",
	"function", "/function", "literal", "/literal", "strip", "/strip", "nocache", "/nocache",
	"setfilter", "/setfilter", "include", "extends", "assign", "append", "call", "ldelim", "rdelim",
	"l", "t", "/t", "url", "date", NULL,
};

#define MUSTACHE \
	{ "{{{{", "}}}}", DELIMITER_CODE, NULL, false }, \
	{ "{{!--", "--}}", DELIMITER_COMMENT, NULL, false }, \
	{ "{{!", "}}", DELIMITER_COMMENT, NULL, false }, \
	{ "{{{", "}}}", DELIMITER_VALUE, NULL, false }, \
	{ "{{", "}}", DELIMITER_CODE, NULL, false }
#define JINJA \
	{ "{#", "#}", DELIMITER_COMMENT, NULL, false }, \
	{ "{%", "%}", DELIMITER_CODE, NULL, false }, \
	{ "{{", "}}", DELIMITER_VALUE, NULL, false }
#define MAILCHIMP { "*|", "|*", DELIMITER_CODE, NULL, false }
#define PERCENT(raw, raw_kind) \
	{ "<%#", "%>", DELIMITER_COMMENT, NULL, false }, \
	{ "<%--", "--%>", DELIMITER_COMMENT, NULL, false }, \
	{ "<%%", "%>", DELIMITER_COMMENT, NULL, false }, \
	{ "<%=", "%>", DELIMITER_CODE, NULL, false }, \
	{ raw, "%>", raw_kind, NULL, false }, \
	{ "<%", "%>", DELIMITER_CODE, NULL, false }
#define DOLLAR \
	{ "${", "}", DELIMITER_VALUE, NULL, false }, \
	{ "#{", "}", DELIMITER_VALUE, NULL, false }
#define SENDER \
	{ "%%[", "]%%", DELIMITER_COMMENT, NULL, false }, \
	{ "%%=", "=%%", DELIMITER_VALUE, NULL, false }, \
	{ "%%", "%%", DELIMITER_FIELD, NULL, false }

/* Sorted by name. */
static const struct template_engine engines[] = {
	{ "activecampaign", NULL, { { "%", "%", DELIMITER_FIELD, NULL, false } } },
	{ "blade", template_blocks_blade, {
		{ "{{--", "--}}", DELIMITER_COMMENT, NULL, false },
		{ "{!!", "!!}", DELIMITER_VALUE, NULL, false },
		{ "{{", "}}", DELIMITER_VALUE, NULL, false },
		{ "@", "", DELIMITER_CALL, blade_words, false } } },
	{ "brevo", template_blocks_words, { JINJA } },
	{ "customerio", template_blocks_words, { JINJA } },
	{ "django", template_blocks_words, { JINJA } },
	{ "ejs", template_blocks_script, { PERCENT("<%-", DELIMITER_VALUE) } },
	{ "erb", template_blocks_ruby, { PERCENT("<%-", DELIMITER_CODE) } },
	{ "freemarker", template_blocks_freemarker, {
		{ "<#--", "-->", DELIMITER_COMMENT, NULL, false },
		{ "</#", ">", DELIMITER_CODE, NULL, false }, { "<#", ">", DELIMITER_CODE, NULL, false },
		{ "</@", ">", DELIMITER_CODE, NULL, false }, { "<@", ">", DELIMITER_CODE, NULL, false },
		DOLLAR } },
	{ "go", template_blocks_go, {
		{ "{{/*", "*/}}", DELIMITER_COMMENT, NULL, false },
		{ "{{- /*", "*/ -}}", DELIMITER_COMMENT, NULL, false },
		{ "{{", "}}", DELIMITER_CODE, NULL, false } } },
	{ "handlebars", template_blocks_mustache, { MUSTACHE } },
	{ "hubspot", template_blocks_words, { JINJA } },
	{ "jinja", template_blocks_words, { JINJA } },
	{ "jsp", template_blocks_script, { PERCENT("<%!", DELIMITER_CODE), DOLLAR } },
	{ "klaviyo", template_blocks_words, { JINJA } },
	{ "liquid", template_blocks_words, { JINJA } },
	{ "mailchimp", template_blocks_mailchimp, { MAILCHIMP } },
	{ "mailgun", template_blocks_mustache, {
		MUSTACHE, { "%recipient", "%", DELIMITER_VALUE, NULL, false } } },
	{ "mailjet", template_blocks_words, {
		JINJA, { "[[", "]]", DELIMITER_VALUE, NULL, false } } },
	{ "mandrill", template_blocks_mailchimp, { MAILCHIMP } },
	{ "mustache", template_blocks_mustache, { MUSTACHE } },
	{ "nunjucks", template_blocks_words, { JINJA } },
	{ "php", template_blocks_php, {
		{ "<?=", "?>", DELIMITER_CODE, NULL, false },
		{ "<?php", "?>", DELIMITER_CODE, NULL, true } } },
	{ "phpbb", NULL, { { "{", "}", DELIMITER_FIELD, NULL, false } } },
	{ "postmark", template_blocks_mustache, { MUSTACHE } },
	{ "prestashop", NULL, { { "{", "}", DELIMITER_FIELD, NULL, false } } },
	{ "salesforce", NULL, { SENDER, { "{!", "}", DELIMITER_VALUE, NULL, false } } },
	{ "sendgrid", template_blocks_mustache, {
		MUSTACHE, { "<%", "%>", DELIMITER_VALUE, NULL, false } } },
	{ "smarty", template_blocks_smarty, {
		{ "{*", "*}", DELIMITER_COMMENT, NULL, false },
		{ "{$", "}", DELIMITER_VALUE, NULL, false },
		{ "{", "}", DELIMITER_CODE, smarty_words, false } } },
	{ "template-toolkit", template_blocks_toolkit, {
		{ "[%#", "%]", DELIMITER_COMMENT, NULL, false },
		{ "[%", "%]", DELIMITER_CODE, NULL, false } } },
	{ "thymeleaf", NULL, {
		{ "[[", "]]", DELIMITER_VALUE, NULL, false }, { "[(", ")]", DELIMITER_VALUE, NULL, false },
		DOLLAR, { "*{", "}", DELIMITER_VALUE, NULL, false },
		{ "@{", "}", DELIMITER_VALUE, NULL, false }, { "~{", "}", DELIMITER_VALUE, NULL, false } } },
	{ "twig", template_blocks_words, { JINJA } },
	{ "velocity", template_blocks_velocity, {
		{ "#[[", "]]#", DELIMITER_COMMENT, NULL, false },
		{ "#*", "*#", DELIMITER_COMMENT, NULL, false },
		{ "##", "", DELIMITER_LINE, NULL, false },
		{ "$!{", "}", DELIMITER_VALUE, NULL, false }, { "${", "}", DELIMITER_VALUE, NULL, false },
		{ "$!", "", DELIMITER_NAME, NULL, false }, { "$", "", DELIMITER_NAME, NULL, false },
		{ "#", "", DELIMITER_CALL, velocity_words, false } } },
};

/* Closers that mean nothing else in the text of a mail. */
static const char *const closers[] = { "}}", "%}", "|*", "%]" };

struct scan {
	const struct template_engine *engine;
	struct template_reading r;
	gsize len;
	bool html;
	gsize quiet;			/* before this, braces are those of a style or script */
	bool dead[DELIMITERS];		/* no closer follows any more */
	bool stray[G_N_ELEMENTS(closers)];	/* closers of this engine */
	bool first[256];		/* bytes at which something may begin */
	GArray *tags;
};

const struct template_engine *
template_engine_find(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(engines); i++)
		if (!g_ascii_strcasecmp(engines[i].name, name))
			return &engines[i];
	return NULL;
}

const char **
template_engine_names(void)
{
	const char **names = g_new0(const char *, G_N_ELEMENTS(engines) + 1);

	for (gsize i = 0; i < G_N_ELEMENTS(engines); i++)
		names[i] = engines[i].name;
	return names;
}

const char *
template_engine_name(const struct template_engine *e)
{
	return e->name;
}

static bool
starts(const struct scan *k, gsize at, const char *with)
{
	gsize n = strlen(with);

	return k->len - at >= n && memcmp(k->r.s + at, with, n) == 0;
}

static bool
is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

static bool
starts_words(const struct scan *k, gsize at, const char *const *words)
{
	for (; *words; words++) {
		gsize end = at + strlen(*words);

		if (starts(k, at, *words) && (end == k->len || !is_word(k->r.s[end])))
			return true;
	}
	return false;
}

/* Does HTML go on here?  Then a tag that stands before it was never closed. */
static bool
is_html(const struct scan *k, gsize at)
{
	const char *s = k->r.s + at;

	return s[0] == '<' && at + 1 < k->len && (g_ascii_isalpha(s[1]) || s[1] == '/' || s[1] == '!');
}

/* Where the closer stands; FALSE if there is none, or another tag begins before it. */
static bool
find_close(struct scan *k, gsize nth, gsize from, gsize *ret_at)
{
	const struct delimiter *d = &k->engine->v[nth];
	bool angle = d->open[0] == '<', nests = g_str_equal(d->close, "}"), same = g_str_equal(d->open, d->close);
	guint depth = 0;

	for (gsize at = from; at < k->len; at++) {
		if (!depth && starts(k, at, d->close)) {
			/* The longest run of braces: {{ {a: 1}}} */
			while (d->close[0] == '}' && starts(k, at + 1, d->close) && strlen(d->close) > 1)
				at++;
			*ret_at = at;
			return true;
		}
		if (d->kind == DELIMITER_COMMENT)
			continue;
		if (nests && k->r.s[at] == '{')
			depth++;
		else if (nests && k->r.s[at] == '}')
			depth--;
		if ((!same && starts(k, at, d->open)) || (!angle && is_html(k, at)) ||
		    (same && k->r.s[at] == '\n'))
			return false;
	}
	k->dead[nth] = true;
	*ret_at = k->len;
	return d->open_end;
}

static gsize
name_end(const struct scan *k, gsize at)
{
	const char *s = k->r.s;

	if (at >= k->len || (!g_ascii_isalpha(s[at]) && s[at] != '_'))
		return at;
	for (;;) {
		while (at < k->len && is_word(s[at]))
			at++;
		if (at + 1 >= k->len || s[at] != '.' || !g_ascii_isalpha(s[at + 1]))
			return at;
		at++;
	}
}

/* Behind the bracket that closes the one at `at`; `at` if none does. */
static gsize
bracket_end(const struct scan *k, gsize at)
{
	guint depth = 0;

	for (gsize i = at; i < k->len && k->r.s[i] != '<' && i - at < 2000; i++) {
		depth += k->r.s[i] == '(';
		if (k->r.s[i] == ')' && --depth == 0)
			return i + 1;
	}
	return at;
}

static struct span
trimmed(const char *s, gsize from, gsize to)
{
	while (from < to && strchr(" \t\r\n-~+", s[from]))
		from++;
	while (to > from && strchr(" \t\r\n-~+", s[to - 1]))
		to--;
	return (struct span){ from, to - from };
}

static void
add_tag(struct scan *k, const struct delimiter *d, gsize from, gsize inner, gsize inner_end, gsize end)
{
	struct template_tag t = {
		.where = { from, end - from },
		.silent = d->kind == DELIMITER_COMMENT || d->kind == DELIMITER_LINE,
	};

	k->r.turned = false;
	if ((d->kind == DELIMITER_CODE || d->kind == DELIMITER_CALL) && k->engine->blocks)
		t.silent = k->engine->blocks(&k->r, t.where, trimmed(k->r.s, inner, inner_end));
	t.turns = k->r.turned;
	t.silent &= !g_str_has_suffix(d->open, "=");	/* <%= prints, whatever block it begins */
	g_array_append_val(k->tags, t);
}

/* What is said to be broken: the opener with the word behind it. */
static struct span
broken_opener(const struct scan *k, gsize at, gsize open)
{
	gsize end = at + open;

	while (end < k->len && k->r.s[end] == ' ')
		end++;
	while (end < k->len && end - at < OPEN_MOST && !g_ascii_isspace(k->r.s[end]) && k->r.s[end] != '<')
		end++;
	while (end > at + open && ((guchar)k->r.s[end] & 0xc0) == 0x80 && end < k->len)
		end--;
	return (struct span){ at, end - at };
}

/* "50% off, or 20%" has none. */
static bool
is_field(const struct scan *k, const struct delimiter *d, gsize from, gsize to)
{
	const char *also = d->open[1] ? "_.:- " : "_.:-";

	if (to - from < 2 || to - from > 60 || !g_ascii_isalpha(k->r.s[from]))
		return false;
	for (gsize i = from; i < to; i++)
		if (!g_ascii_isalnum(k->r.s[i]) && !strchr(also, k->r.s[i]))
			return false;
	return true;
}

/* "{", "{#" and "{*" are CSS as well. */
static bool
is_css(const struct scan *k, const struct delimiter *d, gsize at)
{
	return at < k->quiet && d->open[0] == '{' &&
	       (d->kind == DELIMITER_FIELD || (d->kind == DELIMITER_COMMENT && strlen(d->open) == 2));
}

/* "{{#if" and "{{/if" belong to Handlebars and its kind; what others have inside their braces
   begins otherwise. */
static bool
is_of_mustache(const struct scan *k, const struct delimiter *d, gsize inner)
{
	return g_str_equal(d->open, "{{") && k->engine->blocks != template_blocks_mustache &&
	       inner < k->len && k->r.s[inner] && strchr("#/^>!&", k->r.s[inner]);
}

/* FALSE if no tag begins here; else where it ends. */
static bool
take(struct scan *k, gsize at, gsize nth, gsize *ret_end)
{
	const struct delimiter *d = &k->engine->v[nth];
	gsize inner = at + strlen(d->open), close = inner;
	struct span none = { 0, 0 };

	if (!starts(k, at, d->open) || (d->words && !starts_words(k, inner, d->words)) ||
	    is_css(k, d, at))
		return false;
	if (is_of_mustache(k, d, inner)) {		/* left for template.c to find */
		*ret_end = find_close(k, nth, inner, &close) ? close + strlen(d->close) : inner;
		return true;
	}
	switch (d->kind) {
	case DELIMITER_LINE:
		for (close = inner; close < k->len && k->r.s[close] != '\n';)
			close++;
		*ret_end = close;
		break;
	case DELIMITER_NAME:
		close = name_end(k, inner);
		if (close == inner || (at > 0 && is_word(k->r.s[at - 1])))
			return false;
		*ret_end = close < k->len && k->r.s[close] == '(' ? bracket_end(k, close) : close;
		break;
	case DELIMITER_CALL:
		if (d->open[0] == '@' && at > 0 && is_word(k->r.s[at - 1]))
			return false;		/* an address */
		for (close = inner; close < k->len && (is_word(k->r.s[close]) || strchr("{}", k->r.s[close]));)
			close++;
		*ret_end = close;
		while (*ret_end < k->len && k->r.s[*ret_end] == ' ')
			++*ret_end;
		*ret_end = *ret_end < k->len && k->r.s[*ret_end] == '(' ? bracket_end(k, *ret_end) : close;
		break;
	default:
		if (k->dead[nth] && !d->open_end)
			close = 0;
		else if (!find_close(k, nth, inner, &close))
			close = 0;
		if (d->kind == DELIMITER_FIELD && (!close || !is_field(k, d, inner, close)))
			return false;
		if (!close && k->r.verbatim.len) {
			*ret_end = inner;
			return true;
		}
		if (!close) {
			template_blocks_fault(&k->r, TEMPLATE_NEVER_CLOSED,
					      broken_opener(k, at, strlen(d->open)), none);
			*ret_end = at + strlen(d->open);
			return true;
		}
		*ret_end = MIN(close + strlen(d->close), k->len);
		break;
	}
	add_tag(k, d, at, inner, close, *ret_end);
	return true;
}

/* "name }}": back to where the word begins, or the one brace that opens it. */
static void
take_stray(struct scan *k, gsize at, gsize closer)
{
	gsize from = at;

	while (from > 0 && k->r.s[from - 1] == ' ' && at - from < 3)
		from--;
	while (from > 0 && at - from < OPEN_MOST && !g_ascii_isspace(k->r.s[from - 1]) && k->r.s[from - 1] != '>')
		from--;
	while (from < at && ((guchar)k->r.s[from] & 0xc0) == 0x80)
		from++;
	template_blocks_fault(&k->r, TEMPLATE_NEVER_OPENED,
			      (struct span){ from, at + closer - from }, (struct span){ 0, 0 });
}

/* Past what stands in <style> or <script>: its braces are its own. */
static void
see_quiet(struct scan *k, gsize at)
{
	static const struct {
		const char *open, *close;
	} kinds[] = { { "<style", "</style" }, { "<script", "</script" } };

	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		gsize n = strlen(kinds[i].open);

		if (k->len - at < n || g_ascii_strncasecmp(k->r.s + at, kinds[i].open, n) != 0)
			continue;
		for (k->quiet = at + n; k->quiet < k->len; k->quiet++)
			if (k->r.s[k->quiet] == '<' && k->len - k->quiet > n &&
			    g_ascii_strncasecmp(k->r.s + k->quiet, kinds[i].close, n + 1) == 0)
				return;
	}
}

static gsize
skip_escaped(const struct scan *k, gsize at)
{
	for (at += 2; at < k->len && !strchr("{}<\n", k->r.s[at]); at++)
		;
	return starts(k, at, "}}") ? at + 2 : at;
}

static gsize
step(struct scan *k, gsize at)
{
	gsize end;

	if (k->html && k->r.s[at] == '<' && at >= k->quiet)
		see_quiet(k, at);
	if (at > 0 && k->r.s[at - 1] == '\\' && starts(k, at, "{{"))	/* \{{name}} is text */
		return skip_escaped(k, at);
	for (gsize i = 0; i < DELIMITERS && k->engine->v[i].kind; i++)
		if (take(k, at, i, &end))
			return MAX(end, at + 1);
	for (gsize i = 0; i < G_N_ELEMENTS(closers) && at >= k->quiet && !k->r.verbatim.len; i++)
		if (k->stray[i] && starts(k, at, closers[i])) {
			take_stray(k, at, strlen(closers[i]));
			return at + strlen(closers[i]);
		}
	return at + 1;
}

static void
prepare(struct scan *k)
{
	for (gsize i = 0; i < DELIMITERS && k->engine->v[i].kind; i++) {
		const struct delimiter *d = &k->engine->v[i];

		k->first[(guchar)d->open[0]] = true;
		for (gsize c = 0; c < G_N_ELEMENTS(closers); c++)
			if (g_str_equal(d->close, closers[c])) {
				k->stray[c] = true;
				k->first[(guchar)closers[c][0]] = true;
			}
	}
	k->first['<'] |= k->html;
}

void
template_engine_read(const struct template_engine *e, const char *s, gsize len, bool html,
		     GArray *tags, GArray *faults)
{
	struct scan k = {
		.engine = e, .len = len, .html = html, .tags = tags,
		.r = { .s = s, .faults = faults,
		       .open = g_array_new(FALSE, FALSE, sizeof(struct template_block)) },
	};
	gsize at = 0;

	prepare(&k);
	while (at < len)
		at = k.first[(guchar)s[at]] ? step(&k, at) : at + 1;
	template_blocks_end(&k.r);
	g_array_unref(k.r.open);
}
