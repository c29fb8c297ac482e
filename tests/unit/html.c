/* HTML tokens: what the html5lib files do not ask, places, and sizes. */
#include "core/html.h"

static struct arena *arena;

/* Tokens as text: <name a=b>, </name>, <!--x-->, <!doctype x>, and [place] if asked. */
static char *
said(const char *s, gsize len, enum html_state state, const char *tag, bool places)
{
	struct html *h = html_new(arena, s, len);
	const struct html_token *t;
	g_autoptr(GString) out = g_string_new(NULL);
	static const char *const opening[] = { "", "<!doctype ", "<", "</", "<!--", "" };
	static const char *const closing[] = { "", ">", ">", ">", "-->", "" };

	html_switch(h, state, tag);
	while ((t = html_next(h))->kind != HTML_END_OF_FILE) {
		g_string_append(out, opening[t->kind]);
		g_string_append_len(out, t->text.s, t->text.len);
		for (guint i = 0; i < t->n_attributes; i++) {
			g_string_append_c(out, ' ');
			g_string_append_len(out, t->attributes[i].name.s, t->attributes[i].name.len);
			g_string_append_c(out, '=');
			g_string_append_len(out, t->attributes[i].value.s,
					    t->attributes[i].value.len);
		}
		g_string_append(out, t->self_closing ? "/" : "");
		g_string_append(out, closing[t->kind]);
		if (places)
			g_string_append_printf(out, "[%zu+%zu]", t->where.at, t->where.len);
	}
	return arena_strndup(arena, out->str, out->len);
}

#define tokens(s) said((s), sizeof(s) - 1, HTML_DATA, NULL, false)
#define tokens_in(state, tag, s) said((s), sizeof(s) - 1, (state), (tag), false)
#define placed(s) said((s), sizeof(s) - 1, HTML_DATA, NULL, true)

static void
references(void)
{
	g_assert_cmpstr(tokens("&amp;&lt&nbspx&notit;&notin;"), ==, "&<\xc2\xa0x¬it;∉");
	g_assert_cmpstr(tokens("&&;&x;&#;&#x;&#xg;&CounterClockwiseContourIntegral;"), ==,
			"&&;&x;&#;&#x;&#xg;∳");
	g_assert_cmpstr(tokens("&#128;&#x9F&#0;&#xD800;&#x110000;&#99999999999999999999;"), ==,
			"€Ÿ\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	g_assert_cmpstr(tokens("<a b='&amp' c=\"?x&copy=1&copy2&copy;\" d=&lt>"), ==,
			"<a b=& c=?x&copy=1&copy2© d=<>");
	g_assert_cmpstr(tokens("&#13;&#x41"), ==, "\rA");
	g_assert_cmpstr(tokens("&nGt;&zwnj;&ThickSpace;"), ==, "≫⃒\xe2\x80\x8c\xe2\x81\x9f\xe2\x80\x8a");
	g_assert_cmpstr(tokens_in(HTML_RAWTEXT, "style", "&amp;</style>&amp;"), ==, "&amp;</style>&");
}

static void
comments(void)
{
	g_assert_cmpstr(tokens("<!--a--!>b<!-->c<!--->d<!---->e"), ==,
			"<!--a-->b<!---->c<!---->d<!---->e");
	g_assert_cmpstr(tokens("<!--a--!-->b<!--<!---->c<!-- -- > --->"), ==,
			"<!--a--!-->b<!--<!---->c<!-- -- > --->" );
	g_assert_cmpstr(tokens("<!--a--!"), ==, "<!--a-->");
	g_assert_cmpstr(tokens("<!--a---"), ==, "<!--a--->");
	g_assert_cmpstr(tokens("<!x><?y?></ z></>t<![CDATA[u]]>"), ==,
			"<!--x--><!--?y?--><!-- z-->t<!--[CDATA[u]]-->");
	g_assert_cmpstr(tokens_in(HTML_CDATA, NULL, "a]]]>b&amp;]]>"), ==, "a]b&]]>");
	g_assert_cmpstr(tokens("<!doctype HTML PUBLIC 'a' \"b\" c><!doctype>"), ==,
			"<!doctype html><!doctype >");
}

static void
tags(void)
{
	g_assert_cmpstr(tokens("<A HREF=x Href=y =z b/c/>d</A e>f<br/ >"), ==,
			"<a href=x =z= b= c=/>d</a>f<br>");
	g_assert_cmpstr(tokens("a<b"), ==, "a");
	g_assert_cmpstr(tokens("a<b c='>"), ==, "a");
	g_assert_cmpstr(tokens("a<"), ==, "a<");
	g_assert_cmpstr(tokens("a</"), ==, "a</");
	g_assert_cmpstr(tokens("1 < 2 <3 <> <="), ==, "1 < 2 <3 <> <=");
	g_assert_cmpstr(tokens("<a\rb=\"1\r\n2\r3\">\r\n\r"), ==, "<a b=1\n2\n3>\n\n");
	g_assert_cmpstr(tokens("<a\0b c\0=\0>"), ==,
			"<a\xef\xbf\xbd" "b c\xef\xbf\xbd=\xef\xbf\xbd>");
}

static void
raw_text(void)
{
	g_assert_cmpstr(tokens_in(HTML_RCDATA, "title", "a&amp;<b></titlex></TITLE >c<b>"), ==,
			"a&<b></titlex></title>c<b>");
	g_assert_cmpstr(tokens_in(HTML_SCRIPT_DATA, "script",
			"<!--<script></script>a</script>b"), ==,
			"<!--<script></script>a</script>b");
	g_assert_cmpstr(tokens_in(HTML_SCRIPT_DATA, "script",
			"<!--<script></script>--></script><b>"), ==,
			"<!--<script></script>--></script><b>");
	g_assert_cmpstr(tokens_in(HTML_SCRIPT_DATA, "script", "<!--<script--></script><b>"), ==,
			"<!--<script--></script><b>");
	g_assert_cmpstr(tokens_in(HTML_PLAINTEXT, "plaintext", "a</plaintext>&amp;"), ==,
			"a</plaintext>&amp;");
}

static void
followed(void)
{
	static const char s[] = "<title><b></title><Style><i></style><em>";
	struct html *h = html_new(arena, s, sizeof s - 1);
	const struct html_token *t;
	guint starts = 0;

	while ((t = html_next(h))->kind != HTML_END_OF_FILE) {
		starts += t->kind == HTML_START_TAG;
		if (t->kind == HTML_START_TAG)
			html_follow(h, t);
	}
	g_assert_cmpuint(starts, ==, 3);
}

static void
places(void)
{
	static const char s[] = "<p id = 'x&amp;y'>";
	struct html *h = html_new(arena, s, sizeof s - 1);
	const struct html_attribute *a = html_attribute(html_next(h), "id");
	struct html_piece piece;
	struct span rest = html_where(&a->value);

	g_assert_cmpstr(placed("a<b>&amp;c\r\nd</b><!--e-->"), ==,
			"a[0+1]<b>[1+3]&[4+5]c[9+1]\n[10+2]d[12+1]</b>[13+4]<!--e-->[17+8]");
	g_assert_cmpuint(rest.at, ==, 9);
	g_assert_true(html_piece(s, &rest, &piece) && piece.same && piece.where.len == 1);
	g_assert_true(html_piece(s, &rest, &piece) && !piece.same && piece.where.at == 10);
	g_assert_true(piece.len == 1 && *piece.s == '&' && piece.where.len == 5);
	g_assert_true(html_piece(s, &rest, &piece) && piece.same && piece.where.at == 15);
	g_assert_false(html_piece(s, &rest, &piece));
}

/* 100,000 attributes, half of them twice; the hang guard is the test. */
static void
many_attributes(void)
{
	g_autoptr(GString) s = g_string_new("<a");
	const struct html_token *t;

	for (int i = 0; i < 100000; i++)
		g_string_append_printf(s, " n%d=%d", i % 50000, i);
	g_string_append_c(s, '>');
	t = html_next(html_new(arena, s->str, s->len));
	g_assert_cmpuint(t->n_attributes, ==, 50000);
	for (guint i = 0; i < t->n_attributes; i += 4999) {
		g_autofree char *name = g_strdup_printf("n%u=%u", i, i);

		g_assert_cmpint(memcmp(t->attributes[i].name.s, name, strlen(name)), ==, 0);
	}
}

static void
long_things(void)
{
	enum { LEN = 1 << 20 };
	g_autofree char *filler = g_strnfill(LEN, '&');
	g_autofree char *s = g_strdup_printf("<a b='%s' c=%s>%s</a", filler, filler, filler);
	struct html *h = html_new(arena, s, strlen(s));
	const struct html_token *t = html_next(h);

	g_assert_cmpuint(t->attributes[0].value.len, ==, LEN);
	g_assert_true(t->attributes[1].value.same);
	g_assert_cmpuint(html_next(h)->text.len, ==, LEN);
	g_assert_cmpint(html_next(h)->kind, ==, HTML_END_OF_FILE);
	g_assert_cmpint(html_next(h)->kind, ==, HTML_END_OF_FILE);
}

static void
nothing(void)
{
	struct html *h = html_new(arena, "", 0);

	g_assert_cmpint(html_next(h)->kind, ==, HTML_END_OF_FILE);
	html_restart(h, "<!----->", 8);
	g_assert_cmpint(html_next(h)->kind, ==, HTML_COMMENT);
	g_assert_cmpint(html_next(h)->kind, ==, HTML_END_OF_FILE);
}

int
main(int argc, char **argv)
{
	int failed;

	g_test_init(&argc, &argv, NULL);
	arena = arena_new();
	g_test_add_func("/html/references", references);
	g_test_add_func("/html/comments", comments);
	g_test_add_func("/html/tags", tags);
	g_test_add_func("/html/raw-text", raw_text);
	g_test_add_func("/html/followed", followed);
	g_test_add_func("/html/places", places);
	g_test_add_func("/html/many-attributes", many_attributes);
	g_test_add_func("/html/long-things", long_things);
	g_test_add_func("/html/nothing", nothing);
	failed = g_test_run();
	arena_free(arena);
	return failed;
}
