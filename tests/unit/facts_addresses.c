/* Recipients as they are written: each where it stands, those of the envelope once. */
#include "core/facts.h"

static const char *const nobody[] = { NULL };

static struct facts *
recipients_of(struct arena *a, const char *to, const char *const *rcpts)
{
	struct facts *f = arena_new0(a, struct facts);
	struct envelope *e = arena_new0(a, struct envelope);
	char *mail = arena_printf(a, "To: %s\nSubject: Hi\n\nHello.\n", to);

	e->rcpts = rcpts;
	*f = (struct facts){ .arena = a, .envelope = e, .message = message_parse(a, mail, strlen(mail)) };
	facts_addresses(f);
	return f;
}

static void
written(void)
{
	static const struct { const char *to, *first, *last; guint n; } lists[] = {
		{ "anna@mail.example", "anna@mail.example", "anna@mail.example", 1 },
		{ "Anna <Anna@Mail.example>,\n\t b@shop.example ", "Anna@Mail.example", "b@shop.example", 2 },
		{ "\"Brown, Anna; @home\" <anna@mail.example>", "anna@mail.example", "anna@mail.example", 1 },
		{ "anna@mail.example (Anna, at home), (b) b@mail.example", "anna@mail.example", "b@mail.example", 2 },
		{ "Team: a@mail.example, b@mail.example;, c@mail.example", "a@mail.example", "c@mail.example", 3 },
		{ "a@mail.example; b@mail.example", "a@mail.example", "b@mail.example", 2 },
		{ "Anna <anna@mail.example, b@mail.example", "anna@mail.example", "b@mail.example", 2 },
		{ "Anna Brown", "Anna Brown", "Anna Brown", 1 },
		{ "\"a b\"@mail.example", "\"a b\"@mail.example", "\"a b\"@mail.example", 1 },
		{ "=?UTF-8?Q?Nowak=2C_Jan?= <jan@mail.example>", "jan@mail.example", "jan@mail.example", 1 },
	};
	struct arena *a = arena_new();

	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
		struct facts *f = recipients_of(a, lists[i].to, nobody);
		const struct recipient *r;

		g_assert_cmpuint(f->recipients->len, ==, lists[i].n);
		r = &g_array_index(f->recipients, struct recipient, 0);
		g_assert_cmpstr(r->address, ==, lists[i].first);
		g_assert_cmpint(memcmp(f->message->raw + r->raw.at, r->address, r->raw.len), ==, 0);
		r = &g_array_index(f->recipients, struct recipient, lists[i].n - 1);
		g_assert_cmpstr(r->address, ==, lists[i].last);
	}
	g_assert_cmpuint(recipients_of(a, "undisclosed-recipients:;", nobody)->recipients->len, ==, 0);
	g_assert_cmpuint(recipients_of(a, " , ;,\"", nobody)->recipients->len, ==, 1);
	arena_free(a);
}

static void
envelope(void)
{
	static const char *const rcpts[] = { "b@shop.example", "anna@mail.example", "b@shop.example", NULL };
	struct arena *a = arena_new();
	struct facts *f = recipients_of(a, "anna@mail.example", rcpts);
	const struct recipient *r = &g_array_index(f->recipients, struct recipient, 1);
	const struct text *t;

	g_assert_cmpuint(f->recipients->len, ==, 2);
	g_assert_null(r->field);
	g_assert_cmpstr(r->local, ==, "b");
	g_assert_cmpstr(r->domain, ==, "shop.example");
	t = facts_addresses_text(f, r);
	g_assert_cmpstr(t->s, ==, "b@shop.example");
	g_assert_cmpuint(text_place(t, text_all(t)).raw_length, ==, 0);
	t = facts_addresses_text(f, r - 1);
	g_assert_true(text_place(t, text_all(t)).exact);
	g_assert_cmpuint(text_place(t, text_all(t)).raw_offset, ==, 4);
	arena_free(a);
}

static void
limit(void)
{
	struct arena *a = arena_new();
	g_autoptr(GString) to = g_string_new("a@b.example");

	for (int i = 0; i < LIMIT_RECIPIENTS; i++)
		g_string_append(to, ",\n a@b.example");
	g_assert_cmphex(recipients_of(a, to->str, nobody)->limits, ==, LIMIT_HIT_RCPTS);
	arena_free(a);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_init();
	g_test_add_func("/addresses/written", written);
	g_test_add_func("/addresses/envelope", envelope);
	g_test_add_func("/addresses/limit", limit);
	return g_test_run();
}
