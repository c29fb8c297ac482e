#include "act/figures.h"

/* The default thresholds lie among them; time up to the default deadline and beyond. */
static const int points_bounds[FIGURES_POINTS] = { 0, 5, 10, 20, 30, 50, 75, 100 };
static const struct {
	guint64 microseconds;
	const char *text;
} seconds_bounds[FIGURES_SECONDS] = {
	{ 500, "0.0005" }, { 1000, "0.001" }, { 2500, "0.0025" }, { 5000, "0.005" },
	{ 10000, "0.01" }, { 25000, "0.025" }, { 50000, "0.05" }, { 100000, "0.1" },
	{ 250000, "0.25" }, { 1000000, "1" }, { 4000000, "4" }, { 10000000, "10" },
};

void
figures_spread_add(struct figures_spread *s, int points, guint64 microseconds)
{
	guint p = 0, t = 0;

	while (p < FIGURES_POINTS && points > points_bounds[p])
		p++;
	while (t < FIGURES_SECONDS && microseconds > seconds_bounds[t].microseconds)
		t++;
	s->points[p]++;
	s->points_sum += (guint64)MAX(points, 0);
	s->seconds[t]++;
	s->microseconds_sum += microseconds;
}

double
figures_spread_slow(const struct figures_spread *s)
{
	guint64 all = 0, n = 0;

	for (guint i = 0; i <= FIGURES_SECONDS; i++)
		all += s->seconds[i];
	for (guint i = 0; all && i < FIGURES_SECONDS; i++)
		if ((n += s->seconds[i]) * 100 >= all * 99)
			return (double)seconds_bounds[i].microseconds / 1000;
	return -1;
}

static void
add_family(GString *out, const char *name, const char *type, const char *help)
{
	g_string_append_printf(out, "# HELP sendlint_%s %s\n# TYPE sendlint_%s %s\n", name, help,
			       name, type);
}

/* A label's value may be any UTF-8. */
static void
add_label(GString *out, const char *name, const char *value)
{
	g_autofree char *valid = g_utf8_make_valid(value, -1);

	g_string_append_printf(out, "%s%s=\"", out->str[out->len - 1] == '{' ? "" : ",", name);
	for (const char *p = valid; *p; p++)
		if (*p == '\n')
			g_string_append(out, "\\n");
		else if (*p == '\\' || *p == '"')
			g_string_append_printf(out, "\\%c", *p);
		else
			g_string_append_c(out, *p);
	g_string_append_c(out, '"');
}

static void
begin_value(GString *out, const char *name)
{
	g_string_append_printf(out, "sendlint_%s{", name);
}

static void
end_value(GString *out, guint64 n)
{
	g_string_append_printf(out, "} %" G_GUINT64_FORMAT "\n", n);
}

static void
add_labelled(GString *out, const char *name, const char *label, const char *value, guint64 n)
{
	begin_value(out, name);
	add_label(out, label, value);
	end_value(out, n);
}

static void
add_number(GString *out, const char *name, const char *type, const char *help, guint64 n)
{
	add_family(out, name, type, help);
	g_string_append_printf(out, "sendlint_%s %" G_GUINT64_FORMAT "\n", name, n);
}

static void
add_named(GString *out, const char *name, const char *label, const struct figures_named *all)
{
	for (; all->name; all++)
		add_labelled(out, name, label, all->name, all->n);
}

static void
add_policy(GString *out, const struct tally_policy *p)
{
	for (guint c = 0; c < TALLY_CLASSES; c++)
		for (guint a = 0; a < TALLY_ACTIONS; a++)
			for (guint t = 0; t < TALLY_TAKEN; t++) {
				if (!p->cells[c][a][t])
					continue;
				begin_value(out, "messages_total");
				add_label(out, "policy", p->name);
				add_label(out, "class", tally_class(c));
				add_label(out, "action", action_name((enum action)a));
				add_label(out, "taken", act_taken_name((enum act_taken)t));
				end_value(out, p->cells[c][a][t]);
			}
}

/* `rules`, if not NULL: messages by number of the rule, over all policies. */
static void
add_messages(GString *out, struct tally *t, GArray *rules)
{
	struct tally_policy p;

	add_family(out, "messages_total", "counter",
		   "Messages judged; action is what enforce would do, taken what was done.");
	for (guint n = 0; tally_read(t, n, &p); n++) {
		add_policy(out, &p);
		if (p.rules->len > rules->len)
			g_array_set_size(rules, p.rules->len);
		for (guint i = 0; i < p.rules->len; i++)
			g_array_index(rules, guint64, i) += g_array_index(p.rules, guint64, i);
		tally_clear(&p);
	}
}

static void
add_rules(GString *out, struct tally *t, const GArray *rules)
{
	add_family(out, "rule_messages_total", "counter", "Messages in which a rule found something.");
	for (guint i = 0; i < rules->len; i++)
		if (g_array_index(rules, guint64, i))
			add_labelled(out, "rule_messages_total", "rule", tally_rule(t, i),
				     g_array_index(rules, guint64, i));
}

static void
add_points(GString *out, const struct figures_spread *s)
{
	guint64 n = 0;

	add_family(out, "message_points", "histogram", "Points of a message.");
	for (guint i = 0; i < FIGURES_POINTS; i++) {
		n += s->points[i];
		g_string_append_printf(out, "sendlint_message_points_bucket{le=\"%d\"} %"
				       G_GUINT64_FORMAT "\n", points_bounds[i], n);
	}
	n += s->points[FIGURES_POINTS];
	g_string_append_printf(out, "sendlint_message_points_bucket{le=\"+Inf\"} %" G_GUINT64_FORMAT
			       "\nsendlint_message_points_sum %" G_GUINT64_FORMAT
			       "\nsendlint_message_points_count %" G_GUINT64_FORMAT "\n",
			       n, s->points_sum, n);
}

static void
add_seconds(GString *out, const struct figures_spread *s)
{
	guint64 n = 0;

	add_family(out, "message_duration_seconds", "histogram",
		   "Time from the end of a message to its verdict.");
	for (guint i = 0; i < FIGURES_SECONDS; i++) {
		n += s->seconds[i];
		g_string_append_printf(out, "sendlint_message_duration_seconds_bucket{le=\"%s\"} %"
				       G_GUINT64_FORMAT "\n", seconds_bounds[i].text, n);
	}
	n += s->seconds[FIGURES_SECONDS];
	g_string_append_printf(out, "sendlint_message_duration_seconds_bucket{le=\"+Inf\"} %"
			       G_GUINT64_FORMAT "\nsendlint_message_duration_seconds_sum %"
			       G_GUINT64_FORMAT ".%06u\nsendlint_message_duration_seconds_count %"
			       G_GUINT64_FORMAT "\n", n, s->microseconds_sum / 1000000,
			       (guint)(s->microseconds_sum % 1000000), n);
}

static void
add_life(GString *out, const struct figures *f)
{
	add_family(out, "build_info", "gauge", "1; the version is its label.");
	add_labelled(out, "build_info", "version", f->version, 1);
	add_number(out, "start_time_seconds", "gauge", "When the daemon started, in Unix time.",
		   (guint64)f->started);
	add_family(out, "reloads_total", "counter", "Reloads of the configuration.");
	add_labelled(out, "reloads_total", "result", "ok", f->reloads);
	add_labelled(out, "reloads_total", "result", "failed", f->reloads_failed);
	add_number(out, "last_reload_successful", "gauge",
		   "Whether the last reload, or else the start, took the configuration.",
		   !f->reload_failed);
	add_number(out, "config_loaded_time_seconds", "gauge",
		   "When the configuration in force was read, in Unix time.", (guint64)f->loaded);
	add_family(out, "log_lines_total", "counter", "Lines of the log that say what went wrong.");
	add_labelled(out, "log_lines_total", "level", "error", f->errors);
	add_labelled(out, "log_lines_total", "level", "warning", f->warnings);
}

static void
add_load(GString *out, const struct figures *f)
{
	add_number(out, "connections", "gauge", "Connections of mail servers.", f->connections);
	add_number(out, "connections_most", "gauge", "Connections there is room for.",
		   f->connections_most);
	add_number(out, "messages_under_way", "gauge", "Messages that arrive or are judged.",
		   f->messages);
	add_family(out, "queue_length", "gauge", "What waits to be written or sent.");
	add_named(out, "queue_length", "queue", f->queues);
	add_family(out, "queue_room", "gauge", "What a queue holds at most.");
	add_named(out, "queue_room", "queue", f->rooms);
	add_family(out, "dropped_total", "counter",
		   "What was given up for want of room, or because it could not be written.");
	add_named(out, "dropped_total", "what", f->drops);
	add_number(out, "store_working", "gauge", "Whether verdicts are kept, if they should be.",
		   f->store_works || !f->store_wanted);
}

void
figures_metrics(GString *out, const struct figures *f)
{
	g_autoptr(GArray) rules = g_array_new(FALSE, TRUE, sizeof(guint64));

	add_life(out, f);
	add_messages(out, f->tally, rules);
	add_number(out, "messages_not_outgoing_total", "counter",
		   "Messages that were let through unseen, as they are not outgoing.", f->not_outgoing);
	add_number(out, "messages_aborted_total", "counter",
		   "Messages that the mail server gave up before their end.", f->aborted);
	add_family(out, "messages_incomplete_total", "counter",
		   "Messages of which only a part was looked at.");
	add_labelled(out, "messages_incomplete_total", "why", "time", f->late);
	add_labelled(out, "messages_incomplete_total", "why", "cut", f->cut);
	add_points(out, &f->spread);
	add_seconds(out, &f->spread);
	add_rules(out, f->tally, rules);
	add_load(out, f);
}
