#define _GNU_SOURCE		/* pipe2 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "door/signals.h"

static atomic_bool ending;
static int wake[2];			/* a byte for each signal; a full pipe has woken already */
static atomic_bool ours;		/* signals are waited for here */

/*
 * libmilter has a thread that waits here for SIGHUP, SIGTERM and SIGINT, and
 * ends the program's service at any of them.  The kernel hands a signal to
 * that thread whenever the main one has another to take; a mask does not help.
 * So libmilter finds this function in place of libc's, and waits for ever, once
 * somebody called signals_open().
 */
__attribute__((visibility("default"))) int
sigwait(const sigset_t *restrict set, int *restrict sig)
{
	int got = -1;

	while (atomic_load(&ours))
		pause();
	while (got < 0)
		got = sigwaitinfo(set, NULL);
	*sig = got;
	return 0;
}

static void
wake_up(void)
{
	ssize_t n = write(wake[1], "", 1);

	(void)n;
}

void
signals_end(void)
{
	atomic_store(&ending, true);
	wake_up();
}

static void
on_signal(int sig)
{
	int saved = errno;

	if (sig != SIGHUP)
		atomic_store(&ending, true);
	wake_up();
	errno = saved;
}

static void
set_mask(int how)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	pthread_sigmask(how, &set, NULL);
}

void
signals_open(void)
{
	set_mask(SIG_BLOCK);
	atomic_store(&ours, true);
	if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) < 0)
		g_error("no pipe");
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);	/* a limit on files is a full disk */
}

void
signals_catch(void)
{
	struct sigaction a = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	sigaction(SIGHUP, &a, NULL);
	sigaction(SIGTERM, &a, NULL);
	sigaction(SIGINT, &a, NULL);
	set_mask(SIG_UNBLOCK);
}

enum signals
signals_wait(int milliseconds)
{
	struct pollfd p = { .fd = wake[0], .events = POLLIN };
	char bytes[256];
	/* Not read() alone: ThreadSanitizer runs no signal handler inside it. */
	bool woken = poll(&p, 1, milliseconds) > 0 && read(wake[0], bytes, sizeof bytes) > 0;

	if (atomic_load(&ending))
		return SIGNALS_END;
	return woken ? SIGNALS_RELOAD : SIGNALS_NONE;
}
