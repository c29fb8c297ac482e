#include "act/log.h"
#include "act/submit.h"
#include "door/feedback_send.h"
#include "door/serve.h"
#include "door/speech.h"

enum { AGAIN = 5, AGAIN_MOST = 3600 };	/* seconds until a mail that failed is tried again */

static char *
time_text(gint64 at)
{
	g_autoptr(GDateTime) t = g_date_time_new_from_unix_local(at);

	return t ? g_date_time_format(t, "%Y-%m-%d %H:%M:%S %z") : g_strdup("-");
}

static char *
compose(const struct digest *g, const struct snapshot *s, gint64 now)
{
	const struct config *c = snapshot_config(s);
	g_autofree char *first = time_text(g->first), *last = time_text(g->last);
	struct speech speech;
	const struct digest_mail m = {
		.from = c->settings.feedback_from, .at = now, .first = first, .last = last,
		.rules = c->policies.fallback->all,
		.words = speech_of(&speech, snapshot_dictionary(s), g->language),
	};

	return digest_mail(g, &m);
}

static void
say(enum log_level level, const struct digest *g, const char *what, const char *why)
{
	g_autofree char *words = g_strdup_printf("%s%s%s", what, why ? ": " : "", why ? why : "");
	struct log_line l;

	log_begin(&l, level, "feedback", "feedback: ");
	log_line_string(&l, "id", g->record->id);
	log_line_string(&l, "to", g->to);
	log_line_number(&l, "mails", g->count);
	log_line_words(&l, words);
	log_put(&l);
}

/* Twice as long each time. */
static gint64
next_try(const struct digest *g, gint64 now)
{
	return now + MIN((gint64)AGAIN << MIN(g->tries, 20), AGAIN_MOST);
}

static bool
hand_over(struct database *d, const struct digest *g, const struct snapshot *s, gint64 now, GError **error)
{
	g_autofree char *mail = compose(g, s, now);
	g_autoptr(GError) why = NULL;

	if (submit(snapshot_config(s)->settings.feedback_submission, g->to, mail, &why)) {
		if (!digests_sent(d, g, now, error))
			return false;
		serve_count(SERVE_FEEDBACK_SENT);
		say(LOG_LEVEL_INFO, g, "sent", NULL);
		return true;
	}
	if (g_error_matches(why, SUBMIT_ERROR, SUBMIT_REFUSED)) {
		serve_count(SERVE_FEEDBACK_DROPPED);
		say(LOG_LEVEL_WARNING, g, "given up", why->message);
		return digests_drop(d, g, error);
	}
	say(g->tries ? LOG_LEVEL_INFO : LOG_LEVEL_WARNING, g, "later", why->message);
	digests_later(d, g, next_try(g, now), error);
	return false;
}

bool
feedback_send(struct database *d, struct snapshot *s, GError **error)
{
	const struct settings *settings = &snapshot_config(s)->settings;
	gint64 now = g_get_real_time() / G_USEC_PER_SEC, room = 0;
	struct digest *g;
	bool more = false;

	if (!settings->feedback_from || !settings->feedback_submission)
		return false;
	g = digests_due(d, now, error);
	if (!g)
		return false;
	if (!g->record->id && !*error)
		more = digests_drop(d, g, error);	/* its verdict is gone: nothing to tell */
	else if (!*error && digests_room(d, g->to, settings->feedback_per_day, now, &room, error))
		more = room > now ? digests_later(d, g, room, error)
				  : hand_over(d, g, s, now, error);
	digest_free(g);
	return more;
}
