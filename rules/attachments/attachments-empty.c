#include "core/rule.h"

/* What files of these kinds must begin with. */
static const struct {
	const char *suffix, *magic;
} kinds[] = {
	{ "pdf", "application/pdf" }, { "zip", "application/zip" }, { "docx", "application/" },
	{ "xlsx", "application/" }, { "pptx", "application/" }, { "png", "image/png" },
	{ "jpg", "image/jpeg" }, { "jpeg", "image/jpeg" }, { "gif", "image/gif" },
};

/* Its first bytes are of no kind at all, though those of its kind are known.  Of another
   kind: attachments-type-mismatch. */
static bool
has_no_head(const struct file *file)
{
	for (gsize i = 0; !file->part->magic && i < G_N_ELEMENTS(kinds); i++)
		if (g_str_equal(file->suffix, kinds[i].suffix))
			return true;
	return false;
}

static const char *
trouble(const struct content *c)
{
	const struct file *file = c->file;

	if (file->size == 0)
		return PHRASE("it has 0 bytes");
	if (c->broken)
		return PHRASE("its base64 cannot be decoded");
	if (file->part->encoding == ENCODING_UUENCODE)
		return NULL;
	if (has_no_head(file))
		return PHRASE("it does not begin as files of its kind do");
	if (c->endless)
		return PHRASE("its end is missing");
	if (c->archive.odd & (ARCHIVE_DAMAGED | ARCHIVE_MISCOUNT | ARCHIVE_OVERLAP))
		return PHRASE("its list of files is damaged");
	return NULL;
}

/* What signs or reports may be empty, and a letter is nobody's attachment. */
static bool
is_meant(const struct part *p)
{
	return p->disposition || p->file_name;
}

static void
check(const struct facts *f, struct findings *out)
{
	if (f->limits & LIMIT_HIT_CUT)
		return;
	for (guint i = 0; i < f->contents->len; i++) {
		const struct content *c = &g_array_index(f->contents, struct content, i);
		const struct text *t = c->file->name->len ? c->file->name
			: found_raw(f, "attachment", c->file->part->raw_header);
		const char *what = is_meant(c->file->part) ? trouble(c) : NULL;

		if (what)
			found(out, t, text_all(t), "%s", what);
	}
}

#define NAMED(name, data) HEAD "Subject: Files\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n" \
	"--b\nContent-Type: text/plain\n\nThe files you asked for.\n" \
	"--b\nContent-Type: application/octet-stream\n" \
	"Content-Disposition: attachment; filename=\"" name "\"\n" \
	"Content-Transfer-Encoding: base64\n\n" data "\n--b--\n"
#define ZIP_PLAIN \
	"UEsDBBQAAAAAAABQdF3+qDmoDgAAAA4AAAAJAAAAdW1vd2EucGRmJVBERi0xLjQgJSVF\n" \
	"T0ZQSwMEFAAAAAAAAFB0XQAAAAAAAAAAAAAAAAgAAAB6ZGplY2lhL1BLAQIUAxQAAAAA\n" \
	"AABQdF3+qDmoDgAAAA4AAAAJAAAAAAAAAAAAAACAAQAAAAB1bW93YS5wZGZQSwECFAMU\n" \
	"AAAAAAAAUHRdAAAAAAAAAAAAAAAACAAAAAAAAAAAAAAAgAE1AAAAemRqZWNpYS9QSwUG\n" \
	"AAAAAAIAAgBtAAAAWwAAAAAA"
#define ZIP_LYING \
	"UEsDBBQAAAAAAABQdF2DFtyMAQAAAAEAAAAFAAAAYS50eHR4UEsBAhQDFAAAAAAAAFB0\n" \
	"XYMW3IwBAAAAAQAAAAUAAAAAAAAAAAAAAIABAAAAAGEudHh0UEsFBgAAAAABAAcAMwAA\n" \
	"ACQAAAAAAA=="
#define PDF_PLAIN \
	"JVBERi0xLjQKMSAwIG9iago8PD4+CmVuZG9iagp0cmFpbGVyCjw8L1Jvb3QgMSAwIFI+\n" \
	"PgpzdGFydHhyZWYKMAolJUVPRgo="

const struct rule rule_attachments_empty = {
	.id       = "attachments-empty",
	.title    = "an attachment is empty or broken",
	.why      = "The reader cannot open it, and writes back or calls; most often the file was "
		    "attached before it was finished.",
	.fix      = "Attach the file when it is complete, and look at its size first.",
	.ignore   = "When the file is meant to be empty, as a mark for a program.",
	.points   = 20,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_ALL,
	.needs    = FACTS_CONTENTS,
	.check    = check,
	.examples = {
		HIT (NAMED("invoice.pdf", ""), .at = "invoice.pdf", .points = 20),
		HIT (NAMED("raport.csv", "to nie jest base64!!!"), .at = "raport.csv"),
		HIT (NAMED("nota.pdf", "PGh0bQ=="), .at = "nota.pdf"),	/* "<htm" */
		HIT (NAMED("nota.pdf", "JVBERi0xLjQKMSAwIG9iago8PD4+CmVuZG9iago="), .at = "nota.pdf"),
		HIT (NAMED("архив.zip", "UEsDBAoAAAAAAAAAAAAAAAAAAAAAAA=="), .at = "архив.zip"),
		HIT (NAMED("files.zip", ZIP_LYING), .at = "files.zip"),
		PASS(NAMED("invoice.pdf", PDF_PLAIN)),
		PASS(NAMED("files.zip", ZIP_PLAIN)),
		PASS(NAMED("notes.txt", "QQ==")),
		PASS(HEAD "Subject: Hello\nContent-Type: multipart/mixed; boundary=b\n\n"
		     "--b\nContent-Type: text/plain\n\nHello Anna.\n"
		     "--b\nContent-Type: application/x-empty\n\n\n--b--\n"),
	},
};
