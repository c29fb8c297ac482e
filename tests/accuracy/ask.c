/* Texts are read, and sendlint is asked about them. */
#include <time.h>

#include "accuracy/accuracy.h"

const struct tongue tongues[TONGUES] = {
	{ "en", "en" }, { "pl", "pl" }, { "ru", "ru" }, { "pt", "pt-BR" }, { "de", "de" },
	{ "es", "es" }, { "fr", "fr" }, { "it", "it" }, { "hu", "hu" }, { "uk", "uk" },
	{ "cs", NULL }, { "nl", NULL }, { "sk", NULL },
};

struct run run;

void
show(const char *format, ...)
{
	g_autofree char *line = NULL;
	va_list args;

	if (!run.show)
		return;
	va_start(args, format);
	line = g_strdup_vprintf(format, args);
	va_end(args);
	g_strchomp(line);
	fprintf(stderr, "%s\n", g_strdelimit(line, "\r\n", ' '));
}

static double
cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- tables to read ---- */

bool
each_row(const char *path, bool heading, void (*row)(char **columns, guint n, gpointer data),
	 gpointer data)
{
	g_autofree char *all = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &all, NULL, NULL))
		return false;
	lines = g_strsplit(all, "\n", -1);
	for (guint i = heading; lines[i]; i++) {
		g_auto(GStrv) columns = g_strsplit(lines[i], "\t", -1);

		if (*lines[i])
			row(columns, g_strv_length(columns), data);
	}
	return true;
}

char *
corpus_file(const char *set, const char *name, const char *language)
{
	g_autofree char *file = language ? g_strdup_printf("%s_%s.tsv", name, language)
					 : g_strdup(name);

	return g_build_filename(run.corpora, "dev", set, file, NULL);
}

static char *
own_file(const struct tongue *t)
{
	g_autofree char *file = g_strconcat(t->tag, ".tsv", NULL);

	return g_build_filename(run.own, file, NULL);
}

/* Which of our own rows somebody wants. */
struct own_rows {
	const char *kind;
	void (*row)(char **columns, guint n, gpointer data);
	gpointer data;
};

static void
own_row(char **columns, guint n, gpointer data)
{
	struct own_rows *o = data;

	if (n > 1 && g_str_equal(columns[0], o->kind))
		o->row(columns + 1, n - 1, o->data);
}

void
each_own(const struct tongue *t, const char *kind,
	 void (*row)(char **columns, guint n, gpointer data), gpointer data)
{
	struct own_rows o = { kind, row, data };
	g_autofree char *path = own_file(t);

	if (!each_row(path, false, own_row, &o))
		g_error("%s: cannot be read", path);
}

bool
is_installed(const struct tongue *t)
{
	return t->tag && g_strv_contains(run.lint->speller->languages, t->tag);
}

/* ---- asking sendlint ---- */

const struct verdict *
judge(struct arena *a, const char *mail, gsize len, unsigned class)
{
	static const char *const nobody[] = { NULL };
	struct envelope *env = arena_new0(a, struct envelope);
	struct lint_options options = { .class = class };
	const struct verdict *v;
	double began = cpu_seconds();

	*env = (struct envelope){ .sender = "shop@shop.example", .rcpts = nobody };
	v = lint_check(run.lint, a, env, mail, len, &options);
	run.seconds += cpu_seconds() - began;
	run.mails++;
	for (guint i = 0; i < v->facts->n_bodies; i++)
		run.words += v->facts->bodies[i].words.visible;
	return v;
}

const struct verdict *
judge_text(struct arena *a, const char *text)
{
	char *mail = g_strconcat("From: post@shop.example\nMIME-Version: 1.0\n"
		"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n",
		text, "\n", NULL);

	arena_defer(a, g_free, mail);
	return judge(a, mail, strlen(mail), CLASS_TRANSACTIONAL);
}

const char *
language(const char *s)
{
	struct arena *a = arena_new();
	struct text t = { .name = "", .part = "", .s = s, .len = strlen(s) };
	struct words w = words_of(a, &t, NULL);
	const struct language *l = language_for(a, run.lint->speller, run.lint->language_model);
	const char *tag = language_of(l, &w, 0, w.n, (struct language_hints){ .near = NULL });

	arena_free(a);
	return tag;
}

bool
is_found(const char *tag, const char *word)
{
	struct spell_word w = { .s = word, .len = (guint32)strlen(word) };

	if (!run.lint->speller->check(run.lint->speller, tag, &w, 1) || w.known)
		return false;
	if (!g_str_equal(tag, "en"))
		run.lint->speller->check(run.lint->speller, "en", &w, 1);
	if (!w.known) {
		struct arena *a = arena_new();

		w.known = !run.lint->speller->near(run.lint->speller, tag, &w, a);
		arena_free(a);
	}
	return !w.known;
}

bool
is_flagged(const struct facts *f, const char *words)
{
	for (guint i = 0; i < f->unknown_words->len; i++) {
		const struct unknown_word *u =
			&g_array_index(f->unknown_words, struct unknown_word, i);
		g_autofree char *s = g_strndup(u->body->text->s + u->where.at, u->where.len);

		if (u->near && (!words || strstr(words, s)))
			return true;
	}
	return false;
}

bool
sells(const struct verdict *v, enum level least)
{
	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *x = &g_array_index(v->findings, struct finding, i);

		if (strstr(x->rule->id, "commercial") && x->level >= least)
			return true;
	}
	return false;
}
