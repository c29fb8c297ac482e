#include "core/template_blocks.h"

enum { DEEP = 64 };	/* blocks within each other that an end looks through */

void
template_blocks_fault(struct template_reading *r, enum template_fault_kind kind, struct span where,
		      struct span other)
{
	struct template_fault f = { kind, where, other };

	if (r->faults->len < TEMPLATE_FAULTS_MOST)
		g_array_append_val(r->faults, f);
}

static void
fault(struct template_reading *r, enum template_fault_kind kind, struct span where)
{
	template_blocks_fault(r, kind, where, (struct span){ 0, 0 });
}

void
template_blocks_end(struct template_reading *r)
{
	for (guint i = 0; i < r->open->len; i++) {
		const struct template_block *b = &g_array_index(r->open, struct template_block, i);

		if (!b->optional)
			fault(r, TEMPLATE_NEVER_ENDED, b->tag);
	}
}

static void
begin(struct template_reading *r, struct span tag, struct span name, bool optional)
{
	struct template_block b = { name, tag, optional };

	g_array_append_val(r->open, b);
}

static bool
is_same(const struct template_reading *r, struct span a, struct span b)
{
	return a.len == b.len && memcmp(r->s + a.at, r->s + b.at, a.len) == 0;
}

/* An end: of the block of that name, or of the last if it names none. */
static void
end(struct template_reading *r, struct span tag, struct span name)
{
	struct span other = { 0, 0 };

	for (guint i = r->open->len, n = 0; i-- > 0 && n < DEEP; n++) {
		const struct template_block *b = &g_array_index(r->open, struct template_block, i);

		if (name.len ? is_same(r, b->name, name) : !b->optional) {
			for (guint k = i + 1; k < r->open->len; k++) {
				const struct template_block *in =
					&g_array_index(r->open, struct template_block, k);

				if (!in->optional)
					fault(r, TEMPLATE_NEVER_ENDED, in->tag);
			}
			g_array_set_size(r->open, i);
			return;
		}
		if (!b->optional && !other.len)
			other = b->tag;
	}
	template_blocks_fault(r, other.len ? TEMPLATE_ENDS_ANOTHER : TEMPLATE_ENDS_NOTHING, tag, other);
}

/* Something like {{else}}. */
static void
within(struct template_reading *r, struct span tag)
{
	r->turned = true;
	if (!r->open->len)
		fault(r, TEMPLATE_STANDS_ALONE, tag);
}

/* ---- words of what stands inside ---- */

static bool
is_word_char(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

static struct span
first_word(const char *s, struct span inner)
{
	gsize len = 0;

	while (len < inner.len && is_word_char(s[inner.at + len]))
		len++;
	return (struct span){ inner.at, len };
}

static struct span
cut(struct span w, gsize n)
{
	n = MIN(n, w.len);
	return (struct span){ w.at + n, w.len - n };
}

static bool
is(const char *s, struct span w, const char *word)
{
	return strlen(word) == w.len && memcmp(s + w.at, word, w.len) == 0;
}

static bool
is_one_of(const char *s, struct span w, const char *const *words)
{
	for (; *words; words++)
		if (is(s, w, *words))
			return true;
	return false;
}

static bool
starts(const char *s, struct span w, const char *with)
{
	return w.len >= strlen(with) && memcmp(s + w.at, with, strlen(with)) == 0;
}

static bool
ends(const char *s, struct span w, const char *with)
{
	gsize n = strlen(with);

	return w.len >= n && memcmp(s + w.at + w.len - n, with, n) == 0;
}

static bool
has(const char *s, struct span w, const char *what)
{
	return g_strstr_len(s + w.at, (gssize)w.len, what) != NULL;
}

static struct span
skip_blanks(const char *s, struct span w)
{
	while (w.len && g_ascii_isspace(s[w.at]))
		w = cut(w, 1);
	return w;
}

/* ---- Handlebars, Mustache ---- */

bool
template_blocks_mustache(struct template_reading *r, struct span tag, struct span in)
{
	static const char *const others[] = { "else", NULL };
	struct span name;

	if (in.len && strchr("#^", r->s[in.at])) {
		name = skip_blanks(r->s, cut(in, 1));
		while (name.len && strchr("*> ", r->s[name.at]))
			name = cut(name, 1);
		for (gsize n = 0; n < name.len; n++)
			if (g_ascii_isspace(r->s[name.at + n]))
				name.len = n;
		if (name.len)
			begin(r, tag, name, false);
		else
			within(r, tag);		/* {{^}} */
		return true;
	}
	if (in.len && r->s[in.at] == '/') {
		end(r, tag, skip_blanks(r->s, cut(in, 1)));
		return true;
	}
	if (is_one_of(r->s, first_word(r->s, in), others)) {
		within(r, tag);
		return true;
	}
	return in.len && strchr("!>=", r->s[in.at]);
}

/* ---- Jinja, Twig, Liquid, Django ---- */

static const char *const word_blocks[] = {
	"if", "for", "unless", "case", "tablerow", "capture", "macro", "call", "filter", "with",
	"autoescape", "spaceless", "blocktrans", "blocktranslate", "embed", "form", "paginate",
	"ifequal", "ifnotequal", "ifchanged", "ifversion", "cache", "sandbox", "apply", "verbatim",
	"raw", "comment", "catalog_object", "connected_content", NULL,
};
static const char *const word_optional[] = { "block", "trans", "set", "schema", "style", NULL };
static const char *const word_within[] = { "else", "elif", "elsif", "elseif", "when", "empty", NULL };
static const char *const word_values[] = {
	"url", "static", "trans", "translate", "now", "firstof", "cycle", "path", "render",
	"unsubscribe", "unsubscribe_link", "lorem", NULL,
};
static const char *const word_verbatim[] = { "raw", "verbatim", "comment", NULL };

bool
template_blocks_words(struct template_reading *r, struct span tag, struct span in)
{
	struct span word = first_word(r->s, in), of = cut(word, 3);
	bool ending = word.len >= 3 && starts(r->s, word, "end");

	if (r->verbatim.len && !(ending && is_same(r, of, r->verbatim)))
		return true;
	r->verbatim.len = 0;
	if (ending)
		end(r, tag, of);
	else if (is_one_of(r->s, word, word_blocks))
		begin(r, tag, word, false);
	else if (is(r->s, word, "set") ? !has(r->s, in, "=") : is_one_of(r->s, word, word_optional))
		begin(r, tag, word, true);
	else if (is_one_of(r->s, word, word_within))
		within(r, tag);
	if (is_one_of(r->s, word, word_verbatim))
		r->verbatim = word;
	return !is_one_of(r->s, word, word_values);
}

/* ---- ERB ---- */

bool
template_blocks_ruby(struct template_reading *r, struct span tag, struct span in)
{
	static const char *const opening[] = {
		"if", "unless", "case", "while", "until", "for", "begin", NULL,
	};
	static const char *const inside[] = { "else", "elsif", "when", "ensure", "rescue", "in", NULL };
	static const struct span none = { 0, 0 };
	struct span word = first_word(r->s, in);
	const char *bar = in.len && r->s[in.at + in.len - 1] == '|'
		? g_strrstr_len(r->s + in.at, (gssize)in.len - 1, "|") : NULL;
	struct span head = { in.at, bar ? (gsize)(bar - r->s) - in.at : in.len };

	while (head.len && g_ascii_isspace(r->s[head.at + head.len - 1]))
		head.len--;
	if (is(r->s, word, "end") || (in.len && r->s[in.at] == '}'))
		end(r, tag, none);
	else if (is_one_of(r->s, word, inside))
		within(r, tag);
	else if ((is_one_of(r->s, word, opening) && !ends(r->s, in, " end")) || ends(r->s, head, " do") ||
		 is(r->s, head, "do") || (bar && ends(r->s, head, "{")))
		begin(r, tag, word, false);
	return true;
}

/* ---- PHP, and templates in JavaScript and Java ---- */

/* Braces of code, strings and comments left out. */
static void
count_braces(struct template_reading *r, struct span tag, struct span in)
{
	static const struct span none = { 0, 0 };
	char quote = 0;

	for (gsize i = in.at; i < in.at + in.len; i++) {
		char c = r->s[i];
		bool last = i + 1 == in.at + in.len;

		if (quote) {
			if (c == '\\')
				i++;
			else if (c == quote)
				quote = 0;
		} else if (c == '"' || c == '\'' || c == '`') {
			quote = c;
		} else if (!last && c == '/' && r->s[i + 1] == '/') {
			while (i < in.at + in.len && r->s[i] != '\n')
				i++;
		} else if (!last && c == '/' && r->s[i + 1] == '*') {
			const char *e = g_strstr_len(r->s + i, (gssize)(in.at + in.len - i), "*/");

			i = e ? (gsize)(e - r->s) + 1 : in.at + in.len;
		} else if (c == '{') {
			begin(r, tag, none, false);
		} else if (c == '}') {
			end(r, tag, none);
		}
	}
}

bool
template_blocks_script(struct template_reading *r, struct span tag, struct span in)
{
	count_braces(r, tag, in);
	return true;
}

bool
template_blocks_php(struct template_reading *r, struct span tag, struct span in)
{
	static const char *const colon[] = { "if", "foreach", "for", "while", "switch", NULL };
	static const char *const ending[] = {
		"endif", "endforeach", "endfor", "endwhile", "endswitch", NULL,
	};
	static const char *const prints[] = { "echo", "print", "printf", NULL };
	struct span word = first_word(r->s, in);

	if (is_one_of(r->s, word, ending))
		end(r, tag, cut(word, 3));
	else if (is_one_of(r->s, word, colon) && ends(r->s, in, ":"))
		begin(r, tag, word, false);
	else
		count_braces(r, tag, in);
	return !is_one_of(r->s, word, prints);
}

/* ---- FreeMarker ---- */

bool
template_blocks_freemarker(struct template_reading *r, struct span tag, struct span in)
{
	static const char *const blocks[] = {
		"if", "list", "switch", "macro", "function", "escape", "noescape", "autoesc",
		"noautoesc", "outputformat", "attempt", "compress", NULL,
	};
	static const char *const optional[] = {
		"sep", "items", "assign", "local", "global", "ftl", NULL,
	};
	static const char *const inside[] = { "else", "elseif", "case", "default", "recover", NULL };
	bool closing = r->s[tag.at + 1] == '/', call = r->s[tag.at + 1 + closing] == '@';
	struct span word = first_word(r->s, in);

	if (closing) {
		end(r, tag, call ? in : word);
	} else if (call) {
		struct span name = in;

		for (gsize n = 0; n < name.len; n++)
			if (g_ascii_isspace(r->s[name.at + n]))
				name.len = n;
		if (!ends(r->s, in, "/"))
			begin(r, tag, name, false);
	} else if (is_one_of(r->s, word, blocks)) {
		begin(r, tag, word, false);
	} else if (is_one_of(r->s, word, optional)) {
		begin(r, tag, word, true);
	} else if (is_one_of(r->s, word, inside)) {
		within(r, tag);
	}
	return true;
}

/* ---- Velocity ---- */

bool
template_blocks_velocity(struct template_reading *r, struct span tag, struct span in)
{
	static const char *const blocks[] = { "if", "foreach", "macro", "define", NULL };
	static const struct span none = { 0, 0 };
	struct span word = first_word(r->s, in.len && r->s[in.at] == '{' ? cut(in, 1) : in);

	if (is(r->s, word, "end"))
		end(r, tag, none);
	else if (is_one_of(r->s, word, blocks))
		begin(r, tag, word, false);
	else if (is(r->s, word, "else") || is(r->s, word, "elseif"))
		within(r, tag);
	return true;
}

/* ---- Go ---- */

bool
template_blocks_go(struct template_reading *r, struct span tag, struct span in)
{
	static const char *const blocks[] = { "if", "range", "with", "define", "block", NULL };
	static const char *const silent[] = { "template", "break", "continue", NULL };
	static const struct span none = { 0, 0 };
	struct span word = first_word(r->s, in);

	if (is(r->s, word, "end"))
		end(r, tag, none);
	else if (is_one_of(r->s, word, blocks))
		begin(r, tag, word, false);
	else if (is(r->s, word, "else"))
		within(r, tag);
	else
		return is_one_of(r->s, word, silent) || has(r->s, in, ":=");
	return true;
}

/* ---- Mailchimp ---- */

bool
template_blocks_mailchimp(struct template_reading *r, struct span tag, struct span in)
{
	static const struct span none = { 0, 0 };

	if (starts(r->s, in, "END:"))
		end(r, tag, none);
	else if (starts(r->s, in, "ELSE"))
		within(r, tag);
	else if (starts(r->s, in, "IF:") || starts(r->s, in, "IFNOT:") ||
		 starts(r->s, in, "INTERESTED:") || starts(r->s, in, "GROUP:"))
		begin(r, tag, none, false);
	else
		return false;
	return true;
}

/* ---- Smarty ---- */

bool
template_blocks_smarty(struct template_reading *r, struct span tag, struct span in)
{
	static const char *const blocks[] = {
		"if", "foreach", "for", "while", "section", "block", "capture", "function", "strip",
		"nocache", "literal", NULL,
	};
	static const char *const inside[] = {
		"else", "elseif", "foreachelse", "forelse", "sectionelse", NULL,
	};
	static const char *const prints[] = { "l", "t", "url", "date", "ldelim", "rdelim", NULL };
	bool closing = in.len && r->s[in.at] == '/';
	struct span word = first_word(r->s, closing ? cut(in, 1) : in);

	if (closing && is_one_of(r->s, word, blocks))
		end(r, tag, word);
	else if (!closing && is_one_of(r->s, word, blocks))
		begin(r, tag, word, false);
	else if (is_one_of(r->s, word, inside))
		within(r, tag);
	return closing || !is_one_of(r->s, word, prints);
}

/* ---- Template Toolkit ---- */

bool
template_blocks_toolkit(struct template_reading *r, struct span tag, struct span in)
{
	static const char *const blocks[] = {
		"IF", "UNLESS", "FOREACH", "FOR", "WHILE", "BLOCK", "SWITCH", "FILTER", "WRAPPER",
		"TRY", "PERL", "MACRO", NULL,
	};
	static const char *const inside[] = { "ELSE", "ELSIF", "CASE", "CATCH", "FINAL", NULL };
	static const char *const silent[] = { "SET", "DEFAULT", "CALL", "USE", "META", "NEXT", "LAST", NULL };
	static const struct span none = { 0, 0 };
	struct span word = first_word(r->s, in);

	if (is(r->s, word, "END"))
		end(r, tag, none);
	else if (is_one_of(r->s, word, blocks))
		begin(r, tag, word, false);
	else if (is_one_of(r->s, word, inside))
		within(r, tag);
	else
		return is_one_of(r->s, word, silent) || has(r->s, in, " = ");
	return true;
}

/* ---- Blade ---- */

bool
template_blocks_blade(struct template_reading *r, struct span tag, struct span in)
{
	static const char *const blocks[] = {
		"if", "unless", "isset", "foreach", "forelse", "for", "while", "switch", "component",
		"slot", "auth", "guest", "push", "once", NULL,
	};
	static const char *const optional[] = { "section", "php", "empty", NULL };
	static const char *const prints[] = { "lang", "yield", "include", NULL };
	struct span word = first_word(r->s, in);

	if (starts(r->s, word, "end"))
		end(r, tag, cut(word, 3));
	else if (is_one_of(r->s, word, blocks))
		begin(r, tag, word, false);
	else if (is_one_of(r->s, word, optional))
		begin(r, tag, word, true);
	else if (is(r->s, word, "else") || is(r->s, word, "elseif") || is(r->s, word, "case"))
		within(r, tag);
	return !is_one_of(r->s, word, prints);
}
