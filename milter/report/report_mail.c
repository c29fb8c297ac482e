#include <gmime/gmime.h>

#include "report/report_mail.h"

enum {
	SUBJECT = 150,			/* code points of the mail's own subject */
	REFERENCES = 10,		/* ids of the thread that are kept, the newest */
	ID = 250,			/* bytes of one */
	HTML_MOST = 2 * 1024 * 1024,	/* a longer page is left out */
};

static const char *const actions[] = {
	[ACTION_ACCEPT] = "This mail would go out as it is.",
	[ACTION_TAG] = "This mail would go out with a mark in its header.",
	[ACTION_HOLD] = "This mail would be held for somebody to look at.",
	[ACTION_REJECT] = "This mail would be refused.",
};

static const char *const modes[] = {
	[MODE_OBSERVE] = "For now its policy only observes, and lets all mail pass.",
	[MODE_TAG] = "For now its policy only marks mails, and lets them pass.",
	[MODE_ENFORCE] = "",
};

static char *
subject_of(struct arena *a, const struct verdict *v)
{
	const struct text *t = v->facts->subject_text;

	return text_excerpt(a, t, text_all(t), SUBJECT, false);
}

static char *
title(struct arena *a, const struct verdict *v, const struct report_mail *m)
{
	const char *subject = subject_of(a, v);

	return arena_printf(a, "%s %d %%%s%s", report_say(m->words, "Quality"), v->quality,
			    *subject ? ": " : "", subject);
}

static void
add_sentences(GString *out, const struct verdict *v, const struct report_mail *m)
{
	const struct report_words *w = m->words;

	g_string_append_printf(out, "%s\n", report_say(w, actions[v->action]));
	if (v->action > ACTION_TAG && v->policy->mode != MODE_ENFORCE)
		g_string_append_printf(out, "%s\n", report_say(w, modes[v->policy->mode]));
	if (!m->granted)
		g_string_append_printf(out, "%s\n", report_say(w,
			"You may not use the policy that you asked for; your own was taken."));
	if (!v->findings->len)
		g_string_append_printf(out, "%s\n", report_say(w, "Nothing was found."));
	g_string_append_printf(out, "%s %d %%, %s %d, %s %s\n\n", report_say(w, "quality"), v->quality,
			       report_say(w, "points"), v->points, report_say(w, "policy"),
			       v->policy->name);
}

void
report_mail_text(GString *out, const struct verdict *v, const struct report_mail *m)
{
	struct record *r = record_of(v, m->id, NULL, true);
	const struct record_options o = { .rules = v->policy->all, .words = m->words };

	add_sentences(out, v, m);
	report_record_findings(out, r, &o);
	if (v->findings->len > RECORD_FINDINGS)
		g_string_append_printf(out, "\n%u %s\n", v->findings->len - RECORD_FINDINGS,
				       report_say(m->words, "more"));
	if (v->suggestions->len)
		g_string_append_c(out, '\n');
	report_suggestions(out, v, m->words, "");
	g_string_append_printf(out, "\n-- \nsendlint %s, %s\n%s\n%s\n", SENDLINT_VERSION, m->from,
			       report_say(m->words, "This answers a test mail. Nobody reads replies."),
			       report_say(m->words, "Quality says how well a mail is made. It promises no delivery."));
	record_free(r);
}

static void
add_page(GString *out, const struct verdict *v, const struct report_mail *m)
{
	const char *subject = subject_of(v->facts->arena, v);
	const struct report_options o = {
		.name = *subject ? subject : m->id, .path = m->id, .min_level = LEVEL_NOTE,
		.language = m->language, .words = m->words,
	};
	struct report_document *d = report_document_new(REPORT_HTML, &o);

	report_document_add(d, v, &o);
	report_document_end(d, out);
}

static GMimeObject *
text_part(const char *subtype, const char *text)
{
	GMimeTextPart *p = g_mime_text_part_new_with_subtype(subtype);

	g_mime_text_part_set_charset(p, "utf-8");
	g_mime_text_part_set_text(p, text);
	g_mime_part_set_content_encoding((GMimePart *)p, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	return (GMimeObject *)p;
}

static GMimeObject *
json_part(const char *json)
{
	GMimePart *p = g_mime_part_new_with_type("application", "json");
	GMimeStream *s = g_mime_stream_mem_new_with_buffer(json, strlen(json));
	GMimeDataWrapper *w = g_mime_data_wrapper_new_with_stream(s, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_part_set_content(p, w);
	g_mime_part_set_filename(p, "report.json");
	g_mime_part_set_content_encoding(p, GMIME_CONTENT_ENCODING_BASE64);
	g_mime_object_set_disposition((GMimeObject *)p, "attachment");
	g_object_unref(w);
	g_object_unref(s);
	return (GMimeObject *)p;
}

static void
take_part(GMimeMultipart *to, GMimeObject *part)
{
	g_mime_multipart_add(to, part);
	g_object_unref(part);
}

static GMimeObject *
body(const struct verdict *v, const struct report_mail *m)
{
	GMimeMultipart *mixed = g_mime_multipart_new_with_subtype("mixed");
	GMimeMultipart *both = g_mime_multipart_new_with_subtype("alternative");
	g_autoptr(GString) s = g_string_new(NULL);
	const struct report_options o = { .id = m->id, .min_level = LEVEL_NOTE, .words = m->words };

	report_mail_text(s, v, m);
	take_part(both, text_part("plain", s->str));
	g_string_truncate(s, 0);
	add_page(s, v, m);
	if (s->len <= HTML_MOST)
		take_part(both, text_part("html", s->str));
	take_part(mixed, (GMimeObject *)both);
	g_string_truncate(s, 0);
	report_json(s, v, &o);
	take_part(mixed, json_part(s->str));
	return (GMimeObject *)mixed;
}

/* The next "<...>" that may stand in a header field as it is; moves `s` behind it. */
static bool
next_id(const char **s, struct span *ret_id, const char *from)
{
	for (const char *p = *s; (p = strchr(p, '<')); p++) {
		gsize len = strcspn(p + 1, "<>") + 2;
		bool plain = len < ID && p[len - 1] == '>' && len > 2;

		for (gsize i = 0; plain && i < len; i++)
			plain = p[i] > ' ' && p[i] < 0x7f;
		if (!plain)
			continue;
		*ret_id = (struct span){ (gsize)(p - from), len };
		*s = p + len;
		return true;
	}
	return false;
}

static void
append_ids(GString *out, const struct field *f)
{
	struct span ids[REFERENCES], id;
	const char *s = f ? f->value->s : "";
	guint n = 0;

	while (f && next_id(&s, &id, f->value->s))
		ids[n++ % REFERENCES] = id;
	for (guint i = n > REFERENCES ? n - REFERENCES : 0; i < n; i++)
		g_string_append_printf(out, "%s%.*s", out->len ? " " : "", (int)ids[i % REFERENCES].len,
				       f->value->s + ids[i % REFERENCES].at);
}

/* Only what a mail program threads by. */
static void
add_thread(GMimeObject *to, const struct message *m)
{
	g_autoptr(GString) id = g_string_new(NULL), all = g_string_new(NULL);

	append_ids(id, message_field(m, "Message-ID", 0));
	if (!id->len)
		return;
	append_ids(all, message_field(m, "References", 0));
	append_ids(all, message_field(m, "Message-ID", 0));
	g_mime_object_set_header(to, "In-Reply-To", id->str, NULL);
	g_mime_object_set_header(to, "References", all->str, NULL);
}

/* Sender, addressee and what keeps programs from answering; takes the content. */
static GMimeMessage *
envelope(const struct report_mail *m, const char *subject, const char *automatic, GMimeObject *content)
{
	GMimeMessage *mail = g_mime_message_new(TRUE);
	GMimeObject *o = (GMimeObject *)mail;
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(m->at);
	g_autofree char *id = g_strconcat(m->id, strrchr(m->from, '@'), NULL);

	g_mime_message_add_mailbox(mail, GMIME_ADDRESS_TYPE_FROM, "sendlint", m->from);
	g_mime_message_add_mailbox(mail, GMIME_ADDRESS_TYPE_TO, NULL, m->to);
	g_mime_message_set_subject(mail, subject, "utf-8");
	g_mime_message_set_date(mail, at);
	g_mime_message_set_message_id(mail, id);
	g_mime_object_set_header(o, "Auto-Submitted", automatic, NULL);
	g_mime_object_set_header(o, "X-Auto-Response-Suppress", "All", NULL);
	g_mime_object_set_header(o, "Content-Language", m->language ? m->language : "en", NULL);
	g_mime_message_set_mime_part(mail, content);
	g_object_unref(content);
	return mail;
}

static char *
written(GMimeMessage *mail)
{
	char *s = g_mime_object_to_string((GMimeObject *)mail, NULL);

	g_object_unref(mail);
	return s;
}

char *
report_mail(const struct verdict *v, const struct report_mail *m)
{
	GMimeMessage *mail = envelope(m, title(v->facts->arena, v, m), "auto-replied", body(v, m));

	add_thread((GMimeObject *)mail, v->facts->message);
	return written(mail);
}

char *
report_mail_plain(const struct report_mail *m, const char *subject, const char *text)
{
	return written(envelope(m, subject, "auto-generated", text_part("plain", text)));
}
