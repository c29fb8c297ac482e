/* docs/json.md says what each member means; a changed meaning raises FORMAT. */
#include "core/fingerprint.h"
#include "report/report.h"
#include "report/writer.h"

enum { FORMAT = 1, EXCERPT = 80 };

static void
add_place(struct writer *w, const struct verdict *v, const struct finding_place *at)
{
	const struct text *source = text_source(at->text);
	struct place p = text_place(at->text, at->where);

	writer_string(w, "part", *source->part ? source->part : NULL);
	writer_string(w, "field", source->field);
	writer_int(w, "line", p.line);
	writer_int(w, "column", p.column);
	writer_int(w, "raw_line", message_line(v->facts->message, p.raw_offset));
	writer_int(w, "raw_offset", (gint64)p.raw_offset);
	writer_int(w, "raw_length", (gint64)p.raw_length);
	writer_bool(w, "exact", p.exact);
	writer_string(w, "excerpt", at->text->len ? text_excerpt(v->facts->arena, at->text, at->where,
								EXCERPT, false) : NULL);
}

static void
add_finding(struct writer *w, const struct verdict *v, const struct finding *f,
	    const struct report_options *o)
{
	const char evidence[] = { (char)f->rule->evidence, '\0' };

	writer_object(w, NULL);
	writer_string(w, "rule", f->rule->id);
	writer_string(w, "level", level_name(f->level));
	writer_int(w, "points", f->points);
	writer_string(w, "evidence", evidence);
	add_place(w, v, &f->at);
	writer_string(w, "message", report_message(v->facts->arena, f, o->words));
	writer_string(w, "fix", report_say_rule(o->words, f->rule, "fix", f->rule->fix));
	writer_array(w, "related");
	for (guint i = 0; f->also && i < f->also->len; i++) {
		writer_object(w, NULL);
		add_place(w, v, &g_array_index(f->also, struct finding_place, i));
		writer_object_end(w);
	}
	writer_array_end(w);
	if (o->rules_url)
		writer_string(w, "help_uri", report_rule_url(v->facts->arena, f->rule, o));
	if (f->baseline)
		writer_string(w, "baseline", f->baseline == FINDING_NEW ? "new" : "known");
	if (f->allowance) {
		writer_string(w, "allowed_by", f->allowance->comment ? "comment" : "header");
		writer_string(w, "reason", f->allowance->reason);
	}
	writer_object_end(w);
}

static void
add_allowed(struct writer *w, const struct verdict *v, const struct report_options *o)
{
	writer_array(w, "allowed");
	for (guint i = 0; i < v->allowed->len; i++)
		add_finding(w, v, &g_array_index(v->allowed, struct finding, i), o);
	writer_array_end(w);
}

static void
add_suggestions(struct writer *w, const struct verdict *v)
{
	writer_array(w, "suggestions");
	for (guint i = 0; i < v->suggestions->len; i++) {
		const struct suggestion *s = &g_array_index(v->suggestions, struct suggestion, i);

		writer_object(w, NULL);
		add_place(w, v, &(struct finding_place){ s->of->body->text, s->of->where });
		writer_string(w, "language", s->of->language);
		writer_bool(w, "asked", s->n > 0);
		writer_array(w, "words");
		for (guint k = 0; k < s->n; k++)
			writer_string(w, NULL, s->words[k]);
		writer_array_end(w);
		writer_object_end(w);
	}
	writer_array_end(w);
}

static void
add_strings(struct writer *w, const char *name, const GPtrArray *strings)
{
	writer_array(w, name);
	for (guint i = 0; strings && i < strings->len; i++)
		writer_string(w, NULL, g_ptr_array_index(strings, i));
	writer_array_end(w);
}

static void
add_versions(struct writer *w, const struct verdict *v)
{
	writer_object(w, "versions");
	writer_string(w, "program", SENDLINT_VERSION);
	writer_string(w, "rules", report_rules_version(v->facts->arena));
	writer_string(w, "policy", v->lint->policies_version);
	writer_string(w, "dictionaries", v->lint->dictionaries_version);
	writer_object_end(w);
}

void
report_json(GString *out, const struct verdict *v, const struct report_options *o)
{
	struct writer *w = writer_new();

	writer_object(w, NULL);
	writer_int(w, "format", FORMAT);
	writer_string(w, o->id ? "id" : "file", o->id ? o->id : o->name);
	writer_string(w, "class", class_name(v->class));
	writer_string(w, "class_why", v->class_why);
	writer_string(w, "policy", v->policy->name);
	writer_string(w, "mode", mode_name(v->policy->mode));
	writer_int(w, "points", v->points);
	writer_int(w, "quality", v->quality);
	writer_string(w, "action", action_name(v->action));
	writer_string(w, "taken", o->taken);
	writer_string(w, "fingerprint", fingerprint((struct facts *)v->facts));
	add_strings(w, "languages", v->facts->languages);
	writer_array(w, "findings");
	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		if (f->level >= o->min_level)
			add_finding(w, v, f, o);
	}
	writer_array_end(w);
	if (v->allowed->len)
		add_allowed(w, v, o);
	if (v->suggestions->len)
		add_suggestions(w, v);
	writer_array(w, "not_checked");
	for (guint i = 0; i < v->not_checked->len; i++)
		writer_string(w, NULL, report_not_checked(v, i, o->words));
	writer_array_end(w);
	add_versions(w, v);
	writer_object_end(w);
	writer_flush(w, out);
	g_string_append_c(out, '\n');
	writer_free(w);
}
