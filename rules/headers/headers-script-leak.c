#include "core/rule.h"

/* Fields in which web servers and control panels tell which script sent the mail, and as whom. */
static const char *const leaks[] = {
	"X-PHP-Script", "X-PHP-Originating-Script", "X-PHP-Filename", "X-AntiAbuse", "X-Source",
	"X-Source-Args", "X-Source-Dir", "X-Get-Message-Sender-Via", "X-Authenticated-Sender",
	"X-EN-UserInfo", "X-EN-OrigIP",
};

static bool
is_leak(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(leaks); i++)
		if (g_ascii_strcasecmp(name, leaks[i]) == 0)
			return true;
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	guint places = 0;

	for (guint i = 0; i < f->message->fields->len; i++) {
		const struct field *field = &g_array_index(f->message->fields, struct field, i);

		if (g_ascii_toupper(*field->name) != 'X' || !is_leak(field->name))
			continue;
		if (!places++)
			found(out, field->value, text_all(field->value), "in %s", field->name);
		else
			found_also(out, field->value, text_all(field->value));
	}
}

const struct rule rule_headers_script_leak = {
	.id       = "headers-script-leak",
	.title    = "the header tells which script sent the mail",
	.why      = "It shows attackers what runs on your server, and filters know it from hacked sites: "
		    "up to three points.",
	.fix      = "In php.ini set mail.add_x_header = Off, or send through SMTP with a login.",
	.ignore   = "When the server takes the field out before the mail leaves.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "SpamAssassin PHP_SCRIPT, PHP_ORIG_SCRIPT",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT ("From: a@shop.example\nX-PHP-Originating-Script: 33:class-phpmailer.php\n"
		     "Subject: Order\n\nHello.\n", .at = "33:class-phpmailer.php"),
		HIT ("From: a@shop.example\nx-php-script: shop.example/mail.php for 192.0.2.7\n"
		     "Subject: Order\n\nHello.\n"),
		PASS("From: a@shop.example\nX-Mailer: Shop 3.1\nX-Priority: 3\nSubject: Order\n\nHello.\n"),
		PASS(BODY("X-PHP-Script: that is a header field.")),
	},
};
