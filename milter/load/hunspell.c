#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/limits.h"
#include "load/hunspell.h"
#include "load/hunspell_handle.h"
#include "load/near_miss.h"
#include "load/word_cache.h"
#include "load/word_family.h"
#include "load/word_forms.h"

enum {
	FETCHED = 16,		/* words whose places in the cache are on their way at once */
	HANDLES = 4,		/* Hunspell dictionaries of one language */
	COST_SHORT = 10,	/* letters of a word that counts as one against the budget */
	COST_STEP = 3,		/* more letters that count as one more */
	MEANT = 6,		/* letters of an own word that another may be a slip of */
	PART = 5,		/* letters of a part between hyphens that may be misspelt */
};

struct slot {
	const char *tag;
	char *aff[HANDLES], *dic[HANDLES];
	guint n_files;
	pthread_mutex_t lock;	/* for the handles */
	struct hunspell_handle handles[HANDLES];
	guint n;
	GHashTable *words;	/* accepted beside the dictionary, folded to lower case */
	struct near_miss *near;
	struct word_cache *cache;
	atomic_bool ready;
};

struct hunspell {
	struct speller speller;
	const struct dictionary *dictionary;
	struct slot *slots;
	guint n;
	const char **languages;
	GString *version;	/* the files it stands on, as they were */
	pthread_mutex_t loading;	/* making two handles at once races in Hunspell 1.7.1 */
};

/* ---- one word, with the lock held ---- */

/* Own words come in the form they stand in the list; a capital may begin a sentence. */
static bool
is_listed(const struct slot *s, const char *word)
{
	char lower[WORD_FORMS_BYTES * 2];
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
has(gpointer data, const char *word)
{
	const struct slot *s = data;

	for (guint i = 0; i < s->n; i++)
		if (hunspell_handle_knows(&s->handles[i], word))
			return true;
	return is_listed(s, word);
}

/* May a slip of it be meant?  Short words of ours are jargon, and near too many others. */
static bool
may_be_meant(gpointer data, const char *word)
{
	const struct slot *s = data;

	for (guint i = 0; i < s->n; i++)
		if (hunspell_handle_knows(&s->handles[i], word))
			return true;
	return g_utf8_strlen(word, -1) >= MEANT && is_listed(s, word);
}

static struct word_forms
forms_of(const struct slot *s)
{
	return (struct word_forms){ .language = s->tag, .has = has, .data = (gpointer)s };
}

static struct word_fate
ask(const struct slot *s, const struct spell_word *w)
{
	struct word_forms f = forms_of(s);
	struct word_fate fate = { .near = WORD_NEAR_NONE };
	char word[WORD_FORMS_BYTES];

	if (!word_forms_clean(w->s, w->len, word))
		return fate;
	fate.near = WORD_NEAR_UNASKED;
	fate.known = word_forms_known(&f, word);
	fate.variant = !fate.known && word_forms_variant(&f, word);
	if (fate.variant)
		fate.near = WORD_NEAR_NONE;
	return fate;
}

/* German writes nouns with a capital. */
static bool
has_nouns(const struct slot *s)
{
	return g_str_equal(s->tag, "de");
}

/* The edit that makes a word of it, of its one unknown part. */
static guint16
search(const struct slot *s, const char *word, guint *tries)
{
	struct word_forms f = forms_of(s);
	struct near_miss_search search = {
		.knows = may_be_meant, .data = (gpointer)s, .left = tries, .nouns = has_nouns(s),
	};
	char part[WORD_FORMS_BYTES];
	struct span at;
	guint16 edit;

	if (!word_forms_unknown_part(&f, word, &at) ||
	    (at.len < strlen(word) && g_utf8_strlen(word + at.at, (gssize)at.len) < PART))
		return WORD_NEAR_NONE;
	memcpy(part, word + at.at, at.len);
	part[at.len] = '\0';
	if (word_family_has(&f, part))
		return WORD_NEAR_NONE;
	edit = near_miss_find(s->near, &search, part);
	return edit ? near_miss_moved(edit, (guint)g_utf8_strlen(word, (gssize)at.at))
		    : WORD_NEAR_NONE;
}

/* ---- handles ---- */

static void
add_words(struct slot *s, const char *const *words)
{
	near_miss_add(s->near, words);
	for (; *words; words++)
		g_hash_table_add(s->words, (gpointer)*words);
}

static void
load(const struct hunspell *h, struct slot *s)
{
	s->near = near_miss_new();
	for (guint i = 0; i < s->n_files; i++) {
		struct hunspell_handle *x = &s->handles[s->n];

		if (!hunspell_handle_open(x, s->aff[i], s->dic[i]))
			continue;
		near_miss_read(s->near, s->aff[i], s->dic[i], x->chars);
		s->n++;
	}
	s->words = g_hash_table_new(g_str_hash, g_str_equal);
	add_words(s, dictionary_words(h->dictionary, s->tag));
	add_words(s, dictionary_words(h->dictionary, "any"));
	near_miss_finish(s->near);
	s->cache = word_cache_new();
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

/* ---- the interface ---- */

/* A long word takes a dictionary that knows compounds far longer. */
static guint
cost(const struct spell_word *w)
{
	guint points = (guint)g_utf8_strlen(w->s, w->len);

	return points <= COST_SHORT ? 1 : 1 + (points - COST_SHORT) / COST_STEP;
}

/* The cache is far larger than the processor's own: all places are fetched, then read. */
static void
check_few(const struct speller *self, struct slot *s, struct spell_word *words, guint n,
	  bool *locked)
{
	guint64 keys[FETCHED];

	for (guint i = 0; i < n; i++) {
		keys[i] = word_cache_key(s->cache, words[i].s, words[i].len);
		word_cache_fetch(s->cache, keys[i]);
	}
	for (guint i = 0; i < n; i++) {
		struct word_fate fate = { .known = true };
		bool paid = !self->budget || speller_budget_pay(self->budget, keys[i], cost(&words[i]));

		if (paid && !word_cache_find(s->cache, keys[i], &fate)) {
			if (!*locked)
				pthread_mutex_lock(&s->lock);
			*locked = true;
			fate = ask(s, &words[i]);
			word_cache_keep(s->cache, keys[i], fate);
		}
		words[i].known = fate.known;
		words[i].variant = fate.variant;
	}
}

/* The dictionary of a language, read by now; NULL if there is none. */
static struct slot *
slot_for(const struct speller *self, const char *language)
{
	struct hunspell *h = self->engine;
	struct slot *s = find(h, language);

	if (!s)
		return NULL;
	need(h, s);
	return s->n ? s : NULL;
}

static bool
check(const struct speller *self, const char *language, struct spell_word *words, guint n)
{
	struct slot *s = slot_for(self, language);
	bool locked = false;

	if (!s)
		return false;
	for (guint i = 0; i < n; i += FETCHED)
		check_few(self, s, words + i, MIN(n - i, FETCHED), &locked);
	if (locked)
		pthread_mutex_unlock(&s->lock);
	return true;
}

/* What the cache says of an unknown word, or a search. */
static guint16
edit_for(const struct speller *self, struct slot *s, const struct spell_word *w, const char *word)
{
	guint64 key = word_cache_key(s->cache, w->s, w->len);
	struct word_fate fate;
	guint tries = LIMIT_NEAR_TRIES;

	/* Charged also where the cache knows: a mail has the same findings whoever came before. */
	if (self->budget && !self->budget->searches) {
		self->budget->spent = true;
		return WORD_NEAR_NONE;
	}
	if (self->budget)
		self->budget->searches--;
	if (word_cache_find(s->cache, key, &fate) && (fate.known || fate.near))
		return fate.near;
	pthread_mutex_lock(&s->lock);
	fate = (struct word_fate){ .near = search(s, word, &tries) };
	pthread_mutex_unlock(&s->lock);
	word_cache_keep(s->cache, key, fate);
	return fate.near;
}

static const char *
near(const struct speller *self, const char *language, const struct spell_word *w,
     struct arena *a)
{
	struct slot *s = slot_for(self, language);
	char word[WORD_FORMS_BYTES], other[NEAR_MISS_BYTES];
	guint16 edit;
	bool capital;

	if (!s || !word_forms_clean(w->s, w->len, word))
		return NULL;
	edit = edit_for(self, s, w, word);
	capital = near_miss_kind(edit) == NEAR_MISS_CAPITAL ||
		  g_unichar_isupper(g_utf8_get_char(word));
	if (!near_miss_kind(edit) || !near_miss_apply(s->near, edit, word, capital, other))
		return NULL;
	return arena_strndup(a, other, strlen(other));
}

static guint
suggest(const struct speller *self, const char *language, const struct spell_word *w, struct arena *a,
	const char **ret_words, guint most)
{
	struct slot *s = slot_for(self, language);
	char word[WORD_FORMS_BYTES];
	guint n = 0;

	if (!s || !word_forms_clean(w->s, w->len, word))
		return 0;
	pthread_mutex_lock(&s->lock);
	for (guint i = 0; i < s->n && !n; i++)	/* those of one language hardly differ */
		n = hunspell_handle_suggest(&s->handles[i], word, a, ret_words, most);
	pthread_mutex_unlock(&s->lock);
	return n;
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
	h->speller = (struct speller){
		.check = check, .near = near, .suggest = suggest,
		.languages = h->languages, .engine = h,
	};
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

		for (guint k = 0; k < s->n; k++)
			hunspell_handle_clear(&s->handles[k]);
		for (guint k = 0; k < s->n_files; k++) {
			g_free(s->aff[k]);
			g_free(s->dic[k]);
		}
		if (s->words)
			g_hash_table_unref(s->words);
		near_miss_free(s->near);
		word_cache_free(s->cache);
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
