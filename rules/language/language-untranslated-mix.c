#include "core/rule.h"

/* Words of a language, and the first paragraph in it. */
struct share {
	const char *language;
	const struct paragraph *first;
	guint words;
};

enum { LANGUAGES = 4 };

static guint
own_words(const struct body *b, const struct paragraph *p)
{
	guint n = 0;

	for (guint i = p->first; i < p->first + p->n; i++)
		n += !(b->words.v[i].flags & (WORD_QUOTED | WORD_CODE | WORD_OTHER | WORD_DIGITS));
	return n;
}

/* Most words first; returns those of all languages. */
static guint
tally(const struct body *b, struct share shares[LANGUAGES])
{
	guint all = 0;

	for (guint i = 0; i < b->paragraphs->len; i++) {
		const struct paragraph *p = &g_array_index(b->paragraphs, struct paragraph, i);
		guint n = own_words(b, p), k = 0;

		if (!p->language || !n)
			continue;
		all += n;
		while (k < LANGUAGES - 1 && shares[k].language && !g_str_equal(shares[k].language, p->language))
			k++;
		if (!shares[k].language)
			shares[k] = (struct share){ p->language, p, 0 };
		shares[k].words += n;
		for (; k && shares[k].words > shares[k - 1].words; k--) {
			struct share s = shares[k];

			shares[k] = shares[k - 1];
			shares[k - 1] = s;
		}
	}
	return all;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct body *b = f->main;
	struct share shares[LANGUAGES] = { { NULL, NULL, 0 } };
	guint all = b ? tally(b, shares) : 0, second = shares[1].words;
	const struct word *first, *last;

	if (second < (guint)param(out, "least-words") ||
	    second * 100 < all * (guint)param(out, "least-percent"))
		return;
	first = &b->words.v[shares[1].first->first];
	last = first + shares[1].first->n - 1;
	found(out, b->text, (struct span){ first->at, last->at + last->len - first->at },
	      "this is %s, most of the mail %s", shares[1].language, shares[0].language);
}

#define GERMAN "Guten Tag Anna,\n\nIhre Bestellung wurde heute Morgen verschickt und wird am Montag bei Ihnen " \
	"sein. Bitte sehen Sie nach, ob alles in der Schachtel ist, was Sie bestellt haben.\n\n"

const struct rule rule_language_untranslated_mix = {
	.id       = "language-untranslated-mix",
	.title    = "part of the mail is in another language",
	.why      = "Parts of a template that nobody translated look careless, and some readers do not "
		    "understand them.",
	.fix      = "Translate the whole template, its footer too.",
	.ignore   = "When the mail is meant for readers of both languages.",
	.points   = 5,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_LANGUAGE,
	.level    = LEVEL_NOTE,
	.params   = {
		{ "least-words", 15, 5, 1000, "words in the other language, at least" },
		{ "least-percent", 15, 1, 50, "their share, at least, in percent" },
	},
	.check    = check,
	.examples = {
		HIT (BODY(GERMAN "You receive this mail because you have an account in our shop. If you do not want "
			  "to hear from us, change your settings there."),
		     .at = "You receive this mail because you have an account in our shop. If you do not want "
			   "to hear from us, change your settings there"),
		PASS(BODY(GERMAN "Sie bekommen diese Nachricht, weil Sie ein Konto in unserem Laden haben.")),
		PASS(BODY(GERMAN "Thank you for the fish, and see you soon.")),
		PASS(BODY(GERMAN "> You receive this mail because you have an account in our shop. If you do not\n"
			  "> want to hear from us, change your settings there.")),
	},
};
