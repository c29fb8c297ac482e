/* Tags of each engine, what is broken, and what the text comes to when it is filled in. */
#include "core/facts_engine.h"

static const char *const faults[] = {
	[TEMPLATE_NEVER_CLOSED] = "open", [TEMPLATE_NEVER_OPENED] = "stray",
	[TEMPLATE_NEVER_ENDED] = "unended", [TEMPLATE_ENDS_NOTHING] = "nothing",
	[TEMPLATE_ENDS_ANOTHER] = "another", [TEMPLATE_STANDS_ALONE] = "alone",
};

/* "kind=words kind=words" */
static char *
broken(const char *engine, const char *s, bool html)
{
	g_autoptr(GString) got = g_string_new(NULL);
	g_autoptr(GArray) tags = g_array_new(FALSE, FALSE, sizeof(struct template_tag));
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct template_fault));

	g_assert_nonnull(template_engine_find(engine));
	template_engine_read(template_engine_find(engine), s, strlen(s), html, tags, found);
	for (guint i = 0; i < found->len; i++) {
		const struct template_fault *f = &g_array_index(found, struct template_fault, i);

		g_string_append_printf(got, "%s%s=", i ? " " : "", faults[f->kind]);
		g_string_append_len(got, s + f->where.at, (gssize)f->where.len);
	}
	return g_string_free(g_steal_pointer(&got), FALSE);
}

static void
whole_and_broken(void)
{
	static const struct {
		const char *engine, *text, *wrong;
	} cases[] = {
		{ "handlebars", "{{#each a as |b|}}{{b.c}}{{^}}none{{/each}} {{> foot}} {{{raw}}} {{~#if x~}}y{{~/if~}}", "" },
		{ "handlebars", "{{!-- {{no}} --}} \\{{text}} {{#> card}}x{{/card}} {{&x}} {{t 'a' b=\"c\"}}", "" },
		{ "handlebars", "{{ name, {{ b }}", "open={{ name," },
		{ "handlebars", "{{name} and more", "open={{name}" },
		{ "handlebars", "Hi {name}}!", "stray={name}}" },
		{ "handlebars", "{{#if a}}{{#each b}}{{/if}}", "unended={{#each b}}" },
		{ "handlebars", "{{#if a}}x{{/each}}", "another={{/each}} unended={{#if a}}" },
		{ "handlebars", "x{{/if}} {{else}}", "nothing={{/if}} alone={{else}}" },
		{ "mustache", "{{#a.b}}{{.}}{{/a.b}}{{^a}}{{/a}}{{=<% %>=}}", "" },
		{ "jinja", "{% set x = 1 %}{% if x %}{{ x|default({'a': 1}) }}{% else %}-{% endif %}{# note #}", "" },
		{ "jinja", "{% set x %}long{% endset %}{% raw %}{{ {% if %}{% endraw %}", "" },
		{ "jinja", "{% for a in b %}{{ a }}", "unended={% for a in b %}" },
		{ "jinja", "{% if a %}{% endfor %}{% endif %}", "another={% endfor %}" },
		{ "jinja", "{% if a } x", "open={% if" },
		{ "jinja", "{{#if a}}{{a}}{{/if}}", "" },
		{ "django", "{% trans \"Hello\" %} {% blocktrans %}x{% endblocktrans %} {% url 'a' %}", "" },
		{ "liquid", "{%- unless a -%}{{ a | date: \"%Y\" }}{%- endunless -%}{% case x %}{% when 1 %}{% endcase %}", "" },
		{ "twig", "{% trans %}x{% endtrans %}{% block a %}{% endblock %}{{ a ? 'b' : 'c' }}", "" },
		{ "erb", "<% @a.each do |b| %><%= b %><% end %><% if x then y end %><%# no %><% unless z -%><% else %><% end %>", "" },
		{ "erb", "<%= form_for(a) { |f| %>x<% } %><% if a %>", "unended=<% if a %>" },
		{ "erb", "<% end %>", "nothing=<% end %>" },
		{ "erb", "<%= name and so on", "open=<%= name" },
		{ "ejs", "<% if (a) { %><%- b %><% } else { %>x<% } %>", "" },
		{ "ejs", "<% if (a) { %>x", "unended=<% if (a) { %>" },
		{ "php", "<?php if ($a): ?>x<?php else: ?>y<?php endif; ?><?= $b ?><?php foreach ($c as $d) { /* } */ ?>z<?php } ?>", "" },
		{ "php", "<?php echo \"}\"; // don't\n$a = 1;", "" },
		{ "php", "<?php foreach ($a as $b): ?>x", "unended=<?php foreach ($a as $b): ?>" },
		{ "freemarker", "<#if a&&b>${a.b?string(\"0\")}<#elseif c>#{d}<#else>x</#if><#list a as b>${b}</#list><@m.x y=1/><#-- </#if> --><#assign z = 1>", "" },
		{ "freemarker", "<#if a>x</#list>", "another=</#list> unended=<#if a>" },
		{ "freemarker", "Hi ${name, <b>x</b>", "open=${name," },
		{ "velocity", "#if($a.b(\"c\"))$!a ${b.c} $!{d}#elseif($e)x#{else}y#end #foreach($x in $y)$x.z#end ## no #if\n#* #if *# $5.00", "" },
		{ "velocity", "#foreach($a in $b) x", "unended=#foreach($a in $b)" },
		{ "velocity", "#end <b style=\"color:#ffffff\">", "nothing=#end" },
		{ "go", "{{- if .A -}}{{.B}}{{else if .C}}{{range $i, $x := .D}}{{$x}}{{end}}{{end}}{{/* if */}}{{template \"x\" .}}", "" },
		{ "go", "{{range .A}}x", "unended={{range .A}}" },
		{ "mailchimp", "*|IF:A|* *|FNAME|* *|ELSE:|* x *|END:IF|*", "" },
		{ "mailchimp", "*|FNAME| and *|LNAME|*", "open=*|FNAME|" },
		{ "mailchimp", "*|IF:A|* x", "unended=*|IF:A|*" },
		{ "smarty", "{if $a}{$a.b|escape}{else}x{/if}{foreach $a as $b}{$b}{/foreach}{* if *} {not a tag}", "" },
		{ "smarty", "{foreach $a as $b}x{/if}", "another={/if} unended={foreach $a as $b}" },
		{ "template-toolkit", "[% IF a %][% a.b | html %][% ELSE %]x[% END %][%# IF %]", "" },
		{ "template-toolkit", "[% FOREACH a IN b %]x", "unended=[% FOREACH a IN b %]" },
		{ "blade", "@if($a) {{ $b }} {!! $c !!} @else x @endif {{-- @if --}} anna@forum.example", "" },
		{ "blade", "@foreach($a as $b) x", "unended=@foreach($a as $b)" },
		{ "thymeleaf", "[[${a}]] [(${b})] @{/x(a=${b})} #{c}", "" },
		{ "activecampaign", "50% off, 20% more: %FIRSTNAME%", "" },
		{ "phpbb", "{USER_NAME} {not a name} {a:b;c}", "" },
		{ "salesforce", "%%FirstName%% %%=v(@a)=%% {!Contact.Name} 100%%", "" },
		{ "mailgun", "%recipient.first% {{x}}", "" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *got = broken(cases[i].engine, cases[i].text, false);

		if (!g_str_equal(got, cases[i].wrong))
			g_test_fail_printf("%s: %s\n  got \"%s\", not \"%s\"", cases[i].engine, cases[i].text,
					   got, cases[i].wrong);
	}
}

static void
style_and_script(void)
{
	static const char css[] = "<style>@media print{#a{b:c}}</style><script>a={b:{c:1}}</script>";
	g_autofree char *html = broken("jinja", css, true), *text = broken("jinja", "a}} b", false);

	g_assert_cmpstr(html, ==, "");
	g_assert_cmpstr(text, ==, "stray=a}}");
}

static void
filled_in(void)
{
	static const struct {
		const char *text, *filled;
	} cases[] = {
		{ "Hello {{name}}!", "Hello 470!" },
		{ "{{#if a}}\nHello\n{{/if}}\nthere", "Hello\nthere" },
		{ "one {{#if a}}two {{/if}}three", "one two three" },
		{ "order{{#if a}}s{{/if}}", "orders" },
		{ "Yes{{else}}No", "Yes/No" },
		{ "width=\"{{w}}\" height=\"{{h}}\"", "width=\"470\" height=\"\"" },
		{ "no tag", "no tag" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct arena *a = arena_new();
		struct facts f = { .arena = a, .engine = template_engine_find("handlebars") };
		struct text t = { .name = "body", .part = "1", .s = cases[i].text, .len = strlen(cases[i].text) };
		const struct text *r = facts_engine_text(&f, &t, false);

		g_assert_cmpstr(r->s, ==, cases[i].filled);
		arena_free(a);
	}
}

static void
places(void)
{
	static const char words[] = "Hello {{name}}, see https://{{host}}/x and https://shop.example/{{id}}";
	struct arena *a = arena_new();
	struct facts f = { .arena = a, .engine = template_engine_find("mustache") };
	struct text t = { .name = "body", .part = "1", .s = words, .len = strlen(words) };
	const struct text *r = facts_engine_text(&f, &t, false), *at = r;
	struct span where = { 6, 3 };

	g_assert_true(facts_engine_has(&f, r, where));
	g_assert_false(facts_engine_has(&f, r, (struct span){ 0, 9 }));
	g_assert_false(facts_engine_has(&f, r, (struct span){ 0, 0 }));
	g_assert_true(facts_engine_has(&f, r, (struct span){ 15, strlen("https://470/x") }));
	g_assert_false(facts_engine_has(&f, r, (struct span){ 33, strlen("https://shop.example/470") }));
	facts_engine_place(&f, &at, &where);
	g_assert_true(at == &t && where.at == 6 && where.len == 8);
	arena_free(a);
}

/* Of hostile templates: every byte is looked at a bounded number of times, so this ends. */
static void
hostile(void)
{
	static const char *const pieces[] = {
		"{{", "}}", "{{#a", "{{#a}}", "{{/b}}", "{%", "{% if %}", "{% trans %}", "{% endif %}",
		"<%", "<?php ", "<#if ", "#if(", "*|", "$", "%%", "[%", "{", "@if(", "<style>",
	};
	g_autofree const char **all = template_engine_names();

	for (const char **names = all; *names; names++)
		for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
			g_autoptr(GString) s = g_string_new(NULL);
			g_autofree char *got = NULL;

			while (s->len < 100 * 1000)
				g_string_append(s, pieces[i]);
			got = broken(*names, s->str, true);
			g_assert_cmpuint(strlen(got), <=, TEMPLATE_FAULTS_MOST * 60 + 100 * 1000);
		}
}

static void
names(void)
{
	g_autofree const char **all = template_engine_names();

	for (const char **n = all; n[0] && n[1]; n++)
		g_assert_cmpstr(n[0], <, n[1]);
	g_assert_true(template_engine_find("Handlebars") == template_engine_find("handlebars"));
	g_assert_null(template_engine_find("word"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/template_engine/whole-and-broken", whole_and_broken);
	g_test_add_func("/template_engine/style-and-script", style_and_script);
	g_test_add_func("/template_engine/filled-in", filled_in);
	g_test_add_func("/template_engine/places", places);
	g_test_add_func("/template_engine/hostile", hostile);
	g_test_add_func("/template_engine/names", names);
	return g_test_run();
}
