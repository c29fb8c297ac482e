/*
 * accuracy.h - what the parts of the measurement share.
 *
 * Each part prints its tables.  Texts come from the corpora, or from our own
 * sentences; ask.c reads them and asks sendlint.
 */
#ifndef ACCURACY_H
#define ACCURACY_H

#include <stdio.h>

#include "load/snapshot.h"

/* Name in the corpora, our tag or NULL where we have none: then every answer is wrong. */
struct tongue {
	const char *name, *tag;
};

/* The first of all tongues are ours; of these, the first we promise most about. */
enum { TONGUES = 13, OURS = 10, BEST = 4 };

extern const struct tongue tongues[TONGUES];

struct run {
	struct snapshot *snapshot;
	const struct lint *lint;
	const char *own, *corpora;	/* folders; corpora NULL: own sentences */
	bool show;			/* wrong answers to standard error */
	guint64 words, mails;		/* judged so far */
	double seconds;			/* of CPU, for these */
};

extern struct run run;

void show(const char *format, ...) G_GNUC_PRINTF(1, 2);

static inline double
percent(guint part, guint whole)
{
	return whole ? 100.0 * part / whole : 0;
}

/* Calls `row` with the columns of each line; FALSE if there is no such file. */
bool each_row(const char *path, bool heading,
	      void (*row)(char **columns, guint n, gpointer data), gpointer data);
/* The same with our own lines of one kind, the kind left out. */
void each_own(const struct tongue *t, const char *kind,
	      void (*row)(char **columns, guint n, gpointer data), gpointer data);
/* "dev/SET/NAME_LANGUAGE.tsv"; `language` NULL: "dev/SET/NAME".  To free. */
char *corpus_file(const char *set, const char *name, const char *language);

bool is_installed(const struct tongue *t);
const struct verdict *judge(struct arena *a, const char *mail, gsize len, unsigned class);
/* A mail that says only this. */
const struct verdict *judge_text(struct arena *a, const char *text);
const char *language(const char *s);
/* A word alone: would the speller complain in a text of that language? */
bool is_found(const char *tag, const char *word);
/* Is some unknown word part of these words?  NULL: is there any? */
bool is_flagged(const struct facts *f, const char *words);
/* Is there a finding about commercial wording of that level or more? */
bool sells(const struct verdict *v, enum level least);

void measure_language(void);
void measure_clean(void);
void measure_misspelt(void);
void measure_slips(void);
void measure_offers(void);
void claims(void);

#endif
