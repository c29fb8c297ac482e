/*
 * serve.c - the life of the daemon: start, reload, stop.
 *
 * libmilter runs on a thread of its own; the main one takes the signals.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "act/log.h"
#include "core/charset.h"
#include "door/deadline.h"
#include "door/door.h"
#include "door/feedback.h"
#include "door/health.h"
#include "door/http.h"
#include "door/listen.h"
#include "door/milter.h"
#include "door/notify.h"
#include "door/serve.h"
#include "door/signals.h"
#include "door/spamd.h"
#include "store/store.h"

enum {
	DEFAULT_CONNECTIONS = 1000,
	DEFAULT_DEADLINE = 4000,	/* milliseconds */
	FILES_SPARE = 64,		/* descriptors beside those of connections */
	FILES_MOST = 65536,
	STOP_SPARE = 4500,		/* milliseconds a stop may take beyond the deadline, of 6,000 */
	HANG = 60000,			/* milliseconds past its deadline that a message is given up */
	REPLY_GRACE = 300,		/* milliseconds for libmilter to write the last reply */
};

static struct {
	pthread_mutex_t lock;
	pthread_cond_t quiet;		/* no message is under way */
	guint connections, most, messages;
	bool full;			/* said so */
	atomic_bool stopping;
	atomic_ullong counts[SERVE_COUNTS];
	guint64 reloads, reloads_failed;
	bool reload_failed;		/* the last one */
	gint64 started, loaded;		/* Unix seconds */
	char *listening;
} state = { .lock = PTHREAD_MUTEX_INITIALIZER };

bool
serve_enter(void)
{
	bool room, say = false;

	pthread_mutex_lock(&state.lock);
	room = ++state.connections <= state.most;
	if (!room && !state.full)
		say = state.full = true;
	pthread_mutex_unlock(&state.lock);
	if (say)
		log_say(LOG_LEVEL_WARNING, "%u connections: further ones wait, or are told to try later",
			state.most);
	return room && !serve_stopping();
}

void
serve_leave(void)
{
	pthread_mutex_lock(&state.lock);
	if (--state.connections < state.most - state.most / 10)
		state.full = false;
	pthread_mutex_unlock(&state.lock);
}

bool
serve_stopping(void)
{
	return atomic_load(&state.stopping);
}

void
serve_begin(void)
{
	pthread_mutex_lock(&state.lock);
	state.messages++;
	pthread_mutex_unlock(&state.lock);
}

void
serve_end(void)
{
	pthread_mutex_lock(&state.lock);
	if (--state.messages == 0)
		pthread_cond_signal(&state.quiet);
	pthread_mutex_unlock(&state.lock);
}

void
serve_count(enum serve_count what)
{
	atomic_fetch_add_explicit(&state.counts[what], 1, memory_order_relaxed);
}

guint64
serve_counted(enum serve_count what)
{
	return atomic_load(&state.counts[what]);
}

bool
serve_hangs(void)
{
	return deadline_overdue(HANG);
}

void
serve_figures(struct figures *ret_figures)
{
	struct figures *f = ret_figures;

	f->now = g_get_real_time() / G_USEC_PER_SEC;
	f->not_outgoing = serve_counted(SERVE_NOT_OUTGOING);
	f->aborted = serve_counted(SERVE_ABORTED);
	pthread_mutex_lock(&state.lock);
	f->started = state.started;
	f->loaded = state.loaded;
	f->listening = state.listening;
	f->reloads = state.reloads;
	f->reloads_failed = state.reloads_failed;
	f->reload_failed = state.reload_failed;
	f->connections = state.connections;
	f->connections_most = state.most;
	f->messages = state.messages;
	pthread_mutex_unlock(&state.lock);
}

static void *
run_milter(void *unused)
{
	if (!milter_run() && !serve_stopping())
		log_say(LOG_LEVEL_ERROR, "libmilter gave up");
	signals_end();
	return unused;
}

/* A connection and its spool file take two descriptors. */
static guint
connections_possible(guint wanted)
{
	struct rlimit l;
	guint most;

	if (getrlimit(RLIMIT_NOFILE, &l) < 0)
		return wanted;
	if (l.rlim_cur < MIN(l.rlim_max, FILES_MOST)) {
		l.rlim_cur = MIN(l.rlim_max, FILES_MOST);
		setrlimit(RLIMIT_NOFILE, &l);
		getrlimit(RLIMIT_NOFILE, &l);
	}
	most = l.rlim_cur > 2 * FILES_SPARE ? (guint)(MIN(l.rlim_cur, FILES_MOST) - FILES_SPARE) / 2
					    : FILES_SPARE / 2;
	if (wanted <= most)
		return wanted;
	log_say(LOG_LEVEL_WARNING, "max-connections is %u, but %u is all that %lu open files allow",
		wanted, most, (unsigned long)l.rlim_cur);
	return most;
}

static void
check_state_folder(const char *folder)
{
	if (!folder || (g_mkdir_with_parents(folder, 0750) == 0 && access(folder, W_OK | X_OK) == 0))
		return;
	log_say(LOG_LEVEL_WARNING, "state folder %s: %s; messages over %d KB will be cut", folder,
		g_strerror(errno), LIMIT_MESSAGE_MEMORY / 1024);
}

/* What of the settings can change while we run. */
static void
apply(const struct config *c)
{
	guint most = connections_possible(c->settings.max_connections ? c->settings.max_connections
								     : DEFAULT_CONNECTIONS);

	pthread_mutex_lock(&state.lock);
	state.most = most;
	state.loaded = g_get_real_time() / G_USEC_PER_SEC;
	pthread_mutex_unlock(&state.lock);
	log_set_format((enum log_format)c->settings.log_format);
	check_state_folder(c->settings.state_dir);
	store_set(&(struct store_settings){
		.folder = c->settings.store ? c->settings.state_dir : NULL,
		.megabytes = c->settings.store_size, .days = c->settings.store_days,
	});
	for (guint i = 0; c->warnings && i < c->warnings->len; i++)
		log_say(LOG_LEVEL_WARNING, "%s", (const char *)g_ptr_array_index(c->warnings, i));
}

static void
say_lines(const char *before, const char *lines)
{
	g_auto(GStrv) all = g_strsplit(lines, "\n", -1);

	for (char **s = all; *s; s++)
		if (**s)
			log_say(LOG_LEVEL_ERROR, "%s%s", before, *s);
}

static bool
needs_restart(const struct settings *old, const struct settings *new)
{
	return g_strcmp0(old->milter, new->milter) || g_strcmp0(old->spamd, new->spamd) ||
	       g_strcmp0(old->metrics, new->metrics) || g_strcmp0(old->log, new->log);
}

static void
note_reload(bool done)
{
	pthread_mutex_lock(&state.lock);
	state.reloads += done;
	state.reloads_failed += !done;
	state.reload_failed = !done;
	pthread_mutex_unlock(&state.lock);
}

static void
reload(const struct door_serve *o)
{
	g_autoptr(GError) error = NULL;
	struct snapshot *old = snapshot_current(), *s;

	notify_reloading();
	s = snapshot_load(o->config_path, old, &error);
	log_reopen();
	note_reload(s);
	if (!s) {
		snapshot_unref(old);
		say_lines("reload: ", error->message);
		log_event(LOG_LEVEL_ERROR, "reload-failed",
			  "reload failed: the configuration in force stays");
		return;
	}
	if (needs_restart(&snapshot_config(old)->settings, &snapshot_config(s)->settings))
		log_say(LOG_LEVEL_WARNING,
			"reload: milter, spamd, metrics and log take effect at the next start");
	snapshot_unref(old);
	apply(snapshot_config(s));
	snapshot_preload(s);
	snapshot_publish(s);
	log_event(LOG_LEVEL_INFO, "reload", "configuration reloaded");
}

/* Messages under way get their verdict; FALSE if some were not done in time. */
static bool
drain(guint milliseconds)
{
	struct timespec until;
	bool quiet;

	clock_gettime(CLOCK_MONOTONIC, &until);
	milliseconds += (guint)(until.tv_nsec / 1000000);
	until.tv_sec += milliseconds / 1000;
	until.tv_nsec = milliseconds % 1000 * 1000000;
	pthread_mutex_lock(&state.lock);
	while (state.messages &&
	       pthread_cond_timedwait(&state.quiet, &state.lock, &until) == 0)
		;
	quiet = !state.messages;
	pthread_mutex_unlock(&state.lock);
	g_usleep(REPLY_GRACE * 1000);
	return quiet;
}

static bool
stop(struct listening *l)
{
	struct snapshot *s = snapshot_current();
	guint deadline = snapshot_config(s)->settings.deadline;
	bool quiet;

	snapshot_unref(s);
	atomic_store(&state.stopping, true);
	listen_end(l);
	spamd_stop();
	quiet = drain((deadline ? deadline : DEFAULT_DEADLINE) + STOP_SPARE);
	http_stop();
	if (!quiet)
		log_say(LOG_LEVEL_WARNING, "stopped with messages under way");
	log_event(LOG_LEVEL_INFO, "stop", "stopped; %" G_GUINT64_FORMAT " messages judged, %"
		  G_GUINT64_FORMAT " not outgoing, %" G_GUINT64_FORMAT " aborted",
		  serve_counted(SERVE_JUDGED), serve_counted(SERVE_NOT_OUTGOING), serve_counted(SERVE_ABORTED));
	return quiet;
}

/* A verdict that is this late will not come, and whoever watches us had better begin anew. */
static void
show_life(void)
{
	if (serve_hangs())
		log_say(LOG_LEVEL_ERROR, "a message is past its deadline by %d s: no sign of life",
			HANG / 1000);
	else
		notify_say("WATCHDOG=1\nSTATUS=%" G_GUINT64_FORMAT " messages judged",
			   serve_counted(SERVE_JUDGED));
}

static void
wait_for_stop(const struct door_serve *o)
{
	int interval = notify_interval();

	for (;;)
		switch (signals_wait(interval)) {
		case SIGNALS_NONE:
			show_life();
			break;
		case SIGNALS_RELOAD:
			reload(o);
			notify_say("READY=1\nWATCHDOG=1");
			break;
		case SIGNALS_END:
			return;
		}
}

static void
start(const struct listening *l)
{
	pthread_condattr_t monotonic;
	pthread_t thread;

	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&state.quiet, &monotonic);
	pthread_condattr_destroy(&monotonic);
	deadline_open();
	http_start(health_page);
	spamd_start();
	if (!l->address[LISTEN_MILTER])
		return;
	if (pthread_create(&thread, NULL, run_milter, NULL) != 0)
		g_error("cannot start a thread");
	pthread_detach(thread);
}

/* Before anybody can ask. */
static void
note_start(const struct listening *l)
{
	state.listening = listen_addresses(l);
	state.started = g_get_real_time() / G_USEC_PER_SEC;
	health_open();
}

static int
refuse(const GError *error)
{
	fprintf(stderr, "sendlint: %s\n", error->message);
	return 2;
}

int
door_milter(const struct door_serve *o)
{
	g_autoptr(GError) error = NULL;
	struct snapshot *s = snapshot_load(o->config_path, NULL, &error);
	const struct settings *settings;
	struct listening l = { .address = { NULL } };
	GPtrArray *converters;
	bool quiet;

	if (!s)
		return refuse(error);
	settings = &snapshot_config(s)->settings;
	signals_open();
	log_set_format((enum log_format)settings->log_format);
	if (!log_open(o->foreground ? "stderr" : settings->log, &error) ||
	    !listen_on(&l, o, settings, &error)) {
		listen_end(&l);
		log_close();
		snapshot_unref(s);
		return refuse(error);
	}
	converters = charset_hold();
	store_open();
	apply(snapshot_config(s));
	snapshot_preload(s);
	snapshot_publish(s);
	note_start(&l);
	feedback_open();
	start(&l);
	log_event(LOG_LEVEL_INFO, "start", "started; listening on %s", state.listening);
	signals_catch();
	notify_say("READY=1\nSTATUS=listening on %s", state.listening);
	wait_for_stop(o);
	notify_say("STOPPING=1");
	quiet = stop(&l);
	feedback_close();
	store_close();
	log_close();
	if (!quiet)
		_exit(1);	/* threads still read what an orderly end would free */
	spamd_close();
	snapshot_publish(NULL);
	deadline_close();
	health_close();
	g_clear_pointer(&state.listening, g_free);
	g_ptr_array_unref(converters);
	return 0;
}
