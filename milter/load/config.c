#include <errno.h>
#include <unistd.h>

#include "load/config_answer.h"
#include "load/config_feedback.h"
#include "load/config_match.h"
#include "load/config_own.h"
#include "load/config_policy.h"

/* Policies that come with the program, written as anybody would write them. */
static const char shipped[] =
"policies = {\n"
"	strict = {\n"
"		hold-at = 30;\n"
"		on-error = \"hold\";\n"
"		rules = {\n"
"			subject-special-characters = { strict = 1; level = \"warn\"; points = 10; };\n"
"			subject-all-caps = \"warn\";\n"
"			subject-punctuation-runs = \"warn\";\n"
"		};\n"
"	};\n"
"};\n";

enum { FILES_MOST = 10000 };

struct loading {
	struct config *config;
	struct mistakes *mistakes;
	GChecksum *sum;
	GString *errors;	/* files that could not be read at all */
	bool unreadable;
	guint files;
	const struct node *networks, *daemons;	/* the last that was said */
};

G_DEFINE_QUARK(sendlint-config-error, config_error)

static void
origin(struct loading *l, const struct node *n)
{
	g_hash_table_insert(l->config->origins, (gpointer)n->name, (gpointer)n);
}

static void
unknown(struct loading *l, const struct node *n)
{
	static const char *const groups[] = { "networks", "daemons", "defaults", "lock",
					      "policies", "own-rules", "answer",
					      NULL };
	g_autofree const char **daemon = setting_names(SETTING_DAEMON);
	const char *meant = mistakes_meant(n->name, groups);

	if (!meant)
		meant = mistakes_meant(n->name, daemon);
	if (setting_find(SETTING_POLICY, n->name) || g_str_equal(n->name, "rules"))
		mistakes_add(l->mistakes, n, "'%s' belongs into defaults = { } or a policy",
			     n->name);
	else if (g_str_has_prefix(n->name, "tenant"))
		mistakes_add(l->mistakes, n, "tenants are policies: write them in policies = { }");
	else if (meant)
		mistakes_add(l->mistakes, n, "no setting '%.60s'; did you mean '%s'?",
			     n->name, meant);
	else
		mistakes_add(l->mistakes, n, "no setting '%.60s'; see sendlint.conf(5)", n->name);
}

static void
take_node(struct loading *l, const struct node *n, bool is_shipped)
{
	const struct setting *s = setting_find(SETTING_DAEMON, n->name);

	if (s) {
		if (setting_read(s, n, &l->config->settings, l->mistakes))
			origin(l, n);
	} else if (g_str_equal(n->name, "networks")) {
		l->networks = n;
		origin(l, n);
	} else if (g_str_equal(n->name, "daemons")) {
		l->daemons = n;
		origin(l, n);
	} else if (g_str_equal(n->name, "defaults")) {
		config_policy_defaults(l->config->layers, n);
	} else if (g_str_equal(n->name, "lock")) {
		config_policy_lock(l->config->layers, n);
	} else if (g_str_equal(n->name, "own-rules")) {
		config_own_read(l->config->own, n);
	} else if (g_str_equal(n->name, "answer")) {
		config_answer_read(l->config, n, l->mistakes);
	} else if (g_str_equal(n->name, "policies")) {
		config_policy_add(l->config->layers, n, is_shipped);
	} else {
		unknown(l, n);
	}
}

static void
take_root(struct loading *l, const struct node *root, bool is_shipped)
{
	for (guint i = 0; root && i < root->children->len; i++)
		take_node(l, g_ptr_array_index(root->children, i), is_shipped);
}

static void
failed(struct loading *l, const char *reason, bool unreadable)
{
	if (l->errors->len)
		g_string_append_c(l->errors, '\n');
	g_string_append(l->errors, reason);
	l->unreadable |= unreadable;
}

static void
read_file(struct loading *l, const char *path)
{
	g_autoptr(GError) error = NULL;
	const char *name = arena_strndup(l->config->arena, path, strlen(path));
	const struct node *root = node_read(l->config->arena, name, ++l->files, l->sum, &error);

	if (root)
		take_root(l, root, false);
	else
		failed(l, error->message,
		       g_error_matches(error, NODE_ERROR, NODE_ERROR_UNREADABLE));
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What ends in .conf in the folder conf.d beside the file, in the order of the names. */
static void
read_folder(struct loading *l, const char *path)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *beside = g_path_get_dirname(path);
	g_autofree char *folder = g_build_filename(beside, "conf.d", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
	const char *name;

	if (!dir && g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
		return;
	if (!dir) {
		failed(l, error->message, true);
		return;
	}
	while ((name = g_dir_read_name(dir)) && names->len < FILES_MOST)
		if (g_str_has_suffix(name, ".conf") && *name != '.')
			g_ptr_array_add(names, g_build_filename(folder, name, NULL));
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++)
		read_file(l, g_ptr_array_index(names, i));
	if (names->len == FILES_MOST)
		failed(l, "conf.d holds more than 10,000 files", true);
}

static void
add_network(gpointer data, const struct node *one)
{
	struct loading *l = data;
	struct network n;

	if (config_match_network(one, l->mistakes, &n))
		g_array_append_val(l->config->policies.networks, n);
}

static void
add_daemon(gpointer data, const struct node *one)
{
	struct loading *l = data;

	g_ptr_array_add(l->config->policies.daemons, (gpointer)one->text);
}

static void
add_loopback(struct loading *l)
{
	static const char *const loopback[] = { "127.0.0.0/8", "::1" };

	for (gsize i = 0; i < G_N_ELEMENTS(loopback); i++) {
		struct network n;

		if (network_parse(loopback[i], &n))
			g_array_append_val(l->config->policies.networks, n);
	}
}

static void
prepare(struct loading *l)
{
	struct config *c = l->config;

	setting_defaults(SETTING_DAEMON, &c->settings);
	setting_defaults(SETTING_ANSWER, &c->settings);
	c->origins = g_hash_table_new(g_str_hash, g_str_equal);
	c->policies = (struct policies){
		.all = g_ptr_array_new_with_free_func((GDestroyNotify)policy_free),
		.matches = g_array_new(FALSE, TRUE, sizeof(struct policy_match)),
		.networks = g_array_new(FALSE, TRUE, sizeof(struct network)),
		.daemons = g_ptr_array_new(),
	};
	c->layers = config_policy_new(c->arena, l->mistakes);
	c->own = config_own_new(l->mistakes);
	take_root(l, node_parse(c->arena, "(shipped)", 0, shipped, strlen(shipped), NULL), true);
	g_checksum_update(l->sum, (const guchar *)shipped, -1);
}

static void
finish(struct loading *l)
{
	if (l->networks)
		config_policy_strings(l->networks, l->mistakes, l, add_network);
	else
		add_loopback(l);
	if (l->daemons)
		config_policy_strings(l->daemons, l->mistakes, l, add_daemon);
	config_policy_build(l->config->layers, &l->config->policies, l->config->own);
	config_answer_finish(l->config, l->mistakes);
	config_feedback_check(l->config, l->mistakes);
}

/* Moves all mistakes into one error. */
static bool
is_good(struct loading *l, GError **error)
{
	g_autofree char *text = mistakes_text(l->mistakes);

	if (text)
		failed(l, text, false);
	if (!l->errors->len)
		return true;
	g_set_error_literal(error, CONFIG_ERROR, l->unreadable ? CONFIG_ERROR_UNREADABLE
			    : CONFIG_ERROR_MISTAKES, l->errors->str);
	return false;
}

struct config *
config_load(const char *path, GError **error)
{
	struct config *c = g_new0(struct config, 1);
	struct loading l = {
		.config = c, .mistakes = mistakes_new(), .errors = g_string_new(NULL),
		.sum = g_checksum_new(G_CHECKSUM_SHA256),
	};

	c->arena = arena_new();
	prepare(&l);
	if (path) {
		c->path = arena_strndup(c->arena, path, strlen(path));
		read_file(&l, path);
		read_folder(&l, path);
	}
	finish(&l);
	c->version = arena_strndup(c->arena, g_checksum_get_string(l.sum), 64);
	c->warnings = mistakes_warnings(l.mistakes);
	if (!is_good(&l, error)) {
		config_free(c);
		c = NULL;
	}
	g_checksum_free(l.sum);
	g_string_free(l.errors, TRUE);
	mistakes_free(l.mistakes);
	return c;
}

void
config_free(struct config *c)
{
	if (!c)
		return;
	config_policy_free(c->layers);
	g_ptr_array_unref(c->settings.answer.domains);
	g_ptr_array_unref(c->settings.answer.policies);
	policies_clear(&c->policies);
	g_clear_pointer(&c->lists, g_hash_table_unref);
	config_own_free(c->own);
	g_hash_table_unref(c->origins);
	g_ptr_array_unref(c->warnings);
	arena_free(c->arena);
	g_free(c);
}

const char *
config_default_path(void)
{
	return access(CONFIG_PATH, F_OK) == 0 || errno != ENOENT ? CONFIG_PATH : NULL;
}
