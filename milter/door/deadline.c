#include <pthread.h>
#include <time.h>

#include "door/deadline.h"

/* The thread sleeps until the earliest deadline it knew when it fell asleep, or was told of
   since; messages are done long before theirs, often before it is awake, so it wakes once in
   some seconds however many there are. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t thread;
	struct deadline all;	/* head of the ring */
	gint64 wakes_at;	/* G_MAXINT64: when told */
	bool closing;
} watch = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* The earliest that has not passed; sets the flag of those that have. */
static gint64
look(gint64 now)
{
	gint64 next = G_MAXINT64;

	for (struct deadline *d = watch.all.next; d != &watch.all; d = d->next) {
		if (d->at <= now)
			atomic_store_explicit(&d->passed, 1, memory_order_relaxed);
		else
			next = MIN(next, d->at);
	}
	return next;
}

static void *
work(void *unused)
{
	pthread_mutex_lock(&watch.lock);
	while (!watch.closing) {
		gint64 now = g_get_monotonic_time(), next = look(now);
		struct timespec until;

		/* That message is gone, but the next one need not wake us again. */
		watch.wakes_at = watch.wakes_at > now ? MIN(next, watch.wakes_at) : next;
		if (watch.wakes_at == G_MAXINT64) {
			pthread_cond_wait(&watch.changed, &watch.lock);
			continue;
		}
		until.tv_sec = watch.wakes_at / G_USEC_PER_SEC;
		until.tv_nsec = watch.wakes_at % G_USEC_PER_SEC * 1000;
		pthread_cond_timedwait(&watch.changed, &watch.lock, &until);
	}
	pthread_mutex_unlock(&watch.lock);
	return unused;
}

void
deadline_open(void)
{
	pthread_condattr_t monotonic;

	watch.all.next = watch.all.prev = &watch.all;
	watch.wakes_at = G_MAXINT64;
	watch.closing = false;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&watch.changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (pthread_create(&watch.thread, NULL, work, NULL) != 0)
		g_error("cannot start a thread");
}

void
deadline_close(void)
{
	pthread_mutex_lock(&watch.lock);
	watch.closing = true;
	pthread_cond_signal(&watch.changed);
	pthread_mutex_unlock(&watch.lock);
	pthread_join(watch.thread, NULL);
	pthread_cond_destroy(&watch.changed);
}

void
deadline_start(struct deadline *d, guint milliseconds)
{
	atomic_init(&d->passed, 0);
	d->at = g_get_monotonic_time() + (gint64)milliseconds * 1000;
	pthread_mutex_lock(&watch.lock);
	d->next = &watch.all;
	d->prev = watch.all.prev;
	d->prev->next = d->next->prev = d;
	if (d->at < watch.wakes_at) {
		watch.wakes_at = d->at;
		pthread_cond_signal(&watch.changed);
	}
	pthread_mutex_unlock(&watch.lock);
}

void
deadline_end(struct deadline *d)
{
	pthread_mutex_lock(&watch.lock);
	d->prev->next = d->next;
	d->next->prev = d->prev;
	pthread_mutex_unlock(&watch.lock);
}

bool
deadline_overdue(guint milliseconds)
{
	gint64 latest = g_get_monotonic_time() - (gint64)milliseconds * 1000;
	bool overdue = false;

	pthread_mutex_lock(&watch.lock);
	for (struct deadline *d = watch.all.next; d != &watch.all && !overdue; d = d->next)
		overdue = d->at < latest;
	pthread_mutex_unlock(&watch.lock);
	return overdue;
}
