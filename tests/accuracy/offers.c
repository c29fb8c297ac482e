/* Whether advertising is told from service mail. */
#include "accuracy/accuracy.h"

struct offers {
	const char *folder;
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

/* A template filled in, judged as a service mail; those with a promotion in them apart. */
static void
offer_row(char **columns, guint n, gpointer data)
{
	struct offers *o = data;
	bool want = o->folder[0] == 'B';
	g_autofree char *tag = n > 1 ? label(columns[1], "lang") : NULL;
	g_autofree char *class = n > 1 ? label(columns[1], "class") : NULL;
	g_autofree char *promo = n > 1 ? label(columns[1], "contains_promo") : NULL;
	g_autofree char *path = g_build_filename(run.corpora, "dev", o->folder, columns[0], NULL);
	g_autofree char *mail = NULL;
	gsize len;

	if (!tag || promo || !g_str_has_prefix(columns[0], "filled/") ||
	    (want && g_strcmp0(class, "promotional") != 0) ||
	    !g_file_get_contents(path, &mail, &len, NULL))
		return;
	for (guint i = 0; i < TONGUES; i++)
		if (g_str_has_prefix(tag, tongues[i].name)) {
			struct arena *a = arena_new();

			count_offer(o, i, judge(a, mail, len, CLASS_TRANSACTIONAL), want,
				    columns[0]);
			arena_free(a);
		}
}

struct own_offer {
	struct offers *offers;
	guint i;
	bool want;
};

static void
own_offer_row(char **columns, guint n, gpointer data)
{
	struct own_offer *o = data;
	struct arena *a = arena_new();

	(void)n;
	count_offer(o->offers, o->i, judge_text(a, columns[0]), o->want, columns[0]);
	arena_free(a);
}

void
measure_offers(void)
{
	struct offers service = { .folder = "A_transactional" }, sale = { .folder = "B_marketing" };

	for (guint i = 0; i < OURS && !run.corpora; i++) {
		each_own(&tongues[i], "clean", own_offer_row,
			 &(struct own_offer){ &service, i, false });
		each_own(&tongues[i], "sale", own_offer_row,
			 &(struct own_offer){ &sale, i, true });
	}
	if (run.corpora) {
		g_autofree char *a = corpus_file(service.folder, "manifest.tsv", NULL);
		g_autofree char *b = corpus_file(sale.folder, "manifest.tsv", NULL);

		each_row(a, true, offer_row, &service);
		each_row(b, true, offer_row, &sale);
	}
	printf("\n## Commercial wording\n\nAll judged as service mail; a finding at warn, and in "
	       "brackets at note or more. Service mails known to have a promotion in them are left "
	       "out.\n\n| | service mails | alarms %% | offers | found %% |\n|---|---|---|---|---|\n");
	for (guint i = 0; i < OURS; i++)
		printf("| %s | %u | %.1f (%.1f) | %u | %.1f (%.1f) |\n", tongues[i].name,
		       service.v[i].n, percent(service.v[i].warn, service.v[i].n),
		       percent(service.v[i].note, service.v[i].n), sale.v[i].n,
		       percent(sale.v[i].warn, sale.v[i].n), percent(sale.v[i].note, sale.v[i].n));
}
