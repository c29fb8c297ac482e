#include "core/rule.h"

enum { GENERIC_POINTS = 3 };

/* Kinds of files: their suffixes, the types that programs give them, and what their first
   bytes say; "|" between.  An empty magic: the first bytes do not tell. */
static const struct kind {
	const char *suffixes, *types, *magics;
} kinds[] = {
	{ "|pdf|", "|application/pdf|application/x-pdf|", "|application/pdf|" },
	{ "|png|", "|image/png|image/x-png|", "|image/png|" },
	{ "|jpg|jpeg|jpe|jfif|", "|image/jpeg|image/jpg|image/pjpeg|", "|image/jpeg|" },
	{ "|gif|", "|image/gif|", "|image/gif|" },
	{ "|webp|", "|image/webp|", "|image/webp|" },
	{ "|zip|", "|application/zip|application/x-zip-compressed|application/x-zip|", "|application/zip|"
	  "application/vnd.openxmlformats-officedocument|application/vnd.oasis.opendocument|"
	  "application/java-archive|application/epub+zip|" },
	{ "|gz|tgz|", "|application/gzip|application/x-gzip|", "|application/gzip|" },
	{ "|rar|", "|application/vnd.rar|application/x-rar-compressed|application/x-rar|",
	  "|application/vnd.rar|" },
	{ "|7z|", "|application/x-7z-compressed|", "|application/x-7z-compressed|" },
	{ "|docx|xlsx|pptx|", "|application/vnd.openxmlformats-officedocument.wordprocessingml.document|"
	  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet|"
	  "application/vnd.openxmlformats-officedocument.presentationml.presentation|",
	  "|application/vnd.openxmlformats-officedocument|application/zip|application/x-ole-storage|" },
	{ "|mp4|", "|video/mp4|", "|video/mp4|" },
	{ "|mp3|", "|audio/mpeg|audio/mp3|", "" },
	{ "|ics|", "|text/calendar|application/ics|", "" },
	{ "|vcf|", "|text/vcard|text/x-vcard|text/directory|", "" },
};

static bool
lists(const char *list, const char *word)
{
	gsize n = strlen(word);

	for (const char *p = n ? strstr(list, word) : NULL; p; p = strstr(p + 1, word))
		if (p[-1] == '|' && p[n] == '|')
			return true;
	return false;
}

static const struct kind *
kind_by_suffix(const char *suffix)
{
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (lists(kinds[i].suffixes, suffix))
			return &kinds[i];
	return NULL;
}

static const struct kind *
kind_by_type(const char *type)
{
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (lists(kinds[i].types, type))
			return &kinds[i];
	return NULL;
}

static bool
is_program(const char *magic)
{
	return magic && (g_str_has_suffix(magic, "executable") || g_str_has_suffix(magic, "shortcut"));
}

static void
check_file(struct findings *out, const struct file *file)
{
	const struct part *p = file->part;
	const struct kind *by_name = kind_by_suffix(file->suffix), *by_type = kind_by_type(p->type);

	if (!by_name || is_program(p->magic))
		return;		/* attachments-blocked-type */
	if (p->magic && *by_name->magics && !lists(by_name->magics, p->magic))
		found(out, file->name, text_all(file->name), "its name says .%s, its first bytes %s",
		      file->suffix, p->magic);
	else if (by_type && by_type != by_name)
		found(out, file->name, text_all(file->name), "its name says .%s, its Content-Type %s",
		      file->suffix, p->type);
	else if (g_str_equal(p->type, "application/octet-stream"))
		found_for(out, GENERIC_POINTS, file->name, text_all(file->name),
			  "its Content-Type says nothing of .%s", file->suffix);
	else if (!p->disposition && g_str_has_prefix(p->type, "application/"))
		found_for(out, GENERIC_POINTS, file->name, text_all(file->name),
			  "it has no Content-Disposition");
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->files->len; i++) {
		const struct file *file = &g_array_index(f->files, struct file, i);

		if (!file->part->nested && file->part->kind == PART_FILE)
			check_file(out, file);
	}
}

#define PART(type, disposition, name, data) HEAD "Subject: Files\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n" \
	"--b\nContent-Type: text/plain\n\nThe files you asked for.\n" \
	"--b\nContent-Type: " type "; name=\"" name "\"\n" disposition \
	"Content-Transfer-Encoding: base64\n\n" data "\n--b--\n"
#define ATTACHED "Content-Disposition: attachment\n"
#define PDF      "JVBERi0xLjQKMSAwIG9iago8PD4+CmVuZG9iagolJUVPRgo="
#define PNG      "iVBORw0KGgoAAAANSUhEUgAAAAE="

const struct rule rule_attachments_type_mismatch = {
	.id       = "attachments-type-mismatch",
	.title    = "the declared type does not fit the file",
	.why      = "The reader's computer opens it with the wrong program or not at all, and a "
		    "disguised file is what filters look for.",
	.fix      = "Send the Content-Type and the suffix that the file really has.",
	.ignore   = "When the file is of a kind that looks like another at its beginning.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "rspamd MIME_BAD_ATTACHMENT, CTYPE_MISSING_DISPOSITION",
	.classes  = CLASS_ALL,
	.needs    = FACTS_FILES,
	.check    = check,
	.examples = {
		HIT (PART("application/pdf", ATTACHED, "faktura.pdf", PNG), .at = "faktura.pdf", .points = 15),
		HIT (PART("image/png", ATTACHED, "invoice.pdf", PDF), .at = "invoice.pdf", .points = 15),
		HIT (PART("application/octet-stream", ATTACHED, "nota.pdf", PDF), .points = 3),
		HIT (PART("application/pdf", "", "счёт.pdf", PDF), .points = 3),
		PASS(PART("application/pdf", ATTACHED, "invoice.pdf", PDF)),
		PASS(PART("application/x-pdf", ATTACHED, "INVOICE.PDF", PDF)),
		PASS(PART("application/vnd.ms-excel", ATTACHED, "dane.csv", "YTtiCg==")),
		PASS(PART("application/octet-stream", ATTACHED, "model.step", "SVNPLTEwMzAz")),
		PASS(PART("application/pdf", ATTACHED, "invoice", PDF)),
	},
};
