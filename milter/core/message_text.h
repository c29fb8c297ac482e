/*
 * message_text.h - the body of a part becomes the text a reader sees.
 *
 * For message.c: transfer encoding, charset and line ends in this order, with the
 * way back through all three.
 */
#ifndef CORE_MESSAGE_TEXT_H
#define CORE_MESSAGE_TEXT_H

#include "core/message.h"

/* Fill text, charset_oddities, charset_bad and cut of `p`; how many of the `left` bytes
   it took. */
gsize message_text(struct message *m, struct part *p, gsize left);

void message_odd(struct message *m, enum oddity_kind kind, gsize at, const char *what);

#endif
