#include <glib/gstdio.h>

#include "load/dictionary.h"

static char *
shipped_folder(void)
{
	const char *data = g_getenv("SENDLINT_DATADIR");

	return g_build_filename(data ? data : ".", "dictionaries", NULL);
}

static bool
hits(const struct dictionary *d, const struct dictionary_example *e)
{
	struct arena *a = arena_new();
	struct text t = { .s = e->text, .len = strlen(e->text) };
	struct words w = words_of(a, &t, NULL);
	bool hit = false, cut;
	GArray *found = phrases_match(phrases_match_begin(a, dictionary_phrases(d), w.lexicon), &w, &cut);

	for (guint i = 0; i < found->len; i++) {
		struct phrase_hit *h = &g_array_index(found, struct phrase_hit, i);

		hit |= g_str_equal(h->list, e->list) && g_str_equal(h->language, e->language);
	}
	arena_free(a);
	return hit;
}

/* "text => words": what to write instead. */
static bool
corrects(const struct dictionary *d, const struct dictionary_example *e)
{
	struct arena *a = arena_new();
	g_auto(GStrv) parts = g_strsplit(e->text, " => ", 2);
	struct text t = { .s = parts[0], .len = strlen(parts[0]) };
	struct words w = words_of(a, &t, NULL);
	GArray *found = arena_array(a, sizeof(struct grammar_hit));
	bool hit = false;

	grammar_match(a, dictionary_grammar(d), e->language, &w, 0, w.n, found);
	for (guint i = 0; i < found->len; i++) {
		const struct grammar_hit *h = &g_array_index(found, struct grammar_hit, i);

		hit |= g_str_equal(h->check, e->check) &&
		       (!parts[1] || g_str_equal(parts[1], h->instead));
	}
	arena_free(a);
	return hit;
}

static void
test_shipped_examples(void)
{
	g_autoptr(GError) error = NULL;
	struct dictionary *d = dictionary_load(NULL, NULL, &error);
	const GArray *examples;

	g_assert_no_error(error);
	examples = dictionary_examples(d);
	g_assert_cmpuint(examples->len, >, 50);
	for (guint i = 0; i < examples->len; i++) {
		const struct dictionary_example *e =
			&g_array_index(examples, struct dictionary_example, i);

		if ((e->check ? corrects(d, e) : hits(d, e)) != e->hit)
			g_test_fail_printf("%s: '%s' %s", e->place, e->text,
					   e->hit ? "does not hit" : "hits");
	}
	dictionary_free(d);
}

static void
check_sorted(const char *path)
{
	g_autofree char *text = NULL, *last = g_strdup("");
	g_auto(GStrv) lines = NULL;

	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_assert_true(g_str_has_suffix(text, "\n"));
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		char *tab = strrchr(lines[i], '\t');

		if (lines[i][0] == '#' || !lines[i][0])
			continue;
		if (tab)
			*tab = '\0';
		if (strcmp(last, lines[i]) >= 0)
			g_test_fail_printf("%s:%u: '%s' stands after '%s'", path, i + 1,
					   lines[i], last);
		g_free(last);
		last = g_strdup(lines[i]);
	}
}

static void
test_shipped_sorted(void)
{
	g_autofree char *root = shipped_folder();
	g_autoptr(GDir) dir = g_dir_open(root, 0, NULL);
	const char *tag, *name;
	guint n = 0;

	while ((tag = g_dir_read_name(dir))) {
		g_autofree char *folder = g_build_filename(root, tag, NULL);
		g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);

		while (files && (name = g_dir_read_name(files))) {
			g_autofree char *path = g_build_filename(folder, name, NULL);

			if (g_str_has_suffix(name, ".txt"))
				n++, check_sorted(path);
		}
	}
	g_assert_cmpuint(n, >, 40);
}

static void
test_shipped_languages(void)
{
	g_autoptr(GError) error = NULL;
	struct dictionary *d = dictionary_load(NULL, NULL, &error);

	g_assert_no_error(error);
	g_assert_true(g_strv_contains(dictionary_languages(d), "pt-BR"));
	g_assert_false(g_strv_contains(dictionary_languages(d), "any"));
	g_assert_cmpstr(dictionary_hunspell(d, "en")[0], ==, "en_US");
	g_assert_cmpstr(dictionary_hunspell(d, "en")[1], ==, "en_GB");
	g_assert_null(dictionary_hunspell(d, "xx")[0]);
	g_assert_cmpstr(dictionary_name(d, "pl"), ==, "Polski");
	g_assert_nonnull(dictionary_model(d));
	g_assert_cmpint(phrases_lookup(dictionary_phrases(d), "shortener", "bit.ly"), ==, 1);
	g_assert_cmpint(phrases_lookup(dictionary_phrases(d), "freemail", "gmail.com"), ==, 1);
	g_assert_cmpint(phrases_lookup(dictionary_phrases(d), "reply-prefix", "Odp"), ==, 1);
	dictionary_free(d);
}

/* ---- folders of a test's own ---- */

static void
put(const char *root, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(root, name, NULL);
	g_autofree char *folder = g_path_get_dirname(path);

	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void
clear(const char *root)
{
	g_autoptr(GDir) dir = g_dir_open(root, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(root, name, NULL);

		clear(path);
	}
	g_remove(root);
}

struct folders {
	char *ours, *site, *env;
};

static void
folders_init(struct folders *f)
{
	f->env = g_strdup(g_getenv("SENDLINT_DATADIR"));
	g_unsetenv("SENDLINT_DATADIR");
	f->ours = g_dir_make_tmp("sendlint-ours-XXXXXX", NULL);
	f->site = g_dir_make_tmp("sendlint-site-XXXXXX", NULL);
}

static void
folders_clear(struct folders *f)
{
	clear(f->ours);
	clear(f->site);
	if (f->env)
		g_setenv("SENDLINT_DATADIR", f->env, TRUE);
	g_free(f->env);
	g_free(f->ours);
	g_free(f->site);
}

static void
test_site(void)
{
	g_autoptr(GError) error = NULL;
	struct folders f;
	struct dictionary *d, *same;

	folders_init(&f);
	put(f.ours, "en/language", "# ours\nname = English\nhunspell = en_US\n");
	put(f.ours, "en/hosts.txt", "a.example\nb.example\t3\n");
	put(f.ours, "en/words.txt", "webshop\nbackend\n");
	put(f.ours, "en/messages", "subject-all-caps.fix\tDo write: small\n");
	put(f.site, "en/hosts.txt", "!a.example\nb.example\t5\nc.example\n");
	put(f.site, "en/words.txt", "!backend\nFrobnicator\n");
	d = dictionary_load(f.ours, f.site, &error);
	g_assert_no_error(error);
	g_assert_cmpint(phrases_lookup(dictionary_phrases(d), "hosts", "a.example"), ==, 0);
	g_assert_cmpint(phrases_lookup(dictionary_phrases(d), "hosts", "b.example"), ==, 5);
	g_assert_cmpint(phrases_lookup(dictionary_phrases(d), "hosts", "c.example"), ==, 1);
	g_assert_cmpstr(dictionary_words(d, "en")[0], ==, "webshop");
	g_assert_cmpstr(dictionary_words(d, "en")[1], ==, "Frobnicator");
	g_assert_null(dictionary_words(d, "en")[2]);
	g_assert_cmpstr(dictionary_say(d, "en", "subject-all-caps.fix"), ==, "Do write: small");
	g_assert_null(dictionary_say(d, "en", "subject-all-caps.why"));
	same = dictionary_load(f.ours, f.site, &error);
	g_assert_cmpstr(dictionary_version(d), ==, dictionary_version(same));
	dictionary_free(same);
	same = dictionary_load(f.ours, NULL, &error);
	g_assert_cmpstr(dictionary_version(d), !=, dictionary_version(same));
	dictionary_free(same);
	dictionary_free(d);
	folders_clear(&f);
}

/* What the checks of these folders say is wrong in `text`, joined with "; ". */
static char *
slips_of(const struct dictionary *d, const char *text)
{
	struct arena *a = arena_new();
	struct text t = { .name = "", .part = "", .s = text, .len = strlen(text) };
	struct words w = words_of(a, &t, NULL);
	GArray *hits = g_array_new(FALSE, FALSE, sizeof(struct grammar_hit));
	GString *all = g_string_new(NULL);

	grammar_match(a, dictionary_grammar(d), "en", &w, 0, w.n, hits);
	for (guint i = 0; i < hits->len; i++)
		g_string_append_printf(all, "%s%s", i ? "; " : "",
				       g_array_index(hits, struct grammar_hit, i).instead);
	g_array_free(hits, TRUE);
	arena_free(a);
	return g_string_free(all, FALSE);
}

/* A site takes a check away: all of it, one pattern of it, a misspelt word. */
static void
test_checks_out(void)
{
	static const struct {
		const char *grammar, *replace, *slips;
	} sites[] = {
		{ "", "", "could have; would have; a lot; receipt" },
		{ "!of-have\n", "", "a lot; receipt" },
		{ "!of-have\tcould of\n", "", "would have; a lot; receipt" },
		{ "!a-lot\n", "!reciept\n", "could have; would have" },
		{ "!of-have\nof-have\tcould of\tcould've\n", "", "could've; a lot; receipt" },
	};
	static const char text[] = "They could of and would of seen alot of the reciept.";

	for (gsize i = 0; i < G_N_ELEMENTS(sites); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *slips = NULL;
		struct folders f;
		struct dictionary *d;

		folders_init(&f);
		put(f.ours, "en/language", "name = English\nhunspell = en_US\n");
		put(f.ours, "en/grammar.txt", "of-have\tcould of\tcould have\n"
		    "of-have\twould of\twould have\na-lot\talot\ta lot\n");
		put(f.ours, "en/replace.txt", "reciept\treceipt\n");
		put(f.site, "en/grammar.txt", sites[i].grammar);
		put(f.site, "en/replace.txt", sites[i].replace);
		d = dictionary_load(f.ours, f.site, &error);
		g_assert_no_error(error);
		slips = slips_of(d, text);
		g_assert_cmpstr(slips, ==, sites[i].slips);
		dictionary_free(d);
		folders_clear(&f);
	}
}

/* What is not there cannot be taken away, and ours do not take away themselves. */
static void
test_no_such_check(void)
{
	g_autoptr(GError) error = NULL;
	struct folders f;

	folders_init(&f);
	put(f.ours, "en/language", "name = English\nhunspell = en_US\n");
	put(f.ours, "en/grammar.txt", "a-lot\talot\ta lot\n!a-lot\n");
	put(f.site, "en/grammar.txt", "!of-have\n!a-lot\ta lots\n");
	g_assert_null(dictionary_load(f.ours, f.site, &error));
	g_assert_nonnull(strstr(error->message, "delete the line instead"));
	g_assert_nonnull(strstr(error->message, "there is no 'of-have' to take out"));
	g_assert_nonnull(strstr(error->message, "there is no 'a-lot\ta lots' to take out"));
	folders_clear(&f);
}

/* Every mistake is told, with its place. */
static void
test_mistakes(void)
{
	static const char *const told[] = {
		"/en/hosts.txt:2: ", "a weight is a number", "/en/hosts.txt:3: ", "a brace",
		"/en/hosts.txt:4: 'a.example' stands here twice", "/en/hosts.txt:5: ",
		"/en/language:1: ", "no key 'nome'", "/en/messages:1: ", "/en/notes.doc: ",
		"/en/words.txt:1: ", "/en/replace.txt:1: ", "there is no 'x' to take out",
		"/en/hosts.mask.txt:1: ", "not UTF-8", "/any/language-model: ",
		"not a language model of this version",
	};
	g_autoptr(GError) error = NULL;
	struct folders f;

	folders_init(&f);
	put(f.ours, "en/hosts.txt", "a.example\nb\tten\nc{d\na.example\n!a.example\n\xff\n");
	put(f.ours, "en/hosts.mask.txt", "a\t3\n");
	put(f.ours, "en/language", "nome = English\n");
	put(f.ours, "en/messages", "nothing\n");
	put(f.ours, "en/notes.doc", "nothing\n");
	put(f.ours, "en/words.txt", "two words\n");
	put(f.ours, "en/replace.txt", "wrong\n");
	put(f.ours, "any/language-model", "sendlint language model 1\nbits 14\n");
	put(f.site, "en/hosts.txt", "!x\n");
	g_assert_null(dictionary_load(f.ours, f.site, &error));
	g_assert_nonnull(error);
	for (gsize i = 0; i < G_N_ELEMENTS(told); i++)
		if (!strstr(error->message, told[i]))
			g_test_fail_printf("no \"%s\" in:\n%s", told[i], error->message);
	folders_clear(&f);
}

static void
test_absent(void)
{
	g_autoptr(GError) error = NULL;
	struct folders f;

	folders_init(&f);
	g_assert_null(dictionary_load("/nonexistent", NULL, &error));
	g_assert_nonnull(error);
	folders_clear(&f);
	dictionary_free(NULL);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/dictionary/shipped-examples", test_shipped_examples);
	g_test_add_func("/dictionary/shipped-sorted", test_shipped_sorted);
	g_test_add_func("/dictionary/shipped-languages", test_shipped_languages);
	g_test_add_func("/dictionary/site", test_site);
	g_test_add_func("/dictionary/checks-out", test_checks_out);
	g_test_add_func("/dictionary/no-such-check", test_no_such_check);
	g_test_add_func("/dictionary/mistakes", test_mistakes);
	g_test_add_func("/dictionary/absent", test_absent);
	return g_test_run();
}
