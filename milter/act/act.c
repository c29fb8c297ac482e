#include "act/act.h"

static const char *const fields[ACT_FIELDS] = {
	[ACT_FIELD] = "X-Sendlint",
	[ACT_FIELD_RULES] = "X-Sendlint-Rules",
	[ACT_FIELD_HOLD] = "X-Sendlint-Hold",
	[ACT_FIELD_ALLOW] = "X-Sendlint-Allow",
};

static const char *const taken_names[] = {
	[TAKEN_ACCEPT] = "accept", [TAKEN_TAG] = "tag", [TAKEN_HOLD] = "hold",
	[TAKEN_REJECT] = "reject", [TAKEN_TEMPFAIL] = "tempfail",
};

int
act_field(const char *name)
{
	for (int i = 0; i < ACT_FIELDS; i++)
		if (!g_ascii_strcasecmp(name, fields[i]))
			return i;
	return -1;
}

const char *
act_taken_name(enum act_taken t)
{
	return taken_names[t];
}

enum act_taken
act_plan(const struct act_job *j)
{
	enum action action = j->verdict->action;
	enum policy_mode mode = j->verdict->policy->mode;
	bool bounce = j->envelope->sender && !*j->envelope->sender;

	if (j->test || mode == MODE_OBSERVE || action == ACTION_ACCEPT)
		return TAKEN_ACCEPT;
	if (mode == MODE_TAG || action == ACTION_TAG)
		return TAKEN_TAG;
	/* Nobody would hear of a refusal: a bounce has no sender to tell. */
	if (bounce)
		return j->submission ? TAKEN_HOLD : TAKEN_TAG;
	return action == ACTION_HOLD ? TAKEN_HOLD : TAKEN_REJECT;
}

static bool
always(const struct act_job *j, enum act_taken plan)
{
	(void)j;
	(void)plan;
	return true;
}

static bool
is_tagged(const struct act_job *j, enum act_taken plan)
{
	(void)j;
	return plan == TAKEN_TAG || plan == TAKEN_HOLD;
}

static bool
is_tagged_with_rules(const struct act_job *j, enum act_taken plan)
{
	return is_tagged(j, plan) && j->verdict->policy->rules_header && j->verdict->findings->len;
}

static bool
is_quarantined(const struct act_job *j, enum act_taken plan)
{
	return plan == TAKEN_HOLD &&
	       (j->quarantine || j->verdict->policy->hold_by == HOLD_BY_QUARANTINE);
}

static bool
is_held_by_header(const struct act_job *j, enum act_taken plan)
{
	return plan == TAKEN_HOLD && !is_quarantined(j, plan);
}

static bool
is_refused(const struct act_job *j, enum act_taken plan)
{
	(void)j;
	return plan == TAKEN_REJECT;
}

/* From the last one up, so that none is renumbered before its turn. */
static bool
remove_reserved(const struct act_job *j, struct act_hands *h)
{
	bool done = true;

	for (int i = 0; i < ACT_FIELDS; i++)
		for (guint n = j->reserved[i]; n > 0; n--)
			done &= h->delete_header(h, fields[i], n);
	return done;
}

static bool
add_hold(const struct act_job *j, struct act_hands *h)
{
	return h->add_header(h, fields[ACT_FIELD_HOLD],
			     report_head_hold(j->arena, j->verdict, j->id));
}

static bool
add_rules(const struct act_job *j, struct act_hands *h)
{
	return h->add_header(h, fields[ACT_FIELD_RULES], report_head_rules(j->arena, j->verdict));
}

static bool
add_verdict(const struct act_job *j, struct act_hands *h)
{
	return h->add_header(h, fields[ACT_FIELD], report_head(j->arena, j->verdict, j->id));
}

static bool
quarantine(const struct act_job *j, struct act_hands *h)
{
	return h->hold(h, arena_printf(j->arena, "sendlint: points=%d; id=%s",
				       j->verdict->points, j->id));
}

static bool
refuse(const struct act_job *j, struct act_hands *h)
{
	return h->refuse(h, report_smtp(j->arena, j->verdict, j->id, j->words,
					j->envelope->local));
}

/* In this order: each header field goes above the one before.  If the plan `of` hangs on a
   row and the MTA would not have it, the plan comes to what is `left`. */
static const struct {
	const char *name;
	bool (*when)(const struct act_job *j, enum act_taken plan);
	bool (*run)(const struct act_job *j, struct act_hands *h);
	enum act_taken of, left;
} effects[] = {
	{ "remove-reserved", always,               remove_reserved, TAKEN_ACCEPT, TAKEN_ACCEPT },
	{ "hold-header",     is_held_by_header,    add_hold,        TAKEN_HOLD,   TAKEN_TAG },
	{ "rules-header",    is_tagged_with_rules, add_rules,       TAKEN_ACCEPT, TAKEN_ACCEPT },
	{ "header",          is_tagged,            add_verdict,     TAKEN_TAG,    TAKEN_ACCEPT },
	{ "quarantine",      is_quarantined,       quarantine,      TAKEN_HOLD,   TAKEN_TAG },
	{ "refuse",          is_refused,           refuse,          TAKEN_REJECT, TAKEN_REJECT },
};

enum act_taken
act(const struct act_job *j, struct act_hands *hands)
{
	enum act_taken plan = act_plan(j), taken = plan;

	for (gsize i = 0; i < G_N_ELEMENTS(effects); i++)
		if (effects[i].when(j, plan) && !effects[i].run(j, hands) && taken == effects[i].of)
			taken = effects[i].left;
	return taken;
}
