/* One line whatever stands in the envelope; and a log that hangs holds up nobody. */
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "act/log.h"

static const char *const nobody[] = { NULL };

static char *
line_as(enum log_format format, const struct envelope *e, bool cut)
{
	struct log_line out;
	struct policy *p = policy_new_default("shop", rules_all);
	const struct policies policies = { .fallback = p };
	const struct lint lint = { .policies = &policies };
	struct arena *a = arena_new();
	const struct lint_options options = { .policy = p };

	log_line_begin(&out, format, LOG_LEVEL_INFO, "message", "");
	log_format(&out, &(struct log_record){
		.envelope = e, .id = "0123", .taken = TAKEN_TAG, .milliseconds = 7, .cut = cut,
		.verdict = lint_check(&lint, a, e, "Subject: Secret\r\n\r\nText\r\n", 26, &options),
	});
	arena_free(a);
	policy_free(p);
	return g_string_free(out.s, FALSE);
}

static char *
line_of(const struct envelope *e, bool cut)
{
	return line_as(LOG_TEXT, e, cut);
}

static void
format(void)
{
	const struct envelope e = {
		.sender = "a@shop.example", .login = "alice", .client = "192.0.2.1",
		.queue_id = "4XyZ", .rcpts = nobody,
	};
	g_autofree char *line = line_of(&e, true);

	g_assert_true(g_str_has_prefix(line, "queue=4XyZ id=0123 sender=a@shop.example login=alice "
				       "client=192.0.2.1 policy=shop mode=observe class="));
	g_assert_nonnull(strstr(line, " taken=tag "));
	g_assert_true(g_str_has_suffix(line, " ms=7 incomplete=cut"));
	g_assert_null(strstr(line, "Secret"));
}

static void
hostile(void)
{
	g_autofree char *longest = g_strnfill(100000, 'x');
	const struct envelope e = {
		.sender = "", .login = "al ice\r\nqueue=fake points=0\x1b[2J\"\\\xe2\x80\xa8",
		.queue_id = longest, .local = true, .client = "1", .rcpts = nobody,
	};
	g_autofree char *line = line_of(&e, false);

	g_assert_null(strpbrk(line, "\r\n\x1b\"\xe2"));
	g_assert_nonnull(strstr(line, " sender=<> login=al\\x20ice\\x0d\\x0aqueue=fake\\x20points=0"
				"\\x1b[2J\\x22\\x5c\\xe2\\x80\\xa8 client=local "));
	g_assert_cmpint(strlen(line), <, 1000);
}

/* The members that text has, with their types. */
static void
json(void)
{
	const struct envelope e = {
		.sender = "", .login = "al\"ice\\\r\n\x1b[2J\xff\xe2\x80\xa8\xd9\x85", .local = true, .rcpts = nobody,
	};
	g_autofree char *line = line_as(LOG_JSON, &e, true);

	g_assert_true(g_str_has_prefix(line, "\"level\":\"info\",\"event\":\"message\",\"queue\":null,"
				       "\"id\":\"0123\",\"sender\":\"<>\",\"login\":\"al\\\"ice\\\\\\u000d\\u000a"
				       "\\u001b[2J\\ufffd\\u2028\xd9\x85\",\"client\":\"local\",\"policy\":"));
	g_assert_nonnull(strstr(line, ",\"taken\":\"tag\",\"rules\":[\""));
	g_assert_nonnull(strstr(line, "\"headers-date-missing\""));
	g_assert_true(g_str_has_suffix(line, "],\"ms\":7,\"incomplete\":\"cut\""));
	g_assert_null(strstr(line, "Secret"));
}

/* Of a long value a part is there, and of a character all or nothing. */
static void
json_long(void)
{
	g_autofree char *longest = g_strnfill(100000, 'x');
	struct log_line l;

	memcpy(longest + 255, "\xc4\x85", 2);
	log_line_begin(&l, LOG_JSON, LOG_LEVEL_ERROR, "notice", "");
	log_line_string(&l, "a", longest);
	log_line_words(&l, "two\nlines");
	g_assert_cmpint(l.s->len, <, 400);
	g_assert_true(g_str_has_suffix(l.s->str, "xxx...\",\"text\":\"two\\u000alines\""));
	g_assert_true(g_utf8_validate(l.s->str, -1, NULL));
	g_string_free(l.s, TRUE);
}

/* To a file; a rotation in the middle. */
static void
file(void)
{
	g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
	g_autofree char *path = g_build_filename(folder, "log", NULL);
	g_autofree char *old = g_build_filename(folder, "log.1", NULL);
	g_autofree char *s = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_true(log_open(path, &error));
	log_say(LOG_LEVEL_INFO, "before\n%d", 1);
	for (int i = 0; i < 500 && !(g_file_get_contents(path, &s, NULL, NULL) && *s); i++) {
		g_clear_pointer(&s, g_free);
		g_usleep(10000);
	}
	g_assert_true(g_str_has_suffix(s, "before 1\n"));
	g_free(s);
	g_assert_cmpint(g_rename(path, old), ==, 0);
	log_reopen();
	log_say(LOG_LEVEL_INFO, "after");
	log_close();
	g_assert_true(g_file_get_contents(path, &s, NULL, NULL));
	g_assert_true(g_str_has_suffix(s, "]: after\n"));
	g_assert_cmpint(g_unlink(path) | g_unlink(old) | g_rmdir(folder), ==, 0);
	g_assert_false(log_open("/nonexistent/log", &error));
	g_assert_nonnull(error);
}

static bool
comes(const char *path, const char *words)
{
	for (int i = 0; i < 500; i++) {
		g_autofree char *s = NULL;

		if (g_file_get_contents(path, &s, NULL, NULL) && strstr(s, words))
			return true;
		g_usleep(10000);
	}
	return false;
}

/* A disk that is full: the lines are counted, and that is said when there is room. */
static void
full(void)
{
	g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
	g_autofree char *path = g_build_filename(folder, "log", NULL);
	g_autoptr(GError) error = NULL;

	g_assert_false(log_open("/nonexistent/log", &error));
	log_close();
	g_assert_cmpint(symlink("/dev/full", path), ==, 0);
	g_assert_true(log_open(path, NULL));
	for (int i = 0; i < 3; i++)
		log_say(LOG_LEVEL_INFO, "lost");
	g_usleep(300000);
	g_assert_cmpint(unlink(path), ==, 0);
	log_reopen();
	g_usleep(300000);
	log_say(LOG_LEVEL_INFO, "room again");
	g_assert_true(comes(path, "room again"));
	g_assert_true(comes(path, "log: 3 lines lost: No space left on device"));
	log_close();
	unlink(path);
	rmdir(folder);
}

/* A syslog that reads nothing: lines are dropped and counted, nobody waits. */
static void
hanging(void)
{
	enum { LINES = 20000 };
	g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
	g_autofree char *path = g_build_filename(folder, "socket", NULL);
	g_autofree char *target = g_strconcat("syslog:", path, NULL);
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	struct log_figures figures;
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	gint64 start, longest = 0;

	g_strlcpy(at.sun_path, path, sizeof at.sun_path);
	g_assert_cmpint(bind(fd, (struct sockaddr *)&at, sizeof at), ==, 0);
	g_assert_true(log_open(target, NULL));
	for (int i = 0; i < LINES; i++) {
		start = g_get_monotonic_time();
		log_say(LOG_LEVEL_INFO, "line %d", i);
		longest = MAX(longest, g_get_monotonic_time() - start);
	}
	log_figures(&figures);
	g_assert_cmpint(figures.dropped, >, 0);
	g_assert_cmpint(figures.dropped, <, LINES);
	g_assert_cmpint(figures.waiting, >, 0);
	g_assert_cmpint(figures.waiting, <=, figures.room);
	g_assert_cmpint(longest, <, 30 * G_USEC_PER_SEC);	/* a hang, not a pause of the machine */
	start = g_get_monotonic_time();
	log_close();
	g_assert_cmpint(g_get_monotonic_time() - start, <, 30 * G_USEC_PER_SEC);
	close(fd);
	g_assert_cmpint(g_unlink(path) | g_rmdir(folder), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/log/format", format);
	g_test_add_func("/log/hostile", hostile);
	g_test_add_func("/log/json", json);
	g_test_add_func("/log/json/long", json_long);
	g_test_add_func("/log/file", file);
	g_test_add_func("/log/full", full);
	g_test_add_func("/log/hanging", hanging);
	return g_test_run();
}
