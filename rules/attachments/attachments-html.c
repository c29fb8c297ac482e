#include "core/rule.h"

static bool
is_page(const char *suffix)
{
	static const char *const pages[] = { "html", "htm", "shtml", "xhtml", "xht", "svg", "mhtml",
					     "mht" };

	for (gsize i = 0; i < G_N_ELEMENTS(pages); i++)
		if (g_str_equal(suffix, pages[i]))
			return true;
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->files->len; i++) {
		const struct file *file = &g_array_index(f->files, struct file, i);

		if (is_page(file->suffix) && !file->part->nested &&
		    !phrases_lookup(f->phrases, "blocked-suffix", file->suffix) &&
		    !phrases_lookup(f->phrases, "hidden-suffix", file->suffix))
			found(out, file->name, text_all(file->name), "a .%s file opens in the browser",
			      file->suffix);
	}
}

#define NAMED(name) HEAD "Subject: Files\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n" \
	"--b\nContent-Type: text/plain\n\nThe files you asked for.\n" \
	"--b\nContent-Type: text/html\n" \
	"Content-Disposition: attachment; filename=\"" name "\"\n\n<p>Hello</p>\n--b--\n"

const struct rule rule_attachments_html = {
	.id       = "attachments-html",
	.title    = "a web page is attached",
	.why      = "Attached pages imitate login forms, so filters count them and people are told "
		    "not to open them.",
	.fix      = "Put the content into the mail itself, or send a PDF.",
	.ignore   = "When the reader asked for the page as a file.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "rspamd MIME_BAD_EXTENSION",
	.classes  = CLASS_ALL,
	.needs    = FACTS_FILES,
	.check    = check,
	.examples = {
		HIT (NAMED("report.html"), .at = "report.html", .points = 15),
		HIT (NAMED("Potwierdzenie.HTM"), .at = "Potwierdzenie.HTM"),
		HIT (NAMED("planta.svg"), .at = "planta.svg"),
		PASS(NAMED("report.pdf")),
		PASS(HTML("<p>Your order 4711 is ready.</p>")),
		PASS(NAMED("html")),
	},
};
