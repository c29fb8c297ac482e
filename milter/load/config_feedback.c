#include "load/config_feedback.h"
#include "load/config_layer.h"
#include "load/config_policy.h"
#include "load/test_address.h"

static void
check(const struct settings *s, const struct node *n, struct mistakes *m)
{
	if (n->type != NODE_STRING || g_str_equal(n->text, "nobody"))
		return;
	if (!s->feedback_from)
		mistakes_add(m, n, "feedback = \"%.60s\" needs an address that such mail comes from: "
			     "set feedback-from", n->text);
	else if (!s->state_dir || !s->feedback_submission)
		mistakes_add(m, n, "feedback needs state-dir and feedback-submission");
	else if (!g_ascii_strcasecmp(n->text, s->feedback_from) ||
		 test_address_is(&s->answer, n->text, NULL))
		mistakes_add(m, n, "feedback = \"%.60s\" would go to an address that is sendlint's own",
			     n->text);
}

void
config_feedback_check(const struct config *c, struct mistakes *m)
{
	const GPtrArray *layers = config_policy_layers(c->layers);

	for (guint i = 0; i < layers->len; i++) {
		const struct config_layer *l = g_ptr_array_index(layers, i);
		const struct node *n = g_hash_table_lookup(l->set, "feedback");

		if (n)
			check(&c->settings, n, m);
	}
}

bool
config_feedback_wanted(const struct config *c)
{
	for (guint i = 0; i < c->policies.all->len; i++) {
		const struct policy *p = g_ptr_array_index(c->policies.all, i);

		if (p->feedback && !g_str_equal(p->feedback, "nobody"))
			return true;
	}
	return false;
}
