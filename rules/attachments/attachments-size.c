#include "core/rule.h"

static guint
kb(gsize bytes)
{
	return (guint)((bytes + 1023) / 1024);
}

static bool
is_over(gsize bytes, int limit_kb)
{
	return limit_kb > 0 && bytes > (gsize)limit_kb * 1024;
}

static const struct text *
name_of(const struct facts *f, const struct file *file)
{
	return file->name->len ? file->name : found_raw(f, "attachment", file->part->raw);
}

static void
check_total(const struct facts *f, struct findings *out, gsize total, int limit)
{
	bool first = true;

	for (guint i = 0; i < f->files->len; i++) {
		const struct file *file = &g_array_index(f->files, struct file, i);
		const struct text *t = name_of(f, file);

		if (file->part->nested)
			continue;
		if (first)
			found(out, t, text_all(t), "all attachments have %u KB as they are sent; "
			      "%d KB are allowed", kb(total), limit);
		else
			found_also(out, t, text_all(t));
		first = false;
	}
}

static void
check(const struct facts *f, struct findings *out)
{
	int single = param(out, "single-kb"), all = param(out, "total-kb");
	gsize total = 0;
	bool found_one = false;

	for (guint i = 0; i < f->files->len; i++) {
		const struct file *file = &g_array_index(f->files, struct file, i);
		const struct text *t;

		if (file->part->nested)
			continue;	/* counted with the message it lies in */
		total += file->encoded_size;
		if (!is_over(file->encoded_size, single))
			continue;
		t = name_of(f, file);
		found(out, t, text_all(t), "%u KB as it is sent; %d KB are allowed",
		      kb(file->encoded_size), single);
		found_one = true;
	}
	if (is_over(total, all) && !(found_one && all == single))
		check_total(f, out, total, all);
}

#define LINE64 "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUF\n"
#define KB     LINE64 LINE64 LINE64 LINE64 LINE64 LINE64 LINE64 LINE64 \
	       LINE64 LINE64 LINE64 LINE64 LINE64 LINE64 LINE64 LINE64
#define FILE(name, data) "--b\nContent-Type: application/pdf\n" \
	"Content-Disposition: attachment; filename=\"" name "\"\n" \
	"Content-Transfer-Encoding: base64\n\n" data
#define MIXED(files) HEAD "Subject: Invoice 4711\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n" \
	"--b\nContent-Type: text/plain\n\nYour invoice.\n" files "--b--\n"

const struct rule rule_attachments_size = {
	.id       = "attachments-size",
	.title    = "attachments are larger than this policy allows",
	.why      = "Large attachments fill mailboxes and are refused by many companies' servers; "
		    "encoding makes them a third larger than on disk.",
	.fix      = "Send a link to the file, or make the file smaller.",
	.ignore   = "When the readers asked for the file by mail and their servers are "
		    "known to take it.",
	.points   = 20,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_ALL,
	.needs    = FACTS_FILES,
	.params   = {
		{ "total-kb", 10240, 0, 1048576, "kilobytes of all attachments, encoded; 0: any" },
		{ "single-kb", 10240, 0, 1048576, "kilobytes of one attachment, encoded; 0: any" },
	},
	.check    = check,
	.examples = {
		HIT (MIXED(FILE("invoice.pdf", KB KB)), .set = "single-kb=1", .at = "invoice.pdf"),
		HIT (MIXED(FILE("a.pdf", "QUE=\n") FILE("umowa.pdf", KB KB)), .set = "single-kb=1",
		     .at = "umowa.pdf"),
		HIT (MIXED(FILE("a.pdf", KB) FILE("b.pdf", KB)), .set = "total-kb=1",
		     .at = "a.pdf", .points = 20),
		PASS(MIXED(FILE("invoice.pdf", KB KB))),
		PASS(MIXED(FILE("invoice.pdf", KB KB)), .set = "total-kb=0,single-kb=0"),
		PASS(MIXED(FILE("a.pdf", KB) FILE("b.pdf", KB)), .set = "total-kb=3,single-kb=2"),
		PASS(BODY(KB KB), .set = "total-kb=1,single-kb=1"),	/* text is no attachment */
	},
};
