/*
 * answer.c - the door for test mails: a mail server's pipe, one mail a process.
 *
 * A report goes to whoever sent the mail and to nobody else.  No loop can come of it:
 * an answer has the null sender and says that a program wrote it, mail of which either
 * is true is not answered, nor is mail from the test address itself, and nobody gets
 * more than so many an hour.
 */
#include <errno.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "act/log.h"
#include "act/quota.h"
#include "act/submit.h"
#include "door/deadline.h"
#include "door/door.h"
#include "door/judge.h"
#include "door/robot.h"
#include "door/speech.h"
#include "door/suggestions.h"
#include "load/test_address.h"
#include "report/report_mail.h"

#define QUOTA_FILE "answers"	/* in the state folder */

struct job {
	const struct door_answer *o;
	const struct config *config;
	struct envelope envelope;
	struct arena *arena;
	struct spool spool;
	bool granted;
	const struct verdict *verdict;
	const char *to;
	gint64 now;
	char id[JUDGE_ID_SIZE];
};

/* Why nobody is answered; NULL: somebody is. */
static const char *
silence(const struct job *j)
{
	const struct envelope *e = &j->envelope;

	if (!policies_outgoing(&j->config->policies, e))
		return "the mail is not outgoing";
	if (!*e->sender)
		return "its sender is the null one";
	if (test_address_is(&j->config->settings.answer, e->sender, NULL))
		return "its sender is the test address";
	if (robot_sends(e->sender) || robot_wrote(j->verdict->facts->message, e->login != NULL))
		return "a program or a list sent it";
	if (!j->to)
		return "its sender is no address that it may use, and answer.to names nobody";
	return NULL;
}

static bool
read_mail(struct spool *s)
{
	char chunk[16 * 1024];
	ssize_t n;

	while ((n = read(STDIN_FILENO, chunk, sizeof chunk)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		spool_append(s, chunk, (gsize)n);
	}
	return !s->cut;
}

static void
judge(struct job *j)
{
	const struct answer *a = &j->config->settings.answer;
	struct span asked = { 0, 0 };
	struct lint_options options = { 0 };
	g_autofree char *name = NULL;
	gsize len;
	const char *raw = spool_bytes(&j->spool, &len);

	test_address_is(a, j->o->recipient, &asked);
	name = asked.len ? g_strndup(j->o->recipient + asked.at, asked.len) : NULL;
	options.policy = test_address_policy(j->config, &j->envelope, name, &j->granted);
	j->verdict = lint_check(snapshot_lint(j->o->snapshot), j->arena, &j->envelope, raw, len, &options);
	j->to = test_address_reader(j->config, &j->envelope);
}

/* The language of ours that a tag such as "pl-PL" begins as; NULL: English will do. */
static const char *
spoken(const struct dictionary *d, const char *tag)
{
	gsize len = strcspn(tag, "-,; ");

	for (const char *const *known = dictionary_languages(d); *known; known++)
		if (strcspn(*known, "-") == len && !g_ascii_strncasecmp(*known, tag, len) &&
		    dictionary_say(d, *known, "quality"))
			return *known;
	return NULL;
}

/* The author's: what the mail program says, else the policy where it is not English, else that
   of the mail. */
static const char *
language(const struct job *j)
{
	const struct dictionary *d = snapshot_dictionary(j->o->snapshot);
	const struct field *f = message_field(j->verdict->facts->message, "Accept-Language", 0);
	const char *policy = j->verdict->policy->language;
	const GPtrArray *languages = j->verdict->facts->languages;

	if (f && f->value->len)
		return spoken(d, f->value->s);
	if (policy && !g_str_has_prefix(policy, "en"))
		return spoken(d, policy);
	if (languages && languages->len)
		return spoken(d, g_ptr_array_index(languages, 0));
	return NULL;
}

static void
say(const struct job *j, enum log_level level, const char *what, const char *why)
{
	g_autofree char *words = g_strdup_printf("%s%s%s", what, why ? ": " : "", why ? why : "");
	struct log_line l;

	log_begin(&l, level, "answer", "answer: ");
	log_line_string(&l, "queue", j->envelope.queue_id);
	log_line_string(&l, "id", j->id);
	log_line_string(&l, "sender", *j->envelope.sender ? j->envelope.sender : "<>");
	log_line_string(&l, "login", j->envelope.login);
	log_line_string(&l, "to", j->to);
	log_line_words(&l, words);
	log_put(&l);
}

static int
send_report(struct job *j)
{
	const struct answer *a = &j->config->settings.answer;
	struct speech speech;
	const char *reader = language(j);
	const struct report_mail m = {
		.from = a->address, .to = j->to, .id = j->id, .at = j->now, .granted = j->granted,
		.language = reader,
		.words = speech_of(&speech, snapshot_dictionary(j->o->snapshot), reader),
	};
	g_autofree char *mail = report_mail(j->verdict, &m);
	g_autoptr(GError) error = NULL;
	bool refused;

	if (submit(a->submission, j->to, mail, &error)) {
		say(j, LOG_LEVEL_INFO, "sent", NULL);
		return EX_OK;
	}
	refused = g_error_matches(error, SUBMIT_ERROR, SUBMIT_REFUSED);
	say(j, LOG_LEVEL_WARNING, refused ? "not sent" : "later", error->message);
	return refused ? EX_OK : EX_TEMPFAIL;
}

/* One of the reports that an hour has for this login. */
static int
answer(struct job *j)
{
	const struct settings *s = &j->config->settings;
	const char *who = j->envelope.login ? j->envelope.login : j->envelope.sender;
	g_autofree char *path = g_build_filename(s->state_dir ? s->state_dir : "/", QUOTA_FILE, NULL);
	g_autoptr(GError) error = NULL;
	int status;

	switch (quota_take(path, who, s->answer.per_hour, j->now, &error)) {
	case QUOTA_SPENT:
		say(j, LOG_LEVEL_INFO, "not sent", "it had its reports of this hour");
		return EX_OK;
	case QUOTA_FAILED:
		say(j, LOG_LEVEL_ERROR, "later", error->message);
		return EX_TEMPFAIL;
	case QUOTA_TAKEN:
		break;
	}
	deadline_open();
	suggestions_ask(j->verdict);
	deadline_close();
	status = send_report(j);
	if (status != EX_OK)
		quota_give_back(path, who, j->now);
	return status;
}

static int
run(struct job *j)
{
	const char *why;

	if (!read_mail(&j->spool)) {
		say(j, LOG_LEVEL_ERROR, "later", "the mail cannot be read whole");
		return EX_TEMPFAIL;
	}
	judge(j);
	why = silence(j);
	if (!why)
		return answer(j);
	say(j, LOG_LEVEL_INFO, "not sent", why);
	return EX_OK;
}

static const char *
unless_empty(const char *s)
{
	return s && *s ? s : NULL;
}

int
door_answer(const struct door_answer *o)
{
	const struct config *c = snapshot_config(o->snapshot);
	struct job j = { .o = o, .config = c, .now = g_get_real_time() / G_USEC_PER_SEC };
	const char *const rcpts[] = { o->recipient, NULL };
	g_autoptr(GError) error = NULL;
	int status;

	if (!test_address_is(&c->settings.answer, o->recipient, NULL)) {
		fprintf(stderr, "sendlint: %s is not the test address: see answer in sendlint.conf(5)\n",
			o->recipient ? o->recipient : "(no recipient)");
		return EX_TEMPFAIL;
	}
	log_set_format((enum log_format)c->settings.log_format);
	if (!log_open(c->settings.log, &error))
		fprintf(stderr, "sendlint: %s\n", error->message);
	judge_id(j.id);
	j.arena = arena_new();
	j.envelope = (struct envelope){
		.sender = o->sender ? o->sender : "", .login = unless_empty(o->login),
		.client = unless_empty(o->client), .local = o->client && !*o->client,
		.rcpts = rcpts, .queue_id = unless_empty(o->queue_id), .received_at = j.now,
	};
	spool_init(&j.spool, c->settings.state_dir);
	status = run(&j);
	arena_free(j.arena);
	spool_clear(&j.spool);
	log_close();
	return status;
}
