#include "core/rule.h"

enum { KB = 1024 };

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->n_bodies; i++) {
		const struct part *p = f->bodies[i].part;
		gsize size = p->kind == PART_HTML ? p->size / KB : 0;
		const struct text *t;

		if (size < (gsize)param(out, "warn-kb"))
			continue;
		t = found_raw(f, "HTML", (struct span){ p->raw.at, 0 });
		if (size >= (gsize)param(out, "kb"))
			found(out, t, text_all(t), "%u KB of HTML; Gmail cuts at %d KB", (guint)size,
			      param(out, "kb"));
		else
			found_for(out, 3, t, text_all(t), "%u KB of HTML; Gmail cuts at %d KB", (guint)size,
				  param(out, "kb"));
	}
}

#define TEN(s)   s s s s s s s s s s
#define CELL     "<td style='font-family:Arial,sans-serif;color:#333333'>and so on</td>"	/* 70 */
#define ROWS     TEN(TEN(CELL))		/* 7 KB */
#define PAGE(s)  HTML("<table><tr>" s "</tr></table>")

const struct rule rule_body_clipped = {
	.id       = "body-clipped",
	.title    = "Gmail will cut the message",
	.why      = "Behind about 102 KB of HTML Gmail shows \"Message clipped\": the end is missing, with "
		    "the address and the link to unsubscribe.",
	.fix      = "Shorten the HTML: take out comments and unused styles, and say less. Pictures do not count.",
	.ignore   = "When none of the readers uses Gmail.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "measured by several: 102 KB",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_VIEWS,
	.params   = {
		{ "kb", 102, 1, 100000, "KB of HTML at which Gmail cuts" },
		{ "warn-kb", 80, 1, 100000, "KB of HTML from which it is a note" },
	},
	.check    = check,
	.examples = {
		HIT (PAGE(ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS),
		     .points = 10),
		HIT (PAGE(ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS), .points = 3),
		HIT (PAGE(ROWS), .set = "kb=5,warn-kb=4", .points = 10),
		PASS(PAGE(ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS)),
		PASS(BODY(ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS ROWS)),
	},
};
