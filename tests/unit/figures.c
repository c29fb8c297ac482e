/* Figures: what Prometheus reads, and what people read, say the same; names from a configuration
   break neither; their number is bounded. */
#include <pthread.h>

#include "act/figures.h"

static struct verdict
verdict_of(const struct policy *p, GArray *findings)
{
	return (struct verdict){ .policy = p, .class = CLASS_BULK, .action = ACTION_REJECT,
				 .findings = findings };
}

static GArray *
findings_of(const char *first, ...)
{
	GArray *all = g_array_new(FALSE, TRUE, sizeof(struct finding));
	va_list ap;

	va_start(ap, first);
	for (const char *id = first; id; id = va_arg(ap, const char *)) {
		struct finding f = { .rule = NULL };

		for (guint i = 0; rules_all[i]; i++)
			if (g_str_equal(rules_all[i]->id, id))
				f.rule = rules_all[i];
		g_assert_nonnull(f.rule);
		g_array_append_val(all, f);
	}
	va_end(ap);
	return all;
}

static void
cells(void)
{
	g_autoptr(GArray) findings = findings_of("subject-missing", "links-http", "subject-missing", NULL);
	const struct policy shop = { .name = "shop" };
	const struct verdict v = verdict_of(&shop, findings);
	struct tally *t = tally_new(10), *taken;
	struct tally_policy p;

	tally_add(t, &v, TAKEN_TAG);
	tally_add(t, &v, TAKEN_TAG);
	g_assert_true(tally_read(t, 0, &p));
	g_assert_cmpstr(p.name, ==, "shop");
	g_assert_cmpuint(p.cells[1][ACTION_REJECT][TAKEN_TAG], ==, 2);
	g_assert_cmpstr(tally_class(1), ==, "bulk");
	g_assert_cmpuint(p.found, ==, 2);
	g_assert_cmpuint(p.rules->len, ==, 2);
	g_assert_cmpuint(g_array_index(p.rules, guint64, 0), ==, 2);	/* twice in a mail is once */
	g_assert_cmpstr(tally_rule(t, 0), ==, "subject-missing");
	g_assert_cmpstr(tally_rule(t, 1), ==, "links-http");
	g_assert_null(tally_rule(t, 2));
	tally_clear(&p);
	g_assert_false(tally_read(t, 1, &p));
	taken = tally_take(t);
	g_assert_false(tally_read(t, 0, &p));
	g_assert_true(tally_read(taken, 0, &p));
	tally_clear(&p);
	tally_free(taken);
	tally_free(t);
}

/* Thousands of customers are so many rows as there is room for, and the rest. */
static void
many(void)
{
	enum { MOST = 5, POLICIES = 1000 };
	g_autoptr(GArray) findings = findings_of(NULL);
	struct tally *t = tally_new(MOST);
	struct tally_policy p;
	guint64 other = 0, all = 0;

	for (guint i = 0; i < POLICIES; i++) {
		g_autofree char *name = g_strdup_printf("p%u", i);
		const struct policy policy = { .name = name };
		const struct verdict v = verdict_of(&policy, findings);

		tally_add(t, &v, TAKEN_ACCEPT);
	}
	for (guint n = 0; tally_read(t, n, &p); n++) {
		guint64 cell = p.cells[1][ACTION_REJECT][TAKEN_ACCEPT];

		g_assert_cmpuint(n, <=, MOST);
		all += cell;
		if (g_str_equal(p.name, TALLY_OTHER))
			other = cell;
		tally_clear(&p);
	}
	g_assert_cmpuint(all, ==, POLICIES);
	g_assert_cmpuint(other, ==, POLICIES - MOST);
	tally_free(t);
}

static void
many_rules(void)
{
	enum { RULES = TALLY_RULES + 50 };
	struct tally *t = tally_new(1);
	const struct policy policy = { .name = "p" };
	guint n = 0;

	for (guint i = 0; i < RULES; i++) {
		g_autofree char *id = g_strdup_printf("own-%u", i);
		const struct rule rule = { .id = id };
		g_autoptr(GArray) findings = g_array_new(FALSE, TRUE, sizeof(struct finding));
		const struct finding f = { .rule = &rule };
		const struct verdict v = verdict_of(&policy, findings);

		g_array_append_val(findings, f);
		tally_add(t, &v, TAKEN_ACCEPT);
	}
	while (tally_rule(t, n))
		n++;
	g_assert_cmpuint(n, ==, TALLY_RULES + 1);
	g_assert_cmpstr(tally_rule(t, TALLY_RULES), ==, TALLY_OTHER);
	tally_free(t);
}

enum { TIMES = 2000, THREADS = 4 };

static void *
hammer(void *data)
{
	g_autoptr(GArray) findings = findings_of("links-http", NULL);
	const struct policy policy = { .name = "p" };
	const struct verdict v = verdict_of(&policy, findings);

	for (guint i = 0; i < TIMES; i++)
		tally_add(data, &v, TAKEN_ACCEPT);
	return NULL;
}

/* Whoever takes and reads meanwhile loses none. */
static void
threads(void)
{
	struct tally *t = tally_new(10);
	pthread_t all[THREADS];
	guint64 n = 0;

	for (guint i = 0; i < THREADS; i++)
		g_assert_cmpint(pthread_create(&all[i], NULL, hammer, t), ==, 0);
	for (guint i = 0; i < 200 + THREADS; i++) {
		struct tally *taken;
		struct tally_policy p;

		if (i >= 200)
			pthread_join(all[i - 200], NULL);
		taken = tally_take(t);
		if (tally_read(taken, 0, &p)) {
			n += p.cells[1][ACTION_REJECT][TAKEN_ACCEPT];
			tally_clear(&p);
		}
		tally_free(taken);
	}
	g_assert_cmpuint(n, ==, TIMES * THREADS);
	tally_free(t);
}

static struct figures
some(struct tally *t)
{
	return (struct figures){
		.version = "1.2", .now = 1000 + 86400 + 7200, .started = 1000, .loaded = 1000, .tally = t,
		.connections_most = 200, .store_works = true,
		.drops = { { "log", 3 }, { "store", 0 } },
		.queues = { { "log", 5 } }, .rooms = { { "log", 10 } },
	};
}

static void
metrics(void)
{
	g_autoptr(GArray) findings = findings_of("links-http", NULL);
	g_autoptr(GString) out = g_string_new(NULL);
	const struct policy odd = { .name = "a\"b\\c\nd\xff" };
	const struct verdict v = verdict_of(&odd, findings);
	struct tally *t = tally_new(10);
	struct figures f = some(t);

	tally_add(t, &v, TAKEN_HOLD);
	figures_spread_add(&f.spread, 10, 700);
	figures_spread_add(&f.spread, 11, 20 * G_USEC_PER_SEC);
	figures_metrics(out, &f);
	g_assert_nonnull(strstr(out->str, "\nsendlint_messages_total{policy=\"a\\\"b\\\\c\\nd\xef\xbf\xbd\","
				"class=\"bulk\",action=\"reject\",taken=\"hold\"} 1\n"));
	g_assert_nonnull(strstr(out->str, "# TYPE sendlint_message_points histogram\n"
				"sendlint_message_points_bucket{le=\"0\"} 0\n"
				"sendlint_message_points_bucket{le=\"5\"} 0\n"
				"sendlint_message_points_bucket{le=\"10\"} 1\n"
				"sendlint_message_points_bucket{le=\"20\"} 2\n"));
	g_assert_nonnull(strstr(out->str, "sendlint_message_points_sum 21\nsendlint_message_points_count 2\n"));
	g_assert_nonnull(strstr(out->str, "_seconds_bucket{le=\"0.0005\"} 0\n"
				"sendlint_message_duration_seconds_bucket{le=\"0.001\"} 1\n"));
	g_assert_nonnull(strstr(out->str, "_seconds_bucket{le=\"10\"} 1\n"
				"sendlint_message_duration_seconds_bucket{le=\"+Inf\"} 2\n"
				"sendlint_message_duration_seconds_sum 20.000700\n"
				"sendlint_message_duration_seconds_count 2\n"));
	g_assert_nonnull(strstr(out->str, "\nsendlint_rule_messages_total{rule=\"links-http\"} 1\n"));
	g_assert_nonnull(strstr(out->str, "\nsendlint_dropped_total{what=\"log\"} 3\n"));
	g_assert_nonnull(strstr(out->str, "\nsendlint_last_reload_successful 1\n"));
	g_assert_true(g_utf8_validate(out->str, -1, NULL));
	tally_free(t);
}

static void
words(void)
{
	g_autoptr(GArray) findings = findings_of("links-http", NULL);
	g_autoptr(GArray) none = findings_of(NULL);
	g_autoptr(GString) out = g_string_new(NULL);
	const struct policy shop = { .name = "shop" };
	const struct verdict found = verdict_of(&shop, findings), clean = verdict_of(&shop, none);
	struct tally *t = tally_new(10);
	struct figures f = some(t);

	for (guint i = 0; i < 4; i++) {
		tally_add(t, i ? &clean : &found, TAKEN_ACCEPT);
		figures_spread_add(&f.spread, 10, 2000);
	}
	figures_words(out, &f);
	g_assert_nonnull(strstr(out->str, " (1 days 2 h)\n"));
	g_assert_nonnull(strstr(out->str, "\nmessages        judged 4, "));
	g_assert_nonnull(strstr(out->str, "\ntime            2.0 ms on average; 99 % within 2.5 ms\n"));
	g_assert_nonnull(strstr(out->str, "\npolicies        shop 4 (100.0 %)\n"));
	g_assert_nonnull(strstr(out->str, "\nrules           links-http 1 (25.0 %)\n"));
	g_assert_nonnull(strstr(out->str, "\ngiven up        log 3\n"));
	tally_free(t);
}

static void
nothing(void)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct tally *t = tally_new(10);
	struct figures f = some(t);

	figures_words(out, &f);
	g_assert_nonnull(strstr(out->str, "judged 0, "));
	g_assert_null(strstr(out->str, "nan"));
	g_assert_null(strstr(out->str, "99 %"));
	tally_free(t);
}

static void
trouble(void)
{
	g_autoptr(GString) out = g_string_new(NULL);
	struct figures f = some(NULL);

	figures_words_trouble(out, &f);
	g_assert_cmpstr(out->str, ==, "");
	f.store_wanted = f.reload_failed = true;
	f.store_works = false;
	f.connections = f.connections_most;
	f.queues[0].n = f.rooms[0].n;
	figures_words_trouble(out, &f);
	g_assert_true(g_str_has_prefix(out->str, "the last reload failed, "));
	g_assert_nonnull(strstr(out->str, "\nverdicts are not kept: "));
	g_assert_nonnull(strstr(out->str, "\nno room for further connections"));
	g_assert_true(g_str_has_suffix(out->str, "\nthe log queue is nearly full\n"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/figures/cells", cells);
	g_test_add_func("/figures/many", many);
	g_test_add_func("/figures/many-rules", many_rules);
	g_test_add_func("/figures/threads", threads);
	g_test_add_func("/figures/metrics", metrics);
	g_test_add_func("/figures/words", words);
	g_test_add_func("/figures/nothing", nothing);
	g_test_add_func("/figures/trouble", trouble);
	return g_test_run();
}
