#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "act/submit.h"

enum {
	WAIT_SECONDS = 30,
	LINE = 1000,		/* bytes of a reply's line that are kept */
	LINES = 100,		/* of one reply */
};

struct talk {
	int fd;
	char in[4096];
	gsize at, len;
	char line[LINE];	/* the last of the reply */
};

G_DEFINE_QUARK(sendlint-submit-error, submit_error)

static void
set_waits(int fd)
{
	const struct timeval wait = { .tv_sec = WAIT_SECONDS };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
}

static int
connect_unix(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	g_strlcpy(to.sun_path, path, sizeof to.sun_path);
	set_waits(fd);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) < 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* An IP address as it is written, or "localhost": nobody is asked for names. */
static bool
parse_host(const char *host, guint16 port, struct sockaddr_storage *ret_to, socklen_t *ret_len)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

	if (inet_pton(AF_INET, g_str_equal(host, "localhost") ? "127.0.0.1" : host, &v4.sin_addr) == 1) {
		memcpy(ret_to, &v4, sizeof v4);
		*ret_len = sizeof v4;
		return true;
	}
	if (inet_pton(AF_INET6, host, &v6.sin6_addr) != 1)
		return false;
	memcpy(ret_to, &v6, sizeof v6);
	*ret_len = sizeof v6;
	return true;
}

/* "PORT@ADDRESS"; the reason in errno. */
static int
connect_inet(const char *address)
{
	const char *at = strchr(address, '@');
	g_autofree char *host = g_strdup(at[1] == '[' ? at + 2 : at + 1);
	struct sockaddr_storage to = { .ss_family = AF_UNSPEC };
	socklen_t len = 0;
	int fd;

	host[strcspn(host, "]")] = '\0';
	if (!parse_host(host, (guint16)g_ascii_strtoull(address, NULL, 10), &to, &len)) {
		errno = EADDRNOTAVAIL;
		return -1;
	}
	fd = socket(to.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	set_waits(fd);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&to, len) < 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static bool
later(const char *where, const char *why, GError **error)
{
	g_set_error(error, SUBMIT_ERROR, SUBMIT_LATER, "%s: %s", where, why);
	return false;
}

static bool
open_talk(struct talk *t, const char *address, GError **error)
{
	const char *rest = strchr(address, ':') && *address != '/' ? strchr(address, ':') + 1 : address;

	*t = (struct talk){ .fd = -1 };
	if (g_str_has_prefix(address, "inet"))
		t->fd = connect_inet(rest);
	else
		t->fd = connect_unix(rest);
	return t->fd >= 0 || later(address, g_strerror(errno), error);
}

static int
next_byte(struct talk *t)
{
	if (t->at == t->len) {
		ssize_t n;

		do
			n = recv(t->fd, t->in, sizeof t->in, 0);
		while (n < 0 && errno == EINTR);
		if (n <= 0) {
			if (n == 0)
				errno = ECONNRESET;
			return -1;
		}
		t->at = 0;
		t->len = (gsize)n;
	}
	return (guchar)t->in[t->at++];
}

static bool
read_line(struct talk *t)
{
	gsize n = 0;
	int c;

	while ((c = next_byte(t)) >= 0 && c != '\n')
		if (n < sizeof t->line - 1 && c >= ' ' && c < 0x7f)
			t->line[n++] = (char)c;
	t->line[n] = '\0';
	return c >= 0;
}

/* The code of a reply, 0 where there is none. */
static int
read_reply(struct talk *t)
{
	for (int i = 0; i < LINES; i++) {
		if (!read_line(t))
			return 0;
		if (strlen(t->line) < 3 || strspn(t->line, "0123456789") < 3)
			return 0;
		if (t->line[3] != '-')
			return (t->line[0] - '0') * 100 + (t->line[1] - '0') * 10 + t->line[2] - '0';
	}
	return 0;
}

static bool
send_all(struct talk *t, const char *s, gsize len)
{
	while (len) {
		ssize_t n = send(t->fd, s, len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s += n;
		len -= (gsize)n;
	}
	return true;
}

/* Says it, unless NULL, and wants an answer of that first digit.  `name` is for the error. */
static bool
expect(struct talk *t, const char *name, const char *command, int digit, GError **error)
{
	g_autofree char *line = command ? g_strconcat(command, "\r\n", NULL) : NULL;
	int code;

	errno = 0;
	if (line && !send_all(t, line, strlen(line)))
		return later(name, g_strerror(errno), error);
	code = read_reply(t);
	if (code / 100 == digit)
		return true;
	if (!code)
		return later(name, errno ? g_strerror(errno) : "no reply of SMTP", error);
	g_set_error(error, SUBMIT_ERROR, code / 100 == 5 ? SUBMIT_REFUSED : SUBMIT_LATER, "%s: %s",
		    name, t->line);
	return false;
}

/* Line ends as SMTP wants them, a dot before a dot, and the dot that ends it. */
static GString *
on_the_wire(const char *mail)
{
	GString *s = g_string_new(NULL);

	while (*mail) {
		gsize len = strcspn(mail, "\n");

		if (*mail == '.')
			g_string_append_c(s, '.');
		g_string_append_len(s, mail, (gssize)(len && mail[len - 1] == '\r' ? len - 1 : len));
		g_string_append(s, "\r\n");
		mail += len + (mail[len] == '\n');
	}
	g_string_append(s, ".");
	return s;
}

bool
submit(const char *address, const char *to, const char *mail, GError **error)
{
	g_autofree char *rcpt = g_strdup_printf("RCPT TO:<%s>", to);
	g_autoptr(GString) wire = on_the_wire(mail);
	char name[256] = "localhost", hello[300];
	struct talk t;
	bool done;

	if (gethostname(name, sizeof name) < 0 || !*name)
		g_strlcpy(name, "localhost", sizeof name);
	name[sizeof name - 1] = '\0';
	g_snprintf(hello, sizeof hello, "HELO %s", name);
	if (!open_talk(&t, address, error))
		return false;
	done = expect(&t, "greeting", NULL, 2, error) && expect(&t, "HELO", hello, 2, error) &&
	       expect(&t, "MAIL FROM", "MAIL FROM:<>", 2, error) &&
	       expect(&t, "RCPT TO", rcpt, 2, error) && expect(&t, "DATA", "DATA", 3, error) &&
	       expect(&t, "end of data", wire->str, 2, error);
	if (done)
		expect(&t, "QUIT", "QUIT", 2, NULL);
	close(t.fd);
	return done;
}
