/* docs/json.md says what each member means; a changed meaning raises FORMAT. */
#include <json-glib/json-glib.h>

#include "core/fingerprint.h"
#include "report/report.h"

enum { FORMAT = 1, EXCERPT = 80 };

static void
set_string(JsonBuilder *b, const char *name, const char *value)
{
	json_builder_set_member_name(b, name);
	if (value)
		json_builder_add_string_value(b, value);
	else
		json_builder_add_null_value(b);
}

static void
set_int(JsonBuilder *b, const char *name, gint64 value)
{
	json_builder_set_member_name(b, name);
	json_builder_add_int_value(b, value);
}

static void
add_place(JsonBuilder *b, const struct verdict *v, const struct finding_place *at)
{
	const struct text *source = text_source(at->text);
	struct place p = text_place(at->text, at->where);

	set_string(b, "part", *source->part ? source->part : NULL);
	set_string(b, "field", source->field);
	set_int(b, "line", p.line);
	set_int(b, "column", p.column);
	set_int(b, "raw_line", message_line(v->facts->message, p.raw_offset));
	set_int(b, "raw_offset", (gint64)p.raw_offset);
	set_int(b, "raw_length", (gint64)p.raw_length);
	json_builder_set_member_name(b, "exact");
	json_builder_add_boolean_value(b, p.exact);
	set_string(b, "excerpt", at->text->len ? text_excerpt(v->facts->arena, at->text, at->where,
							      EXCERPT, false) : NULL);
}

static void
add_finding(JsonBuilder *b, const struct verdict *v, const struct finding *f,
	    const struct report_options *o)
{
	const char evidence[] = { (char)f->rule->evidence, '\0' };

	json_builder_begin_object(b);
	set_string(b, "rule", f->rule->id);
	set_string(b, "level", level_name(f->level));
	set_int(b, "points", f->points);
	set_string(b, "evidence", evidence);
	add_place(b, v, &f->at);
	set_string(b, "message", report_message(v->facts->arena, f, o->words));
	set_string(b, "fix", report_say_rule(o->words, f->rule, "fix", f->rule->fix));
	json_builder_set_member_name(b, "related");
	json_builder_begin_array(b);
	for (guint i = 0; f->also && i < f->also->len; i++) {
		json_builder_begin_object(b);
		add_place(b, v, &g_array_index(f->also, struct finding_place, i));
		json_builder_end_object(b);
	}
	json_builder_end_array(b);
	json_builder_end_object(b);
}

static void
add_strings(JsonBuilder *b, const char *name, const GPtrArray *strings,
	    const struct report_words *w)
{
	json_builder_set_member_name(b, name);
	json_builder_begin_array(b);
	for (guint i = 0; strings && i < strings->len; i++)
		json_builder_add_string_value(b, report_say(w, g_ptr_array_index(strings, i)));
	json_builder_end_array(b);
}

static void
add_versions(JsonBuilder *b, const struct verdict *v)
{
	json_builder_set_member_name(b, "versions");
	json_builder_begin_object(b);
	set_string(b, "program", SENDLINT_VERSION);
	set_string(b, "rules", report_rules_version(v->facts->arena));
	set_string(b, "policy", v->lint->policies_version);
	set_string(b, "dictionaries", v->lint->dictionaries_version);
	json_builder_end_object(b);
}

static void
append(GString *out, JsonBuilder *b)
{
	g_autoptr(JsonNode) root = json_builder_get_root(b);
	g_autoptr(JsonGenerator) g = json_generator_new();
	g_autofree char *line = NULL;
	gsize len;

	json_generator_set_root(g, root);
	line = json_generator_to_data(g, &len);
	g_string_append_len(out, line, (gssize)len);
	g_string_append_c(out, '\n');
}

void
report_json(GString *out, const struct verdict *v, const struct report_options *o)
{
	g_autoptr(JsonBuilder) b = json_builder_new();

	json_builder_begin_object(b);
	set_int(b, "format", FORMAT);
	set_string(b, o->id ? "id" : "file", o->id ? o->id : o->name);
	set_string(b, "class", class_name(v->class));
	set_string(b, "class_why", v->class_why);
	set_string(b, "policy", v->policy->name);
	set_string(b, "mode", mode_name(v->policy->mode));
	set_int(b, "points", v->points);
	set_int(b, "quality", v->quality);
	set_string(b, "action", action_name(v->action));
	set_string(b, "taken", o->taken);
	set_string(b, "fingerprint", fingerprint((struct facts *)v->facts));
	add_strings(b, "languages", v->facts->languages, NULL);
	json_builder_set_member_name(b, "findings");
	json_builder_begin_array(b);
	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		if (f->level >= o->min_level)
			add_finding(b, v, f, o);
	}
	json_builder_end_array(b);
	add_strings(b, "not_checked", v->not_checked, o->words);
	add_versions(b, v);
	json_builder_end_object(b);
	append(out, b);
}
