/*
 * affixes.h - all forms of the words of a Hunspell dictionary.
 *
 * Reads .aff and .dic as hunspell(5) describes them: the four kinds of flags,
 * aliases, conditions.  One affix a form; no compounds, no suffixes on
 * suffixes, nothing with a hyphen: for statistics this will do.
 */
#ifndef MODEL_AFFIXES_H
#define MODEL_AFFIXES_H

#include "core/base.h"

/* `form` as the dictionary writes it, in UTF-8; `share` of its entry: the forms of an entry add
   up to 1, and the bare word has most. */
typedef void affixes_form(const char *form, double share, gpointer data);

/* FOLDER/NAME.aff and .dic, "pl_PL".  FALSE if they cannot be read. */
bool affixes_each(const char *folder, const char *name, affixes_form *form, gpointer data,
		  GError **error);

#endif
