#include "core/facts_class.h"

/*
 * Every sign has points for one class; each counts once, and the highest sum
 * wins.  What the signs are worth was weighed on real mail; those that both
 * kinds of mail carry (marks of template builders, a pixel alone) are not here.
 */
static const struct {
	enum message_class class;
	int points;
	const char *why;	/* for people */
} signs[SIGNS] = {
	[SIGN_REPORT]          = { CLASS_AUTO, 10, "it is a delivery or reading report" },
	[SIGN_AUTO_REPLIED]    = { CLASS_AUTO, 10, "Auto-Submitted says auto-replied" },
	[SIGN_AUTO_FIELD]      = { CLASS_AUTO, 6, "a vacation program made it" },
	[SIGN_AUTO_SUBJECT]    = { CLASS_AUTO, 6, "subject is that of an automatic reply" },

	[SIGN_POSTMARK_OUT]    = { CLASS_TRANSACTIONAL, 8, "X-PM-Message-Stream is outbound" },
	[SIGN_APPLICATION]     = { CLASS_TRANSACTIONAL, 6, "fields of an event-driven application" },
	[SIGN_CODE]            = { CLASS_TRANSACTIONAL, 6, "body brings a code or an activation" },
	[SIGN_SCHEMA_SERVICE]  = { CLASS_TRANSACTIONAL, 5, "schema.org markup of an order" },
	[SIGN_AUTO_GENERATED]  = { CLASS_TRANSACTIONAL, 4, "Auto-Submitted says auto-generated" },
	[SIGN_TAG_SERVICE]     = { CLASS_TRANSACTIONAL, 4, "sending service tags it as service mail" },
	[SIGN_SUBJECT_SERVICE] = { CLASS_TRANSACTIONAL, 4, "subject speaks of service" },
	[SIGN_FROM_SERVICE]    = { CLASS_TRANSACTIONAL, 3, "sender is a service address" },
	[SIGN_DOCUMENT]        = { CLASS_TRANSACTIONAL, 3, "an invoice or an appointment is attached" },
	[SIGN_BODY_SERVICE]    = { CLASS_TRANSACTIONAL, 2, "body begins with service" },
	[SIGN_NUMBER]          = { CLASS_TRANSACTIONAL, 2, "subject bears a number, for one recipient" },
	[SIGN_AUTO_SUPPRESS]   = { CLASS_TRANSACTIONAL, 2, "X-Auto-Response-Suppress" },
	[SIGN_SOFTWARE]        = { CLASS_TRANSACTIONAL, 2, "software that mails on events" },
	[SIGN_MANDRILL]        = { CLASS_TRANSACTIONAL, 1, "fields of Mandrill" },

	[SIGN_POSTMARK_BULK]   = { CLASS_BULK, 8, "X-PM-Message-Stream is a broadcast" },
	[SIGN_SES_LIST]        = { CLASS_BULK, 8, "X-SES-List-Management-Options" },
	[SIGN_SCHEMA_BULK]     = { CLASS_BULK, 6, "schema.org markup of an offer" },
	[SIGN_TAG_BULK]        = { CLASS_BULK, 5, "sending service tags it as a campaign" },
	[SIGN_CAMPAIGN]        = { CLASS_BULK, 5, "fields of a campaign" },
	[SIGN_NEWSLETTER_MAILER] = { CLASS_BULK, 5, "software for newsletters" },
	[SIGN_MANY]            = { CLASS_BULK, 5, "more than 50 recipients" },
	[SIGN_LIST_ID]         = { CLASS_BULK, 4, "List-Id" },
	[SIGN_FROM_BULK]       = { CLASS_BULK, 4, "sender is a newsletter address" },
	[SIGN_UNSUBSCRIBE]     = { CLASS_BULK, 4, "body tells how to unsubscribe" },
	[SIGN_VIEW_ONLINE]     = { CLASS_BULK, 4, "body links to itself on the web" },
	[SIGN_COMMERCIAL_MUCH] = { CLASS_BULK, 4, "much commercial wording" },
	[SIGN_COMMERCIAL_SUBJECT] = { CLASS_BULK, 3, "commercial wording in the subject" },
	[SIGN_LIST_UNSUBSCRIBE] = { CLASS_BULK, 3, "List-Unsubscribe" },
	[SIGN_PRECEDENCE]      = { CLASS_BULK, 3, "Precedence says bulk" },
	[SIGN_FEEDBACK_CAMPAIGN] = { CLASS_BULK, 3, "Feedback-ID names a campaign" },
	[SIGN_ONE_CLICK]       = { CLASS_BULK, 2, "List-Unsubscribe-Post" },
	[SIGN_FEEDBACK]        = { CLASS_BULK, 2, "Feedback-ID" },
	[SIGN_CSA]             = { CLASS_BULK, 2, "X-CSA-Complaints" },
	[SIGN_COMMERCIAL_SOME] = { CLASS_BULK, 2, "some commercial wording" },
	[SIGN_UTM]             = { CLASS_BULK, 2, "links count a campaign" },

	[SIGN_LIST]            = { CLASS_LIST, 5, "fields of a discussion list" },
	[SIGN_LIST_OLD]        = { CLASS_LIST, 5, "X-Mailing-List" },
	[SIGN_LIST_LIKE]       = { CLASS_LIST, 2, "List-Archive or List-Subscribe" },

	[SIGN_REPLY]           = { CLASS_PERSONAL, 5, "it answers a message" },
	[SIGN_MAIL_CLIENT]     = { CLASS_PERSONAL, 5, "a mail client wrote it" },
	[SIGN_SHORT]           = { CLASS_PERSONAL, 3, "a short text with a greeting" },
	[SIGN_FROM_PERSON]     = { CLASS_PERSONAL, 2, "sender is a person by the name" },
};

enum {
	LEAD = 3,		/* points by which a class must lead */
	LEAD_CERTAIN = 6,
	WHYS = 3,		/* reasons that are told */
};

static bool
is_selling(const struct facts_class_tally *t)
{
	return t->seen[SIGN_COMMERCIAL_MUCH] || t->seen[SIGN_COMMERCIAL_SOME] ||
	       t->seen[SIGN_COMMERCIAL_SUBJECT] || t->seen[SIGN_UNSUBSCRIBE] ||
	       t->seen[SIGN_VIEW_ONLINE];
}

/* Signs that mean something else beside others. */
static void
weigh(struct facts_class_tally *t)
{
	bool is_bulk = t->seen[SIGN_LIST_ID] || t->seen[SIGN_LIST_UNSUBSCRIBE] ||
		       t->seen[SIGN_PRECEDENCE];

	if (is_bulk || t->seen[SIGN_LIST] || t->seen[SIGN_AUTO_GENERATED])
		t->seen[SIGN_REPLY] = false;
	if (is_bulk)
		t->seen[SIGN_AUTO_SUBJECT] = false;
	if (is_bulk || t->seen[SIGN_FROM_BULK] || t->seen[SIGN_FROM_SERVICE])
		t->seen[SIGN_SHORT] = false;
	if (t->seen[SIGN_FEEDBACK_CAMPAIGN])
		t->seen[SIGN_FEEDBACK] = true;
	/* Who advertises borrows such a field, or the list let it pass. */
	if (t->seen[SIGN_LIST_OLD] && is_selling(t))
		t->seen[SIGN_LIST_OLD] = false;
	if (t->seen[SIGN_LIST] || t->seen[SIGN_LIST_OLD])	/* a list has these as a matter of course */
		t->seen[SIGN_LIST_ID] = t->seen[SIGN_LIST_UNSUBSCRIBE] = t->seen[SIGN_ONE_CLICK] =
			t->seen[SIGN_PRECEDENCE] = t->seen[SIGN_UNSUBSCRIBE] = false;
}

static int
points_of(const struct facts_class_tally *t, enum message_class class)
{
	int points = 0;

	for (int i = 1; i < SIGNS; i++)
		if (t->seen[i] && signs[i].class == class)
			points += signs[i].points;
	return points;
}

/* Of classes that are close: the stricter profile for content where anything speaks for
   it, else the harmless one. */
static enum message_class
decide(const struct facts_class_tally *t, bool *ret_certain)
{
	enum message_class best = CLASS_PERSONAL;
	int most = 0, second = 0;

	*ret_certain = true;
	if (points_of(t, CLASS_AUTO))
		return CLASS_AUTO;
	for (unsigned c = 1; c & CLASS_ALL; c <<= 1) {
		int points = points_of(t, (enum message_class)c);

		if (points > most) {
			second = most;
			most = points;
			best = (enum message_class)c;
		} else {
			second = MAX(second, points);
		}
	}
	*ret_certain = most - second >= LEAD_CERTAIN;
	if (most - second >= LEAD)
		return best;
	return points_of(t, CLASS_TRANSACTIONAL) ? CLASS_TRANSACTIONAL : CLASS_PERSONAL;
}

/* The heaviest reasons, in words. */
static const char *
explain(struct arena *a, const struct facts_class_tally *t, enum message_class class)
{
	const char *why[WHYS] = { NULL };
	guint n = 0;

	for (int points = 10; points > 0; points--)
		for (int i = 1; i < SIGNS && n < WHYS; i++) {
			if (!t->seen[i] || signs[i].class != class || signs[i].points != points)
				continue;
			why[n++] = i == SIGN_SUBJECT_SERVICE && t->entry
				 ? arena_printf(a, "subject says \"%.*s\"",
						(int)strcspn(t->entry, "*"), t->entry)
				 : signs[i].why;
		}
	if (!n)
		return "nothing says otherwise";
	return n == 1 ? why[0] : n == 2 ? arena_printf(a, "%s; %s", why[0], why[1])
	     : arena_printf(a, "%s; %s; %s", why[0], why[1], why[2]);
}

void
facts_class(struct facts *f)
{
	struct facts_class_tally t = { .entry = NULL };

	facts_class_header(f, &t);
	facts_class_content(f, &t);
	weigh(&t);
	f->class = decide(&t, &f->class_certain);
	f->class_why = explain(f->arena, &t, f->class);
}
