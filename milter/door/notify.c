#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "door/notify.h"

static void
send_to(const char *path, const char *text)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	size_t length = strlen(path);
	int fd;

	if ((*path != '/' && *path != '@') || length >= sizeof(a.sun_path))
		return;
	memcpy(a.sun_path, path, length);
	if (*path == '@')	/* a name without a file */
		a.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return;
	while (sendto(fd, text, strlen(text), MSG_NOSIGNAL, (struct sockaddr *)&a,
		      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)) < 0 && errno == EINTR)
		;
	close(fd);
}

void
notify_say(const char *format, ...)
{
	const char *path = g_getenv("NOTIFY_SOCKET");
	g_autofree char *text = NULL;
	va_list args;

	if (!path)
		return;
	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	send_to(path, text);
}

void
notify_reloading(void)
{
	notify_say("RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT, g_get_monotonic_time());
}

int
notify_interval(void)
{
	const char *allowed = g_getenv("WATCHDOG_USEC"), *whose = g_getenv("WATCHDOG_PID");
	guint64 microseconds, pid;

	if (!g_getenv("NOTIFY_SOCKET") || !allowed ||
	    !g_ascii_string_to_unsigned(allowed, 10, 2, G_MAXINT, &microseconds, NULL))
		return -1;
	if (whose && (!g_ascii_string_to_unsigned(whose, 10, 1, G_MAXINT, &pid, NULL) ||
		      (pid_t)pid != getpid()))
		return -1;
	return MAX(1, (int)(microseconds / 2000));
}
