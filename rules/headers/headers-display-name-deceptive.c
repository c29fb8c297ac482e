#include "core/rule.h"

/* "kontakt@firma.pl", "www.firma.pl", "firma.pl/": what a reader takes for an address. */
static bool
is_url(const char *name)
{
	return strstr(name, "://") || g_ascii_strncasecmp(name, "www.", 4) == 0;
}

/* The end of the address whose "@" is at `at`. */
static const char *
address_end(const char *at)
{
	while (*at && !g_ascii_isspace(*at) && !strchr(",;<>()\"'", *at))
		at++;
	return at;
}

/* An address in the name that is not the one behind it. */
static bool
names_another(const struct address *a)
{
	const char *at = strchr(a->name, '@'), *end;
	gsize len;

	if (!at || at == a->name || !g_ascii_isalnum(at[-1]))
		return false;
	end = address_end(at + 1);
	len = (gsize)(end - at - 1);
	return len > 3 && memchr(at + 1, '.', len) &&
	       (len != strlen(a->domain) || g_ascii_strncasecmp(at + 1, a->domain, len) != 0);
}

/* Pictures and marks that make a name look verified or urgent. */
static bool
has_picture(const char *name)
{
	for (; *name; name = g_utf8_next_char(name)) {
		gunichar c = g_utf8_get_char(name);

		if ((c >= 0x2600 && c <= 0x27bf) || (c >= 0x1f300 && c <= 0x1faff))
			return true;
	}
	return false;
}

/* "(2)", as if so many mails waited. */
static bool
has_counter(const char *name)
{
	const char *open = strrchr(name, '(');
	gsize digits = 0;

	while (open && g_ascii_isdigit(open[1 + digits]))
		digits++;
	return open && digits && digits < 3 && open[1 + digits] == ')';
}

static bool
begins_as_reply(const struct facts *f, const char *name)
{
	const char *colon = strchr(name, ':');

	return f->phrases && colon && colon - name < 8 &&
	       phrases_lookup(f->phrases, "reply-prefix",
			      arena_strndup(f->arena, name, (gsize)(colon - name)));
}

/* The reader's own name, as if he had written to himself. */
static bool
is_recipient(const struct facts *f, const struct address *from)
{
	const GArray *to = message_addresses(f->message, "To");
	const struct address *a;

	if (to->len != 1)
		return false;
	a = &g_array_index(to, struct address, 0);
	return a->name && g_str_equal(a->name, from->name) && !g_str_equal(a->domain, from->domain);
}

static const char *
wrong(const struct facts *f, const struct address *a)
{
	if (names_another(a))
		return PHRASE("the name shows another address than the one behind it");
	if (is_url(a->name))
		return PHRASE("the name is a web address");
	if (has_picture(a->name))
		return PHRASE("there is a picture in the name");
	if (has_counter(a->name))
		return PHRASE("the name counts messages");
	if (begins_as_reply(f, a->name))
		return PHRASE("the name begins like the subject of a reply");
	if (f->phrases && phrases_lookup(f->phrases, "urgent-name", a->name))
		return PHRASE("the name says what the mail is about, not who sends it");
	if (is_recipient(f, a))
		return PHRASE("the name is the recipient's own");
	return NULL;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *from = message_field(f->message, "From", 0);
	const GArray *senders = message_addresses(f->message, "From");
	const struct address *a;
	const char *what;

	if (!from || senders->len != 1)
		return;
	a = &g_array_index(senders, struct address, 0);
	what = a->name && g_utf8_validate(a->name, -1, NULL) ? wrong(f, a) : NULL;
	if (what)
		found(out, from->value, text_all(from->value), "%s", what);
}

#define FROM(s) "From: " s "\nTo: Anna Brown <anna@mail.example>\nSubject: Order\n\nHello.\n"

const struct rule rule_headers_display_name_deceptive = {
	.id       = "headers-display-name-deceptive",
	.title    = "the name of the sender does not name the sender",
	.why      = "Gmail asks for the name of a person or company and nothing else there; filters know "
		    "the rest from fraud.",
	.fix      = "Show only the name: Harbour Bikes <orders@harbour-bikes.example>.",
	.ignore   = "When the picture or the address is the firm's name.",
	.points   = 15,
	.evidence = EVIDENCE_B,
	.source   = "Gmail sender guidelines 2025; rspamd SPOOF_DISPLAY_NAME, R_HTTP_URL_IN_FROM",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (FROM("\"support@bank.example\" <info@shop.example>"),
		     .at = "\"support@bank.example\" <info@shop.example>"),
		HIT (FROM("\"https://shop.example\" <info@shop.example>")),
		HIT (FROM("=?UTF-8?Q?=E2=9C=85_Shop?= <info@shop.example>")),
		HIT (FROM("\"Shop (3)\" <info@shop.example>")),
		HIT (FROM("\"Re: Order\" <info@shop.example>")),
		HIT (FROM("Last Chance <info@shop.example>")),
		HIT (FROM("=?UTF-8?Q?Wa=C5=BCna_wiadomo=C5=9B=C4=87?= <info@shop.example>")),
		HIT (FROM("Anna Brown <info@shop.example>")),
		PASS(FROM("Harbour Bikes <orders@harbour-bikes.example>")),
		PASS(FROM("\"info@shop.example\" <info@shop.example>")),
		PASS(FROM("\"Nowak, Jan (serwis)\" <jan@shop.example>")),
		PASS(FROM("Joe @ Shop <joe@shop.example>")),
		PASS(FROM("\"Shop.example\" <info@shop.example>")),
		PASS(FROM("Studio 24 (Warszawa) <info@shop.example>")),
		PASS("From: a@shop.example\nSubject: Order\n\nHello.\n"),
	},
};
