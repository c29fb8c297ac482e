/* What `make check` claims about our own sentences. */
#include "accuracy/accuracy.h"

struct claim {
	const struct tongue *tongue;
	guint wrong, certain, alarms, slips, typos, found, offers, sold;
};

static void
claim_clean(char **columns, guint n, gpointer data)
{
	struct claim *c = data;
	struct arena *a = arena_new();
	const char *tag = language(columns[0]);
	const struct verdict *v = judge_text(a, columns[0]);

	(void)n;
	c->certain += tag != NULL;
	c->wrong += tag && !g_str_equal(tag, c->tongue->tag);
	c->alarms += v->facts->unknown_words->len;
	c->slips += v->facts->grammar_hits->len;
	c->sold += sells(v, LEVEL_WARN);
	if (v->facts->unknown_words->len || (tag && !g_str_equal(tag, c->tongue->tag)))
		printf("# %s: %s\n", tag ? tag : "not certain", columns[0]);
	arena_free(a);
}

static void
claim_typo(char **columns, guint n, gpointer data)
{
	struct claim *c = data;

	(void)n;
	c->typos++;
	c->found += is_found(c->tongue->tag, columns[0]);
}

static void
claim_offer(char **columns, guint n, gpointer data)
{
	struct claim *c = data;
	struct arena *a = arena_new();

	(void)n;
	c->offers += sells(judge_text(a, columns[0]), LEVEL_WARN);
	arena_free(a);
}

static void
claim(bool so, guint *n, const char *name, const char *what)
{
	printf("%s %u - %s: %s\n", so ? "ok" : "not ok", ++*n, name, what);
}

void
claims(void)
{
	guint n = 0;

	for (guint i = 0; i < OURS; i++) {
		struct claim c = { .tongue = &tongues[i] };
		const char *name = tongues[i].tag;

		if (!is_installed(&tongues[i])) {
			printf("ok %u - # SKIP %s: no dictionary installed\n", ++n, name);
			continue;
		}
		each_own(&tongues[i], "clean", claim_clean, &c);
		each_own(&tongues[i], "typo", claim_typo, &c);
		each_own(&tongues[i], "sale", claim_offer, &c);
		claim(c.wrong == 0, &n, name, "taken for no other language");
		claim(c.certain >= 10, &n, name, "ten sentences told at least");
		claim(i >= BEST || c.alarms == 0, &n, name, "no clean word is unknown");
		claim(c.slips == 0, &n, name, "no slip in a clean sentence");
		claim(c.found * 4 >= c.typos * 3, &n, name, "three of four typos found");
		claim(c.offers == 1 && c.sold == 0, &n, name, "offers told from notices");
	}
	printf("1..%u\n", n);
}
