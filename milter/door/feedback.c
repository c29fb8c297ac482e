#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "act/log.h"
#include "door/feedback.h"
#include "door/feedback_send.h"
#include "door/robot.h"
#include "door/serve.h"
#include "load/test_address.h"

enum {
	QUEUE = 512,		/* digests in memory; of some 16 KB each */
	PAUSE = 500,		/* milliseconds: what comes so close goes to the disk together */
	LOOK_AGAIN = 60,	/* seconds between looks at the file, at most */
	OPEN_AGAIN = 5,		/* seconds until a file that failed is tried again */
	SAY_AGAIN = 60,		/* seconds between two words about drops */
	CLOSE_SECONDS = 2,
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t more, done;
	GPtrArray *fresh;		/* struct digest, the oldest first; each key once */
	guint64 dropped, said;		/* for want of room */
	bool closing, running;
} queue = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* The thread's own. */
static struct {
	struct database *database;	/* NULL: not open */
	char *path;			/* NULL: there is no state folder */
	gint64 open_at, said_at;	/* monotonic seconds: not before */
	bool in_trouble;		/* and it was said */
} work;

static gint64
seconds(void)
{
	return g_get_monotonic_time() / G_USEC_PER_SEC;
}

/* ---- who hears of it ---- */

static bool
is_from(const struct message *m, const char *address)
{
	const GArray *from = message_addresses(m, "From");

	for (guint i = 0; from && i < from->len; i++) {
		const struct address *a = &g_array_index(from, struct address, i);
		g_autofree char *whole = g_strconcat(a->local, "@", a->domain, NULL);

		if (!g_ascii_strcasecmp(whole, address))
			return true;
	}
	return false;
}

/* Whatever became of its envelope on the way. */
static bool
is_ours(const struct config *c, const struct verdict *v)
{
	const char *from = c->settings.feedback_from, *test = c->settings.answer.address;
	const struct envelope *e = v->facts->envelope;
	const struct message *m = v->facts->message;

	return !g_ascii_strcasecmp(e->sender, from) || test_address_is(&c->settings.answer, e->sender, NULL) ||
	       is_from(m, from) || (test && is_from(m, test));
}

/* An answer to one of ours. */
static bool
is_to_us(const struct config *c, const struct envelope *e)
{
	return *e->rcpts && !e->rcpts[1] && !g_ascii_strcasecmp(*e->rcpts, c->settings.feedback_from);
}

const char *
feedback_addressee(const struct config *c, const struct verdict *v)
{
	const struct envelope *e = v->facts->envelope;
	const char *who = v->policy->feedback, *to;
	bool fixed = who && !g_str_equal(who, "sender");

	if (!who || g_str_equal(who, "nobody") || !c->settings.feedback_from || !e->sender || !*e->sender)
		return NULL;
	if (robot_sends(e->sender) || robot_wrote(v->facts->message, fixed || e->login) ||
	    is_ours(c, v) || is_to_us(c, e))
		return NULL;
	to = fixed ? who : test_address_author(c, e);
	return to && g_ascii_strcasecmp(to, c->settings.feedback_from) ? to : NULL;
}

/* ---- the queue in memory ---- */

static void
drop_first(void)
{
	digest_free(g_ptr_array_index(queue.fresh, 0));
	g_ptr_array_remove_index(queue.fresh, 0);
	queue.dropped++;
	serve_count(SERVE_FEEDBACK_DROPPED);
}

/* With the lock held; takes it over. */
static void
count_in(struct digest *g)
{
	for (guint i = 0; i < queue.fresh->len; i++) {
		struct digest *other = g_ptr_array_index(queue.fresh, i);

		if (!g_str_equal(other->key, g->key))
			continue;
		other->count += g->count;
		other->first = MIN(other->first, g->first);
		other->last = MAX(other->last, g->last);
		digest_free(g);
		return;
	}
	if (queue.fresh->len == QUEUE)
		drop_first();
	g_ptr_array_add(queue.fresh, g);
}

void
feedback_note(const struct config *c, const struct verdict *v, const char *id, enum act_taken taken)
{
	bool acted = taken == TAKEN_TAG || taken == TAKEN_HOLD || taken == TAKEN_REJECT;
	const char *to = acted ? feedback_addressee(c, v) : NULL;
	struct digest *g;

	if (!to)
		return;
	g = digest_of(v, id, act_taken_name(taken), to);
	pthread_mutex_lock(&queue.lock);
	if (queue.fresh)
		count_in(g);
	else
		digest_free(g);
	if (queue.fresh && queue.fresh->len == 1)
		pthread_cond_signal(&queue.more);
	pthread_mutex_unlock(&queue.lock);
}

/* ---- the file ---- */

static void
shut(void)
{
	database_close(work.database);
	work.database = NULL;
}

static void
trouble(const char *why)
{
	if (!work.in_trouble)
		log_say(LOG_LEVEL_ERROR, "feedback: %s: %s; what is to be told waits in memory, mail goes on",
			work.path, why);
	work.in_trouble = true;
	work.open_at = seconds() + OPEN_AGAIN;
	shut();
}

/* Only one of damaged files is kept: they shall not fill the disk. */
static void
put_aside(const char *why)
{
	g_autofree char *aside = g_strconcat(work.path, ".damaged", NULL);
	g_autofree char *wal = g_strconcat(work.path, "-wal", NULL);
	g_autofree char *shm = g_strconcat(work.path, "-shm", NULL);

	shut();
	if (rename(work.path, aside) < 0) {
		trouble(g_strerror(errno));
		return;
	}
	unlink(wal);
	unlink(shm);
	log_say(LOG_LEVEL_ERROR, "feedback: %s is damaged (%s): it is now %s, and a new one is begun",
		work.path, why, aside);
}

static void
failed(const GError *error)
{
	if (g_error_matches(error, DATABASE_ERROR, DATABASE_DAMAGED))
		put_aside(error->message);
	else
		trouble(error->message);
}

static void
set_path(const struct settings *s)
{
	g_autofree char *path = s->state_dir ? g_build_filename(s->state_dir, FEEDBACK_FILE, NULL) : NULL;

	if (!g_strcmp0(path, work.path))
		return;
	shut();
	g_free(work.path);
	work.path = g_steal_pointer(&path);
	work.open_at = 0;
}

/* It is made when there is something to keep in it. */
static bool
open_file(bool make)
{
	g_autoptr(GError) error = NULL;

	if (work.database && !database_is_at(work.database, work.path)) {
		log_say(LOG_LEVEL_WARNING, "feedback: somebody removed %s, and what waited in it", work.path);
		shut();
	}
	if (work.database)
		return true;
	if (!work.path || seconds() < work.open_at || (!make && access(work.path, F_OK) < 0))
		return false;
	work.database = database_open(work.path, &digests_kind, true, &error);
	if (!work.database)
		failed(error);
	return work.database;
}

static void
count_drops(guint n)
{
	for (guint i = 0; i < n; i++)
		serve_count(SERVE_FEEDBACK_DROPPED);
	if (n)
		log_say(LOG_LEVEL_WARNING, "feedback: the queue is full: %u digests dropped, the oldest", n);
}

static bool
keep(struct database *d, GPtrArray *fresh, const struct settings *s, GError **error)
{
	const struct digests_limits limits = { s->feedback_after / 1000, s->feedback_queue };
	guint dropped;

	if (!digests_add(d, fresh, &limits, g_get_real_time() / G_USEC_PER_SEC, &dropped, error))
		return false;
	count_drops(dropped);
	return true;
}

/* What cannot be kept now goes back, and waits for its turn. */
static void
put_back(GPtrArray *fresh)
{
	pthread_mutex_lock(&queue.lock);
	for (guint i = 0; i < fresh->len; i++)
		count_in(g_ptr_array_index(fresh, i));
	pthread_mutex_unlock(&queue.lock);
	g_ptr_array_set_free_func(fresh, NULL);
}

static void
flush(GPtrArray *fresh, const struct settings *s)
{
	g_autoptr(GError) error = NULL;

	if (!fresh->len)
		return;
	if (open_file(true) && keep(work.database, fresh, s, &error)) {
		if (work.in_trouble)
			log_say(LOG_LEVEL_INFO, "feedback: %s works again", work.path);
		work.in_trouble = false;
		return;
	}
	if (error && !g_error_matches(error, DATABASE_ERROR, DATABASE_BUSY))
		failed(error);
	put_back(fresh);
}

/* ---- the thread ---- */

static GPtrArray *
take(void)
{
	GPtrArray *fresh = queue.fresh;

	queue.fresh = g_ptr_array_new_with_free_func((GDestroyNotify)digest_free);
	return fresh;
}

static void
sleep_until(pthread_cond_t *cond, gint64 milliseconds)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += milliseconds / 1000;
	until.tv_nsec += milliseconds % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	pthread_cond_timedwait(cond, &queue.lock, &until);
}

/* Milliseconds until the next digest is due. */
static gint64
idle_time(void)
{
	gint64 due = work.database ? digests_next(work.database) : -1;
	gint64 left = due < 0 ? LOOK_AGAIN : due - g_get_real_time() / G_USEC_PER_SEC;

	return CLAMP(left, 1, LOOK_AGAIN) * 1000;
}

/* With the lock held. */
static void
say_drops(void)
{
	if (queue.dropped == queue.said || seconds() < work.said_at)
		return;
	log_say(LOG_LEVEL_WARNING, "feedback: %" G_GUINT64_FORMAT " digests dropped, the disk was too slow",
		queue.dropped - queue.said);
	queue.said = queue.dropped;
	work.said_at = seconds() + SAY_AGAIN;
}

static void
send_due(struct snapshot *s)
{
	g_autoptr(GError) error = NULL;
	bool stop = false;

	while (!stop && open_file(false) && feedback_send(work.database, s, &error)) {
		pthread_mutex_lock(&queue.lock);
		stop = queue.closing;
		pthread_mutex_unlock(&queue.lock);
	}
	if (error && !g_error_matches(error, DATABASE_ERROR, DATABASE_BUSY))
		failed(error);
}

static void
turn(GPtrArray *fresh, bool is_last)
{
	struct snapshot *s = snapshot_current();

	if (s) {
		set_path(&snapshot_config(s)->settings);
		flush(fresh, &snapshot_config(s)->settings);
		if (!is_last)
			send_due(s);
	}
	snapshot_unref(s);
	g_ptr_array_unref(fresh);
}

static void *
run(void *unused)
{
	gint64 idle = 0;

	pthread_mutex_lock(&queue.lock);
	for (bool is_last = false; !is_last;) {
		GPtrArray *fresh;

		if (!queue.closing && !queue.fresh->len)
			sleep_until(&queue.more, idle);
		if (!queue.closing && queue.fresh->len)
			sleep_until(&queue.done, work.in_trouble ? OPEN_AGAIN * 1000 : PAUSE);
		is_last = queue.closing;
		say_drops();
		fresh = take();
		pthread_mutex_unlock(&queue.lock);
		turn(fresh, is_last);
		idle = idle_time();
		pthread_mutex_lock(&queue.lock);
	}
	pthread_mutex_unlock(&queue.lock);
	shut();
	pthread_mutex_lock(&queue.lock);
	queue.running = false;
	pthread_cond_broadcast(&queue.done);
	pthread_mutex_unlock(&queue.lock);
	return unused;
}

void
feedback_open(void)
{
	pthread_condattr_t monotonic;
	pthread_t thread;

	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&queue.done, &monotonic);
	pthread_cond_init(&queue.more, &monotonic);
	pthread_condattr_destroy(&monotonic);
	queue.fresh = g_ptr_array_new_with_free_func((GDestroyNotify)digest_free);
	queue.closing = false;
	queue.running = true;
	memset(&work, 0, sizeof work);
	if (pthread_create(&thread, NULL, run, NULL) != 0)
		g_error("cannot start a thread");
	pthread_detach(thread);
}

/* A mail server that hangs has the thread: what was counted since is kept past it. */
static void
keep_the_rest(GPtrArray *fresh)
{
	struct snapshot *s = snapshot_current();
	const struct settings *settings = s ? &snapshot_config(s)->settings : NULL;
	g_autofree char *path = s && settings->state_dir
		? g_build_filename(settings->state_dir, FEEDBACK_FILE, NULL) : NULL;
	g_autoptr(GError) error = NULL;
	struct database *d = path && fresh->len ? database_open(path, &digests_kind, true, &error) : NULL;

	if (d)
		keep(d, fresh, settings, &error);
	if (error)
		log_say(LOG_LEVEL_ERROR, "feedback: %s: %s; %u digests are lost", path, error->message,
			fresh->len);
	database_close(d);
	snapshot_unref(s);
}

void
feedback_close(void)
{
	gint64 until = g_get_monotonic_time() + CLOSE_SECONDS * G_USEC_PER_SEC, left;
	GPtrArray *fresh;
	bool hangs;

	pthread_mutex_lock(&queue.lock);
	queue.closing = true;
	pthread_cond_broadcast(&queue.more);
	pthread_cond_broadcast(&queue.done);
	while (queue.running && (left = (until - g_get_monotonic_time()) / 1000) > 0)
		sleep_until(&queue.done, left);
	hangs = queue.running;
	fresh = take();
	if (!hangs)
		g_clear_pointer(&queue.fresh, g_ptr_array_unref);
	pthread_mutex_unlock(&queue.lock);
	keep_the_rest(fresh);
	if (!hangs)
		g_clear_pointer(&work.path, g_free);
	g_ptr_array_unref(fresh);
}
