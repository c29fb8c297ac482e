#include "core/facts.h"

/* In order: a later extractor may use what an earlier one found. */
static const struct {
	enum facts_group group;
	unsigned needs;
	void (*extract)(struct facts *f);
} extractors[] = {
	{ FACTS_VIEWS,    FACTS_MESSAGE,                facts_views },
	{ FACTS_WORDS,    FACTS_VIEWS,                  facts_words },
	{ FACTS_PHRASES,  FACTS_WORDS,                  facts_phrases },
	{ FACTS_LANGUAGE, FACTS_WORDS,                  facts_language },
	{ FACTS_GRAMMAR,  FACTS_LANGUAGE | FACTS_PHRASES,  facts_grammar },
	{ FACTS_DIACRITICS, FACTS_GRAMMAR,              facts_diacritics },
	{ FACTS_SPELLING, FACTS_LANGUAGE | FACTS_DIACRITICS,  facts_spelling },
	{ FACTS_LINKS,    FACTS_VIEWS,                  facts_links },
	{ FACTS_IMAGES,   FACTS_VIEWS,                  facts_images },
	{ FACTS_FILES,    FACTS_MESSAGE,                facts_files },
	{ FACTS_CONTENTS, FACTS_FILES,                  facts_contents },
	{ FACTS_CLASS,    FACTS_PHRASES | FACTS_LINKS | FACTS_FILES,  facts_class },
	{ FACTS_FIGURES,  FACTS_VIEWS,                  facts_figures },
	{ FACTS_ACCIDENTS, FACTS_VIEWS,                 facts_accidents },
	{ FACTS_TEMPLATE, FACTS_PHRASES,                facts_template },
	{ FACTS_ADDRESSES, FACTS_MESSAGE,               facts_addresses },
	{ FACTS_AUTH,     FACTS_ADDRESSES | FACTS_LINKS,  facts_auth },
};

/* A group that nobody works out would be one that no rule can have.  The message is there
   from the beginning, allowances are read at the end. */
G_STATIC_ASSERT(G_N_ELEMENTS(extractors) + 2 == FACTS_PLACES);

unsigned
facts_closure(unsigned needs)
{
	for (gsize i = G_N_ELEMENTS(extractors); i-- > 0;)
		if (needs & extractors[i].group)
			needs |= extractors[i].needs;
	return needs;
}

void
facts_collect(struct facts *f, unsigned needs)
{
	needs = facts_closure(needs);
	for (gsize i = 0; i < G_N_ELEMENTS(extractors) && !facts_cancelled(f); i++) {
		if (!(needs & ~f->have & extractors[i].group))
			continue;
		extractors[i].extract(f);
		f->have |= extractors[i].group;
	}
}

bool
facts_speaks(const struct facts *f, const char *language)
{
	if (g_str_equal(language, "any") || !f->languages->len)
		return true;
	for (guint i = 0; i < f->languages->len; i++)
		if (g_str_equal(g_ptr_array_index(f->languages, i), language))
			return true;
	return false;
}
