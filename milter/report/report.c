/* What the reports share. */
#include "report/report.h"

const char *
report_evidence(enum evidence e)
{
	switch (e) {
	case EVIDENCE_A: return "a documented rejection or requirement of large receivers or of an RFC";
	case EVIDENCE_B: return "a documented guideline, or a filter score with good evidence";
	case EVIDENCE_C: return "scored by some filters, with moderate evidence";
	case EVIDENCE_D: return "weak or contested: house style more than deliverability";
	case EVIDENCE_E: return "quality: it hurts the reader; no filter is known to mind";
	case EVIDENCE_H: return "a rule of this house";
	}
	return "";
}

char *
report_classes(unsigned classes, const struct report_words *w)
{
	GString *s = g_string_new(NULL);

	for (unsigned c = 1; c <= CLASS_ALL && classes != CLASS_ALL; c <<= 1)
		if (classes & c)
			g_string_append_printf(s, "%s%s", s->len ? ", " : "",
					       report_say(w, class_name(c)));
	if (classes == CLASS_ALL)
		g_string_append(s, report_say(w, "all"));
	return g_string_free(s, FALSE);
}

char *
report_class_why(const struct verdict *v, const struct report_words *w)
{
	static const char subject[] = "subject says";
	g_auto(GStrv) signs = g_strsplit(v->class_why, "; ", -1);

	for (char **s = signs; w && *s; s++) {
		bool is_quote = g_str_has_prefix(*s, "subject says \"");
		char *said = is_quote ? g_strconcat(report_say(w, subject), *s + sizeof subject - 1, NULL)
				      : g_strdup(report_say(w, *s));

		g_free(*s);
		*s = said;
	}
	return g_strjoinv("; ", signs);
}

gunichar
report_printable(gunichar c)
{
	if (c == '\t' || c == '\n' || c == '\r')
		return ' ';
	if (g_unichar_iscntrl(c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
	    c == 0x2028 || c == 0x2029)
		return 0xfffd;
	return c;
}

char *
report_plain(const char *s)
{
	g_autofree char *valid = g_utf8_make_valid(s, -1);
	GString *out = g_string_new(NULL);

	for (const char *p = valid; *p; p = g_utf8_next_char(p))
		g_string_append_unichar(out, report_printable(g_utf8_get_char(p)));
	return g_string_free(out, FALSE);
}

const char *
report_say(const struct report_words *w, const char *phrase)
{
	const char *said = w && *phrase ? w->say(w, phrase) : NULL;

	return said ? said : phrase;
}

/* "phrase: names" is said in two; the names are the network's, and made plain. */
const char *
report_not_checked(const struct verdict *v, guint i, const struct report_words *w)
{
	const char *line = g_ptr_array_index(v->not_checked, i), *said = report_say(w, line);
	const char *colon = said == line ? strstr(line, ": ") : NULL;
	g_autofree char *phrase = colon ? g_strndup(line, (gsize)(colon - line)) : NULL;
	g_autofree char *names = colon ? report_plain(colon + 2) : NULL;

	return colon ? arena_printf(v->facts->arena, "%s: %s", report_say(w, phrase), names) : said;
}

const char *
report_say_rule(const struct report_words *w, const struct rule *r, const char *member,
		const char *english)
{
	g_autofree char *key = w ? g_strconcat(r->id, ".", member, NULL) : NULL;
	const char *said = w ? w->say(w, key) : NULL;

	return said ? said : english;
}

char *
report_detail(struct arena *a, const struct finding *f, const struct report_words *w)
{
	/* A bare "%s" brings words of the rule. */
	const char *phrase = g_str_equal(f->say, "%s") ? f->args[0] : f->say;
	const char *said = report_say(w, phrase);
	g_autofree char *detail = report_plain(phrase == f->say ? finding_say(a, f, said) : said);

	return arena_strndup(a, detail, strlen(detail));
}

char *
report_message(struct arena *a, const struct finding *f, const struct report_words *w)
{
	const char *title = report_say_rule(w, f->rule, "title", f->rule->title);
	const char *detail = report_detail(a, f, w);

	return *detail ? arena_printf(a, "%s: %s", title, detail)
		       : arena_strndup(a, title, strlen(title));
}

/* A noun of ours; what begins with a capital is a header field. */
char *
report_suggestion(struct arena *a, const struct suggestion *s)
{
	char *out = text_excerpt(a, s->of->body->text, s->of->where, LIMIT_WORD_POINTS, false);

	for (guint i = 0; i < s->n; i++)
		out = arena_printf(a, "%s%s%s", out, i ? ", " : " (", s->words[i]);
	return arena_printf(a, "%s?)", out);
}

guint
report_unsuggested(const struct verdict *v)
{
	guint n = 0;

	for (guint i = 0; i < v->suggestions->len; i++)
		n += !g_array_index(v->suggestions, struct suggestion, i).n;
	return n;
}

void
report_suggestions(GString *out, const struct verdict *v, const struct report_words *w,
		   const char *before)
{
	guint left = report_unsuggested(v);

	for (guint i = 0; i < v->suggestions->len; i++) {
		const struct suggestion *s = &g_array_index(v->suggestions, struct suggestion, i);

		if (s->n)
			g_string_append_printf(out, "%s%s: %s\n", before, report_say(w, "unknown word"),
					       report_suggestion(v->facts->arena, s));
	}
	if (left)
		g_string_append_printf(out, "%s%s: %u\n", before,
				       report_say(w, "unknown words that no dictionary was asked about"), left);
}

static const char *
name_of(const char *text, const struct report_words *w)
{
	return g_ascii_isupper(*text) ? text : report_say(w, text);
}

char *
report_place(struct arena *a, const char *text, const char *part, const char *field, guint line,
	     guint column, const struct report_words *w)
{
	g_autofree char *name = report_plain(field ? field : name_of(text, w));

	if (field)
		return arena_printf(a, "%s, %s %u", name, report_say(w, "character"), column);
	if (!part)
		return arena_printf(a, "%s, %s %u, %s %u", name, report_say(w, "line"), line,
				    report_say(w, "column"), column);
	return arena_printf(a, "%s %s %s, %s %u, %s %u", name, report_say(w, "in part"), part,
			    report_say(w, "line"), line, report_say(w, "column"), column);
}

char *
report_where(struct arena *a, const struct text *t, struct span where, const struct report_words *w)
{
	const struct text *source = text_source(t);
	struct place p = text_place(t, where);

	if (!source->field && !source->len) {
		g_autofree char *name = report_plain(name_of(source->name, w));

		return arena_printf(a, "%s", name);
	}
	return report_place(a, source->name, *source->part ? source->part : NULL, source->field,
			    p.line, p.column, w);
}

static void
count_raw(const struct message *m, gsize at, guint *ret_line, guint *ret_column)
{
	gsize begin = at;

	while (begin > 0 && m->raw[begin - 1] != '\n')
		begin--;
	*ret_line = message_line(m, at);
	*ret_column = 1 + (g_utf8_validate(m->raw + begin, (gssize)(at - begin), NULL)
			   ? (guint)g_utf8_strlen(m->raw + begin, (gssize)(at - begin))
			   : (guint)(at - begin));
}

struct report_raw
report_raw(const struct message *m, gsize offset, gsize length)
{
	struct report_raw r;

	offset = MIN(offset, m->len);
	count_raw(m, offset, &r.line, &r.column);
	count_raw(m, offset + MIN(length, m->len - offset), &r.end_line, &r.end_column);
	return r;
}

char *
report_rules_version(struct arena *a)
{
	g_autoptr(GString) s = g_string_new(NULL);
	g_autofree char *sum = NULL;

	for (guint i = 0; rules_all[i]; i++) {
		const struct rule *r = rules_all[i];

		g_string_append_printf(s, "%s %d %c %u %d", r->id, r->points, r->evidence,
				       r->classes, r->level);
		for (gsize k = 0; k < RULE_PARAMS && r->params[k].name; k++)
			g_string_append_printf(s, " %s=%d", r->params[k].name, r->params[k].value);
		g_string_append_c(s, '\n');
	}
	sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)s->str, s->len);
	return arena_strndup(a, sum, 16);
}

struct report_counts
report_count(const struct verdict *v)
{
	struct report_counts c = { .files = 1 };

	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		if (f->baseline == FINDING_KNOWN) {
			c.known++;
			continue;
		}
		switch (f->level) {
		case LEVEL_ERROR: c.errors++; break;
		case LEVEL_WARN:  c.warnings++; break;
		case LEVEL_NOTE:  c.notes++; break;
		case LEVEL_OFF:   break;
		}
	}
	return c;
}
