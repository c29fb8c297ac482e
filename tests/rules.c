/* Every example of every rule is a test; so are a few promises rules make. */
#include "load/snapshot.h"

static struct snapshot *snapshot;
static char *translated;	/* the file of messages of one language */

struct one {
	guint index;
	const struct example *example;
};

/* A policy in which only one rule runs, with the example's parameters. */
static struct policy *
policy_for(guint index, const char *set, const char *with)
{
	struct policy *p = policy_new_default("example", rules_all);
	g_auto(GStrv) pairs = g_strsplit(set ? set : "", ",", -1);

	for (guint i = 0; rules_all[i]; i++)
		if (i != index && !(with && g_str_equal(rules_all[i]->id, with)))
			p->rules[i].level = LEVEL_OFF;
	for (char **pair = pairs; *pair; pair++) {
		g_auto(GStrv) kv = g_strsplit(*pair, "=", 2);
		gsize k = 0;

		while (k < RULE_PARAMS && rules_all[index]->params[k].name &&
		       !g_str_equal(rules_all[index]->params[k].name, kv[0]))
			k++;
		g_assert_true(k < RULE_PARAMS && rules_all[index]->params[k].name);
		p->rules[index].params[k] = (int)g_ascii_strtoll(kv[1], NULL, 10);
	}
	policy_finish(p);
	return p;
}

static unsigned
class_for(const struct rule *r, const struct example *e)
{
	for (unsigned c = 1; c <= CLASS_ALL && !e->class; c <<= 1)
		if (r->classes & c)
			return c;
	return e->class;
}

/* What a finding points to; of raw bytes, the bytes themselves. */
static char *
words_at(const struct finding *f, const char *mail)
{
	const struct text *t = f->at.text;

	if (!t->field && !t->len && t->raw.len)
		return g_strndup(mail + t->raw.at, t->raw.len);
	return g_strndup(t->s + f->at.where.at, f->at.where.len);
}

static void
check_place(const struct finding *f, const struct example *e)
{
	g_autofree char *words = words_at(f, e->mail);

	if (e->at && !g_str_equal(words, e->at))
		g_test_fail_printf("points to \"%s\", not to \"%s\"", words, e->at);
	if (e->points && f->hit != e->points)
		g_test_fail_printf("costs %d points, not %d", f->hit, e->points);
}

/* What is said has its words in other languages, also where the rule chose them as it ran. */
static void
check_words(const struct finding *f)
{
	const char *phrase = g_str_equal(f->say, "%s") ? f->args[0] : f->say;
	g_autofree char *line = g_strdup_printf("\n%s\t", phrase);

	if (!g_regex_match_simple("\\pL{2}", phrase, 0, 0))
		return;
	if (!strstr(translated, line))
		g_test_fail_printf("\"%s\" is in no list of messages: mark it PHRASE()", phrase);
}

/* What DNS says in the world of an example; NULL: nobody asks it. */
static struct dns *
world(const struct example *e)
{
	struct dns *d = e->zone ? dns_new() : NULL;

	if (d && !dns_parse_zone(d, e->zone))
		g_test_fail_printf("no zone:\n%s", e->zone);
	return d;
}

static void
example(gconstpointer data)
{
	const struct one *o = data;
	const struct example *e = o->example;
	g_auto(GStrv) rcpts = g_strsplit(e->rcpts ? e->rcpts : "", " ", -1);
	struct envelope env = { .sender = e->zone ? NULL : "shop@shop.example",	/* Return-Path says it */
				.received_at = e->received_at,
				.rcpts = (const char *const *)rcpts };
	struct policy *p = policy_for(o->index, e->set, e->with);
	const char *const lists[] = { e->blocklist, NULL };
	const struct auth_options online = { .dns = world(e), .ip = e->ip, .blocklists = lists,
					     .is_signed = e->is_signed };
	struct lint_options options = { .policy = p, .class = class_for(rules_all[o->index], e),
					.online = online.dns ? &online : NULL, .allow_all = true,
					.engine = e->engine ? template_engine_find(e->engine) : NULL };
	struct arena *a = arena_new();
	const struct verdict *v = lint_check(snapshot_lint(snapshot), a, &env,
					     e->mail, strlen(e->mail), &options);

	if (e->kind == EXAMPLE_HIT ? v->findings->len == 0 : v->findings->len > 0)
		g_test_fail_printf("%u findings in:\n%.600s", v->findings->len, e->mail);
	else if (e->kind == EXAMPLE_HIT)
		check_place(&g_array_index(v->findings, struct finding, 0), e);
	for (guint i = 0; i < v->findings->len; i++)
		check_words(&g_array_index(v->findings, struct finding, i));
	arena_free(a);
	policy_free(p);
	dns_free(online.dns);
}

static void
promises(gconstpointer data)
{
	const struct rule *r = data;
	int hits = 0, passes = 0;

	for (const struct example *e = r->examples; e->kind; e++)
		*(e->kind == EXAMPLE_HIT ? &hits : &passes) += 1;
	g_assert_cmpint(hits, >=, 1);
	g_assert_cmpint(passes, >=, 1);
	g_assert_true(r->title && !g_str_has_suffix(r->title, "."));
	g_assert_true(r->why && g_str_has_suffix(r->why, "."));
	g_assert_true(r->fix && g_str_has_suffix(r->fix, "."));
	g_assert_true(!r->ignore || g_str_has_suffix(r->ignore, "."));
	g_assert_true(r->points >= 0 && r->needs && r->classes && r->check);
	g_assert_true(r->evidence >= EVIDENCE_A && r->evidence <= EVIDENCE_E);
	g_assert_cmpint(strlen(r->title), <=, 60);
	for (gsize i = 0; i < RULE_PARAMS && r->params[i].name; i++) {
		g_assert_cmpint(r->params[i].min, <=, r->params[i].value);
		g_assert_cmpint(r->params[i].value, <=, r->params[i].max);
		g_assert_true(r->params[i].help && *r->params[i].help);
	}
}

/* What the mail server would still add is a note in a file, and a fault in a session. */
static void
pre_submit(gconstpointer data)
{
	static const char mail[] = "From: a@shop.example\nSubject: Order 4711\n\nIt is ready.\n";
	const char *const nobody[] = { NULL };
	struct envelope env = { .sender = "a@shop.example", .rcpts = nobody, .pre_submit = true };
	struct policy *p = policy_for(GPOINTER_TO_UINT(data), NULL, NULL);
	struct lint_options options = { .policy = p, .class = CLASS_TRANSACTIONAL };
	struct arena *a = arena_new();
	const struct verdict *v = lint_check(snapshot_lint(snapshot), a, &env, mail, strlen(mail),
					     &options);

	g_assert_cmpuint(v->findings->len, ==, 1);
	g_assert_cmpint(v->points, ==, 0);
	g_assert_cmpint(g_array_index(v->findings, struct finding, 0).level, ==, LEVEL_NOTE);
	arena_free(a);
	policy_free(p);
}

static void
add_pre_submit(const char *path, guint index)
{
	g_autofree char *name = g_strconcat(path, "/pre-submit", NULL);

	g_test_add_data_func(name, GUINT_TO_POINTER(index), pre_submit);
}

int
main(int argc, char **argv)
{
	g_autofree char *messages = g_build_filename(g_getenv("SENDLINT_DATADIR"), "dictionaries", "pl",
						     "messages", NULL);
	g_autoptr(GError) error = NULL;
	int status;

	g_test_init(&argc, &argv, NULL);
	message_init();
	snapshot = snapshot_load(NULL, NULL, &error);
	g_assert_no_error(error);
	g_file_get_contents(messages, &translated, NULL, &error);
	g_assert_no_error(error);
	for (guint i = 0; rules_all[i]; i++) {
		g_autofree char *path = g_strdup_printf("/rules/%s", rules_all[i]->id);
		int n = 0;

		g_test_add_data_func(path, rules_all[i], promises);
		if (g_str_equal(rules_all[i]->id, "headers-date-missing") ||
		    g_str_equal(rules_all[i]->id, "headers-message-id-missing"))
			add_pre_submit(path, i);
		for (const struct example *e = rules_all[i]->examples; e->kind; e++) {
			g_autofree char *name = g_strdup_printf("%s/%s-%d", path,
				e->kind == EXAMPLE_HIT ? "hit" : "pass", ++n);
			struct one *o = g_new(struct one, 1);

			*o = (struct one){ i, e };
			g_test_add_data_func_full(name, o, example, g_free);
		}
	}
	status = g_test_run();
	snapshot_unref(snapshot);
	g_free(translated);
	return status;
}
