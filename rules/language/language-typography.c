#include "core/rule.h"

enum { EACH = 1 };

static void
check(const struct facts *f, struct findings *out)
{
	found_slips(f, out, GRAMMAR_TYPING, EACH);
	if (param(out, "doubtful"))
		found_slips(f, out, GRAMMAR_DOUBTFUL, EACH);
}

const struct rule rule_language_typography = {
	.id       = "language-typography",
	.title    = "slip of typing",
	.why      = "Doubled words and stray blanks or marks look careless; a doubled blank is "
		    "often a value that was left empty.",
	.fix      = "Write it as shown.",
	.ignore   = "When it is meant so: a word said twice, a name that ends in a full stop.",
	.points   = 6,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_GRAMMAR,
	.level    = LEVEL_NOTE,
	.params   = {
		{ "doubtful", 0, 0, 1, "1: also small letters behind a full stop, and single brackets" },
	},
	.check    = check,
	.examples = {
		HIT (BODY("Dear Anna,\n\nyour order is ready for for pickup in our shop."),
		     .at = "for for", .points = 1),
		HIT (BODY("Dear Anna,\n\nyour order is ready , please come to our shop on Monday."),
		     .at = "ready ,"),
		HIT (BODY("Dear Anna,\n\nyour order is ready,please come to our shop on Monday."),
		     .at = "ready,please"),
		HIT (BODY("Dear Anna,\n\nyour order is ready.Please come to our shop on Monday."),
		     .at = "ready.Please"),
		HIT (BODY("Dear Anna,\n\nyour order is ready. please come to our shop on Monday."),
		     .at = "ready. please", .set = "doubtful=1"),
		HIT (BODY("Dear Anna,\n\nyour order  is ready, please come to our shop on Monday."),
		     .at = "order  is"),
		HIT (BODY("Dear Anna,\n\nyour order (with the gift is ready, please come to our shop "
			  "on Monday."), .at = "(", .set = "doubtful=1"),
		/* A title that ends in a full stop, and a bracket that was opened a mail ago. */
		PASS(BODY("Dear Anna,\n\nyour question How do I pay for it. has an answer, please look "
			  "at it (on our page.")),
		PASS(BODY("Dear Anna,\n\nthis is what we need from you:\n\ni) your name,\nii) your "
			  "address,\niii) the number of the order."), .set = "doubtful=1"),
		PASS(BODY("Dear Anna,\n\nyour order is ready, please come to our shop (Polna 7) on "
			  "Monday. It is on Node.js and costs approx. ten dollars :-)")),
		PASS(BODY("Dear Anna,\n\nthis is what you ordered from our shop on Monday:\n\n"
			  "blue shirt      two\nred shoes       one\nTotal :         three\n\n"
			  "a) we pack it\nb) you fetch it")),
		/* Code, and what others wrote. */
		PASS(BODY("Dear Anna,\n\nyour order is ready, type `find for for ,please` there.\n\n"
			  "----- Original Message -----\nFrom: Anna <anna@mail.example>\nSent: Monday\n"
			  "To: Shop\n\nIs it ready for for pickup ,please")),
		PASS(HTML("<p>Dear Anna, your order is ready, please come to our shop.</p><blockquote "
			  "type=\"cite\">Is it ready for for pickup ,please</blockquote>")),
		/* French sets its marks so. */
		PASS(BODY("Bonjour Anna,\n\nvotre commande est prête dans notre magasin ! Vous venez "
			  "lundi ? Merci de votre réponse.")),
	},
};
