#include "core/allowance.h"
#include "core/lint.h"

/* What was not looked at, in words.  A translated report looks these up. */
static const struct {
	enum limit limit;
	const char *what;
} unread[] = {
	{ LIMIT_HIT_CUT,    "the message was cut: only its beginning was seen" },
	{ LIMIT_HIT_TIME,   "time was up: some rules did not run" },
	{ LIMIT_HIT_TEXT,   "text beyond the limit was not read" },
	{ LIMIT_HIT_PARTS,  "parts beyond the limit were not looked at" },
	{ LIMIT_HIT_FIELDS, "header fields beyond the limit were not looked at" },
	{ LIMIT_HIT_RCPTS,  "recipients beyond the limit were not looked at" },
	{ LIMIT_HIT_LINKS,  "links and images beyond the limit were not looked at" },
	{ LIMIT_HIT_ARCHIVE, "files in archives beyond the limit were not looked at" },
	{ LIMIT_HIT_WORDS,  "words beyond the limit were not looked at" },
	{ LIMIT_HIT_SPELL,  "spelling not fully checked: too many different words" },
	{ LIMIT_HIT_ALLOWANCES, "allowances beyond the limit were not read" },
	{ LIMIT_HIT_PATTERN, "a rule of your own took too many steps and gave up" },
};

/* Rules about what a bare file does not have. */
static bool
needs_header(const struct rule *r)
{
	static const char *const areas[] = { "addresses", "auth", "headers", "mime", "subject" };

	for (gsize i = 0; i < G_N_ELEMENTS(areas); i++)
		if (g_str_has_prefix(r->id, areas[i]) && r->id[strlen(areas[i])] == '-')
			return true;
	return false;
}

/* At most these names are told; a resolver that is down fails on all. */
enum { FAILED_SHOWN = 8 };

static void
say_dns_failed(struct verdict *v, const struct auth_options *o)
{
	GPtrArray *failed = dns_failed(o->dns, v->facts->arena);
	GString *s = g_string_new("no answer from DNS: ");

	for (guint i = 0; i < MIN(failed->len, FAILED_SHOWN); i++) {
		const struct dns_answer *a = g_ptr_array_index(failed, i);

		g_string_append_printf(s, "%s%s %s (%s)", i ? ", " : "", a->name,
				       dns_type_name(a->type), a->why);
	}
	g_string_append(s, failed->len > FAILED_SHOWN ? "…" : "");
	if (failed->len)
		g_ptr_array_add(v->not_checked, arena_strndup(v->facts->arena, s->str, s->len));
	g_string_free(s, TRUE);
}

/* What --online did not get to, too. */
static void
say_dns(struct verdict *v)
{
	const struct auth *u = v->facts->auth;

	if (!v->facts->online) {
		if (v->policy->needs & FACTS_AUTH)
			g_ptr_array_add(v->not_checked, (gpointer)"SPF, DKIM, DMARC, MX, reverse DNS and "
					"blocklists: DNS is asked only by check --online");
		return;
	}
	if (!u)
		return;
	if (!u->options->ip)
		g_ptr_array_add(v->not_checked, (gpointer)"whether the sending server may send, and its "
				"reverse DNS: its address is not known (--ip)");
	if (u->from && !u->signatures->len)
		g_ptr_array_add(v->not_checked, (gpointer)"DKIM: the message is not signed, and no "
				"selector was named (--selector)");
	if (u->sender_null)
		g_ptr_array_add(v->not_checked, (gpointer)"SPF: the sender is empty, and so the name of "
				"the server counts");
	say_dns_failed(v, u->options);
	for (guint i = 0; i < u->useless->len; i++)
		g_ptr_array_add(v->not_checked, arena_printf(v->facts->arena,
				"not a blocklist that answers: %s",
				(const char *)g_ptr_array_index(u->useless, i)));
}

static void
say_not_checked(struct verdict *v)
{
	v->not_checked = g_ptr_array_new();
	arena_defer(v->facts->arena, (GDestroyNotify)g_ptr_array_unref, v->not_checked);
	for (gsize i = 0; i < G_N_ELEMENTS(unread); i++)
		if (v->facts->limits & unread[i].limit)
			g_ptr_array_add(v->not_checked, (gpointer)unread[i].what);
	if (v->facts->message->bare)
		g_ptr_array_add(v->not_checked,
				(gpointer)"header and subject: the file has none");
	if (v->facts->language_uncertain)
		g_ptr_array_add(v->not_checked,
				(gpointer)"language not certain: spelling not checked there");
	if (v->facts->language_unspelled)
		g_ptr_array_add(v->not_checked, (gpointer)"no dictionary installed for its "
							  "language: spelling not checked there");
	if (v->facts->without_diacritics)
		g_ptr_array_add(v->not_checked,
				(gpointer)"written without diacritics: spelling not checked there");
	say_dns(v);
}

/* Rules in their order: those for which all is there once the class is known, those for
   which languages and words must be looked up, those about what became of the others. */
enum turn { TURN_CHEAP, TURN_DEAR, TURN_LAST };

static enum turn
turn_of(const struct rule *r, unsigned have)
{
	if (r->needs & FACTS_ALLOWANCES)
		return TURN_LAST;
	return r->needs & ~have ? TURN_DEAR : TURN_CHEAP;
}

/* Does the rule look at such a mail?  Its class is known. */
static bool
is_for(const struct facts *f, const struct policy *p, guint i)
{
	const struct rule *r = p->all[i];

	return p->rules[i].level != LEVEL_OFF && (r->classes & f->class) &&
	       !(f->message->bare && needs_header(r)) && !((r->needs & FACTS_AUTH) && !f->online);
}

/* Whether there was time for all of them. */
static bool
run_rules(struct facts *f, struct findings *out, const struct policy *p, unsigned have,
	  enum turn turn)
{
	for (guint i = 0; p->all[i]; i++) {
		const struct rule *r = p->all[i];

		if (p->rules[i].level == LEVEL_OFF || turn_of(r, have) != turn ||
		    ((r->needs & FACTS_AUTH) && !f->online))
			continue;
		if (!facts_cancelled(f) && (r->classes & f->class))
			facts_collect(f, r->needs);
		if (facts_cancelled(f))		/* perhaps before the class was known */
			return false;
		if (!is_for(f, p, i))
			continue;
		findings_run(out, i);
		r->check(f, out);
	}
	return true;
}

/* When time is up, what was found so far counts. */
static bool
run(struct facts *f, struct findings *out, const struct policy *p)
{
	unsigned have;

	facts_collect(f, FACTS_CLASS);
	have = f->have;
	if (!run_rules(f, out, p, have, TURN_CHEAP) || !run_rules(f, out, p, have, TURN_DEAR))
		return false;
	facts_collect(f, p->needs);	/* for reports */
	return true;
}

/* What the author allowed; whether there was time for the rules about that. */
static GArray *
allow(struct facts *f, struct findings *out, const struct policy *p, bool all, bool *ret_whole)
{
	GArray *allowed;

	allowance_read(f, p, all);
	for (guint i = 0; i < f->allowances->len; i++) {
		struct allowance *a = &g_array_index(f->allowances, struct allowance, i);

		a->ran = *ret_whole && a->rule >= 0 && is_for(f, p, (guint)a->rule);
	}
	allowed = findings_allowed(out);
	f->have |= FACTS_ALLOWANCES;
	if (f->allowances->len && *ret_whole)
		*ret_whole = run_rules(f, out, p, f->have, TURN_LAST);
	return allowed;
}

/* The speller, with what this message may cost. */
static const struct speller *
bounded(struct facts *f, const struct speller *of)
{
	struct speller *s = arena_new0(f->arena, struct speller);

	f->spell_budget = (struct spell_budget){
		.words = LIMIT_SPELL_COST, .searches = LIMIT_NEAR_WORDS,
		.arena = f->arena,
	};
	*s = *of;
	s->budget = &f->spell_budget;
	return s;
}

static struct facts *
facts_of(const struct lint *l, struct arena *a, const struct envelope *env, const char *raw, gsize len,
	 const struct lint_options *o)
{
	const struct message *m = o->bare ? message_bare(a, raw, len, o->bare)
					  : message_parse(a, raw, len);
	struct facts *f = arena_new0(a, struct facts);

	*f = (struct facts){
		.arena = a, .envelope = env, .message = m, .phrases = l->phrases,
		.grammar = l->grammar, .language_model = l->language_model, .have = FACTS_MESSAGE,
		.limits = o->limits | m->limits, .cancel = o->cancel, .online = o->online,
		.engine = o->engine,
	};
	return f;
}

void
lint_ask(const struct lint *l, struct arena *a, const struct envelope *env, const char *raw,
	 gsize len, const struct lint_options *options)
{
	facts_collect(facts_of(l, a, env, raw, len, options), FACTS_AUTH);
}

const struct verdict *
lint_check(const struct lint *l, struct arena *a, const struct envelope *env,
	   const char *raw, gsize len, const struct lint_options *options)
{
	static const struct lint_options none = { .policy = NULL };
	const struct lint_options *o = options ? options : &none;
	struct facts *f = facts_of(l, a, env, raw, len, o);
	struct verdict *v = arena_new0(a, struct verdict);
	struct findings *out;
	bool whole;

	*v = (struct verdict){ .lint = l, .facts = f };
	v->policy = o->policy ? o->policy : policies_choose(l->policies, env);
	if (v->policy->phrases)
		f->phrases = v->policy->phrases;
	f->speller = l->speller ? bounded(f, l->speller) : NULL;
	if (o->class || v->policy->class) {
		f->class = o->class ? o->class : v->policy->class;
		f->class_why = o->class ? "as asked" : "set by the policy";
		f->class_certain = true;
		f->have |= FACTS_CLASS;
	}
	out = findings_new(f, v->policy);
	whole = run(f, out, v->policy);
	v->allowed = allow(f, out, v->policy, o->allow_all, &whole);
	v->incomplete = !whole;
	if (v->incomplete)
		f->limits |= LIMIT_HIT_TIME;
	if (f->spell_budget.spent)
		f->limits |= LIMIT_HIT_SPELL;
	if (message_addresses_cut(f->message))
		f->limits |= LIMIT_HIT_RCPTS;
	v->findings = findings_settle(out, &v->points);
	v->quality = MAX(0, 100 - v->points);
	v->suggestions = arena_array(a, sizeof(struct suggestion));
	v->action = policy_action(v->policy, v->points, findings_worst(v->findings));
	v->class = f->class;
	v->class_why = f->class_why ? f->class_why : "";
	say_not_checked(v);
	f->cancel = NULL;	/* the caller's, and gone when a record asks for a fingerprint */
	return v;
}
