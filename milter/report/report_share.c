#include "report/share.h"
#include "report/writer.h"

enum { FORMAT = 1, FINGERPRINT = 15, ID = 12 };	/* characters shown of each: enough to find them */

static const struct rule *
rule_of(const struct share_options *o, const char *id)
{
	for (const struct rule *const *r = o->rules; r && *r; r++)
		if (g_str_equal((*r)->id, id))
			return *r;
	return NULL;
}

/* What is there at all is not said to be 0. */
static void
percent(char to[16], gint64 n, gint64 of)
{
	double share = of > 0 ? 100.0 * (double)n / (double)of : 0;

	if (n > 0 && share < 0.005)
		g_strlcpy(to, "<0.01", 16);
	else
		g_snprintf(to, 16, n > 0 && share < 0.05 ? "%.2f" : "%.1f", share);
}

static void
add_counts(GString *out, const char *label, const GArray *all, gint64 mails,
	   const struct report_words *w)
{
	char share[16];

	g_string_append_printf(out, "%s:", label);
	for (guint i = 0; i < all->len; i++) {
		const struct share_count *c = &g_array_index(all, struct share_count, i);

		percent(share, c->mails, mails);
		g_string_append_printf(out, "%s %s %" G_GINT64_FORMAT " (%s %%)", i ? "," : "",
				       report_say(w, c->name), c->mails, share);
	}
	g_string_append_c(out, '\n');
}

static void
add_template(GString *out, const struct share_template *t)
{
	g_autofree char *subject = t->subject ? report_plain(t->subject) : NULL;

	g_string_append_printf(out, "%19" G_GINT64_FORMAT "  ", t->mails);
	if (subject && *subject)
		g_string_append_printf(out, "\"%s\", ", subject);
	g_string_append_printf(out, "%.*s [%.*s]\n", FINGERPRINT, t->fingerprint, ID,
			       t->id ? t->id : "");
}

static void
add_rule(GString *out, const struct share_rule *r, gint64 mails, const struct share_options *o)
{
	const struct rule *rule = rule_of(o, r->id);
	char share[16];

	percent(share, r->mails, mails);
	g_string_append_printf(out, "%6s %% %8" G_GINT64_FORMAT "  %s%s%s\n", share, r->mails, r->id,
			       rule ? ": " : "", rule ? report_say_rule(o->words, rule, "title",
									rule->title) : "");
	for (guint i = 0; i < r->n; i++)
		add_template(out, &r->templates[i]);
}

void
report_share_text(GString *out, const struct share_report *r, const struct share_options *o)
{
	const struct report_words *w = o->words;
	bool any = false;
	char share[16];

	g_string_append_printf(out, "%s - %s", r->from, r->to);
	if (r->policy)
		g_string_append_printf(out, ", %s %s", report_say(w, "policy"), r->policy);
	if (!r->mails) {
		g_string_append_printf(out, "\n%s\n", report_say(w, "no mail was counted in this time"));
		return;
	}
	percent(share, r->found, r->mails);
	g_string_append_printf(out, "\n%s: %" G_GINT64_FORMAT "; %s: %" G_GINT64_FORMAT " (%s %%)\n",
			       report_say(w, "mails"), r->mails, report_say(w, "something found in"),
			       r->found, share);
	add_counts(out, report_say(w, "enforce would do"), r->actions, r->mails, w);
	add_counts(out, report_say(w, "done"), r->taken, r->mails, w);
	g_string_append_c(out, r->rules->len ? '\n' : '\0');
	if (!r->rules->len)
		g_string_truncate(out, out->len - 1);
	for (guint i = 0; i < r->rules->len; i++) {
		const struct share_rule *rule = &g_array_index(r->rules, struct share_rule, i);

		add_rule(out, rule, r->mails, o);
		any |= rule->n > 0;
	}
	if (any && r->kept_from)
		g_string_append_printf(out, "\n%s: %s\n", report_say(w, "templates as of verdicts kept since"),
				       r->kept_from);
}

static void
add_counts_json(struct writer *w, const char *name, const GArray *all)
{
	writer_object(w, name);
	for (guint i = 0; i < all->len; i++) {
		const struct share_count *c = &g_array_index(all, struct share_count, i);

		writer_int(w, c->name, c->mails);
	}
	writer_object_end(w);
}

static void
add_rule_json(struct writer *w, const struct share_rule *r, const struct share_options *o)
{
	const struct rule *rule = rule_of(o, r->id);

	writer_object(w, NULL);
	writer_string(w, "rule", r->id);
	writer_string(w, "title", rule ? report_say_rule(o->words, rule, "title", rule->title) : NULL);
	writer_int(w, "mails", r->mails);
	writer_array(w, "templates");
	for (guint i = 0; i < r->n; i++) {
		const struct share_template *t = &r->templates[i];

		writer_object(w, NULL);
		writer_string(w, "fingerprint", t->fingerprint);
		writer_string(w, "subject", t->subject);
		writer_int(w, "mails", t->mails);
		writer_string(w, "last_id", t->id);
		writer_object_end(w);
	}
	writer_array_end(w);
	writer_object_end(w);
}

void
report_share_json(GString *out, const struct share_report *r, const struct share_options *o)
{
	struct writer *w = writer_new();

	writer_object(w, NULL);
	writer_int(w, "format", FORMAT);
	writer_string(w, "from", r->from);
	writer_string(w, "to", r->to);
	writer_int(w, "days", r->days);
	writer_string(w, "policy", r->policy);
	writer_int(w, "mails", r->mails);
	writer_int(w, "found", r->found);
	add_counts_json(w, "action", r->actions);
	add_counts_json(w, "taken", r->taken);
	writer_array(w, "rules");
	for (guint i = 0; i < r->rules->len; i++)
		add_rule_json(w, &g_array_index(r->rules, struct share_rule, i), o);
	writer_array_end(w);
	writer_string(w, "kept_from", r->kept_from);
	writer_object_end(w);
	writer_flush(w, out);
	g_string_append_c(out, '\n');
	writer_free(w);
}

void
report_share_rule(GString *out, gint64 fired, gint64 mails, guint days, const struct report_words *w)
{
	g_autofree char *number = g_strdup_printf("%u", days);
	struct arena *a = arena_new();
	char share[16];
	struct finding f = { .args = { share, number } };

	percent(share, fired, mails);
	f.say = days == 1 ? report_say(w, "Fired on %s %% of your mail today")
			  : report_say(w, "Fired on %s %% of your mail in %s days");
	g_string_append_printf(out, "\n%s.\n", finding_say(a, &f, NULL));
	arena_free(a);
}
