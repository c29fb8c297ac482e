#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct body *b = &f->bodies[i];

		for (guint k = 0; !b->alternative && k < b->hits->len; k++) {
			const struct phrase_hit *h = &g_array_index(b->hits, struct phrase_hit, k);

			if (!g_str_equal(h->list, "credential-request") || !facts_speaks(f, h->language) ||
			    (b->words.v[h->first].flags & (WORD_QUOTED | WORD_CODE)))
				continue;
			found(out, b->text, h->where, "a secret is asked for");
			return;
		}
	}
}

const struct rule rule_body_credential_request = {
	.id       = "body-credential-request",
	.title    = "the text asks for a secret by mail",
	.why      = "Phishing asks so; filters and readers are taught that nobody honest does, and mail is "
		    "no place for a secret.",
	.fix      = "Send the reader to the login page that he knows.",
	.ignore   = "When it is an example of what not to do.",
	.points   = 5,
	.evidence = EVIDENCE_C,
	.source   = "SpamAssassin FILL_THIS_FORM, FORM_FRAUD; Onet",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_PHRASES | FACTS_LANGUAGE,
	.check    = check,
	.examples = {
		HIT (BODY("Your mailbox is full. Please reply with your password, so that we can make room "
			  "for you."), .at = "reply with your password", .points = 5),
		HIT (BODY("Twoja skrzynka jest pełna. Prześlij nam hasło, a ją powiększymy."),
		     .at = "Prześlij nam hasło"),
		HIT (BODY("Ваш ящик переполнен. Пришлите нам ваш пароль, и мы его увеличим."),
		     .at = "Пришлите нам ваш пароль"),
		HIT (BODY("Sua caixa está cheia. Envie-nos sua senha para que possamos ampliá-la."),
		     .at = "Envie-nos sua senha"),
		HIT (BODY("Ihr Postfach ist voll. Senden Sie uns Ihr Passwort, damit wir es vergrößern."),
		     .at = "Senden Sie uns Ihr Passwort"),
		PASS(BODY("Never send us your password, and never reply with your PIN. We do not ask for it.")),
		PASS(BODY("Reset your password on our page: https://shop.example/p")),
		PASS(BODY("> Please reply with your password\n\nIs this from you?")),
	},
};
