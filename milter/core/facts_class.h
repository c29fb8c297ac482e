/*
 * facts_class.h - the signs by which the class of a message is told.
 *
 * Files beside facts_class.c look for them, each in its own kind of place.
 */
#ifndef CORE_FACTS_CLASS_H
#define CORE_FACTS_CLASS_H

#include "core/facts.h"

enum sign {
	SIGN_NONE,
	SIGN_REPORT, SIGN_AUTO_REPLIED, SIGN_AUTO_FIELD, SIGN_AUTO_SUBJECT,
	SIGN_AUTO_GENERATED, SIGN_AUTO_SUPPRESS, SIGN_POSTMARK_OUT, SIGN_TAG_SERVICE,
	SIGN_MANDRILL, SIGN_SOFTWARE, SIGN_APPLICATION, SIGN_FROM_SERVICE, SIGN_SUBJECT_SERVICE,
	SIGN_BODY_SERVICE, SIGN_CODE, SIGN_NUMBER, SIGN_SCHEMA_SERVICE, SIGN_DOCUMENT,
	SIGN_POSTMARK_BULK, SIGN_SES_LIST, SIGN_TAG_BULK, SIGN_LIST_ID, SIGN_LIST_UNSUBSCRIBE,
	SIGN_ONE_CLICK, SIGN_PRECEDENCE, SIGN_FEEDBACK, SIGN_FEEDBACK_CAMPAIGN, SIGN_CSA,
	SIGN_CAMPAIGN, SIGN_NEWSLETTER_MAILER, SIGN_FROM_BULK, SIGN_UNSUBSCRIBE, SIGN_VIEW_ONLINE,
	SIGN_COMMERCIAL_MUCH, SIGN_COMMERCIAL_SOME, SIGN_COMMERCIAL_SUBJECT, SIGN_UTM,
	SIGN_SCHEMA_BULK, SIGN_MANY,
	SIGN_LIST, SIGN_LIST_OLD, SIGN_LIST_LIKE,
	SIGN_REPLY, SIGN_MAIL_CLIENT, SIGN_FROM_PERSON, SIGN_SHORT,
	SIGNS
};

struct facts_class_tally {
	bool seen[SIGNS];
	const char *entry;	/* of the subject's service wording, or NULL */
};

/* Fields, addresses, and whether it is a report. */
void facts_class_header(const struct facts *f, struct facts_class_tally *t);
/* Wording, markup, links and files; the subject's, too. */
void facts_class_content(const struct facts *f, struct facts_class_tally *t);

/* Does one of the words, parted by '|', stand in the value, any case? */
bool facts_class_header_says(const char *value, gsize len, const char *words);

#endif
