#include "core/rule.h"

enum { OLD_POINTS = 3 };

/* Documents that carry programs by their kind; and the old ones, which may. */
static const char *const macros[] = {
	"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam", "sldm", "accdb",
};
static const char *const old[] = { "doc", "dot", "xls", "xlt", "ppt", "pps", "pot" };

static bool
is_one_of(const char *const *v, gsize n, const char *suffix)
{
	for (gsize i = 0; i < n; i++)
		if (g_str_equal(v[i], suffix))
			return true;
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->files->len; i++) {
		const struct file *file = &g_array_index(f->files, struct file, i);

		if (!*file->suffix || phrases_lookup(f->phrases, "blocked-suffix", file->suffix))
			continue;	/* attachments-blocked-type */
		if (is_one_of(macros, G_N_ELEMENTS(macros), file->suffix))
			found(out, file->name, text_all(file->name), ".%s files carry programs",
			      file->suffix);
		else if (is_one_of(old, G_N_ELEMENTS(old), file->suffix))
			found_for(out, OLD_POINTS, file->name, text_all(file->name),
				  ".%s files may carry programs", file->suffix);
	}
}

#define NAMED(name) HEAD "Subject: Files\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n" \
	"--b\nContent-Type: text/plain\n\nThe files you asked for.\n" \
	"--b\nContent-Type: application/octet-stream\n" \
	"Content-Disposition: attachment; filename=\"" name "\"\n\nabc\n--b--\n"

const struct rule rule_attachments_macro = {
	.id       = "attachments-macro",
	.title    = "an attached document can carry programs",
	.why      = "Macros are how documents bring malware, so many companies hold such files "
		    "back, and Office warns the reader.",
	.fix      = "Send a PDF, or save it in the newer format without macros (docx, xlsx, pptx).",
	.ignore   = "Among colleagues who work with the macros of this document.",
	.points   = 20,
	.evidence = EVIDENCE_A,
	.source   = "Microsoft 365, common attachments filter",
	.classes  = CLASS_ALL,
	.needs    = FACTS_FILES,
	.check    = check,
	.examples = {
		HIT (NAMED("raport.xlsm"), .at = "raport.xlsm", .points = 20),
		HIT (NAMED("Plan.PPTM"), .at = "Plan.PPTM"),
		HIT (NAMED("umowa.doc"), .at = "umowa.doc", .points = 3),
		PASS(NAMED("umowa.docx")),
		PASS(NAMED("umowa.docm")),	/* attachments-blocked-type */
		PASS(NAMED("doc")),
	},
};
