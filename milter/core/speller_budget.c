#include "core/speller_budget.h"

enum { PLACES = 256 };

/* Where the key stands, or would. */
static guint64 *
place(guint64 *paid, guint places, guint64 key)
{
	guint i = (guint)(key & (places - 1));

	while (paid[i] && paid[i] != key)
		i = (i + 1) & (places - 1);
	return &paid[i];
}

static void
grow(struct spell_budget *b)
{
	guint places = b->places ? b->places * 2 : PLACES;
	guint64 *paid = arena_alloc(b->arena, places * sizeof *paid);

	for (guint i = 0; i < b->places; i++)
		if (b->paid[i])
			*place(paid, places, b->paid[i]) = b->paid[i];
	b->paid = paid;
	b->places = places;
}

bool
speller_budget_pay(struct spell_budget *b, guint64 key, guint cost)
{
	guint64 *p;

	key = MAX(key, 1);
	if (2 * b->n_paid >= b->places)
		grow(b);
	p = place(b->paid, b->places, key);
	if (*p)
		return true;
	if (b->words < cost) {
		b->spent = true;
		return false;
	}
	b->words -= cost;
	b->n_paid++;
	*p = key;
	return true;
}
