/*
 * load - replays mails over N connections to a milter and says what it cost.
 *
 *   load [-c N] [-s SECONDS] [-p PID] [--hold] SOCKET FOLDER
 *
 * One line of NAME=VALUE: messages, seconds, rate (messages/s), p50, p90, p99, max (ms from MAIL to the
 * verdict), cpu (ms a message), memory (highest KiB of Pss_Anon + Pss_Shmem while it ran),
 * both of process PID and its children, and theirs; errors.  --hold: each connection sends one mail, and no end before all
 * others are as far, so that N mails are in flight at once.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/daemon.h"
#include "lib/milter_client.h"

static gint connections = 1, process;
static gdouble seconds = 2;
static gboolean hold;

static const GOptionEntry options[] = {
	{ "connections", 'c', 0, G_OPTION_ARG_INT, &connections, "at once", "N" },
	{ "seconds", 's', 0, G_OPTION_ARG_DOUBLE, &seconds, "to run", "SECONDS" },
	{ "process", 'p', 0, G_OPTION_ARG_INT, &process, "whose CPU time and memory count", "PID" },
	{ "hold", 0, 0, G_OPTION_ARG_NONE, &hold, "all in flight at once", NULL },
	G_OPTION_ENTRY_NULL
};

struct mail {
	char *raw;
	gsize len;
};

struct worker {
	const char *address;
	const GArray *mails;
	guint first;
	gint64 until;		/* monotonic microseconds */
	GArray *usec;		/* gint64 a message */
	guint errors;
	pthread_barrier_t *all;
	GThread *thread;
};

static gint
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GArray *
read_mails(const char *folder)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	GArray *mails = g_array_new(FALSE, FALSE, sizeof(struct mail));
	GDir *dir = g_dir_open(folder, 0, NULL);

	for (const char *n; dir && (n = g_dir_read_name(dir)); )
		g_ptr_array_add(names, g_build_filename(folder, n, NULL));
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++) {
		struct mail m;

		if (g_file_get_contents(g_ptr_array_index(names, i), &m.raw, &m.len, NULL))
			g_array_append_val(mails, m);
	}
	return mails;
}

static struct milter_client *
dial(const char *address)
{
	static const struct milter_peer peer = { .login = "bench", .daemon = "submission" };
	struct milter_client *c = milter_client_new(address, &milter_postfix);

	if (!c)
		return NULL;
	c->timeout = 60000;
	if (milter_client_negotiate(c) && milter_client_hello(c, &peer))
		return c;
	milter_client_free(c);
	return NULL;
}

/* A mail sent up to its end, which waits for everybody else's. */
static bool
send_held(struct worker *w, struct milter_client *c, const struct milter_mail *mail)
{
	struct milter_result r = { .changes = g_ptr_array_new() };
	const char *body = strstr(mail->raw, "\r\n\r\n");
	const char *end = mail->raw + mail->len;
	char reply = SMFIR_CONTINUE;

	milter_client_mail(c, mail);
	milter_client_rcpt(c, "reader@recipient.test", mail);
	milter_client_data(c, mail);
	milter_client_header(c, "Subject", "in flight");
	milter_client_header(c, "MIME-Version", "1.0");
	for (const char *t = strstr(mail->raw, "\r\nContent-Type: "); t && t < body; t = body) {
		const char *v = t + strlen("\r\nContent-Type: ");
		g_autofree char *value = g_strndup(v, strcspn(v, "\r\n"));

		milter_client_header(c, "Content-Type", value);
	}
	milter_client_eoh(c, mail);
	for (body = body ? body + 4 : end; body < end && reply == SMFIR_CONTINUE;) {
		gsize n = MIN(MILTER_CHUNK_SIZE, (gsize)(end - body));

		reply = milter_client_body(c, body, n);
		body += n;
	}
	milter_client_flush(c);
	pthread_barrier_wait(w->all);
	g_usleep(500000);	/* so that all bytes are read, and the memory sampled */
	reply = milter_client_eom(c, mail, &r);
	g_free(r.text);
	g_ptr_array_unref(r.changes);
	return reply != MILTER_GONE && reply != MILTER_SILENT;
}

static gpointer
work(gpointer data)
{
	struct worker *w = data;
	struct milter_client *c = dial(w->address);
	guint i = w->first;

	while (c && (hold || g_get_monotonic_time() < w->until)) {
		const struct mail *m = &g_array_index(w->mails, struct mail, i++ % w->mails->len);
		struct milter_mail mail = { .sender = "orders@sender.test", .id = "4BENCH",
					    .raw = m->raw, .len = m->len };
		struct milter_result *r;

		if (hold) {
			w->errors += !send_held(w, c, &mail);
			break;
		}
		r = milter_client_send(c, &mail);
		if (r->reply == MILTER_GONE || r->reply == MILTER_SILENT)
			w->errors++;
		else
			g_array_append_val(w->usec, r->usec);
		milter_result_free(r);
		if (c->fd < 0) {
			milter_client_free(c);
			c = dial(w->address);
		}
	}
	w->errors += !c;
	if (c)
		milter_client_quit(c);
	milter_client_free(c);
	return NULL;
}

/* Adds the process and, whichever of its threads started them, its children and theirs. */
static void
add_family(GArray *pids, gint pid)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/task", pid);
	GDir *threads = g_dir_open(path, 0, NULL);

	if (!threads)
		return;
	g_array_append_val(pids, pid);
	for (const char *t; (t = g_dir_read_name(threads)); ) {
		g_autofree char *file = g_build_filename(path, t, "children", NULL);
		g_autofree char *text = NULL;
		g_auto(GStrv) child = NULL;

		if (!g_file_get_contents(file, &text, NULL, NULL))
			continue;
		child = g_strsplit(g_strstrip(text), " ", -1);
		for (guint i = 0; child[i]; i++)
			add_family(pids, (gint)g_ascii_strtoll(child[i], NULL, 10));
	}
	g_dir_close(threads);
}

static GArray *
family(void)
{
	GArray *pids = g_array_new(FALSE, FALSE, sizeof(gint));

	if (process)
		add_family(pids, process);
	return pids;
}

/* Milliseconds of CPU time, user and system, of one process and the children it has buried. */
static gdouble
cpu_of(gint pid)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/stat", pid);
	g_autofree char *text = NULL;
	g_auto(GStrv) field = NULL;
	guint64 ticks = 0;

	if (!g_file_get_contents(path, &text, NULL, NULL) || !strrchr(text, ')'))
		return 0;
	field = g_strsplit(strrchr(text, ')') + 2, " ", -1);	/* from the third on */
	for (guint i = 11; i <= 14; i++)
		ticks += g_ascii_strtoull(field[i], NULL, 10);
	return (gdouble)ticks * 1000 / (gdouble)sysconf(_SC_CLK_TCK);
}

static gdouble
cpu_now(void)
{
	g_autoptr(GArray) pids = family();
	gdouble sum = 0;

	for (guint i = 0; i < pids->len; i++)
		sum += cpu_of(g_array_index(pids, gint, i));
	return sum;
}

static gsize
memory_now(void)
{
	g_autoptr(GArray) pids = family();
	gsize sum = 0;

	for (guint i = 0; i < pids->len; i++)
		sum += daemon_memory(&(struct daemon){ .pid = g_array_index(pids, gint, i) });
	return sum;
}

struct sampler {
	gint stop;
	gsize most;		/* KiB */
};

static gpointer
sample(gpointer data)
{
	struct sampler *s = data;

	while (!g_atomic_int_get(&s->stop)) {
		s->most = MAX(s->most, memory_now());
		g_usleep(hold ? 10000 : 100000);
	}
	return NULL;
}

static gint
by_value(gconstpointer a, gconstpointer b)
{
	gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

	return x < y ? -1 : x > y;
}

static gdouble
percentile(const GArray *usec, guint of_1000)
{
	gsize i = (gsize)usec->len * of_1000 / 1000;

	return usec->len ? (gdouble)g_array_index(usec, gint64, MIN(i, usec->len - 1)) / 1000 : 0;
}

static void
report(struct worker *workers, gdouble took, gdouble cpu, gsize memory)
{
	g_autoptr(GArray) usec = g_array_new(FALSE, FALSE, sizeof(gint64));
	guint errors = 0;

	for (gint i = 0; i < connections; i++) {
		g_array_append_vals(usec, workers[i].usec->data, workers[i].usec->len);
		errors += workers[i].errors;
	}
	g_array_sort(usec, by_value);
	printf("messages=%u seconds=%.2f rate=%.1f p50=%.3f p90=%.3f p99=%.3f max=%.3f cpu=%.4f "
	       "memory=%zu errors=%u\n", usec->len, took, usec->len / took,
	       percentile(usec, 500), percentile(usec, 900), percentile(usec, 990),
	       percentile(usec, 1000), usec->len ? cpu / usec->len : 0, memory, errors);
}

int
main(int argc, char **argv)
{
	g_autoptr(GOptionContext) o = g_option_context_new("SOCKET FOLDER");
	struct sampler sampler = { 0 };
	struct worker *workers;
	pthread_barrier_t all;
	GThread *samples;
	GArray *mails;
	gdouble cpu;
	gint64 begin;

	g_option_context_add_main_entries(o, options, NULL);
	if (!g_option_context_parse(o, &argc, &argv, NULL) || argc != 3 || connections < 1)
		return fputs("load [OPTIONS] SOCKET FOLDER\n", stderr), 2;
	mails = read_mails(argv[2]);
	if (mails->len == 0)
		return fprintf(stderr, "load: no mails in %s\n", argv[2]), 2;
	pthread_barrier_init(&all, NULL, (unsigned)connections);
	workers = g_new0(struct worker, connections);
	samples = g_thread_new("sample", sample, &sampler);
	cpu = cpu_now();
	begin = g_get_monotonic_time();
	for (gint i = 0; i < connections; i++) {
		workers[i] = (struct worker){
			.address = argv[1], .mails = mails, .all = &all,
			.first = (guint)i * mails->len / (guint)connections,
			.until = begin + (gint64)(seconds * G_TIME_SPAN_SECOND),
			.usec = g_array_new(FALSE, FALSE, sizeof(gint64)),
		};
		workers[i].thread = g_thread_new("client", work, &workers[i]);
	}
	for (gint i = 0; i < connections; i++)
		g_thread_join(workers[i].thread);
	begin = g_get_monotonic_time() - begin;
	cpu = cpu_now() - cpu;
	g_atomic_int_set(&sampler.stop, 1);
	g_thread_join(samples);
	report(workers, (gdouble)begin / G_TIME_SPAN_SECOND, cpu, sampler.most);
	return 0;
}
