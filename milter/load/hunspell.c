#include "load/hunspell.h"

struct hunspell {
	struct speller speller;
};

struct hunspell *
hunspell_new(const char *folder, const struct dictionary *d)
{
	(void)folder;
	(void)d;
	return g_new0(struct hunspell, 1);
}

void
hunspell_free(struct hunspell *h)
{
	g_free(h);
}

const struct speller *
hunspell_speller(const struct hunspell *h)
{
	(void)h;
	return NULL;
}
