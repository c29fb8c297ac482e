#include "core/rule.h"

enum { BLANKS = 5 };	/* so many before the suffix push it out of sight */

/* Characters that turn the direction of writing: "fdp.exe" reads "exe.pdf". */
static const char *const turns[] = {
	"\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068",
};

static bool
find_turn(const struct text *t, struct span *ret_where)
{
	for (gsize i = 0; i < G_N_ELEMENTS(turns); i++) {
		const char *p = g_strstr_len(t->s, (gssize)t->len, turns[i]);

		if (p) {
			*ret_where = (struct span){ (gsize)(p - t->s), strlen(turns[i]) };
			return true;
		}
	}
	return false;
}

static gsize
blank_before(const char *s, gsize at)
{
	if (at > 0 && (s[at - 1] == ' ' || s[at - 1] == '\t'))
		return 1;
	return at > 1 && memcmp(s + at - 2, "\u00a0", 2) == 0 ? 2 : 0;
}

/* Blanks before the last dot. */
static bool
find_blanks(const struct text *t, struct span *ret_where)
{
	const char *dot = g_strrstr_len(t->s, (gssize)t->len, ".");
	gsize at = dot ? (gsize)(dot - t->s) : 0, end = at, step;
	guint n = 0;

	for (; (step = blank_before(t->s, at)); at -= step)
		n++;
	if (n < BLANKS || at == 0)
		return false;
	*ret_where = (struct span){ at, end - at };
	return true;
}

/* The two suffixes and what is between them: ".pdf.exe". */
static bool
find_double(const struct facts *f, const struct file *file, struct span *ret_where)
{
	const struct text *t = file->name;
	gsize want = strlen(file->inner_suffix) + 1;

	if (!*file->inner_suffix || !f->phrases ||
	    !phrases_lookup(f->phrases, "blocked-suffix", file->suffix) ||
	    !phrases_lookup(f->phrases, "document-suffix", file->inner_suffix))
		return false;
	for (gsize at = t->len - MIN(want, t->len) + 1; at-- > 0;)
		if (t->s[at] == '.' && g_ascii_strncasecmp(t->s + at + 1, file->inner_suffix,
							   want - 1) == 0) {
			*ret_where = (struct span){ at, t->len - at };
			return true;
		}
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->files->len; i++) {
		const struct file *file = &g_array_index(f->files, struct file, i);
		struct span where;

		if (find_turn(file->name, &where))
			found(out, file->name, where, "it turns the direction of writing");
		else if (find_double(f, file, &where))
			found(out, file->name, where, "it looks like .%s and is .%s",
			      file->inner_suffix, file->suffix);
		else if (find_blanks(file->name, &where))
			found(out, file->name, where, "blanks push its type out of sight");
	}
}

#define NAMED(name) HEAD "Subject: Files\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n" \
	"--b\nContent-Type: text/plain\n\nThe files you asked for.\n" \
	"--b\nContent-Type: application/octet-stream\n" \
	"Content-Disposition: attachment; " name "\n\nabc\n--b--\n"
#define QUOTED(name) NAMED("filename=\"" name "\"")

const struct rule rule_attachments_double_extension = {
	.id       = "attachments-double-extension",
	.title    = "the name of an attachment hides what it is",
	.why      = "That is how malware is sent, so filters add many points and people are "
		    "told not to open it.",
	.fix      = "Give the file one suffix, the one of its real type.",
	.ignore   = "When the dot belongs to the name, and the reader knows the file.",
	.points   = 30,
	.evidence = EVIDENCE_B,
	.source   = "rspamd MIME_DOUBLE_BAD_EXTENSION, MIME_BAD_UNICODE",
	.classes  = CLASS_ALL,
	.needs    = FACTS_FILES,
	.check    = check,
	.examples = {
		HIT (QUOTED("invoice.pdf.exe"), .at = ".pdf.exe"),
		HIT (QUOTED("Umowa.doc.js"), .at = ".doc.js"),
		HIT (QUOTED("fatura.pdf          .exe"), .at = ".pdf          .exe"),
		HIT (QUOTED("photo            .scr"), .at = "            "),
		HIT (NAMED("filename*=UTF-8''report%E2%80%AEfdp.exe"), .at = "\u202e"),
		PASS(QUOTED("backup.tar.gz")),
		PASS(QUOTED("export.xml.gz")),
		PASS(QUOTED("Raport 20.11.2026.pdf")),
		PASS(QUOTED("отчёт.final.v2.docx")),
		PASS(QUOTED("setup.2.1.exe")),		/* blocked, but it hides nothing */
		PASS(QUOTED("invoice.pdf.pdf")),
	},
};
