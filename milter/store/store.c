#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "act/log.h"
#include "store/store.h"
#include "store/tallies.h"
#include "store/verdicts.h"

enum {
	QUEUE = 1024,		/* records; of some 16 KB each */
	BATCH = 64,		/* records of one transaction */
	PAUSE = 100,		/* milliseconds: records that come so close go together */
	BUSY_AGAIN = 200,	/* milliseconds until a locked file is tried again */
	OPEN_AGAIN = 60,	/* seconds until a file that failed is */
	PRUNE_AGAIN = 600,	/* seconds between looks at the age of what is kept */
	SAY_AGAIN = 60,		/* seconds between two words about drops */
	COUNT_AGAIN = 10,	/* seconds between two writings of what was counted */
	POLICIES = 10000,	/* that are told apart when mail is counted */
	ROW_BYTES = 64,		/* of a row of counts; they may take a quarter of all */
	CLOSE_SECONDS = 2,
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t more, done;
	struct record *records[QUEUE];	/* a ring */
	guint first, n;
	guint64 dropped, overflowed, said;	/* all; for want of room; how many of these were said */
	char *folder;			/* settings; NULL: off */
	guint megabytes, days;
	bool changed, idle, closing, running;
} queue = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.more = PTHREAD_COND_INITIALIZER,
};
static struct tally *tally;	/* what was counted; from store_open() on */
static atomic_bool is_on, in_trouble;	/* that is said, too */

/* The thread's own. */
static struct {
	struct database *database;	/* NULL: not open */
	char *path;			/* NULL: off */
	gint64 bytes, days;
	struct record *batch[BATCH];
	guint n;
	struct tally *unwritten;	/* counted, and taken from `tally`; or NULL */
	gint64 open_at, prune_at, said_at, count_at, tidy_at;	/* monotonic seconds: not before */
	guint64 lost;			/* since then */
} work;

static gint64
seconds(void)
{
	return g_get_monotonic_time() / G_USEC_PER_SEC;
}

bool
store_wants(void)
{
	return atomic_load_explicit(&is_on, memory_order_relaxed);
}

void
store_figures(struct store_figures *ret_figures)
{
	pthread_mutex_lock(&queue.lock);
	*ret_figures = (struct store_figures){
		.dropped = queue.dropped, .waiting = queue.n, .room = QUEUE,
		.is_wanted = queue.folder && queue.running, .works = !atomic_load(&in_trouble),
	};
	pthread_mutex_unlock(&queue.lock);
}

guint64
store_dropped(void)
{
	struct store_figures f;

	store_figures(&f);
	return f.dropped;
}

void
store_add(struct record *r)
{
	pthread_mutex_lock(&queue.lock);
	if (queue.running && queue.folder && queue.n < QUEUE) {
		queue.records[(queue.first + queue.n++) % QUEUE] = r;
		r = NULL;
		if (queue.idle || queue.n == QUEUE / 2)
			pthread_cond_signal(&queue.more);
	} else {
		queue.dropped++;
		queue.overflowed += queue.n == QUEUE;
	}
	pthread_mutex_unlock(&queue.lock);
	record_free(r);
}

void
store_count(const struct verdict *v, enum act_taken taken)
{
	if (store_wants())
		tally_add(tally, v, taken);
}

/* The batch is given up. */
static void
lose(guint n)
{
	work.lost += n;
	pthread_mutex_lock(&queue.lock);
	queue.dropped += n;
	pthread_mutex_unlock(&queue.lock);
}

static void
end_batch(void)
{
	for (guint i = 0; i < work.n; i++)
		record_free(work.batch[i]);
	work.n = 0;
}

static void
say_trouble(const char *why)
{
	if (!atomic_load(&in_trouble))
		log_say(LOG_LEVEL_ERROR, "store: %s: %s; verdicts are not kept, mail goes on",
			work.path, why);
	atomic_store(&in_trouble, true);
	work.open_at = seconds() + OPEN_AGAIN;
}

static void
say_recovered(void)
{
	if (!atomic_load(&in_trouble))
		return;
	log_say(LOG_LEVEL_INFO, "store: works again; %" G_GUINT64_FORMAT " verdicts were not kept",
		work.lost);
	atomic_store(&in_trouble, false);
	work.lost = 0;
}

/* The only one that is kept of damaged files: they shall not fill the disk. */
static bool
put_aside(const char *why)
{
	static const char *const also[] = { "-wal", "-shm" };
	g_autofree char *aside = g_strconcat(work.path, ".damaged", NULL);

	if (rename(work.path, aside) < 0) {
		say_trouble(g_strerror(errno));
		return false;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(also); i++) {
		g_autofree char *path = g_strconcat(work.path, also[i], NULL);

		unlink(path);
	}
	log_say(LOG_LEVEL_ERROR, "store: %s is damaged (%s): it is now %s, and a new one is begun",
		work.path, why, aside);
	return true;
}

static void
shut(void)
{
	database_close(work.database);
	work.database = NULL;
}

static bool
open_file(void)
{
	g_autoptr(GError) error = NULL;

	if (seconds() < work.open_at)
		return false;
	work.database = database_open(work.path, &verdicts_kind, true, &error);
	if (!work.database && g_error_matches(error, DATABASE_ERROR, DATABASE_DAMAGED)) {
		if (!put_aside(error->message))
			return false;
		g_clear_error(&error);
		work.database = database_open(work.path, &verdicts_kind, true, &error);
	}
	if (!work.database)
		say_trouble(error->message);
	work.prune_at = 0;
	return work.database;
}

static void
failed(const GError *error)
{
	shut();
	if (g_error_matches(error, DATABASE_ERROR, DATABASE_DAMAGED))
		put_aside(error->message);
	else
		say_trouble(error->message);
}

static void
prune(void)
{
	g_autoptr(GError) error = NULL;
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;

	work.prune_at = seconds() + PRUNE_AGAIN;
	if (!verdicts_prune(work.database, now - work.days * 86400, work.bytes, &error) &&
	    !g_error_matches(error, DATABASE_ERROR, DATABASE_BUSY))
		failed(error);
}

static void
tidy(void)
{
	g_autoptr(GError) error = NULL;
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;

	work.tidy_at = seconds() + PRUNE_AGAIN;
	if (!tallies_prune(work.database, tallies_today() - work.days, now - work.days * 86400,
			   work.bytes / 4 / ROW_BYTES, &error) &&
	    !g_error_matches(error, DATABASE_ERROR, DATABASE_BUSY))
		failed(error);
}

/* What a locked file does not take waits for the next time. */
static void
write_counts(void)
{
	g_autoptr(GError) error = NULL;

	work.count_at = seconds() + COUNT_AGAIN;
	if (!work.unwritten)
		work.unwritten = tally_take(tally);
	if (tallies_put(work.database, work.unwritten, tallies_today(), &error))
		g_clear_pointer(&work.unwritten, tally_free);
	else if (!g_error_matches(error, DATABASE_ERROR, DATABASE_BUSY))
		failed(error);
	if (work.database && seconds() >= work.tidy_at)
		tidy();
}

/* FALSE: somebody has the file; the batch waits. */
static bool
write_batch(bool is_last)
{
	g_autoptr(GError) error = NULL;

	if (work.database && !database_is_at(work.database, work.path)) {
		log_say(LOG_LEVEL_WARNING, "store: somebody removed %s; a new one is begun", work.path);
		shut();
	}
	if (!work.path || (!work.database && !open_file())) {
		lose(work.n);
		end_batch();
		return true;
	}
	if (verdicts_put(work.database, work.batch, work.n, &error)) {
		end_batch();
		say_recovered();
		prune();
		return true;
	}
	if (!is_last && g_error_matches(error, DATABASE_ERROR, DATABASE_BUSY))
		return false;
	failed(error);
	lose(work.n);
	end_batch();
	return true;
}

/* With the lock held. */
static void
adopt(void)
{
	queue.changed = false;
	shut();
	g_free(work.path);
	work.path = queue.folder ? g_build_filename(queue.folder, STORE_FILE, NULL) : NULL;
	work.bytes = (gint64)queue.megabytes * 1024 * 1024;
	work.days = queue.days;
	work.open_at = 0;
}

/* With the lock held. */
static void
take(void)
{
	for (; queue.n && work.n < BATCH; queue.n--) {
		work.batch[work.n++] = queue.records[queue.first];
		queue.first = (queue.first + 1) % QUEUE;
	}
}

/* With the lock held; until somebody wants something, at most so long. */
static void
sleep_for(gint64 milliseconds)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += milliseconds / 1000;
	until.tv_nsec += milliseconds % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	pthread_cond_timedwait(&queue.more, &queue.lock, &until);
}

/* With the lock held. */
static void
say_overflow(void)
{
	if (queue.overflowed == queue.said || seconds() < work.said_at)
		return;
	log_say(LOG_LEVEL_WARNING, "store: %" G_GUINT64_FORMAT " verdicts dropped, the disk was too slow",
		queue.overflowed - queue.said);
	queue.said = queue.overflowed;
	work.said_at = seconds() + SAY_AGAIN;
}

/* With the lock held. */
static void
wait_for_work(void)
{
	if (!queue.n && !queue.changed && !queue.closing) {
		queue.idle = true;
		sleep_for(COUNT_AGAIN * 1000);
		queue.idle = false;
		if (queue.n && !queue.closing)
			sleep_for(PAUSE);	/* more may come; who adds them need not wake us */
	}
}

static void *
run(void *unused)
{
	bool is_free = true;

	pthread_mutex_lock(&queue.lock);
	for (;;) {
		bool is_last;

		if (is_free)
			wait_for_work();
		else
			sleep_for(BUSY_AGAIN);
		say_overflow();
		if (queue.changed)
			adopt();
		take();
		is_last = queue.closing;
		if (is_last && !work.n)
			break;
		pthread_mutex_unlock(&queue.lock);
		if (work.path && !work.database && !work.n)
			open_file();	/* what is wrong is said at the start */
		is_free = !work.n || write_batch(is_last);
		if (work.database && seconds() >= work.count_at)
			write_counts();
		if (work.database && seconds() >= work.prune_at)
			prune();
		pthread_mutex_lock(&queue.lock);
	}
	pthread_mutex_unlock(&queue.lock);
	if (work.database)
		write_counts();
	shut();
	g_clear_pointer(&work.unwritten, tally_free);
	g_clear_pointer(&work.path, g_free);
	pthread_mutex_lock(&queue.lock);
	queue.running = false;
	pthread_cond_signal(&queue.done);
	pthread_mutex_unlock(&queue.lock);
	return unused;
}

void
store_open(void)
{
	pthread_condattr_t monotonic;
	pthread_t thread;

	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&queue.done, &monotonic);
	pthread_cond_init(&queue.more, &monotonic);
	pthread_condattr_destroy(&monotonic);
	queue.closing = false;
	queue.running = true;
	memset(&work, 0, sizeof work);
	tally_free(tally);
	tally = tally_new(POLICIES);
	atomic_store(&in_trouble, false);
	if (pthread_create(&thread, NULL, run, NULL) != 0)
		g_error("cannot start a thread");
	pthread_detach(thread);
}

void
store_set(const struct store_settings *s)
{
	pthread_mutex_lock(&queue.lock);
	g_free(queue.folder);
	queue.folder = g_strdup(s->folder);
	queue.megabytes = s->megabytes;
	queue.days = s->days;
	queue.changed = true;
	atomic_store(&is_on, queue.folder && queue.running);
	pthread_cond_signal(&queue.more);
	pthread_mutex_unlock(&queue.lock);
}

void
store_close(void)
{
	struct timespec until;

	atomic_store(&is_on, false);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += CLOSE_SECONDS;
	pthread_mutex_lock(&queue.lock);
	queue.closing = true;
	pthread_cond_signal(&queue.more);
	while (queue.running && pthread_cond_timedwait(&queue.done, &queue.lock, &until) == 0)
		;
	if (queue.running)
		log_say(LOG_LEVEL_WARNING, "store: stopped with verdicts that are not written");
	else
		g_clear_pointer(&queue.folder, g_free);
	pthread_mutex_unlock(&queue.lock);
}
