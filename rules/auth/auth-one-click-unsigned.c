#include "core/rule.h"

static const char *const both[] = { "list-unsubscribe", "list-unsubscribe-post" };

/* The tag "h" of a signature: names parted by ":"; empty if there is none. */
static struct span
signed_names(const struct text *t)
{
	gsize at = 0;

	while (at < t->len) {
		gsize n = strcspn(t->s + at, ";"), from = at;

		while (from < at + n && g_ascii_isspace(t->s[from]))
			from++;
		if (at + n - from > 2 && g_ascii_tolower(t->s[from]) == 'h' &&
		    (t->s[from + 1] == '=' || (g_ascii_isspace(t->s[from + 1]) &&
					       memchr(t->s + from, '=', at + n - from))))
			return (struct span){ from + 2, at + n - from - 2 };
		at += n + 1;
	}
	return (struct span){ t->len, 0 };
}

static bool
has_name(const char *s, gsize len, const char *name)
{
	for (gsize at = 0; at < len; ) {
		gsize n = 0;

		while (at < len && (g_ascii_isspace(s[at]) || s[at] == ':' || s[at] == '='))
			at++;
		while (at + n < len && s[at + n] != ':' && !g_ascii_isspace(s[at + n]))
			n++;
		if (n == strlen(name) && g_ascii_strncasecmp(s + at, name, n) == 0)
			return true;
		at += n;
	}
	return false;
}

static bool
has_both(const struct text *t)
{
	struct span h = signed_names(t);

	return has_name(t->s + h.at, h.len, both[0]) && has_name(t->s + h.at, h.len, both[1]);
}

/* Without a signature there is nothing to say: most servers sign behind us. */
static void
check(const struct facts *f, struct findings *out)
{
	const struct field *post = message_field(f->message, "List-Unsubscribe-Post", 0);
	const struct field *signature;
	guint n = 0;

	if (!post)
		return;
	for (; (signature = message_field(f->message, "DKIM-Signature", n)); n++)
		if (has_both(signature->value))
			return;
	if (n)
		found(out, post->value, text_all(post->value), "no DKIM signature covers it");
}

#define NEWS(h) HEAD "DKIM-Signature: v=1; a=rsa-sha256; d=shop.example; s=a; h=" h ";\n\tbh=abc; b=def\n" \
	"List-Unsubscribe: <https://shop.example/u/1>\n" \
	"List-Unsubscribe-Post: List-Unsubscribe=One-Click\nSubject: News\n\nHello.\n"

const struct rule rule_auth_one_click_unsigned = {
	.id       = "auth-one-click-unsigned",
	.title    = "the button to unsubscribe is not signed",
	.why      = "Gmail and Yahoo show it only where a DKIM signature covers both fields; without the "
		    "button readers report spam.",
	.fix      = "Add List-Unsubscribe and List-Unsubscribe-Post to the fields that are signed (h=).",
	.ignore   = "When a server behind this one signs again.",
	.points   = 15,
	.evidence = EVIDENCE_A,
	.source   = "RFC 8058 3.1, 4",
	.classes  = CLASS_BULK,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (NEWS("from:to:subject"), .at = "List-Unsubscribe=One-Click"),
		HIT (NEWS("from:to:list-unsubscribe")),
		PASS(NEWS("From:To:List-Unsubscribe:\n\tList-Unsubscribe-Post:Subject")),
		PASS(HEAD "DKIM-Signature: v=1; h=from:to; b=def\nSubject: News\n\nHello.\n"),
		PASS(HEAD "List-Unsubscribe-Post: List-Unsubscribe=One-Click\nSubject: News\n\nHello.\n"),
	},
};
