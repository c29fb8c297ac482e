#include "core/rule.h"

static const char one_click[] = "List-Unsubscribe=One-Click";

static bool
begins(const char *s, gsize len, const char *with)
{
	gsize n = strlen(with);

	return len > n && g_ascii_strncasecmp(s, with, n) == 0;
}

/* What stands between < and >: an address that a program can open? */
static const char *
wrong_address(const char *s, gsize len)
{
	/* RFC 3986 has no place for these; templates leave some of them behind. */
	for (gsize i = 0; i < len; i++)
		if ((guchar)s[i] <= ' ' || strchr("{}|\\^`\"", s[i]))
			return PHRASE("an address holds a character that none may hold");
	if (!begins(s, len, "https://") && !begins(s, len, "http://") && !begins(s, len, "mailto:"))
		return PHRASE("an address is neither https: nor mailto:");
	return NULL;
}

struct seen {
	guint addresses;
	bool https;
};

/* "<address>, <address>", with comments in brackets; NULL if it is that. */
static const char *
wrong_list(const struct text *t, struct seen *seen)
{
	gsize at = 0;

	while (at < t->len) {
		const char *s = t->s + at, *end, *why;

		if (g_ascii_isspace(*s) || *s == ',') {
			at++;
			continue;
		}
		end = memchr(s, *s == '(' ? ')' : '>', t->len - at);
		if ((*s != '<' && *s != '(') || !end)
			return PHRASE("an address stands without < >");
		if (*s == '<') {
			why = wrong_address(s + 1, (gsize)(end - s) - 1);
			if (why)
				return why;
			seen->addresses++;
			seen->https |= begins(s + 1, (gsize)(end - s) - 1, "https://");
		}
		at = (gsize)(end - t->s) + 1;
	}
	return seen->addresses ? NULL : PHRASE("it names no address");
}

static void
check(const struct facts *f, struct findings *out)
{
	const struct field *list = message_field(f->message, "List-Unsubscribe", 0);
	const struct field *second = message_field(f->message, "List-Unsubscribe", 1);
	const struct field *post = message_field(f->message, "List-Unsubscribe-Post", 0);
	struct seen seen = { 0, false };
	const char *why = list ? wrong_list(list->value, &seen) : NULL;

	if (why)
		found(out, list->value, text_all(list->value), "%s", why);
	else if (second)
		found(out, second->value, text_all(second->value), "it is there twice");
	else if (post && g_ascii_strcasecmp(post->value->s, one_click) != 0)
		found(out, post->value, text_all(post->value), "it must say \"%s\"", one_click);
	else if (post && list && !seen.https)
		found(out, list->value, text_all(list->value),
		      "List-Unsubscribe-Post needs an https address here");
	else if (post && !list)
		found(out, post->value, text_all(post->value),
		      "there is no List-Unsubscribe to post to");
}

const struct rule rule_headers_list_unsubscribe_malformed = {
	.id       = "headers-list-unsubscribe-malformed",
	.title    = "List-Unsubscribe cannot be used",
	.why      = "Mail programs show their button only if they can read the field; the mailing "
		    "then counts as one without it.",
	.fix      = "Write it once, as \"<https://shop.example/u/4711>, <mailto:leave@shop.example>\"; "
		    "with https, \"List-Unsubscribe-Post: List-Unsubscribe=One-Click\" beside it.",
	.ignore   = "When the sending service writes the field anew.",
	.points   = 20,
	.evidence = EVIDENCE_A,
	.source   = "RFC 2369 2; RFC 8058 3.1 and 5",
	.classes  = CLASS_BULK | CLASS_TRANSACTIONAL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (HEAD "List-Unsubscribe: https://shop.example/u/1\nSubject: News\n\nHello.\n",
		     .at = "https://shop.example/u/1", .points = 20),
		HIT (HEAD "List-Unsubscribe: <https://shop.example/u/{{id}}>\nSubject: News\n\nHi.\n",
		     .at = "<https://shop.example/u/{{id}}>"),
		HIT (HEAD "List-Unsubscribe: <leave@shop.example>\nSubject: News\n\nHello.\n",
		     .at = "<leave@shop.example>"),
		HIT (HEAD "List-Unsubscribe: <>\nSubject: News\n\nHello.\n", .at = "<>"),
		HIT (HEAD "List-Unsubscribe: <https://shop.example/u\nSubject: News\n\nHello.\n"),
		HIT (HEAD "List-Unsubscribe: <mailto:leave@shop.example>\nList-Unsubscribe: "
		     "<https://shop.example/u/1>\nSubject: News\n\nHello.\n",
		     .at = "<https://shop.example/u/1>"),
		HIT (HEAD "List-Unsubscribe: <mailto:leave@shop.example>\nList-Unsubscribe-Post: "
		     "List-Unsubscribe=One-Click\nSubject: News\n\nHello.\n",
		     .at = "<mailto:leave@shop.example>"),
		HIT (HEAD "List-Unsubscribe: <https://shop.example/u/1>\nList-Unsubscribe-Post: "
		     "One-Click\nSubject: News\n\nHello.\n", .at = "One-Click"),
		HIT (HEAD "List-Unsubscribe-Post: List-Unsubscribe=One-Click\nSubject: News\n\nHi.\n",
		     .at = "List-Unsubscribe=One-Click"),
		PASS(HEAD "List-Unsubscribe: <https://shop.example/u/1>,\n "
		     "<mailto:leave@shop.example?subject=leave>\nList-Unsubscribe-Post: "
		     "List-Unsubscribe=One-Click\nSubject: News\n\nHello.\n"),
		PASS(HEAD "List-Unsubscribe: (by mail) <mailto:leave@shop.example>\nSubject: News\n\n"
		     "Hello.\n"),
		PASS(SUBJECT("News of November")),
	},
};
