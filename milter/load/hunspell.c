#include <hunspell/hunspell.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/limits.h"
#include "load/hunspell.h"

enum {
	CACHE = 1 << 17,	/* verdicts of one language, 8 bytes each */
	FETCHED = 16,		/* of them on their way from memory at once */
	HANDLES = 4,		/* Hunspell dictionaries of one language */
	CODE_POINTS = 0x530,	/* what an 8-bit dictionary may hold */
	WORD_BYTES = LIMIT_WORD_POINTS * 4,
	PARTS = 8,		/* of one word */
};

enum verdict_bits {
	VERDICT_KNOWN = 1,
	VERDICT_SET = 2,	/* an empty slot is all zero */
	VERDICT_HASH = ~3,
};

struct handle {
	Hunhandle *hunspell;
	guint8 *bytes;		/* of code points, for an 8-bit dictionary; NULL: UTF-8 */
};

struct slot {
	const char *tag;
	char *aff[HANDLES], *dic[HANDLES];
	guint n_files;
	pthread_mutex_t lock;	/* for the handles */
	struct handle handles[HANDLES];
	guint n;
	GHashTable *words;	/* accepted beside the dictionary, folded to lower case */
	_Atomic guint64 *cache;
	atomic_bool ready;
};

struct hunspell {
	struct speller speller;
	const struct dictionary *dictionary;
	struct slot *slots;
	guint n;
	const char **languages;
	GString *version;	/* the files it stands on, as they were */
	guint64 secret;		/* so that no mail can aim at another's cached words */
	pthread_mutex_t loading;	/* making two handles at once races in Hunspell 1.7.1 */
};

/* ---- one word ---- */

/* The word as dictionaries write it: composed, plain apostrophe and hyphen, without
   soft hyphens and stress marks.  FALSE if it does not fit. */
static bool
clean(const char *s, gsize len, char *ret_word, gsize size)
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
		if (out + 7 > ret_word + size)
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
spell(const struct handle *h, const char *word)
{
	char bytes[WORD_BYTES + 8], *out = bytes;

	if (!h->bytes)
		return Hunspell_spell(h->hunspell, word) != 0;
	for (const char *p = word; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c >= CODE_POINTS || !h->bytes[c])
			return false;
		*out++ = (char)h->bytes[c];
	}
	*out = '\0';
	return Hunspell_spell(h->hunspell, bytes) != 0;
}

/* Own words come in the form they stand in the list; a capital may begin a sentence. */
static bool
is_listed(const struct slot *s, const char *word)
{
	char lower[WORD_BYTES * 2];
	gunichar first = g_utf8_get_char(word);
	const char *rest = g_utf8_next_char(word);
	gsize n;

	if (g_hash_table_contains(s->words, word))
		return true;
	if (!g_unichar_isupper(first))
		return false;
	n = (gsize)g_unichar_to_utf8(g_unichar_tolower(first), lower);
	g_strlcpy(lower + n, rest, sizeof lower - n);
	return g_hash_table_contains(s->words, lower);
}

static bool
has(const struct slot *s, const char *word)
{
	for (guint i = 0; i < s->n; i++)
		if (spell(&s->handles[i], word))
			return true;
	return is_listed(s, word);
}

/* ё written as е: dictionaries have it both ways, people do too. */
static bool
has_as_written(const struct slot *s, char *word)
{
	bool changed = false;

	if (has(s, word))
		return true;
	if (!g_str_has_prefix(s->tag, "ru"))
		return false;
	for (char *p = strstr(word, "ё"); p; p = strstr(p, "ё")) {
		memcpy(p, "е", 2);
		changed = true;
	}
	return changed && has(s, word);
}

/* "foo-bar", "l'offre", "shop's": known if the parts are.  A part of one or two
   letters before or after an apostrophe is an article or an ending. */
static bool
has_parts(const struct slot *s, char *word)
{
	char *save = word;
	bool good = true, asked = false;
	guint n = 0;

	if (!strpbrk(word, "-'"))
		return false;
	while (*save && good) {
		gsize len = strcspn(save, "-'");
		char end = save[len], part[WORD_BYTES + 8];
		bool small = g_utf8_strlen(save, (gssize)len) <= 2 &&
			     (end == '\'' || (save > word && save[-1] == '\''));

		if (++n > PARTS || len == 0)
			return false;
		memcpy(part, save, len);
		part[len] = '\0';
		asked |= !small;
		good = small || has_as_written(s, part);
		save += len + (end != '\0');
	}
	return good && asked;
}

static bool
ask(const struct slot *s, const struct spell_word *w)
{
	char word[WORD_BYTES + 8];

	if (w->len > WORD_BYTES || !clean(w->s, w->len, word, sizeof word))
		return false;
	for (const char *p = word; *p; p++)
		if (g_ascii_isdigit(*p))
			return false;
	return has_as_written(s, word) || has_parts(s, word);
}

/* ---- the cache ---- */

static guint64
mix(guint64 h)
{
	h = (h ^ h >> 33) * 0xff51afd7ed558ccdu;
	h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53u;
	return h ^ h >> 33;
}

/* Up to eight bytes, as one number. */
static inline guint64
few(const char *s, gsize len)
{
	guint32 begin, end;

	if (len >= 4) {
		memcpy(&begin, s, 4);
		memcpy(&end, s + len - 4, 4);
		return (guint64)begin << 32 | end;
	}
	return len ? (guint64)(guchar)s[0] << 16 | (guint64)(guchar)s[len / 2] << 8 |
		     (guchar)s[len - 1] : 0;
}

static guint64
hash(const struct hunspell *h, const struct spell_word *w)
{
	guint64 x = h->secret + w->len * 0x9e3779b97f4a7c15u, v;	/* far from the bytes */
	const char *s = w->s;
	gsize len = w->len;

	for (; len > 8; s += 8, len -= 8) {
		memcpy(&v, s, 8);
		x = mix(x ^ v);
	}
	return mix(x ^ few(s, len)) & (guint64)VERDICT_HASH;
}

/* A verdict stands in one of two neighbours, the newer one in the first: words that
   fall on the same place do not drive each other out. */
static inline _Atomic guint64 *
place(const struct slot *s, guint64 hash_bits)
{
	return &s->cache[hash_bits >> 47];
}

static inline _Atomic guint64 *
neighbour(const struct slot *s, guint64 hash_bits)
{
	return &s->cache[hash_bits >> 47 ^ 1];
}

static bool
is_cached(const struct slot *s, guint64 hash_bits, bool *ret_known)
{
	guint64 c = atomic_load_explicit(place(s, hash_bits), memory_order_relaxed);

	if ((c ^ hash_bits) & (guint64)VERDICT_HASH)
		c = atomic_load_explicit(neighbour(s, hash_bits), memory_order_relaxed);
	if (((c ^ hash_bits) & (guint64)VERDICT_HASH) || !(c & VERDICT_SET))
		return false;
	*ret_known = c & VERDICT_KNOWN;
	return true;
}

static void
remember(const struct slot *s, guint64 hash_bits, bool known)
{
	guint64 old = atomic_load_explicit(place(s, hash_bits), memory_order_relaxed);

	if (old)
		atomic_store_explicit(neighbour(s, hash_bits), old, memory_order_relaxed);
	atomic_store_explicit(place(s, hash_bits),
			      hash_bits | VERDICT_SET | (known ? VERDICT_KNOWN : 0),
			      memory_order_relaxed);
}

/* ---- handles ---- */

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

/* For an 8-bit dictionary, which byte a character is. */
static guint8 *
byte_table(const char *dic_encoding)
{
	g_autofree char *charset = charset_name(dic_encoding);
	guint8 *bytes = g_new0(guint8, CODE_POINTS);

	for (guint b = 1; b < 256; b++) {
		char c = (char)b;
		g_autofree char *s = g_convert(&c, 1, "UTF-8", charset, NULL, NULL, NULL);

		if (s && g_utf8_get_char(s) < CODE_POINTS)
			bytes[g_utf8_get_char(s)] = (guint8)b;
	}
	return bytes;
}

static void
add_words(struct slot *s, const char *const *words)
{
	for (; *words; words++)
		g_hash_table_add(s->words, (gpointer)*words);
}

static void
load(const struct hunspell *h, struct slot *s)
{
	for (guint i = 0; i < s->n_files; i++) {
		struct handle *x = &s->handles[s->n];
		const char *encoding;

		x->hunspell = Hunspell_create(s->aff[i], s->dic[i]);
		if (!x->hunspell)
			continue;
		encoding = Hunspell_get_dic_encoding(x->hunspell);
		if (g_ascii_strcasecmp(encoding, "UTF-8") != 0)
			x->bytes = byte_table(encoding);
		s->n++;
	}
	s->words = g_hash_table_new(g_str_hash, g_str_equal);
	add_words(s, dictionary_words(h->dictionary, s->tag));
	add_words(s, dictionary_words(h->dictionary, "any"));
	s->cache = g_malloc0(CACHE * sizeof *s->cache);
}

static void
need(struct hunspell *h, struct slot *s)
{
	if (atomic_load_explicit(&s->ready, memory_order_acquire))
		return;
	pthread_mutex_lock(&h->loading);
	if (!atomic_load_explicit(&s->ready, memory_order_relaxed)) {
		load(h, s);
		atomic_store_explicit(&s->ready, true, memory_order_release);
	}
	pthread_mutex_unlock(&h->loading);
}

static struct slot *
find(const struct hunspell *h, const char *language)
{
	for (guint i = 0; i < h->n; i++)
		if (g_str_equal(h->slots[i].tag, language))
			return &h->slots[i];
	return NULL;
}

/* The cache is far larger than the processor's own: all places are fetched, then read. */
static void
check_few(struct hunspell *h, struct slot *s, struct spell_word *words, guint n, bool *locked)
{
	guint64 bits[FETCHED];

	for (guint i = 0; i < n; i++) {
		bits[i] = hash(h, &words[i]);
		__builtin_prefetch((const void *)place(s, bits[i]));
	}
	for (guint i = 0; i < n; i++) {
		if (is_cached(s, bits[i], &words[i].known))
			continue;
		if (!*locked)
			pthread_mutex_lock(&s->lock);
		*locked = true;
		words[i].known = ask(s, &words[i]);
		remember(s, bits[i], words[i].known);
	}
}

static bool
check(const struct speller *self, const char *language, struct spell_word *words, guint n)
{
	struct hunspell *h = (struct hunspell *)(gpointer)self;
	struct slot *s = find(h, language);
	bool locked = false;

	if (!s)
		return false;
	need(h, s);
	if (!s->n)
		return false;
	for (guint i = 0; i < n; i += FETCHED)
		check_few(h, s, words + i, MIN(n - i, FETCHED), &locked);
	if (locked)
		pthread_mutex_unlock(&s->lock);
	return true;
}

/* ---- the set ---- */

static const char *const folders[] = {
	"/usr/share/hunspell", "/usr/share/myspell", "/usr/share/myspell/dicts",
	"/usr/local/share/hunspell", "/opt/homebrew/share/hunspell", "/Library/Spelling",
};

static bool
add_files(struct slot *s, const char *folder, const char *name)
{
	g_autofree char *aff = g_strdup_printf("%s/%s.aff", folder, name);
	g_autofree char *dic = g_strdup_printf("%s/%s.dic", folder, name);

	if (s->n_files == HANDLES || access(aff, R_OK) != 0 || access(dic, R_OK) != 0)
		return false;
	s->aff[s->n_files] = g_steal_pointer(&aff);
	s->dic[s->n_files++] = g_steal_pointer(&dic);
	return true;
}

static void
find_files(struct slot *s, const char *folder, const char *const *names)
{
	for (; *names; names++) {
		if (folder)
			add_files(s, folder, *names);
		for (gsize i = 0; !folder && i < G_N_ELEMENTS(folders); i++)
			if (add_files(s, folders[i], *names))
				break;
	}
}

static guint64
secret(const struct hunspell *h)
{
	guint64 x;

	if (getrandom(&x, sizeof x, GRND_NONBLOCK) == sizeof x)
		return x;
	return mix((guint64)g_get_real_time() ^ (guint64)(gsize)h);
}

static void
note_version(GString *version, const struct slot *s)
{
	for (guint i = 0; i < s->n_files; i++) {
		struct stat st;

		if (stat(s->dic[i], &st) == 0)
			g_string_append_printf(version, "%s %s %lld %lld\n", s->tag, s->dic[i],
					       (long long)st.st_mtime, (long long)st.st_size);
	}
}

struct hunspell *
hunspell_new(const char *folder, const struct dictionary *d)
{
	struct hunspell *h = g_new0(struct hunspell, 1);
	const char *const *tags = dictionary_languages(d);
	guint n = g_strv_length((char **)tags);

	h->dictionary = d;
	h->version = g_string_new(NULL);
	h->secret = secret(h);
	h->slots = g_new0(struct slot, n + 1);
	h->languages = g_new0(const char *, n + 1);
	pthread_mutex_init(&h->loading, NULL);
	for (; *tags; tags++) {
		struct slot *s = &h->slots[h->n];

		s->tag = *tags;
		find_files(s, folder, dictionary_hunspell(d, *tags));
		if (!s->n_files)
			continue;
		note_version(h->version, s);
		pthread_mutex_init(&s->lock, NULL);
		h->languages[h->n++] = *tags;
	}
	h->speller = (struct speller){ .check = check, .languages = h->languages };
	return h;
}

void
hunspell_preload(struct hunspell *h)
{
	for (guint i = 0; i < h->n; i++)
		need(h, &h->slots[i]);
}

void
hunspell_free(struct hunspell *h)
{
	for (guint i = 0; h && i < h->n; i++) {
		struct slot *s = &h->slots[i];

		for (guint k = 0; k < s->n; k++) {
			Hunspell_destroy(s->handles[k].hunspell);
			g_free(s->handles[k].bytes);
		}
		for (guint k = 0; k < s->n_files; k++) {
			g_free(s->aff[k]);
			g_free(s->dic[k]);
		}
		if (s->words)
			g_hash_table_unref(s->words);
		g_free((gpointer)s->cache);
		pthread_mutex_destroy(&s->lock);
	}
	if (!h)
		return;
	pthread_mutex_destroy(&h->loading);
	g_free(h->slots);
	g_free(h->languages);
	g_string_free(h->version, TRUE);
	g_free(h);
}

const char *
hunspell_version(const struct hunspell *h)
{
	return h->version->str;
}

const struct speller *
hunspell_speller(const struct hunspell *h)
{
	return &h->speller;
}
