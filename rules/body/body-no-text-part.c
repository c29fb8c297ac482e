#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	if (!f->main || !f->main->html || f->message->bare)
		return;
	for (guint i = 0; i < f->n_bodies; i++)
		if (!f->bodies[i].html)
			return;
	found(out, found_nowhere(f, "body"), (struct span){ 0, 0 }, "the only text part is HTML");
}

const struct rule rule_body_no_text_part = {
	.id       = "body-no-text-part",
	.title    = "there is no plain text version",
	.why      = "Watches, screen readers and text mail programs show the plain version; "
		    "filters charge a little for mail that has HTML only.",
	.fix      = "Send multipart/alternative: first text/plain with the same content, then "
		    "text/html.",
	.ignore   = "When the mail goes to readers whose programs you know.",
	.points   = 8,
	.evidence = EVIDENCE_C,
	.source   = "RFC 2046 5.1.4; rspamd MIME_HTML_ONLY",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (HTML("<p>Your order 4711 is ready.</p>"), .points = 8),
		PASS(BODY("Your order 4711 is ready.")),
		PASS(HEAD "Subject: Your order\nContent-Type: multipart/alternative; boundary=b\n\n"
		     "--b\nContent-Type: text/plain\n\nYour order is ready.\n"
		     "--b\nContent-Type: text/html\n\n<p>Your order is ready.</p>\n--b--\n"),
		PASS(HTML("<p>Thanks!</p>"), .class = CLASS_PERSONAL),
	},
};
