#include "core/rule.h"

enum { SUFFIX_MOST = 18 };

/* The suffix of a member's name in lower case, without blanks and dots at its end. */
static bool
suffix_of(const struct archive_member *m, char ret_suffix[SUFFIX_MOST + 1])
{
	gsize end = m->name_len, dot;

	while (end > 0 && strchr(" .", m->name[end - 1]))
		end--;
	for (dot = end; dot > 0 && end - dot < SUFFIX_MOST &&
	     (g_ascii_isalnum(m->name[dot - 1]) || strchr("_-", m->name[dot - 1])); )
		dot--;
	if (dot < 2 || m->name[dot - 1] != '.' || dot == end || m->name[dot - 2] == '/')
		return false;
	for (gsize i = dot; i < end; i++)
		ret_suffix[i - dot] = g_ascii_tolower(m->name[i]);
	ret_suffix[end - dot] = '\0';
	return true;
}

static const char *
blocked_member(const struct facts *f, const struct archive *a)
{
	char suffix[SUFFIX_MOST + 1];

	for (guint i = 0; i < a->members->len; i++) {
		const struct archive_member *m = &g_array_index(a->members, struct archive_member, i);

		if (suffix_of(m, suffix) && phrases_lookup(f->phrases, "blocked-suffix", suffix))
			return m->name;
	}
	return NULL;
}

/* "setup.exe.gz" says it in its own name. */
static bool
is_packed_program(const struct facts *f, const struct file *file)
{
	static const char *const packers[] = { "gz", "bz2", "zst" };

	for (gsize i = 0; *file->inner_suffix && i < G_N_ELEMENTS(packers); i++)
		if (g_str_equal(file->suffix, packers[i]))
			return phrases_lookup(f->phrases, "blocked-suffix", file->inner_suffix);
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; f->phrases && i < f->contents->len; i++) {
		const struct content *c = &g_array_index(f->contents, struct content, i);
		const struct text *t = c->file->name->len ? c->file->name
			: found_raw(f, "attachment", c->file->part->raw_header);
		const char *name = c->document ? NULL : blocked_member(f, &c->archive);

		if (name)
			found(out, t, text_all(t), "it holds %s",
			      arena_printf(f->arena, "%s", name));
		else if (is_packed_program(f, c->file))
			found(out, t, text_all(t), "it holds a .%s file", c->file->inner_suffix);
	}
}

#define NAMED(name, data) HEAD "Subject: Files\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n" \
	"--b\nContent-Type: text/plain\n\nThe files you asked for.\n" \
	"--b\nContent-Type: application/zip\n" \
	"Content-Disposition: attachment; filename=\"" name "\"\n" \
	"Content-Transfer-Encoding: base64\n\n" data "\n--b--\n"
#define ZIP_PROGRAM \
	"UEsDBBQAAAAAAABQdF0ODhdNAgAAAAIAAAAKAAAAcmVhZG1lLnR4dEhpUEsDBBQAAAAA\n" \
	"AABQdF1dm7CPAgAAAAIAAAAJAAAAc2V0dXAuZXhlTVpQSwECFAMUAAAAAAAAUHRdDg4X\n" \
	"TQIAAAACAAAACgAAAAAAAAAAAAAAgAEAAAAAcmVhZG1lLnR4dFBLAQIUAxQAAAAAAABQ\n" \
	"dF1dm7CPAgAAAAIAAAAJAAAAAAAAAAAAAACAASoAAABzZXR1cC5leGVQSwUGAAAAAAIA\n" \
	"AgBvAAAAUwAAAAAA"
#define ZIP_DEEP \
	"UEsDBBQAAAAAAABQdF2DFtyMAQAAAAEAAAAYAAAAVW1vd3kvMjAyNi91bW93YS5wZGYu\n" \
	"anMgeFBLAQIUAxQAAAAAAABQdF2DFtyMAQAAAAEAAAAYAAAAAAAAAAAAAACAAQAAAABV\n" \
	"bW93eS8yMDI2L3Vtb3dhLnBkZi5qcyBQSwUGAAAAAAEAAQBGAAAANwAAAAAA"
#define ZIP_PLAIN \
	"UEsDBBQAAAAAAABQdF3+qDmoDgAAAA4AAAAJAAAAdW1vd2EucGRmJVBERi0xLjQgJSVF\n" \
	"T0ZQSwMEFAAAAAAAAFB0XQAAAAAAAAAAAAAAAAgAAAB6ZGplY2lhL1BLAQIUAxQAAAAA\n" \
	"AABQdF3+qDmoDgAAAA4AAAAJAAAAAAAAAAAAAACAAQAAAAB1bW93YS5wZGZQSwECFAMU\n" \
	"AAAAAAAAUHRdAAAAAAAAAAAAAAAACAAAAAAAAAAAAAAAgAE1AAAAemRqZWNpYS9QSwUG\n" \
	"AAAAAAIAAgBtAAAAWwAAAAAA"
#define GZIP_NAMED \
	"H4sICAAAAAACA3J1bi52YnMAqwAAgxbcjAEAAAA="

const struct rule rule_attachments_blocked_in_archive = {
	.id       = "attachments-blocked-in-archive",
	.title    = "an archive holds a file that receivers refuse",
	.why      = "Gmail and others look into archives and refuse the whole mail because of it; "
		    "nobody reads it.",
	.fix      = "Take the file out of the archive, or send a link to it.",
	.ignore   = "Inside one firm whose server lets such files pass.",
	.points   = 40,
	.evidence = EVIDENCE_A,
	.source   = "Gmail 552 5.7.0; Microsoft 365, common attachments filter",
	.classes  = CLASS_ALL,
	.needs    = FACTS_CONTENTS,
	.check    = check,
	.examples = {
		HIT (NAMED("files.zip", ZIP_PROGRAM), .at = "files.zip", .points = 40),
		HIT (NAMED("umowa.zip", ZIP_DEEP), .at = "umowa.zip"),
		HIT (NAMED("setup.exe.gz", "H4sIAAAA"), .at = "setup.exe.gz"),
		HIT (NAMED("faktura.gz", GZIP_NAMED), .at = "faktura.gz"),
		PASS(NAMED("files.zip", ZIP_PLAIN)),
		PASS(NAMED("relatorio.docx", ZIP_PROGRAM)),	/* a document's own affair */
		PASS(NAMED("files.zip", "UEsDBAoAAAAAAA==")),	/* cut: nothing can be said */
		PASS(NAMED("dane.csv.gz", "H4sIAAAA")),
	},
};
