/*
 * facts.h - what is true of one message, without judging it.
 *
 * Each group of facts is worked out at most once, and only if an enabled
 * rule asks for it through its `needs`; a group brings those it stands on.
 */
#ifndef CORE_FACTS_H
#define CORE_FACTS_H

#include <stdatomic.h>

#include "core/accident.h"
#include "core/archive.h"
#include "core/aside.h"
#include "core/auth.h"
#include "core/charset.h"
#include "core/grammar.h"
#include "core/html_view.h"
#include "core/language.h"
#include "core/limits.h"
#include "core/message.h"
#include "core/message_date.h"
#include "core/phrases.h"
#include "core/template_engine.h"
#include "core/url.h"

/* Who sends, as whom, from where, to whom.  The door fills it; any pointer but
   `rcpts` may be NULL: not known. */
struct envelope {
	const char *sender;		/* MAIL FROM without < >; "" is the null sender */
	const char *login;		/* SASL login, or Unix user of a local submission */
	const char *daemon_name;	/* of the MTA's entry point */
	const char *client;		/* IP address; NULL for sendmail(1) */
	const char *helo;
	const char *const *rcpts;	/* NULL-terminated, never NULL */
	const char *queue_id;
	bool local;			/* sendmail(1): no client */
	bool pre_submit;		/* a file: the MTA would still add Date and Message-ID */
	bool adds_fields;		/* the MTA adds Date and Message-ID after it asked us */
	gint64 received_at;		/* Unix seconds; 0: not known */
};

enum message_class {
	CLASS_TRANSACTIONAL = 1 << 0,
	CLASS_BULK          = 1 << 1,
	CLASS_PERSONAL      = 1 << 2,
	CLASS_AUTO          = 1 << 3,	/* automatic replies and reports */
	CLASS_LIST          = 1 << 4,	/* discussion lists */
	CLASS_ALL           = (1 << 5) - 1,
};

/* Every group, once: its bit is its place in the list, so that no two can be the same. */
#define FACTS_GROUPS(X) \
	X(MESSAGE)	/* fields, parts, subject: always there */ \
	X(VIEWS)	/* bodies as a reader sees them */ \
	X(WORDS)	/* words of subject and bodies */ \
	X(PHRASES)	/* list hits in subject and bodies */ \
	X(LANGUAGE)	/* language of each paragraph */ \
	X(GRAMMAR)	/* fixed mistakes of grammar and typing */ \
	X(DIACRITICS)	/* paragraphs written without their national letters */ \
	X(SPELLING)	/* unknown words */ \
	X(LINKS) \
	X(IMAGES) \
	X(FILES) \
	X(CONTENTS)	/* what attachments hold at their head and end */ \
	X(CLASS) \
	X(FIGURES)	/* amounts, dates and numbers of orders */ \
	X(ACCIDENTS)	/* what programs left in subject and bodies */ \
	X(TEMPLATE)	/* placeholders and values never filled in */ \
	X(ADDRESSES)	/* of recipients: To, Cc, Bcc and the envelope */ \
	X(AUTH)		/* what DNS says; a rule that needs it runs only where DNS is asked */ \
	X(ALLOWANCES)	/* what the author allows: known when all other rules ran */

#define FACTS_PLACE(name) FACTS_PLACE_##name,
#define FACTS_BIT(name)   FACTS_##name = 1 << FACTS_PLACE_##name,

enum facts_place { FACTS_GROUPS(FACTS_PLACE) FACTS_PLACES };
enum facts_group { FACTS_GROUPS(FACTS_BIT) FACTS_ALL = (1 << FACTS_PLACES) - 1 };

/* One text a reader reads: the subject, or a body part of this message (parts of a
   forwarded message are somebody else's and are not here). */
struct body {
	const struct part *part;	/* NULL for the subject */
	const struct text *text;	/* what a reader sees */
	const struct html_view *html;	/* NULL for plain text */
	guint points;			/* code points a reader sees; a run of white space is one */
	const GArray *code;		/* struct span of text: samples of it; or NULL */
	const GArray *quoted;		/* struct span of text: what others wrote, but for lines with
					   ">" and signatures; or NULL */
	bool alternative;		/* another part of the same multipart/alternative is shown instead */
	struct words words;		/* FACTS_WORDS; they know what is code or quoted */
	GArray *hits;			/* struct phrase_hit; FACTS_PHRASES */
	GArray *paragraphs;		/* struct paragraph; FACTS_LANGUAGE */
	GHashTable *figure_keys;	/* digits of all that holds some; FACTS_FIGURES */
};

struct paragraph {
	guint32 first, n;		/* words of the body */
	const char *language;		/* BCP 47, or NULL: not certain */
	bool without_diacritics;	/* typed in ASCII though its language has more letters;
					   FACTS_DIACRITICS */
};

struct link {
	const struct body *body;
	const struct text *target;	/* as written; `where` all of it, unless in plain text */
	struct span where;		/* in target */
	const char *scheme;		/* "https", lower case; "" if none */
	const char *host;		/* lower case, punycode as written; "" if none */
	const char *site;		/* registrable domain by our short suffix list; host if unknown */
	const char *shown;		/* its words, or NULL in plain text */
	struct span shown_at;		/* in body->text */
	const char *shown_site;		/* registrable domain its words name, or NULL */
	bool is_image;
	bool hidden;			/* in hidden or Outlook-only content */
	bool repeated;			/* an earlier link has the same host */
	int again;			/* index of the next link of this host, or -1 */
};

struct image {
	const struct body *body;
	const struct html_image *html;
	bool pixel;			/* a pixel wide or high, or named as a spacer is */
};

/* An address somebody sends to, as it is written.  Once for each place in the header; those
   of the envelope that stand in no field follow. */
struct recipient {
	const char *address;	/* "Anna@Mail.example": without name, comment and < > */
	const char *local;	/* before the last "@"; all of it if there is none */
	const char *domain;	/* after it, lower case; "" if there is none */
	const char *field;	/* "To", "Cc", "Bcc"; NULL: of the envelope alone */
	struct span raw;	/* of the address in the message; empty for the envelope */
	bool open;		/* "<" without ">" */
};

struct file {
	const struct part *part;
	const struct text *name;	/* never NULL; empty if it has none */
	const char *suffix;		/* "pdf", lower case; "" if none */
	const char *inner_suffix;	/* of "invoice.pdf.exe": "pdf"; "" if none */
	gsize size, encoded_size;
};

/* What an attachment holds, as far as its head and end tell.  Nothing is unpacked. */
struct content {
	const struct file *file;
	bool zip;		/* by its first bytes: office documents are zips too */
	bool document;		/* a zip that is one document: its files are nobody's */
	bool broken;		/* its head does not decode */
	bool endless;		/* the end that its kind must have is missing: it was cut */
	bool encrypted;		/* a PDF that asks for a password */
	struct archive archive;	/* of zip, gzip and tar; `members` is never NULL */
};

enum figure_kind { FIGURE_AMOUNT, FIGURE_DATE, FIGURE_NUMBER };

/* A figure that a reader acts on: a sum of money, a date, the number of an order. */
struct figure {
	enum figure_kind kind;
	const struct body *body;
	struct span where;		/* in body->text */
	const char *key;		/* its digits, without separators and ".00" */
};

struct accident {
	enum accident_kind kind;
	const struct body *body;
	struct span where;		/* in body->text; not in a code sample */
};

struct unknown_word {
	const struct body *body;
	struct span where;
	const char *language;
	const char *near;		/* the known word that one typing error makes this of; NULL:
					   a name, a new word, a foreign one */
	bool sure;			/* `near` was meant: the word is long enough, or stands elsewhere */
	bool refused;			/* by the policy's own list, whoever knows it */
	bool plain;			/* no name, abbreviation or half of a word, as far as one sees */
	bool listed;			/* among the well-known mistakes: a hit of GRAMMAR_MISSPELLING */
};

enum template_kind {
	TEMPLATE_PLACEHOLDER,
	TEMPLATE_NULL_VALUE,
	TEMPLATE_DUMMY_TEXT,
	TEMPLATE_EMPTY_VALUE,
};

struct template_hit {
	enum template_kind kind;
	const struct text *text;
	struct span where;
	const char *pattern;		/* its id: "mustache" */
	const char *engine;		/* "Handlebars, Mustache, Liquid", or "" */
	bool certain;			/* high confidence */
	bool repeated;			/* an earlier hit is the same */
	int again;			/* index of the next hit that is the same, or -1 */
};

/* What is broken in a template. */
struct template_fault_at {
	const struct text *text;
	struct template_fault fault;
};

enum allowance_state {
	ALLOWANCE_GOOD,
	ALLOWANCE_NO_RULE,		/* there is none of that name */
	ALLOWANCE_NO_REASON,
	ALLOWANCE_NOT_PERMITTED,	/* by the policy */
	ALLOWANCE_COMMENT,		/* by the policy, in a comment */
	ALLOWANCE_LOCKED,
};

/* A rule that the author allows not to hold: allowance.h. */
struct allowance {
	int rule;			/* its index in the policy; -1: none */
	enum allowance_state state;
	const char *reason;		/* one plain line; "" if there is none */
	const struct text *text;
	struct span where;		/* of the rule's name */
	bool comment;			/* in HTML, not in the header */
	bool ran;			/* the rule looked at this mail */
	bool used;			/* and found what is allowed */
};

/* Letters, digits and the like of the subject, in code points. */
struct subject_counts {
	guint points, letters, upper, lower, digits, spaces, words;
};

struct facts {
	struct arena *arena;
	const struct envelope *envelope;
	const struct message *message;
	const struct phrases *phrases;	/* all lists; may be NULL */
	const struct speller *speller;	/* may be NULL */
	const struct grammar *grammar;	/* may be NULL */
	struct spell_budget spell_budget;	/* what is left of it */
	const struct language_model *language_model;	/* may be NULL */
	unsigned have;			/* enum facts_group worked out so far */
	unsigned limits;		/* enum limit, of everything */
	const struct auth_options *online;	/* what DNS answered; NULL: it is not asked */
	const atomic_int *cancel;	/* not 0: time is up, work out no more; NULL: never */

	const struct text *subject_text;	/* never NULL; empty if there is no Subject */
	struct subject_counts subject_counts;
	struct lexicon *lexicon;	/* of the subject and all bodies; FACTS_WORDS */
	struct body subject;
	struct body *bodies;		/* in reading order */
	guint n_bodies;
	const struct body *main;	/* the body a reader sees; NULL if there is none */
	GArray *links;			/* struct link */
	GArray *images;			/* struct image */
	GArray *recipients;		/* struct recipient */
	GArray *files;			/* struct file: attachments, forwarded mails and theirs; no inline images */
	GArray *contents;		/* struct content: of each file, in order; no forwarded mails */
	GArray *unknown_words;		/* struct unknown_word */
	GArray *grammar_hits;		/* struct grammar_hit, text by text */
	guint spelled_words;		/* words that were asked about */
	GArray *template_hits;		/* struct template_hit */
	const struct auth *auth;	/* NULL: DNS is not asked */
	const struct template_engine *engine;	/* the mail is its template; NULL: a mail */
	GArray *template_faults;	/* struct template_fault_at; NULL without an engine; FACTS_VIEWS */
	GArray *template_filled;	/* facts_engine.c's own */
	GArray *figures;		/* struct figure: of the subject, then of the bodies, which
					   are read if there is something to compare */
	GArray *accidents;		/* struct accident */
	GArray *allowances;		/* struct allowance */
	GPtrArray *languages;		/* const char *: of this message, most words first */
	bool language_uncertain;	/* some paragraph of 5 words or more had none */
	bool language_unspelled;	/* some had one that no dictionary is installed for */
	bool without_diacritics;	/* some paragraph is; its spelling is not checked */

	enum message_class class;	/* worked out, or set by the policy */
	const char *class_why;		/* for people: "Auto-Submitted: auto-generated" */
	bool class_certain;		/* told by somebody, or far ahead of every other */
};

/* The reply and forward prefixes that the subject begins with ("Re: Fwd[2]:"), as the
   lists "reply-prefix" know them; empty if there are none. */
struct span facts_subject_prefix(const struct facts *f);

/* Where a recipient stands, to point at all of it. */
const struct text *facts_addresses_text(const struct facts *f, const struct recipient *r);

/* Is some of the message in that language ("any" always is)?  If nobody could tell its
   languages, it may be any.  Needs FACTS_LANGUAGE. */
bool facts_speaks(const struct facts *f, const char *language);

/* Does a body have that figure, however it is written?  Needs FACTS_FIGURES. */
bool facts_figures_has(const struct figure *figure, const struct body *b);

/* What a group stands on, itself included. */
unsigned facts_closure(unsigned needs);

/* Work out all groups of `needs` that are not there yet, until time is up. */
void facts_collect(struct facts *f, unsigned needs);

static inline bool
facts_cancelled(const struct facts *f)
{
	return f->cancel && atomic_load_explicit(f->cancel, memory_order_relaxed);
}

/* One extractor each, in facts_NAME.c; called by facts_collect() in this order. */
void facts_views(struct facts *f);
void facts_words(struct facts *f);
void facts_phrases(struct facts *f);
void facts_language(struct facts *f);
void facts_grammar(struct facts *f);
void facts_diacritics(struct facts *f);
void facts_spelling(struct facts *f);
void facts_links(struct facts *f);
void facts_images(struct facts *f);
void facts_files(struct facts *f);
void facts_contents(struct facts *f);
void facts_class(struct facts *f);
void facts_figures(struct facts *f);
void facts_accidents(struct facts *f);
void facts_template(struct facts *f);
void facts_addresses(struct facts *f);
void facts_auth(struct facts *f);

#endif
