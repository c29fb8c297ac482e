#include "load/mistakes.h"

enum { SHOWN_MOST = 100, NAME_MOST = 48 };

struct mistake {
	const struct node *at;
	char *text;
	bool is_warning;
};

struct mistakes {
	GArray *all;
};

static void
clear(gpointer p)
{
	g_free(((struct mistake *)p)->text);
}

struct mistakes *
mistakes_new(void)
{
	struct mistakes *m = g_new0(struct mistakes, 1);

	m->all = g_array_new(FALSE, FALSE, sizeof(struct mistake));
	g_array_set_clear_func(m->all, clear);
	return m;
}

void
mistakes_free(struct mistakes *m)
{
	if (!m)
		return;
	g_array_unref(m->all);
	g_free(m);
}

static void
add(struct mistakes *m, const struct node *at, bool is_warning, const char *fmt, va_list ap)
	G_GNUC_PRINTF(4, 0);

static void
add(struct mistakes *m, const struct node *at, bool is_warning, const char *fmt, va_list ap)
{
	struct mistake one = { .at = at, .is_warning = is_warning };

	one.text = g_strdup_vprintf(fmt, ap);
	for (char *p = one.text; *p; p++)
		if (g_ascii_iscntrl(*p))
			*p = '?';
	g_array_append_val(m->all, one);
}

void
mistakes_add(struct mistakes *m, const struct node *at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(m, at, false, fmt, ap);
	va_end(ap);
}

void
mistakes_warn(struct mistakes *m, const struct node *at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(m, at, true, fmt, ap);
	va_end(ap);
}

bool
mistakes_any(const struct mistakes *m)
{
	for (guint i = 0; i < m->all->len; i++)
		if (!g_array_index(m->all, struct mistake, i).is_warning)
			return true;
	return false;
}

static gint
by_place(gconstpointer a, gconstpointer b)
{
	const struct node *x = ((const struct mistake *)a)->at;
	const struct node *y = ((const struct mistake *)b)->at;

	if (x->file != y->file && x->file_number != y->file_number)
		return x->file_number < y->file_number ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

static void
append(GString *s, const struct mistake *one)
{
	g_string_append_printf(s, "%s:%u: %s", one->at->file, one->at->line, one->text);
}

char *
mistakes_text(struct mistakes *m)
{
	GString *s;
	guint n = 0;

	if (!mistakes_any(m))
		return NULL;
	s = g_string_new(NULL);
	g_array_sort(m->all, by_place);
	for (guint i = 0; i < m->all->len; i++) {
		if (n++ >= SHOWN_MOST)
			continue;
		if (s->len)
			g_string_append_c(s, '\n');
		append(s, &g_array_index(m->all, struct mistake, i));
	}
	if (n > SHOWN_MOST)
		g_string_append_printf(s, "\nand %u more", n - SHOWN_MOST);
	return g_string_free(s, FALSE);
}

GPtrArray *
mistakes_warnings(struct mistakes *m)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	g_array_sort(m->all, by_place);
	for (guint i = 0; i < m->all->len; i++) {
		const struct mistake *one = &g_array_index(m->all, struct mistake, i);
		GString *s;

		if (!one->is_warning)
			continue;
		s = g_string_new(NULL);
		append(s, one);
		g_ptr_array_add(out, g_string_free(s, FALSE));
	}
	return out;
}

/* Insertions, deletions, changes and swaps of neighbours that lead from a to b. */
static guint
distance(const char *a, const char *b)
{
	guint rows[3][NAME_MOST + 1];
	guint *before = rows[0], *last = rows[1], *now = rows[2];
	gsize la = strlen(a), lb = strlen(b);

	for (gsize j = 0; j <= lb; j++)
		last[j] = (guint)j;
	for (gsize i = 1; i <= la; i++) {
		guint *free_row = before;

		now[0] = (guint)i;
		for (gsize j = 1; j <= lb; j++) {
			guint change = last[j - 1] +
				(g_ascii_tolower(a[i - 1]) != g_ascii_tolower(b[j - 1]));

			now[j] = MIN(MIN(last[j], now[j - 1]) + 1, change);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = MIN(now[j], before[j - 2] + 1);
		}
		before = last;
		last = now;
		now = free_row;
	}
	return last[lb];
}

const char *
mistakes_meant(const char *word, const char *const *names)
{
	const char *best = NULL;
	guint least = G_MAXUINT;

	if (strlen(word) > NAME_MOST)
		return NULL;
	for (; *names; names++) {
		guint d;

		if (strlen(*names) > NAME_MOST)
			continue;
		d = distance(word, *names);
		if (d < least && d <= MAX(1, MIN(strlen(word), strlen(*names)) / 3)) {
			least = d;
			best = *names;
		}
	}
	return best;
}
