/*
 * html_reference.h - character references, as the WHATWG standard reads them.
 *
 * `&amp;`, `&amp` where the standard still allows it, `&#160;`, `&#xA0;`, with
 * the replacements for numbers that name no character.
 */
#ifndef CORE_HTML_REFERENCE_H
#define CORE_HTML_REFERENCE_H

#include "core/base.h"

enum { HTML_REFERENCE_MOST = 8 };	/* bytes a reference can stand for, and more */

/* Bytes of the reference that begins with the '&' at `s`, 0 if it is none and the
   '&' stands for itself.  What it stands for goes to ret_s, its length to ret_len. */
gsize html_reference(const char *s, const char *end, bool in_attribute,
		     char ret_s[HTML_REFERENCE_MOST], gsize *ret_len);

#endif
