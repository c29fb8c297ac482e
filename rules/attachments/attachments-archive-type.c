#include "core/rule.h"

/* By what receivers do with them: M365's default filter, or what companies drop. */
static const struct {
	const char *suffix;
	int points;
} types[] = {
	{ "ace", 10 }, { "arj", 10 }, { "cab", 10 }, { "lha", 10 }, { "lzh", 10 }, { "iso", 10 },
	{ "img", 10 }, { "vhd", 10 }, { "xz", 10 }, { "txz", 10 }, { "z", 10 },
	{ "rar", 3 }, { "7z", 3 }, { "bz2", 3 }, { "tbz2", 3 }, { "zst", 3 }, { "zipx", 3 },
};

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->files->len; i++) {
		const struct file *file = &g_array_index(f->files, struct file, i);

		if (!*file->suffix || phrases_lookup(f->phrases, "blocked-suffix", file->suffix))
			continue;	/* attachments-blocked-type */
		for (gsize k = 0; k < G_N_ELEMENTS(types); k++)
			if (g_str_equal(file->suffix, types[k].suffix))
				found_for(out, types[k].points, file->name, text_all(file->name),
					  "many cannot open a .%s file", file->suffix);
	}
}

#define NAMED(name) HEAD "Subject: Files\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n" \
	"--b\nContent-Type: text/plain\n\nThe files you asked for.\n" \
	"--b\nContent-Type: application/octet-stream\n" \
	"Content-Disposition: attachment; filename=\"" name "\"\n\nabc\n--b--\n"

const struct rule rule_attachments_archive_type = {
	.id       = "attachments-archive-type",
	.title    = "an archive is of a kind few can open",
	.why      = "The reader needs a program that does not come with their computer, and many "
		    "company servers drop such files.",
	.fix      = "Pack the files as zip.",
	.ignore   = "When the reader has a program for it, or asked for this kind.",
	.points   = 10,
	.evidence = EVIDENCE_A,
	.source   = "Microsoft 365, common attachments filter; rspamd MIME_BAD_EXTENSION",
	.classes  = CLASS_ALL,
	.needs    = FACTS_FILES,
	.check    = check,
	.examples = {
		HIT (NAMED("zdjecia.rar"), .at = "zdjecia.rar", .points = 3),
		HIT (NAMED("Backup.7Z"), .at = "Backup.7Z", .points = 3),
		HIT (NAMED("dados.txz"), .points = 10),
		PASS(NAMED("zdjecia.zip")),
		PASS(NAMED("dados.tar.gz")),
		PASS(NAMED("disk.iso")),	/* attachments-blocked-type */
	},
};
