/*
 * setting_words.h - what a setting whose value is text may be.
 */
#ifndef LOAD_SETTING_WORDS_H
#define LOAD_SETTING_WORDS_H

#include "load/setting.h"

/* Of a type up to SETTING_LANGUAGE. */
bool setting_words_take(enum setting_type type, const char *t);

#endif
