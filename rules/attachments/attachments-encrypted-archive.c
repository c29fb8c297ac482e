#include "core/rule.h"

enum { PDF_POINTS = 3 };	/* receivers take it; only the reader is held up */

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->contents->len; i++) {
		const struct content *c = &g_array_index(f->contents, struct content, i);
		const struct text *t = c->file->name->len ? c->file->name
			: found_raw(f, "attachment", c->file->part->raw_header);

		if (c->archive.encrypted)
			found(out, t, text_all(t), "the archive asks for a password");
		else if (c->encrypted)
			found_for(out, PDF_POINTS, t, text_all(t), "the PDF is encrypted");
	}
}

#define NAMED(name, data) HEAD "Subject: Files\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n" \
	"--b\nContent-Type: text/plain\n\nThe files you asked for.\n" \
	"--b\nContent-Type: application/zip\n" \
	"Content-Disposition: attachment; filename=\"" name "\"\n" \
	"Content-Transfer-Encoding: base64\n\n" data "\n--b--\n"
#define ZIP_PLAIN \
	"UEsDBBQAAAAAAABQdF3+qDmoDgAAAA4AAAAJAAAAdW1vd2EucGRmJVBERi0xLjQgJSVF\n" \
	"T0ZQSwMEFAAAAAAAAFB0XQAAAAAAAAAAAAAAAAgAAAB6ZGplY2lhL1BLAQIUAxQAAAAA\n" \
	"AABQdF3+qDmoDgAAAA4AAAAJAAAAAAAAAAAAAACAAQAAAAB1bW93YS5wZGZQSwECFAMU\n" \
	"AAAAAAAAUHRdAAAAAAAAAAAAAAAACAAAAAAAAAAAAAAAgAE1AAAAemRqZWNpYS9QSwUG\n" \
	"AAAAAAIAAgBtAAAAWwAAAAAA"
#define ZIP_ENCRYPTED \
	"UEsDBBQAAQAAAABQdF0PGOH4AgAAAAIAAAAKAAAAbGlzdGEueGxzeHh4UEsBAhQDFAAB\n" \
	"AAAAAFB0XQ8Y4fgCAAAAAgAAAAoAAAAAAAAAAAAAAIABAAAAAGxpc3RhLnhsc3hQSwUG\n" \
	"AAAAAAEAAQA4AAAAKgAAAAAA"
#define PDF_PLAIN \
	"JVBERi0xLjQKMSAwIG9iago8PD4+CmVuZG9iagp0cmFpbGVyCjw8L1Jvb3QgMSAwIFI+\n" \
	"PgpzdGFydHhyZWYKMAolJUVPRgo="
#define PDF_ENCRYPTED \
	"JVBERi0xLjQKMSAwIG9iago8PD4+CmVuZG9iagp0cmFpbGVyCjw8L1Jvb3QgMSAwIFIv\n" \
	"RW5jcnlwdCAyIDAgUj4+CiUlRU9GCg=="

const struct rule rule_attachments_encrypted_archive = {
	.id       = "attachments-encrypted-archive",
	.title    = "an attachment asks for a password",
	.why      = "Scanners cannot look inside, so many servers refuse or hold it, and your "
		    "reader waits for the password.",
	.fix      = "Share the file through a portal or a link that asks who the reader is.",
	.ignore   = "When the reader asked for it and has the password already.",
	.points   = 15,
	.evidence = EVIDENCE_A,
	.source   = "Gmail, blocked file types; rspamd MIME_ENCRYPTED_ARCHIVE",
	.classes  = CLASS_ALL,
	.needs    = FACTS_CONTENTS,
	.check    = check,
	.examples = {
		HIT (NAMED("lista-plac.zip", ZIP_ENCRYPTED), .at = "lista-plac.zip", .points = 15),
		HIT (NAMED("payslip.pdf", PDF_ENCRYPTED), .at = "payslip.pdf", .points = 3),
		PASS(NAMED("files.zip", ZIP_PLAIN)),
		PASS(NAMED("fatura.pdf", PDF_PLAIN)),
	},
};
