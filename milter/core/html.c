#include "core/html.h"

struct html {
	struct html_token token;
};

struct html *
html_new(struct arena *a, const char *s, gsize len)
{
	(void)s;
	(void)len;
	return arena_new0(a, struct html);
}

const struct html_token *
html_next(struct html *h)
{
	return &h->token;
}

void
html_switch(struct html *h, enum html_state state, const char *tag)
{
	(void)h;
	(void)state;
	(void)tag;
}

enum html_state
html_content_of(const char *tag, gsize len)
{
	(void)tag;
	(void)len;
	return HTML_DATA;
}
