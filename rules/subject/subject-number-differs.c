#include "core/rule.h"

static bool
is_anywhere(const struct facts *f, const struct figure *figure)
{
	for (guint i = 0; i < f->n_bodies; i++)
		if (facts_figures_has(figure, &f->bodies[i]))
			return true;
	return false;
}

/* A number of the same length in the text that reads as if it were this one. */
static const struct figure *
other_of(const struct facts *f, const struct figure *figure)
{
	for (guint i = 0; i < f->figures->len; i++) {
		const struct figure *o = &g_array_index(f->figures, struct figure, i);

		if (o->kind == FIGURE_NUMBER && o->body == f->main && o->where.len == figure->where.len)
			return o;
	}
	return NULL;
}

/* In a conversation the subject is that of the first mail. */
static bool
is_answer(const struct facts *f)
{
	return message_field(f->message, "In-Reply-To", 0) ||
	       message_field(f->message, "References", 0) || facts_subject_prefix(f).len;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct figure *one = NULL, *other;

	for (guint i = 0; i < f->figures->len; i++) {
		const struct figure *figure = &g_array_index(f->figures, struct figure, i);

		if (figure->body != &f->subject || figure->kind != FIGURE_NUMBER)
			continue;
		if (one)
			return;		/* several: each may be meant */
		one = figure;
	}
	if (!one || !f->main || is_answer(f) || is_anywhere(f, one))
		return;
	other = other_of(f, one);
	if (!other)
		return;
	found(out, f->subject.text, one->where, "the text says %s",
	      arena_strndup(f->arena, other->body->text->s + other->where.at, other->where.len));
	found_also(out, other->body->text, other->where);
}

#define ORDER(subject, body) HEAD "Subject: " subject "\n\n" body "\n"

const struct rule rule_subject_number_differs = {
	.id       = "subject-number-differs",
	.title    = "subject and text name different numbers",
	.why      = "The reader does not know which order or invoice it is about, and asks.",
	.fix      = "Fill both from the same value; look whether the text was taken from an older "
		    "mail.",
	.ignore   = "When they are numbers of two things: of an order and of its parcel.",
	.points   = 20,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_FIGURES,
	.check    = check,
	.examples = {
		HIT (ORDER("Your order #4711", "Thank you for order #4712. It is on its way."),
		     .at = "4711", .points = 20),
		HIT (ORDER("Faktura nr FV/2026/118", "Faktura nr FV/2026/117 jest w zalaczniku."),
		     .at = "FV/2026/118"),
		HIT (ORDER("Pedido No. 20931", "Seu pedido No. 20930 foi enviado."), .at = "20931"),
		PASS(ORDER("Your order #4711", "Thank you for order 4711. It is on its way.")),
		PASS(ORDER("Your order #4711", "See https://shop.example/o/4711 for invoice #1234.")),
		PASS(ORDER("Your order #4711", "It is on its way. Ticket #20931 is closed.")),
		PASS(ORDER("Your order #4711", "It is on its way.")),
		PASS(ORDER("Re: Your order #4711", "No, it is about order #4712.")),
		PASS(ORDER("Orders #4711 and #4712", "Order #4713 will follow.")),
	},
};
