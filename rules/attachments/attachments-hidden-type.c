#include "core/rule.h"

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; f->phrases && i < f->files->len; i++) {
		const struct file *file = &g_array_index(f->files, struct file, i);

		if (!*file->suffix || !phrases_lookup(f->phrases, "hidden-suffix", file->suffix) ||
		    phrases_lookup(f->phrases, "blocked-suffix", file->suffix))
			continue;	/* attachments-blocked-type */
		found(out, file->name, text_all(file->name), "Outlook hides .%s files", file->suffix);
	}
}

#define NAMED(name) HEAD "Subject: Files\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n" \
	"--b\nContent-Type: text/plain\n\nThe files you asked for.\n" \
	"--b\nContent-Type: application/octet-stream\n" \
	"Content-Disposition: attachment; filename=\"" name "\"\n\nabc\n--b--\n"

const struct rule rule_attachments_hidden_type = {
	.id       = "attachments-hidden-type",
	.title    = "an attachment is of a kind that Outlook hides",
	.why      = "The mail arrives, but readers with Outlook see no file and write that it is "
		    "missing.",
	.fix      = "Put it into a zip, or send a link to it.",
	.ignore   = "When the reader does not use Outlook.",
	.points   = 20,
	.evidence = EVIDENCE_A,
	.source   = "Outlook for Windows and on the web, blocked attachments",
	.classes  = CLASS_ALL,
	.needs    = FACTS_FILES,
	.check    = check,
	.examples = {
		HIT (NAMED("strona.url"), .at = "strona.url", .points = 20),
		HIT (NAMED("certyfikat.CER"), .at = "certyfikat.CER"),
		HIT (NAMED("dados.mdb"), .at = "dados.mdb"),
		PASS(NAMED("setup.exe")),	/* attachments-blocked-type */
		PASS(NAMED("faktura.pdf")),
		PASS(NAMED("url")),
	},
};
