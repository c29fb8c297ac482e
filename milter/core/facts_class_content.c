#include "core/facts_class.h"

enum {
	COMMERCIAL_MUCH = 7, COMMERCIAL_SOME = 4,
	COMMERCIAL_ENTRIES = 64,	/* different ones that are counted */
	SHORT_WORDS = 150,
	BEGIN_WORDS = 25,	/* of a body, at least its beginning */
};

static const struct phrase_hit *
nth_hit(const struct body *b, guint i)
{
	return &g_array_index(b->hits, struct phrase_hit, i);
}

static void
look_at_subject(const struct facts *f, struct facts_class_tally *t)
{
	for (guint i = 0; f->subject.hits && i < f->subject.hits->len; i++) {
		const struct phrase_hit *h = nth_hit(&f->subject, i);

		if (g_str_equal(h->list, "transactional")) {
			t->seen[SIGN_SUBJECT_SERVICE] = true;
			t->entry = t->entry ? t->entry : h->entry;
		} else if (g_str_equal(h->list, "commercial") && h->weight >= 3) {
			t->seen[SIGN_COMMERCIAL_SUBJECT] = true;
		} else if (g_str_equal(h->list, "out-of-office") && h->first == 0) {
			t->seen[SIGN_AUTO_SUBJECT] = true;
		}
	}
}

/* Weights of the commercial wording; an entry counts at most twice. */
struct commercial {
	const char *entries[COMMERCIAL_ENTRIES];
	guint8 times[COMMERCIAL_ENTRIES];
	guint n;
	int weight;
};

static void
count_commercial(struct commercial *c, const struct phrase_hit *h)
{
	guint k = 0;

	while (k < c->n && c->entries[k] != h->entry)
		k++;
	if (k == COMMERCIAL_ENTRIES || c->weight >= COMMERCIAL_MUCH)
		return;
	if (k == c->n) {
		c->entries[c->n++] = h->entry;
		c->times[k] = 0;
	}
	if (c->times[k]++ < 2)
		c->weight += h->weight;
}

/* 16 CFR 316.3: what stands at the beginning decides; so service wording counts there,
   and not behind commercial wording. */
static void
look_at_body(const struct facts *f, const struct body *b, struct facts_class_tally *t)
{
	struct commercial c = { .n = 0 };
	guint begin = MAX(BEGIN_WORDS, b->words.n / 3);
	bool has_greeting = false;

	for (guint i = 0; b->hits && i < b->hits->len; i++) {
		const struct phrase_hit *h = nth_hit(b, i);

		if (g_str_equal(h->list, "commercial")) {
			count_commercial(&c, h);
		} else if (g_str_equal(h->list, "transactional")) {
			if (h->weight >= 3)
				t->seen[SIGN_CODE] = true;
			else if (h->first < begin && !c.weight)
				t->seen[SIGN_BODY_SERVICE] = true;
		} else if (g_str_equal(h->list, "unsubscribe")) {
			t->seen[SIGN_UNSUBSCRIBE] |= f->links && f->links->len > 0;
		} else if (g_str_equal(h->list, "view-online")) {
			t->seen[SIGN_VIEW_ONLINE] |= f->links && f->links->len > 0;
		} else if (g_str_equal(h->list, "greeting")) {
			has_greeting |= h->first < BEGIN_WORDS;
		}
	}
	t->seen[SIGN_COMMERCIAL_MUCH] = c.weight >= COMMERCIAL_MUCH;
	t->seen[SIGN_COMMERCIAL_SOME] = c.weight >= COMMERCIAL_SOME && c.weight < COMMERCIAL_MUCH;
	t->seen[SIGN_SHORT] = has_greeting && f->n_bodies == 1 && !b->html &&
			      b->words.visible < SHORT_WORDS;
}

static void
look_at_markup(const struct facts *f, struct facts_class_tally *t)
{
	static const char *const service[] = { "Order\"", "Invoice\"", "ParcelDelivery\"",
					       "Reservation\"" };
	static const char *const offers[] = { "DiscountOffer\"", "PromotionCard\"" };

	for (guint i = 0; i < f->n_bodies; i++) {
		const char *s = f->bodies[i].html ? f->bodies[i].html->source->s : "";

		if (!strstr(s, "schema.org"))
			continue;
		for (gsize k = 0; k < G_N_ELEMENTS(service); k++)
			t->seen[SIGN_SCHEMA_SERVICE] |= strstr(s, service[k]) != NULL;
		for (gsize k = 0; k < G_N_ELEMENTS(offers); k++)
			t->seen[SIGN_SCHEMA_BULK] |= strstr(s, offers[k]) != NULL;
	}
}

static void
look_at_links(const struct facts *f, struct facts_class_tally *t)
{
	guint counted = 0, web = 0;

	for (guint i = 0; f->links && i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (!g_str_has_prefix(l->scheme, "http"))
			continue;
		web++;
		counted += g_strstr_len(l->target->s + l->where.at, (gssize)l->where.len,
					"utm_") != NULL;
	}
	t->seen[SIGN_UTM] = counted * 2 > web;
}

static void
look_at_files(const struct facts *f, struct facts_class_tally *t)
{
	static const char names[] = "faktura|invoice|rechnung|fatura|счет|"
				    "nota|recibo|receipt|facture|factura|fattura|paragon";

	for (guint i = 0; f->files && i < f->files->len; i++) {
		const struct file *one = &g_array_index(f->files, struct file, i);

		if (g_str_has_prefix(one->part->type, "text/calendar") ||
		    g_str_equal(one->suffix, "ics") ||
		    (g_str_equal(one->suffix, "pdf") &&
		     facts_class_header_says(one->name->s, one->name->len, names)))
			t->seen[SIGN_DOCUMENT] = true;
	}
	for (guint i = 0; i < f->message->parts->len; i++)
		if (g_str_equal(g_array_index(f->message->parts, struct part, i).type,
				"text/calendar"))
			t->seen[SIGN_DOCUMENT] = true;
}

void
facts_class_content(const struct facts *f, struct facts_class_tally *t)
{
	look_at_subject(f, t);
	look_at_markup(f, t);
	look_at_links(f, t);
	look_at_files(f, t);
	if (f->main)
		look_at_body(f, f->main, t);
}
