/* A kept verdict, for people and as JSON.  What it found may be by rules that are gone: their
   ids are said then. */
#include "report/record.h"
#include "report/writer.h"

enum { FORMAT = 1, COLUMNS = 76, INDENT = 4 };

static const char *const levels[] = { "off", "note", "warning", "error" };

static const struct rule *
rule_of(const struct record_options *o, const char *id)
{
	for (const struct rule *const *r = o->rules; r && *r; r++)
		if (g_str_equal((*r)->id, id))
			return *r;
	return NULL;
}

/* "title: what was found", as report_message() says it. */
static const char *
message(struct arena *a, const struct record_finding *f, const struct record_options *o)
{
	static const struct text nowhere = { .name = "", .part = "", .s = "" };
	const struct rule *rule = rule_of(o, f->rule);
	struct finding full = { .rule = rule, .say = f->say, .at.text = &nowhere };

	if (!rule)
		return f->rule;
	memcpy(full.args, f->args, sizeof full.args);
	return report_message(a, &full, o->words);
}

static const char *
fix(const struct record_finding *f, const struct record_options *o)
{
	const struct rule *rule = rule_of(o, f->rule);

	return rule ? report_say_rule(o->words, rule, "fix", rule->fix) : "";
}

static const char *
where(struct arena *a, const struct record_finding *f, const struct record_options *o)
{
	if (f->line)
		return report_place(a, f->name, f->part, f->field, f->line, f->column, o->words);
	if (!f->raw_length)
		return f->name ? report_say(o->words, f->name) : "";
	return arena_printf(a, "%s, %s %u", report_say(o->words, f->name),
			    report_say(o->words, "line"), f->raw_line);
}

/* `s` in lines broken at blanks; the first begins with `label`, the others below its text. */
static void
add_wrapped(GString *out, const char *label, const char *s)
{
	glong column = INDENT;
	bool fresh = true;

	g_string_append_printf(out, "%-*s", INDENT, label);
	while (*s) {
		gsize len = strcspn(s, " ");
		glong columns = g_utf8_strlen(s, (gssize)len);

		if (!fresh && column + 1 + columns > COLUMNS) {
			g_string_append_printf(out, "\n%*s", INDENT, "");
			column = INDENT;
			fresh = true;
		}
		g_string_append(out, fresh ? "" : " ");
		g_string_append_len(out, s, (gssize)len);
		column += columns + !fresh;
		fresh = false;
		for (s += len; *s == ' '; s++)
			;
	}
	g_string_append_c(out, '\n');
}

static void
add_finding(GString *out, struct arena *a, guint number, const struct record_finding *f,
	    const struct record_options *o)
{
	g_autofree char *label = g_strdup_printf("%u.", number);
	g_autoptr(GString) s = g_string_new(where(a, f, o));
	const char *remedy = fix(f, o);

	add_wrapped(out, label, arena_printf(a, "%s: %s", report_say(o->words,
					     levels[CLAMP(f->level, 0, 3)]), message(a, f, o)));
	if (f->excerpt && *f->excerpt)
		g_string_append_printf(s, ": \"%s\"", f->excerpt);
	if (f->more)
		g_string_append_printf(s, "; %s: %u", report_say(o->words, "more places"), f->more);
	if (s->len)
		add_wrapped(out, "", s->str);
	if (*remedy)
		add_wrapped(out, "", remedy);
	add_wrapped(out, "", arena_printf(a, "[%s, %s %d]", f->rule,
					  report_say(o->words, "points"), f->points));
}

void
report_record_findings(GString *out, const struct record *r, const struct record_options *o)
{
	struct arena *a = arena_new();

	for (guint i = 0; i < r->findings->len; i++) {
		if (i)
			g_string_append_c(out, '\n');
		add_finding(out, a, i + 1, &g_array_index(r->findings, struct record_finding, i), o);
	}
	for (const char *s = r->not_checked; s && *s;) {
		gsize len = strcspn(s, "\n");
		const char *line = arena_strndup(a, s, len);

		g_string_append_c(out, '\n');
		add_wrapped(out, "", arena_printf(a, "%s: %s", report_say(o->words, "not checked"),
						  report_say(o->words, line)));
		s += len + (s[len] == '\n');
	}
	arena_free(a);
}

/* What costs nothing, in a line each. */
static void
add_allowed(GString *out, const struct record *r, const struct record_options *o)
{
	struct arena *a = arena_new();

	for (guint i = 0; i < r->allowed->len; i++) {
		const struct record_finding *f = &g_array_index(r->allowed, struct record_finding, i);

		g_string_append_c(out, '\n');
		add_wrapped(out, "", arena_printf(a, "%s: %s [%s]", report_say(o->words, "allowed"),
						  message(a, f, o), f->rule));
	}
	arena_free(a);
}

void
report_record_text(GString *out, const struct record *r, const struct record_options *o)
{
	const struct report_words *w = o->words;

	g_string_append_printf(out, "%s %s\n", report_say(w, "verdict"), r->id);
	if (o->when)
		g_string_append(out, o->when);
	if (r->queue_id)
		g_string_append_printf(out, "%s%s %s", o->when ? ", " : "", report_say(w, "queue id"),
				       r->queue_id);
	if (o->when || r->queue_id)
		g_string_append_c(out, '\n');
	g_string_append_printf(out, "%s %d %%, %s %d; %s; %s %s (%s): %s\n",
			       report_say(w, "quality"), r->quality, report_say(w, "points"),
			       r->points, report_say(w, r->class), report_say(w, "policy"),
			       r->policy, r->mode, report_say(w, r->action));
	if (g_strcmp0(r->action, r->taken))
		g_string_append_printf(out, "%s: %s\n", report_say(w, "done"),
				       report_say(w, r->taken));
	g_string_append_c(out, '\n');
	if (!r->findings->len)
		g_string_append_printf(out, "%s\n", report_say(w, "nothing found"));
	report_record_findings(out, r, o);
	add_allowed(out, r, o);
}

static void
add_finding_json(struct writer *w, struct arena *a, const struct record_finding *f,
		 const struct record_options *o)
{
	writer_object(w, NULL);
	writer_string(w, "rule", f->rule);
	writer_string(w, "level", level_name((enum level)CLAMP(f->level, 0, LEVEL_ERROR)));
	writer_int(w, "points", f->points);
	writer_string(w, "part", f->part);
	writer_string(w, "field", f->field);
	writer_int(w, "line", MAX(f->line, 1));
	writer_int(w, "column", MAX(f->column, 1));
	writer_int(w, "raw_line", f->raw_line);
	writer_int(w, "raw_offset", f->raw_offset);
	writer_int(w, "raw_length", f->raw_length);
	writer_bool(w, "exact", f->exact);
	writer_string(w, "excerpt", f->excerpt);
	writer_string(w, "message", message(a, f, o));
	writer_string(w, "fix", fix(f, o));
	writer_int(w, "more_places", f->more);
	writer_object_end(w);
}

static void
add_list(struct writer *w, const char *name, const char *all, const char *between,
	 const struct report_words *words)
{
	g_auto(GStrv) each = g_strsplit(all ? all : "", between, -1);

	writer_array(w, name);
	for (char **s = each; *s; s++)
		if (**s)
			writer_string(w, NULL, words ? report_say(words, *s) : *s);
	writer_array_end(w);
}

void
report_record_json(GString *out, const struct record *r, const struct record_options *o)
{
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(r->at);
	g_autofree char *when = at ? g_date_time_format(at, "%Y-%m-%dT%H:%M:%SZ") : NULL;
	struct arena *a = arena_new();
	struct writer *w = writer_new();

	writer_object(w, NULL);
	writer_int(w, "format", FORMAT);
	writer_string(w, "id", r->id);
	writer_string(w, "at", when);
	writer_string(w, "queue_id", r->queue_id);
	writer_string(w, "class", r->class);
	writer_string(w, "policy", r->policy);
	writer_string(w, "mode", r->mode);
	writer_int(w, "points", r->points);
	writer_int(w, "quality", r->quality);
	writer_string(w, "action", r->action);
	writer_string(w, "taken", r->taken);
	writer_string(w, "fingerprint", r->fingerprint);
	add_list(w, "languages", r->languages, " ", NULL);
	writer_array(w, "findings");
	for (guint i = 0; i < r->findings->len; i++)
		add_finding_json(w, a, &g_array_index(r->findings, struct record_finding, i), o);
	writer_array_end(w);
	if (r->allowed->len) {
		writer_array(w, "allowed");
		for (guint i = 0; i < r->allowed->len; i++)
			add_finding_json(w, a, &g_array_index(r->allowed, struct record_finding, i), o);
		writer_array_end(w);
	}
	add_list(w, "not_checked", r->not_checked, "\n", o->words);
	writer_object(w, "versions");
	writer_string(w, "program", r->program);
	writer_string(w, "policy", r->policies);
	writer_object_end(w);
	writer_object_end(w);
	writer_flush(w, out);
	g_string_append_c(out, '\n');
	writer_free(w);
	arena_free(a);
}
