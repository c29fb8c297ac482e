#include "act/figures.h"

enum {
	SHOWN = 10,		/* policies and rules, those with most mail */
	FULL = 90,		/* percent of a queue that somebody should look at */
	LABEL = 16,		/* columns */
};

struct share {
	char *name;
	guint64 n;
};

static void
share_clear(gpointer data)
{
	g_free(((struct share *)data)->name);
}

static gint
compare_shares(gconstpointer a, gconstpointer b)
{
	const struct share *x = a, *y = b;

	return x->n != y->n ? (x->n < y->n) - (x->n > y->n) : strcmp(x->name, y->name);
}

/* What all policies come to. */
struct sums {
	guint64 judged, action[TALLY_ACTIONS], taken[TALLY_TAKEN];
	GArray *policies, *rules;	/* struct share */
};

static void
add_share(GArray *to, const char *name, guint64 n)
{
	const struct share s = { g_strdup(name), n };

	g_array_append_val(to, s);
}

static guint64
add_cells(struct sums *s, const struct tally_policy *p)
{
	guint64 all = 0;

	for (guint c = 0; c < TALLY_CLASSES; c++)
		for (guint a = 0; a < TALLY_ACTIONS; a++)
			for (guint t = 0; t < TALLY_TAKEN; t++) {
				s->action[a] += p->cells[c][a][t];
				s->taken[t] += p->cells[c][a][t];
				all += p->cells[c][a][t];
			}
	s->judged += all;
	return all;
}

static void
sums_init(struct sums *s, struct tally *t)
{
	g_autoptr(GArray) rules = g_array_new(FALSE, TRUE, sizeof(guint64));
	struct tally_policy p;

	*s = (struct sums){ .judged = 0 };
	s->policies = g_array_new(FALSE, FALSE, sizeof(struct share));
	s->rules = g_array_new(FALSE, FALSE, sizeof(struct share));
	g_array_set_clear_func(s->policies, share_clear);
	g_array_set_clear_func(s->rules, share_clear);
	for (guint n = 0; tally_read(t, n, &p); n++) {
		add_share(s->policies, p.name, add_cells(s, &p));
		if (p.rules->len > rules->len)
			g_array_set_size(rules, p.rules->len);
		for (guint i = 0; i < p.rules->len; i++)
			g_array_index(rules, guint64, i) += g_array_index(p.rules, guint64, i);
		tally_clear(&p);
	}
	for (guint i = 0; i < rules->len; i++)
		if (g_array_index(rules, guint64, i))
			add_share(s->rules, tally_rule(t, i), g_array_index(rules, guint64, i));
	g_array_sort(s->policies, compare_shares);
	g_array_sort(s->rules, compare_shares);
}

static void
sums_clear(struct sums *s)
{
	g_array_unref(s->policies);
	g_array_unref(s->rules);
}

static void
add_label(GString *out, const char *label)
{
	g_string_append_printf(out, "%-*s", LABEL, label);
}

static void
add_percent(GString *out, guint64 n, guint64 of)
{
	if (of)
		g_string_append_printf(out, " (%.1f %%)", 100.0 * (double)n / (double)of);
}

static void
add_shares(GString *out, const char *label, const GArray *all, guint64 of)
{
	for (guint i = 0; i < MIN(all->len, SHOWN); i++) {
		const struct share *s = &g_array_index(all, struct share, i);

		add_label(out, i ? "" : label);
		g_string_append_printf(out, "%s %" G_GUINT64_FORMAT, s->name, s->n);
		add_percent(out, s->n, of);
		g_string_append_c(out, '\n');
	}
	if (all->len > SHOWN) {
		add_label(out, "");
		g_string_append_printf(out, "and %u more\n", all->len - SHOWN);
	}
}

static void
add_moment(GString *out, gint64 second)
{
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_local(second);
	g_autofree char *s = at ? g_date_time_format(at, "%Y-%m-%d %H:%M:%S") : NULL;

	g_string_append(out, s ? s : "?");
}

static void
add_age(GString *out, gint64 seconds)
{
	gint64 minutes = MAX(seconds, 0) / 60;

	if (minutes >= 24 * 60)
		g_string_append_printf(out, "%d days %d h", (int)(minutes / 1440),
				       (int)(minutes / 60 % 24));
	else
		g_string_append_printf(out, "%d h %d min", (int)(minutes / 60), (int)(minutes % 60));
}

static void
add_life(GString *out, const struct figures *f)
{
	g_string_append_printf(out, "sendlint %s runs since ", f->version);
	add_moment(out, f->started);
	g_string_append(out, " (");
	add_age(out, f->now - f->started);
	g_string_append(out, ")\n");
	add_label(out, "listening on");
	g_string_append_printf(out, "%s\n", f->listening ? f->listening : "-");
	add_label(out, "configuration");
	g_string_append(out, "read ");
	add_moment(out, f->loaded);
	g_string_append_printf(out, "; reloads %" G_GUINT64_FORMAT ", failed %" G_GUINT64_FORMAT "\n",
			       f->reloads, f->reloads_failed);
}

static void
add_decisions(GString *out, const struct sums *s)
{
	add_label(out, "action");
	for (guint a = 0; a < TALLY_ACTIONS; a++) {
		g_string_append_printf(out, "%s%s %" G_GUINT64_FORMAT, a ? ", " : "",
				       action_name((enum action)a), s->action[a]);
		add_percent(out, s->action[a], s->judged);
	}
	g_string_append_c(out, '\n');
	add_label(out, "taken");
	for (guint t = 0; t < TALLY_TAKEN; t++) {
		g_string_append_printf(out, "%s%s %" G_GUINT64_FORMAT, t ? ", " : "",
				       act_taken_name((enum act_taken)t), s->taken[t]);
		add_percent(out, s->taken[t], s->judged);
	}
	g_string_append_c(out, '\n');
}

static void
add_messages(GString *out, const struct figures *f, const struct sums *s)
{
	double slow = figures_spread_slow(&f->spread);

	add_label(out, "messages");
	g_string_append_printf(out, "judged %" G_GUINT64_FORMAT ", not outgoing %" G_GUINT64_FORMAT
			       ", aborted %" G_GUINT64_FORMAT ", seen in part %" G_GUINT64_FORMAT "\n",
			       s->judged, f->not_outgoing, f->aborted, f->late + f->cut);
	if (!s->judged)
		return;
	add_label(out, "time");
	g_string_append_printf(out, "%.1f ms on average", (double)f->spread.microseconds_sum /
			       (double)s->judged / 1000);
	if (slow >= 0)
		g_string_append_printf(out, "; 99 %% within %g ms", slow);
	g_string_append_c(out, '\n');
	add_decisions(out, s);
	add_shares(out, "policies", s->policies, s->judged);
	add_shares(out, "rules", s->rules, s->judged);
}

static void
add_load(GString *out, const struct figures *f)
{
	bool any = false;

	add_label(out, "now");
	g_string_append_printf(out, "%u of %u connections, %u messages under way", f->connections,
			       f->connections_most, f->messages);
	for (guint i = 0; f->queues[i].name; i++)
		g_string_append_printf(out, ", %s queue %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT,
				       f->queues[i].name, f->queues[i].n, f->rooms[i].n);
	g_string_append_c(out, '\n');
	add_label(out, "given up");
	for (const struct figures_named *d = f->drops; d->name; d++) {
		if (!d->n)
			continue;
		g_string_append_printf(out, "%s%s %" G_GUINT64_FORMAT, any ? ", " : "", d->name, d->n);
		any = true;
	}
	g_string_append(out, any ? "\n" : "nothing\n");
	add_label(out, "log");
	g_string_append_printf(out, "%" G_GUINT64_FORMAT " errors, %" G_GUINT64_FORMAT " warnings\n",
			       f->errors, f->warnings);
}

void
figures_words_trouble(GString *out, const struct figures *f)
{
	if (f->reload_failed)
		g_string_append(out, "the last reload failed, an older configuration is in force: "
				"see 'sendlint config check'\n");
	if (f->store_wanted && !f->store_works)
		g_string_append(out, "verdicts are not kept: the log says why\n");
	if (f->connections >= f->connections_most)
		g_string_append(out, "no room for further connections: see max-connections\n");
	for (guint i = 0; f->queues[i].name; i++)
		if (f->queues[i].n * 100 >= f->rooms[i].n * FULL)
			g_string_append_printf(out, "the %s queue is nearly full\n", f->queues[i].name);
}

void
figures_words(GString *out, const struct figures *f)
{
	struct sums s;

	sums_init(&s, f->tally);
	add_life(out, f);
	add_messages(out, f, &s);
	add_load(out, f);
	sums_clear(&s);
}
