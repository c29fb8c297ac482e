/*
 * spamd.c - the front door for Exim, and for whoever speaks to spamd.
 *
 * A connection is one message: it has a thread, which reads the request, asks for a verdict,
 * answers and goes.  Exim opens a connection when it has the whole message, so a request takes
 * milliseconds; who takes longer is cut off, and who comes when there are too many waits.
 */
#define _GNU_SOURCE		/* accept4 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "act/log.h"
#include "door/judge.h"
#include "door/serve.h"
#include "door/socket.h"
#include "door/spamd.h"
#include "door/spamd_reply.h"

enum {				/* milliseconds, but the last */
	REQUEST_TIME = 120000,	/* for all of a request: what Exim itself waits by default */
	REPLY_TIME = 10000,
	LINGER_TIME = 1000,	/* for the client to take the answer and close */
	ROOM_TIME = 20,		/* until we look again for room */
	FILES_TIME = 100,	/* likewise for a free descriptor */
	READ_BYTES = 64 * 1024,
};

static struct {
	int listener;
	int stop[2];			/* the writing end is closed: no request may begin */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t none;
	guint threads;			/* that answer */
} door = { .listener = -1, .stop = { -1, -1 }, .lock = PTHREAD_MUTEX_INITIALIZER,
	   .none = PTHREAD_COND_INITIALIZER };

/* One connection. */
struct talk {
	int fd;
	gint64 until;			/* monotonic microseconds */
	struct arena *arena;
	struct spamd_request request;
	struct spool spool;
	struct snapshot *snapshot;	/* from the end of the head on */
	bool outgoing;
	GPtrArray *lines;		/* char *: of the answer */
};

static gint64
from_now(int milliseconds)
{
	return g_get_monotonic_time() + (gint64)milliseconds * 1000;
}

/* FALSE: too late, or `heeds_stop` and we were told to stop. */
static bool
wait_for(int fd, short events, gint64 until, bool heeds_stop)
{
	struct pollfd p[] = { { .fd = fd, .events = events }, { .fd = door.stop[0] } };

	for (;;) {
		gint64 left = (until - g_get_monotonic_time()) / 1000;
		int n = left <= 0 ? 0 : poll(p, heeds_stop ? 2 : 1, (int)MIN(left, G_MAXINT));

		if ((n < 0 && errno == EINTR) || (n == 0 && left > G_MAXINT))
			continue;
		return n > 0 && !(heeds_stop && p[1].revents);
	}
}

/* 0: its end, an error, or too late. */
static gsize
receive(struct talk *t, char *buffer)
{
	while (wait_for(t->fd, POLLIN, t->until, !t->snapshot)) {
		ssize_t n = recv(t->fd, buffer, READ_BYTES, 0);

		if (n >= 0)
			return (gsize)n;
		if (errno != EAGAIN && errno != EINTR)
			return 0;
	}
	return 0;
}

/* From here on a stop waits for the answer.  FALSE: there will be none. */
static bool
begin_message(struct talk *t)
{
	t->snapshot = serve_stopping() ? NULL : snapshot_current();
	if (!t->snapshot)
		return false;
	serve_begin();
	spool_init(&t->spool, snapshot_config(t->snapshot)->settings.state_dir);
	t->outgoing = policies_outgoing(snapshot_lint(t->snapshot)->policies,
					&t->request.envelope);
	if (!t->outgoing)	/* read, as Exim would not take an answer before, and dropped */
		spool_cut(&t->spool, 0);
	return true;
}

/* TRUE: there is something to answer. */
static bool
read_request(struct talk *t)
{
	g_autofree char *buffer = g_malloc(READ_BYTES);
	struct spamd_request *r = &t->request;

	for (;;) {
		gsize n = receive(t, buffer), used;

		if (!n)
			return false;
		used = spamd_request_head(r, buffer, n);
		if (r->bad || (r->has_head && r->command == SPAMD_PING))
			return true;
		if (!r->has_head)
			continue;
		if (!t->snapshot && !begin_message(t))
			return false;
		spamd_request_body(r, &t->spool, buffer + used, n - used);
		if (spamd_request_whole(r))
			return true;
	}
}

/* The hands: effects as lines of the answer, which Exim's ACL works off. */
struct hands {
	struct act_hands base;
	struct talk *talk;
};

static bool
hand_add_header(struct act_hands *self, const char *name, const char *value)
{
	struct talk *t = ((struct hands *)self)->talk;

	g_ptr_array_add(t->lines, arena_printf(t->arena, "%s: %s", name, value));
	return true;
}

/* The ACL removes what bears our names. */
static bool
hand_delete_header(struct act_hands *self, const char *name, guint nth)
{
	(void)self;
	(void)name;
	(void)nth;
	return true;
}

/* Action says it. */
static bool
hand_hold(struct act_hands *self, const char *reason)
{
	(void)self;
	(void)reason;
	return true;
}

static bool
hand_refuse(struct act_hands *self, const GPtrArray *lines)
{
	struct talk *t = ((struct hands *)self)->talk;

	for (guint i = 0; i < lines->len; i++)
		g_ptr_array_add(t->lines, g_ptr_array_index(lines, i));
	return true;
}

static struct spamd_answer
judge(struct talk *t)
{
	struct hands hands = {
		{ hand_add_header, hand_delete_header, hand_hold, hand_refuse }, t,
	};
	struct judge_job job = {
		.snapshot = t->snapshot, .arena = t->arena, .envelope = &t->request.envelope,
		.spool = &t->spool, .limits = t->request.limits,
	};
	struct spamd_answer a = { .lines = t->lines };

	if (!t->outgoing) {
		serve_count(SERVE_NOT_OUTGOING);
		return a;
	}
	t->request.envelope.received_at = g_get_real_time() / G_USEC_PER_SEC;
	a.taken = judge_message(&job, &hands.base, &a.verdict);
	serve_count(SERVE_JUDGED);
	return a;
}

static void
say(struct talk *t, const GString *s)
{
	gsize done = 0;

	t->until = from_now(REPLY_TIME);
	while (done < s->len) {
		ssize_t n = send(t->fd, s->str + done, s->len - done, MSG_NOSIGNAL);

		if (n > 0)
			done += (gsize)n;
		else if ((errno != EAGAIN && errno != EINTR) ||
			 !wait_for(t->fd, POLLOUT, t->until, false))
			return;
	}
}

static void
answer(struct talk *t)
{
	g_autoptr(GString) reply = g_string_new(NULL);
	struct spamd_answer a = { .lines = NULL };

	if (t->snapshot)
		a = judge(t);
	spamd_reply(reply, &t->request, &a);
	say(t, reply);
}

/* A TCP connection that is closed over unread bytes would take the answer with it. */
static void
linger(struct talk *t)
{
	char dropped[1024];

	t->until = from_now(LINGER_TIME);
	shutdown(t->fd, SHUT_WR);
	while (wait_for(t->fd, POLLIN, t->until, true) &&
	       recv(t->fd, dropped, sizeof dropped, 0) > 0)
		;
}

static void
talk_end(struct talk *t)
{
	arena_free(t->arena);	/* before the bytes it points to */
	spool_clear(&t->spool);
	spamd_request_clear(&t->request);
	g_ptr_array_unref(t->lines);
	if (t->snapshot)
		serve_end();
	snapshot_unref(t->snapshot);
}

static void
leave(void)
{
	serve_leave();
	pthread_mutex_lock(&door.lock);
	if (--door.threads == 0)
		pthread_cond_signal(&door.none);
	pthread_mutex_unlock(&door.lock);
}

static void *
serve(void *data)
{
	struct talk t = {
		.fd = GPOINTER_TO_INT(data), .until = from_now(REQUEST_TIME),
		.arena = arena_new(), .lines = g_ptr_array_new(),
	};
	bool answered;

	spool_init(&t.spool, NULL);
	spamd_request_init(&t.request, t.arena);
	answered = read_request(&t);
	if (answered)
		answer(&t);
	else if (t.snapshot)
		serve_count(SERVE_ABORTED);
	talk_end(&t);
	if (answered)
		linger(&t);
	close(t.fd);
	leave();
	return NULL;
}

/* FALSE: we stop. */
static bool
wait_for_room(void)
{
	while (!serve_enter()) {
		serve_leave();
		if (serve_stopping())
			return false;
		g_usleep(ROOM_TIME * 1000);
	}
	return true;
}

static void
start_talk(int fd)
{
	pthread_attr_t detached;
	pthread_t thread;

	pthread_mutex_lock(&door.lock);
	door.threads++;
	pthread_mutex_unlock(&door.lock);
	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	if (pthread_create(&thread, &detached, serve, GINT_TO_POINTER(fd)) != 0) {
		log_say(LOG_LEVEL_WARNING, "no thread for a connection of Exim: it is closed");
		close(fd);
		leave();
	}
	pthread_attr_destroy(&detached);
}

static void *
accept_all(void *unused)
{
	while (wait_for(door.listener, POLLIN, G_MAXINT64, true)) {
		int fd = accept4(door.listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (fd >= 0 && wait_for_room())
			start_talk(fd);
		else if (fd >= 0)
			close(fd);
		else if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
			g_usleep(FILES_TIME * 1000);
	}
	return unused;
}

bool
spamd_open(const char *address, GError **error)
{
	door.listener = socket_listen(address, error);
	return door.listener >= 0;
}

void
spamd_start(void)
{
	if (door.listener < 0)
		return;
	if (pipe2(door.stop, O_CLOEXEC) < 0)
		g_error("no pipe");
	if (pthread_create(&door.thread, NULL, accept_all, NULL) != 0)
		g_error("cannot start a thread");
}

void
spamd_stop(void)
{
	if (door.listener < 0)
		return;
	close(door.stop[1]);
	pthread_join(door.thread, NULL);
	close(door.listener);
}

void
spamd_close(void)
{
	if (door.listener < 0)
		return;
	pthread_mutex_lock(&door.lock);
	while (door.threads)
		pthread_cond_wait(&door.none, &door.lock);
	pthread_mutex_unlock(&door.lock);
	close(door.stop[0]);
}
