/* SARIF 2.1.0.  A message is an artifact, its parts are artifacts within it. */
#include "core/fingerprint.h"
#include "report/document.h"
#include "report/writer.h"

enum { EXCERPT = 80, FINGERPRINT_CHARS = 32, RANK_MOST = 100 };

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static const char *const level_words[] = { "none", "note", "warning", "error" };

/* One message as it is added. */
struct adding {
	struct report_document *d;
	struct writer *w;
	const struct verdict *v;
	const struct report_options *o;
	const char *uri;
	guint first;		/* its artifact's index */
	guint *artifacts;	/* of each of its parts */
	guint id;		/* of the next place: no two of a result are the same */
	GHashTable *seen;	/* fingerprint -> how often so far */
};

/* A file as a URI reference: relative if it was named so. */
static char *
uri_of(const char *path)
{
	GString *uri = g_string_new(*path == '/' ? "file://" : NULL);

	for (; *path; path++)
		if (g_ascii_isalnum(*path) || strchr("-._~/", *path))
			g_string_append_c(uri, *path);
		else
			g_string_append_printf(uri, "%%%02X", (guint)(guchar)*path);
	return g_string_free(uri, FALSE);
}

/* Appends what was written as the next element of a list. */
static void
flush(struct writer *w, GString *list)
{
	if (list->len)
		g_string_append_c(list, ',');
	g_string_append_c(list, '\n');
	writer_flush(w, list);
}

static void
write_text(struct writer *w, const char *name, const char *text)
{
	writer_object(w, name);
	writer_string(w, "text", text);
	writer_object_end(w);
}

/* ---- artifacts ---- */

static void
write_uri(struct writer *w, const char *name, const char *uri, guint index)
{
	writer_object(w, name);
	writer_string(w, "uri", uri);
	writer_int(w, "index", index);
	writer_object_end(w);
}

/* Notes of the program about the mail, and no results: nothing is known to be wrong. */
static void
write_suggestions(struct adding *a)
{
	const GArray *all = a->v->suggestions;

	if (!all->len)
		return;
	writer_array(a->w, "suggestions");
	for (guint i = 0; i < all->len; i++) {
		const struct suggestion *s = &g_array_index(all, struct suggestion, i);
		const struct text *t = s->of->body->text;

		writer_object(a->w, NULL);
		writer_string(a->w, "word", text_excerpt(a->v->facts->arena, t, s->of->where, EXCERPT,
							 false));
		writer_string(a->w, "language", s->of->language);
		writer_int(a->w, "line", message_line(a->v->facts->message,
						      text_place(t, s->of->where).raw_offset));
		writer_array(a->w, "words");
		for (guint k = 0; k < s->n; k++)
			writer_string(a->w, NULL, s->words[k]);
		writer_array_end(a->w);
		writer_object_end(a->w);
	}
	writer_array_end(a->w);
}

static void
write_verdict(struct adding *a)
{
	struct writer *w = a->w;
	const struct verdict *v = a->v;

	writer_object(w, "properties");
	writer_string(w, "class", class_name(v->class));
	writer_string(w, "classWhy", v->class_why);
	writer_string(w, "policy", v->policy->name);
	writer_string(w, "mode", mode_name(v->policy->mode));
	writer_int(w, "points", v->points);
	writer_int(w, "quality", v->quality);
	writer_string(w, "action", action_name(v->action));
	writer_string(w, "fingerprint", fingerprint((struct facts *)v->facts));
	writer_array(w, "languages");
	for (guint i = 0; v->facts->languages && i < v->facts->languages->len; i++)
		writer_string(w, NULL, g_ptr_array_index(v->facts->languages, i));
	writer_array_end(w);
	write_suggestions(a);
	writer_object_end(w);
}

static void
add_message(struct adding *a)
{
	const struct message *m = a->v->facts->message;
	g_autofree char *hash = g_compute_checksum_for_data(G_CHECKSUM_SHA256,
							    (const guchar *)m->raw, m->len);

	a->first = a->d->artifacts++;
	writer_object(a->w, NULL);
	write_uri(a->w, "location", a->uri, a->first);
	writer_string(a->w, "mimeType", "message/rfc822");
	writer_int(a->w, "length", (gint64)m->len);
	writer_object(a->w, "hashes");
	writer_string(a->w, "sha-256", hash);
	writer_object_end(a->w);
	writer_array(a->w, "roles");
	writer_string(a->w, NULL, "analysisTarget");
	writer_array_end(a->w);
	write_verdict(a);
	writer_object_end(a->w);
	flush(a->w, a->d->list);
}

/* Offset and length are those of the encoded body, within that of the part around it. */
static void
add_part(struct adding *a, const struct part *p, guint i)
{
	const struct part *parts = (const struct part *)(void *)a->v->facts->message->parts->data;
	const struct part *parent = p->parent >= 0 ? &parts[p->parent] : NULL;
	g_autofree char *uri = g_strconcat("/", p->path, NULL);

	if (!*p->path) {	/* the message itself */
		a->artifacts[i] = a->first;
		return;
	}
	a->artifacts[i] = a->d->artifacts++;
	writer_object(a->w, NULL);
	write_uri(a->w, "location", uri, a->artifacts[i]);
	writer_int(a->w, "parentIndex", parent ? a->artifacts[p->parent] : a->first);
	writer_int(a->w, "offset", (gint64)(p->raw.at -
					    (parent && *parent->path ? parent->raw.at : 0)));
	writer_int(a->w, "length", (gint64)p->raw.len);
	if (strchr(p->type, '/')) {
		g_autofree char *type = report_plain(p->type);

		writer_string(a->w, "mimeType", type);
	}
	if (p->text && p->charset) {
		g_autofree char *charset = report_plain(p->charset);

		writer_string(a->w, "encoding", charset);
	}
	if (p->file_name)
		write_text(a->w, "description", text_excerpt(a->v->facts->arena, p->file_name,
							     text_all(p->file_name), EXCERPT, false));
	writer_object_end(a->w);
	flush(a->w, a->d->list);
}

static void
add_artifacts(struct adding *a)
{
	const struct message *m = a->v->facts->message;

	add_message(a);
	a->artifacts = arena_alloc(a->v->facts->arena, (m->parts->len + 1) * sizeof *a->artifacts);
	for (guint i = 0; i < m->parts->len; i++)
		add_part(a, &g_array_index(m->parts, struct part, i), i);
}

/* ---- places ---- */

static const struct part *
part_of(const struct adding *a, const char *path, guint *ret_artifact)
{
	const GArray *parts = a->v->facts->message->parts;

	for (guint i = 0; *path && i < parts->len; i++)
		if (g_str_equal(g_array_index(parts, struct part, i).path, path)) {
			*ret_artifact = a->artifacts[i];
			return &g_array_index(parts, struct part, i);
		}
	return NULL;
}

/* The bytes of the file, in columns and in bytes. */
static void
write_raw(struct adding *a, const struct place *p)
{
	struct report_raw raw = report_raw(a->v->facts->message, p->raw_offset, p->raw_length);

	writer_object(a->w, "physicalLocation");
	write_uri(a->w, "artifactLocation", a->uri, a->first);
	if (p->raw_length) {
		writer_object(a->w, "region");
		writer_int(a->w, "startLine", raw.line);
		writer_int(a->w, "startColumn", raw.column);
		writer_int(a->w, "endLine", raw.end_line);
		writer_int(a->w, "endColumn", raw.end_column);
		writer_int(a->w, "byteOffset", (gint64)p->raw_offset);
		writer_int(a->w, "byteLength", (gint64)p->raw_length);
		writer_object_end(a->w);
	}
	writer_object_end(a->w);
}

/* What the place is called: a header field, or a part. */
static void
write_logical(struct adding *a, const struct text *source, const struct place *p)
{
	g_autofree char *field = source->field ? report_plain(source->field) : NULL;
	g_autofree char *full = field ? g_strconcat("header:", field, NULL)
				      : g_strconcat("part:", source->part, NULL);

	if (!field && !*source->part)
		return;
	writer_array(a->w, "logicalLocations");
	writer_object(a->w, NULL);
	writer_string(a->w, "name", field ? field : source->part);
	writer_string(a->w, "fullyQualifiedName", full);
	writer_string(a->w, "kind", field ? "member" : "element");
	if (source->len) {
		writer_object(a->w, "properties");
		writer_int(a->w, "line", p->line);
		writer_int(a->w, "column", p->column);
		writer_object_end(a->w);
	}
	writer_object_end(a->w);
	writer_array_end(a->w);
}

static void
write_location(struct adding *a, const struct finding_place *at, const char *message)
{
	struct place p = text_place(at->text, at->where);

	writer_object(a->w, NULL);
	writer_int(a->w, "id", a->id++);
	if (message)
		write_text(a->w, "message", message);
	write_raw(a, &p);
	write_logical(a, text_source(at->text), &p);
	writer_object(a->w, "properties");
	writer_bool(a->w, "exact", p.exact);
	writer_object_end(a->w);
	writer_object_end(a->w);
}

/* The same in the decoded part, as an editor shows it. */
static void
write_decoded(struct adding *a, const struct finding_place *at)
{
	const struct text *source = text_source(at->text);
	guint artifact = 0;
	const struct part *part = source->field ? NULL : part_of(a, source->part, &artifact);
	g_autofree char *uri = part ? g_strconcat("/", part->path, NULL) : NULL;
	struct span in = text_in_source(at->text, at->where);
	struct place begin = { 0 }, end = { 0 };

	if (!part || part->text != source || !source->len)
		return;
	text_count(source, in.at, &begin);
	text_count(source, in.at + in.len, &end);
	writer_object(a->w, NULL);
	writer_int(a->w, "id", a->id++);
	write_text(a->w, "message", report_say(a->o->words, "in the decoded part"));
	writer_object(a->w, "physicalLocation");
	write_uri(a->w, "artifactLocation", uri, artifact);
	writer_object(a->w, "region");
	writer_int(a->w, "startLine", begin.line);
	writer_int(a->w, "startColumn", begin.column);
	writer_int(a->w, "endLine", end.line);
	writer_int(a->w, "endColumn", end.column);
	write_text(a->w, "snippet", text_excerpt(a->v->facts->arena, at->text, at->where, EXCERPT,
						 false));
	writer_object_end(a->w);
	writer_object_end(a->w);
	writer_object_end(a->w);
}

/* ---- results ---- */

/* The same finding in another mail of the template has the same. */
static void
write_fingerprint(struct adding *a, const struct finding *f)
{
	const struct facts *facts = a->v->facts;
	g_autofree char *what = g_strconcat(f->rule->id, "\n",
		fingerprint_excerpt(facts->arena, f->at.text, f->at.where), "\n", fingerprint((struct facts *)facts), NULL);
	g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, what, -1);
	g_autofree char *numbered = NULL;
	guint n;

	hash[FINGERPRINT_CHARS] = '\0';
	n = GPOINTER_TO_UINT(g_hash_table_lookup(a->seen, hash)) + 1;
	numbered = g_strdup_printf("%s:%u", hash, n);
	g_hash_table_insert(a->seen, g_strdup(hash), GUINT_TO_POINTER(n));
	writer_object(a->w, "partialFingerprints");
	writer_string(a->w, "sendlint/v1", numbered);
	writer_object_end(a->w);
}

static void
write_related(struct adding *a, const struct finding *f)
{
	writer_array(a->w, "relatedLocations");
	write_decoded(a, &f->at);
	for (guint i = 0; f->also && i < f->also->len; i++) {
		const struct finding_place *at = &g_array_index(f->also, struct finding_place, i);

		write_location(a, at, report_say(a->o->words, "also here"));
		write_decoded(a, at);
	}
	writer_array_end(a->w);
}

static void
write_suppression(struct writer *w, const struct allowance *by)
{
	writer_array(w, "suppressions");
	writer_object(w, NULL);
	writer_string(w, "kind", "inSource");
	writer_string(w, "status", "accepted");
	writer_string(w, "justification", by->reason);
	writer_object_end(w);
	writer_array_end(w);
}

static void
add_result(struct adding *a, const struct finding *f)
{
	const char evidence[] = { (char)f->rule->evidence, '\0' };
	g_autofree char *text = g_strconcat(report_message(a->v->facts->arena, f, a->o->words), ". ",
		report_say_rule(a->o->words, f->rule, "fix", f->rule->fix), NULL);

	a->id = 0;
	writer_object(a->w, NULL);
	writer_string(a->w, "ruleId", f->rule->id);
	writer_int(a->w, "ruleIndex", f->index);
	writer_string(a->w, "level", level_words[f->level]);
	writer_int(a->w, "rank", CLAMP(f->hit, 0, RANK_MOST));
	write_text(a->w, "message", text);
	writer_array(a->w, "locations");
	write_location(a, &f->at, NULL);
	writer_array_end(a->w);
	write_related(a, f);
	write_fingerprint(a, f);
	if (f->baseline)
		writer_string(a->w, "baselineState", f->baseline == FINDING_NEW ? "new" : "unchanged");
	if (f->allowance)
		write_suppression(a->w, f->allowance);
	writer_object(a->w, "properties");
	writer_int(a->w, "points", f->points);
	writer_string(a->w, "evidence", evidence);
	writer_object_end(a->w);
	writer_object_end(a->w);
	flush(a->w, a->d->body);
}

static void
add_notification(struct report_document *d, struct writer *w, const char *level, const char *text,
		 const char *uri, int index)
{
	writer_object(w, NULL);
	writer_string(w, "level", level);
	write_text(w, "message", text);
	writer_array(w, "locations");
	writer_object(w, NULL);
	writer_object(w, "physicalLocation");
	writer_object(w, "artifactLocation");
	writer_string(w, "uri", uri);
	if (index >= 0)
		writer_int(w, "index", index);
	writer_object_end(w);
	writer_object_end(w);
	writer_object_end(w);
	writer_array_end(w);
	writer_object_end(w);
	flush(w, d->failures);
}

static void
add(struct report_document *d, const struct verdict *v, const struct report_options *o)
{
	g_autofree char *uri = uri_of(o->path ? o->path : o->name);
	struct adding a = { .d = d, .w = writer_new(), .v = v, .o = o, .uri = uri,
		.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };

	add_artifacts(&a);
	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		if (f->level >= o->min_level)
			add_result(&a, f);
	}
	for (guint i = 0; i < v->allowed->len; i++)
		add_result(&a, &g_array_index(v->allowed, struct finding, i));
	for (guint i = 0; i < v->not_checked->len; i++) {
		g_autofree char *text = g_strconcat(report_say(o->words, "not checked"), ": ",
			report_not_checked(v, i, o->words), NULL);

		add_notification(d, a.w, "note", text, uri, (int)a.first);
	}
	g_hash_table_unref(a.seen);
	writer_free(a.w);
}

static void
failed(struct report_document *d, const char *path, const char *why)
{
	g_autofree char *uri = uri_of(path), *text = report_plain(why);
	struct writer *w = writer_new();

	add_notification(d, w, "error", text, uri, -1);
	writer_free(w);
}

/* ---- the tool ---- */

static void
write_rule(struct writer *w, const struct policy *p, guint i, const struct report_options *o)
{
	const struct report_words *words = o->words;
	const struct rule *r = p->all[i];
	const char evidence[] = { (char)r->evidence, '\0' };
	const char *fix = report_say_rule(words, r, "fix", r->fix);
	g_autofree char *area = g_strndup(r->id, strcspn(r->id, "-"));

	writer_object(w, NULL);
	writer_string(w, "id", r->id);
	write_text(w, "shortDescription", report_say_rule(words, r, "title", r->title));
	write_text(w, "fullDescription", report_say_rule(words, r, "why", r->why));
	write_text(w, "help", fix);
	if (o->rules_url) {
		g_autofree char *url = g_strconcat(o->rules_url, r->id, ".html", NULL);

		writer_string(w, "helpUri", url);
	}
	writer_object(w, "defaultConfiguration");
	writer_string(w, "level", level_words[policy_level(p, i, p->rules[i].points)]);
	writer_int(w, "rank", CLAMP(r->points, 0, RANK_MOST));
	writer_object_end(w);
	writer_object(w, "properties");
	writer_int(w, "points", r->points);
	writer_string(w, "evidence", evidence);
	writer_string(w, "evidenceMeans", report_say(words, report_evidence(r->evidence)));
	if (r->source)
		writer_string(w, "source", r->source);
	writer_string(w, "area", area);
	writer_array(w, "tags");
	writer_string(w, NULL, area);
	writer_array_end(w);
	writer_object_end(w);
	writer_object_end(w);
}

static void
write_tool(struct writer *w, const struct report_document *d)
{
	const struct report_options *o = &d->options;
	struct policy *p = policy_new_default("default", d->rules ? d->rules : rules_all);

	writer_object(w, NULL);
	writer_object(w, "driver");
	writer_string(w, "name", "sendlint");
	writer_string(w, "version", SENDLINT_VERSION);
	writer_string(w, "semanticVersion", SENDLINT_VERSION);
	writer_string(w, "language", o->language ? o->language : "en");
	writer_array(w, "rules");
	for (guint i = 0; p->all[i]; i++)
		write_rule(w, p, i, o);
	writer_array_end(w);
	writer_object_end(w);
	writer_object_end(w);
	policy_free(p);
}

static void
end(struct report_document *d, GString *out)
{
	struct writer *w = writer_new();

	g_string_append(out, "{\"$schema\":\"" SCHEMA "\",\"version\":\"2.1.0\",\"runs\":[{\n\"tool\":");
	write_tool(w, d);
	writer_flush(w, out);
	g_string_append_printf(out, ",\n\"columnKind\":\"unicodeCodePoints\",\n"
			       "\"invocations\":[{\"executionSuccessful\":%s,"
			       "\"toolExecutionNotifications\":[%s]}],\n"
			       "\"artifacts\":[%s],\n\"results\":[%s]}]}\n",
			       d->failed ? "false" : "true", d->failures->str, d->list->str,
			       d->body->str);
	writer_free(w);
}

const struct document_kind report_sarif_kind = { add, failed, end };
