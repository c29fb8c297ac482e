#include "core/rule.h"

/* "1D2A8C40-0F6B-4E55-9C1C-6D2B7F3A9E10@": Apple's. */
static bool
is_uuid(const char *s)
{
	for (gsize i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? s[i] != '-' : !g_ascii_isxdigit(s[i]))
			return false;
	}
	return s[36] == '@';
}

/* "1234567890.20261120100000@": The Bat's. */
static bool
is_stamp(const char *s)
{
	gsize n = strspn(s, "0123456789");

	return n && s[n] == '.' && strspn(s + n + 1, "0123456789") == 14 && s[n + 15] == '@';
}

/* "000001d8$9a3f$1b2c$@": Outlook's. */
static bool
is_dollars(const char *s)
{
	const char *dollar = strchr(s, '$');

	return dollar && strchr(dollar + 1, '$');
}

static bool
is_never(const char *s)
{
	(void)s;
	return false;
}

/* What the program writes whenever it is named in X-Mailer: one of the two. */
static const struct {
	const char *name;	/* how the value begins */
	const char *field;
	bool (*id)(const char *message_id);
} clients[] = {
	{ "Microsoft Outlook Express", "X-MimeOLE", is_never },
	{ "Microsoft Outlook", "Thread-Index", is_dollars },
	{ "Microsoft Windows Mail", "X-MimeOLE", is_never },
	{ "The Bat!", NULL, is_stamp },
	{ "iPhone Mail", NULL, is_uuid },
	{ "iPad Mail", NULL, is_uuid },
	{ "Apple Mail", NULL, is_uuid },
	{ "Mozilla Thunderbird", NULL, is_never },	/* calls itself User-Agent */
	{ "Thunderbird", NULL, is_never },
};

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *mailer = message_field(f->message, "X-Mailer", 0);
	const struct field *id = message_field(f->message, "Message-ID", 0);
	const char *s = id && *id->value->s == '<' ? id->value->s + 1 : "";

	for (gsize i = 0; mailer && i < G_N_ELEMENTS(clients); i++) {
		if (g_ascii_strncasecmp(mailer->value->s, clients[i].name, strlen(clients[i].name)) != 0)
			continue;
		if (!clients[i].id(s) &&
		    !(clients[i].field && message_field(f->message, clients[i].field, 0)))
			found(out, mailer->value, text_all(mailer->value),
			      "%s did not write this mail", clients[i].name);
		return;
	}
}

#define BY(s, fields) "From: Shop <a@shop.example>\nX-Mailer: " s "\n" fields "Subject: Order\n\nHello.\n"

const struct rule rule_headers_mua_forgery = {
	.id       = "headers-mua-forgery",
	.title    = "X-Mailer names a mail program that did not write it",
	.why      = "Filters know how these programs write, and add up to three points where somebody "
		    "borrows their name.",
	.fix      = "Name your own software, or leave X-Mailer out.",
	.ignore   = "When a server on the way gives mail a new Message-ID.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "SpamAssassin FORGED_MUA_OUTLOOK, FORGED_MUA_MOZILLA; rspamd FORGED_MUA_*",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (BY("Microsoft Outlook 16.0", "Message-ID: <4711@shop.example>\n"),
		     .at = "Microsoft Outlook 16.0"),
		HIT (BY("Microsoft Outlook Express 6.00.2600.0000", "")),
		HIT (BY("The Bat! (v9.3.4) Professional", "Message-ID: <order.4711@shop.example>\n")),
		HIT (BY("iPhone Mail (20H19)", "Message-ID: <1@shop.example>\n")),
		HIT (BY("Thunderbird 102", "")),
		PASS(BY("Microsoft Outlook 16.0", "Thread-Index: AdnZ\n")),
		PASS(BY("Microsoft Outlook 16.0", "Message-ID: <000001d8$9a3f$1b2c@shop.example>\n")),
		PASS(BY("The Bat! (v9.3.4)", "Message-ID: <1234567890.20261120100000@shop.example>\n")),
		PASS(BY("Apple Mail (2.3696)",
			"Message-ID: <1D2A8C40-0F6B-4E55-9C1C-6D2B7F3A9E10@shop.example>\n")),
		PASS(BY("PHPMailer 6.8.0", "")),
		PASS(SUBJECT("Your order")),
	},
};
