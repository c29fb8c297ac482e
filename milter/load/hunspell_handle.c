#include <hunspell/hunspell.h>

#include "load/hunspell_handle.h"
#include "load/word_forms.h"

enum { CODE_POINTS = 0x530 };	/* what an 8-bit dictionary may hold */

/* "ISO8859-2", "microsoft-cp1251" as iconv knows them. */
static char *
charset_name(const char *dic)
{
	if (g_ascii_strncasecmp(dic, "ISO8859", 7) == 0)
		return g_strconcat("ISO-8859", dic + 7, NULL);
	if (g_ascii_strncasecmp(dic, "microsoft-", 10) == 0)
		return g_strdup(dic + 10);
	return g_strdup(dic);
}

/* For an 8-bit dictionary, which byte a character is, and the other way. */
static void
make_tables(struct hunspell_handle *x, const char *dic_encoding)
{
	g_autofree char *charset = charset_name(dic_encoding);

	x->bytes = g_new0(guint8, CODE_POINTS);
	x->chars = g_new0(gunichar, 256);
	for (guint b = 1; b < 256; b++) {
		char c = (char)b;
		g_autofree char *s = g_convert(&c, 1, "UTF-8", charset, NULL, NULL, NULL);

		if (!s)
			continue;
		x->chars[b] = g_utf8_get_char(s);
		if (x->chars[b] < CODE_POINTS)
			x->bytes[x->chars[b]] = (guint8)b;
	}
}

bool
hunspell_handle_open(struct hunspell_handle *h, const char *aff, const char *dic)
{
	const char *encoding;

	*h = (struct hunspell_handle){ .hunspell = Hunspell_create(aff, dic) };
	if (!h->hunspell)
		return false;
	encoding = Hunspell_get_dic_encoding(h->hunspell);
	if (g_ascii_strcasecmp(encoding, "UTF-8") != 0)
		make_tables(h, encoding);
	return true;
}

void
hunspell_handle_clear(struct hunspell_handle *h)
{
	Hunspell_destroy(h->hunspell);
	g_free(h->bytes);
	g_free(h->chars);
}

/* As the dictionary writes it, or NULL: it cannot. */
static const char *
to_bytes(const struct hunspell_handle *h, const char *word, char bytes[WORD_FORMS_BYTES])
{
	char *out = bytes;

	if (!h->bytes)
		return word;
	for (const char *p = word; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c >= CODE_POINTS || !h->bytes[c])
			return NULL;
		*out++ = (char)h->bytes[c];
	}
	*out = '\0';
	return bytes;
}

bool
hunspell_handle_knows(const struct hunspell_handle *h, const char *word)
{
	char bytes[WORD_FORMS_BYTES];
	const char *written = to_bytes(h, word, bytes);

	return written && Hunspell_spell(h->hunspell, written) != 0;
}

/* What the dictionary wrote; in the arena. */
static const char *
from_bytes(const struct hunspell_handle *h, const char *word, struct arena *a)
{
	g_autoptr(GString) s = g_string_new(NULL);

	if (!h->chars)
		return g_utf8_validate(word, -1, NULL) ? arena_strndup(a, word, strlen(word)) : NULL;
	for (; *word; word++)
		if (h->chars[(guchar)*word])
			g_string_append_unichar(s, h->chars[(guchar)*word]);
	return arena_strndup(a, s->str, s->len);
}

static bool
is_among(const char *const *words, guint n, const char *word)
{
	for (guint i = 0; i < n; i++)
		if (g_str_equal(words[i], word))
			return true;
	return false;
}

struct list {
	const char **words;
	guint n, most;
};

/* A word cut in two is rarely what was meant, but in "alot": those come last. */
static void
take_words(struct list *to, const struct hunspell_handle *h, char **from, int n, bool cut, struct arena *a)
{
	for (int i = 0; i < n && to->n < to->most; i++) {
		const char *other = from_bytes(h, from[i], a);

		if (other && *other && (strpbrk(other, " -") != NULL) == cut &&
		    !is_among(to->words, to->n, other))
			to->words[to->n++] = other;
	}
}

guint
hunspell_handle_suggest(const struct hunspell_handle *h, const char *word, struct arena *a,
			const char **ret_words, guint most)
{
	struct list found = { .words = ret_words, .most = most };
	char bytes[WORD_FORMS_BYTES], **list = NULL;
	const char *written = to_bytes(h, word, bytes);
	int n = written ? Hunspell_suggest(h->hunspell, &list, written) : 0;

	take_words(&found, h, list, n, strchr(word, '-') != NULL, a);
	take_words(&found, h, list, n, strchr(word, '-') == NULL, a);
	if (list)
		Hunspell_free_list(h->hunspell, &list, n);
	return found.n;
}
