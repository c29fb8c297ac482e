#include <pthread.h>
#include <stdatomic.h>

#include "load/hunspell.h"
#include "load/snapshot.h"

struct snapshot {
	atomic_uint refs;
	struct config *config;
	struct dictionary *dictionary;
	struct hunspell *hunspell;
	struct lint lint;
};

static pthread_mutex_t current_lock = PTHREAD_MUTEX_INITIALIZER;
static struct snapshot *current;

struct snapshot *
snapshot_load(const char *path, GError **error)
{
	struct snapshot *s = g_new0(struct snapshot, 1);

	atomic_init(&s->refs, 1);
	s->config = config_load(path, error);
	if (s->config)
		s->dictionary = dictionary_load(s->config->settings.dictionaries,
						s->config->settings.site_dictionaries, error);
	if (!s->dictionary) {
		snapshot_unref(s);
		return NULL;
	}
	s->hunspell = hunspell_new(s->config->settings.hunspell, s->dictionary);
	s->lint = (struct lint){
		.policies = &s->config->policies,
		.phrases = dictionary_phrases(s->dictionary),
		.speller = hunspell_speller(s->hunspell),
		.dictionaries_version = dictionary_version(s->dictionary),
		.policies_version = s->config->version,
	};
	return s;
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
	if (s->hunspell)
		hunspell_free(s->hunspell);
	if (s->dictionary)
		dictionary_free(s->dictionary);
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
	return s->dictionary;
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
