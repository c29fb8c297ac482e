#include "core/facts.h"

enum {
	FIGURES_MOST = 100,	/* of one body; an invoice has fewer that matter */
	TOKEN_MOST = 48,	/* bytes; a longer one is no figure */
};

static bool
is_digit(char c)
{
	return g_ascii_isdigit(c);
}

/* Bytes of a blank that stands before just three digits: "1 234,56". */
static gsize
thousands(const char *s, gsize at, gsize from)
{
	gsize n = s[at] == ' ' ? 1 : memcmp(s + at, "\xc2\xa0", s[at] ? 2 : 1) == 0 ? 2 : 0;

	if (!n || at - from > 3 || !is_digit(s[from]))
		return 0;
	return is_digit(s[at + n]) && is_digit(s[at + n + 1]) && is_digit(s[at + n + 2]) &&
	       !is_digit(s[at + n + 3]) ? n : 0;
}

/* Where the letters, digits and what joins them end that begin at `at`. */
static gsize
token_end(const char *s, gsize at)
{
	gsize from = at, n;

	for (;;) {
		if (g_ascii_isalnum(s[at]))
			at++;
		else if (s[at] && strchr("-./_,:", s[at]) && g_ascii_isalnum(s[at + 1]))
			at++;
		else if ((n = thousands(s, at, from)))
			at += n;
		else
			return at;
	}
}

static gsize
next_digit(const char *s, gsize len, gsize at)
{
	while (at < len && !is_digit(s[at]))
		at++;
	return at;
}

/* Back from its first digit, not beyond the token before. */
static gsize
token_begin(const char *s, gsize from, gsize at)
{
	gsize least = at > from + TOKEN_MOST ? at - TOKEN_MOST : from;

	while (at > least && (g_ascii_isalnum(s[at - 1]) ||
			      (at > least + 1 && strchr("-./_,:", s[at - 1]) && g_ascii_isalnum(s[at - 2]))))
		at--;
	return at;
}

/* All digits; of "49.00" those before the point, so that it is as good as "49". */
static const char *
key_of(struct arena *a, const char *s, struct span w)
{
	char key[TOKEN_MOST + 1];
	gsize n = 0, len = w.len;

	if (len > 3 && (s[w.at + len - 3] == '.' || s[w.at + len - 3] == ',') &&
	    memcmp(s + w.at + len - 2, "00", 2) == 0)
		len -= 3;
	for (gsize i = 0; i < len && n < TOKEN_MOST; i++)
		if (is_digit(s[w.at + i]))
			key[n++] = s[w.at + i];
	return arena_strndup(a, key, n);
}

static const char *const currencies[] = {
	"$", "€", "£", "₽", "₴", "zł", "PLN", "EUR", "USD", "GBP", "BRL", "RUB", "UAH", "HUF", "CHF",
	"руб", "грн", "Ft", "Kč",
};

static bool
has_currency(const char *s, struct span w)
{
	gsize before = w.at, after = w.at + w.len;

	while (before > 0 && (s[before - 1] == ' ' || (guchar)s[before - 1] == 0xa0 ||
			      (guchar)s[before - 1] == 0xc2))
		before--;
	while (s[after] == ' ' || memcmp(s + after, "\xc2\xa0", s[after] ? 2 : 1) == 0)
		after += s[after] == ' ' ? 1 : 2;
	for (gsize i = 0; i < G_N_ELEMENTS(currencies); i++) {
		gsize n = strlen(currencies[i]);

		if ((before >= n && memcmp(s + before - n, currencies[i], n) == 0) ||
		    strncmp(s + after, currencies[i], n) == 0)
			return true;
	}
	return false;
}

/* "20.11.2026", "2026-11-20": three groups, one of them a year. */
static bool
is_date(const char *s, struct span w)
{
	guint groups = 0, years = 0;

	for (gsize i = w.at; i < w.at + w.len; groups++) {
		gsize from = i;

		while (i < w.at + w.len && is_digit(s[i]))
			i++;
		if (i == from || (i - from > 2 && i - from != 4))
			return false;
		years += i - from == 4;
		if (i < w.at + w.len && !strchr("./-", s[i++]))
			return false;
	}
	return groups == 3 && years == 1;
}

/* What stands before the number of an order or an invoice, in any of our languages. */
static const char *const marks[] = {
	"#", "№", "nº", "Nº", "n°", "N°", "nr", "Nr", "nr.", "Nr.", "no.", "No.", "núm.",
};

static bool
is_marked(const char *s, gsize at)
{
	while (at > 0 && (s[at - 1] == ' ' || s[at - 1] == ':'))
		at--;
	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
		gsize n = strlen(marks[i]);

		if (at >= n && memcmp(s + at - n, marks[i], n) == 0 &&
		    (at == n || !g_ascii_isalpha(s[at - n - 1]) || !g_ascii_isalpha(marks[i][0])))
			return true;
	}
	return false;
}

static bool
kind_of(const char *s, struct span w, enum figure_kind *ret_kind)
{
	guint digits = 0, letters = 0;

	for (gsize i = w.at; i < w.at + w.len; i++) {
		digits += is_digit(s[i]);
		letters += g_ascii_isalpha(s[i]);
	}
	if (w.len > TOKEN_MOST || !digits)
		return false;
	if (!letters && is_date(s, w))
		*ret_kind = FIGURE_DATE;
	else if (!letters && has_currency(s, w))
		*ret_kind = FIGURE_AMOUNT;
	else if (digits >= 3 && is_marked(s, w.at))
		*ret_kind = FIGURE_NUMBER;
	else
		return false;
	return true;
}

/* Every run of digits by itself too: a number may stand in an address, a year in words. */
static void
remember(struct facts *f, GHashTable *keys, const char *s, struct span w)
{
	for (gsize i = w.at; i < w.at + w.len;) {
		gsize from = i;

		while (i < w.at + w.len && is_digit(s[i]))
			i++;
		while (from + 1 < i && s[from] == '0')
			from++;
		if (i > from)
			g_hash_table_add(keys, (gpointer)arena_strndup(f->arena, s + from, i - from));
		else
			i++;
	}
}

static void
in_body(struct facts *f, struct body *b)
{
	const char *s = b->text->s;
	gsize end = 0;
	guint n = 0;

	b->figure_keys = g_hash_table_new(g_str_hash, g_str_equal);
	arena_defer(f->arena, (GDestroyNotify)g_hash_table_unref, b->figure_keys);
	for (gsize at = 0; (at = next_digit(s, b->text->len, at)) < b->text->len;) {
		struct span w = { token_begin(s, end, at), 0 };
		struct figure figure = { .body = b };

		w.len = token_end(s, w.at) - w.at;
		at = end = MAX(at + 1, w.at + w.len);
		remember(f, b->figure_keys, s, w);
		figure.where = w;
		figure.key = key_of(f->arena, s, w);
		if (*figure.key)
			g_hash_table_add(b->figure_keys, (gpointer)figure.key);
		if (n < FIGURES_MOST && kind_of(s, w, &figure.kind)) {
			g_array_append_val(f->figures, figure);
			n++;
		}
	}
}

/* A date may be written with the month as a word: its year and its day are enough. */
static bool
has_date(const struct figure *figure, const struct body *b)
{
	const char *s = figure->body->text->s;
	gsize i = figure->where.at, end = i + figure->where.len;

	for (guint group = 0; i < end; i++, group++) {
		gsize from = i;
		g_autofree char *run = NULL;

		while (i < end && is_digit(s[i]))
			i++;
		while (from + 1 < i && s[from] == '0')
			from++;
		run = g_strndup(s + from, i - from);
		if (!g_hash_table_contains(b->figure_keys, run) && group != 1 &&
		    (group != 0 || s[i] != '/'))
			return false;
	}
	return true;
}

bool
facts_figures_has(const struct figure *figure, const struct body *b)
{
	if (g_hash_table_contains(b->figure_keys, figure->key))
		return true;
	return figure->kind == FIGURE_DATE && has_date(figure, b);
}

/* Bodies are read where there is something to compare them with. */
static bool
is_compared(const struct facts *f)
{
	if (f->figures->len)
		return true;
	for (guint i = 0; i < f->n_bodies; i++)
		if (f->bodies[i].alternative)
			return true;
	return false;
}

void
facts_figures(struct facts *f)
{
	bool compared;

	f->figures = arena_array(f->arena, sizeof(struct figure));
	in_body(f, &f->subject);
	compared = is_compared(f);
	for (guint i = 0; compared && i < f->n_bodies; i++)
		in_body(f, &f->bodies[i]);
}
