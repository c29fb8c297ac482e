/*
 * dictionary_read.h - the files of one folder of dictionaries, read line by line.
 *
 * What compiles at once is in the dictionary then; lines of lists and checks are
 * gathered, because the site may take some out.
 */
#ifndef LOAD_DICTIONARY_READ_H
#define LOAD_DICTIONARY_READ_H

#include "load/dictionary.h"
#include "load/dictionary_checks.h"

struct language {
	char *tag;
	char *name;
	char **hunspell;
	GPtrArray *words;	/* char * */
	GHashTable *messages;	/* char * -> char * */
};

/* A line of a list, before the site has taken lines out. */
struct line {
	char *language, *list, *entry, *place;
	int weight;
	bool mask, gone;
};

struct dictionary {
	struct phrases *phrases;
	struct grammar *grammar;
	struct language_model *model;
	GPtrArray *languages;	/* struct language, sorted by tag; "any" is one */
	const char **tags;
	GArray *examples;	/* struct dictionary_example */
	GStringChunk *strings;
	char *version;
};

struct loading {
	struct dictionary *d;
	GChecksum *sum;
	GString *mistakes;
	GPtrArray *lines;	/* struct line */
	struct dictionary_checks *checks;
	GHashTable *by_entry;	/* "language\nlist\nmask\nentry" -> struct line */
	bool site;
	const char *file;	/* being read */
	guint number;
	struct language *language;
};

/* All languages of the folder; mistakes are gathered. */
void dictionary_read(struct loading *l, const char *root);
/* With the file and, unless it is 0, the number of the line being read. */
void dictionary_read_mistake(struct loading *l, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
/* NULL if there is none of that tag. */
struct language *dictionary_read_language(const struct dictionary *d, const char *tag);

#endif
