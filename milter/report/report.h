/*
 * report.h - a verdict, or the rules themselves, in words.  Pure: strings out.
 *
 * Each report is one file.  Where a report speaks to a person, `words` puts
 * our phrases into the reader's language; NULL is English.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "core/lint.h"

#define SENDLINT_VERSION "0.1.0"

/* Our phrases in another language: by a rule's id and member
   ("subject-missing.fix"), or by the English phrase itself.  NULL: not translated. */
struct report_words {
	const char *(*say)(const struct report_words *self, const char *key);
};

struct report_options {
	const char *name;		/* file, "-", or NULL where there is an id */
	const char *path;		/* the same byte for byte, where a report writes URIs */
	const char *id;			/* of the verdict, where a door gave one */
	const char *taken;		/* what the door did: "tag"; NULL: nothing was done */
	enum level min_level;		/* what is shown */
	bool color;
	bool verbose;			/* what was allowed, too */
	const char *language;		/* of the words: BCP 47; NULL: English */
	const char *rules_url;		/* where the pages of the rules are, with "/" at its end; NULL: nowhere */
	const struct report_words *words;
};

/* How many findings of each level a report counted. */
struct report_counts {
	guint files, errors, warnings, notes, known;
};

/* For a terminal, in the layout of compilers; adds to the counts. */
void report_text(GString *out, const struct verdict *v, const struct report_options *o,
		 struct report_counts *counts);
/* The last line, when there were several files. */
void report_text_sum(GString *out, const struct report_counts *sum, const struct report_options *o);
/* Workflow commands, which GitHub Actions shows beside the lines of a file. */
void report_github(GString *out, const struct verdict *v, const struct report_options *o);
/* One line of JSON, format 1: docs/json.md. */
void report_json(GString *out, const struct verdict *v, const struct report_options *o);
/* What is true of the message: for `sendlint facts`. */
void report_facts(GString *out, const struct verdict *v, const char *name);

/* Lines of a refusal, without codes; at most LIMIT_REPLY_LINES of LIMIT_REPLY_COLUMNS,
   ASCII, no control characters.  `one_line`: all in the first, for sendmail(1). */
GPtrArray *report_smtp(struct arena *a, const struct verdict *v, const char *id,
		       const struct report_words *words, bool one_line);

/* Values of our header fields: ASCII, folded with "\n\t". */
char *report_head(struct arena *a, const struct verdict *v, const char *id);	/* X-Sendlint */
char *report_head_rules(struct arena *a, const struct verdict *v);	/* X-Sendlint-Rules */
char *report_head_hold(struct arena *a, const struct verdict *v, const char *id);

enum report_format {
	REPORT_TEXT, REPORT_JSON, REPORT_MD, REPORT_MDOC, REPORT_CONF, REPORT_SARIF,
	REPORT_GITHUB, REPORT_HTML,
};

/*
 * A report of any number of messages that is one document: SARIF or HTML.  They are
 * added in their order, and may go as soon as they were.
 */
struct report_document;

/* `o` with what holds for all of them; its pointers outlive the document. */
struct report_document *report_document_new(enum report_format format,
					    const struct report_options *o);
void report_document_add(struct report_document *d, const struct verdict *v,
			 const struct report_options *o);
/* A file that could not be read, and why. */
void report_document_failed(struct report_document *d, const char *path, const char *why);
/* The whole of it; frees the document. */
void report_document_end(struct report_document *d, GString *out);

/* One page a rule, and one that lists them, in HTML; they link to each other by name. */
void report_rule_page(GString *out, const struct policy *p, guint index,
		      const struct report_options *o);
void report_rule_index(GString *out, const struct policy *p, const struct report_options *o);
/* The file of a rule's page: "ID.html".  The caller frees it. */
char *report_rule_file(const struct rule *r);
/* The address of it, or NULL where nobody knows; in the arena. */
char *report_rule_url(struct arena *a, const struct rule *r, const struct report_options *o);

/* The page that lists reports, one in a file. */
struct report_index_row {
	char *name, *file;		/* of the mail, valid UTF-8; of the report beside the list */
	int quality;
	struct report_counts counts;
};
void report_index(GString *out, const struct report_index_row *rows, guint n,
		  const struct report_options *o);
/* Of one verdict; what is known from a baseline apart. */
struct report_counts report_count(const struct verdict *v);

/* The catalogue, and one rule of it as the policy has it. */
void report_rules(GString *out, const struct policy *p, enum report_format format);
void report_explain(GString *out, const struct policy *p, guint index,
		    const struct report_words *words);
/* Why it is of its class.  The caller frees it. */
char *report_class_why(const struct verdict *v, const struct report_words *words);
/* "transactional, bulk"; "all".  The caller frees it. */
char *report_classes(unsigned classes, const struct report_words *words);

/* What DNS says about the domain `o->name`, as text or JSON.  The verdict is of a message from
   it whose facts have `auth`. */
void report_domain(GString *out, const struct verdict *v, enum report_format format,
		   const struct report_options *o);
/* Line `i` of what was not checked, in the reader's language; in the verdict's arena. */
const char *report_not_checked(const struct verdict *v, guint i, const struct report_words *w);
/* "a documented rejection or requirement", for a grade. */
const char *report_evidence(enum evidence e);
/* `s` as UTF-8 in which nothing steers a terminal; the caller frees it. */
char *report_plain(const char *s);
/* What to show of a character of a mail on a terminal. */
gunichar report_printable(gunichar c);
/* The phrase in the reader's language, or as it is. */
const char *report_say(const struct report_words *w, const char *phrase);
/* The same for a rule's title, why or fix. */
const char *report_say_rule(const struct report_words *w, const struct rule *r,
			    const char *member, const char *english);
/* What tells this case from others, "92 % capitals", or "": in the reader's language. */
char *report_detail(struct arena *a, const struct finding *f, const struct report_words *w);
/* "title: what was found", in the reader's language. */
char *report_message(struct arena *a, const struct finding *f, const struct report_words *w);
/* "kwombat (wombat, combat?)": a word and what a dictionary suggests; in the arena. */
char *report_suggestion(struct arena *a, const struct suggestion *s);
/* The same of all words, a line each with `before` in front. */
void report_suggestions(GString *out, const struct verdict *v, const struct report_words *w,
			const char *before);
/* Words that no suggestion was asked for. */
guint report_unsuggested(const struct verdict *v);
/* "Subject, character 5", "body in part 1.2, line 3, column 5": where something is, for people. */
char *report_where(struct arena *a, const struct text *t, struct span where,
		   const struct report_words *w);
/* The same of a place that was kept: `part` and `field` may be NULL. */
char *report_place(struct arena *a, const char *text, const char *part, const char *field, guint line,
		   guint column, const struct report_words *w);
/* Where bytes of the message stand in its file, from 1.  Columns are code points in a line that
   is UTF-8, else bytes; the end is behind the last. */
struct report_raw {
	guint line, column, end_line, end_column;
};
struct report_raw report_raw(const struct message *m, gsize offset, gsize length);
/* Hash of the rules as they are: ids, weights, parameters.  Hex, in the arena. */
char *report_rules_version(struct arena *a);

/* What a mail server must know of us. */
struct report_mta {
	const char *socket;		/* as libmilter wants it: "unix:/path", "inet:port@host" */
	const char *spamd;		/* likewise, where Exim asks; NULL: nowhere yet */
	guint deadline;			/* milliseconds */
	bool tempfail;			/* when we do not answer: try later, else go on */
	bool hold_by_header;		/* some policy holds through X-Sendlint-Hold */
	const char *test_address, *submission;	/* as settings.answer has them */
	const char *feedback;		/* where mails about mail go in; NULL: nobody is told */
	const char *config;		/* file that was read, or NULL */
	const char *const *daemons;	/* names of entry points, NULL-terminated */
};

/* The files of a mail server, or only one of them.  Of "postfix": "main.cf", "master.cf",
   "sendlint_checks" (what to hold), "sendlint_strip" (what recipients need not see).  Of
   "exim": "sendlint_main", "sendlint_acl", "sendlint_router", "sendlint_transport".  Of "sendmail": "sendmail.mc".  False if there is no such file. */
bool report_snippets(GString *out, const char *mta, const struct report_mta *m, const char *file);

#endif
