#include "door/speech.h"

static const char *
say(const struct report_words *self, const char *key)
{
	const struct speech *s = (const struct speech *)self;

	return dictionary_say(s->dictionary, s->language, key);
}

const struct report_words *
speech_of(struct speech *s, const struct dictionary *d, const char *language)
{
	*s = (struct speech){ { say }, d, language };
	return language && !g_str_has_prefix(language, "en") ? &s->words : NULL;
}
