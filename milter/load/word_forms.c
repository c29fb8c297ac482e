#include "load/word_forms.h"

enum {
	PARTS = 8,	/* of one word */
	CHANGES = 4,	/* of its orthography */
	NAME = 5,	/* letters; shorter ones stand near too many words */
};

bool
word_forms_clean(const char *s, gsize len, char ret_word[WORD_FORMS_BYTES])
{
	g_autofree char *composed = NULL;
	char *out = ret_word;
	bool marks = false;

	for (gsize i = 0; i < len; i++)
		marks |= (guchar)s[i] == 0xcc || (guchar)s[i] == 0xcd;
	if (marks) {
		composed = g_utf8_normalize(s, (gssize)len, G_NORMALIZE_NFC);
		if (!composed)
			return false;
		s = composed;
		len = strlen(s);
	}
	for (const char *p = s, *next; p < s + len; p = next) {
		gunichar c = g_utf8_get_char(p);

		next = g_utf8_next_char(p);
		if (out + 7 > ret_word + WORD_FORMS_BYTES || g_unichar_isdigit(c))
			return false;
		if (c == 0xad || c == 0x301 || (c >= 0x200b && c <= 0x200f) ||
		    (c >= 0x2060 && c <= 0x2064))
			continue;
		if (c == 0x2018 || c == 0x2019 || c == 0x2bc || c == '`' || c == 0xb4)
			c = '\'';
		if (c == 0x2010 || c == 0x2011)
			c = '-';
		out += g_unichar_to_utf8(c, out);
	}
	*out = '\0';
	return out > ret_word;
}

static bool
has(const struct word_forms *f, const char *word)
{
	return f->has(f->data, word);
}

/* ё written as е: dictionaries have it both ways, people do too. */
static bool
has_as_written(const struct word_forms *f, const char *word)
{
	char plain[WORD_FORMS_BYTES];
	bool changed = false;

	if (has(f, word))
		return true;
	if (!g_str_has_prefix(f->language, "ru"))
		return false;
	g_strlcpy(plain, word, sizeof plain);
	for (char *p = strstr(plain, "ё"); p; p = strstr(p, "ё")) {
		memcpy(p, "е", 2);
		changed = true;
	}
	return changed && has(f, plain);
}

/* One part of a word between its joints. */
struct part {
	char s[WORD_FORMS_BYTES];
	struct span at;
	bool small;		/* an article or an ending beside an apostrophe */
};

static bool
next_part(const char *word, gsize at, struct part *ret)
{
	gsize len = strcspn(word + at, "-'");
	char end = word[at + len];

	if (!word[at] && at > 0 && word[at - 1] != '-' && word[at - 1] != '\'')
		return false;
	ret->at = (struct span){ at, len };
	memcpy(ret->s, word + at, len);
	ret->s[len] = '\0';
	ret->small = g_utf8_strlen(ret->s, -1) <= 2 &&
		     (end == '\'' || (at > 0 && word[at - 1] == '\''));
	return true;
}

/* How many parts there are; more than PARTS are not counted. */
static guint
unknown_parts(const struct word_forms *f, const char *word, guint *ret_asked,
	      struct span *ret_unknown)
{
	guint n = 0, unknown = 0;
	struct part p;

	*ret_asked = 0;
	for (gsize at = 0; next_part(word, at, &p); at = p.at.at + p.at.len + 1) {
		if (++n > PARTS || p.at.len == 0)
			return PARTS;
		if (!p.small) {
			++*ret_asked;
			if (!has_as_written(f, p.s)) {
				unknown++;
				*ret_unknown = p.at;
			}
		}
		if (!word[at + p.at.len])
			break;
	}
	return unknown;
}

/* "foo-bar", "l'offre", "shop's": known if the parts are. */
bool
word_forms_known(const struct word_forms *f, const char *word)
{
	struct span unknown;
	guint asked;

	if (has_as_written(f, word))
		return true;
	return strpbrk(word, "-'") && unknown_parts(f, word, &asked, &unknown) == 0 && asked > 0;
}

bool
word_forms_unknown_part(const struct word_forms *f, const char *word, struct span *ret_part)
{
	guint asked;

	if (!strpbrk(word, "-'")) {
		*ret_part = (struct span){ 0, strlen(word) };
		return true;
	}
	return unknown_parts(f, word, &asked, ret_part) == 1;
}

/* ---- other orthographies ---- */

/* What others write, and what the dictionary has in its place. */
static const struct variant {
	const char *language, *theirs, *ours;
} variants[] = {
	/* Before 1996, and today's Switzerland. */
	{ "de", "ß", "ss" }, { "de", "ss", "ß" },
	/* Both spellings are right since 1990. */
	{ "fr", "i", "î" }, { "fr", "u", "û" },
	/* Portugal, and Brazil before 2009. */
	{ "pt", "cç", "ç" }, { "pt", "pç", "ç" }, { "pt", "ct", "t" }, { "pt", "pt", "t" },
	{ "pt", "cci", "ci" }, { "pt", "óm", "ôm" }, { "pt", "ón", "ôn" },
	{ "pt", "ém", "êm" }, { "pt", "én", "ên" }, { "pt", "ámos", "amos" },
	{ "pt", "éi", "ei" }, { "pt", "ói", "oi" }, { "pt", "ôo", "oo" }, { "pt", "êem", "eem" },
	{ "pt", "ü", "u" }, { "pt", "hú", "ú" }, { "pt", "hum", "um" },
	/* Before 1933, abroad, and since 2019. */
	{ "uk", "ія", "іа" }, { "uk", "ґ", "г" }, { "uk", "ля", "ла" }, { "uk", "оє", "ое" },
	{ "uk", "ое", "оє" },
};

static bool
is_for(const struct variant *v, const struct word_forms *f)
{
	return strncmp(v->language, f->language, 2) == 0;
}

/* `word` with `n` bytes from `at` replaced. */
static bool
replaced(const char *word, gsize at, gsize n, const char *with, char ret_word[WORD_FORMS_BYTES])
{
	gsize len = strlen(with), rest = strlen(word + at + n);

	if (at + len + rest + 1 > WORD_FORMS_BYTES)
		return false;
	memmove(ret_word + at + len, word + at + n, rest + 1);
	memmove(ret_word, word, at);
	memcpy(ret_word + at, with, len);
	return true;
}

/* Each change alone: "Strasse" is no "Straße" if all are changed in "Strassenmusse". */
static bool
has_one_change(const struct word_forms *f, const char *word)
{
	char other[WORD_FORMS_BYTES];
	guint tried = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(variants); i++) {
		const struct variant *v = &variants[i];

		if (!is_for(v, f))
			continue;
		for (const char *at = strstr(word, v->theirs); at; at = strstr(at + 1, v->theirs)) {
			if (++tried > CHANGES)
				return false;
			if (replaced(word, (gsize)(at - word), strlen(v->theirs), v->ours, other) &&
			    word_forms_known(f, other))
				return true;
		}
	}
	return false;
}

/* "electrónica" needs two. */
static bool
has_all_changes(const struct word_forms *f, const char *word)
{
	char other[WORD_FORMS_BYTES];
	guint changes = 0;

	g_strlcpy(other, word, sizeof other);
	for (gsize i = 0; i < G_N_ELEMENTS(variants); i++) {
		const struct variant *v = &variants[i];
		char *at = is_for(v, f) ? strstr(other, v->theirs) : NULL;

		if (!at || !replaced(other, (gsize)(at - other), strlen(v->theirs), v->ours, other))
			continue;
		changes++;
	}
	return changes > 1 && changes <= CHANGES && word_forms_known(f, other);
}

/* "irish": a name in small letters. */
static bool
has_with_capital(const struct word_forms *f, const char *word)
{
	char other[WORD_FORMS_BYTES + 8];
	gsize n;

	if (!g_unichar_islower(g_utf8_get_char(word)) || g_utf8_strlen(word, -1) < NAME)
		return false;
	n = (gsize)g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(word)), other);
	g_strlcpy(other + n, g_utf8_next_char(word), sizeof other - n);
	return has(f, other);
}

/* What a language puts before words of all kinds; a dictionary has some of them. */
static const struct prefix {
	const char *language, *s;
} prefixes[] = {
	{ "en", "anti" }, { "en", "auto" }, { "en", "cyber" }, { "en", "inter" },
	{ "en", "micro" }, { "en", "mini" }, { "en", "mis" }, { "en", "multi" }, { "en", "non" },
	{ "en", "over" }, { "en", "post" }, { "en", "pre" }, { "en", "re" }, { "en", "sub" },
	{ "en", "super" }, { "en", "un" }, { "en", "under" },
	{ "pl", "anty" }, { "pl", "auto" }, { "pl", "bez" }, { "pl", "cyber" }, { "pl", "eko" },
	{ "pl", "foto" }, { "pl", "mikro" }, { "pl", "mini" }, { "pl", "multi" }, { "pl", "naj" },
	{ "pl", "nie" }, { "pl", "super" }, { "pl", "tele" }, { "pl", "wideo" }, { "pl", "współ" },
	{ "ru", "авиа" }, { "ru", "авто" }, { "ru", "анти" }, { "ru", "био" }, { "ru", "видео" },
	{ "ru", "кибер" }, { "ru", "кино" }, { "ru", "мега" }, { "ru", "микро" }, { "ru", "мини" },
	{ "ru", "мото" }, { "ru", "мульти" }, { "ru", "не" }, { "ru", "онлайн" }, { "ru", "псевдо" },
	{ "ru", "само" }, { "ru", "супер" }, { "ru", "теле" }, { "ru", "фото" }, { "ru", "электро" },
	{ "ru", "энерго" },
	{ "pt", "anti" }, { "pt", "auto" }, { "pt", "ciber" }, { "pt", "inter" }, { "pt", "micro" },
	{ "pt", "mini" }, { "pt", "multi" }, { "pt", "pós" }, { "pt", "pré" }, { "pt", "super" },
	{ "es", "anti" }, { "es", "auto" }, { "es", "ciber" }, { "es", "micro" }, { "es", "mini" },
	{ "es", "multi" }, { "es", "super" },
	{ "fr", "anti" }, { "fr", "auto" }, { "fr", "cyber" }, { "fr", "micro" }, { "fr", "mini" },
	{ "fr", "multi" }, { "fr", "super" },
	{ "it", "anti" }, { "it", "auto" }, { "it", "ciber" }, { "it", "micro" }, { "it", "mini" },
	{ "it", "multi" }, { "it", "super" },
	{ "uk", "авіа" }, { "uk", "авто" }, { "uk", "анти" }, { "uk", "біо" }, { "uk", "відео" },
	{ "uk", "кібер" }, { "uk", "кіно" }, { "uk", "мікро" }, { "uk", "міні" },
	{ "uk", "мульти" }, { "uk", "напів" }, { "uk", "не" }, { "uk", "само" }, { "uk", "спів" },
	{ "uk", "супер" }, { "uk", "теле" }, { "uk", "фото" },
};

static bool
has_prefix(const struct word_forms *f, const char *word)
{
	for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
		gsize len = strlen(prefixes[i].s);

		if (strncmp(prefixes[i].language, f->language, 2) == 0 &&
		    strncmp(word, prefixes[i].s, len) == 0 &&
		    g_utf8_strlen(word + len, -1) >= NAME && has(f, word + len))
			return true;
	}
	return false;
}

bool
word_forms_variant(const struct word_forms *f, const char *word)
{
	return (!g_str_equal(f->language, "de") && has_with_capital(f, word)) ||
	       has_prefix(f, word) || has_one_change(f, word) || has_all_changes(f, word);
}
