/*
 * Microseconds a message in each stage of a check, all rules on, caches warm; `record` is
 * what serve does besides, to keep the verdict.
 *
 *     build/tests/bench/stages [-r ROUNDS] [-c CONFIG] FOLDER...
 *
 * The median of the rounds, each over all mails of a folder, after one that is not
 * counted.  Where the machine is not quiet, count instructions instead:
 *
 *     valgrind --tool=callgrind --toggle-collect=count_round build/tests/bench/stages -r 1 FOLDER
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <gmime/gmime.h>

#include "load/snapshot.h"
#include "report/record.h"

enum { ROUNDS_MOST = 99 };

/* In the order of facts.c: each brings what it stands on, which is there by then. */
static const struct {
	const char *name;
	unsigned group;		/* 0: not a group of facts */
} stages[] = {
	{ "parse", 0 },
	{ "views", FACTS_VIEWS },
	{ "words", FACTS_WORDS },
	{ "phrases", FACTS_PHRASES },
	{ "language", FACTS_LANGUAGE },
	{ "grammar", FACTS_GRAMMAR },
	{ "diacritics", FACTS_DIACRITICS },
	{ "spelling", FACTS_SPELLING },
	{ "links", FACTS_LINKS },
	{ "images", FACTS_IMAGES },
	{ "files", FACTS_FILES },
	{ "contents", FACTS_CONTENTS },
	{ "class", FACTS_CLASS },
	{ "figures", FACTS_FIGURES },
	{ "accidents", FACTS_ACCIDENTS },
	{ "template", FACTS_TEMPLATE },
	{ "addresses", FACTS_ADDRESSES },
	{ "rules", 0 },
	{ "settle", 0 },
	{ "record", 0 },
	{ "free", 0 },
};
enum { PARSE = 0, RULES = G_N_ELEMENTS(stages) - 4, SETTLE, RECORD, FREE, STAGES };

struct mail {
	char *raw;
	gsize len;
};

static double
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Rules of --online, and about what a mail allows, which these do not. */
enum { LEFT_OUT = FACTS_AUTH | FACTS_ALLOWANCES };

static void
run_rules(const struct facts *f, const struct policy *p, struct findings *out)
{
	for (guint i = 0; rules_all[i]; i++) {
		if (p->rules[i].level == LEVEL_OFF || !(rules_all[i]->classes & f->class) ||
		    (rules_all[i]->needs & LEFT_OUT))
			continue;
		findings_run(out, i);
		rules_all[i]->check(f, out);
	}
}

/* What lint_check() does, with a look at the clock between. */
static void
check_mail(const struct lint *l, const struct mail *m, double *spent)
{
	static const char *const nobody[] = { NULL };
	const struct envelope env = { .rcpts = nobody };
	const struct policy *p = policies_choose(l->policies, &env);
	double at[STAGES + 1];
	struct arena *a;
	struct facts *f;
	struct findings *out;
	struct verdict v = { .policy = p, .lint = l };

	at[PARSE] = cpu_us();
	a = arena_new();
	f = arena_new0(a, struct facts);
	*f = (struct facts){
		.arena = a, .envelope = &env, .message = message_parse(a, m->raw, m->len),
		.phrases = l->phrases, .speller = l->speller, .grammar = l->grammar,
		.language_model = l->language_model, .have = FACTS_MESSAGE,
	};
	for (int i = PARSE + 1; i < RULES; i++) {
		at[i] = cpu_us();
		facts_collect(f, stages[i].group);
	}
	facts_collect(f, p->needs);	/* groups that have no row */
	at[RULES] = cpu_us();
	out = findings_new(f, p);
	run_rules(f, p, out);
	at[SETTLE] = cpu_us();
	v.facts = f;
	v.findings = findings_settle(out, &v.points);
	at[RECORD] = cpu_us();
	record_free(record_of(&v, "", "accept", p->keep_excerpts));
	at[FREE] = cpu_us();
	arena_free(a);
	at[STAGES] = cpu_us();
	for (int i = 0; i < STAGES; i++)
		spent[i] += at[i + 1] - at[i];
}

static GArray *
read_folder(const char *path)
{
	GArray *mails = g_array_new(FALSE, TRUE, sizeof(struct mail));
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *file = g_build_filename(path, name, NULL);
		struct mail m;

		if (g_file_get_contents(file, &m.raw, &m.len, NULL))
			g_array_append_val(mails, m);
	}
	if (dir)
		g_dir_close(dir);
	return mails;
}

static int
ascending(gconstpointer a, gconstpointer b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(double *v, int n)
{
	qsort(v, (gsize)n, sizeof *v, ascending);
	return v[n / 2];
}

static void
round_of(const struct lint *l, const GArray *mails, double *spent)
{
	for (guint i = 0; i < mails->len; i++)
		check_mail(l, &g_array_index(mails, struct mail, i), spent);
}

static G_NO_INLINE void
count_round(const struct lint *l, const GArray *mails, double *spent)
{
	round_of(l, mails, spent);
}

static void
measure(const struct lint *l, const char *folder, int rounds)
{
	static double spent[STAGES][ROUNDS_MOST];
	GArray *mails = read_folder(folder);
	double all = 0, warm_up[STAGES] = { 0 };

	printf("%s: %u mails\n", folder, mails->len);
	round_of(l, mails, warm_up);
	for (int r = 0; r < rounds; r++) {
		double sum[STAGES] = { 0 };

		count_round(l, mails, sum);
		for (int s = 0; s < STAGES; s++)
			spent[s][r] = sum[s] / mails->len;
	}
	for (int s = 0; s < STAGES && mails->len; s++) {
		double us = median(spent[s], rounds);

		printf("%10.1f  %s\n", us, stages[s].name);
		all += us;
	}
	printf("%10.1f  us a message\n", all);
	for (guint i = 0; i < mails->len; i++)
		g_free(g_array_index(mails, struct mail, i).raw);
	g_array_unref(mails);
}

int
main(int argc, char **argv)
{
	const char *config = NULL;
	int rounds = 11, option;
	g_autoptr(GError) error = NULL;
	struct snapshot *s;

	while ((option = getopt(argc, argv, "r:c:")) != -1) {
		if (option == 'r')
			rounds = (int)g_ascii_strtoull(optarg, NULL, 10);
		else if (option == 'c')
			config = optarg;
		else
			rounds = 0;
	}
	if (optind >= argc || rounds < 1 || rounds > ROUNDS_MOST) {
		fprintf(stderr, "usage: stages [-r ROUNDS] [-c CONFIG] FOLDER...\n");
		return 2;
	}
	message_init();
	s = snapshot_load(config, NULL, &error);
	if (!s) {
		fprintf(stderr, "%s\n", error->message);
		return 1;
	}
	snapshot_preload(s);
	for (int i = optind; i < argc; i++)
		measure(snapshot_lint(s), argv[i], rounds);
	snapshot_unref(s);
	g_mime_shutdown();
	return 0;
}
