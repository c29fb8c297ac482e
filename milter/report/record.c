#include "core/fingerprint.h"
#include "report/record.h"

struct record *
record_new(void)
{
	struct arena *a = arena_new();
	struct record *r = arena_new0(a, struct record);

	r->arena = a;
	r->findings = arena_array(a, sizeof(struct record_finding));
	r->allowed = arena_array(a, sizeof(struct record_finding));
	return r;
}

void
record_free(struct record *r)
{
	if (r)
		arena_free(r->arena);
}

static const char *
copy(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

static const char *
joined(struct arena *a, const GPtrArray *strings, char between)
{
	g_autoptr(GString) s = g_string_new(NULL);

	for (guint i = 0; strings && i < strings->len; i++) {
		if (i)
			g_string_append_c(s, between);
		g_string_append(s, g_ptr_array_index(strings, i));
	}
	return arena_strndup(a, s->str, s->len);
}

/* A bare "%s" brings words of the rule, every other one words of the mail. */
static bool
quotes(const char *say)
{
	if (g_str_equal(say, "%s"))
		return false;
	for (const char *p = say; (p = strchr(p, '%')) && p[1]; p += 2)
		if (p[1] == 's')
			return true;
	return false;
}

static void
set_place(struct record_finding *to, struct record *r, const struct verdict *v,
	  const struct finding_place *at, bool excerpts)
{
	const struct text *source = text_source(at->text);
	struct place p = text_place(at->text, at->where);

	to->name = copy(r->arena, source->name);
	to->part = *source->part ? copy(r->arena, source->part) : NULL;
	to->field = copy(r->arena, source->field);
	if (source->len) {
		to->line = p.line;
		to->column = p.column;
	}
	to->raw_line = message_line(v->facts->message, p.raw_offset);
	to->raw_offset = (gint64)p.raw_offset;
	to->raw_length = (gint64)p.raw_length;
	to->exact = p.exact;
	if (excerpts && at->text->len)
		to->excerpt = copy(r->arena, text_excerpt(v->facts->arena, at->text, at->where,
							  RECORD_EXCERPT, false));
}

static void
add_finding(GArray *all, struct record *r, const struct verdict *v, const struct finding *f,
	    bool excerpts)
{
	struct record_finding to = {
		.rule = copy(r->arena, f->rule->id), .level = (int)f->level, .points = f->points,
		.hit = f->hit, .more = (f->also ? f->also->len : 0) + f->unshown, .say = "",
	};

	set_place(&to, r, v, &f->at, excerpts);
	if (f->say && (excerpts || !quotes(f->say))) {
		to.say = copy(r->arena, f->say);
		for (guint i = 0; i < FINDING_ARGS; i++)
			to.args[i] = copy(r->arena, f->args[i]);
	}
	g_array_append_val(all, to);
}

static void
add_findings(GArray *to, struct record *r, const struct verdict *v, const GArray *findings,
	     bool excerpts)
{
	for (guint i = 0; i < MIN(findings->len, RECORD_FINDINGS); i++)
		add_finding(to, r, v, &g_array_index(findings, struct finding, i), excerpts);
}

struct record *
record_of(const struct verdict *v, const char *id, const char *taken, bool excerpts)
{
	const struct envelope *e = v->facts->envelope;
	struct record *r = record_new();
	struct arena *a = r->arena;

	r->id = copy(a, id);
	r->queue_id = copy(a, e->queue_id);
	r->at = e->received_at;
	r->policy = copy(a, v->policy->name);
	r->mode = mode_name(v->policy->mode);
	r->class = class_name(v->class);
	r->action = action_name(v->action);
	r->taken = copy(a, taken);
	r->points = v->points;
	r->quality = v->quality;
	r->fingerprint = copy(a, fingerprint((struct facts *)v->facts));
	r->languages = joined(a, v->facts->languages, ' ');
	r->not_checked = joined(a, v->not_checked, '\n');
	r->program = SENDLINT_VERSION;
	r->policies = copy(a, v->lint->policies_version);
	if (v->class != CLASS_PERSONAL)
		r->subject = copy(a, fingerprint_subject((struct facts *)v->facts));
	add_findings(r->findings, r, v, v->findings, excerpts);
	if (v->allowed)
		add_findings(r->allowed, r, v, v->allowed, excerpts);
	return r;
}
