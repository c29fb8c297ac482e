#include "core/rule.h"

/* Links a reader sees as such: to the web, each target once. */
static guint
count(const struct facts *f, const struct link **ret_last)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	guint n = 0;

	for (guint i = 0; i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (l->body != f->main || l->hidden || !*l->host)
			continue;
		*ret_last = l;
		n += g_hash_table_add(seen, g_strndup(l->target->s + l->where.at, l->where.len));
	}
	return n;
}

static void
check(const struct facts *f, struct findings *out)
{
	guint most = (guint)param(out, "per-message"), ratio = (guint)param(out, "per-100-words");
	const struct link *last = NULL;
	guint n, words;

	if (!f->main || f->links->len <= (guint)param(out, "free"))
		return;
	n = count(f, &last);
	words = f->main->words.visible;
	if (n > most)
		found(out, last->target, last->where, "%u links, more than %u", n, most);
	else if (n > (guint)param(out, "free") && n * 100 > words * ratio)
		found(out, last->target, last->where, "%u links in %u words", n, words);
}

const struct rule rule_links_density = {
	.id       = "links-density",
	.title    = "many links for so little text",
	.why      = "Readers lose the one link that matters. Filters are said to count links; none "
		    "whose rules are public does.",
	.fix      = "Keep the link the mail is about, and put the rest on the page it opens.",
	.ignore   = "When the links are the content: a list of documents, a timetable.",
	.points   = 3,
	.evidence = EVIDENCE_D,
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_LINKS | FACTS_WORDS,
	.params   = {
		{ "per-100-words", 15, 1, 1000, "links in 100 words above which it speaks" },
		{ "per-message", 30, 1, 5000, "links in a message above which it speaks" },
		{ "free", 6, 0, 5000, "links that are always fine" },
	},
	.check    = check,
	.examples = {
		HIT (BODY("One http://a.example/1 two http://a.example/2 three http://a.example/3"),
		     .at = "http://a.example/3", .points = 3, .set = "free=2"),
		HIT (BODY("We tell you all about the four pages that you may wish to read some day: "
			  "http://a.example/1 http://a.example/2 http://a.example/3 and finally "
			  "http://a.example/4"), .at = "http://a.example/4",
		     .set = "free=2,per-message=3,per-100-words=1000"),
		PASS(BODY("One http://a.example/1 two http://a.example/2 three http://a.example/3")),
		PASS(BODY("See http://a.example/1 or http://a.example/1 or http://a.example/1"),
		     .set = "free=2"),
	},
};
