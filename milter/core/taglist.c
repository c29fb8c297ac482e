#include "core/taglist.h"

static bool
is_name(const char *s)
{
	if (!g_ascii_isalpha(*s))
		return false;
	while (g_ascii_isalnum(*s) || *s == '_')
		s++;
	return !*s;
}

struct taglist
taglist_parse(struct arena *a, const char *s)
{
	struct taglist l = { .tags = arena_array(a, sizeof(struct tag)) };
	g_auto(GStrv) pieces = g_strsplit(s, ";", -1);

	for (char **p = pieces; *p; p++) {
		char *piece = g_strstrip(*p), *equals = strchr(piece, '=');
		struct tag t;

		if (!*piece)
			continue;
		if (equals)
			*equals = '\0';
		t.name = arena_strndup(a, g_strchomp(piece), strlen(piece));
		if (!equals || !is_name(piece)) {
			if (!l.bad)
				l.bad = arena_strndup(a, piece, MIN(strlen(piece), TAGLIST_SHOWN));
			continue;
		}
		equals = g_strchug(equals + 1);
		t.value = arena_strndup(a, equals, strlen(equals));
		g_array_append_val(l.tags, t);
	}
	return l;
}

const char *
taglist_value(const struct taglist *l, const char *name)
{
	for (guint i = 0; i < l->tags->len; i++)
		if (g_str_equal(g_array_index(l->tags, struct tag, i).name, name))
			return g_array_index(l->tags, struct tag, i).value;
	return NULL;
}

bool
taglist_has(const char *list, const char *separators, const char *word)
{
	while (*list) {
		gsize len = strcspn(list, separators);

		if (len == strlen(word) && g_ascii_strncasecmp(list, word, len) == 0)
			return true;
		list += len + (list[len] != '\0');
	}
	return false;
}
