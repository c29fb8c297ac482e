/*
 * Any bytes are a mail; no bytes may crash us, and what is said of them is true: spans lie
 * inside the message, texts are valid UTF-8, places exist.
 *
 * Under clang's -fsanitize=fuzzer with -DFUZZER this looks for new trouble.  Built plainly
 * it replays the files it is given.
 */
#include <stdint.h>

#include "load/snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_text(const struct message *m, const struct text *t)
{
	gsize at = t->len / 2, len = t->len / 3;
	struct place p;

	g_assert_true(g_utf8_validate(t->s, (gssize)t->len, NULL) && t->s[t->len] == 0);
	g_assert_true(t->raw.at <= m->len && t->raw.len <= m->len - t->raw.at);
	while (at && ((guchar)t->s[at] & 0xc0) == 0x80)
		at--;
	p = text_place(t, (struct span){ at, len });
	g_assert_true(p.raw_offset >= t->raw.at);
	g_assert_true(p.raw_offset + p.raw_length <= t->raw.at + t->raw.len);
	g_assert_true(p.line > 0 && p.column > 0);
}

static void
check_fields(const struct message *m, const GArray *fields)
{
	for (guint i = 0; i < fields->len; i++) {
		const struct field *f = &g_array_index(fields, struct field, i);

		g_assert_true(f->raw.at + f->raw.len <= m->len);
		g_assert_true(f->raw_value.at + f->raw_value.len == f->raw.at + f->raw.len);
		check_text(m, f->value);
	}
}

static void
check_parts(const struct message *m)
{
	g_assert_true(m->parts->len > 0 && m->parts->len <= LIMIT_PARTS);
	for (guint i = 0; i < m->parts->len; i++) {
		const struct part *p = &g_array_index(m->parts, struct part, i);

		g_assert_true(p->parent < (int)i && p->type && p->path);
		g_assert_true(p->raw_header.at + p->raw_header.len <= m->len);
		g_assert_true(p->raw.at + p->raw.len <= m->len);
		g_assert_true((p->text != NULL) == (p->kind == PART_PLAIN || p->kind == PART_HTML));
		check_fields(m, p->fields);
		if (p->text)
			check_text(m, p->text);
		if (p->file_name)
			check_text(m, p->file_name);
	}
	for (guint i = 0; i < m->oddities->len; i++)
		g_assert_true(g_array_index(m->oddities, struct oddity, i).at <= m->len);
}

static void
check_addresses(const struct message *m, const char *name)
{
	const GArray *found = message_addresses(m, name);

	for (guint i = 0; i < found->len; i++) {
		const struct address *a = &g_array_index(found, struct address, i);

		g_assert_true(a->local && a->domain);
		g_assert_true(!a->name || g_utf8_validate(a->name, -1, NULL));
	}
}

static void
check_findings(const struct verdict *v, struct arena *a)
{
	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);
		struct place p = text_place(f->at.text, f->at.where);

		g_assert_true(f->at.where.at + f->at.where.len <= f->at.text->len);
		g_assert_true(p.raw_offset + p.raw_length <= v->facts->message->len);
		text_excerpt(a, f->at.text, f->at.where, 30, true);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const nobody[] = { NULL };
	static struct snapshot *snapshot;
	struct envelope env = { .sender = "", .rcpts = nobody };
	struct arena *a = arena_new();
	const struct verdict *v;

	if (!snapshot) {
		message_init();
		snapshot = snapshot_load(NULL, NULL, NULL);
		g_assert_nonnull(snapshot);
	}
	v = lint_check(snapshot_lint(snapshot), a, &env, (const char *)data, size, NULL);
	check_parts(v->facts->message);
	check_addresses(v->facts->message, "To");
	check_addresses(v->facts->message, "From");
	check_findings(v, a);
	arena_free(a);
	return 0;
}

#ifndef FUZZER
int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		g_autofree char *data = NULL;
		gsize len;

		if (!g_file_get_contents(argv[i], &data, &len, NULL))
			return 1;
		LLVMFuzzerTestOneInput((uint8_t *)data, len);
		g_print("ok %d - %s\n", i, argv[i]);
	}
	g_print("1..%d\n", argc - 1);
	return 0;
}
#endif
