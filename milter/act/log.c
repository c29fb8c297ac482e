#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "act/log.h"

enum {
	QUEUE = 4096,		/* lines; some seconds of the heaviest traffic */
	PAUSE = 10,		/* milliseconds: lines that come so close go out together */
	CLOSE_SECONDS = 1,	/* a log that hangs holds up no stop for longer */
};

struct line {
	enum log_format format;
	enum log_level level;
	char *text;
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t more, done;
	struct line lines[QUEUE];	/* a ring */
	guint first, n;
	guint64 dropped, said;		/* lines lost, and how many of them were said */
	guint64 counts[LOG_LEVEL_INFO + 1];	/* lines, lost or not */
	bool idle, closing, running, stale;
} queue = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.more = PTHREAD_COND_INITIALIZER,
};

static _Atomic enum log_format format;

/* The thread's own: where lines go. */
static struct {
	enum { TO_STDERR, TO_FILE, TO_SYSLOG } kind;
	char *path;
	int fd;
	guint64 lost;		/* lines that a file did not take */
	int why;		/* errno of that */
	bool torn;		/* the last of them is there in part */
} sink = { .fd = -1 };

void
log_set_format(enum log_format f)
{
	atomic_store(&format, f);
}

void
log_format(struct log_line *out, const struct log_record *r)
{
	const struct envelope *e = r->envelope;
	const struct verdict *v = r->verdict;
	const char *sender = e->sender && !*e->sender ? "<>" : e->sender;

	log_line_string(out, "queue", e->queue_id);
	log_line_string(out, "id", r->id);
	log_line_string(out, "sender", sender);
	log_line_string(out, "login", e->login);
	log_line_string(out, "client", e->local ? "local" : e->client);
	log_line_string(out, "policy", v->policy->name);
	log_line_string(out, "mode", mode_name(v->policy->mode));
	log_line_string(out, "class", class_name(v->class));
	log_line_number(out, "points", v->points);
	log_line_string(out, "action", action_name(v->action));
	log_line_string(out, "taken", act_taken_name(r->taken));
	log_line_rules(out, "rules", v->findings);
	if (v->allowed && v->allowed->len)
		log_line_rules(out, "allowed", v->allowed);
	log_line_number(out, "ms", (gint64)r->milliseconds);
	if (v->incomplete || r->cut)
		log_line_string(out, "incomplete", v->incomplete ? "time" : "cut");
}

void
log_begin(struct log_line *l, enum log_level level, const char *event, const char *before)
{
	log_line_begin(l, atomic_load(&format), level, event, before);
}

void
log_put(struct log_line *l)
{
	struct line line = { l->format, l->level, g_string_free(l->s, FALSE) };

	pthread_mutex_lock(&queue.lock);
	queue.counts[l->level]++;
	if (queue.n < QUEUE && queue.running) {
		queue.lines[(queue.first + queue.n++) % QUEUE] = line;
		line.text = NULL;
		if (queue.idle || queue.n == QUEUE / 2)
			pthread_cond_signal(&queue.more);
	} else {
		queue.dropped++;
	}
	pthread_mutex_unlock(&queue.lock);
	g_free(line.text);
}

static void
say(enum log_level level, const char *event, const char *fmt, va_list ap)
{
	g_autofree char *words = g_strdup_vprintf(fmt, ap);
	struct log_line l;

	log_begin(&l, level, event, "");
	log_line_words(&l, words);
	log_put(&l);
}

void
log_event(enum log_level level, const char *event, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(level, event, fmt, ap);
	va_end(ap);
}

void
log_say(enum log_level level, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(level, "notice", fmt, ap);
	va_end(ap);
}

void
log_message(const struct log_record *r)
{
	struct log_line l;

	log_begin(&l, LOG_LEVEL_INFO, "message", "");
	log_format(&l, r);
	log_put(&l);
}

void
log_figures(struct log_figures *ret_figures)
{
	pthread_mutex_lock(&queue.lock);
	*ret_figures = (struct log_figures){
		.dropped = queue.dropped, .errors = queue.counts[LOG_LEVEL_ERROR],
		.warnings = queue.counts[LOG_LEVEL_WARNING], .waiting = queue.n, .room = QUEUE,
	};
	pthread_mutex_unlock(&queue.lock);
}

static void
stamp(GString *out)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t now = time(NULL);
	struct tm tm;

	localtime_r(&now, &tm);
	g_string_append_printf(out, "%.3s %2d %02d:%02d:%02d ", months + 3 * tm.tm_mon, tm.tm_mday,
			       tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* How much of it the file took. */
static gsize
write_all(const char *s, gsize len)
{
	gsize done = 0;

	while (done < len) {
		ssize_t n = write(sink.fd, s + done, len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			sink.why = n < 0 ? errno : EIO;
			break;
		}
		done += (gsize)n;
	}
	if (done)
		sink.torn = s[done - 1] != '\n';
	return done;
}

/* syslog(3) would hold its lock while /dev/log hangs, and libmilter would wait on it. */
static int
syslog_socket(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	g_strlcpy(to.sun_path, path, sizeof to.sun_path);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) < 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static void
add_json(GString *s, const char *members)
{
	g_autoptr(GDateTime) now = g_date_time_new_now_local();
	g_autofree char *second = g_date_time_format(now, "%Y-%m-%dT%H:%M:%S");
	g_autofree char *zone = g_date_time_format(now, "%:z");

	g_string_append_printf(s, "{\"time\":\"%s.%03d%s\",\"pid\":%d,%s}", second,
			       g_date_time_get_microsecond(now) / 1000, zone, (int)getpid(), members);
}

static void
send_syslog(const struct line *l)
{
	static const int priorities[] = {
		[LOG_LEVEL_ERROR] = LOG_ERR, [LOG_LEVEL_WARNING] = LOG_WARNING,
		[LOG_LEVEL_INFO] = LOG_INFO,
	};
	g_autoptr(GString) s = g_string_new(NULL);

	g_string_append_printf(s, "<%d>", LOG_MAIL | priorities[l->level]);
	stamp(s);
	g_string_append_printf(s, "sendlint[%d]: ", (int)getpid());
	if (l->format == LOG_JSON)
		add_json(s, l->text);
	else
		g_string_append(s, l->text);
	for (int attempt = 0; attempt < 2; attempt++) {	/* the second after a restart of syslog */
		if (sink.fd < 0)
			sink.fd = syslog_socket(sink.path);
		if (sink.fd < 0 || send(sink.fd, s->str, s->len, MSG_NOSIGNAL) >= 0)
			return;
		close(sink.fd);
		sink.fd = -1;
	}
}

static void
add_line(GString *s, const struct line *l)
{
	if (l->format == LOG_JSON) {
		add_json(s, l->text);
	} else {
		stamp(s);
		g_string_append_printf(s, "sendlint[%d]: %s", (int)getpid(), l->text);
	}
	g_string_append_c(s, '\n');
}

/* One of the log about itself; takes the words over. */
static struct line
own_line(char *words)
{
	struct log_line l;

	log_begin(&l, LOG_LEVEL_WARNING, "notice", "");
	log_line_words(&l, words);
	g_free(words);
	return (struct line){ l.format, l.level, g_string_free(l.s, FALSE) };
}

/* A full disk is said as soon as there is room again. */
static bool
confess(void)
{
	g_autoptr(GString) s = g_string_new(sink.torn ? "\n" : NULL);
	struct line l = own_line(g_strdup_printf("log: %" G_GUINT64_FORMAT " lines lost: %s",
						 sink.lost, g_strerror(sink.why)));

	add_line(s, &l);
	g_free(l.text);
	if (write_all(s->str, s->len) < s->len)
		return false;
	sink.lost = 0;
	return true;
}

static void
write_lines(const struct line *lines, guint n)
{
	g_autoptr(GString) s = g_string_new(NULL);
	gsize done = 0;

	for (guint i = 0; i < n; i++)
		if (sink.kind == TO_SYSLOG)
			send_syslog(&lines[i]);
		else
			add_line(s, &lines[i]);
	if (sink.kind != TO_SYSLOG && (!sink.lost || confess()))
		done = write_all(s->str, s->len);
	for (gsize i = done; i < s->len; i++)
		sink.lost += s->str[i] == '\n';
}

static int
open_file(const char *path)
{
	return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
}

static void
reopen_file(void)
{
	int fd = sink.kind == TO_FILE ? open_file(sink.path) : -1;

	if (fd < 0)
		return;
	close(sink.fd);
	sink.fd = fd;
	sink.torn = false;
}

/* Takes up to `most` lines; with the lock held. */
static guint
take(struct line *lines, guint most)
{
	guint n = 0;

	if (queue.dropped > queue.said) {
		lines[n++] = own_line(g_strdup_printf(
			"log: %" G_GUINT64_FORMAT " lines dropped, the log was too slow",
			queue.dropped - queue.said));
		queue.said = queue.dropped;
	}
	for (; n < most && queue.n; queue.n--) {
		lines[n++] = queue.lines[queue.first];
		queue.first = (queue.first + 1) % QUEUE;
	}
	return n;
}

/* Who writes a line need not wake us while we pause: on a busy server that would cost as
   much as the line.  A lone line does not wait. */
static void
pause_a_little(void)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += PAUSE * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	while (!queue.stale && !queue.closing && queue.n < QUEUE / 2 &&
	       pthread_cond_timedwait(&queue.more, &queue.lock, &until) == 0)
		;
}

static void
wait_for_lines(void)
{
	while (!queue.n && !queue.stale && !queue.closing && queue.said == queue.dropped) {
		queue.idle = true;
		pthread_cond_wait(&queue.more, &queue.lock);
	}
	queue.idle = false;
}

static void *
work(void *unused)
{
	struct line lines[64];

	pthread_mutex_lock(&queue.lock);
	for (;;) {
		bool stale;
		guint n;

		wait_for_lines();
		stale = queue.stale;
		queue.stale = false;
		n = take(lines, G_N_ELEMENTS(lines));
		if (!n && !stale && queue.closing)
			break;
		pthread_mutex_unlock(&queue.lock);
		if (stale)
			reopen_file();
		write_lines(lines, n);
		for (guint i = 0; i < n; i++)
			g_free(lines[i].text);
		pthread_mutex_lock(&queue.lock);
		if (n < G_N_ELEMENTS(lines))
			pause_a_little();
	}
	queue.running = false;
	pthread_cond_signal(&queue.done);
	pthread_mutex_unlock(&queue.lock);
	return unused;
}

static bool
sink_open(const char *target, GError **error)
{
	if (!target || g_str_equal(target, "syslog") || g_str_has_prefix(target, "syslog:")) {
		sink.kind = TO_SYSLOG;
		sink.path = g_strdup(target && target[6] ? target + 7 : "/dev/log");
		sink.fd = -1;
		return true;
	}
	sink.kind = g_str_equal(target, "stderr") ? TO_STDERR : TO_FILE;
	sink.path = g_strdup(target);
	sink.fd = sink.kind == TO_STDERR ? STDERR_FILENO : open_file(target);
	if (sink.fd >= 0)
		return true;
	g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(errno),
		    "cannot log to %s: %s", target, g_strerror(errno));
	g_clear_pointer(&sink.path, g_free);
	return false;
}

bool
log_open(const char *target, GError **error)
{
	pthread_condattr_t monotonic;
	pthread_t thread;

	if (!sink_open(target, error))
		return false;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&queue.done, &monotonic);
	pthread_cond_init(&queue.more, &monotonic);
	pthread_condattr_destroy(&monotonic);
	queue.closing = false;
	queue.running = true;
	if (pthread_create(&thread, NULL, work, NULL) != 0)
		g_error("cannot start a thread");
	pthread_detach(thread);
	return true;
}

void
log_reopen(void)
{
	pthread_mutex_lock(&queue.lock);
	queue.stale = true;
	pthread_cond_signal(&queue.more);
	pthread_mutex_unlock(&queue.lock);
}

void
log_close(void)
{
	struct timespec until;
	bool hangs;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += CLOSE_SECONDS;
	pthread_mutex_lock(&queue.lock);
	queue.closing = true;
	pthread_cond_signal(&queue.more);
	while (queue.running && pthread_cond_timedwait(&queue.done, &queue.lock, &until) == 0)
		;
	hangs = queue.running;
	pthread_mutex_unlock(&queue.lock);
	if (hangs)
		return;		/* the thread still uses its sink */
	if (sink.kind != TO_STDERR && sink.fd >= 0)
		close(sink.fd);
	g_clear_pointer(&sink.path, g_free);
	sink.fd = -1;
}
