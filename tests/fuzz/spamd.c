/*
 * Any bytes are a request of the spamd protocol, in whatever pieces they come: no bytes may crash
 * us or cost more memory than the limits say, and the pieces make no difference.
 */
#include <stdint.h>

#include "door/spamd_reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct read {
	struct arena *arena;
	struct spamd_request request;
	struct spool spool;
};

static void
read_in(struct read *r, const char *s, gsize size, gsize piece)
{
	gsize head = 0;

	r->arena = arena_new();
	spamd_request_init(&r->request, r->arena);
	spool_init(&r->spool, NULL);
	for (gsize at = 0; at < size && !r->request.bad; at += piece) {
		gsize n = MIN(piece, size - at);

		head = spamd_request_head(&r->request, s + at, n);
		g_assert_cmpuint(head, <=, n);
		if (r->request.has_head && !r->request.bad)
			g_assert_cmpuint(spamd_request_body(&r->request, &r->spool, s + at + head,
							    n - head), <=, n - head);
	}
	g_assert_cmpuint(r->request.rcpts->len, <=, LIMIT_RECIPIENTS + 1);
	g_assert_cmpuint(r->request.line->len, <=, LIMIT_REQUEST_LINE);
}

static void
check_reply(const struct spamd_request *r)
{
	g_autoptr(GString) out = g_string_new(NULL);

	spamd_reply(out, r, &(struct spamd_answer){ .taken = TAKEN_ACCEPT });
	g_assert_true(g_str_has_prefix(out->str, r->rspamd && !r->bad && r->command != SPAMD_PING
					       ? "RSPAMD/1.3 0 " : "SPAMD/1."));
}

static void
clear(struct read *r)
{
	spamd_request_clear(&r->request);
	spool_clear(&r->spool);
	arena_free(r->arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data;
	struct read whole, pieces;
	gsize a, b;

	read_in(&whole, s, size, MAX(size, 1));
	read_in(&pieces, s, size, size ? 1 + data[size - 1] % 7 : 1);
	check_reply(&whole.request);
	g_assert_true(!whole.request.bad == !pieces.request.bad);
	g_assert_true(whole.request.has_head == pieces.request.has_head);
	g_assert_cmpuint(whole.request.body, ==, pieces.request.body);
	g_assert_cmpint(whole.request.command, ==, pieces.request.command);
	g_assert_cmpstr(whole.request.envelope.sender, ==, pieces.request.envelope.sender);
	g_assert_cmpuint(whole.request.rcpts->len, ==, pieces.request.rcpts->len);

	const char *one = spool_bytes(&whole.spool, &a), *other = spool_bytes(&pieces.spool, &b);

	g_assert_cmpmem(one, a, other, b);
	clear(&whole);
	clear(&pieces);
	return 0;
}

#ifndef FUZZER
int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		g_autofree char *data = NULL;
		gsize len;

		if (!g_file_get_contents(argv[i], &data, &len, NULL))
			return 1;
		LLVMFuzzerTestOneInput((const uint8_t *)data, len);
		g_print("ok %d - %s\n", i, argv[i]);
	}
	g_print("1..%d\n", argc - 1);
	return 0;
}
#endif
