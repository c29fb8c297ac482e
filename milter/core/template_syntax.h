/*
 * template_syntax.h - how each engine writes its placeholders.
 */
#ifndef CORE_TEMPLATE_SYNTAX_H
#define CORE_TEMPLATE_SYNTAX_H

#include "core/template.h"

enum template_names {			/* what may stand between opener and closer */
	NAMES_WORD,		/* a letter or _, then letters, digits, _ and . */
	NAMES_EXPRESSION,	/* starts like one; anything but braces and line ends */
	NAMES_PATH,		/* starts with a letter; anything but braces and line ends */
	NAMES_VARIABLE,		/* the same without white space, a letter or more */
	NAMES_LABEL,		/* words with spaces, dots, colons, hyphens, bars */
	NAMES_MERGE,		/* starts with a capital; anything but | and line ends */
	NAMES_UPPER,		/* ORDER_ID */
	NAMES_LOWER,		/* order_id, recipient.name */
	NAMES_CAPITAL,		/* FirstName, FIRST_NAME */
	NAMES_DIGITS,		/* two at most */
	NAMES_ANY,		/* whatever, up to the closer */
	NAMES_TO_PERCENT,	/* starts with a letter; up to a % or line end */
	NAMES_FIELD,		/* a name that programs give to a field: order_id, email */
	NAMES_DOTTED,		/* user.name */
	NAMES_NONE,
};

enum template_guard {
	GUARD_BEFORE   = 1 << 0,	/* no word, brace or sign of another syntax before */
	GUARD_AFTER    = 1 << 1,	/* no word after */
	GUARD_SPACE    = 1 << 2,	/* white space or nothing before */
	GUARD_PERCENT  = 1 << 3,	/* not part of a percent-encoded address */
	GUARD_NUMBER   = 1 << 4,	/* no number before: "100 %s" */
	GUARD_TAG      = 1 << 5,	/* not a mark of mail filters or lists: {Spam?}, [EXT] */
	GUARD_COLON    = 1 << 6,	/* no colon after: emoji codes */
	GUARD_WHOLE    = 1 << 7,	/* no closing brace after */
	GUARD_LINK     = 1 << 8,	/* not in the middle of an address or a chain */
};

struct template_syntax {
	const char *id, *engine, *open, *close;
	enum template_names names;
	guint8 least, most;	/* bytes of what stands inside */
	guint8 in;		/* enum template_in */
	guint16 guards;
	bool certain;
};

/* Those that open with one byte.  Longer openers stand before their beginnings: the first
   that fits wins. */
struct template_opener {
	const struct template_syntax *v;
	gsize n;
};

extern const struct template_opener template_syntax_openers[256];

#endif
