#include "core/facts.h"

static const char *
lower(struct facts *f, const char *s, struct span where)
{
	char *low;

	if (!where.len)
		return "";
	low = arena_strndup(f->arena, s + where.at, where.len);
	for (char *p = low; *p; p++)
		*p = g_ascii_tolower(*p);
	return low;
}

/* Suffixes that make bare words in a link a host: "Node.js" and "ASP.NET" are names. */
static const char *const suffixes[] = {
	"com", "org", "info", "biz", "eu", "pl", "ru", "su", "ua", "by", "kz", "br", "pt", "de", "at",
	"ch", "uk", "ie", "fr", "es", "it", "nl", "be", "cz", "sk", "hu", "ro", "se", "dk", "fi", "lt",
	"lv", "ee", "us", "ca", "shop", "store", "online", "example",
};

static bool
is_bare_host(const char *s, gsize len)
{
	const char *dot = NULL;

	for (gsize i = 0; i < len; i++) {
		if (s[i] == '.')
			dot = s + i;
		else if (!g_ascii_isalnum(s[i]) && s[i] != '-')
			return false;
	}
	for (gsize i = 0; dot && i < G_N_ELEMENTS(suffixes); i++)
		if ((gsize)(s + len - dot - 1) == strlen(suffixes[i]) &&
		    g_ascii_strncasecmp(dot + 1, suffixes[i], strlen(suffixes[i])) == 0)
			return true;
	return false;
}

/* The site that the words of a link say it leads to: they are a URL or a host, whole. */
static const char *
shown_site(struct facts *f, const char *s)
{
	g_autofree char *trimmed = g_strstrip(g_strdup(s));
	gsize len = strlen(trimmed);
	struct span at;
	struct url u;
	const char *host;

	if (len < 4 || len > 1000)
		return NULL;
	if (url_next(trimmed, len, 0, &at) && at.at == 0 && at.len + 1 >= len)
		u = url_of(trimmed, at.len);
	else if (is_bare_host(trimmed, len))
		u = (struct url){ .host = { 0, len } };
	else
		return NULL;
	host = lower(f, trimmed, u.host);
	return strchr(host, '.') ? host + url_site(host, strlen(host)) : NULL;
}

static bool
is_full(struct facts *f)
{
	if (f->links->len < LIMIT_LINKS)
		return false;
	f->limits |= LIMIT_HIT_LINKS;
	return true;
}

static void
add(struct facts *f, struct link l)
{
	const char *s = l.target->s + l.where.at;
	struct url u = url_of(s, l.where.len);

	l.scheme = lower(f, s, u.scheme);
	l.host = lower(f, s, u.host);
	l.shown_site = l.shown ? shown_site(f, l.shown) : NULL;
	l.site = l.host + url_site(l.host, strlen(l.host));
	g_array_append_val(f->links, l);
}

static void
in_plain(struct facts *f, const struct body *b)
{
	const struct text *t = b->text;
	struct span at = { 0, 0 };

	while (url_next(t->s, t->len, at.at + at.len, &at) && !is_full(f))
		add(f, (struct link){ .body = b, .target = t, .where = at, .shown_at = at });
}

static void
in_html(struct facts *f, const struct body *b)
{
	for (guint i = 0; i < b->html->links->len; i++) {
		const struct html_link *h = &g_array_index(b->html->links, struct html_link, i);

		if (!h->has_href)
			continue;
		if (is_full(f))
			return;
		add(f, (struct link){
			.body = b, .target = h->target, .where = text_all(h->target),
			.shown = arena_strndup(f->arena, b->text->s + h->shown.at, h->shown.len),
			.shown_at = h->shown, .is_image = h->has_image, .hidden = !h->visible,
		});
	}
}

static void
of_body(struct facts *f, const struct body *b)
{
	if (b->html)
		in_html(f, b);
	else
		in_plain(f, b);
}

/* Chain the links of one host, so that a rule reports a host once. */
static void
chain_hosts(struct facts *f)
{
	g_autoptr(GHashTable) last = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < f->links->len; i++) {
		struct link *l = &g_array_index(f->links, struct link, i);
		gpointer before = g_hash_table_lookup(last, l->host);

		l->again = -1;
		l->repeated = before != NULL;
		if (before)
			g_array_index(f->links, struct link, GPOINTER_TO_UINT(before) - 1).again =
				(int)i;
		g_hash_table_insert(last, (gpointer)l->host, GUINT_TO_POINTER(i + 1));
	}
}

/* The main body first: what it shares with its alternative is reported there. */
void
facts_links(struct facts *f)
{
	f->links = arena_array(f->arena, sizeof(struct link));
	if (f->main)
		of_body(f, f->main);
	for (guint i = 0; i < f->n_bodies; i++)
		if (&f->bodies[i] != f->main)
			of_body(f, &f->bodies[i]);
	if (f->links->len)
		chain_hosts(f);
}
