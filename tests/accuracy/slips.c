/* Slips of grammar and typing: how many are found, and how often what is right is called one. */
#include <json-glib/json-glib.h>

#include "accuracy/accuracy.h"

enum { KINDS = GRAMMAR_DOUBTFUL + 1, CLASSES = 12, CHECKS = 128 };

/* Hits of one check in texts that are right: in sentences, mails, and corrected sentences. */
static struct check {
	const char *name;
	guint n[3];
} checks[CHECKS];
static const char *const right_texts[] = { "clean", "mail", "corrected" };

/* One class of mistakes of the corpus. */
struct slip_class {
	char name[32];
	guint n, found;
};

struct slips {
	const struct tongue *tongue;
	struct slip_class classes[CLASSES];	/* of all tongues */
	guint wrong, found;			/* mistakes */
	guint right, alarms;			/* corrected and good sentences, those with a hit */
	guint texts, kinds[KINDS];		/* clean texts, hits of each kind */
};

static bool
is_template(const char *path)
{
	return g_str_has_prefix(path, "filled/");
}

/* The hits that are told by default. */
static const GArray *
told(struct arena *a, const struct facts *f)
{
	GArray *hits = arena_array(a, sizeof(struct grammar_hit));

	for (guint i = 0; i < f->grammar_hits->len; i++) {
		const struct grammar_hit *h = &g_array_index(f->grammar_hits, struct grammar_hit, i);

		if (h->kind != GRAMMAR_DOUBTFUL)
			g_array_append_val(hits, *h);
	}
	return hits;
}

static const GArray *
hits_of(struct arena *a, const char *text)
{
	return told(a, judge_text(a, text)->facts);
}

static void
count_check(const char *what, const struct grammar_hit *h)
{
	const char *name = *h->check ? h->check : "misspelt";
	guint i = 0, k = 0;

	while (i < CHECKS - 1 && checks[i].name && !g_str_equal(checks[i].name, name))
		i++;
	if (!checks[i].name)
		checks[i].name = g_strdup(name);
	while (!g_str_equal(right_texts[k], what))
		k++;
	checks[i].n[k]++;
}

static void
show_hits(const char *what, const struct tongue *t, const GArray *hits)
{
	for (guint i = 0; i < hits->len; i++) {
		const struct grammar_hit *h = &g_array_index(hits, struct grammar_hit, i);

		count_check(what, h);
		show("%s\t%s\t%s\t%.*s\t%s\t%s\n", what, t->name, h->check, (int)h->where.len,
		     h->text->s + h->where.at, h->instead ? h->instead : "", h->text->s);
	}
}

/* ---- wrong and right sentences of LanguageTool's authors ---- */

static struct slip_class *
class_of(struct slips *s, const char *name)
{
	guint i = 0;

	while (i < CLASSES - 1 && *s->classes[i].name && !g_str_equal(s->classes[i].name, name))
		i++;
	g_strlcpy(s->classes[i].name, name, sizeof s->classes[i].name);
	return &s->classes[i];
}

/* A hit in the words that are said to be wrong. */
static bool
overlaps(const GArray *hits, const char *text, JsonArray *marked)
{
	const char *from = g_utf8_offset_to_pointer(text, json_array_get_int_element(marked, 0));
	const char *end = g_utf8_offset_to_pointer(text, json_array_get_int_element(marked, 1));

	for (guint i = 0; i < hits->len; i++) {
		const struct grammar_hit *h = &g_array_index(hits, struct grammar_hit, i);

		if (h->where.at < (gsize)(end - text) &&
		    h->where.at + h->where.len > (gsize)(from - text))
			return true;
	}
	return false;
}

static void
wrong_sentence(struct slips *s, JsonObject *o)
{
	struct arena *a = arena_new();
	const char *text = json_object_get_string_member(o, "bad");
	struct slip_class *c = class_of(s, json_object_get_string_member(o, "class"));
	bool found = overlaps(hits_of(a, text), text, json_object_get_array_member(o, "marked"));

	c->n++;
	c->found += found;
	s->wrong++;
	s->found += found;
	arena_free(a);
}

static void
right_sentence(struct slips *s, const char *text)
{
	struct arena *a = arena_new();
	const GArray *hits = hits_of(a, text);

	s->right++;
	s->alarms += hits->len > 0;
	show_hits("corrected", s->tongue, hits);
	arena_free(a);
}

static void
pair_row(char **columns, guint n, gpointer data)
{
	g_autoptr(JsonParser) parser = json_parser_new();
	struct slips *s = data;
	JsonObject *o;

	(void)n;
	if (!json_parser_load_from_data(parser, columns[0], -1, NULL))
		return;
	o = json_node_get_object(json_parser_get_root(parser));
	if (json_object_has_member(o, "bad") && json_object_has_member(o, "marked"))
		wrong_sentence(s, o);
	if (json_object_has_member(o, "fixed") && !json_object_get_null_member(o, "fixed"))
		right_sentence(s, json_object_get_string_member(o, "fixed"));
	if (json_object_has_member(o, "good"))
		right_sentence(s, json_object_get_string_member(o, "good"));
}

/* ---- learners' sentences, cut into words: "do n't go ." ---- */

static char *
joined(const char *tokens)
{
	static const char *const tight[] = { "n't", "'", ",", ".", ";", ":", "!", "?", ")", "%" };
	GString *s = g_string_new(NULL);

	for (const char *p = tokens; *p; p++) {
		bool join = false;

		for (gsize i = 0; *p == ' ' && i < G_N_ELEMENTS(tight); i++)
			join |= g_str_has_prefix(p + 1, tight[i]);
		if (*p == ' ' && s->len && (s->str[s->len - 1] == '(' || s->str[s->len - 1] == '$'))
			join = true;
		if (!join)
			g_string_append_c(s, *p);
	}
	return g_string_free(s, FALSE);
}

static void
learner_row(char **columns, guint n, gpointer data)
{
	struct slips *s = data;
	g_autofree char *wrong = joined(columns[0]);
	struct arena *a = arena_new();

	s->wrong++;
	s->found += hits_of(a, wrong)->len > 0;
	arena_free(a);
	for (guint i = 1; i < n; i++) {
		g_autofree char *right = joined(columns[i]);

		if (*g_strstrip(right))
			right_sentence(s, right);
	}
}

/* ---- clean texts ---- */

static void
count_clean(struct slips *s, const char *what, const struct facts *f)
{
	s->texts++;
	for (guint i = 0; i < f->grammar_hits->len; i++)
		s->kinds[g_array_index(f->grammar_hits, struct grammar_hit, i).kind]++;
	show_hits(what, s->tongue, f->grammar_hits);
}

static void
clean_row(char **columns, guint n, gpointer data)
{
	struct arena *a = arena_new();

	(void)n;
	count_clean(data, "clean", judge_text(a, columns[0])->facts);
	arena_free(a);
}

static void
mail_row(char **columns, guint n, gpointer data)
{
	struct slips *s = data;
	g_autofree char *path = g_build_filename(run.corpora, "dev", "A_transactional", columns[0], NULL);
	g_autofree char *label = g_strdup_printf("lang=%s", s->tongue->name);
	g_autofree char *mail = NULL;
	struct arena *a;
	gsize len;

	if (n < 2 || !is_template(columns[0]) || !strstr(columns[1], label) ||
	    !g_file_get_contents(path, &mail, &len, NULL))
		return;
	a = arena_new();
	count_clean(s, "mail", judge(a, mail, len, CLASS_TRANSACTIONAL)->facts);
	arena_free(a);
}

static void
print_clean(const char *what, const struct slips *s)
{
	guint all = 0;

	for (int k = 0; k < GRAMMAR_DOUBTFUL; k++)
		all += s->kinds[k];
	printf("| %s %s | %u | %u | %u | %u | %u | %u | %.1f | %u |\n", s->tongue->name, what, s->texts,
	       s->kinds[GRAMMAR_MISSPELLING], s->kinds[GRAMMAR_SLIP], s->kinds[GRAMMAR_TYPING],
	       s->kinds[GRAMMAR_MARKS], s->kinds[GRAMMAR_MIXED],
	       s->texts ? 1000.0 * all / s->texts : 0, s->kinds[GRAMMAR_DOUBTFUL]);
}

static void
measure_clean_texts(const struct tongue *t)
{
	struct slips sentences = { .tongue = t }, mails = { .tongue = t };

	if (run.corpora) {
		g_autofree char *clean = corpus_file("D_spelling", "clean", t->name);
		g_autofree char *list = corpus_file("A_transactional", "manifest.tsv", NULL);

		each_row(clean, true, clean_row, &sentences);
		each_row(list, true, mail_row, &mails);
		print_clean("sentences", &sentences);
		print_clean("mails", &mails);
	} else {
		each_own(t, "clean", clean_row, &sentences);
		print_clean("sentences", &sentences);
	}
}

/* ---- the tables ---- */

static void
print_pairs(const char *name, const struct slips *s)
{
	printf("| %s | %u | %.1f | %u | %u | %.2f |\n", name, s->wrong,
	       percent(s->found, s->wrong), s->right, s->alarms, percent(s->alarms, s->right));
}

static void
measure_pairs(void)
{
	struct slips all = { .tongue = NULL };

	printf("Wrong sentences of LanguageTool's authors, found: a hit in the words they marked. "
	       "Corrected and right ones: with any hit at all. JFLEG: sentences of learners of "
	       "English and four corrections of each.\n\n| | wrong | found %% | right | alarms | "
	       "alarms %% |\n|---|---|---|---|---|---|\n");
	for (guint i = 0; i < OURS; i++) {
		g_autofree char *file = g_strdup_printf("lt_%s.jsonl", tongues[i].name);
		g_autofree char *path = corpus_file("E_grammar", file, NULL);

		all.tongue = &tongues[i];
		all.wrong = all.found = all.right = all.alarms = 0;
		if (each_row(path, false, pair_row, &all))
			print_pairs(tongues[i].name, &all);
	}
	{
		g_autofree char *path = corpus_file("E_grammar", "jfleg_en.tsv", NULL);
		struct slips learners = { .tongue = &tongues[0] };

		each_row(path, true, learner_row, &learners);
		print_pairs("en, JFLEG", &learners);
	}
	printf("\n| class of mistake, all languages | wrong | found %% |\n|---|---|---|\n");
	for (guint i = 0; i < CLASSES && *all.classes[i].name; i++)
		printf("| %s | %u | %.1f |\n", all.classes[i].name, all.classes[i].n,
		       percent(all.classes[i].found, all.classes[i].n));
	printf("\n");
}

static void
print_checks(void)
{
	printf("\n| check | in sentences | in mails | in corrected sentences |\n|---|---|---|---|\n");
	for (guint i = 0; i < CHECKS && checks[i].name; i++)
		printf("| %s | %u | %u | %u |\n", checks[i].name, checks[i].n[0], checks[i].n[1],
		       checks[i].n[2]);
}

void
measure_slips(void)
{
	printf("\n## Grammar\n\n");
	if (run.corpora)
		measure_pairs();
	printf("Hits in texts that are right, or taken for it.\n\n| | texts | misspelt | grammar | "
	       "typing | repeated marks | mixed alphabets | hits per 1,000 | off by default |\n"
	       "|---|---|---|---|---|---|---|---|---|\n");
	for (guint i = 0; i < OURS; i++)
		measure_clean_texts(&tongues[i]);
	print_checks();
}
