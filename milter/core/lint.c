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
	{ LIMIT_HIT_SPELL,  "spelling not fully checked: too many words that nobody knows" },
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
}

/* Whether there was time for all of them. */
static bool
run_rules(struct facts *f, struct findings *out, const struct policy *p, unsigned have, bool cheap)
{
	for (guint i = 0; p->all[i]; i++) {
		const struct rule *r = p->all[i];

		if (p->rules[i].level == LEVEL_OFF || cheap != !(r->needs & ~have))
			continue;
		if (!facts_cancelled(f) && (r->classes & f->class))
			facts_collect(f, r->needs);
		if (facts_cancelled(f))		/* perhaps before the class was known */
			return false;
		if (!(r->classes & f->class) || (f->message->bare && needs_header(r)))
			continue;
		findings_run(out, i);
		r->check(f, out);
	}
	return true;
}

/* First the rules for which all is there once the class is known, then those for which
   languages and words must be looked up: when time is up, what was found so far counts. */
static bool
run(struct facts *f, struct findings *out, const struct policy *p)
{
	unsigned have;

	facts_collect(f, FACTS_CLASS);
	have = f->have;
	if (!run_rules(f, out, p, have, true) || !run_rules(f, out, p, have, false))
		return false;
	facts_collect(f, p->needs);	/* for reports */
	return true;
}

/* The speller, with what this message may cost. */
static const struct speller *
bounded(struct facts *f, const struct speller *of)
{
	struct speller *s = arena_new0(f->arena, struct speller);

	f->spell_budget = (struct spell_budget){
		.words = LIMIT_SPELL_COST, .searches = LIMIT_NEAR_WORDS,
	};
	*s = *of;
	s->budget = &f->spell_budget;
	return s;
}

const struct verdict *
lint_check(const struct lint *l, struct arena *a, const struct envelope *env,
	   const char *raw, gsize len, const struct lint_options *options)
{
	static const struct lint_options none = { .policy = NULL };
	const struct lint_options *o = options ? options : &none;
	const struct message *m = o->bare ? message_bare(a, raw, len, o->bare)
					  : message_parse(a, raw, len);
	struct facts *f = arena_new0(a, struct facts);
	struct verdict *v = arena_new0(a, struct verdict);
	struct findings *out;

	*v = (struct verdict){ .lint = l, .facts = f };
	v->policy = o->policy ? o->policy : policies_choose(l->policies, env);
	*f = (struct facts){
		.arena = a, .envelope = env, .message = m,
		.phrases = v->policy->phrases ? v->policy->phrases : l->phrases,
		.grammar = l->grammar, .language_model = l->language_model, .have = FACTS_MESSAGE,
		.limits = o->limits | m->limits, .cancel = o->cancel,
	};
	f->speller = l->speller ? bounded(f, l->speller) : NULL;
	if (o->class || v->policy->class) {
		f->class = o->class ? o->class : v->policy->class;
		f->class_why = o->class ? "as asked" : "set by the policy";
		f->class_certain = true;
		f->have |= FACTS_CLASS;
	}
	out = findings_new(f, v->policy);
	v->incomplete = !run(f, out, v->policy);
	if (v->incomplete)
		f->limits |= LIMIT_HIT_TIME;
	if (f->spell_budget.spent)
		f->limits |= LIMIT_HIT_SPELL;
	if (message_addresses_cut(f->message))
		f->limits |= LIMIT_HIT_RCPTS;
	v->findings = findings_settle(out, &v->points);
	v->quality = MAX(0, 100 - v->points);
	v->action = policy_action(v->policy, v->points, findings_worst(v->findings));
	v->class = f->class;
	v->class_why = f->class_why ? f->class_why : "";
	say_not_checked(v);
	return v;
}
