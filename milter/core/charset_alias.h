/*
 * charset_alias.h - charsets as mail names them, and what iconv calls them.
 *
 * As browsers do, a small charset is read as the larger one that mail programs
 * mean by its name.
 */
#ifndef CORE_CHARSET_ALIAS_H
#define CORE_CHARSET_ALIAS_H

#include "core/base.h"

/* How the bytes of one character are told apart, for the map. */
enum charset_family {
	CHARSET_UTF8,
	CHARSET_ASCII,		/* us-ascii, or a label that says nothing */
	CHARSET_SINGLE,		/* one byte a character, ASCII below 0x80 */
	CHARSET_DOUBLE,		/* two bytes from 0x80 on: big5, euc-kr */
	CHARSET_GB,		/* two, or four if the second is a digit */
	CHARSET_EUC_JP,		/* two, or three after 0x8f */
	CHARSET_SJIS,		/* two, or one for half-width letters */
	CHARSET_ISO2022,	/* escape sequences switch */
	CHARSET_OTHER,		/* told only by iconv */
};

struct charset_alias {
	const char *label;	/* folded; see charset_alias.c */
	const char *name;	/* iconv's */
	enum charset_family family;
};

/* NULL if nobody knows this label. */
const struct charset_alias *charset_alias_find(const char *label);

/* Might iconv know what we do not? */
bool charset_alias_may_be(const char *label);

#endif
