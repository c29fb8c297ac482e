/*
 * The html5lib tokenizer tests: our tokens against everybody's.
 *
 * Reads $CORPORA/html5lib/ *.test (see the README there).  Parse errors are
 * not compared, and tests with lone surrogates are left out: our input is
 * UTF-8, which has none.
 */
#include <json-glib/json-glib.h>

#include "core/html.h"

/* JSON strings are C strings to json-glib: a NUL and a lone surrogate travel as these. */
#define NUL_STAND_IN "\xef\xa3\xb0"
#define LONE_STAND_IN "\xef\xa3\xb1"

static const struct {
	const char *name;
	enum html_state state;
} states[] = {
	{ "Data state", HTML_DATA },
	{ "PLAINTEXT state", HTML_PLAINTEXT },
	{ "RCDATA state", HTML_RCDATA },
	{ "RAWTEXT state", HTML_RAWTEXT },
	{ "Script data state", HTML_SCRIPT_DATA },
	{ "CDATA section state", HTML_CDATA },
};

static guint tests_run;

/* The code unit of the \uXXXX at s, or -1. */
static int
unit_at(const char *s)
{
	int unit = 0;

	if (s[0] != '\\' || s[1] != 'u')
		return -1;
	for (int i = 2; i < 6; i++) {
		if (!g_ascii_isxdigit(s[i]))
			return -1;
		unit = unit * 16 + g_ascii_xdigit_value(s[i]);
	}
	return unit;
}

/* JSON in which no escape is a NUL or half a character. */
static char *
tame(const char *json)
{
	GString *out = g_string_new(NULL);

	while (*json) {
		int unit = unit_at(json), next = unit >= 0 ? unit_at(json + 6) : -1;
		gsize len = 1;

		if (unit == 0) {
			g_string_append(out, NUL_STAND_IN);
			json += 6;
			continue;
		}
		if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
			len = 12;
		} else if (unit >= 0xd800 && unit < 0xe000) {
			g_string_append(out, LONE_STAND_IN);
			json += 6;
			continue;
		} else if (json[0] == '\\' && json[1]) {
			len = 2;
		}
		g_string_append_len(out, json, (gssize)len);
		json += len;
	}
	return g_string_free(out, FALSE);
}

/* What the test means by the string; false if it cannot be UTF-8. */
static bool
meant(const char *s, bool escaped_twice, GString *ret_s)
{
	if (strstr(s, LONE_STAND_IN))
		return false;
	while (*s) {
		int unit = escaped_twice ? unit_at(s) : -1;
		int next = unit >= 0 ? unit_at(s + 6) : -1;

		if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
			g_string_append_unichar(ret_s, 0x10000u +
				((guint)(unit - 0xd800) << 10) + (guint)(next - 0xdc00));
			s += 12;
		} else if (unit >= 0xd800 && unit < 0xe000) {
			return false;
		} else if (unit >= 0) {
			if (unit)
				g_string_append_unichar(ret_s, (gunichar)unit);
			else
				g_string_append_c(ret_s, '\0');
			s += 6;
		} else if (g_str_has_prefix(s, NUL_STAND_IN)) {
			g_string_append_c(ret_s, '\0');
			s += 3;
		} else {
			g_string_append_c(ret_s, *s++);
		}
	}
	return true;
}

/* ---- both sides in the same words ---- */

static void
say_string(GString *out, const char *s, gsize len)
{
	g_string_append_c(out, '"');
	for (gsize i = 0; i < len; i++) {
		guchar c = (guchar)s[i];

		if (c < 0x20 || c == '"' || c == '\\')
			g_string_append_printf(out, "\\x%02x", c);
		else
			g_string_append_c(out, (char)c);
	}
	g_string_append_c(out, '"');
}

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
say_attributes(GString *out, GPtrArray *lines)
{
	g_ptr_array_sort(lines, by_name);
	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(out, " %s", (const char *)lines->pdata[i]);
}

static void
say_characters(GString *out, GString *run)
{
	if (!run->len)
		return;
	g_string_append(out, "characters ");
	say_string(out, run->str, run->len);
	g_string_append_c(out, '\n');
	g_string_truncate(run, 0);
}

static void
say_token_attributes(GString *out, const struct html_token *t)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < t->n_attributes; i++) {
		const struct html_attribute *a = &t->attributes[i];
		GString *line = g_string_new(NULL);

		say_string(line, a->name.s, a->name.len);
		g_string_append_c(line, '=');
		say_string(line, a->value.s, a->value.len);
		g_ptr_array_add(lines, g_string_free(line, FALSE));
	}
	say_attributes(out, lines);
}

static void
say_id(GString *out, bool has, const struct html_string *s)
{
	g_string_append_c(out, ' ');
	if (has)
		say_string(out, s->s, s->len);
	else
		g_string_append(out, "null");
}

static void
say_token(GString *out, const struct html_token *t)
{
	static const char *const kinds[] = {
		[HTML_DOCTYPE] = "doctype", [HTML_START_TAG] = "start",
		[HTML_END_TAG] = "end", [HTML_COMMENT] = "comment",
	};

	g_string_append(out, kinds[t->kind]);
	say_id(out, t->kind != HTML_DOCTYPE || t->has_name, &t->text);
	if (t->kind == HTML_START_TAG) {
		say_token_attributes(out, t);
		g_string_append(out, t->self_closing ? " /" : "");
	}
	if (t->kind == HTML_DOCTYPE) {
		say_id(out, t->has_public_id, &t->public_id);
		say_id(out, t->has_system_id, &t->system_id);
		g_string_append(out, t->force_quirks ? " quirks" : "");
	}
	g_string_append_c(out, '\n');
}

static char *
tokens_of(const GString *input, enum html_state state, const char *tag)
{
	struct arena *a = arena_new();
	struct html *h = html_new(a, input->str, input->len);
	g_autoptr(GString) run = g_string_new(NULL);
	GString *out = g_string_new(NULL);
	const struct html_token *t;

	html_switch(h, state, tag);
	while ((t = html_next(h))->kind != HTML_END_OF_FILE) {
		if (t->kind == HTML_CHARACTERS) {
			g_string_append_len(run, t->text.s, t->text.len);
			continue;
		}
		say_characters(out, run);
		say_token(out, t);
	}
	say_characters(out, run);
	arena_free(a);
	return g_string_free(out, FALSE);
}

/* ---- what is expected ---- */

struct expected {
	GString *out, *run;
	bool escaped_twice, possible;
};

static void
say_meant(struct expected *e, GString *out, JsonNode *node)
{
	g_autoptr(GString) s = g_string_new(NULL);

	if (JSON_NODE_HOLDS_NULL(node)) {
		g_string_append(out, "null");
		return;
	}
	if (!meant(json_node_get_string(node), e->escaped_twice, s))
		e->possible = false;
	say_string(out, s->str, s->len);
}

static void
expect_attributes(struct expected *e, JsonObject *attributes)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	JsonObjectIter it;
	const char *name;
	JsonNode *value;

	json_object_iter_init(&it, attributes);
	while (json_object_iter_next(&it, &name, &value)) {
		g_autoptr(GString) s = g_string_new(NULL);
		GString *line = g_string_new(NULL);

		if (!meant(name, e->escaped_twice, s))
			e->possible = false;
		say_string(line, s->str, s->len);
		g_string_append_c(line, '=');
		say_meant(e, line, value);
		g_ptr_array_add(lines, g_string_free(line, FALSE));
	}
	say_attributes(e->out, lines);
}

static void
expect_token(struct expected *e, JsonArray *t)
{
	const char *kind = json_array_get_string_element(t, 0);

	if (g_str_equal(kind, "Character")) {
		if (!meant(json_array_get_string_element(t, 1), e->escaped_twice, e->run))
			e->possible = false;
		return;
	}
	say_characters(e->out, e->run);
	g_string_append(e->out, g_str_equal(kind, "DOCTYPE") ? "doctype " :
			g_str_equal(kind, "StartTag") ? "start " :
			g_str_equal(kind, "EndTag") ? "end " : "comment ");
	say_meant(e, e->out, json_array_get_element(t, 1));
	if (g_str_equal(kind, "StartTag")) {
		expect_attributes(e, json_array_get_object_element(t, 2));
		g_string_append(e->out, json_array_get_length(t) > 3 ? " /" : "");
	}
	if (g_str_equal(kind, "DOCTYPE")) {
		g_string_append_c(e->out, ' ');
		say_meant(e, e->out, json_array_get_element(t, 2));
		g_string_append_c(e->out, ' ');
		say_meant(e, e->out, json_array_get_element(t, 3));
		g_string_append(e->out, json_array_get_boolean_element(t, 4) ? "" : " quirks");
	}
	g_string_append_c(e->out, '\n');
}

/* NULL if the test is none for UTF-8. */
static char *
expectation(JsonObject *test, bool escaped_twice)
{
	JsonArray *output = json_object_get_array_member(test, "output");
	g_autoptr(GString) run = g_string_new(NULL);
	struct expected e = { g_string_new(NULL), run, escaped_twice, true };

	for (guint i = 0; i < json_array_get_length(output); i++)
		expect_token(&e, json_array_get_array_element(output, i));
	say_characters(e.out, run);
	return g_string_free(e.out, !e.possible);
}

/* ---- running ---- */

static enum html_state
state_named(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(states); i++)
		if (g_str_equal(states[i].name, name))
			return states[i].state;
	g_error("no state %s", name);
}

static void
run_in(const char *state, const GString *input, JsonObject *test, const char *want)
{
	const char *tag = json_object_get_string_member_with_default(test, "lastStartTag", NULL);
	g_autofree char *got = tokens_of(input, state_named(state), tag);

	tests_run++;
	if (g_str_equal(got, want))
		return;
	g_test_message("%s, %s", json_object_get_string_member(test, "description"), state);
	g_test_message("input: %s", input->str);
	g_test_message("want:\n%s", want);
	g_test_message("got:\n%s", got);
	g_test_fail();
}

static void
run_test(JsonObject *test)
{
	bool twice = json_object_get_boolean_member_with_default(test, "doubleEscaped", FALSE);
	g_autofree char *want = expectation(test, twice);
	g_autoptr(GString) input = g_string_new(NULL);
	JsonArray *initial;

	if (!want || !meant(json_object_get_string_member(test, "input"), twice, input))
		return;
	if (!json_object_has_member(test, "initialStates")) {
		run_in("Data state", input, test, want);
		return;
	}
	initial = json_object_get_array_member(test, "initialStates");
	for (guint i = 0; i < json_array_get_length(initial); i++)
		run_in(json_array_get_string_element(initial, i), input, test, want);
}

static void
run_file(gconstpointer path)
{
	g_autoptr(JsonParser) parser = json_parser_new();
	g_autoptr(GError) error = NULL;
	g_autofree char *raw = NULL, *json = NULL;
	JsonObject *root;
	JsonArray *tests;

	g_file_get_contents(path, &raw, NULL, &error);
	g_assert_no_error(error);
	json = tame(raw);
	json_parser_load_from_data(parser, json, -1, &error);
	g_assert_no_error(error);
	root = json_node_get_object(json_parser_get_root(parser));
	/* xmlViolation.test asks for what the tree would be changed to for XML. */
	if (!json_object_has_member(root, "tests")) {
		g_test_skip("no plain tokenizer tests");
		return;
	}
	tests = json_object_get_array_member(root, "tests");
	tests_run = 0;
	for (guint i = 0; i < json_array_get_length(tests); i++)
		run_test(json_array_get_object_element(tests, i));
	g_test_message("%u tests run", tests_run);
	g_assert_cmpuint(tests_run, >, 0);
}

static void
no_corpus(void)
{
	g_test_skip("no $CORPORA/html5lib here");
}

int
main(int argc, char **argv)
{
	const char *corpora = g_getenv("CORPORA");
	g_autofree char *path = g_build_filename(corpora ? corpora : "../shared/corpora",
						 "html5lib", NULL);
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;

	g_test_init(&argc, &argv, NULL);
	if (!dir)
		g_test_add_func("/html5lib/none", no_corpus);
	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *test = g_strdup_printf("/html5lib/%s", name);

		if (g_str_has_suffix(name, ".test"))
			g_test_add_data_func_full(test, g_build_filename(path, name, NULL),
						  run_file, g_free);
	}
	if (dir)
		g_dir_close(dir);
	return g_test_run();
}
