/*
 * html_entities.h - the table of named character references.
 *
 * Every name the standard knows, with its semicolon where it needs one, and
 * what it stands for.  Only html_reference.c reads it.
 */
#ifndef CORE_HTML_ENTITIES_H
#define CORE_HTML_ENTITIES_H

#include "core/base.h"

enum {
	HTML_ENTITIES = 2231,
	HTML_ENTITIES_LETTERS = 'z' - 'A' + 1,
	HTML_ENTITIES_VALUE = 7,	/* bytes of the longest value, and a NUL */
};

extern const char html_entities_names[];	/* joined, without '&' */
extern const guint16 html_entities_at[];	/* where the i-th name begins; one more at the end */
extern const guint16 html_entities_first[];	/* the first name with 'A' + i or a later letter */
extern const char html_entities_values[][HTML_ENTITIES_VALUE];	/* UTF-8 */

#endif
