/* What a reader sees of HTML, and the way back from it. */
#include "core/html_view.h"
#include "core/limits.h"

static struct arena *arena;

static const struct html_view *
view_of(const char *s, gsize len)
{
	struct text *t = arena_new0(arena, struct text);

	*t = (struct text){ .name = "body", .part = "1", .s = s, .len = len, .n_steps = 1,
			    .raw = { 0, len } };
	map_init(&t->steps[0], arena);
	return html_view(arena, t);
}

static const char *
visible(const char *s)
{
	return view_of(s, strlen(s))->visible->s;
}

static const char *
hidden(const char *s)
{
	return view_of(s, strlen(s))->hidden->s;
}

static const struct html_link *
link_at(const struct html_view *v, guint i)
{
	g_assert_cmpuint(i, <, v->links->len);
	return &g_array_index(v->links, struct html_link, i);
}

static const struct html_image *
image_at(const struct html_view *v, guint i)
{
	g_assert_cmpuint(i, <, v->images->len);
	return &g_array_index(v->images, struct html_image, i);
}

static char *
cut(const struct text *t, struct span s)
{
	g_assert_cmpuint(s.at + s.len, <=, t->len);
	return arena_strndup(arena, t->s + s.at, s.len);
}

static void
lines(void)
{
	g_assert_cmpstr(visible("  a \n\t b  <b> c </b>d"), ==, "a b c d");
	g_assert_cmpstr(visible("a<br>b<br><br>c<div>d</div>e"), ==, "a\nb\n\nc\nd\ne");
	g_assert_cmpstr(visible("<p>a<p>b</p></p>c"), ==, "a\n\nb\n\nc");
	g_assert_cmpstr(visible("<ul><li>a<li>b</ul>c"), ==, "a\nb\nc");
	g_assert_cmpstr(visible("<table><tr><td>a<td>b<tr><td>c</td> <td>d</table>e"), ==,
			"a\tb\nc\td\ne");
	g_assert_cmpstr(visible("x<pre>\n a\n  b</pre>y"), ==, "x\n\n\n a\n  b\n\ny");
	g_assert_cmpstr(visible("<title>t</title><style>s</style><script>x</script>a"
				"<template>b</template><noscript>c</noscript>d"), ==, "ad");
	g_assert_cmpstr(visible("a<img src=x>b"), ==, "a b");
	g_assert_cmpstr(visible("<a style='display:block'>a</a><a style='display:block'>b</a>"), ==,
			"a\nb");
	g_assert_cmpstr(visible("a<wbr>b&amp;c&nbsp;d&#32; &#10;e"), ==, "ab&c\xc2\xa0" "d e");
	g_assert_cmpstr(visible("a</body></html>b<svg><title>t</title><path/></svg>c"), ==, "abc");
}

static void
concealed(void)
{
	static const char *const ways[] = {
		"<div style='display:none'>h</div>", "<div style='DISPLAY : None !important'>h</div>",
		"<div style='visibility:hidden'>h</div>", "<div style=\"color:red;font-size:0px\">h</div>",
		"<div style='max-height:0;overflow:hidden'>h</div>", "<div style='opacity:0.0'>h</div>",
		"<div style='mso-hide:all'>h</div>", "<div hidden>h</div>",
		"<!--[if mso]>h<![endif]-->", "<div style='display:none;display:block;display:none'>h</div>",
	};
	static const char *const shown[] = {
		"<div style='display:none;display:block'>h</div>", "<div style='opacity:0.5'>h</div>",
		"<div style='max-height:0'>h</div>", "<!--[if !mso]><!-->h<!--<![endif]-->",
		"<![if !mso]>h<![endif]>", "<a style='mso-hide:all'>h</a>",
		"<td style='font-size:0'>h</td>",	/* a cell without a table is none */
		"<div style='font-size:0'><p style='font-size:13px'>h</div>",
		"<div style='visibility:hidden'><b style='visibility:visible'>h</b></div>",
	};

	for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
		g_autofree char *s = g_strdup_printf("a%sb", ways[i]);

		g_test_message("%s", s);
		g_assert_null(strchr(visible(s), 'h'));
		g_assert_cmpstr(hidden(s), ==, "h");
	}
	for (guint i = 0; i < G_N_ELEMENTS(shown); i++) {
		g_test_message("%s", shown[i]);
		g_assert_cmpstr(visible(shown[i]), ==, "h");
		g_assert_cmpstr(hidden(shown[i]), ==, "");
	}
}

/* Hidden ends where browsers end it, however the tags are nested. */
static void
malformed(void)
{
	g_assert_cmpstr(visible("<div hidden><div>x</div>y</div>z"), ==, "z");
	g_assert_cmpstr(visible("<p hidden>x<p>y"), ==, "y");
	g_assert_cmpstr(visible("<ul><li hidden>x<li>y</ul>"), ==, "y");
	g_assert_cmpstr(visible("<table><tr><td hidden>x<td>y</table>z"), ==, "y\nz");
	g_assert_cmpstr(visible("<div><span hidden>x</div>y"), ==, "y");
	g_assert_cmpstr(visible("<div hidden>x</span></b></p></td></table>y</div>z"), ==, "z");
	g_assert_cmpstr(visible("<span hidden><div>x</span>y</div></span>z"), ==, "z");
	g_assert_cmpstr(visible("<b style='display:none'><div>x</b>y</div>z"), ==, "y\nz");
	g_assert_cmpstr(visible("<div hidden>x<br>y<img><hr></div>z"), ==, "z");
	g_assert_cmpstr(visible("<div><table><tr><td hidden>x</div>y</td></tr></table>z</div>"), ==, "z");
	g_assert_cmpstr(visible("<a hidden>x<a>y</a>"), ==, "y");
	g_assert_cmpstr(visible("<div hidden>x"), ==, "");
	g_assert_cmpstr(visible("a<!--b"), ==, "a");
	g_assert_cmpstr(visible("<table><tr><td>a<table><tr><td>b</table>c</td><td>d</table>"), ==,
			"a\nb\nc\td");
}

static void
preheader(void)
{
	static const char s[] = "<body> <!--[if mso]>m<![endif]--><div style=display:none>First&nbsp;"
		"words&zwnj;&nbsp;&zwnj;&nbsp;&#847;&shy;</div><div hidden>&zwnj;&nbsp;</div>"
		"Hello<div hidden>later</div>";
	const struct html_view *v = view_of(s, sizeof s - 1);

	g_assert_cmpstr(v->visible->s, ==, "Hello");
	g_assert_true(g_str_has_prefix(cut(v->hidden, v->preheader), "First\xc2\xa0words"));
	g_assert_cmpuint(v->preheader.len, <, 20);
	g_assert_cmpuint(view_of("a<p hidden>b", 12)->preheader.len, ==, 0);
	g_assert_cmpstr(visible("a\xe2\x80\x8b\xe2\x80\x8b\xe2\x80\x8b b"), ==, "a\xe2\x80\x8b b");
	g_assert_cmpstr(visible("co\xc2\xadop"), ==, "co\xc2\xadop");
}

static void
links(void)
{
	static const char s[] = "x <a href=' http://a.example/?b&amp;c\n d '> Click <b>here</b> </a>. "
		"<a href=i><img src='cid:p' alt='A &amp; B' width=20 style='height:15pt'></a>"
		"<a name=n>n</a><div hidden><a href=h>h</a></div>"
		"<!--[if mso]><v:rect href=v></v:rect><a href=o>o</a><![endif]--><img><a href=open>open";
	const struct html_view *v = view_of(s, sizeof s - 1);

	g_assert_cmpuint(v->links->len, ==, 7);
	g_assert_cmpstr(link_at(v, 0)->target->s, ==, "http://a.example/?b&c d");
	g_assert_cmpstr(cut(v->visible, link_at(v, 0)->shown), ==, "Click here");
	g_assert_true(link_at(v, 0)->visible && link_at(v, 0)->has_href);
	g_assert_cmpint(s[link_at(v, 0)->where.at], ==, '<');
	g_assert_true(link_at(v, 1)->has_image && link_at(v, 1)->shown.len == 0);
	g_assert_true(!link_at(v, 2)->has_href && link_at(v, 2)->target->len == 0);
	g_assert_false(link_at(v, 3)->visible || link_at(v, 4)->visible || link_at(v, 5)->visible);
	g_assert_cmpstr(link_at(v, 4)->target->s, ==, "v");
	g_assert_cmpstr(link_at(v, 5)->target->s, ==, "o");
	g_assert_cmpint(s[link_at(v, 5)->where.at + 1], ==, 'a');
	g_assert_cmpstr(cut(v->visible, link_at(v, 6)->shown), ==, "open");
	g_assert_cmpuint(v->images->len, ==, 2);
	g_assert_cmpstr(image_at(v, 0)->source->s, ==, "cid:p");
	g_assert_cmpstr(image_at(v, 0)->alt->s, ==, "A & B");
	g_assert_cmpint(image_at(v, 0)->width, ==, 20);
	g_assert_cmpint(image_at(v, 0)->height, ==, 20);
	g_assert_cmpint(image_at(v, 0)->link, ==, 1);
	g_assert_true(image_at(v, 1)->link == -1 && image_at(v, 1)->width == -1 && !image_at(v, 1)->alt);
}

/* What a view notes on its way, and where. */
static void
marks(void)
{
	static const struct { const char *s; enum html_mark what; guint n; const char *where; } cases[] = {
		{ "<a onclick=x>a</a><b onload=y>", HTML_MARK_HANDLER, 2, "<a onclick=x>" },
		{ "<link rel=StyleSheet href=a>", HTML_MARK_SHEET, 1, "<link rel=StyleSheet href=a>" },
		{ "<link rel=stylesheet href=//fonts.example/a>", HTML_MARK_SHEET, 0, "" },
		{ "<style>p { } @IMPORT 'a'; @media x { }</style>", HTML_MARK_IMPORT, 1,
		  "p { } @IMPORT 'a'; @media x { }" },
		{ "<meta http-equiv=Refresh content=1><meta charset=utf-8>", HTML_MARK_REFRESH, 1,
		  "<meta http-equiv=Refresh content=1>" },
		{ "<base target=_blank>", HTML_MARK_BASE, 0, "" },
		{ "<base href=a>", HTML_MARK_BASE, 1, "<base href=a>" },
		{ "<tAbLe><tr><td HrEf=a>", HTML_MARK_MIXED_CASE, 2, "<tAbLe>" },
		{ "<TABLE><Tr><td bgColor=red>", HTML_MARK_MIXED_CASE, 0, "" },
		{ "<mj-text>a<o:p></o:p><span>b</span>", HTML_MARK_UNKNOWN, 1, "<mj-text>" },
		{ "<div>a</div></div></p></span>", HTML_MARK_STRAY_END, 1, "</div>" },
		{ "<p>a<ul><li>b<table><tr><td>c</table></ul>", HTML_MARK_UNCLOSED, 0, "" },
		{ "<div><a>b", HTML_MARK_UNCLOSED, 2, "" },
		{ "<html>a</html> <p>abc</p>", HTML_MARK_AFTER_END, 3, "abc" },
		{ "<p style='display:none'>ab&nbsp;&zwnj;c</p>", HTML_MARK_HIDDEN, 3, "ab" },
		{ "<p class=x style='display:none'>ab<b>c</b></p><p style='mso-hide:all'>d</p>",
		  HTML_MARK_HIDDEN, 0, "" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct html_view *v = view_of(cases[i].s, strlen(cases[i].s));

		g_test_message("%s", cases[i].s);
		g_assert_cmpuint(v->marked[cases[i].what].n, ==, cases[i].n);
		g_assert_cmpstr(cut(v->source, v->marked[cases[i].what].where), ==, cases[i].where);
	}
}

static void
about_itself(void)
{
	static const char s[] = "<html lang=pl><head><title> A &amp;\n B</title><meta http-equiv="
		"Content-Type content='text/html; charset=iso-8859-2'><script>1</script>"
		"<script type=application/ld+json>{}</script><body><form><iframe></iframe>"
		"<code>c</code> x <pre>p <kbd>k</kbd></pre>";
	const struct html_view *v = view_of(s, sizeof s - 1);

	g_assert_cmpstr(v->lang->s, ==, "pl");
	g_assert_cmpstr(v->title->s, ==, "A & B");
	g_assert_cmpstr(v->meta_charset->s, ==, "iso-8859-2");
	g_assert_cmpuint(v->marked[HTML_MARK_SCRIPT].n, ==, 1);
	g_assert_cmpuint(v->marked[HTML_MARK_FORM].n, ==, 1);
	g_assert_cmpuint(v->marked[HTML_MARK_EMBED].n, ==, 1);
	g_assert_cmpuint(v->code->len, ==, 2);
	g_assert_cmpstr(cut(v->visible, g_array_index(v->code, struct span, 1)), ==, "p k");
	g_assert_null(view_of("x", 1)->title);
	g_assert_true(view_of("&lt;!--[if mso]>", 16)->conditional_visible);
	g_assert_false(view_of("[if you like]", 13)->conditional_visible);
}

/* All that is quoted, one behind the other. */
static void
quoted(void)
{
	static const struct { const char *s, *quoted; } cases[] = {
		{ "Mine <blockquote type=cite><p>theirs</p><blockquote>both</blockquote>on</blockquote> mine",
		  "[theirs\n\nboth\non]" },
		{ "<p>Mine</p><div class=\"gmail_extra gmail_quote\">On Monday Anna wrote:<br>theirs</div>"
		  "<p>mine</p><span class=gmail_signature>Shop</span>",
		  "[On Monday Anna wrote:\ntheirs][Shop]" },
		{ "<div>Mine<div id=appendonsend></div><hr><div id=x_divRplyFwdMsg>From: Anna</div></div>"
		  "<p>theirs</p>", "[From: Anna\n\ntheirs]" },
		{ "<p>Mine</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm "
		  "0cm'><p>From: Anna</p></div><p>theirs</p>", "[From: Anna\n\ntheirs]" },
		{ "<div style='border:none;border-top:solid #eee 1px;padding:9px'>Footer</div>", "" },
		{ "<!--[if mso]><div id=divRplyFwdMsg></div><![endif]--><p class='quote signature'>Mine</p>", "" },
		{ "<blockquote style=display:none>hidden</blockquote>mine", "" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct html_view *v = view_of(cases[i].s, strlen(cases[i].s));
		g_autoptr(GString) all = g_string_new(NULL);

		for (guint k = 0; k < v->quoted->len; k++)
			g_string_append_printf(all, "[%s]", cut(v->visible,
					       g_array_index(v->quoted, struct span, k)));
		g_test_message("%s", cases[i].s);
		g_assert_cmpstr(all->str, ==, cases[i].quoted);
	}
}

static void
way_back(void)
{
	static const char s[] = "<p>\n  Gr\xc3\xbc\xc3\x9f" "e &amp;  Ende</p><a href=\" &quot;x&quot;y\">";
	const struct html_view *v = view_of(s, sizeof s - 1);
	const struct text *href = link_at(v, 0)->target;
	struct place p = text_place(v->visible, (struct span){ 0, 7 });

	g_assert_cmpstr(v->visible->s, ==, "Grüße & Ende");
	g_assert_true(v->visible->of == v->source);
	g_assert_cmpuint(p.line, ==, 2);
	g_assert_cmpuint(p.column, ==, 3);
	g_assert_cmpuint(p.raw_offset, ==, 6);
	g_assert_cmpuint(p.raw_length, ==, 7);
	p = text_place(v->visible, (struct span){ 8, 1 });
	g_assert_cmpuint(p.raw_offset, ==, 14);
	g_assert_cmpuint(p.raw_length, ==, 5);
	p = text_place(v->visible, (struct span){ 10, 4 });
	g_assert_cmpmem(s + p.raw_offset, p.raw_length, "Ende", 4);
	g_assert_true(p.exact);
	g_assert_cmpstr(href->s, ==, "\"x\"y");
	p = text_place(href, (struct span){ 1, 1 });
	g_assert_cmpmem(s + p.raw_offset, p.raw_length, "x", 1);
	p = text_place(href, (struct span){ 0, 1 });
	g_assert_cmpmem(s + p.raw_offset, p.raw_length, "&quot;", 6);
}

static char *
repeated(const char *s, guint n)
{
	GString *out = g_string_new(NULL);

	while (n--)
		g_string_append(out, s);
	return g_string_free(out, FALSE);
}

/* Where headings and pictures stand in what is read. */
static void
layout(void)
{
	static const char html[] = "<h1>Order <b>4711</b></h1><p>one <img src=a>two</p><h2></h2>"
		"<p><img src=b></p><h3>end</h3>";
	const struct html_view *v = view_of(html, sizeof html - 1);

	g_assert_cmpstr(v->visible->s, ==, "Order 4711\n\none two\n\nend");
	g_assert_cmpuint(v->headings->len, ==, 2);
	g_assert_cmpstr(cut(v->visible, g_array_index(v->headings, struct span, 0)), ==, "Order 4711");
	g_assert_cmpstr(cut(v->visible, g_array_index(v->headings, struct span, 1)), ==, "end");
	g_assert_cmpuint(image_at(v, 0)->at, ==, strlen("Order 4711\n\none"));
	g_assert_false(image_at(v, 0)->begins_line);
	g_assert_cmpuint(image_at(v, 1)->at, ==, strlen("Order 4711\n\none two"));
	g_assert_true(image_at(v, 1)->begins_line);
}

/* Linear, or the suite's hang guard ends it. */
static void
much(void)
{
	static const char *const units[] = {
		"<div>", "<b>", "</b>", "<b></i>", "<i><table><td>", "<p>x", "<li>x", "<a href=x>y",
		"<img src=a>", "<!--[if mso]>x<![endif]-->", "<table>", "<table><tr><td>", "&amp;", "a\n",
		"<div hidden>", "<x y>", "<", "<svg>", "<a href=&#9;>", "&zwnj;&nbsp;", "<!--[if mso]>",
		"<i><td></i>", "</table>", "<p style=display:none>x", "<pre>", "<title>",
	};

	for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
		g_autofree char *s = repeated(units[i], 200000);
		struct arena *kept = arena;

		g_test_message("200,000 of %s", units[i]);
		arena = arena_new();
		g_assert_nonnull(view_of(s, strlen(s)));
		arena_free(arena);
		arena = kept;
	}
}

static void
limits(void)
{
	g_autofree char *s = repeated("<a href=x>y</a>", LIMIT_LINKS + 1);
	g_autofree char *t = repeated("<img src=x>", LIMIT_IMAGES + 1);

	g_assert_cmpuint(view_of(s, strlen(s))->links->len, ==, LIMIT_LINKS);
	g_assert_cmpuint(view_of(s, strlen(s))->limits, ==, LIMIT_HIT_LINKS);
	g_assert_cmpuint(view_of(t, strlen(t))->limits, ==, LIMIT_HIT_LINKS);
	g_assert_cmpuint(view_of(t, strlen(t) - 11)->limits, ==, 0);
}

int
main(int argc, char **argv)
{
	int failed;

	g_test_init(&argc, &argv, NULL);
	arena = arena_new();
	g_test_add_func("/html_view/lines", lines);
	g_test_add_func("/html_view/concealed", concealed);
	g_test_add_func("/html_view/malformed", malformed);
	g_test_add_func("/html_view/preheader", preheader);
	g_test_add_func("/html_view/links", links);
	g_test_add_func("/html_view/about-itself", about_itself);
	g_test_add_func("/html_view/marks", marks);
	g_test_add_func("/html_view/quoted", quoted);
	g_test_add_func("/html_view/way-back", way_back);
	g_test_add_func("/html_view/layout", layout);
	g_test_add_func("/html_view/much", much);
	g_test_add_func("/html_view/limits", limits);
	failed = g_test_run();
	arena_free(arena);
	return failed;
}
