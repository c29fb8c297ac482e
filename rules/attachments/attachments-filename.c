#include "core/rule.h"

enum { LENGTH_MOST = 150, OLD_WAY_POINTS = 3 };

/* The value of a parameter as it was written, quotes taken off; NULL if it is not there. */
static const char *
raw_parameter(const char *s, gsize len, const char *name, gsize *ret_len)
{
	gsize n = strlen(name);

	for (gsize i = 0; i + n + 1 < len; i++) {
		gsize at = i + n + 1, end;

		if (g_ascii_strncasecmp(s + i, name, n) != 0 || s[i + n] != '=' ||
		    (i && !strchr("; \t\r\n", s[i - 1])))
			continue;
		end = at;
		if (s[at] == '"')
			for (at++, end++; end < len && s[end] != '"'; )
				end++;
		else
			while (end < len && !strchr(";\r\n", s[end]))
				end++;
		*ret_len = end - at;
		return s + at;
	}
	return NULL;
}

/* How the name was written: as filename= of one field or name= of the other. */
static const char *
raw_name(const struct facts *f, const struct part *p, gsize *ret_len)
{
	static const char *const places[][2] = {
		{ "Content-Disposition", "filename" }, { "Content-Type", "name" },
	};

	for (gsize k = 0; k < G_N_ELEMENTS(places); k++)
		for (guint i = 0; i < p->fields->len; i++) {
			const struct field *field = &g_array_index(p->fields, struct field, i);
			const char *value = g_ascii_strcasecmp(field->name, places[k][0]) != 0 ? NULL
				: raw_parameter(f->message->raw + field->raw_value.at,
						field->raw_value.len, places[k][1], ret_len);

			if (value)
				return value;
		}
	return NULL;
}

static bool
has_8bit(const char *s, gsize len)
{
	for (gsize i = 0; i < len; i++)
		if ((guchar)s[i] >= 0x80)
			return true;
	return false;
}

static bool
has_control(const struct text *t)
{
	for (gsize i = 0; i < t->len; i++)
		if ((guchar)t->s[i] < ' ' || t->s[i] == 0x7f)
			return true;
	return false;
}

static void
check_name(const struct facts *f, struct findings *out, const struct file *file)
{
	const struct text *t = file->name;
	gsize len = 0;
	const char *raw = file->part->fields ? raw_name(f, file->part, &len) : NULL;
	glong points = g_utf8_strlen(t->s, (gssize)t->len);

	if (has_control(t))
		found(out, t, text_all(t), "it has control characters");
	else if (memchr(t->s, '/', t->len) || memchr(t->s, '\\', t->len))
		found(out, t, text_all(t), "it is a path");
	else if (points > LENGTH_MOST)
		found(out, t, text_all(t), "it has %u characters", (guint)points);
	else if (raw && has_8bit(raw, len))
		found(out, t, text_all(t), "its letters were sent without encoding");
	else if (raw && len > 2 && memcmp(raw, "=?", 2) == 0)
		found_for(out, OLD_WAY_POINTS, t, text_all(t),
			  "it is encoded as only header text may be");
}

/* What a reader is meant to save; not signatures, reports and invitations. */
static bool
is_for_saving(const struct part *p)
{
	static const char *const others[] = {
		"application/pgp-signature", "application/pgp-encrypted", "application/pkcs7-signature",
		"application/x-pkcs7-signature", "application/pgp-keys", "application/ics",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
		if (g_str_equal(p->type, others[i]))
			return false;
	return p->disposition && g_str_equal(p->disposition, "attachment") &&
	       !g_str_has_prefix(p->type, "text/") && !g_str_has_prefix(p->type, "message/");
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->files->len; i++) {
		const struct file *file = &g_array_index(f->files, struct file, i);

		if (file->part->nested || file->part->kind != PART_FILE)
			continue;
		if (file->name->len)
			check_name(f, out, file);
		else if (is_for_saving(file->part))
			found(out, found_raw(f, "attachment", file->part->raw_header),
			      (struct span){ 0, 0 }, "it has no name");
	}
}

#define NAMED(parameter) HEAD "Subject: Files\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n" \
	"--b\nContent-Type: text/plain\n\nThe files you asked for.\n" \
	"--b\nContent-Type: application/pdf\n" \
	"Content-Disposition: attachment" parameter "\n\n%PDF-1.4 %%EOF\n--b--\n"
#define FIFTY "a2345678901234567890123456789012345678901234567890"

const struct rule rule_attachments_filename = {
	.id       = "attachments-filename",
	.title    = "the name of an attachment is written wrongly",
	.why      = "The reader gets a file with a garbled name or without its suffix, and their "
		    "computer does not know how to open it.",
	.fix      = "Encode the name as filename*=UTF-8''..., keep it short and without a path.",
	.ignore   = "When only a program of your own reads the name.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "RFC 2231; RFC 2183 2.3; rspamd MIME_BAD_UNICODE",
	.classes  = CLASS_ALL,
	.needs    = FACTS_FILES,
	.check    = check,
	.examples = {
		HIT (NAMED("; filename=\"załącznik.pdf\""), .at = "załącznik.pdf", .points = 10),
		HIT (NAMED("; filename=\"C:\\\\Faktury\\\\17.pdf\""), .points = 10),
		HIT (NAMED("; filename=\"" FIFTY FIFTY FIFTY ".pdf\""), .points = 10),
		HIT (NAMED("; filename*=UTF-8''nota%09fiscal.pdf"), .points = 10),
		HIT (NAMED(""), .points = 10),
		HIT (NAMED("; filename=\"=?UTF-8?Q?za=C5=82.pdf?=\""), .points = 3),
		PASS(NAMED("; filename=invoice.pdf")),
		PASS(NAMED("; filename*=UTF-8''za%C5%82%C4%85cznik.pdf")),
		PASS(HEAD "Subject: Signed\nContent-Type: multipart/signed; boundary=b\n\n"
		     "--b\nContent-Type: text/plain\n\nHello Anna.\n"
		     "--b\nContent-Type: application/pgp-signature\n"
		     "Content-Disposition: attachment\n\nabc\n--b--\n"),
	},
};
