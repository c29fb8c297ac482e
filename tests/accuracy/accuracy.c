/* How right sendlint is about language, measured: tables for docs/accuracy.md.

   accuracy [--own | --tap] [--show] [--part=NAME] [--config=FILE] [CORPORA]

   Over CORPORA/dev where that is present, else (and with --own) over our own sentences in
   tests/accuracy/own.  --tap: only claims about these, for the tests.  --show: each wrong
   answer and false alarm to standard error, for a person to judge, a line each.  --part:
   language, clean, misspelt, slips or offers alone.  --config: with the dictionaries that a
   sendlint.conf names. */

#include "accuracy/accuracy.h"

static void
print_head(void)
{
	g_autofree char *date = NULL;
	g_autoptr(GDateTime) now = g_date_time_new_now_utc();

	date = g_date_time_format(now, "%Y-%m-%d");
	printf("Date: %s. Text: %s.\nDictionaries:", date,
	       run.corpora ? "the corpora's dev side" : "our own sentences (no corpora here)");
	for (guint i = 0; i < OURS; i++)
		printf(" %s%s", tongues[i].tag, is_installed(&tongues[i]) ? "" : " (none)");
	printf(".\n");
}

static const struct {
	const char *name;
	void (*measure)(void);
} parts[] = {
	{ "language", measure_language }, { "clean", measure_clean }, { "misspelt", measure_misspelt },
	{ "slips", measure_slips }, { "offers", measure_offers },
};

static void
measure(const char *part)
{
	print_head();
	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
		if (!part || g_str_equal(part, parts[i].name))
			parts[i].measure();
	printf("\n## Throughput\n\n%" G_GUINT64_FORMAT " mails with %" G_GUINT64_FORMAT " words in "
	       "%.2f s of CPU, all rules, dictionaries' first look-ups included: %.0f words/s, "
	       "%.0f mails/s.\n", run.mails, run.words, run.seconds,
	       (double)run.words / run.seconds, (double)run.mails / run.seconds);
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *dev = NULL;
	const char *src = g_getenv("SRC"), *part = NULL, *config = NULL;
	bool own = false, tap = false;

	message_init();
	for (int i = 1; i < argc; i++) {
		own |= g_str_equal(argv[i], "--own");
		tap |= g_str_equal(argv[i], "--tap");
		run.show |= g_str_equal(argv[i], "--show");
		part = g_str_has_prefix(argv[i], "--part=") ? argv[i] + strlen("--part=") : part;
		config = g_str_has_prefix(argv[i], "--config=") ? argv[i] + strlen("--config=") : config;
		run.corpora = argv[i][0] == '-' ? run.corpora : argv[i];
	}
	run.own = g_build_filename(src ? src : ".", "tests", "accuracy", "own", NULL);
	dev = run.corpora ? g_build_filename(run.corpora, "dev", "F_langid", NULL) : NULL;
	if (own || !dev || !g_file_test(dev, G_FILE_TEST_IS_DIR))
		run.corpora = NULL;
	run.snapshot = snapshot_load(config, NULL, &error);
	if (!run.snapshot)
		g_error("%s", error->message);
	snapshot_preload(run.snapshot);
	run.lint = snapshot_lint(run.snapshot);
	if (tap)
		claims();
	else
		measure(part);
	snapshot_unref(run.snapshot);
	g_free((gpointer)run.own);
	return 0;
}
