#include "core/rule.h"

static const struct phrase_hit *
announcement(const struct body *b)
{
	for (guint i = 0; i < b->hits->len; i++) {
		const struct phrase_hit *h = &g_array_index(b->hits, struct phrase_hit, i);

		if (g_str_equal(h->list, "attachment") &&
		    !(b->words.v[h->first].flags & WORD_QUOTED))
			return h;
	}
	return NULL;
}

/* A forwarded message is as good as a file; so is a picture. */
static bool
has_anything(const struct facts *f)
{
	if (f->files->len)
		return true;
	for (guint i = 0; i < f->message->parts->len; i++) {
		enum part_kind kind = g_array_index(f->message->parts, struct part, i).kind;

		if (kind == PART_FILE || kind == PART_IMAGE || kind == PART_MESSAGE)
			return true;
	}
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	if (has_anything(f) || f->message->bare)
		return;
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct phrase_hit *h =
			f->bodies[i].alternative ? NULL : announcement(&f->bodies[i]);

		if (!h)
			continue;
		found(out, f->bodies[i].text, h->where, "the text says \"%s\"",
		      arena_strndup(f->arena, f->bodies[i].text->s + h->where.at, h->where.len));
		return;
	}
}

const struct rule rule_body_attachment_missing = {
	.id       = "body-attachment-missing",
	.title    = "the text speaks of an attachment, but there is none",
	.why      = "The reader looks for a file that is not there, and writes back or calls.",
	.fix      = "Attach the file, or change the text.",
	.ignore   = "When the text speaks of a file sent earlier, or of one that waits "
		    "on a web page.",
	.points   = 15,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_ALL,
	.needs    = FACTS_PHRASES | FACTS_FILES,
	.check    = check,
	.examples = {
		HIT (BODY("Dear Anna,\n\nplease find attached the invoice for your order."),
		     .at = "please find attached"),
		HIT (BODY("Fakturę przesyłamy w załączniku."), .at = "w załączniku"),
		HIT (BODY("Здравствуйте! Счёт во вложении."), .at = "во вложении"),
		HIT (BODY("Prezada Anna, segue em anexo a nota fiscal."), .at = "em anexo"),
		HIT (HTML("<p>Die Rechnung finden Sie <b>im Anhang</b>.</p>"), .at = "im Anhang"),
		HIT (BODY("Adjunto la factura de su pedido."), .at = "Adjunto la"),
		HIT (BODY("Vous trouverez la facture ci-jointe."), .at = "ci-jointe"),
		HIT (BODY("In allegato trova la fattura del suo ordine."), .at = "In allegato trova"),
		HIT (BODY("A számlát mellékeljük a levélhez."), .at = "mellékeljük"),
		HIT (BODY("Рахунок у вкладенні до цього листа."), .at = "Рахунок у вкладенні"),
		PASS(HEAD "Subject: Your invoice\nContent-Type: multipart/mixed; boundary=b\n\n"
		     "--b\nContent-Type: text/plain\n\nPlease find attached the invoice.\n"
		     "--b\nContent-Type: application/pdf; name=invoice.pdf\n"
		     "Content-Disposition: attachment; filename=invoice.pdf\n\n%PDF-1.4\n--b--\n"),
		PASS(BODY("The sensor is attached to the device with two screws.")),
		PASS(BODY("Zasady opisano w załączniku nr 2 do regulaminu.")),
		PASS(BODY("Статус заказа виден в приложении.")),
		PASS(BODY("> Please find attached the invoice.\n\nThank you, it arrived.")),
	},
};
