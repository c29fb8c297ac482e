/*
 * rule_example.h - the lines that show what a rule finds, and what it lets pass.
 *
 * Cut from the examples of the rule's file, so what people read is tested.
 */
#ifndef REPORT_RULE_EXAMPLE_H
#define REPORT_RULE_EXAMPLE_H

#include "core/rule.h"

/* One line, plain; NULL if the rule has none.  The caller frees it. */
char *rule_example_bad(const struct rule *r);
char *rule_example_good(const struct rule *r);

#endif
