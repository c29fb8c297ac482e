#include "core/rule.h"

enum { SURE = 3 };	/* a weight: codes, passwords, activations */

static bool
is_necessary(const struct body *b)
{
	for (guint i = 0; b && b->hits && i < b->hits->len; i++) {
		const struct phrase_hit *h = &g_array_index(b->hits, struct phrase_hit, i);

		if (h->weight >= SURE && g_str_equal(h->list, "transactional"))
			return true;
	}
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *field = message_field(f->message, "List-Unsubscribe", 0);

	if (field && f->class_certain && (is_necessary(&f->subject) || is_necessary(f->main)))
		found(out, field->value, text_all(field->value), "the mail brings a code or a password");
}

#define RESET(field, s) HEAD field "Subject: Reset your password\n\n" s "\n"
#define LEAVE "List-Unsubscribe: <https://shop.example/u/1>\n"

const struct rule rule_headers_list_unsubscribe_on_transactional = {
	.id       = "headers-list-unsubscribe-on-transactional",
	.title    = "readers can unsubscribe from mail that they need",
	.why      = "Whoever presses the button once may never get a password or a code again.",
	.fix      = "Leave List-Unsubscribe out of mail that the reader has asked for.",
	.ignore   = "When the button only ends what the reader can do without.",
	.points   = 0,
	.evidence = EVIDENCE_C,
	.source   = "Gmail sender FAQ 14229414; Yahoo sender FAQ",
	.classes  = CLASS_TRANSACTIONAL,
	.needs    = FACTS_PHRASES | FACTS_CLASS,
	.check    = check,
	.examples = {
		HIT (RESET(LEAVE, "Hello, here is the link: https://shop.example/p/1"),
		     .at = "<https://shop.example/u/1>"),
		PASS(RESET("", "Hello, here is the link: https://shop.example/p/1")),
		PASS(HEAD LEAVE "Subject: Anna answered you\n\nThank you, see you on Monday.\n"),
	},
};
