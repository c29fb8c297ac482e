/* sendlint status: asks the running daemon how it is. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "door/door.h"

enum { EXIT_WELL, EXIT_TROUBLE, EXIT_NOT_DONE };
enum {
	PATIENCE = 10000,		/* milliseconds for one page */
	MOST = 4 * 1024 * 1024,		/* bytes of one */
};

/* -1 with errno. */
static int
dial(const char *address)
{
	struct sockaddr_un file = { .sun_family = AF_UNIX };
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	const char *path = strchr(address, '/'), *port = strchr(address, ':') + 1;
	const char *host = path ? NULL : strchr(port, '@') + 1;
	bool is_six = g_str_has_prefix(address, "inet6:");
	const struct sockaddr *to = path ? (void *)&file : is_six ? (void *)&six : (void *)&four;
	socklen_t size = path ? sizeof file : is_six ? sizeof six : sizeof four;
	int fd = socket(to->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (path)
		g_strlcpy(file.sun_path, path, sizeof file.sun_path);
	else if (g_str_equal(host, "localhost"))
		host = is_six ? "::1" : "127.0.0.1";
	if (!path)
		inet_pton(is_six ? AF_INET6 : AF_INET, host,
			  is_six ? (void *)&six.sin6_addr : (void *)&four.sin_addr);
	four.sin_port = six.sin6_port = g_htons((guint16)g_ascii_strtoull(port, NULL, 10));
	if (fd >= 0 && connect(fd, to, size) < 0) {
		int code = errno;

		close(fd);
		errno = code;
		return -1;
	}
	return fd;
}

/* All that comes until the end; FALSE with errno. */
static bool
hear(int fd, GString *out)
{
	gint64 until = g_get_monotonic_time() + (gint64)PATIENCE * 1000;
	char buffer[16 * 1024];

	while (out->len < MOST) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		gint64 left = (until - g_get_monotonic_time()) / 1000;
		ssize_t n;

		if (left <= 0 || poll(&p, 1, (int)left) == 0) {
			errno = ETIMEDOUT;
			return false;
		}
		n = recv(fd, buffer, sizeof buffer, 0);
		if (n == 0)
			return true;
		if (n > 0)
			g_string_append_len(out, buffer, n);
		else if (errno != EINTR)
			return false;
	}
	return true;
}

/* The page without its head, and the status; 0 with errno, or EPROTO for what is no answer. */
static guint
ask(const char *address, const char *path, GString *out)
{
	g_autofree char *request = g_strdup_printf("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);
	int fd = dial(address);
	bool done = fd >= 0 && send(fd, request, strlen(request), MSG_NOSIGNAL) > 0 && hear(fd, out);
	int code = errno;
	const char *body = strstr(out->str, "\r\n\r\n");

	if (fd >= 0)
		close(fd);
	errno = code;
	if (!done)
		return 0;
	errno = EPROTO;
	if (!body || !g_str_has_prefix(out->str, "HTTP/1.1 "))
		return 0;
	code = (int)g_ascii_strtoull(out->str + strlen("HTTP/1.1 "), NULL, 10);
	g_string_erase(out, 0, body + 4 - out->str);
	return (guint)MAX(code, 0);
}

/* Whoever listens there may not be ours: no control characters to a terminal. */
static void
print(const GString *s)
{
	g_autofree char *valid = g_utf8_make_valid(s->str, (gssize)s->len);

	for (char *p = valid; *p; p++)
		if (((guchar)*p < ' ' && *p != '\n') || *p == 0x7f)
			*p = '?';
	fputs(valid, stdout);
}

static int
miss(const char *address)
{
	bool gone = errno == ENOENT || errno == ECONNREFUSED;

	fprintf(stderr, "sendlint: %s at %s: %s\n", gone ? "no daemon runs that listens" :
		errno == EPROTO ? "something else answers" : "the daemon does not answer", address,
		g_strerror(errno));
	return EXIT_NOT_DONE;
}

int
door_status(const struct settings *s)
{
	g_autoptr(GString) words = g_string_new(NULL), health = g_string_new(NULL);
	const char *trouble;
	guint status;

	if (!s->metrics) {
		fputs("sendlint: metrics is empty, so the daemon cannot be asked: see sendlint.conf(5)\n",
		      stderr);
		return EXIT_NOT_DONE;
	}
	status = ask(s->metrics, "/status", words);
	if (status == 200)
		status = ask(s->metrics, "/health", health);
	if (!status)
		return miss(s->metrics);
	print(words);
	if (status == 200 && g_str_equal(health->str, "ok\n"))
		return fflush(stdout) == 0 ? EXIT_WELL : EXIT_NOT_DONE;
	trouble = status == 200 ? strchr(health->str, '\n') : NULL;
	if (trouble)
		g_string_erase(health, 0, trouble + 1 - health->str);
	fputs("\nTo look at:\n", stdout);
	print(health);
	return fflush(stdout) == 0 ? EXIT_TROUBLE : EXIT_NOT_DONE;
}
