/*
 * template_engine.h - a template before its engine has filled it in.
 *
 * Each engine is a row: its delimiters and how its blocks begin and end.
 * template_engine_read() cuts a text into the tags of one engine, and says
 * which are broken: never closed, closed but never opened, blocks that are
 * not ended or that end nothing.  The time is linear in the text.  What a tag
 * says is not understood.
 */
#ifndef CORE_TEMPLATE_ENGINE_H
#define CORE_TEMPLATE_ENGINE_H

#include "core/arena.h"

struct template_engine;

/* A whole tag. */
struct template_tag {
	struct span where;
	bool silent;		/* prints nothing: a block, a comment, an assignment */
	bool turns;		/* {{else}}: what stands before and behind is never printed together */
};

enum template_fault_kind {
	TEMPLATE_NEVER_CLOSED,	/* "{{ name" */
	TEMPLATE_NEVER_OPENED,	/* "name }}" */
	TEMPLATE_NEVER_ENDED,	/* {{#if}} and no {{/if}} */
	TEMPLATE_ENDS_NOTHING,	/* {{/if}} and no {{#if}} */
	TEMPLATE_ENDS_ANOTHER,	/* {{/if}} where {{#each}} is open: `other` */
	TEMPLATE_STANDS_ALONE,	/* {{else}} in no block */
};

struct template_fault {
	enum template_fault_kind kind;
	struct span where;
	struct span other;	/* the tag it should match; empty: none */
};

/* By its name, any case; NULL if there is none. */
const struct template_engine *template_engine_find(const char *name);
/* All names, NULL-terminated, in the order of the alphabet; free the list with g_free(). */
const char **template_engine_names(void);
const char *template_engine_name(const struct template_engine *e);

/* Appends struct template_tag and struct template_fault, both in order; of faults no more
   than TEMPLATE_FAULTS_MOST.  `html`: what stands in <style> and <script> may have braces. */
enum { TEMPLATE_FAULTS_MOST = 100 };
void template_engine_read(const struct template_engine *e, const char *s, gsize len, bool html,
			  GArray *tags, GArray *faults);

#endif
