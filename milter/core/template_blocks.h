/*
 * template_blocks.h - how the blocks of a kind of engine begin and end.
 *
 * For template_engine.c alone.
 */
#ifndef CORE_TEMPLATE_BLOCKS_H
#define CORE_TEMPLATE_BLOCKS_H

#include "core/template_engine.h"

/* A block that is open. */
struct template_block {
	struct span name, tag;
	bool optional;		/* it may stand without an end */
};

struct template_reading {
	const char *s;
	GArray *open;		/* struct template_block */
	GArray *faults;		/* struct template_fault */
	bool turned;		/* the last tag was something like {{else}} */
	struct span verbatim;	/* name of the block that is open and whose tags are text */
};

/* One tag, whole, and what stands inside, without blanks and dashes around.  TRUE if it
   prints nothing. */
typedef bool template_blocks(struct template_reading *r, struct span tag, struct span inner);

template_blocks template_blocks_mustache, template_blocks_words, template_blocks_ruby,
	template_blocks_php, template_blocks_script, template_blocks_freemarker,
	template_blocks_velocity, template_blocks_go, template_blocks_mailchimp,
	template_blocks_smarty, template_blocks_toolkit, template_blocks_blade;

void template_blocks_fault(struct template_reading *r, enum template_fault_kind kind,
			   struct span where, struct span other);
/* What is still open at the end. */
void template_blocks_end(struct template_reading *r);

#endif
