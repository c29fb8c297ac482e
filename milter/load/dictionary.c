#include "load/dictionary.h"

struct dictionary {
	struct phrases *phrases;
};

struct dictionary *
dictionary_load(const char *shipped, const char *site, GError **error)
{
	(void)shipped;
	(void)site;
	(void)error;
	return g_new0(struct dictionary, 1);
}

void
dictionary_free(struct dictionary *d)
{
	g_free(d);
}

const struct phrases *
dictionary_phrases(const struct dictionary *d)
{
	return d->phrases;
}

const char *
dictionary_version(const struct dictionary *d)
{
	(void)d;
	return "0";
}

const char *
dictionary_say(const struct dictionary *d, const char *language, const char *key)
{
	(void)d;
	(void)language;
	(void)key;
	return NULL;
}
