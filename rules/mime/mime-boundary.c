#include "core/rule.h"

enum { BOUNDARY_MOST = 70 };	/* characters: RFC 2046 5.1.1 */

/* The boundary parameter in a Content-Type value, without quotes; empty if there is none. */
static struct span
boundary_of(const struct text *t)
{
	static const char name[] = "boundary=";
	const char *end = t->s + t->len, *p = t->s, *to;

	while (end - p >= (gssize)sizeof name &&
	       g_ascii_strncasecmp(p, name, sizeof name - 1) != 0)
		p++;
	if (end - p < (gssize)sizeof name)
		return (struct span){ t->len, 0 };
	p += sizeof name - 1;
	to = *p == '"' ? memchr(p + 1, '"', (gsize)(end - p - 1)) : p + strcspn(p, "; \t\"");
	p += *p == '"';
	return (struct span){ (gsize)(p - t->s), (gsize)((to ? to : end) - p) };
}

static bool
same_as_around(const struct message *m, const struct part *p, const char *s, gsize len)
{
	while (p->parent >= 0) {
		const struct field *type;
		struct span b;

		p = &g_array_index(m->parts, struct part, p->parent);
		type = field_find(p->fields, "Content-Type", 0);
		if (p->kind != PART_MULTIPART || !type)
			continue;
		b = boundary_of(type->value);
		if (b.len == len && memcmp(type->value->s + b.at, s, len) == 0)
			return true;
	}
	return false;
}

static bool
check_part(const struct facts *f, struct findings *out, const struct part *p)
{
	const struct field *type = field_find(p->fields, "Content-Type", 0);
	struct span b;

	if (!type)
		return false;
	b = boundary_of(type->value);
	if (b.len > BOUNDARY_MOST)
		found(out, type->value, b, "the boundary has %u characters; 70 are allowed", (guint)b.len);
	else if (b.len && same_as_around(f->message, p, type->value->s + b.at, b.len))
		found(out, type->value, b, "the boundary is also that of the part around it");
	else
		return false;
	return true;
}

static bool
is_nested(const struct facts *f, gsize at)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);

		if (p->kind == PART_MESSAGE && at >= p->raw.at && at < p->raw.at + p->raw.len)
			return true;
	}
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);

		if (!p->nested && g_str_has_prefix(p->type, "multipart/") && check_part(f, out, p))
			return;
	}
	for (guint i = 0; i < f->message->oddities->len; i++) {
		const struct oddity *o = &g_array_index(f->message->oddities, struct oddity, i);
		const struct text *t;

		if (o->kind != ODDITY_BOUNDARY || is_nested(f, o->at))
			continue;
		t = found_raw(f, "body", (struct span){ MIN(o->at, f->message->len), 0 });
		found(out, t, text_all(t), "%s", o->what);
		return;
	}
}

#define MIXED(b, s) HEAD "Subject: Order\nContent-Type: multipart/mixed; boundary=" b "\n\n" s
#define C36 "abcdefghijklmnopqrstuvwxyz0123456789"

const struct rule rule_mime_boundary = {
	.id       = "mime-boundary",
	.title    = "the parts of the message cannot be told apart",
	.why      = "Readers see raw source, or lose the attachments; filters count a broken structure "
		    "as an attempt to hide something.",
	.fix      = "Take one unique boundary for each multipart, at most 70 characters, and close it with "
		    "\"--\" behind it.",
	.ignore   = "When all of it can be read as it stands in the text before the parts.",
	.points   = 20,
	.evidence = EVIDENCE_B,
	.source   = "RFC 2046 5.1.1; rspamd BROKEN_CONTENT_TYPE",
	.classes  = CLASS_ALL,
	.needs    = FACTS_MESSAGE,
	.check    = check,
	.examples = {
		HIT (MIXED("b", "--b\n\nHello.\n")),
		HIT (MIXED("b", "Hello, there are no parts.\n")),
		HIT (HEAD "Subject: Order\nContent-Type: multipart/mixed\n\n--b\n\nHello.\n--b--\n"),
		HIT (MIXED(C36 C36, "--" C36 C36 "\n\nHello.\n--" C36 C36 "--\n"), .at = C36 C36),
		PASS(MIXED("b", "--b\n\nHello.\n--b--\n")),
		PASS(MIXED("\"=_b(1)\"", "Preface\n--=_b(1)\n\nHello.\n--=_b(1)--\nEpilogue\n")),
		PASS(BODY("--b\nJust text.\n--b--")),
	},
};
