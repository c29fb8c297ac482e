/* Heads of HTTP requests: the few that are answered, and the many that are not. */
#include "door/http_request.h"

static const struct {
	const char *head;
	guint status;
	const char *path;
} cases[] = {
	{ "GET /metrics HTTP/1.1\r\nHost: localhost:9999\r\n\r\n", 200, "/metrics" },
	{ "GET /metrics HTTP/1.0\n\n", 200, "/metrics" },
	{ "GET /?x=1 HTTP/1.1\r\n\r\n", 200, "/" },
	{ "GET /health?a?b HTTP/1.1\r\nContent-Length: 9\r\n\r\nbody body", 200, "/health" },
	{ "GET /metrics HTTP/1.1\r\nHost: x\r\n", 0, NULL },
	{ "G", 0, NULL },
	{ "", 0, NULL },
	{ "GET /metrics HTTP/1.1\r\n", 0, NULL },
	{ "POST /metrics HTTP/1.1\r\n\r\n", 405, NULL },
	{ "HEAD /metrics HTTP/1.1\r\n\r\n", 405, NULL },
	{ "GET /metrics HTTP/2.0\r\n\r\n", 505, NULL },
	{ "GET /metrics HTTP/1.1x\r\n\r\n", 400, NULL },
	{ "GET /metrics\r\n\r\n", 400, NULL },
	{ "GET  /metrics HTTP/1.1\r\n\r\n", 400, NULL },
	{ "GET metrics HTTP/1.1\r\n\r\n", 400, NULL },
	{ "GET http://localhost/metrics HTTP/1.1\r\n\r\n", 400, NULL },
	{ "GET /met\trics HTTP/1.1\r\n\r\n", 400, NULL },
	{ "GET /m\xc3\xa9 HTTP/1.1\r\n\r\n", 400, NULL },
	{ "GET  HTTP/1.1\r\n\r\n", 400, NULL },
	{ "\r\n\r\n", 400, NULL },
	{ "\x16\x03\x01", 400, NULL },
	{ "get /metrics HTTP/1.1\r\n\r\n", 400, NULL },
	{ " \n\n", 400, NULL },
};

static void
heads(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		char path[HTTP_PATH] = "untouched";
		guint status = http_request(cases[i].head, strlen(cases[i].head), path);

		g_test_message("%s", cases[i].head);
		g_assert_cmpuint(status, ==, cases[i].status);
		g_assert_cmpstr(path, ==, cases[i].path ? cases[i].path : "untouched");
	}
}

/* Byte by byte nothing is decided too early. */
static void
pieces(void)
{
	static const char s[] = "GET /health HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n";
	char path[HTTP_PATH];

	for (gsize n = 0; n < sizeof s - 1; n++)
		g_assert_cmpuint(http_request(s, n, path), ==, 0);
	g_assert_cmpuint(http_request(s, sizeof s - 1, path), ==, 200);
}

static void
too_much(void)
{
	g_autoptr(GString) s = g_string_new("GET /");
	char path[HTTP_PATH];

	g_assert_cmpuint(http_request("GET /a\0b HTTP/1.1\n\n", 19, path), ==, 400);
	while (s->len < HTTP_HEAD)
		g_string_append_c(s, 'a');
	g_assert_cmpuint(http_request(s->str, HTTP_HEAD, path), ==, 414);
	g_string_assign(s, "GET /");
	while (s->len < HTTP_PATH + 5)
		g_string_append_c(s, 'a');
	g_string_append(s, " HTTP/1.1\r\n");
	g_assert_cmpuint(http_request(s->str, s->len, path), ==, 0);
	g_string_append(s, "\r\n");
	g_assert_cmpuint(http_request(s->str, s->len, path), ==, 414);
	g_string_assign(s, "GET / HTTP/1.1\r\n");
	while (s->len < HTTP_HEAD)
		g_string_append(s, "X-Header: 1234567\r\n");
	g_assert_cmpuint(http_request(s->str, HTTP_HEAD, path), ==, 431);
	g_assert_cmpstr(http_request_reason(431), ==, "Request Header Fields Too Large");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/http-request/heads", heads);
	g_test_add_func("/http-request/pieces", pieces);
	g_test_add_func("/http-request/too-much", too_much);
	return g_test_run();
}
