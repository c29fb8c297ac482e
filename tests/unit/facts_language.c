#include "core/lint.h"
#include "load/snapshot.h"

static struct snapshot *snapshot;

static const struct verdict *
judge(struct arena *a, const struct lint *l, const char *head, const char *body)
{
	static const char *const nobody[] = { NULL };
	static const struct envelope e = { .sender = "a@shop.example", .rcpts = nobody };
	char *mail = g_strconcat("From: a@shop.example\r\nMIME-Version: 1.0\r\n", head, "\r\n", body, NULL);

	arena_defer(a, g_free, mail);
	return lint_check(l, a, &e, mail, strlen(mail), NULL);
}

static bool
says(const struct verdict *v, const char *begin)
{
	for (guint i = 0; i < v->not_checked->len; i++)
		if (g_str_has_prefix(g_ptr_array_index(v->not_checked, i), begin))
			return true;
	return false;
}

static const char plain[] = "Content-Type: text/plain; charset=utf-8\r\n"
			    "Content-Transfer-Encoding: 8bit\r\n";
static const char polish[] = "Dzień dobry,\r\n\r\nnikt z nas nie widział, gdzie położyłeś te klucze, "
			     "a musimy jutro otworzyć biuro o ósmej.\r\n\r\n";
static const char english[] = "This message is meant only for the person it is addressed to. If you "
			      "have received it by mistake, please delete it.\r\n";

/* A Polish mail with an English footer is in two languages, and each is spelled in its own. */
static void
test_mixed(void)
{
	struct arena *a = arena_new();
	g_autofree char *body = g_strconcat(polish, english, NULL);
	const struct facts *f = judge(a, snapshot_lint(snapshot), plain, body)->facts;

	g_assert_cmpuint(f->languages->len, ==, 2);
	g_assert_cmpstr(g_ptr_array_index(f->languages, 0), ==, "en");
	g_assert_cmpstr(g_ptr_array_index(f->languages, 1), ==, "pl");
	g_assert_cmpuint(f->unknown_words->len, ==, 0);
	g_assert_false(f->language_uncertain);
	arena_free(a);
}

/* What a mail says of its language is no truth. */
static void
test_declared(void)
{
	struct arena *a = arena_new();
	g_autofree char *head = g_strconcat("Content-Language: en\r\n", plain, NULL);
	const struct facts *f = judge(a, snapshot_lint(snapshot), head, polish)->facts;

	g_assert_cmpuint(f->languages->len, ==, 1);
	g_assert_cmpstr(g_ptr_array_index(f->languages, 0), ==, "pl");
	f = judge(a, snapshot_lint(snapshot), "Content-Type: text/html; charset=utf-8\r\n",
		  "<html lang=\"pl\"><body><p>This message is meant only for the person it is addressed "
		  "to.</p></body></html>")->facts;
	g_assert_cmpuint(f->languages->len, ==, 1);
	g_assert_cmpstr(g_ptr_array_index(f->languages, 0), ==, "en");
	arena_free(a);
}

/* But where the words leave it open, it is believed. */
static void
test_declared_settles(void)
{
	struct arena *a = arena_new();
	struct lint l = *snapshot_lint(snapshot);
	const char *html = "Content-Type: text/html; charset=utf-8\r\n";
	const struct facts *f;

	l.speller = NULL;
	f = judge(a, &l, html, "<html><p>Venta para clientes activos</p></html>")->facts;
	g_assert_cmpuint(f->languages->len, ==, 0);
	f = judge(a, &l, html, "<html lang=es><p>Venta para clientes activos</p></html>")->facts;
	g_assert_cmpuint(f->languages->len, ==, 1);
	f = judge(a, &l, "Content-Language: es-ES\r\nContent-Type: text/html; charset=utf-8\r\n",
		  "<html><p>Venta para clientes activos</p></html>")->facts;
	g_assert_cmpuint(f->languages->len, ==, 1);
	g_assert_cmpstr(g_ptr_array_index(f->languages, 0), ==, "es");
	arena_free(a);
}

/* Without a dictionary the language is told, and the verdict says that spelling was not checked. */
static void
test_no_dictionary(void)
{
	struct arena *a = arena_new();
	struct lint l = *snapshot_lint(snapshot);
	const struct verdict *v;

	g_assert_false(says(judge(a, &l, plain, polish), "no dictionary"));
	l.speller = NULL;
	v = judge(a, &l, plain, polish);
	g_assert_cmpuint(v->facts->languages->len, ==, 1);
	g_assert_cmpstr(g_ptr_array_index(v->facts->languages, 0), ==, "pl");
	g_assert_true(says(v, "no dictionary installed for its language: spelling not checked"));
	g_assert_false(says(v, "language not certain"));
	g_assert_cmpuint(v->facts->unknown_words->len, ==, 0);
	arena_free(a);
}

/* Czech is none of ours: nobody takes it for Polish, and the verdict says that it was not read. */
static void
test_decoy(void)
{
	struct arena *a = arena_new();
	const struct verdict *v = judge(a, snapshot_lint(snapshot), plain,
		"Dobrý den,\r\n\r\nnikdo z nás neviděl, kam jsi položil ty klíče, a zítra musíme "
		"v osm otevřít kancelář.\r\n");

	g_assert_cmpuint(v->facts->languages->len, ==, 0);
	g_assert_true(says(v, "language not certain: spelling not checked"));
	arena_free(a);
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	int failed;

	g_test_init(&argc, &argv, NULL);
	message_init();
	snapshot = snapshot_load(NULL, NULL, &error);
	g_assert_no_error(error);
	g_test_add_func("/facts-language/mixed", test_mixed);
	g_test_add_func("/facts-language/declared", test_declared);
	g_test_add_func("/facts-language/declared-settles", test_declared_settles);
	g_test_add_func("/facts-language/no-dictionary", test_no_dictionary);
	g_test_add_func("/facts-language/decoy", test_decoy);
	failed = g_test_run();
	snapshot_unref(snapshot);
	return failed;
}
