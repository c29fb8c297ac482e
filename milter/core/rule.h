/*
 * rule.h - all that a file under rules/ needs to include.
 *
 * A rule is one file with one constant.  It says what is wrong, why it
 * matters and what to do, in words the sender will read; how to see it;
 * and shows mails that do and do not have it.  `make check` runs the
 * examples; `sendlint rules` and `explain` print the words.  Nothing else
 * in the tree has to change when a rule is added.
 */
#ifndef CORE_RULE_H
#define CORE_RULE_H

#include "core/facts.h"

struct findings;
struct own;
struct rule;

enum evidence {		/* how we know that it matters; `explain` says it in words */
	EVIDENCE_A = 'A',	/* documented rejection or requirement */
	EVIDENCE_B = 'B',	/* documented guideline, or filter score with corpus evidence */
	EVIDENCE_C = 'C',	/* scored by filters, moderate evidence */
	EVIDENCE_D = 'D',	/* weak, contested or folklore */
	EVIDENCE_E = 'E',	/* quality: hurts the reader, no filter is known to mind */
	EVIDENCE_H = 'H',	/* a rule of the house: an administrator wrote it */
};

enum level { LEVEL_OFF, LEVEL_NOTE, LEVEL_WARN, LEVEL_ERROR };

struct example {
	enum { EXAMPLE_NONE, EXAMPLE_HIT, EXAMPLE_PASS } kind;
	const char *mail;	/* header, empty line, body; LF */
	const char *at;		/* HIT: the words it must point to, or NULL: any */
	int points;		/* HIT: points of the hit, or 0: any */
	const char *set;	/* "name=value,...": parameters for this example, or NULL */
	enum message_class class;	/* 0: the first that the rule holds in */
	const char *with;	/* another rule that runs, too, or NULL */
	const char *engine;	/* the mail is a template of it; NULL: a mail */
	const char *rcpts;	/* of the envelope, parted by blanks; NULL: not known */
	gint64 received_at;	/* Unix seconds; 0: not known */
	const char *zone;	/* all that is in DNS, see dns_parse_zone(); NULL: DNS is not asked */
	const char *ip;		/* of the server that will send, or NULL */
	const char *blocklist;	/* a zone to look into, or NULL */
	bool is_signed;		/* the mail is as it left */
};

#define HIT(m, ...)  { .kind = EXAMPLE_HIT, .mail = (m), __VA_ARGS__ }
#define PASS(m, ...) { .kind = EXAMPLE_PASS, .mail = (m), __VA_ARGS__ }
/* A whole mail around one thing; nothing else is wrong with it. */
#define HEAD         "From: Shop <shop@shop.example>\nTo: Anna <anna@mail.example>\n" \
		     "Date: Fri, 20 Nov 2026 10:00:00 +0100\nMessage-ID: <1@shop.example>\n" \
		     "MIME-Version: 1.0\n"
#define SUBJECT(s)   HEAD "Subject: " s "\n\nHello Anna, your order is ready.\n"
#define BODY(s)      HEAD "Subject: Your order 4711\n" \
		     "Content-Type: text/plain; charset=utf-8\n" \
		     "Content-Transfer-Encoding: 8bit\n\n" s "\n"
#define HTML(s)      HEAD "Subject: Your order 4711\n" \
		     "Content-Type: text/html; charset=utf-8\n" \
		     "Content-Transfer-Encoding: 8bit\n\n" s "\n"

enum { RULE_PARAMS = 6, RULE_EXAMPLES = 40 };

/* A number the policy may set. */
struct rule_param {
	const char *name;	/* "min-letters" */
	int value, min, max;	/* default and bounds */
	const char *help;	/* a phrase with its unit: "letters below which it is silent" */
};

struct rule {
	const char *id;		/* AREA-NAME, the file's name; never reused */
	const char *title;	/* what is wrong: a phrase, no full stop */
	const char *why;	/* what it costs the sender */
	const char *fix;	/* what to do about it */
	const char *ignore;	/* when to leave it as it is; NULL: never */
	int points;		/* of the heaviest hit, before policy has its say */
	enum evidence evidence;
	const char *source;	/* who says so: "RFC 5322 3.6"; NULL: our own measure */
	unsigned classes;	/* enum message_class: where it holds */
	unsigned needs;		/* FACTS_* the check looks at */
	enum level level;	/* LEVEL_OFF (0): by its points; else never above this */
	bool uncapped;		/* the cap of its area does not hold it */
	struct rule_param params[RULE_PARAMS];
	void (*check)(const struct facts *f, struct findings *out);
	const struct own *own;	/* what a rule of the house looks for; NULL: ours */
	struct example examples[RULE_EXAMPLES];
};

/*
 * For checks: here it is.  `where` lies in `t`; `say` with its arguments
 * tells this case from others: "92 % capitals".  `say` takes %s, %u, %d and
 * %% and nothing else, and is looked up as it stands when the reader's
 * language is another, so keep it a whole phrase.  What %s brings is taken for
 * words of the mail, which a refusal cuts and masks, or leaves out; a bare "%s"
 * for words of the rule.
 *
 * found() costs all the rule's points, found_for() these.  A rule may be
 * found several times; it counts once, by its heaviest.
 */
void found(struct findings *out, const struct text *t, struct span where,
	   const char *say, ...) G_GNUC_PRINTF(4, 5);
void found_for(struct findings *out, int points, const struct text *t, struct span where,
	       const char *say, ...) G_GNUC_PRINTF(5, 6);

/* Another place of the last one found: shown with it, costs nothing. */
void found_also(struct findings *out, const struct text *t, struct span where);

/* The other links of the same host, and the other hits that are the same, as further
   places of the last one found; a check passes over those that are `repeated`. */
void found_link_again(const struct facts *f, struct findings *out, const struct link *l);
void found_hit_again(const struct facts *f, struct findings *out, const struct template_hit *h);

/* The running rule itself. */
const struct rule *found_rule(const struct findings *out);
/* A limit kept it from looking everywhere: enum limit. */
void found_limit(struct findings *out, unsigned limit);

/* Every slip of that kind, with what to write instead; the first costs `each` for every
   one of them, but not more than the rule's points. */
void found_slips(const struct facts *f, struct findings *out, enum grammar_kind kind, int each);

/* Every accident that `says` has words for; after one of the same words it is a further
   place of that. */
void found_accidents(const struct facts *f, struct findings *out,
		     const char *(*says)(const struct accident *a));
/* The first line of each part in that encoding that has more than `most` characters. */
void found_long_lines(const struct facts *f, struct findings *out, enum encoding encoding, guint most);

/* What the policy set for a parameter of the running rule. */
int param(const struct findings *out, const char *name);

/* A text for what has none: a field that is absent, the whole message. */
const struct text *found_nowhere(const struct facts *f, const char *name);
/* The text that holds a domain, to point at `*ret_where` of it. */
const struct text *found_domain(const struct facts *f, const char *domain, struct span *ret_where);
/* A text for raw bytes that were not decoded: a line, a part's body.  Point to
   text_all() of it: it is empty where the bytes are no UTF-8. */
const struct text *found_raw(const struct facts *f, const char *name, struct span raw);

extern const struct rule *const rules_all[];	/* NULL-terminated, sorted by id */

#endif
