#include "load/config.h"

struct config *
config_load(const char *path, GError **error)
{
	struct config *c = g_new0(struct config, 1);

	(void)error;
	c->path = path;
	c->policies.fallback = policy_new_default("default");
	c->policies.all = g_ptr_array_new();
	g_ptr_array_add(c->policies.all, (gpointer)c->policies.fallback);
	c->version = "0";
	return c;
}

void
config_free(struct config *c)
{
	if (!c)
		return;
	policy_free((struct policy *)c->policies.fallback);
	g_ptr_array_unref(c->policies.all);
	g_free(c);
}
