#include "core/words_fold.h"

guint32
words_fold_beyond(gunichar c, gunichar *ret_fold)
{
	GUnicodeScript script;
	gunichar parts[4];
	guint32 class;

	*ret_fold = c;
	if (c == 0x2010 || c == 0x2011) {
		*ret_fold = '-';
		return CLASS_HYPHEN;
	}
	if (c == 0x2018 || c == 0x2019 || c == 0x201b || c == 0xff07) {
		*ret_fold = '\'';
		return CLASS_APOSTROPHE;
	}
	if ((c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x2064) || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff)
		return CLASS_NOTHING;
	if (g_unichar_ismark(c))
		return CLASS_MARK;
	if (g_unichar_isdigit(c))
		return CLASS_DIGIT;
	if (!g_unichar_isalpha(c))
		return 0;
	*ret_fold = g_unichar_tolower(c);
	script = g_unichar_get_script(c);
	class = CLASS_LETTER | (g_unichar_isupper(c) ? CLASS_UPPER : 0);
	if (script == G_UNICODE_SCRIPT_CYRILLIC)
		return class | CLASS_CYRILLIC;
	if (script != G_UNICODE_SCRIPT_LATIN)
		return class | CLASS_FOREIGN;
	if (c == 0x1e9e) {
		*ret_fold = 's' << 8 | 's';
		return class | CLASS_LATIN | CLASS_TWO;
	}
	if (g_unichar_fully_decompose(*ret_fold, FALSE, parts, G_N_ELEMENTS(parts)) > 1 &&
	    parts[0] < WORDS_TABLE)
		*ret_fold = words_table[parts[0]] & 0xffff;
	return class | CLASS_LATIN;
}

/* A letter with its mark as two characters: Cyrillic letters keep theirs, but for ё. */
char *
words_fold_put_mark(char *out, const char *begin, gunichar mark)
{
	static const struct { const char *letter, *with; gunichar mark; } marked[] = {
		{ "и", "й", 0x306 }, { "у", "ў", 0x306 }, { "і", "ї", 0x308 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(marked) && out - begin >= 2; i++)
		if (mark == marked[i].mark && memcmp(out - 2, marked[i].letter, 2) == 0) {
			memcpy(out - 2, marked[i].with, 2);
			break;
		}
	return out;
}

gsize
words_fold_to(const char *s, gsize len, char *ret_folded)
{
	char *out = ret_folded;
	gsize n;

	for (gsize i = 0; i < len; i += n) {
		gunichar fold, c = words_fold_decode(s + i, &n);
		guint32 class = words_fold_class(c, &fold);

		out = words_fold_put_folded(out, ret_folded, class, c, fold);
	}
	*out = '\0';
	return (gsize)(out - ret_folded);
}

char *
words_fold(struct arena *a, const char *s, gsize len)
{
	char *folded = arena_bytes(a, len + 1);

	words_fold_to(s, len, folded);
	return folded;
}
