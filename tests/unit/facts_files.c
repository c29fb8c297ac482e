#include "core/facts.h"

static const struct {
	const char *name, *suffix, *inner;
} names[] = {
	{ "invoice.pdf", "pdf", "" },
	{ "Invoice.PDF", "pdf", "" },
	{ "invoice.pdf.exe", "exe", "pdf" },
	{ "invoice.pdf     .exe", "exe", "pdf" },
	{ "invoice.pdf\u00a0.exe", "exe", "pdf" },
	{ "setup.exe. .", "exe", "" },
	{ "backup.tar.gz", "gz", "tar" },
	{ "Raport 20.11.2026.pdf", "pdf", "2026" },
	{ "отчёт.xlsx", "xlsx", "" },
	{ "отчёт", "", "" },
	{ ".htaccess", "", "" },
	{ "exe", "", "" },
	{ "exe.", "", "" },
	{ "...", "", "" },
	{ "", "", "" },
	{ "C:\\dir.old\\run.bat", "bat", "" },
	{ "dir.exe/notes", "", "" },
	{ "Please read. Thank you very much indeed", "", "" },
	{ "help.settingcontent-ms", "settingcontent-ms", "" },
	{ "a.suffixlongerthananybodywrites", "", "" },
	{ "name.é", "", "" },
};

static void
suffixes(void)
{
	struct arena *a = arena_new();

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		struct text name = { .name = "attachment name", .part = "1", .s = names[i].name,
				     .len = strlen(names[i].name) };
		struct part part = { .kind = PART_FILE, .type = "application/octet-stream",
				     .file_name = &name, .raw = { 10, 40 }, .size = 30 };
		struct message m = { .parts = arena_array(a, sizeof part) };
		struct facts f = { .arena = a, .message = &m };
		const struct file *file;

		g_array_append_val(m.parts, part);
		facts_files(&f);
		g_assert_cmpuint(f.files->len, ==, 1);
		file = &g_array_index(f.files, struct file, 0);
		g_assert_cmpstr(file->suffix, ==, names[i].suffix);
		g_assert_cmpstr(file->inner_suffix, ==, names[i].inner);
		g_assert_cmpuint(file->size, ==, 30);
		g_assert_cmpuint(file->encoded_size, ==, 40);
	}
	arena_free(a);
}

static void
kinds(void)
{
	static const struct part parts[] = {
		{ .kind = PART_MULTIPART }, { .kind = PART_PLAIN }, { .kind = PART_HTML },
		{ .kind = PART_IMAGE }, { .kind = PART_FILE }, { .kind = PART_MESSAGE },
		{ .kind = PART_FILE, .nested = true },
	};
	struct arena *a = arena_new();
	struct message m = { .parts = arena_array(a, sizeof *parts) };
	struct facts f = { .arena = a, .message = &m };

	g_array_append_vals(m.parts, parts, G_N_ELEMENTS(parts));
	facts_files(&f);
	g_assert_cmpuint(f.files->len, ==, 3);
	for (guint i = 0; i < f.files->len; i++) {
		const struct file *file = &g_array_index(f.files, struct file, i);

		g_assert_nonnull(file->name);
		g_assert_cmpstr(file->name->s, ==, "");
		g_assert_cmpstr(file->suffix, ==, "");
	}
	g_assert_true(g_array_index(f.files, struct file, 2).part->nested);
	arena_free(a);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/files/suffixes", suffixes);
	g_test_add_func("/files/kinds", kinds);
	return g_test_run();
}
