/*
 * html_conditional.h - conditional comments, by which mails tell Outlook apart.
 */
#ifndef CORE_HTML_CONDITIONAL_H
#define CORE_HTML_CONDITIONAL_H

#include "core/base.h"

/* <!--[if mso]>content<![endif]-->: where the content stands in the source; empty if none. */
struct span html_conditional_content(const char *source, struct span comment);

/* "[if mso]", "[endif]" where people can read them. */
bool html_conditional_shows(const char *s, gsize len);

#endif
