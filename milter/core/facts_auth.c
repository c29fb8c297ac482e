#include "core/facts.h"

enum { SIGNATURES_MOST = 5, LINKS_MOST = 20 };

/* A domain in that role, once. */
static void
add_host(GArray *hosts, struct arena *a, struct auth_host h)
{
	h.domain = dns_name(a, h.domain);
	if (!h.domain || *h.domain == '[' || !strchr(h.domain, '.'))	/* no business of DNS's */
		return;
	for (guint i = 0; i < hosts->len; i++) {
		const struct auth_host *other = &g_array_index(hosts, struct auth_host, i);

		if (g_str_equal(other->domain, h.domain) &&
		    (other->role == h.role || h.role == AUTH_REPLY ||
		     (h.role == AUTH_SENDER && other->role == AUTH_FROM)))
			return;
	}
	g_array_append_val(hosts, h);
}

static void
add_field(const struct facts *f, GArray *hosts, const char *name, enum auth_role role)
{
	const GArray *addresses = message_addresses(f->message, name);
	const struct field *field = message_field(f->message, name, 0);

	for (guint i = 0; i < addresses->len; i++) {
		const struct address *a = &g_array_index(addresses, struct address, i);
		bool inside = a->where.at + a->where.len <= field->value->len;

		add_host(hosts, f->arena, (struct auth_host){ .role = role, .domain = a->domain,
			.text = field->value, .where = inside ? a->where : text_all(field->value) });
	}
}

static void
add_recipients(const struct facts *f, GArray *hosts)
{
	for (guint i = 0; i < f->recipients->len; i++) {
		const struct recipient *r = &g_array_index(f->recipients, struct recipient, i);
		const struct text *t = *r->domain ? facts_addresses_text(f, r) : NULL;

		if (t)
			add_host(hosts, f->arena, (struct auth_host){ .role = AUTH_RECIPIENT,
				.domain = r->domain, .text = t, .where = text_all(t) });
	}
}

/* The envelope's sender: what the door knows, else what the last server wrote down. */
static const char *
find_sender(const struct facts *f)
{
	const struct field *field = message_field(f->message, "Return-Path", 0);
	const char *s = field ? field->value->s : NULL, *end;

	if (f->envelope->sender || !s)
		return f->envelope->sender;
	if (*s == '<' && (end = strchr(s, '>')))
		return arena_strndup(f->arena, s + 1, (gsize)(end - s - 1));
	return strchr(s, '@') ? s : NULL;
}

static void
add_sender(const struct facts *f, GArray *hosts, const char *sender)
{
	const char *at = sender ? strrchr(sender, '@') : NULL;

	if (f->envelope->sender && at)
		add_host(hosts, f->arena, (struct auth_host){ .role = AUTH_SENDER, .domain = at + 1 });
	else if (at)
		add_field(f, hosts, "Return-Path", AUTH_SENDER);
}

static GArray *
signatures_of(const struct facts *f)
{
	GArray *found = arena_array(f->arena, sizeof(struct auth_signature));
	const struct field *field;

	for (guint i = 0; i < SIGNATURES_MOST &&
	     (field = message_field(f->message, "DKIM-Signature", i)); i++) {
		struct auth_signature s = { .text = field->value };

		s.signature = dkim_read_signature(f->arena, field->value->s);
		g_array_append_val(found, s);
	}
	return found;
}

static GArray *
links_of(const struct facts *f)
{
	GArray *found = arena_array(f->arena, sizeof(struct auth_link));

	for (guint i = 0; i < f->links->len && found->len < LINKS_MOST; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);
		struct auth_link link = { .text = l->target, .where = l->where };
		guint32 address;

		if (l->repeated || !strchr(l->host, '.') || url_is_ipv4(l->host, strlen(l->host), &address))
			continue;
		if ((link.domain = dns_name(f->arena, l->host)))
			g_array_append_val(found, link);
	}
	return found;
}

void
facts_auth(struct facts *f)
{
	struct auth_subject s = { .options = f->online, .helo = f->envelope->helo };

	if (!f->online)
		return;
	s.hosts = arena_array(f->arena, sizeof(struct auth_host));
	s.sender = find_sender(f);
	add_field(f, s.hosts, "From", AUTH_FROM);
	add_sender(f, s.hosts, s.sender);
	add_field(f, s.hosts, "Reply-To", AUTH_REPLY);
	add_recipients(f, s.hosts);
	s.signatures = signatures_of(f);
	s.links = links_of(f);
	f->auth = auth_judge(f->arena, &s);
}
