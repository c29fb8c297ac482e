#include "online/online.h"
#include "online/resolver.h"

/* An answer may bring new questions: a chain of includes is the longest. */
enum { ROUNDS_MOST = 40 };

bool
online_init(struct online *o, const struct auth_options *of, const char *server, guint timeout,
	    GError **error)
{
	*o = (struct online){ .resolver = resolver_new(server, timeout, error), .auth = *of };
	if (!o->resolver)
		return false;
	o->auth.dns = dns_new();
	return true;
}

void
online_clear(struct online *o)
{
	resolver_free(o->resolver);
	dns_free(o->auth.dns);
	*o = (struct online){ .resolver = NULL };
}

void
online_ask(struct online *o, const struct lint *l, const struct envelope *env, const char *raw,
	   gsize len, const struct lint_options *options)
{
	bool more = true;

	resolver_turn(o->resolver);
	dns_turn(o->auth.dns);
	for (guint i = 0; more && i < ROUNDS_MOST; i++) {
		struct arena *a = arena_new();

		lint_ask(l, a, env, raw, len, options);
		arena_free(a);
		more = resolver_answer(o->resolver, o->auth.dns);
	}
}
