#include "report/report_html.h"

enum { AROUND = 60, MARK = 160, CIRCLE = 100 };

/* Bands of quality, in percent, and how they are called. */
static const struct {
	int from;
	const char *class, *says;
} bands[] = {
	{ 100, "good", "Nothing to improve" },
	{ 89,  "good", "In good order, with small remarks" },
	{ 69,  "fair", "Good, with remarks" },
	{ 39,  "fair", "Needs some work" },
	{ 0,   "poor", "Needs a lot of work" },
};

/* Areas as people know them, in the order in which a mail is read. */
static const struct {
	const char *id, *says;
} areas[] = {
	{ "subject", "Subject" },
	{ "template", "Placeholders" },
	{ "body", "Text" },
	{ "language", "Language" },
	{ "links", "Links" },
	{ "images", "Pictures" },
	{ "html", "HTML" },
	{ "attachments", "Attachments" },
	{ "headers", "Header fields" },
	{ "addresses", "Addresses" },
	{ "auth", "Sender and domain" },
	{ "mime", "Structure and size" },
	{ "allowance", "Allowances" },
	{ "own", "Own rules" },
};

const char *
report_html_area(const char *id)
{
	for (gsize i = 0; i < G_N_ELEMENTS(areas); i++)
		if (g_str_equal(areas[i].id, id))
			return areas[i].says;
	return id;
}

static const char *const level_words[] = { "", "note", "warning", "error" };

/* ---- quality ---- */

static gsize
band_of(int quality)
{
	gsize i = 0;

	while (quality < bands[i].from)
		i++;
	return i;
}

static void
add_gauge(struct page *p)
{
	bool refused = p->v->action == ACTION_REJECT;

	page_add(p->out, "<div class=\"gauge %s\"><svg viewBox=\"0 0 36 36\" aria-hidden=\"true\">"
		 "<circle class=\"track\" cx=\"18\" cy=\"18\" r=\"15.5\" pathLength=\"%d\"></circle>"
		 "<circle class=\"value\" cx=\"18\" cy=\"18\" r=\"15.5\" pathLength=\"%d\" "
		 "stroke-dasharray=\"%d %d\"></circle></svg><p><strong>%d&#160;%%</strong> %s</p></div>",
		 refused ? "poor" : bands[band_of(p->v->quality)].class, CIRCLE, CIRCLE, p->v->quality,
		 CIRCLE, p->v->quality, page_say(p, "quality"));
}

static guint
count(const struct verdict *v, enum level level)
{
	guint n = 0;

	for (guint i = 0; i < v->findings->len; i++)
		n += g_array_index(v->findings, struct finding, i).level == level;
	return n;
}

static void
add_counts(struct page *p)
{
	static const struct {
		enum level level;
		const char *says;
	} levels[] = {
		{ LEVEL_ERROR, "errors" }, { LEVEL_WARN, "warnings" }, { LEVEL_NOTE, "notes" },
	};

	page_add(p->out, "<ul class=\"counts\">");
	for (gsize i = 0; i < G_N_ELEMENTS(levels); i++) {
		guint n = count(p->v, levels[i].level);

		page_add(p->out, "<li class=\"%s\">%s <strong>%u</strong></li>",
			 n ? level_name(levels[i].level) : "none", page_say(p, levels[i].says), n);
	}
	page_add(p->out, "</ul>");
}

static void
add_row(struct page *p, const char *name, const char *value, const char *why)
{
	page_add(p->out, "<dt>%s</dt><dd>%s", name, value);
	if (*why)
		page_add(p->out, " <span class=\"why\">%s</span>", why);
	page_add(p->out, "</dd>");
}

static void
add_policy(struct page *p)
{
	static const char *const actions[] = {
		[ACTION_ACCEPT] = "lets it pass", [ACTION_TAG] = "lets it pass, marked",
		[ACTION_HOLD] = "holds it", [ACTION_REJECT] = "refuses it",
	};
	const struct verdict *v = p->v;
	g_autofree char *points = g_strdup_printf("%d", v->points);
	g_autofree char *policy = report_plain(v->policy->name);
	g_autofree char *why = report_class_why(v, p->o->words);

	page_add(p->out, "<dl class=\"policy\">");
	add_row(p, page_say(p, "Class"), page_say(p, class_name(v->class)), why);
	add_row(p, page_say(p, "Policy"), policy, page_say(p, mode_name(v->policy->mode)));
	add_row(p, page_say(p, "In mode enforce it"), page_say(p, actions[v->action]), "");
	if (p->o->taken)
		add_row(p, page_say(p, "What was done"), page_say(p, p->o->taken), "");
	add_row(p, page_say(p, "Points"), points, page_say(p, "0 is clean"));
	page_add(p->out, "</dl>");
}

/* ---- areas ---- */

struct area {
	const char *id;
	gsize len;
	guint rules, found;
	int points;
};

static bool
is_of(const struct rule *r, const char *area, gsize len)
{
	return strcspn(r->id, "-") == len && memcmp(r->id, area, len) == 0;
}

static struct area
area_of(const struct verdict *v, const char *id, gsize len)
{
	struct area a = { .id = id, .len = len };
	const struct policy *policy = v->policy;

	for (guint i = 0; policy->all[i]; i++)
		a.rules += is_of(policy->all[i], id, len) && policy->rules[i].level != LEVEL_OFF &&
			   (policy->all[i]->classes & v->class);
	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		if (is_of(f->rule, id, len)) {
			a.found++;
			a.points += f->points;
		}
	}
	return a;
}

static void
add_area(struct page *p, const char *says, const struct area *a)
{
	int quality = MAX(0, 100 - a->points);
	gsize band = band_of(quality);

	page_add(p->out, "<tr><th scope=\"row\">%s</th>", page_say(p, says));
	if (!a->rules) {
		page_add(p->out, "<td colspan=\"3\" class=\"off\">%s</td></tr>",
			 page_say(p, "no rule looks at it in mail of this class"));
		return;
	}
	page_add(p->out, "<td class=\"bar %s\"><svg viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" "
		 "aria-hidden=\"true\"><rect class=\"track\" width=\"100\" height=\"6\"></rect>"
		 "<rect class=\"value\" width=\"%d\" height=\"6\"></rect></svg></td>"
		 "<td class=\"percent\">%d&#160;%%</td><td class=\"found\">",
		 bands[band].class, quality, quality);
	if (a->found)
		page_add(p->out, "<span class=\"word\">%s: </span>%u", page_say(p, "findings"), a->found);
	else
		page_add(p->out, "<span class=\"word\">%s</span>", page_say(p, "nothing found"));
	page_add(p->out, "</td></tr>\n");
}

static void
add_areas(struct page *p)
{
	page_add(p->out, "<table class=\"areas\"><caption>%s</caption><thead class=\"sr\"><tr>"
		 "<th scope=\"col\">%s</th><td></td><th scope=\"col\">%s</th><th scope=\"col\">%s</th>"
		 "</tr></thead><tbody>", page_say(p, "Quality by area"), page_say(p, "area"),
		 page_say(p, "quality"), page_say(p, "findings"));
	for (gsize i = 0; i < G_N_ELEMENTS(areas); i++) {
		struct area a = area_of(p->v, areas[i].id, strlen(areas[i].id));
		const struct rule *const *all = p->v->policy->all;
		bool exists = false;

		/* What costs nothing is no part of quality. */
		for (guint k = 0; all[k] && !exists; k++)
			exists = all[k]->points && is_of(all[k], a.id, a.len);
		if (exists)
			add_area(p, areas[i].says, &a);
	}
	page_add(p->out, "</tbody></table>");
}

void
report_html_verdict(struct page *p)
{
	page_add(p->out, "<section class=\"verdict\" aria-labelledby=\"m%uv\">"
		 "<div class=\"summary\"><h3 id=\"m%uv\">%s</h3>", p->number, p->number,
		 page_say(p, bands[band_of(p->v->quality)].says));
	add_counts(p);
	add_policy(p);
	page_add(p->out, "</div>");
	add_gauge(p);
	add_areas(p);
	page_add(p->out, "</section>\n");
}

/* ---- findings ---- */

static void
add_excerpt(struct page *p, const struct page_place *place)
{
	const struct text *t = place->text;
	gsize at = MIN(place->where.at, t->len), len = MIN(place->where.len, t->len - at);
	const char *begin = t->s + at, *end = begin + len;

	if (!t->len)
		return;
	for (guint n = AROUND; n && begin > t->s && begin[-1] != '\n'; n--)
		begin = g_utf8_prev_char(begin);
	for (guint n = AROUND; n && end < t->s + t->len && *end != '\n'; n--)
		end = g_utf8_next_char(end);
	page_add(p->out, "<blockquote dir=\"auto\"");
	report_html_lang(p, t, at);
	page_add(p->out, ">");
	if (begin > t->s && begin[-1] != '\n')
		page_add(p->out, "…");
	page_text(p->out, begin, (gsize)(t->s + at - begin));
	page_add(p->out, "<mark class=\"%s\">", level_name(place->of->level));
	page_line(p->out, t->s + at, len, MARK);
	page_add(p->out, "</mark>");
	page_text(p->out, t->s + at + len, (gsize)(end - (t->s + at + len)));
	if (end < t->s + t->len && *end != '\n')
		page_add(p->out, "…");
	page_add(p->out, "</blockquote>");
}

static void
add_view(struct page *p, const struct page_place *place, char view, const char *says)
{
	g_autofree char *id = page_anchor(p, place, view);

	if (g_hash_table_contains(p->anchors, id))
		page_add(p->out, " · <a href=\"#%s\">%s</a>", id, page_say(p, says));
}

static void
add_place(struct page *p, const struct page_place *place)
{
	struct place at = text_place(place->text, place->where);

	page_add(p->out, "<p class=\"place\">%s",
		 report_where(p->v->facts->arena, place->text, place->where, p->o->words));
	if (at.raw_length)
		page_add(p->out, " <span class=\"size\">(%s %u)</span>", page_say(p, "line of the file:"),
			 message_line(p->v->facts->message, at.raw_offset));
	add_view(p, place, 'r', "in the mail");
	add_view(p, place, 's', "in the source");
	page_add(p->out, "</p>");
}

static void
add_places(struct page *p, guint finding, const struct finding *f)
{
	for (guint i = 0; i < p->places->len; i++) {
		const struct page_place *place = &g_array_index(p->places, struct page_place, i);

		if (place->finding != finding)
			continue;
		if (place->nth == 0)
			add_excerpt(p, place);
		if (place->nth == 1)
			page_add(p->out, "<details><summary>%s <span class=\"size\">%u</span></summary>",
				 page_say(p, "More places"), f->also->len + f->unshown);
		add_place(p, place);
	}
	if (f->also && f->also->len)
		page_add(p->out, "</details>");
}

static void
add_finding(struct page *p, guint number, const struct finding *f)
{
	const struct report_words *w = p->o->words;
	const char *level = level_name(f->level);
	const char evidence[] = { (char)f->rule->evidence, '\0' };
	const char *detail = report_detail(p->v->facts->arena, f, w);
	const char *url = report_rule_url(p->v->facts->arena, f->rule, p->o);

	page_add(p->out, "<li id=\"m%uf%u\" class=\"finding %s\"><h4><span class=\"number\">%u</span> "
		 "<span class=\"level\">%s</span> <span class=\"title\">%s</span></h4>",
		 p->number, number, level, number, page_say(p, level_words[f->level]),
		 report_say_rule(w, f->rule, "title", f->rule->title));
	if (*detail)
		page_add(p->out, "<p class=\"detail\">%s</p>", detail);
	add_places(p, number, f);
	page_add(p->out, "<p class=\"fix\"><strong>%s</strong> %s</p><details><summary>%s</summary>"
		 "<p>%s</p><p>%s %s: %s.</p></details>",
		 page_say(p, "What to do:"), report_say_rule(w, f->rule, "fix", f->rule->fix),
		 page_say(p, "Why it matters"), report_say_rule(w, f->rule, "why", f->rule->why),
		 page_say(p, "Evidence"), evidence, page_say(p, report_evidence(f->rule->evidence)));
	page_add(p->out, "<p class=\"rule\"><code>");
	page_link(p->out, url ? url : "", f->rule->id);
	page_add(p->out, "</code> <span class=\"size\">%s: %d%s", page_say(p, "points"), f->points,
		 f->points < f->hit ? page_say(p, " (capped)") : "");
	if (f->baseline == FINDING_KNOWN)
		page_add(p->out, " · %s", page_say(p, "known from the baseline"));
	page_add(p->out, "</span></p></li>\n");
}

static void
add_allowed(struct page *p)
{
	if (!p->v->allowed->len)
		return;
	page_add(p->out, "<details><summary>%s <span class=\"size\">%u</span></summary><ul>",
		 page_say(p, "Allowed by the author"), p->v->allowed->len);
	for (guint i = 0; i < p->v->allowed->len; i++) {
		const struct finding *f = &g_array_index(p->v->allowed, struct finding, i);

		page_add(p->out, "<li><code>%s</code> %s. %s: <q dir=\"auto\">%s</q></li>", f->rule->id,
			 report_message(p->v->facts->arena, f, p->o->words), page_say(p, "reason"),
			 f->allowance->reason);
	}
	page_add(p->out, "</ul></details>");
}

static void
add_suggestions(struct page *p)
{
	guint left = report_unsuggested(p->v);

	if (!p->v->suggestions->len)
		return;
	page_add(p->out, "<details><summary>%s</summary><ul>",
		 page_say(p, "Unknown words, and what dictionaries suggest"));
	for (guint i = 0; i < p->v->suggestions->len; i++) {
		const struct suggestion *s = &g_array_index(p->v->suggestions, struct suggestion, i);

		if (s->n)
			page_add(p->out, "<li lang=\"%s\" dir=\"auto\">%s</li>", s->of->language,
				 report_suggestion(p->v->facts->arena, s));
	}
	if (left)
		page_add(p->out, "<li>%s: %u</li>",
			 page_say(p, "unknown words that no dictionary was asked about"), left);
	page_add(p->out, "</ul></details>");
}

void
report_html_findings(struct page *p)
{
	guint number = 0, hidden = 0;

	page_add(p->out, "<section class=\"findings\" aria-labelledby=\"m%ul\"><h3 id=\"m%ul\">%s</h3>",
		 p->number, p->number, page_say(p, "Findings"));
	page_add(p->out, "<ol>");
	for (guint i = 0; i < p->v->findings->len; i++) {
		const struct finding *f = &g_array_index(p->v->findings, struct finding, i);

		if (f->level >= p->o->min_level)
			add_finding(p, ++number, f);
		else
			hidden++;
	}
	page_add(p->out, "</ol>");
	if (!number)
		page_add(p->out, "<p class=\"nothing\">%s</p>", page_say(p, "Nothing was found."));
	if (hidden)
		page_add(p->out, "<p class=\"remark\">%s: %u</p>",
			 page_say(p, "findings of a lower level, not shown"), hidden);
	add_allowed(p);
	add_suggestions(p);
	page_add(p->out, "</section>\n");
}

/* ---- what was not checked ---- */

static void
add_rules_off(struct page *p)
{
	const struct policy *policy = p->v->policy;
	guint off = 0, other = 0;

	for (guint i = 0; policy->all[i]; i++)
		if (policy->rules[i].level == LEVEL_OFF)
			off++;
		else if (!(policy->all[i]->classes & p->v->class))
			other++;
	if (off)
		page_add(p->out, "<li>%s: %u</li>", page_say(p, "rules that the policy turned off"), off);
	if (other)
		page_add(p->out, "<li>%s: %u</li>",
			 page_say(p, "rules that do not hold for mail of this class"), other);
}

void
report_html_unchecked(struct page *p)
{
	static const char *const never[] = {
		"the reputation of addresses and domains",
		"whether links work and what they lead to: nothing of the mail was opened or loaded",
		"how each mail program shows it: this page shows the text, not the design",
	};

	page_add(p->out, "<section class=\"unchecked\" aria-labelledby=\"m%un\"><h3 id=\"m%un\">%s</h3><ul>",
		 p->number, p->number, page_say(p, "What was not checked"));
	for (guint i = 0; i < p->v->not_checked->len; i++)
		page_add(p->out, "<li class=\"here\">%s</li>",
			 report_not_checked(p->v, i, p->o->words));
	add_rules_off(p);
	for (gsize i = 0; i < G_N_ELEMENTS(never); i++)
		page_add(p->out, "<li>%s</li>", page_say(p, never[i]));
	page_add(p->out, "</ul></section>\n");
}
