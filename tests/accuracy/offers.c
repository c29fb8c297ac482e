/* Whether advertising is told from service mail. */
#include "accuracy/accuracy.h"

struct offers {
	const char *folder;
	const char *only;	/* paths that begin so */
	const char *class;	/* NULL: any */
	bool want;		/* they sell */
	struct { guint n, warn, note; } v[TONGUES];
};

static void
count_offer(struct offers *o, guint i, const struct verdict *v, bool want, const char *what)
{
	bool warn = sells(v, LEVEL_WARN);

	o->v[i].n++;
	o->v[i].warn += warn;
	o->v[i].note += sells(v, LEVEL_NOTE);
	if (warn != want)
		show("offer\t%s\t%s\t%s\n", tongues[i].name, warn ? "alarm" : "missed", what);
}

static char *
label(const char *labels, const char *name)
{
	g_auto(GStrv) all = g_strsplit(labels, ";", -1);

	for (char **s = all; *s; s++)
		if (g_str_has_prefix(*s, name) && (*s)[strlen(name)] == '=')
			return g_strdup(*s + strlen(name) + 1);
	return NULL;
}

/* A mail, judged as a service mail; those with a promotion in them apart. */
static void
offer_row(char **columns, guint n, gpointer data)
{
	struct offers *o = data;
	g_autofree char *tag = n > 1 ? label(columns[1], "lang") : NULL;
	g_autofree char *class = n > 1 ? label(columns[1], "class") : NULL;
	g_autofree char *promo = n > 1 ? label(columns[1], "contains_promo") : NULL;
	g_autofree char *path = g_build_filename(run.corpora, "dev", o->folder, columns[0], NULL);
	g_autofree char *mail = NULL;
	gsize len;

	if (!tag || promo || !g_str_has_prefix(columns[0], o->only) ||
	    (o->class && g_strcmp0(class, o->class) != 0) ||
	    !g_file_get_contents(path, &mail, &len, NULL))
		return;
	for (guint i = 0; i < TONGUES; i++)
		if (g_str_has_prefix(tag, tongues[i].name)) {
			struct arena *a = arena_new();

			count_offer(o, i, judge(a, mail, len, CLASS_TRANSACTIONAL),
				    o->want, columns[0]);
			arena_free(a);
		}
}

struct own_offer {
	struct offers *offers;
	guint i;
};

static void
own_offer_row(char **columns, guint n, gpointer data)
{
	struct own_offer *o = data;
	struct arena *a = arena_new();

	(void)n;
	count_offer(o->offers, o->i, judge_text(a, columns[0]), o->offers->want, columns[0]);
	arena_free(a);
}

static void
each_offer(struct offers *o)
{
	g_autofree char *list = corpus_file(o->folder, "manifest.tsv", NULL);

	each_row(list, true, offer_row, o);
}

static void
print_offers(const struct offers *o, guint i)
{
	printf(" %u | %.1f (%.1f) |", o->v[i].n, percent(o->v[i].warn, o->v[i].n),
	       percent(o->v[i].note, o->v[i].n));
}

void
measure_offers(void)
{
	struct offers service = { "A_transactional", "filled/", NULL, false, { { 0, 0, 0 } } };
	struct offers sale = { "B_marketing", "filled/", "promotional", true, { { 0, 0, 0 } } };
	struct offers letters = { "B_marketing", "vger_spam/", "unsolicited", true, { { 0, 0, 0 } } };
	struct offers sentences = { "D_spelling", "", NULL, false, { { 0, 0, 0 } } };

	for (guint i = 0; i < OURS; i++) {
		g_autofree char *clean = run.corpora ? corpus_file("D_spelling", "clean", tongues[i].name) : NULL;

		if (clean) {
			each_row(clean, true, own_offer_row, &(struct own_offer){ &sentences, i });
			continue;
		}
		each_own(&tongues[i], "clean", own_offer_row, &(struct own_offer){ &service, i });
		each_own(&tongues[i], "sale", own_offer_row, &(struct own_offer){ &sale, i });
	}
	if (run.corpora) {
		each_offer(&service);
		each_offer(&sale);
		each_offer(&letters);
	}
	printf("\n## Commercial wording\n\nAll judged as service mail; a finding at warn, and in "
	       "brackets at note or more. Service mails known to have a promotion in them are left "
	       "out. Letters: what strangers offer to firms, and swindles among it.\n\n"
	       "| | service mails | alarms %% | clean sentences | alarms %% | offers | found %% | "
	       "letters | found %% |\n|---|---|---|---|---|---|---|---|---|\n");
	for (guint i = 0; i < OURS; i++) {
		printf("| %s |", tongues[i].name);
		print_offers(&service, i);
		print_offers(&sentences, i);
		print_offers(&sale, i);
		print_offers(&letters, i);
		printf("\n");
	}
}
