#define _GNU_SOURCE		/* accept4 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "door/http.h"
#include "door/http_request.h"
#include "door/socket.h"

enum {
	TALKS = 16,		/* at a time: of the descriptors that are spare */
	AT_ONCE = 64,		/* connections taken in before talks go on */
	REQUEST_TIME = 5000,	/* milliseconds for a head */
	ANSWER_TIME = 10000,	/* for the client to take the answer */
	LINGER_TIME = 1000,	/* and to close */
	FILES_TIME = 100,	/* until we look again for a free descriptor */
	DISCARD = 1024 * 1024,	/* bytes of a body nobody asked for */
};

struct talk {
	int fd;			/* -1: free */
	gint64 since, until;	/* monotonic microseconds */
	char head[HTTP_HEAD];
	gsize len;
	GString *answer;	/* NULL: still asking */
	gsize said;
	gsize discarded;
	bool lingers;		/* all is said */
};

static struct {
	int listener;
	int stop[2];
	pthread_t thread;
	http_page *page;
	struct talk talks[TALKS];
	atomic_ullong dropped;
} door = { .listener = -1 };

static void
talk_end(struct talk *t)
{
	close(t->fd);
	t->fd = -1;
	if (t->answer)
		g_string_free(t->answer, TRUE);
	t->answer = NULL;
}

static void
set_time(struct talk *t, int milliseconds)
{
	t->until = g_get_monotonic_time() + (gint64)milliseconds * 1000;
}

/* Whoever asks slowly goes before one who is being answered. */
static struct talk *
room(void)
{
	struct talk *oldest = NULL;

	for (guint i = 0; i < TALKS; i++) {
		struct talk *t = &door.talks[i];

		if (t->fd < 0)
			return t;
		if (!oldest || (!t->answer && oldest->answer) ||
		    (!t->answer == !oldest->answer && t->since < oldest->since))
			oldest = t;
	}
	atomic_fetch_add(&door.dropped, 1);
	talk_end(oldest);
	return oldest;
}

static void
accept_some(void)
{
	for (guint i = 0; i < AT_ONCE; i++) {
		int fd = accept4(door.listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		struct talk *t;

		if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
			continue;
		if (fd < 0) {
			if (errno != EAGAIN)
				g_usleep(FILES_TIME * 1000);
			return;
		}
		t = room();
		*t = (struct talk){ .fd = fd, .since = g_get_monotonic_time() };
		set_time(t, REQUEST_TIME);
	}
}

static void
answer(struct talk *t, guint status, const char *path)
{
	g_autoptr(GString) body = g_string_new(NULL);

	if (status == 200)
		status = door.page(path, body);
	if (!body->len)
		g_string_printf(body, "%s\n", http_request_reason(status));
	t->answer = g_string_sized_new(body->len + 256);
	g_string_printf(t->answer, "HTTP/1.1 %u %s\r\n"
			"Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
			"Content-Length: %" G_GSIZE_FORMAT "\r\n%s"
			"Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
			"Connection: close\r\n\r\n", status, http_request_reason(status), body->len,
			status == 405 ? "Allow: GET\r\n" : "");
	g_string_append_len(t->answer, body->str, (gssize)body->len);
	set_time(t, ANSWER_TIME);
}

/* FALSE: the talk is over. */
static bool
hear(struct talk *t)
{
	char path[HTTP_PATH];
	ssize_t n = recv(t->fd, t->head + t->len, sizeof t->head - t->len, 0);
	guint status;

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	if (n == 0)
		return false;
	t->len += (gsize)n;
	status = http_request(t->head, t->len, path);
	if (status)
		answer(t, status, path);
	return true;
}

static bool
say(struct talk *t)
{
	ssize_t n = send(t->fd, t->answer->str + t->said, t->answer->len - t->said, MSG_NOSIGNAL);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	t->said += (gsize)n;
	if (t->said < t->answer->len)
		return true;
	shutdown(t->fd, SHUT_WR);
	t->lingers = true;
	set_time(t, LINGER_TIME);
	return true;
}

/* A connection that is closed over unread bytes would take the answer with it. */
static bool
linger(struct talk *t)
{
	char dropped[4096];
	ssize_t n = recv(t->fd, dropped, sizeof dropped, 0);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	t->discarded += (gsize)n;
	return n > 0 && t->discarded < DISCARD;
}

static bool
go_on(struct talk *t)
{
	if (t->lingers)
		return linger(t);
	return t->answer ? say(t) : hear(t);
}

static void
serve_talks(const struct pollfd *p)
{
	gint64 now = g_get_monotonic_time();

	for (guint i = 0; i < TALKS; i++) {
		struct talk *t = &door.talks[i];

		if (t->fd < 0 || t->fd != p[i].fd)
			continue;
		if (now >= t->until && !t->lingers)
			atomic_fetch_add(&door.dropped, 1);
		if (now >= t->until || (p[i].revents && !go_on(t)))
			talk_end(t);
	}
}

static int
time_left(void)
{
	gint64 first = G_MAXINT64, left;

	for (guint i = 0; i < TALKS; i++)
		if (door.talks[i].fd >= 0)
			first = MIN(first, door.talks[i].until);
	if (first == G_MAXINT64)
		return -1;
	left = (first - g_get_monotonic_time()) / 1000 + 1;
	return (int)CLAMP(left, 0, ANSWER_TIME);
}

static void *
run(void *unused)
{
	for (;;) {
		struct pollfd p[TALKS + 2];

		for (guint i = 0; i < TALKS; i++) {
			const struct talk *t = &door.talks[i];

			p[i] = (struct pollfd){ .fd = t->fd,
				.events = t->answer && !t->lingers ? POLLOUT : POLLIN };
		}
		p[TALKS] = (struct pollfd){ .fd = door.listener, .events = POLLIN };
		p[TALKS + 1] = (struct pollfd){ .fd = door.stop[0] };
		if (poll(p, TALKS + 2, time_left()) < 0)
			continue;
		if (p[TALKS + 1].revents)
			break;
		serve_talks(p);
		if (p[TALKS].revents)
			accept_some();
	}
	for (guint i = 0; i < TALKS; i++)
		if (door.talks[i].fd >= 0)
			talk_end(&door.talks[i]);
	return unused;
}

bool
http_open(const char *address, GError **error)
{
	door.listener = socket_listen(address, error);
	return door.listener >= 0;
}

void
http_start(http_page *page)
{
	if (door.listener < 0)
		return;
	for (guint i = 0; i < TALKS; i++)
		door.talks[i].fd = -1;
	door.page = page;
	if (pipe2(door.stop, O_CLOEXEC) < 0)
		g_error("no pipe");
	if (pthread_create(&door.thread, NULL, run, NULL) != 0)
		g_error("cannot start a thread");
}

void
http_stop(void)
{
	if (door.listener < 0)
		return;
	close(door.stop[1]);
	pthread_join(door.thread, NULL);
	close(door.stop[0]);
	close(door.listener);
	door.listener = -1;
}

guint64
http_dropped(void)
{
	return atomic_load(&door.dropped);
}
