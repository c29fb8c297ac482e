#include "load/test_address.h"

static const char *
domain_of(const char *address)
{
	const char *at = address ? strrchr(address, '@') : NULL;

	return at ? at + 1 : NULL;
}

static bool
same(const char *a, gsize a_len, const char *b, gsize b_len)
{
	return a_len == b_len && !g_ascii_strncasecmp(a, b, a_len);
}

bool
test_address_is(const struct answer *a, const char *rcpt, struct span *ret_policy)
{
	const char *at = rcpt ? strrchr(rcpt, '@') : NULL, *ours = a->address, *plus;
	gsize local;

	if (!ours || !at || g_ascii_strcasecmp(at, strrchr(ours, '@')))
		return false;
	plus = memchr(rcpt, '+', (gsize)(at - rcpt));
	local = (gsize)((plus ? plus : at) - rcpt);
	if (!same(rcpt, local, ours, (gsize)(strrchr(ours, '@') - ours)))
		return false;
	if (ret_policy)
		*ret_policy = (struct span){ plus ? local + 1 : 0,
					     plus ? (gsize)(at - plus) - 1 : 0 };
	return true;
}

bool
test_address_only(const struct answer *a, const char *const *rcpts)
{
	if (!a->address || !rcpts || !*rcpts)
		return false;
	while (*rcpts && test_address_is(a, *rcpts, NULL))
		rcpts++;
	return !*rcpts;
}

static const struct policy *
find(const struct policies *p, const char *name)
{
	for (guint i = 0; i < p->all->len; i++) {
		const struct policy *q = g_ptr_array_index(p->all, i);

		if (!g_ascii_strcasecmp(q->name, name))
			return q;
	}
	return NULL;
}

static bool
is_for_all(const struct answer *a, const struct policy *p)
{
	for (guint i = 0; i < a->policies->len; i++)
		if (g_str_equal(g_ptr_array_index(a->policies, i), p->name))
			return true;
	return false;
}

const struct policy *
test_address_policy(const struct config *c, const struct envelope *e, const char *asked,
		    bool *ret_granted)
{
	const struct policies *all = &c->policies;
	const struct policy *own = policies_choose(all, e), *p = asked && *asked ? find(all, asked) : own;

	*ret_granted = p && (p == own || is_for_all(&c->settings.answer, p) ||
			     policies_lists(all, p, MATCH_LOGIN, e->login) ||
			     policies_lists(all, p, MATCH_LOGIN_DOMAIN, domain_of(e->login)));
	return *ret_granted ? p : own;
}

static bool
is_local(const struct answer *a, const char *address)
{
	const char *domain = domain_of(address);

	for (guint i = 0; domain && i < a->domains->len; i++)
		if (!g_ascii_strcasecmp(g_ptr_array_index(a->domains, i), domain))
			return true;
	return false;
}

/* Mail is sent there: no folds, no options, nothing that an SMTP command could end at. */
static bool
is_plain(const char *address)
{
	const char *at = strchr(address, '@');

	if (!at || at == address || !at[1] || strlen(address) > 254 || strchr(at + 1, '@'))
		return false;
	for (const char *p = address; *p; p++)
		if (*p <= ' ' || *p >= 0x7f || strchr("<>()[]\\,;:\"", *p))
			return false;
	return true;
}

static bool
may_use_sender(const struct config *c, const struct envelope *e)
{
	const struct answer *a = &c->settings.answer;
	const struct policy *p = policies_choose(&c->policies, e);
	gsize local = strcspn(e->sender, "@");

	if (!e->login)
		return is_local(a, e->sender);
	if (!g_ascii_strcasecmp(e->login, e->sender))
		return true;
	if (is_local(a, e->sender) && same(e->login, strlen(e->login), e->sender, local))
		return true;
	/* Its policy lists the login, so what it lists of senders is this login's to use. */
	if (!policies_lists(&c->policies, p, MATCH_LOGIN, e->login) &&
	    !policies_lists(&c->policies, p, MATCH_LOGIN_DOMAIN, domain_of(e->login)))
		return false;
	return policies_lists(&c->policies, p, MATCH_SENDER, e->sender) ||
	       policies_lists(&c->policies, p, MATCH_DOMAIN, domain_of(e->sender));
}

const char *
test_address_author(const struct config *c, const struct envelope *e)
{
	const struct answer *a = &c->settings.answer;

	if (e->sender && is_plain(e->sender) && may_use_sender(c, e))
		return e->sender;
	if (e->login && is_plain(e->login) && is_local(a, e->login))
		return e->login;
	return NULL;
}

const char *
test_address_reader(const struct config *c, const struct envelope *e)
{
	const char *author = test_address_author(c, e);

	return author ? author : c->settings.answer.to;
}
