#include "core/rule.h"

/* What a file is by its first bytes, and a suffix that stands for it in the list. */
static const struct {
	const char *magic, *suffix, *what;
} programs[] = {
	{ "application/vnd.microsoft.portable-executable", "exe",
	  PHRASE("whatever its name, it is a Windows program") },
	{ "application/x-executable", "elf", PHRASE("whatever its name, it is a Linux program") },
	{ "application/x-ms-shortcut", "lnk", PHRASE("whatever its name, it is a Windows shortcut") },
};

static const struct text *
name_of(const struct facts *f, const struct file *file)
{
	return file->name->len ? file->name : found_raw(f, "attachment", file->part->raw);
}

/* The suffix in the name, with its dot; all of it if it is somewhere else. */
static struct span
suffix_span(const struct file *file)
{
	gsize n = strlen(file->suffix) + 1;
	const struct text *t = file->name;

	for (gsize at = t->len; at >= n; at--)
		if (t->s[at - n] == '.' &&
		    g_ascii_strncasecmp(t->s + at - n + 1, file->suffix, n - 1) == 0)
			return (struct span){ at - n, n };
	return text_all(t);
}

/* "MZ" also begins texts; the head of a program holds zeros, encoded or not. */
static bool
has_zeros(const struct facts *f, const struct part *p)
{
	const char *s = f->message->raw + p->raw.at;
	gsize len = MIN(p->raw.len, 88);

	if (p->encoding == ENCODING_BASE64)
		return g_strstr_len(s, (gssize)len, "AAA");
	if (p->encoding == ENCODING_QUOTED_PRINTABLE)
		return g_strstr_len(s, (gssize)len, "=00");
	return memchr(s, '\0', len);
}

static void
check_magic(const struct facts *f, struct findings *out, const struct file *file)
{
	const struct text *t;

	for (gsize i = 0; file->part->magic && i < G_N_ELEMENTS(programs); i++) {
		if (!g_str_equal(file->part->magic, programs[i].magic) ||
		    !has_zeros(f, file->part) ||
		    !phrases_lookup(f->phrases, "blocked-suffix", programs[i].suffix))
			continue;
		t = name_of(f, file);
		found(out, t, text_all(t), "%s", programs[i].what);
	}
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; f->phrases && i < f->files->len; i++) {
		const struct file *file = &g_array_index(f->files, struct file, i);

		if (*file->suffix && phrases_lookup(f->phrases, "blocked-suffix", file->suffix))
			found(out, file->name, suffix_span(file), ".%s files are refused",
			      file->suffix);
		else
			check_magic(f, out, file);
	}
}

#define NAMED(name, data) HEAD "Subject: Files\n" \
	"Content-Type: multipart/mixed; boundary=b\n\n" \
	"--b\nContent-Type: text/plain\n\nThe files you asked for.\n" \
	"--b\nContent-Type: application/octet-stream\n" \
	"Content-Disposition: attachment; filename=\"" name "\"\n" \
	"Content-Transfer-Encoding: base64\n\n" data "\n--b--\n"
#define PROGRAM "TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" \
		"AAAAAAAAAAAAAAAAgAAAAA4fug4AtAnNIbgBTM0hVGhpcyBwcm9ncmFtIGNhbm5v\n" \
		"dCBiZSBydW4gaW4gRE9TIG1vZGUuDQ0KJAAAAAAAAABQRQAATAEDAA=="
#define PDF     "JVBERi0xLjQKMSAwIG9iago8PD4+CmVuZG9iago="

const struct rule rule_attachments_blocked_type = {
	.id       = "attachments-blocked-type",
	.title    = "an attachment is of a kind that receivers refuse",
	.why      = "Gmail or Microsoft 365 refuse the whole mail because of it; nobody reads it.",
	.fix      = "Send a link to the file, or another format, such as PDF.",
	.ignore   = "When all your mail goes to servers of your own that take such "
		    "files.",
	.points   = 40,
	.evidence = EVIDENCE_A,
	.source   = "Gmail 552 5.7.0; Microsoft 365, common attachments filter",
	.classes  = CLASS_ALL,
	.needs    = FACTS_FILES,
	.check    = check,
	.examples = {
		HIT (NAMED("setup.exe", "QUJD"), .at = ".exe", .points = 40),
		HIT (NAMED("Umowa.JS", "QUJD"), .at = ".JS"),
		HIT (NAMED("dane.iso", "QUJD"), .at = ".iso"),
		HIT (NAMED("update.exe .", "QUJD"), .at = ".exe"),	/* Windows drops the end */
		HIT (NAMED("fatura.pdf", PROGRAM), .at = "fatura.pdf"),	/* renamed */
		PASS(NAMED("fatura.pdf", PDF)),
		PASS(NAMED("exe", "QUJD")),
		PASS(NAMED("trasa.txt", "TVo6IE1hcmlhbm93byAtIFphbW/Fm8SHCg==")),	/* "MZ: ..." */
		PASS(NAMED("dane.csv", "YSxiCg==")),
		PASS(NAMED("setup.exe.pdf", PDF)),
		PASS(NAMED("Отчёт за ноябрь.xlsx", "UEsDBBQA")),
	},
};
