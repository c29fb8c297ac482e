#include <sys/random.h>

#include "act/log.h"
#include "door/deadline.h"
#include "door/feedback.h"
#include "door/health.h"
#include "door/judge.h"
#include "door/speech.h"
#include "load/test_address.h"
#include "store/store.h"

enum { DEADLINE = 4000 };	/* milliseconds, where the settings name none */

void
judge_id(char id[JUDGE_ID_SIZE])
{
	static const char hex[] = "0123456789abcdef";
	guint8 bits[16];

	if (getrandom(bits, sizeof bits, 0) != sizeof bits)
		g_error("no random numbers");
	for (gsize i = 0; i < sizeof bits; i++) {
		id[2 * i] = hex[bits[i] >> 4];
		id[2 * i + 1] = hex[bits[i] & 15];
	}
	id[2 * sizeof bits] = '\0';
}

enum act_taken
judge_failure(const struct settings *s)
{
	return s->on_failure == ON_FAILURE_TEMPFAIL ? TAKEN_TEMPFAIL : TAKEN_ACCEPT;
}

static bool
is_submission(const struct policies *p, const struct envelope *e)
{
	if (e->login)
		return true;
	for (guint i = 0; e->daemon_name && p->daemons && i < p->daemons->len; i++)
		if (g_str_equal(g_ptr_array_index(p->daemons, i), e->daemon_name))
			return true;
	return false;
}

/* Said once, until a message was whole again: a full disk fills no log. */
static void
say_cut(const struct spool *s)
{
	static atomic_bool said;

	if (!s->cut) {
		if (s->mapped && atomic_load_explicit(&said, memory_order_relaxed))
			atomic_store(&said, false);
		return;
	}
	if (!atomic_exchange(&said, true))
		log_say(LOG_LEVEL_ERROR, "cannot spool in %s: %s; long messages are cut",
			s->folder ? s->folder : "(no folder)", g_strerror(s->why));
}

static const struct verdict *
check(const struct judge_job *j, const char *raw, gsize len, guint milliseconds)
{
	struct deadline d;
	struct lint_options options = { .cancel = &d.passed };
	const struct verdict *v;

	options.limits = j->limits | (j->spool->cut ? LIMIT_HIT_CUT : 0);
	deadline_start(&d, milliseconds);
	v = lint_check(snapshot_lint(j->snapshot), j->arena, j->envelope, raw, len, &options);
	deadline_end(&d);
	return v;
}

/* Half a look that found enough is a verdict; one that did not is a failure of ours.
   In observe nothing is ever done to a mail. */
static bool
is_failure(const struct verdict *v, enum act_taken plan, bool cut)
{
	return (v->incomplete || cut) && plan < TAKEN_HOLD && v->policy->mode != MODE_OBSERVE;
}

/* A clean mail leaves nothing to ask about. */
static void
keep(const struct verdict *v, const char *id, enum act_taken taken)
{
	if (store_wants() && (v->findings->len || taken != TAKEN_ACCEPT))
		store_add(record_of(v, id, act_taken_name(taken), v->policy->keep_excerpts));
}

enum act_taken
judge_message(const struct judge_job *j, struct act_hands *hands,
	      const struct verdict **ret_verdict)
{
	const struct config *config = snapshot_config(j->snapshot);
	const struct settings *settings = &config->settings;
	gint64 start = g_get_monotonic_time();
	char id[JUDGE_ID_SIZE];
	gsize len;
	const char *raw = spool_bytes(j->spool, &len);
	const struct verdict *v;
	struct speech speech;
	struct act_job job = { .arena = j->arena, .envelope = j->envelope, .id = id };
	enum act_taken taken;
	guint64 time;

	judge_id(id);
	say_cut(j->spool);
	v = check(j, raw, len, settings->deadline ? settings->deadline : DEADLINE);
	job.verdict = v;
	job.words = speech_of(&speech, snapshot_dictionary(j->snapshot), v->policy->language);
	job.submission = is_submission(&config->policies, j->envelope);
	job.test = !(j->limits & LIMIT_HIT_RCPTS) &&
		   test_address_only(&settings->answer, j->envelope->rcpts);
	job.quarantine = j->quarantine;
	memcpy(job.reserved, j->reserved, sizeof job.reserved);
	if (!job.test && is_failure(v, act_plan(&job), j->spool->cut) &&
	    judge_failure(settings) == TAKEN_TEMPFAIL)
		taken = TAKEN_TEMPFAIL;
	else
		taken = act(&job, hands);
	time = (guint64)(g_get_monotonic_time() - start);
	health_count(v, taken, time, j->spool->cut);
	store_count(v, taken);
	log_message(&(struct log_record){
		.envelope = j->envelope, .verdict = v, .id = id, .taken = taken,
		.milliseconds = time / 1000,
		.cut = j->spool->cut,
	});
	keep(v, id, taken);
	feedback_note(config, v, id, taken);
	if (ret_verdict)
		*ret_verdict = v;
	return taken;
}
