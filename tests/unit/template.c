#include "core/template.h"

static char *
scan(const char *s, enum template_in in)
{
	g_autoptr(GString) got = g_string_new(NULL);
	struct template_match m;
	gsize len = strlen(s);

	for (gsize from = 0; template_next(s, len, from, in, &m); from = m.where.at + m.where.len) {
		g_string_append(got, got->len ? " " : "");
		g_string_append_printf(got, "%s%s=", m.pattern, m.certain ? "" : "?");
		g_string_append_len(got, s + m.where.at, (gssize)m.where.len);
	}
	return g_string_free(g_steal_pointer(&got), FALSE);
}

static void
placeholders(void)
{
	static const struct {
		const char *text, *found;
	} cases[] = {
		{ "Hello {{ customer.first_name }}!", "mustache={{ customer.first_name }}" },
		{ "{{{raw}}} {{#each items}} {{/each}} {{> foot}}",
		  "mustache={{{raw}}} mustache={{#each items}} mustache={{/each}} mustache={{> foot}}" },
		{ "{{ config('app.name') }} {{ \"x\" | t }}",
		  "mustache={{ config('app.name') }} mustache={{ \"x\" | t }}" },
		{ "Здравствуйте, {{имя}}!", "mustache={{имя}}" },
		{ "Hello {{name},", "mustache-broken?={{name}" },
		{ "Hello {name}},", "mustache-broken?={name}}" },
		{ "Hello {{name, welcome", "mustache-broken?={{name" },
		{ "{% if order.paid %}yes{%- endif -%}", "block-tag={% if order.paid %} block-tag={%- endif -%}" },
		{ "{!Contact.FirstName}", "salesforce-merge={!Contact.FirstName}" },
		{ "{$customer.firstname|escape}", "smarty={$customer.firstname|escape}" },
		{ "Witaj {firstname},", "brace-word?={firstname}" },
		{ "Witaj {imię},", "brace-word?={imię}" },
		{ "Hello {0}, {1}", "brace-number={0} brace-number={1}" },
		{ "${order.number} $!{user.name}", "dollar-brace=${order.number} dollar-brace=$!{user.name}" },
		{ "$$imie$$", "dollar-double=$$imie$$" },
		{ "$!user.name and $user.name.", "velocity?=$!user.name velocity?=$user.name" },
		{ "$FIRST_NAME$", "dollar-name-dollar=$FIRST_NAME$" },
		{ "Sent on $date to $first_name.", "dollar-name?=$date dollar-name?=$first_name" },
		{ "%%FirstName%% %%=v(@name)=%% %%[var @x]%%",
		  "percent-double=%%FirstName%% ampscript=%%=v(@name)=%% ampscript=%%[var @x]%%" },
		{ "%{order_number}", "percent-brace=%{order_number}" },
		{ "%(name)s %1$s", "python-named=%(name)s printf-positional=%1$s" },
		{ "Order %s was shipped, %d items", "printf-plain?=%s printf-plain?=%d" },
		{ "%FIRSTNAME% %recipient.name% %web-site%",
		  "percent-upper=%FIRSTNAME% percent-lower=%recipient.name% percent-lower=%web-site%" },
		{ "#{user.name} #ORDER_ID#", "hash-brace=#{user.name} hash-name=#ORDER_ID#" },
		{ "#if($x) #foreach($y in $z)", "velocity?=#if( velocity?=#foreach(" },
		{ "[% anketa.base.firstName %] [%%FFullName%%]",
		  "tt-bracket-percent=[% anketa.base.firstName %] ams-bracket-percent=[%%FFullName%%]" },
		{ "[[firstname]] [FIRST_NAME]", "square-double=[[firstname]] square-upper?=[FIRST_NAME]" },
		{ "*|FNAME|* *|IF:PAID|*", "mailchimp=*|FNAME|* mailchimp=*|IF:PAID|*" },
		{ "<%= @user.name %> <?= $x ?>", "erb=<%= @user.name %> php-open=<?= $x ?>" },
		{ "<#if user>", "freemarker-directive=<#if " },
		{ "@Model.Name @FIRSTNAME@", "at-model=@Model.Name dotdigital=@FIRSTNAME@" },
		{ "~Contact.FirstName~", "infusionsoft=~Contact.FirstName~" },
		{ "Hello -first_name-,", "dash-name?=-first_name-" },
		{ "Dear :customer_name, order :order_id", "colon-name?=:customer_name colon-name?=:order_id" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *got = scan(cases[i].text, TEMPLATE_IN_TEXT);

		g_assert_cmpstr(got, ==, cases[i].found);
	}
}

/* Wherever it stands, and whatever the length of the text. */
static void
anywhere(void)
{
	static const char *const texts[] = {
		"{{name}}", "{% if x %}", "$!{user.name}", "%FIRSTNAME%", "#ORDER_ID#", "[[firstname]]",
		"*|FNAME|*", "<%= @user.name %>", "@FIRSTNAME@", "~Contact.FirstName~", "-first_name-",
		":customer_name",
	};
	static const char *const nulls[] = {
		"#null", "#undefined", "#NaN", "[object Object]", "#NULL", "#None", "#nil", "(null)", "<null>",
	};

	for (gsize before = 0; before < 80; before++)
		for (gsize after = 0; after < 40; after += 13) {
			g_autofree char *left = g_strnfill(before, '.'), *right = g_strnfill(after, '.');
			struct span at;

			for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
				g_autofree char *s = g_strconcat(left, " ", texts[i], " ", right, NULL);
				struct template_match m;

				g_assert_true(template_next(s, strlen(s), 0, TEMPLATE_IN_TEXT, &m));
				g_assert_cmpuint(m.where.at, ==, before + 1);
			}
			for (gsize i = 0; i < G_N_ELEMENTS(nulls); i++) {
				g_autofree char *s = g_strconcat(left, " ", nulls[i], " ", right, NULL);

				g_assert_true(template_null_next(s, strlen(s), 0, NULL, NULL, &at));
				g_assert_cmpuint(at.at, ==, before + 1 + (*nulls[i] == '#'));
			}
		}
}

/* Ordinary mail: each of these once looked like a placeholder to somebody's filter. */
static void
no_placeholders(void)
{
	static const char *const texts[] = {
		"It costs $5.00 or $1,000 and US$20; A$AP", "100% cotton, 50%off%now, 20 %d'alcool",
		"Rabat 20% i 30% na wszystko", "#sale #new#hot #1 #PROMO#SALE", "[JIRA-12] Fix login",
		"[SPAM] Win", "[EXT] hello", "[Northwind] Password reset", "[OK]", "{Spam?} {Bounce}",
		"anna@shop.example",
		"https://shop.example/?q=%C5%BC%C3%B3%C5%82%C4%87&x=%20abc%20",
		"https://shop.example/zam%c3%b3wienie%c4%99%aba%c4", "body { color: red; } @media{a{b:c}}",
		"{\"@context\":\"https://schema.org\",\"@type\":\"Order\"}", ":dvd: :smile: :thumbs_up:",
		"see [text](https://shop.example)", "\\d{2,3} x{2}", "- name - date -",
		"10:00-12:00 -- 5-6", "~5 minutes ~ 10", "*bold* |table|", "@anna and @BOB", "x@Y.Z@w",
		"Cena: 49,90 zł", "{{", "}}", "{{}}", "{{ }}", "{% %}", "${}", "%%", "<% %", "***|||***",
		"$$$ cash $$$", "$AAPL and $MSFT", "R$ 10,00", "5 < 6 and 7 > 6", "C:\\new\\{x", "100%s",
		"{!Thu, Sep 05, 2002", "{!Thu, Sep 5}", "{$_}", "{$draft $t 0}", "Ratio 3:name? no", "50%% off", "e-mail--link", "%", "{", "$", "#", "[", "a:date",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *got = scan(texts[i], TEMPLATE_IN_TEXT);
		g_autofree char *target = scan(texts[i], TEMPLATE_IN_TARGET);

		g_assert_cmpstr(got, ==, "");
		g_assert_cmpstr(target, ==, "");
	}
}

static void
targets(void)
{
	static const struct {
		const char *target, *found;
	} cases[] = {
		{ "https://shop.example/{{order}}", "mustache={{order}}" },
		{ "https://shop.example/%7B%7Border%7D%7D", "mustache=%7B%7Border%7D%7D" },
		{ "{shop_url}", "brace-word?={shop_url}" },
		{ "%unsubscribe_url%", "percent-lower=%unsubscribe_url%" },
		{ "*|UNSUB|*", "mailchimp=*|UNSUB|*" },
		{ "https://shop.example/a%20b%20c?x=%s", "" },
		{ "https://shop.example/:name/x", "" },
		{ "https://shop.example/?utm_source=mail&sum=$total", "" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *got = scan(cases[i].target, TEMPLATE_IN_TARGET);

		g_assert_cmpstr(got, ==, cases[i].found);
	}
}

static bool
dear(gsize at, const void *data)
{
	const char *s = data;

	return at >= 5 && memcmp(s + at - 5, "Dear ", 5) == 0;
}

static void
null_values(void)
{
	static const struct {
		const char *text, *found;
	} cases[] = {
		{ "Order #null has shipped", "null" }, { "Заказ №undefined", "undefined" },
		{ "Total: NaN", "NaN" }, { "Total: $NaN", "NaN" }, { "Razem: NaN zł", "NaN" },
		{ "Dear undefined,", "undefined" }, { "Hi [object Object]!", "[object Object]" },
		{ "Price:\tnull\nQty: 1", "null" }, { "x\nnull\ny", "null" }, { "Name: (null)", "(null)" },
		{ "Order #None", "None" }, { "Dear None,", "None" },
		{ "Attachments: None", NULL }, { "Balance: nil", NULL }, { "Total: null Euro", NULL },
		{ "The result is undefined here.", NULL }, { "null and void", NULL },
		{ "Mr. Null came", NULL }, { "x = null;", NULL }, { "https://x.example/#null-1", NULL },
		{ "annul: nullified", NULL }, { "Dear Nan,", NULL }, { "", NULL },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *s = cases[i].text;
		struct span at;
		bool found = template_null_next(s, strlen(s), 0, dear, s, &at);

		if (found != (cases[i].found != NULL))
			g_test_fail_printf("%s: %s", s, found ? "found" : "not found");
		if (found && cases[i].found)
			g_assert_cmpmem(s + at.at, at.len, cases[i].found, strlen(cases[i].found));
	}
}

static void
hostile(void)
{
	static const char *const what[] = { "{{", "{% a", "<%", "%%[", "%%a", "${a", "[[a", "*|A", "%7B%7B",
					    "{{a ", "$", ":a_b", "#A", "<?=", "null ", "[object " };

	for (gsize i = 0; i < G_N_ELEMENTS(what); i++) {
		g_autoptr(GString) s = g_string_new(NULL);
		struct template_match m;
		struct span at;
		gsize n = 0;

		while (s->len < 1 << 20)
			g_string_append(s, what[i]);
		for (gsize from = 0; template_next(s->str, s->len, from, 0xff, &m);
		     from = m.where.at + m.where.len) {
			g_assert_cmpuint(m.where.len, >, 0);
			n++;
		}
		for (gsize from = 0; template_null_next(s->str, s->len, from, NULL, NULL, &at);
		     from = at.at + at.len)
			n++;
		g_assert_cmpuint(n, <, 1 << 20);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/template/placeholders", placeholders);
	g_test_add_func("/template/no-placeholders", no_placeholders);
	g_test_add_func("/template/anywhere", anywhere);
	g_test_add_func("/template/targets", targets);
	g_test_add_func("/template/null-values", null_values);
	g_test_add_func("/template/hostile", hostile);
	return g_test_run();
}
