#include "core/rule.h"

enum { TIMES = 35, LEAST = 60 };	/* tenths of the subject; characters */

/* What editors and templates put there until somebody else does. */
static const char *const left_over[] = {
	"Untitled", "Untitled Document", "New Document", "Document", "Page Title", "Your title goes here",
	"*|MC:SUBJECT|*",
};

static bool
is_left_over(const struct text *title)
{
	for (gsize i = 0; i < G_N_ELEMENTS(left_over); i++)
		if (g_ascii_strcasecmp(title->s, left_over[i]) == 0)
			return true;
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	glong subject = (glong)f->subject_counts.points;

	for (guint i = 0; i < f->n_bodies; i++) {
		const struct text *title = f->bodies[i].html ? f->bodies[i].html->title : NULL;
		glong n;

		if (!title || !title->len)
			continue;
		if (is_left_over(title)) {
			found(out, title, text_all(title), "it still says %s", title->s);
			continue;
		}
		if (title->len < LEAST || !subject)
			continue;
		n = g_utf8_strlen(title->s, (gssize)title->len);
		if (n >= LEAST && n * 10 > subject * TIMES)
			found(out, title, text_all(title), "%u characters; the subject has %u",
			      (guint)n, (guint)subject);
	}
}

#define TITLE(s) HTML("<html><head><title>" s "</title></head><p>Hello.</p></html>")

const struct rule rule_html_title = {
	.id       = "html-title",
	.title    = "the title of the HTML does not fit the subject",
	.why      = "Some programs show it in tabs and previews, and filters add points where it says far "
		    "more than the subject.",
	.fix      = "Let <title> be the subject.",
	.ignore   = "When nobody sees the title where your readers open it.",
	.points   = 8,
	.evidence = EVIDENCE_C,
	.source   = "SpamAssassin HTML_TITLE_SUBJ_DIFF",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_VIEWS,
	.check    = check,
	.examples = {
		HIT (TITLE("Bicycles, tents, boots and everything else for your holidays at half the price"),
		     .at = "Bicycles, tents, boots and everything else for your holidays at half the price"),
		HIT (TITLE("Untitled Document"), .at = "Untitled Document"),
		HIT (TITLE("*|MC:SUBJECT|*")),
		PASS(TITLE("Your order 4711")),
		PASS(TITLE("Harbour Bikes: order 4711 is ready")),
		PASS(HTML("<html><p>Hello.</p></html>")),
	},
};
