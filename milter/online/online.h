/*
 * online.h - the command line's way to DNS: a resolver, and the answers it gave so far.
 *
 * One thread at a time.  Answers are kept, so that a thousand mails of one sender ask once.
 */
#ifndef ONLINE_ONLINE_H
#define ONLINE_ONLINE_H

#include "core/lint.h"

struct online {
	struct resolver *resolver;
	struct auth_options auth;	/* for lint_options.online */
};

/* `of` is what the user says of the sender; its `dns` is made here.  See resolver_new(). */
bool online_init(struct online *o, const struct auth_options *of, const char *server,
		 guint timeout, GError **error);
void online_clear(struct online *o);

/* Asks all that lint_check() will want to know of this mail. */
void online_ask(struct online *o, const struct lint *l, const struct envelope *env,
		const char *raw, gsize len, const struct lint_options *options);

#endif
