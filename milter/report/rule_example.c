#include "report/report.h"
#include "report/rule_example.h"

enum { LINE_MOST = 160 };	/* bytes; of a long one the beginning tells enough */

static const struct example *
first(const struct rule *r, int kind)
{
	for (const struct example *e = r->examples; e < r->examples + RULE_EXAMPLES && e->kind; e++)
		if ((int)e->kind == kind)
			return e;
	return NULL;
}

/* The line around a place. */
static char *
line_at(const char *mail, const char *at)
{
	const char *begin = at, *end = strchr(at, '\n');
	g_autofree char *line = NULL, *valid = NULL;
	gsize len;

	while (begin > mail && begin[-1] != '\n')
		begin--;
	len = end ? (gsize)(end - begin) : strlen(begin);
	line = g_strndup(begin, MIN(len, LINE_MOST));
	valid = len > LINE_MOST ? g_strconcat(line, "…", NULL) : g_steal_pointer(&line);
	return report_plain(valid);
}

static const char *
body_of(const char *mail)
{
	const char *gap = strstr(mail, "\n\n");

	return gap && gap[2] ? gap + 2 : mail;
}

/* Where one mail becomes another; NULL if nowhere. */
static const char *
difference(const char *mail, const char *other)
{
	while (*mail && *mail == *other) {
		mail++;
		other++;
	}
	return *mail ? mail : NULL;
}

char *
rule_example_bad(const struct rule *r)
{
	const struct example *e = first(r, EXAMPLE_HIT);
	const char *at = e && e->at && *e->at ? strstr(e->mail, e->at) : NULL;

	return e ? line_at(e->mail, at ? at : body_of(e->mail)) : NULL;
}

char *
rule_example_good(const struct rule *r)
{
	const struct example *hit = first(r, EXAMPLE_HIT), *e = first(r, EXAMPLE_PASS);
	const char *at = e && hit ? difference(e->mail, hit->mail) : NULL;

	return e ? line_at(e->mail, at ? at : body_of(e->mail)) : NULL;
}
