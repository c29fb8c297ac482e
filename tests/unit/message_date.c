/* Dates as RFC 5322 has them, and what is wrong with others. */
#include "core/message_date.h"

static void
good(void)
{
	static const struct { const char *s; gint64 at; } dates[] = {
		{ "Thu, 01 Jan 1970 00:00:00 +0000", 0 },
		{ "Fri, 20 Nov 2026 10:00:00 +0100", 1795165200 },
		{ "20 Nov 2026 10:00 +0100", 1795165200 },
		{ "Fri, 20 Nov 26 04:00:00 EST", 1795165200 },
		{ " Fri (a (deep) comment), 20 Nov 2026 06:00:00 -0300 (BRT) ", 1795165200 },
		{ "Tue, 29 Feb 2000 23:59:60 GMT", 951868800 },
		{ "31 Dec 1969 23:59:59 Z", -1 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(dates); i++) {
		struct message_date d = message_date_read(dates[i].s, strlen(dates[i].s));

		g_assert_null(d.wrong);
		g_assert_cmpint(d.at, ==, dates[i].at);
	}
}

static void
bad(void)
{
	static const struct { const char *s, *where; } dates[] = {
		{ "", "" }, { "pt, 20 lis 2026 10:00:00 +0100", "pt," }, { "Fri 20 Nov 2026", "20" },
		{ "20 lis 2026 10:00:00 +0100", "lis" }, { "30 Feb 2026 10:00:00 +0100", "30" },
		{ "20 Nov 2026 10.00 +0100", "10.00" }, { "20 Nov 2026 10:00:00 +1", "+1" },
		{ "20 Nov 2026 10:00:00 +0100 AM", "AM" }, { "20 Nov 2026 10:00:00 CET", "CET" },
		{ "99999999999999999999", "99999999999999999999" }, { "20 Nov 2026 10:", "10:" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(dates); i++) {
		struct message_date d = message_date_read(dates[i].s, strlen(dates[i].s));
		g_autofree char *where = g_strndup(dates[i].s + d.where.at, d.where.len);

		g_assert_nonnull(d.wrong);
		g_assert_cmpstr(where, ==, dates[i].where);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/message-date/good", good);
	g_test_add_func("/message-date/bad", bad);
	return g_test_run();
}
