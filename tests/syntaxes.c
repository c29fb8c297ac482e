/* Each syntax of templates, and each accident of theirs, is found where it was left in a mail, as
   plain text and as HTML, and is none in a sample of code. */
#include "load/snapshot.h"

enum { PLAIN = 1, MARKUP = 2, SUBJECT_TOO = 4, NOT_IN_CODE = 8,
       ALWAYS = PLAIN | MARKUP | SUBJECT_TOO | NOT_IN_CODE, TEXT = PLAIN | MARKUP | NOT_IN_CODE };

struct syntax {
	const char *name, *example, *rule;
	unsigned where;
};

static const struct syntax syntaxes[] = {
	{ "mustache", "{{ buyer.nickname }}", "template-placeholder", ALWAYS },
	{ "mustache-broken", "for {{buyer}, with thanks", "template-placeholder", TEXT },
	{ "block-tag", "{% unless parcel.sent %}", "template-placeholder", ALWAYS },
	{ "tt-bracket-percent", "[% parcel.city %]", "template-placeholder", ALWAYS },
	{ "ams-bracket-percent", "[%%FCity%%]", "template-placeholder", ALWAYS },
	{ "mailchimp", "*|LNAME|*", "template-placeholder", ALWAYS },
	{ "percent-double", "%%ParcelCity%%", "template-placeholder", ALWAYS },
	{ "ampscript", "%%=v(@city)=%%", "template-placeholder", ALWAYS },
	{ "ampscript block", "%%[ set @city = 1 ]%%", "template-placeholder", ALWAYS },
	{ "salesforce-merge", "{!Account.City}", "template-placeholder", ALWAYS },
	{ "erb", "<%= parcel.city %>", "template-placeholder", ALWAYS },
	{ "php-open", "<?= $city ?>", "template-placeholder", ALWAYS },
	{ "dollar-brace", "${parcel.city}", "template-placeholder", ALWAYS },
	{ "hash-brace", "#{parcel.city}", "template-placeholder", ALWAYS },
	{ "percent-brace", "%{parcel_city}", "template-placeholder", ALWAYS },
	{ "python-named", "%(city)s", "template-placeholder", ALWAYS },
	{ "printf-positional", "%2$s", "template-placeholder", ALWAYS },
	{ "printf-plain", "parcel to %s was sent", "template-placeholder", TEXT },
	{ "freemarker-directive", "<#list parcels as p>", "template-placeholder", ALWAYS },
	{ "velocity", "$!parcel.city", "template-placeholder", ALWAYS },
	{ "smarty", "{$parcel.city}", "template-placeholder", ALWAYS },
	{ "brace-word", "{parcel_city}", "template-placeholder", TEXT },
	{ "brace-number", "parcel {1} of {2}", "template-placeholder", TEXT },
	{ "square-double", "[[city]]", "template-placeholder", ALWAYS },
	{ "square-upper", "[CITY_NAME]", "template-placeholder", TEXT },
	{ "square-field-words", "[Company name]", "template-placeholder", TEXT },
	{ "square-field-words, pl", "[nazwisko]", "template-placeholder", TEXT },
	{ "square-field-words, ru", "[имя]", "template-placeholder", TEXT },
	{ "angle-field-words", "<last name>", "template-placeholder", TEXT },
	{ "percent-single-upper", "%CITY_NAME%", "template-placeholder", ALWAYS },
	{ "percent-single-lower", "%parcel.city%", "template-placeholder", ALWAYS },
	{ "dollar-double", "$$miasto$$", "template-placeholder", ALWAYS },
	{ "dollar-name-dollar", "$CITY_NAME$", "template-placeholder", ALWAYS },
	{ "sendgrid-dash", "to -company- with thanks", "template-placeholder", TEXT },
	{ "at-model", "@Model.City", "template-placeholder", ALWAYS },
	{ "dotdigital", "@LASTNAME@", "template-placeholder", ALWAYS },
	{ "infusionsoft", "~Company.City~", "template-placeholder", ALWAYS },
	{ "hash-name-hash", "#CITY_NAME#", "template-placeholder", ALWAYS },
	{ "colon-laravel", "sent to :name today", "template-placeholder", TEXT },
	{ "gettext-missing", "translation missing: pl.parcels.sent", "template-error-leak", ALWAYS },
	{ "key-as-text", "emails.parcels.sent.title", "template-error-leak", TEXT },
	{ "js-undefined", "Parcel number: undefined", "template-null-value", TEXT },
	{ "null-none", "Parcel #nil", "template-null-value", TEXT },
	{ "object-dump", "com.shop.Parcel@7c2d1a0f", "template-error-leak", ALWAYS },
	{ "go-fmt-error", "%!d(MISSING)", "template-error-leak", ALWAYS },
	{ "empty-greeting", "Hello ,", "template-empty-value", PLAIN | MARKUP },
	{ "empty-label", "Order number:\nTotal: 49.90", "template-empty-value", PLAIN },
	{ "double-empty", "It was sent today ( ).", "template-empty-value", PLAIN | MARKUP },
	{ "epoch-date", "Delivery on 1970-01-01", "template-epoch-date", TEXT },
	{ "lorem", "Lorem ipsum dolor sit amet", "template-dummy-text", TEXT },
	{ "dummy-marks", "YOUR COMPANY NAME, Polna 7", "template-dummy-text", PLAIN | MARKUP },
	{ "dummy-contact", "Write to help@example.com", "template-dummy-text", PLAIN | MARKUP },
	{ "entity-in-text", "one&nbsp;two", "template-double-escape", TEXT | SUBJECT_TOO },
	{ "tags-in-text", "one<br>two", "template-double-escape", PLAIN | SUBJECT_TOO | NOT_IN_CODE },
	{ "escape-literals", "One,\\nTwo", "template-double-escape", TEXT },
	{ "qp-leftover", "Wys=C5=82ano", "template-double-escape", TEXT },
	{ "encoded-word-leftover", "=?UTF-8?Q?Wys=C5=82ano?=", "template-double-escape", TEXT },
	{ "mojibake-utf8-latin1", "wysÅ‚ano paczkÄ™", "body-mojibake", PLAIN | MARKUP },
	{ "mojibake-utf8-cp1251", "РџРѕСЃС‹Р»РєР°", "body-mojibake", PLAIN | MARKUP },
	{ "mojibake-cp1251-latin1", "Ïîñûëêà", "body-mojibake", PLAIN | MARKUP },
	{ "replacement-char", "wys\xef\xbf\xbd" "ano paczk\xef\xbf\xbd", "body-mojibake", PLAIN | MARKUP },
	{ "stack-trace", "Warning: Undefined array key \"city\" in /srv/mail.php on line 7",
	  "template-error-leak", ALWAYS },
	{ "conditional-broken", "[if mso]", "template-conditional-visible", MARKUP },
};

static struct snapshot *snapshot;

/* Of that rule, in a mail with this body. */
static bool
is_found(const struct syntax *s, const char *subject, const char *type, const char *body)
{
	static const char *const nobody[] = { NULL };
	struct envelope env = { .sender = "shop@shop.example", .rcpts = nobody };
	struct lint_options options = { .class = CLASS_TRANSACTIONAL };
	struct arena *a = arena_new();
	g_autofree char *mail = g_strdup_printf(
		"From: Shop <shop@shop.example>\nTo: Anna <anna@mail.example>\nSubject: %s\n"
		"Date: Fri, 20 Nov 2026 10:00:00 +0100\nMessage-ID: <1@shop.example>\nMIME-Version: 1.0\n"
		"Content-Type: text/%s; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s\n",
		subject, type, body);
	const struct verdict *v = lint_check(snapshot_lint(snapshot), a, &env, mail, strlen(mail),
					     &options);
	bool found = false;

	for (guint i = 0; i < v->findings->len; i++)
		found |= g_str_equal(g_array_index(v->findings, struct finding, i).rule->id, s->rule);
	arena_free(a);
	return found;
}

static void
left_in(gconstpointer data)
{
	const struct syntax *s = data;
	g_autofree char *escaped = g_markup_escape_text(s->example, -1);
	g_autofree char *plain = g_strdup_printf("Dear Anna,\n\nyour parcel is on its way.\n\n%s\n\n"
						 "It will be there on Monday.", s->example);
	g_autofree char *markup = g_strdup_printf("<p>Dear Anna,</p><p>your parcel is on its way.</p>"
						  "<p>%s</p><p>It will be there on Monday.</p>", escaped);

	if (s->where & PLAIN)
		g_assert_true(is_found(s, "Your parcel", "plain", plain));
	if (s->where & MARKUP)
		g_assert_true(is_found(s, "Your parcel", "html", markup));
	if (s->where & SUBJECT_TOO)
		g_assert_true(is_found(s, s->example, "plain", "Your parcel is on its way."));
}

static void
in_code(gconstpointer data)
{
	const struct syntax *s = data;
	static const char *const elements[] = { "pre", "code", "kbd", "samp", "tt" };
	g_autofree char *escaped = g_markup_escape_text(s->example, -1);
	g_autofree char *fenced = g_strdup_printf("Dear Anna,\n\nwrite this into the template:\n\n```\n%s\n"
						  "```\n\nThen send it.", s->example);
	g_autofree char *ticked = g_strdup_printf("Dear Anna,\n\nwrite `%s` into the template, then send it.",
						  s->example);

	for (gsize i = 0; i < G_N_ELEMENTS(elements); i++) {
		g_autofree char *markup = g_strdup_printf("<p>Dear Anna, write this: <%s>%s</%s> and send "
							  "it.</p>", elements[i], escaped, elements[i]);

		g_assert_false(is_found(s, "Your template", "html", markup));
	}
	g_assert_false(is_found(s, "Your template", "plain", fenced));
	g_assert_false(is_found(s, "Your template", "plain", ticked));
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	int status;

	g_test_init(&argc, &argv, NULL);
	message_init();
	snapshot = snapshot_load(NULL, NULL, &error);
	g_assert_no_error(error);
	for (gsize i = 0; i < G_N_ELEMENTS(syntaxes); i++) {
		g_autofree char *left = g_strconcat("/syntaxes/left-in/", syntaxes[i].name, NULL);
		g_autofree char *code = g_strconcat("/syntaxes/in-code/", syntaxes[i].name, NULL);

		g_test_add_data_func(left, &syntaxes[i], left_in);
		if (syntaxes[i].where & NOT_IN_CODE)
			g_test_add_data_func(code, &syntaxes[i], in_code);
	}
	status = g_test_run();
	snapshot_unref(snapshot);
	return status;
}
