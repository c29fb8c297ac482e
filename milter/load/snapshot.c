#include <pthread.h>
#include <stdatomic.h>

#include "load/config_lists.h"
#include "load/hunspell.h"
#include "load/snapshot.h"

/* What a language takes, shared by all snapshots that want the same. */
struct vocabulary {
	atomic_uint refs;
	struct dictionary *dictionary;
	struct hunspell *hunspell;
};

struct snapshot {
	atomic_uint refs;
	struct config *config;
	struct vocabulary *vocabulary;
	struct lint lint;
};

static pthread_mutex_t current_lock = PTHREAD_MUTEX_INITIALIZER;
static struct snapshot *current;

static void
vocabulary_unref(struct vocabulary *v)
{
	if (!v || atomic_fetch_sub(&v->refs, 1) != 1)
		return;
	hunspell_free(v->hunspell);
	dictionary_free(v->dictionary);
	g_free(v);
}

static bool
is_same(const struct vocabulary *a, const struct vocabulary *b)
{
	return g_str_equal(dictionary_version(a->dictionary), dictionary_version(b->dictionary)) &&
	       g_str_equal(hunspell_version(a->hunspell), hunspell_version(b->hunspell));
}

static struct vocabulary *
vocabulary_load(const struct settings *s, struct vocabulary *before, GError **error)
{
	struct vocabulary *v = g_new0(struct vocabulary, 1);

	atomic_init(&v->refs, 1);
	v->dictionary = dictionary_load(s->dictionaries, s->site_dictionaries, error);
	if (!v->dictionary) {
		vocabulary_unref(v);
		return NULL;
	}
	v->hunspell = hunspell_new(s->hunspell, v->dictionary);
	if (before && is_same(v, before)) {
		vocabulary_unref(v);
		atomic_fetch_add(&before->refs, 1);
		v = before;
	}
	return v;
}

struct snapshot *
snapshot_load(const char *path, const struct snapshot *before, GError **error)
{
	struct snapshot *s = g_new0(struct snapshot, 1);

	atomic_init(&s->refs, 1);
	s->config = config_load(path, error);
	if (s->config)
		s->vocabulary = vocabulary_load(&s->config->settings,
						before ? before->vocabulary : NULL, error);
	if (!s->vocabulary ||
	    !config_lists_compile(s->config, dictionary_phrases(s->vocabulary->dictionary), error)) {
		snapshot_unref(s);
		return NULL;
	}
	s->lint = (struct lint){
		.policies = &s->config->policies,
		.phrases = dictionary_phrases(s->vocabulary->dictionary),
		.speller = hunspell_speller(s->vocabulary->hunspell),
		.grammar = dictionary_grammar(s->vocabulary->dictionary),
		.language_model = dictionary_model(s->vocabulary->dictionary),
		.dictionaries_version = dictionary_version(s->vocabulary->dictionary),
		.policies_version = s->config->version,
	};
	return s;
}

void
snapshot_preload(struct snapshot *s)
{
	hunspell_preload(s->vocabulary->hunspell);
}

struct snapshot *
snapshot_ref(struct snapshot *s)
{
	atomic_fetch_add(&s->refs, 1);
	return s;
}

void
snapshot_unref(struct snapshot *s)
{
	if (!s || atomic_fetch_sub(&s->refs, 1) != 1)
		return;
	vocabulary_unref(s->vocabulary);
	config_free(s->config);
	g_free(s);
}

const struct lint *
snapshot_lint(const struct snapshot *s)
{
	return &s->lint;
}

const struct config *
snapshot_config(const struct snapshot *s)
{
	return s->config;
}

const struct dictionary *
snapshot_dictionary(const struct snapshot *s)
{
	return s->vocabulary->dictionary;
}

void
snapshot_publish(struct snapshot *s)
{
	struct snapshot *old;

	pthread_mutex_lock(&current_lock);
	old = current;
	current = s;
	pthread_mutex_unlock(&current_lock);
	snapshot_unref(old);
}

struct snapshot *
snapshot_current(void)
{
	struct snapshot *s;

	pthread_mutex_lock(&current_lock);
	s = current ? snapshot_ref(current) : NULL;
	pthread_mutex_unlock(&current_lock);
	return s;
}
