#include "core/rule.h"

/* Whose limit it is; all count the mail as it is sent, attachments encoded. */
static const struct {
	const char *name, *who;
	int points;
} steps[] = {
	{ "exchange-kb", "Exchange Online takes no more by default", 40 },
	{ "gmail-kb", "Gmail and Yahoo take no more", 30 },
	{ "outlook-kb", "Outlook.com and iCloud take no more", 20 },
	{ "notice-kb", "many servers take no more", 5 },
};

/* With the CR that every line end will have on the way. */
static gsize
wire_size(const struct message *m)
{
	gsize n = m->len;

	if (m->crlf)
		return n;
	for (const char *p = m->raw, *end = p + m->len; p < end; p++, n++)
		if (!(p = memchr(p, '\n', (gsize)(end - p))))
			break;
	return n;
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct text *t;
	gsize size;

	if (f->message->len <= (gsize)param(out, "notice-kb") * 1024 / 2)
		return;		/* even if every byte were a line end */
	size = wire_size(f->message);
	for (gsize i = 0; i < G_N_ELEMENTS(steps); i++)
		if (size > (gsize)param(out, steps[i].name) * 1024) {
			t = found_nowhere(f, "message");
			found_for(out, steps[i].points, t, text_all(t),
				  "%u KB on the way; %s", (guint)(size / 1024), steps[i].who);
			return;
		}
}

#define LINE64 "This line is here to fill the mail: sixty-four characters of it.\n"
#define KB     LINE64 LINE64 LINE64 LINE64 LINE64 LINE64 LINE64 LINE64 \
	       LINE64 LINE64 LINE64 LINE64 LINE64 LINE64 LINE64 LINE64

const struct rule rule_mime_size = {
	.id       = "mime-size",
	.title    = "the message is too large for many receivers",
	.why      = "Receivers refuse what is over their limit, and they count the mail as it is "
		    "sent: 18 MB of files become 25 MB.",
	.fix      = "Send a link to the file, or make the file smaller.",
	.ignore   = "When the readers' servers are known to take mail of this size.",
	.points   = 40,
	.evidence = EVIDENCE_A,
	.source   = "Gmail 552 5.3.4; Exchange Online limits",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.params   = {
		{ "notice-kb", 10240, 1, 1048576, "kilobytes above which it is a note" },
		{ "outlook-kb", 20480, 1, 1048576, "kilobytes that Outlook.com and iCloud take" },
		{ "gmail-kb", 25600, 1, 1048576, "kilobytes that Gmail and Yahoo take" },
		{ "exchange-kb", 35840, 1, 1048576, "kilobytes that Exchange Online takes" },
	},
	.check    = check,
	.examples = {
		HIT (BODY(KB KB), .set = "notice-kb=2", .points = 5),
		HIT (BODY(KB KB KB), .set = "notice-kb=1,outlook-kb=2", .points = 20),
		HIT (BODY(KB KB KB), .set = "notice-kb=1,outlook-kb=2,gmail-kb=3", .points = 30),
		HIT (BODY(KB KB KB), .set = "notice-kb=1,exchange-kb=3", .points = 40),
		PASS(BODY(KB KB KB)),
		PASS(BODY(KB), .set = "notice-kb=2"),
	},
};
