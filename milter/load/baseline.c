#include <pthread.h>

#include "core/fingerprint.h"
#include "load/baseline.h"

enum {
	FORMAT = 1,
	FILE_MOST_MB = 64,
	ENTRIES_MOST = 200 * 1000,
	COUNT_MOST = 1000,
	TEXT_MOST = 1000,		/* bytes of one string */
};

struct entry {
	const char *template, *rule, *excerpt;
	guint count;			/* findings of one mail that are known */
	guint seen;			/* the most that one mail had */
};

struct baseline {
	struct arena *arena;
	GHashTable *entries;		/* key -> struct entry */
	pthread_mutex_t lock;		/* guards `seen`, and adding */
};

G_DEFINE_QUARK(sendlint-baseline-error, baseline_error)

struct baseline *
baseline_new(void)
{
	struct baseline *b = g_new0(struct baseline, 1);

	b->arena = arena_new();
	b->entries = g_hash_table_new(g_str_hash, g_str_equal);
	pthread_mutex_init(&b->lock, NULL);
	return b;
}

void
baseline_free(struct baseline *b)
{
	if (!b)
		return;
	g_hash_table_unref(b->entries);
	arena_free(b->arena);
	pthread_mutex_destroy(&b->lock);
	g_free(b);
}

static void
put(struct baseline *b, const char *template, const char *rule, const char *excerpt, guint count)
{
	g_autofree char *key = g_strjoin("\n", template, rule, excerpt, NULL);
	struct entry *e = g_hash_table_lookup(b->entries, key);

	if (!e) {
		e = arena_new0(b->arena, struct entry);
		e->template = arena_strndup(b->arena, template, strlen(template));
		e->rule = arena_strndup(b->arena, rule, strlen(rule));
		e->excerpt = arena_strndup(b->arena, excerpt, strlen(excerpt));
		g_hash_table_insert(b->entries, arena_strndup(b->arena, key, strlen(key)), e);
	}
	e->count = MAX(e->count, count);
}

/* ---- findings ---- */

/* How many of one mail have the same key: key -> count. */
struct tally {
	GHashTable *counts;
	const char *template;
};

static struct tally
tally_new(const struct verdict *v)
{
	return (struct tally){ g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
			       fingerprint((struct facts *)v->facts) };
}

/* The count with this one; `ret_key` is the tally's. */
static guint
count(struct tally *t, const struct verdict *v, const struct finding *f, const char **ret_excerpt,
      char **ret_key)
{
	*ret_excerpt = fingerprint_excerpt(v->facts->arena, f->at.text, f->at.where);
	*ret_key = g_strjoin("\n", t->template, f->rule->id, *ret_excerpt, NULL);
	return 1 + GPOINTER_TO_UINT(g_hash_table_lookup(t->counts, *ret_key));
}

void
baseline_compare(struct baseline *b, const struct verdict *v)
{
	struct tally t = tally_new(v);

	for (guint i = 0; i < v->findings->len; i++) {
		struct finding *f = &g_array_index(v->findings, struct finding, i);
		const char *excerpt;
		char *key;
		guint n = count(&t, v, f, &excerpt, &key);
		struct entry *e = g_hash_table_lookup(b->entries, key);

		f->baseline = e && n <= e->count ? FINDING_KNOWN : FINDING_NEW;
		if (e) {
			pthread_mutex_lock(&b->lock);
			e->seen = MAX(e->seen, n);
			pthread_mutex_unlock(&b->lock);
		}
		g_hash_table_insert(t.counts, key, GUINT_TO_POINTER(n));
	}
	g_hash_table_unref(t.counts);
}

guint
baseline_gone(struct baseline *b)
{
	GHashTableIter at;
	gpointer e;
	guint n = 0;

	pthread_mutex_lock(&b->lock);
	g_hash_table_iter_init(&at, b->entries);
	while (g_hash_table_iter_next(&at, NULL, &e))
		n += ((const struct entry *)e)->seen < ((const struct entry *)e)->count;
	pthread_mutex_unlock(&b->lock);
	return n;
}

void
baseline_add(struct baseline *b, const struct verdict *v, enum level from)
{
	struct tally t = tally_new(v);

	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);
		const char *excerpt;
		char *key;
		guint n;

		if (f->level < from)
			continue;
		n = count(&t, v, f, &excerpt, &key);
		pthread_mutex_lock(&b->lock);
		put(b, t.template, f->rule->id, excerpt, n);
		pthread_mutex_unlock(&b->lock);
		g_hash_table_insert(t.counts, key, GUINT_TO_POINTER(n));
	}
	g_hash_table_unref(t.counts);
}

/* ---- the file, written ---- */

guint
baseline_entries(const struct baseline *b)
{
	return g_hash_table_size(b->entries);
}

static void
append_string(GString *out, const char *name, const char *s)
{
	g_string_append_printf(out, "\"%s\":\"", name);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			g_string_append_c(out, '\\');
		if ((guchar)*s < ' ')
			g_string_append_printf(out, "\\u%04x", (guint)*s);
		else
			g_string_append_c(out, *s);
	}
	g_string_append(out, "\",");
}

static gint
in_order(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool
baseline_write(const struct baseline *b, const char *path, GError **error)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) all = g_string_new("{\"sendlint-baseline\":1}\n");
	GHashTableIter at;
	gpointer p;

	g_hash_table_iter_init(&at, b->entries);
	while (g_hash_table_iter_next(&at, NULL, &p)) {
		const struct entry *e = p;
		GString *line = g_string_new("{");

		append_string(line, "template", e->template);
		append_string(line, "rule", e->rule);
		append_string(line, "excerpt", e->excerpt);
		g_string_append_printf(line, "\"count\":%u}\n", e->count);
		g_ptr_array_add(lines, g_string_free(line, FALSE));
	}
	g_ptr_array_sort(lines, in_order);
	for (guint i = 0; i < lines->len; i++)
		g_string_append(all, g_ptr_array_index(lines, i));
	return g_file_set_contents(path, all->str, (gssize)all->len, error);
}

/* ---- the file, read ---- */

struct line {
	const char *at, *end;
	const char *wrong;		/* what, once something is */
	struct arena *arena;
};

static void
skip_blanks(struct line *l)
{
	while (l->at < l->end && (*l->at == ' ' || *l->at == '\t' || *l->at == '\r'))
		l->at++;
}

static bool
take(struct line *l, char c)
{
	skip_blanks(l);
	if (l->at < l->end && *l->at == c) {
		l->at++;
		return true;
	}
	return false;
}

static bool
take_hex(struct line *l, GString *s)
{
	gunichar c = 0;

	for (guint i = 0; i < 4; i++, l->at++) {
		if (l->at >= l->end || !g_ascii_isxdigit(*l->at))
			return false;
		c = c * 16 + (gunichar)g_ascii_xdigit_value(*l->at);
	}
	/* Ours are plain: no halves of pairs, no NUL. */
	g_string_append_unichar(s, c && (c < 0xd800 || c > 0xdfff) ? c : 0xfffd);
	return true;
}

/* A string; NULL with what is wrong. */
static const char *
take_string(struct line *l)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	g_autoptr(GString) s = g_string_new(NULL);

	if (!take(l, '"')) {
		l->wrong = "a string is missing";
		return NULL;
	}
	for (; l->at < l->end && *l->at != '"'; ) {
		const char *known = NULL;
		bool good = true;

		if (*l->at != '\\') {
			g_string_append_c(s, *l->at++);
			continue;
		}
		l->at++;
		if (l->at < l->end && *l->at == 'u') {
			l->at++;
			good = take_hex(l, s);
		} else if (l->at < l->end && (known = strchr(from, *l->at))) {
			g_string_append_c(s, to[known - from]);
			l->at++;
		}
		if (!good || (!known && l->at[-1] == '\\')) {
			l->wrong = "a backslash with something unknown behind it";
			return NULL;
		}
	}
	if (!take(l, '"') || s->len > TEXT_MOST) {
		l->wrong = s->len > TEXT_MOST ? "a string is too long" : "a string is never ended";
		return NULL;
	}
	return arena_strndup(l->arena, s->str, s->len);
}

static guint
take_number(struct line *l)
{
	guint n = 0;

	skip_blanks(l);
	if (l->at >= l->end || !g_ascii_isdigit(*l->at))
		l->wrong = "a number is missing";
	for (; l->at < l->end && g_ascii_isdigit(*l->at); l->at++)
		n = MIN(n * 10 + (guint)(*l->at - '0'), COUNT_MOST);
	return n;
}

struct members {
	const char *template, *rule, *excerpt;
	guint count, format;
};

static void
take_member(struct line *l, struct members *m)
{
	const char *name = take_string(l);
	const char **strings[] = { &m->template, &m->rule, &m->excerpt };
	static const char *const names[] = { "template", "rule", "excerpt" };

	if (name && !take(l, ':'))
		l->wrong = "a colon is missing";
	if (l->wrong)
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_str_equal(name, names[i])) {
			*strings[i] = take_string(l);
			return;
		}
	if (g_str_equal(name, "count"))
		m->count = take_number(l);
	else if (g_str_equal(name, "sendlint-baseline"))
		m->format = take_number(l);
	else
		l->wrong = "an unknown member";
}

static void
take_object(struct line *l, struct members *m)
{
	if (!take(l, '{')) {
		l->wrong = l->end - l->at >= 7 && (memcmp(l->at, "<<<<<<<", 7) == 0 ||
			memcmp(l->at, "=======", 7) == 0 || memcmp(l->at, ">>>>>>>", 7) == 0)
			? "a merge was not finished: keep the lines of both sides" : "no object";
		return;
	}
	do
		take_member(l, m);
	while (!l->wrong && take(l, ','));
	if (!l->wrong && !take(l, '}'))
		l->wrong = "the object is never ended";
	skip_blanks(l);
	if (!l->wrong && l->at < l->end)
		l->wrong = "more than one object in a line";
}

/* What is wrong with this line, or NULL. */
static const char *
read_line(struct baseline *b, const char *at, const char *end, guint number)
{
	struct line l = { at, end, NULL, b->arena };
	struct members m = { .count = 1 };

	if (!g_utf8_validate(at, end - at, NULL))
		return "no UTF-8";
	take_object(&l, &m);
	if (l.wrong)
		return l.wrong;
	if (number == 1)
		return m.format == FORMAT ? NULL
		     : m.format ? "a format that this version does not know"
		     : "the first line must be {\"sendlint-baseline\":1}";
	if (!m.template || !m.rule || !m.excerpt || !m.count)
		return "template, rule, excerpt and a count above 0 belong into each line";
	if (baseline_entries(b) >= ENTRIES_MOST)
		return "more than " G_STRINGIFY(200000) " entries";
	put(b, m.template, m.rule, m.excerpt, m.count);
	return NULL;
}

static bool
read_lines(struct baseline *b, const char *path, const char *s, gsize len, GError **error)
{
	const char *end = s + len, *wrong = len ? NULL : "the file is empty";
	guint number = 0;

	while (s < end && !wrong) {
		const char *nl = memchr(s, '\n', (gsize)(end - s)), *stop = nl ? nl : end;
		const char *p = s;

		while (p < stop && g_ascii_isspace(*p))
			p++;
		number++;
		if (p < stop)
			wrong = read_line(b, s, stop, number);
		s = nl ? nl + 1 : end;
	}
	if (wrong)
		g_set_error(error, BASELINE_ERROR, BASELINE_ERROR_BROKEN, "%s:%u: %s", path,
			    MAX(number, 1), wrong);
	return !wrong;
}

struct baseline *
baseline_load(const char *path, GError **error)
{
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, error);
	gsize len = file ? g_mapped_file_get_length(file) : 0;
	struct baseline *b;

	if (!file)
		return NULL;
	if (len > (gsize)FILE_MOST_MB * 1024 * 1024) {
		g_set_error(error, BASELINE_ERROR, BASELINE_ERROR_UNREADABLE, "%s: longer than "
			    G_STRINGIFY(64) " MB", path);
		return NULL;
	}
	b = baseline_new();
	if (read_lines(b, path, len ? g_mapped_file_get_contents(file) : "", len, error))
		return b;
	baseline_free(b);
	return NULL;
}
