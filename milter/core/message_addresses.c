#include <gmime/gmime.h>

#include "core/limits.h"
#include "core/message.h"

static char *
lower(struct arena *a, const char *s)
{
	char *low = arena_strndup(a, s, strlen(s));

	for (char *p = low; *p; p++)
		*p = g_ascii_tolower(*p);
	return low;
}

/* The value as it stands, for GMime: unfolded, no NULs, not too long. */
static char *
raw_value(const struct message *m, const struct field *f, gsize most)
{
	gsize len = MIN(f->raw_value.len, most), n = 0;
	const char *raw = m->raw + f->raw_value.at;
	char *s = g_malloc(len + 1);

	for (gsize i = 0; i < len; i++)
		if (raw[i] != '\n' && raw[i] != '\r')
			s[n++] = raw[i] ? raw[i] : ' ';
	s[n] = 0;
	return g_strstrip(s);
}

/* What is being collected from one field. */
struct addresses {
	struct arena *arena;
	GArray *found;
	const struct text *value;
	gsize at;		/* in value; what stands before is taken */
	bool cut;		/* more than may be */
};

/* A name may hold the address, too: what stands in < > is it. */
static const char *
find_address(const struct addresses *x, const char *addr, bool named)
{
	const char *from = x->value->s + x->at;
	g_autofree char *in_brackets = named ? g_strconcat("<", addr, ">", NULL) : NULL;
	const char *there = named ? strstr(from, in_brackets) : NULL;

	return there ? there + 1 : *addr ? strstr(from, addr) : NULL;
}

static void
add_mailbox(struct addresses *x, InternetAddress *ia)
{
	const char *addr = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(ia));
	const char *name = internet_address_get_name(ia), *at, *there;
	struct address a = { .local = "", .domain = "", .where = text_all(x->value) };
	struct charset_result r;

	if (!addr)
		return;
	at = strrchr(addr, '@');
	a.local = arena_strndup(x->arena, addr, at ? (gsize)(at - addr) : strlen(addr));
	if (at)
		a.domain = lower(x->arena, at + 1);
	if (name && *name) {
		name = arena_strndup(x->arena, name, strlen(name));
		r = charset_decode(x->arena, NULL, name, strlen(name), NULL);
		a.name = r.s;
	}
	there = find_address(x, addr, name && *name);
	if (there) {
		a.where = (struct span){ (gsize)(there - x->value->s), strlen(addr) };
		x->at = a.where.at + a.where.len;
	}
	g_array_append_val(x->found, a);
}

static void
add_list(struct addresses *x, InternetAddressList *list, bool in_group)
{
	int n = internet_address_list_length(list);

	for (int i = 0; i < n && !x->cut; i++) {
		InternetAddress *ia = internet_address_list_get_address(list, i);

		if (x->found->len >= LIMIT_RECIPIENTS)
			x->cut = true;
		else if (INTERNET_ADDRESS_IS_MAILBOX(ia))
			add_mailbox(x, ia);
		else if (INTERNET_ADDRESS_IS_GROUP(ia) && !in_group)
			add_list(x, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(ia)), true);
	}
}

static struct address_list
read_addresses(const struct message *m, const char *name)
{
	struct addresses x = { .arena = m->arena,
			       .found = arena_array(m->arena, sizeof(struct address)) };

	for (guint i = 0; i < m->fields->len; i++) {
		const struct field *f = &g_array_index(m->fields, struct field, i);
		g_autofree char *s = NULL;
		InternetAddressList *list;

		if (g_ascii_strcasecmp(f->name, name) != 0 || x.cut)
			continue;
		s = raw_value(m, f, LIMIT_FIELD);
		x.value = f->value;
		x.at = 0;
		list = internet_address_list_parse(NULL, s);
		if (!list)
			continue;
		add_list(&x, list, false);
		g_object_unref(list);
	}
	return (struct address_list){ name, x.found, x.cut };
}

const GArray *
message_addresses(const struct message *m, const char *name)
{
	struct address_list list;

	for (guint i = 0; i < m->addresses->len; i++) {
		list = g_array_index(m->addresses, struct address_list, i);
		if (g_ascii_strcasecmp(list.name, name) == 0)
			return list.found;
	}
	list = read_addresses(m, name);
	g_array_append_val(m->addresses, list);
	return list.found;
}

bool
message_addresses_cut(const struct message *m)
{
	for (guint i = 0; i < m->addresses->len; i++)
		if (g_array_index(m->addresses, struct address_list, i).cut)
			return true;
	return false;
}
