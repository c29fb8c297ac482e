#include "core/rule.h"

enum {
	LEAST_WORDS = 20,	/* different ones; fewer say nothing about the rest */
	FIGURE_POINTS = 8,
};

/* The plain text shown instead of the main body. */
static const struct body *
text_of(const struct facts *f)
{
	for (guint i = 0; f->main && f->main->html && i < f->n_bodies; i++)
		if (f->bodies[i].alternative && !f->bodies[i].html && !f->bodies[i].part->cut)
			return &f->bodies[i];
	return NULL;
}

/* One bit for each word, by its hash: a share needs no more, and texts so long that many
   words meet in one bit look alike, which is the quiet side. */
struct word_set {
	guint64 bits[256];
};

static void
words_of_body(const struct body *b, struct word_set *ret_set)
{
	memset(ret_set, 0, sizeof *ret_set);
	for (guint i = 0; i < b->words.n; i++) {
		const struct word *w = &b->words.v[i];
		guint32 hash = 2166136261u;

		if ((w->flags & (WORD_OTHER | WORD_DIGITS)) || w->points <= 2)
			continue;
		for (guint k = 0; k < w->folded_len; k++)
			hash = (hash ^ (guchar)w->folded[k]) * 16777619u;
		hash ^= hash >> 15;
		ret_set->bits[hash >> 6 & 255] |= G_GUINT64_CONSTANT(1) << (hash & 63);
	}
}

/* Of both; of one alone with itself. */
static guint
common(const struct word_set *a, const struct word_set *b)
{
	guint n = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(a->bits); i++)
		n += (guint)__builtin_popcountll(a->bits[i] & b->bits[i]);
	return n;
}

static bool
check_words(struct findings *out, const struct body *text, const struct body *html)
{
	struct word_set a, b;
	guint n_text, n_html, both;

	words_of_body(text, &a);
	words_of_body(html, &b);
	n_text = common(&a, &a);
	n_html = common(&b, &b);
	both = common(&a, &b);
	if (n_html >= 2 * LEAST_WORDS && n_text * 4 < n_html)
		found(out, text->text, text_all(text->text),
		      "the text version has %u different words, the HTML %u", n_text, n_html);
	else if (MIN(n_text, n_html) >= LEAST_WORDS && both * 2 < MIN(n_text, n_html))
		found(out, text->text, text_all(text->text),
		      "only %u words of the text version are in the HTML, of %u", both, n_text);
	else
		return false;
	return true;
}

static void
tell(struct findings *out, const struct facts *f, const struct figure *figure, bool in_html)
{
	const struct text *t = figure->body->text;
	const char *what = arena_strndup(f->arena, t->s + figure->where.at, figure->where.len);

	switch (figure->kind) {
	case FIGURE_AMOUNT:
		found_for(out, FIGURE_POINTS, t, figure->where, in_html ? "the text version lacks the "
			  "amount %s" : "the HTML lacks the amount %s", what);
		break;
	case FIGURE_DATE:
		found_for(out, FIGURE_POINTS, t, figure->where, in_html ? "the text version lacks the "
			  "date %s" : "the HTML lacks the date %s", what);
		break;
	case FIGURE_NUMBER:
		found_for(out, FIGURE_POINTS, t, figure->where, in_html ? "the text version lacks the "
			  "number %s" : "the HTML lacks the number %s", what);
		break;
	}
}

/* The first of each kind; what else misses are further places. */
static void
check_figures(const struct facts *f, struct findings *out, const struct body *has,
	      const struct body *lacks)
{
	for (int kind = FIGURE_AMOUNT; kind <= FIGURE_NUMBER; kind++) {
		bool first = true;

		for (guint i = 0; i < f->figures->len; i++) {
			const struct figure *figure = &g_array_index(f->figures, struct figure, i);

			if ((int)figure->kind != kind || figure->body != has ||
			    facts_figures_has(figure, lacks))
				continue;
			if (first)
				tell(out, f, figure, has == f->main);
			else
				found_also(out, has->text, figure->where);
			first = false;
		}
	}
}

static const struct link *
first_link(const struct facts *f, const struct body *b)
{
	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (l->body == b && *l->host && !l->hidden && !l->is_image)
			return l;
	}
	return NULL;
}

static void
check_links(const struct facts *f, struct findings *out, const struct body *text)
{
	const struct link *in_html = first_link(f, f->main), *in_text = first_link(f, text);

	if (in_html && !in_text)
		found(out, in_html->target, in_html->where, "the text version has no link");
	else if (in_text && !in_html && !f->main->html->links->len)
		found(out, in_text->target, in_text->where, "the HTML has no link");
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct body *text = text_of(f);

	if (!text || f->main->part->cut)
		return;
	if (check_words(out, text, f->main))
		return;		/* the rest follows from it */
	check_figures(f, out, f->main, text);
	check_figures(f, out, text, f->main);
	check_links(f, out, text);
}

#define BOTH(text, html) HEAD "Subject: Your order 4711\n" \
	"Content-Type: multipart/alternative; boundary=b\n\n" \
	"--b\nContent-Type: text/plain; charset=utf-8\n\n" text "\n" \
	"--b\nContent-Type: text/html; charset=utf-8\n\n" html "\n--b--\n"
#define TWENTY "apples bread cheese dates eggs flour grapes honey icing juice kale lemons " \
	       "mango nuts oats pears quince rice salt tea"
#define OTHERS "anvils bricks cement doors easels fences gates hinges irons joints knobs " \
	       "ladders mallets nails ovens planks quilts ropes screws tiles"

const struct rule rule_body_text_html_differ = {
	.id       = "body-text-html-differ",
	.title    = "text and HTML version say different things",
	.why      = "Who reads the plain version learns something else, and filters compare the two.",
	.fix      = "Make the text version from the same data as the HTML, best by program.",
	.ignore   = "When one version is short on purpose and says where to find the rest.",
	.points   = 8,
	.evidence = EVIDENCE_C,
	.source   = "rspamd R_PARTS_DIFFER",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_WORDS | FACTS_FIGURES | FACTS_LINKS,
	.check    = check,
	.examples = {
		HIT (BOTH("Your program shows no HTML.", "<p>" TWENTY " " OTHERS " " TWENTY "</p>"),
		     .points = 8),
		HIT (BOTH(TWENTY, "<p>" OTHERS "</p>"), .points = 8),
		HIT (BOTH("Total: 49.90 EUR", "<p>Total: <b>59.90 EUR</b></p>"), .at = "49.90"),
		HIT (BOTH("Odbiór 20.11.2026.", "<p>Odbiór 23.11.2026.</p>"), .at = "20.11.2026"),
		HIT (BOTH("Order #4711 is ready.", "<p>Order #4712 is ready.</p>"), .at = "4711"),
		HIT (BOTH("Confirm your address.", "<p><a href=\"https://shop.example/c\">Confirm</a> "
			  "your address.</p>"), .at = "https://shop.example/c"),
		PASS(BOTH("Total: 1234,50 zł, 20 November 2026, order 4711",
			  "<p>Total: <b>1 234,50 zł</b>, 20.11.2026, order #4711</p>")),
		PASS(BOTH("Confirm: https://shop.example/c\n" TWENTY,
			  "<p>" TWENTY "</p><a href=\"https://shop.example/c\">Confirm</a>")),
		PASS(BOTH("Pay 49 EUR", "<p>Pay 49.00 EUR</p>")),
		PASS(HTML("<p>Total: 59.90 EUR</p>")),
	},
};
