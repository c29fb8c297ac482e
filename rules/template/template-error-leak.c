#include "core/rule.h"

static const char *
says(const struct accident *a)
{
	switch (a->kind) {
	case ACCIDENT_ERROR:
		return PHRASE("an error message");
	case ACCIDENT_KEY:
		return PHRASE("the key of a text that has no translation");
	case ACCIDENT_OBJECT:
		return PHRASE("an object of the program, printed as it is");
	default:
		return NULL;
	}
}

/* Errors come in runs: one of each kind, the others as further places. */
static void
check(const struct facts *f, struct findings *out)
{
	found_accidents(f, out, says);
}

const struct rule rule_template_error_leak = {
	.id       = "template-error-leak",
	.title    = "the program that made the mail failed, and it shows",
	.why      = "The reader gets messages meant for its author in place of what they wait for, "
		    "and strangers learn how your system is built.",
	.fix      = "Find the error named here; make the program stop instead of sending when it "
		    "fails.",
	.ignore   = "When the mail is a report about that error.",
	.points   = 40,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_ACCIDENTS,
	.check    = check,
	.examples = {
		HIT (BODY("Your order:\nWarning: Undefined array key \"sum\" in /srv/mail.php on line 12\n"),
		     .at = "Warning: Undefined array key \"sum\" in /srv/mail.php on line 12", .points = 40),
		HIT (BODY("Traceback (most recent call last):\n  File \"mail.py\", line 3")),
		HIT (BODY("Zamówienie\n\tat pl.sklep.Mail.wyslij(Mail.java:33)\n"),
		     .at = "at pl.sklep.Mail.wyslij(Mail.java:33)"),
		HIT (SUBJECT("translation missing: pl.order.subject"),
		     .at = "translation missing: pl.order.subject"),
		HIT (HTML("<h1>emails.orders.created.title</h1><p>Order 4711</p>"),
		     .at = "emails.orders.created.title"),
		HIT (BODY("Seu pedido com.loja.Pedido@1a2b3c4d foi enviado."),
		     .at = "com.loja.Pedido@1a2b3c4d"),
		HIT (BODY("Заказ %!s(MISSING) принят."), .at = "%!s(MISSING)"),
		HIT (BODY("SQLSTATE[42S02]: Base table or view not found"),
		     .at = "SQLSTATE[42S02]: Base table or view not found"),
		HIT (BODY("Order #<Order:0x00007f3a> is ready."), .at = "#<Order:0x00007f3a>"),
		PASS(BODY("Warning: the offer ends soon. Notice: closed on Monday.")),
		PASS(BODY("Meet us at Shop(5) or see mail.shop.example and email.news.shop.example/a.")),
		PASS(BODY("Write to Anna.Maria@feedbeef.example or to messages.team@shop.example")),
		PASS(BODY("Your file emails.backup.2026.tar.gz is ready; translation is missing.")),
		PASS(HTML("<pre>Traceback (most recent call last):\n  File \"a.py\"</pre><p>Solved.</p>")),
	},
};
