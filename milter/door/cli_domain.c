/* sendlint domain: what `check --online` says of a sender, for a domain without a mail. */
#include <stdio.h>

#include "door/door.h"
#include "door/speech.h"
#include "online/online.h"

/* Only what DNS can tell: of the rest there is nothing to see. */
static struct policy *
policy_of(const struct policy *of)
{
	struct policy *p = policy_new_copy(of, of->name);

	for (guint i = 0; p->all[i]; i++)
		if (!(p->all[i]->needs & FACTS_AUTH))
			p->rules[i].level = LEVEL_OFF;
	policy_finish(p);
	return p;
}

/* Exit status of one domain. */
static int
say(struct online *online, const struct door_domain *o, const struct policy *p, const char *domain,
    const struct report_words *words)
{
	static const char *const nobody[] = { NULL };
	g_autofree char *mail = g_strdup_printf("From: postmaster@%s\n\n", domain);
	g_autofree char *sender = g_strdup_printf("postmaster@%s", domain);
	const struct envelope env = { .sender = sender, .rcpts = nobody, .pre_submit = true };
	const struct lint_options options = { .policy = p, .class = o->class, .online = &online->auth };
	const struct report_options r = { .name = domain, .words = words };
	const struct lint *l = snapshot_lint(o->snapshot);
	struct arena *a = arena_new();
	g_autoptr(GString) out = g_string_new(NULL);
	const struct verdict *v;
	int status;

	online_ask(online, l, &env, mail, strlen(mail), &options);
	v = lint_check(l, a, &env, mail, strlen(mail), &options);
	report_domain(out, v, o->format, &r);
	fwrite(out->str, 1, out->len, stdout);
	status = findings_worst(v->findings) >= o->fail_level;
	arena_free(a);
	return status;
}

int
door_domain(const struct door_domain *o, char **domains)
{
	g_autoptr(GError) error = NULL;
	struct online online;
	struct speech speech;
	const struct report_words *words = speech_of(&speech, snapshot_dictionary(o->snapshot),
						     o->language);
	struct policy *p;
	int status = 0;

	if (!online_init(&online, &o->online->auth, o->online->resolver, o->online->timeout, &error)) {
		fprintf(stderr, "sendlint: %s\n", error->message);
		return 2;
	}
	p = policy_of(o->policy);
	for (; *domains; domains++) {
		struct arena *a = arena_new();
		const char *at = strrchr(*domains, '@'), *name = dns_name(a, at ? at + 1 : *domains);
		g_autofree char *plain = report_plain(*domains);

		if (name && strchr(name, '.') && *name != '[') {
			int one = say(&online, o, p, name, words);

			status = MAX(status, one);
		} else {
			fprintf(stderr, "sendlint: '%s' is no domain\n", plain);
			status = 2;
		}
		arena_free(a);
	}
	online_clear(&online);
	policy_free(p);
	return status;
}
