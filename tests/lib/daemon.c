#include "lib/daemon.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/milter_client.h"

enum { START_SECONDS = 60, STOP_SECONDS = 60, TELL_LINES = 20 };

static bool
answers(const struct daemon *d)
{
	struct milter_client *c = milter_client_new(d->address, &milter_postfix);
	bool yes = c && milter_client_negotiate(c);

	if (yes)
		milter_client_quit(c);
	milter_client_free(c);
	return yes;
}

/* Waits for its end; false where it still runs. */
static bool
ended(struct daemon *d, int *ret_status)
{
	if (waitpid(d->pid, ret_status, WNOHANG) != d->pid)
		return false;
	d->pid = 0;
	return true;
}

static void
tell_log(const struct daemon *d)
{
	g_autofree char *log = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(d->log, &log, NULL, NULL))
		return;
	lines = g_strsplit(g_strchomp(log), "\n", -1);
	for (char **l = lines + MAX(0, (int)g_strv_length(lines) - TELL_LINES); *l; l++)
		printf("# daemon: %s\n", *l);
}

/* What libmilter does behind our back is no race of ours. */
static char **
environment(void)
{
	g_autofree char *file = g_build_filename(g_getenv("SRC") ? g_getenv("SRC") : ".", "tests",
						 "doors", "tsan.supp", NULL);
	g_autofree char *options = g_strdup_printf("suppressions=%s report_thread_leaks=0", file);
	char **env = g_get_environ();

	if (g_file_test(file, G_FILE_TEST_EXISTS))
		env = g_environ_setenv(env, "TSAN_OPTIONS", options, TRUE);
	return env;
}

/* A test that gives up leaves nothing running. */
static void
die_with_parent(gpointer unused)
{
	(void)unused;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

struct daemon *
daemon_new(const char *config)
{
	const char *build = g_getenv("BUILD") ? g_getenv("BUILD") : "build";
	g_autofree char *binary = g_build_filename(build, "sendlint", NULL);
	struct daemon *d = g_new0(struct daemon, 1);
	g_autofree char *conf = NULL, *text = NULL;
	int status;

	d->folder = g_dir_make_tmp(NULL, NULL);
	d->address = g_strdup_printf("unix:%s/milter.sock", d->folder);
	d->log = g_build_filename(d->folder, "log", NULL);
	conf = g_build_filename(d->folder, "sendlint.conf", NULL);
	text = g_strdup_printf("state-dir = \"%s\";\nlog = \"stderr\";\n%s", d->folder, config);
	if (!g_file_set_contents(conf, text, -1, NULL))
		return d;

	const char *argv[] = { binary, "serve", "--foreground", "--config", conf,
			       "--milter", d->address, NULL };
	g_auto(GStrv) env = environment();
	FILE *log = fopen(d->log, "we");

	if (!log)
		return d;
	if (!g_spawn_async_with_fds(NULL, (char **)argv, env, G_SPAWN_DO_NOT_REAP_CHILD,
				    die_with_parent, NULL, &d->pid, -1, fileno(log), fileno(log), NULL))
		d->pid = 0;
	fclose(log);
	for (int i = 0; d->pid && i < START_SECONDS * 50 && !answers(d); i++) {
		if (ended(d, &status))
			break;
		g_usleep(20000);
	}
	if (!d->pid)
		tell_log(d);
	return d;
}

int
daemon_stop(struct daemon *d)
{
	bool killed = false;
	int status = -1;

	if (!d->pid)
		return -1;
	kill(d->pid, SIGTERM);
	for (int i = 0; !ended(d, &status); i++) {
		if (i == STOP_SECONDS * 50) {
			kill(d->pid, SIGKILL);
			killed = true;
		}
		g_usleep(20000);
	}
	if (killed || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		tell_log(d);
	return !killed && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void
daemon_free(struct daemon *d)
{
	GDir *dir;

	if (!d)
		return;
	if (d->pid)
		daemon_stop(d);
	if ((dir = g_dir_open(d->folder, 0, NULL))) {
		for (const char *n; (n = g_dir_read_name(dir)); ) {
			g_autofree char *path = g_build_filename(d->folder, n, NULL);

			g_remove(path);
		}
		g_dir_close(dir);
	}
	g_rmdir(d->folder);
	g_free(d->folder);
	g_free(d->address);
	g_free(d->log);
	g_free(d);
}

gsize
daemon_memory(const struct daemon *d)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/smaps_rollup", (int)d->pid);
	g_autofree char *text = NULL;
	gsize sum = 0;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		return 0;
	for (const char *l = text; l; l = strchr(l, '\n') ? strchr(l, '\n') + 1 : NULL)
		if (g_str_has_prefix(l, "Pss_Anon:") || g_str_has_prefix(l, "Pss_Shmem:"))
			sum += g_ascii_strtoull(strchr(l, ':') + 1, NULL, 10);
	return sum;
}

guint
daemon_count(const struct daemon *d, const char *name)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/%s", (int)d->pid, name);
	GDir *dir = g_dir_open(path, 0, NULL);
	guint n = 0;

	while (dir && g_dir_read_name(dir))
		n++;
	if (dir)
		g_dir_close(dir);
	return n;
}
