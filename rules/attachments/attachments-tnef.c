#include "core/rule.h"

static bool
is_tnef(const struct file *file)
{
	const struct part *p = file->part;

	return g_str_equal(p->type, "application/ms-tnef") ||
	       g_str_equal(p->type, "application/vnd.ms-tnef") ||
	       (p->magic && g_str_equal(p->magic, "application/vnd.ms-tnef")) ||
	       g_ascii_strcasecmp(file->name->s, "winmail.dat") == 0;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->files->len; i++) {
		const struct file *file = &g_array_index(f->files, struct file, i);
		const struct text *t = file->name->len ? file->name
			: found_raw(f, "attachment", file->part->raw_header);

		if (!file->part->nested && is_tnef(file))
			found(out, t, text_all(t), "Outlook packed the files into it");
	}
}

#define PART(type, name) HEAD "Subject: Files\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n" \
	"--b\nContent-Type: text/plain\n\nThe files you asked for.\n" \
	"--b\nContent-Type: " type "\n" \
	"Content-Disposition: attachment; filename=\"" name "\"\n\nabc\n--b--\n"

const struct rule rule_attachments_tnef = {
	.id       = "attachments-tnef",
	.title    = "the attachments are packed as winmail.dat",
	.why      = "Only Outlook can open it: everybody else gets a file winmail.dat and none of "
		    "yours.",
	.fix      = "Switch off rich text format in Outlook or Exchange: send HTML or plain text.",
	.ignore   = "When all readers use Outlook on the same Exchange.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "Microsoft, TNEF conversion options",
	.classes  = CLASS_ALL,
	.needs    = FACTS_FILES,
	.check    = check,
	.examples = {
		HIT (PART("application/ms-tnef", "winmail.dat"), .at = "winmail.dat", .points = 10),
		HIT (PART("application/octet-stream", "WINMAIL.DAT"), .at = "WINMAIL.DAT"),
		HIT (PART("application/vnd.ms-tnef", "faktury.bin"), .at = "faktury.bin"),
		PASS(PART("application/octet-stream", "winmail.dat.txt")),
		PASS(PART("application/pdf", "fatura.pdf")),
	},
};
