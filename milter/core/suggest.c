#include "core/suggest.h"

/* What another rule names, or stands near a word, needs no suggestion. */
static bool
is_open(const struct unknown_word *u)
{
	return u->plain && !u->near && !u->listed;
}

static bool
is_late(const atomic_int *late)
{
	return late && atomic_load_explicit(late, memory_order_relaxed);
}

void
suggest(const struct verdict *v, const atomic_int *late)
{
	const struct facts *f = v->facts;
	const struct speller *s = f->speller;
	guint asked = 0;

	for (guint i = 0; s && s->suggest && f->unknown_words && i < f->unknown_words->len; i++) {
		struct suggestion it = {
			.of = &g_array_index(f->unknown_words, struct unknown_word, i),
		};
		bool ask = asked < LIMIT_SUGGEST_WORDS && !is_late(late);
		struct spell_word w = {
			.s = it.of->body->text->s + it.of->where.at, .len = (guint32)it.of->where.len,
		};

		if (!is_open(it.of))
			continue;
		if (ask) {
			asked++;
			it.n = s->suggest(s, it.of->language, &w, f->arena, it.words, LIMIT_SUGGESTIONS);
		}
		if (!ask || it.n)
			g_array_append_val(v->suggestions, it);
	}
}
