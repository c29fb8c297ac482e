#include "core/rule.h"

static bool
is_archive(const struct facts *f, const struct archive_member *m)
{
	const char *dot = strrchr(m->name, '.');

	return dot && dot != m->name && strlen(dot) < 8 &&
	       phrases_lookup(f->phrases, "archive-suffix", dot + 1);
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; f->phrases && i < f->contents->len; i++) {
		const struct content *c = &g_array_index(f->contents, struct content, i);
		const struct text *t = c->file->name->len ? c->file->name
			: found_raw(f, "attachment", c->file->part->raw_header);

		for (guint k = 0; !c->document && k < c->archive.members->len; k++) {
			const struct archive_member *m =
				&g_array_index(c->archive.members, struct archive_member, k);

			/* "backup.tar.gz" names itself in its head. */
			if (!c->zip || !is_archive(f, m))
				continue;
			found(out, t, text_all(t), "it holds %s", arena_printf(f->arena, "%s", m->name));
			break;
		}
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
#define ZIP_NESTED \
	"UEsDBBQAAAAAAABQdF2DFtyMAQAAAAEAAAAFAAAAYS50eHR4UEsDBBQAAAAAAABQdF2z\n" \
	"12waAgAAAAIAAAAQAAAAaW5uZXIvUGFjemthLlpJUFBLUEsBAhQDFAAAAAAAAFB0XYMW\n" \
	"3IwBAAAAAQAAAAUAAAAAAAAAAAAAAIABAAAAAGEudHh0UEsBAhQDFAAAAAAAAFB0XbPX\n" \
	"bBoCAAAAAgAAABAAAAAAAAAAAAAAAIABJAAAAGlubmVyL1BhY3prYS5aSVBQSwUGAAAA\n" \
	"AAIAAgBxAAAAVAAAAAAA"

const struct rule rule_attachments_nested_archive = {
	.id       = "attachments-nested-archive",
	.title    = "an archive lies in an archive",
	.why      = "Malware hides that way from scanners, so filters count it heavily, and the "
		    "reader has to unpack twice.",
	.fix      = "Pack all the files once.",
	.ignore   = "When the reader asked for the archive as it is.",
	.points   = 20,
	.evidence = EVIDENCE_B,
	.source   = "rspamd MIME_ARCHIVE_IN_ARCHIVE",
	.classes  = CLASS_ALL,
	.needs    = FACTS_CONTENTS,
	.check    = check,
	.examples = {
		HIT (NAMED("files.zip", ZIP_NESTED), .at = "files.zip", .points = 20),
		PASS(NAMED("files.zip", ZIP_PLAIN)),
		PASS(NAMED("plan.xlsx", ZIP_NESTED)),
		PASS(NAMED("dane.tar.gz", "H4sIAAAA")),
	},
};
