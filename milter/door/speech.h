/*
 * speech.h - our phrases in the language of whoever reads them.
 *
 * The words themselves stand in dictionaries/LANG/messages.
 */
#ifndef DOOR_SPEECH_H
#define DOOR_SPEECH_H

#include "load/dictionary.h"
#include "report/report.h"

struct speech {
	struct report_words words;
	const struct dictionary *dictionary;
	const char *language;
};

/* Fills `s`, which must live as long as what it gives back: what reports are told, or NULL
   for English (`language` NULL or English). */
const struct report_words *speech_of(struct speech *s, const struct dictionary *d,
				     const char *language);

#endif
