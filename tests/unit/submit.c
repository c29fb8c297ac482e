/* What a mail server may say to us, and what becomes of the mail then. */
#include <glib/gstdio.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "act/submit.h"

static char *path;

/* A server that says these lines, one for each command, and keeps what it hears. */
struct server {
	const char *const *lines;
	GString *heard;
	int listener;
	pthread_t thread;
};

static void *
serve(void *data)
{
	struct server *s = data;
	int fd = accept(s->listener, NULL, NULL);
	bool in_data = false;
	gsize begin = 0;
	char chunk[4096];

	for (const char *const *l = s->lines; *l; l++) {
		ssize_t n = 0;

		if (send(fd, *l, strlen(*l), MSG_NOSIGNAL) < 0)
			break;
		in_data = g_str_has_prefix(*l, "354");
		begin = s->heard->len;
		while (!g_str_has_suffix(s->heard->str + begin, in_data ? "\r\n.\r\n" : "\r\n") &&
		       (n = recv(fd, chunk, sizeof chunk, 0)) > 0)
			g_string_append_len(s->heard, chunk, n);
		if (n <= 0 && begin == s->heard->len)
			break;
	}
	close(fd);
	return NULL;
}

static void
start(struct server *s, const char *const *lines)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	*s = (struct server){ .lines = lines, .heard = g_string_new(NULL) };
	s->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	g_strlcpy(at.sun_path, path, sizeof at.sun_path);
	g_assert_cmpint(bind(s->listener, (struct sockaddr *)&at, sizeof at), ==, 0);
	g_assert_cmpint(listen(s->listener, 1), ==, 0);
	g_assert_cmpint(pthread_create(&s->thread, NULL, serve, s), ==, 0);
}

static bool
send_to(const char *const *lines, const char *mail, char **ret_heard, GError **error)
{
	g_autofree char *address = g_strconcat("unix:", path, NULL);
	struct server s;
	bool done;

	start(&s, lines);
	done = submit(address, "anna@mail.example", mail, error);
	pthread_join(s.thread, NULL);
	if (ret_heard)
		*ret_heard = g_strdup(s.heard->str);
	close(s.listener);
	g_string_free(s.heard, TRUE);
	g_remove(path);
	return done;
}

static void
sends(void)
{
	static const char *const lines[] = { "220-hello\r\n220 host\r\n", "250 host\r\n", "250 ok\r\n",
		"250 ok\r\n", "354 go on\r\n", "250 queued\r\n", "221 bye\r\n", NULL };
	g_autofree char *heard = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_true(send_to(lines, "Subject: a\n\n.dot\nlast", &heard, &error));
	g_assert_no_error(error);
	g_assert_true(g_str_has_prefix(heard, "HELO "));
	g_assert_nonnull(strstr(heard, "\r\nMAIL FROM:<>\r\nRCPT TO:<anna@mail.example>\r\nDATA\r\n"
				"Subject: a\r\n\r\n..dot\r\nlast\r\n.\r\nQUIT\r\n"));
}

static void
fails(void)
{
	static const char *const later[] = { "421 too busy\r\n", NULL };
	static const char *const refused[] = { "220 a\r\n", "250 a\r\n", "250 a\r\n", "550-no\r\n550 nobody\r\n",
					       NULL };
	static const char *const end[] = { "220 a\r\n", "250 a\r\n", "250 a\r\n", "250 a\r\n", "354 a\r\n",
					   "451 disk\r\n", NULL };
	static const char *const gone[] = { "220 a\r\n", "250 a\r\n", NULL };
	static const char *const nonsense[] = { "hello there\r\n", NULL };
	static const struct {
		const char *const *lines;
		int code;
		const char *said;
	} cases[] = {
		{ later, SUBMIT_LATER, "421 too busy" }, { refused, SUBMIT_REFUSED, "RCPT TO: 550 nobody" },
		{ end, SUBMIT_LATER, "end of data: 451 disk" }, { gone, SUBMIT_LATER, "MAIL FROM" },
		{ nonsense, SUBMIT_LATER, "greeting" },
	};
	g_autoptr(GError) error = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_assert_false(send_to(cases[i].lines, "Subject: a\n\nb\n", NULL, &error));
		g_assert_error(error, SUBMIT_ERROR, cases[i].code);
		g_assert_nonnull(strstr(error->message, cases[i].said));
		g_clear_error(&error);
	}
}

static void
nobody_there(void)
{
	static const char *const addresses[] = { "inet:1@127.0.0.1", "unix:/nonexistent/socket",
						 "inet:25@[::1", "/nonexistent" };
	g_autoptr(GError) error = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
		g_assert_false(submit(addresses[i], "a@b.example", "x\n", &error));
		g_assert_error(error, SUBMIT_ERROR, SUBMIT_LATER);
		g_clear_error(&error);
	}
}

int
main(int argc, char **argv)
{
	g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
	int status;

	g_test_init(&argc, &argv, NULL);
	path = g_build_filename(folder, "smtp", NULL);
	g_test_add_func("/submit/sends", sends);
	g_test_add_func("/submit/fails", fails);
	g_test_add_func("/submit/nobody-there", nobody_there);
	status = g_test_run();
	g_rmdir(folder);
	g_free(path);
	return status;
}
