/* Configurations and what is said about them. */
#include <glib/gstdio.h>

#include "load/config_lists.h"
#include "load/config_values.h"
#include "load/setting.h"

static char *folder;

/* libconfig forgets a string that a syntax error cuts off. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig.so";
}

static char *
write_file(const char *name, const char *text)
{
	char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GError) error = NULL;

	g_file_set_contents(path, text, -1, &error);
	g_assert_no_error(error);
	return path;
}

static struct config *
load_text(const char *text, GError **error)
{
	g_autofree char *path = write_file("a.conf", text);

	return config_load(path, error);
}

/* What is said of a text, with the folder's name taken off. */
static char *
mistakes_of(const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *slash = g_strconcat(folder, "/", NULL);
	g_auto(GStrv) parts = NULL;
	struct config *c = load_text(text, &error);

	config_free(c);
	if (c)
		return g_strdup("");
	parts = g_strsplit(error->message, slash, -1);
	return g_strjoinv("", parts);
}

static const struct {
	const char *text, *mistakes;
} mistaken[] = {
	{ "millter = \"inet:1@x\";", "a.conf:1: no setting 'millter'; did you mean 'milter'?" },
	{ "own-rules = { a = { }; };", "a.conf:1: the name of an own rule begins with 'own-', so "
	  "that it stays yours: 'own-a'" },
	{ "own-rules = {\nown-a = { title = \"t\"; words = \"x\"; };\nown-a = { }; };",
	  "a.conf:3: duplicate setting name" },
	{ "own-rules = { own-a = { words = \"x\"; }; };", "a.conf:1: rule 'own-a' has no title: a "
	  "phrase that says what is wrong" },
	{ "own-rules = { own-a = { title = \"t\"; }; };", "a.conf:1: rule 'own-a' looks for "
	  "nothing: give it words or a pattern" },
	{ "own-rules = { own-a = { title = \"t\"; pattern = \"(x\"; hit = \"y\"; }; };",
	  "a.conf:1: pattern \"(x\": missing closing parenthesis, at 3" },
	{ "own-rules = { own-a = { title = \"t\"; words = \"x\";\nhit = \"y\";\npass = "
	  "[ \"z\", \"X\" ]; }; };",
	  "a.conf:2: rule 'own-a' does not find its own example \"y\"\n"
	  "a.conf:3: rule 'own-a' finds something in \"X\", which must pass" },
	{ "own-rules = { own-a = { title = \"t\"; words = \"x\"; scope = \"bodi\";\nclasses = "
	  "\"bluk\"; level = \"bad\"; points = -1; wrods = \"y\"; }; };",
	  "a.conf:1: no scope 'bodi'; did you mean 'body'?\n"
	  "a.conf:2: no class 'bluk'; did you mean 'bulk'?\n"
	  "a.conf:2: level \"bad\": must be \"off\", \"note\", \"warn\" or \"error\"\n"
	  "a.conf:2: points must be a whole number from 0 to 1000\n"
	  "a.conf:2: an own rule takes no 'wrods'; did you mean 'words'?" },
	{ "own-rules = { own-abc = { title = \"t\"; words = \"x\"; }; };\n"
	  "defaults = { rules = { own-abd = \"off\"; }; };",
	  "a.conf:2: no rule 'own-abd'; did you mean 'own-abc'?" },
	{ "milter = \"tcp:1\";", "a.conf:1: milter = \"tcp:1\": this must be \"unix:/path\" or "
	  "\"inet:port@host\"" },
	{ "milter = 25;", "a.conf:1: milter = 25: this must be \"unix:/path\" or "
	  "\"inet:port@host\"" },
	{ "max-connections = 0;", "a.conf:1: max-connections = 0: this must be a number from 1 "
	  "to 10000" },
	{ "deadline = 4;", "a.conf:1: deadline = 4: this must be a time from \"100 ms\" to "
	  "\"60 s\"" },
	{ "deadline = \"2 h\";", "a.conf:1: deadline = \"2 h\": this must be a time from "
	  "\"100 ms\" to \"60 s\"" },
	{ "socket-mode = 660;", "a.conf:1: socket-mode = 660: this must be an octal number in "
	  "quotes, such as \"0660\"" },
	{ "on-failure = \"acept\";", "a.conf:1: on-failure = \"acept\": did you mean \"accept\"?" },
	{ "log = true;", "a.conf:1: log is true or false, and must be \"syslog\", \"stderr\" or a "
	  "path that begins with /" },
	{ "mode = \"tag\";", "a.conf:1: 'mode' belongs into defaults = { } or a policy" },
	{ "defaults = { log = \"stderr\"; };", "a.conf:1: 'log' belongs to the whole daemon: "
	  "write it outside of all groups" },
	{ "defaults = 1;", "a.conf:1: defaults is a whole number, and must be a group: "
	  "{ name = value; }" },
	{ "defaults = { match = { login = \"a\"; }; };", "a.conf:1: 'match' belongs into a "
	  "policy; defaults hold for all" },
	{ "\n\ndefaults = {\nmode = \"enforc\"; };",
	  "a.conf:4: mode = \"enforc\": did you mean \"enforce\"?" },
	{ "defaults = { rules = {\nsubject-allcaps = \"off\"; }; };",
	  "a.conf:2: no rule 'subject-allcaps'; did you mean 'subject-all-caps'?" },
	{ "defaults = { rules = { zzz = \"off\"; }; };",
	  "a.conf:1: no rule 'zzz'; `sendlint rules` lists them" },
	{ "defaults = { rules = { subject-all-caps = { level = \"wran\"; }; }; };",
	  "a.conf:1: level \"wran\": did you mean \"warn\"?" },
	{ "defaults = { rules = { headers-date-missing = { points = 2000; }; }; };",
	  "a.conf:1: points = 2000 is out of range: from 0 to 1000" },
	{ "defaults = { rules = { headers-date-missing = { point = 2; }; }; };",
	  "a.conf:1: rule 'headers-date-missing' has no parameter 'point'; did you mean "
	  "'points'?" },
	{ "defaults = { rules = { headers-date-missing = { frob = 2; }; }; };",
	  "a.conf:1: rule 'headers-date-missing' has no parameter 'frob'; it has level, points" },
	{ "defaults = { tag-at = 60; };",
	  "a.conf:1: tag-at = 60 is above reject-at = 50, so it would never count" },
	{ "defaults = { hold-at = 80; };",
	  "a.conf:1: hold-at = 80 is above reject-at = 50, so it would never count" },
	{ "lock = [ \"reject-ta\" ];",
	  "a.conf:1: cannot lock 'reject-ta'; did you mean 'reject-at'?" },
	{ "networks = [ \"10.0.0.1/8\" ];", "a.conf:1: network \"10.0.0.1/8\": the length is "
	  "wrong, or the address has bits beyond it" },
	{ "networks = [ \"office\" ];", "a.conf:1: \"office\" is no network such as "
	  "\"192.0.2.0/24\" or \"2001:db8::/32\"" },
	{ "networks = [ 1 ];", "a.conf:1: networks lists a whole number; all must be strings" },
	{ "policies = { a = { inherit = \"bb\"; };\nbbb = { }; };",
	  "a.conf:1: no policy 'bb' to inherit; did you mean 'bbb'?" },
	{ "policies = { a = { inherit = \"b\"; };\nb = { inherit = \"a\"; }; };",
	  "a.conf:1: policy 'a' inherits itself, or through more than 6 others" },
	{ "defaults = { lists = \"x\"; };", "a.conf:1: lists is a string, and must be a group: "
	  "{ name = value; }" },
	{ "policies = { strict = { }; };", "a.conf:1: policy 'strict' comes with sendlint; give "
	  "yours another name, with inherit = \"strict\"" },
	{ "policies = { default = { }; };", "a.conf:1: policy 'default' is built in; what holds "
	  "for all mail is written in defaults = { }" },
	{ "policies = { a = { match = { logn = \"x\"; }; }; };",
	  "a.conf:1: no selector 'logn'; did you mean 'login'?" },
	{ "policies = { a = { match = { login = \"Shop\"; }; };\n"
	  "b = { match = { login = \"shop\"; }; }; };",
	  "a.conf:2: \"shop\" already belongs to policy 'a' (a.conf:1)" },
	{ "policies = { a = { match = { network = \"10.0.0.0/8\"; }; };\n"
	  "b = { match = { network = \"::ffff:10.0.0.0/104\"; }; }; };",
	  "a.conf:2: \"::ffff:10.0.0.0/104\" already belongs to policy 'a' (a.conf:1)" },
	{ "policies = { a = { match = { sender = \"a@\"; }; }; };",
	  "a.conf:1: sender \"a@\" is neither an address nor a domain" },
	{ "tenants = { };", "a.conf:1: tenants are policies: write them in policies = { }" },
	{ "a = ;", "a.conf:1: syntax error" },
	{ "a = \"b\" c \"d\";", "a.conf:1: syntax error" },
	{ "log = \"stderr;\nmilter = 1;", "a.conf:1: a string begins here and has no end" },
	{ "log = \"syslog\";\n@include \"a.conf\"\n",
	  "a.conf:2: @include is not read; files of the folder conf.d are" },
	{ "# fine\nlog = \"\xff\";", "a.conf:2: this is not UTF-8 text" },
	/* All at once, in order. */
	{ "lgo = 1;\ndefaults = { mod = 2;\ntag-at = \"never\"; };",
	  "a.conf:1: no setting 'lgo'; did you mean 'log'?\n"
	  "a.conf:2: no setting 'mod'; did you mean 'mode'?\n"
	  "a.conf:3: tag-at = \"never\": this must be points from 1 to 1000, or \"off\"" },
};

static void
mistakes(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(mistaken); i++) {
		g_autofree char *said = mistakes_of(mistaken[i].text);

		g_assert_cmpstr(said, ==, mistaken[i].mistakes);
	}
}

/* The built-in default is what the core knows without any configuration. */
static void
defaults(void)
{
	g_autoptr(GError) error = NULL;
	struct config *c = config_load(NULL, &error);
	struct policy *p = policy_new_default("default", rules_all);

	g_assert_no_error(error);
	for (const struct setting *s = setting_all; s->name; s++) {
		g_autofree char *ours = NULL, *theirs = NULL;

		if (s->scope != SETTING_POLICY)
			continue;
		ours = setting_text(s, c->policies.fallback);
		theirs = setting_text(s, p);
		g_assert_cmpstr(ours, ==, theirs);
	}
	g_assert_cmpstr(c->policies.fallback->name, ==, "default");
	g_assert_cmpuint(c->settings.deadline, ==, 4000);
	g_assert_cmpuint(c->settings.socket_mode, ==, 0660);
	g_assert_null(c->settings.socket_group);
	g_assert_cmpuint(c->policies.networks->len, ==, 2);
	g_assert_null(c->path);
	policy_free(p);
	config_free(c);
}

static guint
rule_index(const char *id)
{
	guint i = 0;

	while (!g_str_equal(rules_all[i]->id, id))
		i++;
	return i;
}

static void
strict(void)
{
	g_autoptr(GError) error = NULL;
	struct config *c = config_load(NULL, &error);
	guint special = rule_index("subject-special-characters");
	const struct policy *p = policies_find(&c->policies, "strict");

	g_assert_no_error(error);
	g_assert_cmpint(p->mode, ==, MODE_OBSERVE);
	g_assert_cmpint(p->hold_at, ==, 30);
	g_assert_cmpint(p->rules[special].level, ==, LEVEL_WARN);
	g_assert_cmpint(p->rules[special].points, >, rules_all[special]->points);
	for (gsize k = 0; k < RULE_PARAMS && rules_all[special]->params[k].name; k++)
		if (g_str_equal(rules_all[special]->params[k].name, "strict"))
			g_assert_cmpint(p->rules[special].params[k], ==, 1);
	config_free(c);
}

static void
layers(void)
{
	g_autoptr(GError) error = NULL;
	struct config *c = load_text(
		"defaults = { mode = \"tag\"; rules = { subject-all-caps = \"off\"; }; };\n"
		"policies = {\n"
		"	news = { inherit = \"shop\"; class = \"bulk\"; };\n"
		"	shop = { reject-at = \"off\"; rules = {\n"
		"		subject-all-caps = { level = \"warn\"; points = 20; }; }; };\n"
		"};\n", &error);
	guint caps = rule_index("subject-all-caps");
	const struct policy *shop, *news;

	g_assert_no_error(error);
	shop = policies_find(&c->policies, "shop");
	news = policies_find(&c->policies, "news");
	g_assert_cmpint(c->policies.fallback->rules[caps].level, ==, LEVEL_OFF);
	g_assert_cmpint(shop->rules[caps].level, ==, LEVEL_WARN);
	g_assert_cmpint(news->rules[caps].points, ==, 20);
	g_assert_cmpint(news->mode, ==, MODE_TAG);
	g_assert_cmpint(news->class, ==, CLASS_BULK);
	g_assert_cmpint(shop->class, ==, 0);
	g_assert_cmpint(news->reject_at, ==, POLICY_OFF);
	g_assert_cmpuint(c->warnings->len, ==, 0);
	config_free(c);
}

static void
own_rules(void)
{
	g_autoptr(GError) error = NULL;
	struct config *c = load_text(
		"lock = \"own-a\";\n"
		"own-rules = {\n"
		"	own-a = { title = \"t\"; words = \"x\"; level = \"error\"; points = 7; };\n"
		"	own-b = { title = \"t\"; words = \"y\"; level = \"off\"; };\n"
		"};\n"
		"policies = {\n"
		"	shop = { rules = { own-a = \"off\"; own-b = { level = \"warn\"; points = 3; }; }; };\n"
		"};\n", &error);
	const struct policy *shop, *all;
	guint a, b;

	g_assert_no_error(error);
	all = c->policies.fallback;
	shop = policies_find(&c->policies, "shop");
	a = (guint)policy_rule_index(all, "own-a");
	b = (guint)policy_rule_index(all, "own-b");
	g_assert_cmpint(all->rules[a].points, ==, 7);
	g_assert_cmpint(policy_level(all, a, 7), ==, LEVEL_ERROR);
	g_assert_cmpint(all->rules[b].level, ==, LEVEL_OFF);
	g_assert_cmpint(policy_level(shop, b, 3), ==, LEVEL_WARN);
	g_assert_cmpint(shop->rules[b].points, ==, 3);
	/* Locked: it stays on. */
	g_assert_cmpint(policy_level(shop, a, 7), ==, LEVEL_ERROR);
	g_assert_cmpuint(c->warnings->len, ==, 1);
	config_free(c);
}

static void
locks(void)
{
	g_autoptr(GError) error = NULL;
	struct config *c = load_text(
		"lock = [ \"reject-at\", \"headers-date-missing\", \"mode\" ];\n"
		"defaults = { mode = \"tag\"; lock = [ \"class\" ]; };\n"
		"policies = {\n"
		"loose = { reject-at = 60;\nmode = \"observe\";\nclass = \"auto\";\nrules = {\n"
		"headers-date-missing = \"off\"; }; };\n"
		"tight = { reject-at = 40; mode = \"enforce\"; rules = {\n"
		"	headers-date-missing = { level = \"error\"; points = 30; }; }; };\n"
		"};\n", &error);
	guint date = rule_index("headers-date-missing");
	const struct policy *loose, *tight;

	g_assert_no_error(error);
	loose = policies_find(&c->policies, "loose");
	tight = policies_find(&c->policies, "tight");
	g_assert_cmpint(loose->reject_at, ==, 50);
	g_assert_cmpint(loose->mode, ==, MODE_TAG);
	g_assert_cmpint(loose->class, ==, 0);
	g_assert_cmpint(loose->rules[date].level, !=, LEVEL_OFF);
	g_assert_cmpint(tight->reject_at, ==, 40);
	g_assert_cmpint(tight->mode, ==, MODE_ENFORCE);
	g_assert_cmpint(tight->rules[date].points, ==, 30);
	g_assert_cmpuint(c->warnings->len, ==, 4);
	g_assert_nonnull(strstr(g_ptr_array_index(c->warnings, 0),
				"a.conf:4: reject-at is locked ("));
	g_assert_nonnull(strstr(g_ptr_array_index(c->warnings, 3),
				"a.conf:8: headers-date-missing is locked ("));
	config_free(c);
}

static const struct config_value *
value_of(GPtrArray *values, const char *name)
{
	for (guint i = 0; i < values->len; i++) {
		const struct config_value *v = g_ptr_array_index(values, i);

		if (g_str_equal(v->name, name))
			return v;
	}
	g_assert_not_reached();
}

static void
origins(void)
{
	g_autoptr(GError) error = NULL;
	struct config *c = load_text("log = \"stderr\";\ndefaults = { tag-at = 5;\n};\n"
				     "lock = \"tag-at\";\npolicies = { a = { hold-at = 20; };\n"
				     "b = { inherit = \"a\"; }; };", &error);
	g_autoptr(GPtrArray) values = NULL;
	const struct config_value *v;

	g_assert_no_error(error);
	values = config_values(c);
	v = value_of(values, "log");
	g_assert_true(g_str_has_suffix(v->origin, "a.conf:1"));
	g_assert_cmpstr(v->value, ==, "\"stderr\"");
	v = value_of(values, "policies.b.hold-at");
	g_assert_true(g_str_has_suffix(v->origin, "a.conf:5"));
	g_assert_cmpstr(v->layer, ==, "policy a");
	v = value_of(values, "policies.b.tag-at");
	g_assert_cmpstr(v->layer, ==, "defaults");
	g_assert_true(v->locked);
	v = value_of(values, "policies.b.rules.headers-date-missing.points");
	g_assert_cmpstr(v->origin, ==, "default");
	g_assert_cmpstr(v->value, ==, "20");
	g_assert_false(v->locked);
	config_free(c);
}

/* A few lists to stand on. */
static struct phrases *
some_lists(void)
{
	static const char *const ads[] = { "newsletter*", "sale", "offer*" };
	struct phrases_builder *b = phrases_builder_new();

	for (gsize i = 0; i < G_N_ELEMENTS(ads); i++)
		phrases_add(b, "en", "commercial", ads[i], 1, false, NULL);
	return phrases_build(b);
}

/* "commercial:klub words:Foo": what a policy's lists find in a text. */
static char *
found_by(const struct policy *p, const char *text)
{
	GString *s = g_string_new(NULL);
	struct arena *a = arena_new();
	struct text t = { .s = text, .len = strlen(text) };
	struct words w = words_of(a, &t, NULL);
	bool cut;
	const GArray *hits = phrases_match(phrases_match_begin(a, p->phrases, w.lexicon), &w, &cut);

	for (guint i = 0; i < hits->len; i++) {
		const struct phrase_hit *h = &g_array_index(hits, struct phrase_hit, i);

		g_string_append_printf(s, "%s%s:%s:%d", s->len ? " " : "", h->list, h->entry,
				       h->weight);
	}
	arena_free(a);
	return g_string_free(s, FALSE);
}

static const char listed[] =
	"defaults = { lists = { commercial = [ \"klub*\", \"!Newsletter*\" ]; }; };\n"
	"policies = {\n"
	"a = { lists = { commercial = [ \"!klub*\", \"hit\\t7\", \"!offer*\" ];\n"
	"	commercial-mask = \"sale of land\"; words = [ \"Foo\", \"!bar\" ]; }; };\n"
	"b = { mode = \"tag\"; };\n"
	"c = { inherit = \"a\"; lists = { commercial = \"offer*\"; }; };\n"
	"};\n";

static const struct {
	const char *policy, *found;
} found_in_lists[] = {
	{ "a", "commercial:sale:1 commercial:hit:7" },
	{ "b", "commercial:klub*:4 commercial:sale:1 commercial:sale:1 commercial:offer*:1" },
	{ "c", "commercial:sale:1 commercial:offer*:4 commercial:offer*:1 commercial:hit:7" },
};

static void
lists(void)
{
	g_autoptr(GError) error = NULL;
	struct phrases *base = some_lists();
	struct config *c = load_text(listed, &error);
	const struct policy *a, *b;

	g_assert_no_error(error);
	g_assert_true(config_lists_compile(c, base, &error));
	g_assert_no_error(error);
	for (gsize i = 0; i < G_N_ELEMENTS(found_in_lists); i++) {
		g_autofree char *found =
			found_by(policies_find(&c->policies, found_in_lists[i].policy),
				 "klub newsletter sale, sale of land, offers, hit");

		g_assert_cmpstr(found, ==, found_in_lists[i].found);
	}
	a = policies_find(&c->policies, "a");
	b = policies_find(&c->policies, "b");
	g_assert_true(b->phrases == c->policies.fallback->phrases);	/* shared */
	g_assert_cmpuint(g_hash_table_size(c->lists), ==, 3);
	g_assert_cmpint(phrases_lookup(a->phrases, "words", "foo"), ==, 1);
	g_assert_cmpint(phrases_lookup(a->phrases, "words-out", "bar"), ==, 1);
	g_assert_cmpint(phrases_lookup(b->phrases, "words", "foo"), ==, 0);
	config_free(c);
	phrases_free(base);
}

static const struct {
	const char *lists, *mistake;
} bad_lists[] = {
	{ "commercial = \"!newsletter\";", "commercial: there is no 'newsletter' to take out" },
	{ "comercial = \"x\";", "no list 'comercial'; did you mean 'commercial'?" },
	{ "commercial = 5;", "commercial is a whole number, and must be a list of strings: "
	  "[ \"one\", \"two\" ]" },
	{ "commercial = [ \"a{b\" ];", "commercial: 'a{b' has a brace that is not closed" },
	{ "commercial = \"a\\tmuch\";", "commercial: 'much': a weight is a number from 1 to 100" },
	{ "commercial = \"!\";", "an entry of commercial is empty" },
	{ "words = \"two words\";", "'two words' is more than one word" },
};

static void
lists_mistaken(void)
{
	struct phrases *base = some_lists();

	for (gsize i = 0; i < G_N_ELEMENTS(bad_lists); i++) {
		g_autofree char *text = g_strdup_printf("defaults = { lists = { %s }; };\n"
			"policies = { p = { }; };", bad_lists[i].lists);
		g_autofree char *end = g_strconcat("a.conf:1: ", bad_lists[i].mistake, NULL);
		g_autoptr(GError) error = NULL;
		struct config *c = load_text(text, &error);

		if (c)
			config_lists_compile(c, base, &error);
		g_assert_nonnull(error);
		g_assert_cmpstr(strstr(error->message, "a.conf"), ==, end);
		config_free(c);
	}
	phrases_free(base);
}

/* Thousands of customers who want the same cost one set. */
static void
lists_shared(void)
{
	struct phrases *base = some_lists();
	g_autoptr(GString) s = g_string_new("policies = {\n");
	g_autoptr(GError) error = NULL;
	struct config *c;

	for (guint i = 0; i < 3000; i++)
		g_string_append_printf(s, "p%u = { lists = { commercial = \"word%u\"; }; };\n", i,
				       i % 7);
	g_string_append(s, "};\n");
	c = load_text(s->str, &error);
	g_assert_no_error(error);
	g_assert_true(config_lists_compile(c, base, &error));
	g_assert_cmpuint(g_hash_table_size(c->lists), ==, 7);
	config_free(c);
	phrases_free(base);
}

/* conf.d is read in the order of names; the last word counts; lines are its own. */
static void
drop_ins(void)
{
	g_autofree char *sub = g_build_filename(folder, "conf.d", NULL);
	g_autofree char *one = NULL, *two = NULL, *hidden = NULL, *other = NULL;
	g_autoptr(GError) error = NULL;
	struct config *c;

	g_assert_cmpint(g_mkdir(sub, 0700), ==, 0);
	one = write_file("conf.d/10-a.conf", "log = \"/a\";\npolicies = { a = { }; };\n");
	two = write_file("conf.d/20-b.conf", "log = \"/b\";\n");
	hidden = write_file("conf.d/.c.conf", "nonsense\n");
	other = write_file("conf.d/d.conf~", "nonsense\n");
	c = load_text("log = \"/main\";\n", &error);
	g_assert_no_error(error);
	g_assert_cmpstr(c->settings.log, ==, "/b");
	g_assert_nonnull(policies_find(&c->policies, "a"));
	config_free(c);
	g_free(two);
	two = write_file("conf.d/20-b.conf", "\npolicies = { a = { }; };\n");
	c = load_text("", &error);
	g_assert_null(c);
	g_assert_nonnull(strstr(error->message, "20-b.conf:2: there is a policy 'a' already ("));
	g_assert_nonnull(strstr(error->message, "10-a.conf:2)"));
	g_unlink(one);
	g_unlink(two);
	g_unlink(hidden);
	g_unlink(other);
	g_assert_cmpint(g_rmdir(sub), ==, 0);
}

static void
hostile(void)
{
	static const char *const unreadable[] = { "/nowhere/at/all.conf", "/dev/zero", "/" };
	g_autofree char *binary = g_build_filename(folder, "b.conf", NULL);
	g_autoptr(GError) error = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(unreadable); i++) {
		g_assert_null(config_load(unreadable[i], &error));
		g_assert_error(error, CONFIG_ERROR, CONFIG_ERROR_UNREADABLE);
		g_clear_error(&error);
	}
	g_assert_true(g_file_set_contents(binary, "a\0b", 3, NULL));
	g_assert_null(config_load(binary, &error));
	g_assert_error(error, CONFIG_ERROR, CONFIG_ERROR_MISTAKES);
	g_unlink(binary);
}

static const struct {
	const char *part;
	int times;
	const char *end;		/* of what is said */
} heaps[] = {
	{ "x=(", 100000, "a.conf:1: nested too deep" },
	{ "x={", 100000, "a.conf:1: nested too deep" },
	{ "a=1;", 50000, "a.conf:1: more than 10,000 settings in one group" },
	{ "#########", 200000, "a.conf: is larger than 1 MB; share it out over conf.d" },
	{ "\"", 100001, "a.conf:1: a string begins here and has no end" },
	{ "/*", 100000, "a.conf:1: syntax error" },
};

static void
huge(void)
{
	g_autoptr(GString) s = g_string_new(NULL);
	g_autofree char *many = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(heaps); i++) {
		g_autofree char *said = NULL;

		g_string_truncate(s, 0);
		for (int n = 0; n < heaps[i].times; n++)
			g_string_append(s, heaps[i].part);
		said = mistakes_of(s->str);
		g_assert_cmpstr(said, ==, heaps[i].end);
	}
	g_string_truncate(s, 0);
	for (int i = 0; i < 5000; i++)
		g_string_append_printf(s, "a%d=1;\n", i);
	many = mistakes_of(s->str);
	g_assert_true(g_str_has_suffix(many, "\nand 4900 more"));
}

/* Thousands of customers load, and the last is found as the first. */
static void
many_policies(void)
{
	static const char *const nobody[] = { NULL };
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) s = g_string_new("policies = {\n");
	struct config *c;

	for (int i = 0; i < 3000; i++)
		g_string_append_printf(s, "c%d = { tag-at = 9; match = { login = \"u%d\"; }; };\n",
				       i, i);
	g_string_append(s, "};\n");
	c = load_text(s->str, &error);
	g_assert_no_error(error);
	for (int i = 0; i < 3000; i++) {
		g_autofree char *login = g_strdup_printf("U%d", i), *name = NULL;
		struct envelope e = { .login = login, .rcpts = nobody };

		name = g_strdup_printf("c%d", i);
		g_assert_cmpstr(policies_choose(&c->policies, &e)->name, ==, name);
	}
	config_free(c);
}

/* The example we ship says nothing but the defaults. */
static void
example(void)
{
	static const char *const groups[] = {
		[SETTING_DAEMON] = "", [SETTING_ANSWER] = "answer.", [SETTING_POLICY] = "defaults.",
	};
	const char *src = g_getenv("SRC");
	g_autofree char *path = g_build_filename(src ? src : ".", "packaging", "sendlint.conf", NULL);
	g_autoptr(GError) error = NULL;
	struct config *shown = config_load(path, &error), *builtin = config_load(NULL, NULL);
	g_autoptr(GPtrArray) ours = NULL, theirs = NULL;

	g_assert_no_error(error);
	ours = config_values(shown);
	theirs = config_values(builtin);
	for (guint i = 0; i < theirs->len; i++) {
		const struct config_value *t = g_ptr_array_index(theirs, i);

		if (!g_str_equal(t->name, "dictionaries"))
			g_assert_cmpstr(value_of(ours, t->name)->value, ==, t->value);
	}
	/* Each setting stands in it, so that nobody has to guess its name. */
	for (const struct setting *s = setting_all; s->name; s++) {
		g_autofree char *name = g_strconcat(groups[s->scope], s->name, NULL);

		g_assert_true(strstr(value_of(ours, name)->origin, "sendlint.conf:"));
	}
	config_free(shown);
	config_free(builtin);
}

/* So do the examples of conf.d, all together. */
static void
examples(void)
{
	const char *src = g_getenv("SRC");
	g_autofree char *from = g_build_filename(src ? src : ".", "packaging", "conf.d", NULL);
	g_autoptr(GDir) dir = g_dir_open(from, 0, NULL);
	const char *name;
	guint n = 0;

	g_assert_nonnull(dir);
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(from, name, NULL);
		g_autoptr(GError) error = NULL;
		struct config *c = config_load(path, &error);

		g_assert_no_error(error);
		g_assert_cmpuint(c->warnings->len, ==, 0);
		config_free(c);
		n++;
	}
	g_assert_cmpuint(n, >=, 2);
}

int
main(int argc, char **argv)
{
	g_autofree char *left = NULL;
	int status;

	g_test_init(&argc, &argv, NULL);
	folder = g_dir_make_tmp("sendlint-config-XXXXXX", NULL);
	g_test_add_func("/config/mistakes", mistakes);
	g_test_add_func("/config/defaults", defaults);
	g_test_add_func("/config/strict", strict);
	g_test_add_func("/config/layers", layers);
	g_test_add_func("/config/own-rules", own_rules);
	g_test_add_func("/config/locks", locks);
	g_test_add_func("/config/origins", origins);
	g_test_add_func("/config/lists", lists);
	g_test_add_func("/config/lists-mistaken", lists_mistaken);
	g_test_add_func("/config/lists-shared", lists_shared);
	g_test_add_func("/config/drop-ins", drop_ins);
	g_test_add_func("/config/hostile", hostile);
	g_test_add_func("/config/huge", huge);
	g_test_add_func("/config/many-policies", many_policies);
	g_test_add_func("/config/example", example);
	g_test_add_func("/config/examples", examples);
	status = g_test_run();
	left = g_build_filename(folder, "a.conf", NULL);
	g_unlink(left);
	g_rmdir(folder);
	g_free(folder);
	return status;
}
