#include "core/rule.h"

enum { SENDER_POINTS = 5 };

static bool
is_report(const struct facts *f)
{
	return f->message->parts->len &&
	       g_str_equal(g_array_index(f->message->parts, struct part, 0).type, "multipart/report");
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *says = message_field(f->message, "Auto-Submitted", 0);
	const struct text *t = found_nowhere(f, "header");

	if (is_report(f))
		return;		/* RFC 3464 has rules of its own */
	if (!says)
		found(out, t, text_all(t), "there is no Auto-Submitted field");
	else if (g_ascii_strcasecmp(says->value->s, "no") == 0)
		found(out, says->value, text_all(says->value), "Auto-Submitted says no");
	else if (f->envelope->sender && *f->envelope->sender)
		found_for(out, SENDER_POINTS, says->value, text_all(says->value),
			  "the envelope has a sender: %s", f->envelope->sender);
}

#define AWAY(field) HEAD field "Subject: Out of office\n\nI am away until Monday.\n"

const struct rule rule_headers_auto_reply_loop = {
	.id       = "headers-auto-reply-loop",
	.title    = "an automatic reply may start a loop",
	.why      = "If another program answers it, both write to each other until somebody notices.",
	.fix      = "Add Auto-Submitted: auto-replied, and send with the empty envelope sender (<>).",
	.ignore   = "When your server does not let you send with the empty sender, for that half of it.",
	.points   = 10,
	.evidence = EVIDENCE_B,
	.source   = "RFC 3834 2, 3.3, 5",
	.classes  = CLASS_AUTO,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (AWAY(""), .points = 10),
		HIT (AWAY("X-Autoreply: yes\nAuto-Submitted: No\n"), .at = "No", .points = 10),
		HIT (AWAY("Auto-Submitted: auto-replied\n"), .points = SENDER_POINTS),
		PASS(HEAD "Subject: Undelivered\nContent-Type: multipart/report; boundary=b\n\n"
		     "--b\n\nFailed.\n--b--\n"),
	},
};
