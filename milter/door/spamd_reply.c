#include "door/spamd_reply.h"

enum { NEVER = 10000 };		/* points: more than a threshold may be */

static bool
is_spam(const struct spamd_answer *a)
{
	return a->verdict && (a->taken == TAKEN_TAG || a->taken == TAKEN_HOLD ||
			      a->taken == TAKEN_REJECT);
}

/* `at` moved so that `points` reach it exactly when they should. */
static int
agree(int at, int points, bool reached)
{
	at = MIN(at, NEVER);
	if (reached)
		return MIN(at, points);
	return MAX(at, points + 1);
}

static int
points_of(const struct spamd_answer *a)
{
	return a->verdict ? a->verdict->points : 0;
}

static int
threshold_of(const struct spamd_answer *a)
{
	return agree(a->verdict ? a->verdict->policy->tag_at : POLICY_OFF, points_of(a),
		     is_spam(a));
}

static int
reject_threshold_of(const struct spamd_answer *a)
{
	return agree(a->verdict ? a->verdict->policy->reject_at : POLICY_OFF, points_of(a),
		     a->verdict && a->taken == TAKEN_REJECT);
}

static const char *
word_of(const struct spamd_answer *a)
{
	if (!a->verdict && a->taken == TAKEN_ACCEPT)
		return "pass";
	return act_taken_name(a->taken);
}

/* As many lines as fit whole. */
static void
add_line(GString *out, const char *s, gsize len, gsize *room)
{
	if (len + 2 > *room) {
		*room = 0;
		return;
	}
	g_string_append_len(out, s, (gssize)len);
	g_string_append(out, "\r\n");
	*room -= len + 2;
}

static void
add_lines(GString *out, const char *text, gsize *room)
{
	while (*text) {
		gsize len = strcspn(text, "\n");

		add_line(out, text, len, room);
		text += len + (text[len] != '\0');
	}
}

static void
add_action(GString *out, const struct spamd_answer *a, gsize *room)
{
	g_autofree char *action = g_strconcat("Action: ", word_of(a), NULL);

	add_lines(out, action, room);
}

static void
reply_rspamd(GString *out, const struct spamd_answer *a)
{
	gsize room = LIMIT_REQUEST_REPORT;

	g_string_append_printf(out, "RSPAMD/1.3 0 EX_OK\r\nMetric: default; %s; %d.00 / %d.00 / %d.00\r\n",
			       is_spam(a) ? "True" : "False", points_of(a), threshold_of(a),
			       reject_threshold_of(a));
	add_action(out, a, &room);
	for (guint i = 0; a->lines && i < a->lines->len; i++)
		add_lines(out, g_ptr_array_index(a->lines, i), &room);
}

static void
add_symbols(GString *out, const struct verdict *v)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < v->findings->len; i++) {
		const struct rule *r = g_array_index(v->findings, struct finding, i).rule;

		if (g_hash_table_add(seen, (gpointer)r))
			g_string_append_printf(out, "%s%s", out->len ? "," : "", r->id);
	}
}

static void
add_report(GString *out, const struct spamd_answer *a, gsize *room)
{
	g_autoptr(GString) text = g_string_new(NULL);
	struct report_options o = { .name = "message", .min_level = LEVEL_NOTE };
	struct report_counts counts = { .files = 0 };

	add_action(out, a, room);
	if (!a->verdict)
		return;
	report_text(text, a->verdict, &o, &counts);
	add_lines(out, text->str, room);
}

static void
reply_spamc(GString *out, const struct spamd_request *r, const struct spamd_answer *a)
{
	g_autoptr(GString) body = g_string_new(NULL), text = g_string_new(NULL);
	gsize room = LIMIT_REQUEST_REPORT;
	int points = points_of(a), at = threshold_of(a);

	if (r->version < 3)	/* which Exim takes for its own, too */
		g_string_append_printf(body, "%d.00/%d.00\r\n", points, at);
	if (r->command == SPAMD_SYMBOLS && a->verdict) {
		add_symbols(text, a->verdict);
		add_lines(body, text->str, &room);
	}
	if (r->command == SPAMD_REPORT || (r->command == SPAMD_REPORT_IFSPAM && is_spam(a)))
		add_report(body, a, &room);
	g_string_append_printf(out, "SPAMD/1.1 0 EX_OK\r\nContent-length: %" G_GSIZE_FORMAT "\r\n",
			       body->len);
	if (r->version >= 3)
		g_string_append_printf(out, "Spam: %s ; %d.0 / %d.0\r\n",
				       is_spam(a) ? "True" : "False", points, at);
	g_string_append(out, "\r\n");
	g_string_append_len(out, body->str, (gssize)body->len);
}

void
spamd_reply(GString *out, const struct spamd_request *r, const struct spamd_answer *a)
{
	if (r->bad)		/* EX_PROTOCOL */
		g_string_append_printf(out, "SPAMD/1.0 76 Bad request: %s\r\n", r->bad);
	else if (r->command == SPAMD_PING)
		g_string_append(out, "SPAMD/1.5 0 PONG\r\n");
	else if (r->rspamd)
		reply_rspamd(out, a);
	else
		reply_spamc(out, r, a);
}
