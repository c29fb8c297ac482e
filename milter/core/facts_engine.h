/*
 * facts_engine.h - a template's text as its engine would leave it.
 *
 * With an engine, each of its whole tags is a number of three digits where it
 * prints something, and nothing where it does not; so it is a word, and no rule
 * takes it for a name, a letter or a mistake.  Places lead back to the template.
 */
#ifndef CORE_FACTS_ENGINE_H
#define CORE_FACTS_ENGINE_H

#include "core/facts.h"

/* The text filled in, or `t` itself: without an engine, or without tags.  What is broken
   goes to f->template_faults. */
const struct text *facts_engine_text(struct facts *f, const struct text *t, bool html);

/* Does this place lie in tags, or is it an address that begins with one?  What is found
   there will be another thing when the mail is made. */
bool facts_engine_has(const struct facts *f, const struct text *t, struct span where);

/* The place in the template, for people: what they wrote, and not what we filled in. */
void facts_engine_place(const struct facts *f, const struct text **t, struct span *where);

#endif
