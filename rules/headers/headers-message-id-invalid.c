#include "core/rule.h"

enum { ID_MOST = 500 };	/* bytes; Gmail takes no longer ids */

static const char *const private_ends[] = {
	"localhost", ".localdomain", ".local", ".lan", ".internal", ".invalid",
};

static const char *
wrong_right(const char *s, const char *end)
{
	gsize len = (gsize)(end - s);
	guint32 unused;

	if (!len)
		return PHRASE("nothing follows the @");
	if (*s == '[' || url_is_ipv4(s, len, &unused))
		return PHRASE("it ends in a numeric address");
	for (gsize i = 0; i < G_N_ELEMENTS(private_ends); i++) {
		gsize n = strlen(private_ends[i]);

		if (len >= n && g_ascii_strncasecmp(end - n, private_ends[i], n) == 0)
			return PHRASE("it ends in a host of your own network");
	}
	return NULL;
}

static const char *
wrong(const char *s, gsize len)
{
	const char *end = s + len, *at;

	if (len > ID_MOST)
		return PHRASE("it is longer than 500 characters");
	if (len < 2 || *s != '<' || end[-1] != '>')
		return PHRASE("it is not in < >");
	s++;
	end--;
	for (const char *p = s; p < end; p++) {
		if (g_ascii_isspace(*p))
			return PHRASE("there is a blank in it");
		if (*p == '<' || *p == '>')
			return PHRASE("there is more than one");
	}
	at = memchr(s, '@', (gsize)(end - s));
	if (!at)
		return PHRASE("there is no @ in it");
	if (at == s)
		return PHRASE("nothing stands before the @");
	return wrong_right(at + 1, end);
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *field = message_field(f->message, "Message-ID", 0);
	const char *s, *what;
	gsize len;

	if (!field || !field->value->len)
		return;		/* headers-message-id-missing */
	s = field->value->s;
	len = field->value->len;
	if (s[len - 1] == ')' && memchr(s, '>', len))	/* a comment behind it is legal */
		len = (gsize)((const char *)memchr(s, '>', len) - s) + 1;
	what = wrong(s, len);
	if (what)
		found(out, field->value, text_all(field->value), "%s", what);
}

#define ID(s) "From: a@shop.example\nMessage-ID: " s "\nSubject: Order\n\nHello.\n"

const struct rule rule_headers_message_id_invalid = {
	.id       = "headers-message-id-invalid",
	.title    = "the Message-ID is malformed",
	.why      = "Gmail refuses mail without a valid one; an id that is not unique puts mails into "
		    "the wrong conversation.",
	.fix      = "Write <unique@your-domain>: at least 20 random characters, and your public domain.",
	.ignore   = "When the sending service gives the mail an id of its own.",
	.points   = 15,
	.evidence = EVIDENCE_A,
	.source   = "RFC 5322 3.6.4; Gmail 550 5.7.1; SpamAssassin and rspamd INVALID_MSGID",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (ID("20261120.4711@shop.example"), .at = "20261120.4711@shop.example"),
		HIT (ID("<20261120-4711>")),
		HIT (ID("<20261120.4711@localhost>")),
		HIT (ID("<20261120.4711@web1.firma.local>")),
		HIT (ID("<20261120.4711@192.168.1.10>")),
		HIT (ID("<20261120 4711@shop.example>")),
		HIT (ID("<@shop.example>")),
		HIT (ID("<20261120.4711@>")),
		PASS(ID("<20261120.4711@shop.example>")),
		PASS(ID("<CAF+x=Zb7y_8$z@mail.shop.example>")),
		PASS(ID("\n <20261120.4711@shop.example>")),
		PASS(ID("<20261120.4711@shop.example> (added by the shop)")),
		PASS(ID("<4f0c9d2e-8a77@web1>")),	/* need not resolve */
		PASS("From: a@shop.example\nMessage-ID:\n\nHello.\n"),
	},
};
