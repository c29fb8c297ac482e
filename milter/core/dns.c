#include <arpa/inet.h>

#include "core/dns.h"

enum { NAME_MOST = 253, LABEL_MOST = 63, TEXT_MOST = 64 * 1024, SUB = 0x1a };

struct dns {
	struct arena *arena;
	GHashTable *answers;	/* "TYPE name" -> struct dns_answer */
	GPtrArray *open;	/* struct dns_answer: wanted, and nobody was told yet */
	guint turn, asked;
	bool whole;		/* what is not here is not there */
};

static const struct {
	enum dns_type type;
	const char *name;
} types[] = {
	{ DNS_A, "A" }, { DNS_PTR, "PTR" }, { DNS_MX, "MX" }, { DNS_TXT, "TXT" }, { DNS_AAAA, "AAAA" },
};

const char *
dns_type_name(enum dns_type t)
{
	for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
		if (types[i].type == t)
			return types[i].name;
	return "";
}

struct dns *
dns_new(void)
{
	struct dns *d = g_new0(struct dns, 1);

	d->arena = arena_new();
	d->answers = g_hash_table_new(g_str_hash, g_str_equal);
	d->open = g_ptr_array_new();
	return d;
}

void
dns_free(struct dns *d)
{
	if (!d)
		return;
	g_hash_table_unref(d->answers);
	g_ptr_array_unref(d->open);
	arena_free(d->arena);
	g_free(d);
}

/* ---- names and addresses ---- */

static bool
is_name(const char *s)
{
	gsize label = 0;

	if (!*s || strlen(s) > NAME_MOST)
		return false;
	for (; *s; s++) {
		if (*s == '.' && label == 0)
			return false;
		if (*s <= ' ' || *s >= 0x7f || *s == '\\' || *s == '"')
			return false;
		label = *s == '.' ? 0 : label + 1;
		if (label > LABEL_MOST)
			return false;
	}
	return true;
}

/* To be freed, or NULL. */
static char *
plain(const char *s)
{
	g_autofree char *ascii = g_str_is_ascii(s) ? g_ascii_strdown(s, -1)
		: g_utf8_validate(s, -1, NULL) ? g_hostname_to_ascii(s) : NULL;
	gsize len = ascii ? strlen(ascii) : 0;

	if (len > 1 && ascii[len - 1] == '.')
		ascii[--len] = '\0';
	return ascii && is_name(ascii) ? g_steal_pointer(&ascii) : NULL;
}

char *
dns_name(struct arena *arena, const char *s)
{
	g_autofree char *name = plain(s);

	return name ? arena_strndup(arena, name, strlen(name)) : NULL;
}

static void
map_ipv4(struct dns_address *a, const void *bytes)
{
	*a = (struct dns_address){ { [10] = 0xff, 0xff } };
	memcpy(a->byte + 12, bytes, 4);
}

bool
dns_parse_address(const char *s, struct dns_address *ret_address)
{
	struct in_addr v4;
	struct in6_addr v6;

	if (inet_pton(AF_INET, s, &v4) == 1) {
		map_ipv4(ret_address, &v4);
		return true;
	}
	if (inet_pton(AF_INET6, s, &v6) != 1)
		return false;
	memcpy(ret_address->byte, &v6, sizeof ret_address->byte);
	return true;
}

bool
dns_is_ipv4(const struct dns_address *a)
{
	static const guint8 mapped[12] = { [10] = 0xff, 0xff };

	return memcmp(a->byte, mapped, sizeof mapped) == 0;
}

bool
dns_same_network(const struct dns_address *a, const struct dns_address *b, guint bits)
{
	guint whole = bits / 8, rest = bits % 8;
	guint8 mask = (guint8)(0xff00 >> rest);

	return memcmp(a->byte, b->byte, whole) == 0 &&
	       (!rest || (a->byte[whole] & mask) == (b->byte[whole] & mask));
}

char *
dns_print_address(struct arena *arena, const struct dns_address *a)
{
	char s[INET6_ADDRSTRLEN];
	bool v4 = dns_is_ipv4(a);

	inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? a->byte + 12 : a->byte, s, sizeof s);
	return arena_strndup(arena, s, strlen(s));
}

char *
dns_reverse(struct arena *arena, const struct dns_address *a)
{
	static const char digits[] = "0123456789abcdef";
	char nibbles[64];

	if (dns_is_ipv4(a))
		return arena_printf(arena, "%u.%u.%u.%u", a->byte[15], a->byte[14], a->byte[13],
				    a->byte[12]);
	for (gsize i = 0; i < 16; i++) {
		nibbles[4 * i] = digits[a->byte[15 - i] & 15];
		nibbles[4 * i + 2] = digits[a->byte[15 - i] >> 4];
		nibbles[4 * i + 1] = nibbles[4 * i + 3] = '.';
	}
	return arena_strndup(arena, nibbles, sizeof nibbles - 1);
}

/* ---- questions ---- */

static struct dns_answer *
answer_of(struct dns *d, const char *name, enum dns_type type)
{
	g_autofree char *key = g_strdup_printf("%s %s", dns_type_name(type), name);
	struct dns_answer *a = g_hash_table_lookup(d->answers, key);

	if (a)
		return a;
	a = arena_new0(d->arena, struct dns_answer);
	*a = (struct dns_answer){ .name = arena_strndup(d->arena, name, strlen(name)), .type = type,
				  .records = arena_array(d->arena, sizeof(struct dns_record)) };
	g_hash_table_insert(d->answers, arena_strndup(d->arena, key, strlen(key)), a);
	return a;
}

/* In a whole world a name is there if it has some record, or a name below it has. */
static enum dns_state
missing(const struct dns *d, const char *name)
{
	GHashTableIter i;
	struct dns_answer *a;

	g_hash_table_iter_init(&i, d->answers);
	while (g_hash_table_iter_next(&i, NULL, (gpointer *)&a)) {
		gsize more = strlen(a->name) - MIN(strlen(a->name), strlen(name));

		if (a->state != DNS_OPEN && a->state != DNS_NXDOMAIN && g_str_has_suffix(a->name, name) &&
		    (!more || a->name[more - 1] == '.'))
			return DNS_EMPTY;
	}
	return DNS_NXDOMAIN;
}

const struct dns_answer *
dns_ask(struct dns *d, const char *name, enum dns_type type)
{
	g_autofree char *ascii = plain(name);
	struct dns_answer *a = answer_of(d, ascii ? ascii : "", type);

	if (!ascii)
		a->state = DNS_NXDOMAIN;
	if (a->turn != d->turn || !d->turn) {
		a->turn = d->turn;
		d->asked += ascii != NULL;
	}
	if (a->state == DNS_OPEN && d->whole)
		a->state = missing(d, a->name);
	else if (a->state == DNS_OPEN && !a->wanted)
		g_ptr_array_add(d->open, a);
	a->wanted = true;
	return a;
}

struct dns_answer *
dns_next_open(struct dns *d)
{
	return d->open->len ? g_ptr_array_steal_index(d->open, d->open->len - 1) : NULL;
}

void
dns_settle(struct dns_answer *a, enum dns_state state, const char *why)
{
	a->state = state == DNS_FOUND && !a->records->len ? DNS_EMPTY : state;
	a->why = why;
}

void
dns_add_text(struct dns *d, struct dns_answer *a, const char *s, gsize len)
{
	struct dns_record r = { .s = NULL };
	char *copy = arena_strndup(d->arena, s, MIN(len, TEXT_MOST));

	for (gsize i = 0; i < MIN(len, TEXT_MOST); i++)
		if (!copy[i])
			copy[i] = SUB;
	r.s = copy;
	g_array_append_val(a->records, r);
}

void
dns_add_name(struct dns *d, struct dns_answer *a, const char *name, guint preference)
{
	g_autofree char *lower = g_ascii_strdown(name, -1);
	gsize len = strlen(lower);
	struct dns_record r = { .preference = preference };

	r.s = arena_strndup(d->arena, lower, len && lower[len - 1] == '.' ? len - 1 : len);
	g_array_append_val(a->records, r);
}

void
dns_add_address(struct dns_answer *a, const void *bytes, gsize len)
{
	struct dns_record r = { .s = NULL };

	if (len == 4)
		map_ipv4(&r.address, bytes);
	else
		memcpy(r.address.byte, bytes, sizeof r.address.byte);
	g_array_append_val(a->records, r);
}

/* ---- turns ---- */

void
dns_turn(struct dns *d)
{
	d->turn++;
	d->asked = 0;
}

guint
dns_asked(const struct dns *d)
{
	return d->asked;
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
	const struct dns_answer *x = *(struct dns_answer *const *)a, *y = *(struct dns_answer *const *)b;
	int order = strcmp(x->name, y->name);

	return order ? order : (int)x->type - (int)y->type;
}

GPtrArray *
dns_failed(const struct dns *d, struct arena *arena)
{
	GPtrArray *failed = g_ptr_array_new();
	GHashTableIter i;
	struct dns_answer *a;

	arena_defer(arena, (GDestroyNotify)g_ptr_array_unref, failed);
	g_hash_table_iter_init(&i, d->answers);
	while (g_hash_table_iter_next(&i, NULL, (gpointer *)&a))
		if (a->turn == d->turn && a->state == DNS_FAILED)
			g_ptr_array_add(failed, a);
	g_ptr_array_sort(failed, by_name);
	return failed;
}

/* ---- a small zone ---- */

static bool
add_value(struct dns *d, struct dns_answer *a, const char *value)
{
	struct dns_address address;
	char *end;

	if (g_str_equal(value, "SERVFAIL") || g_str_equal(value, "TIMEOUT")) {
		dns_settle(a, DNS_FAILED, g_str_equal(value, "TIMEOUT") ? "timeout" : "SERVFAIL");
		return true;
	}
	if (a->type == DNS_TXT) {
		dns_add_text(d, a, value, strlen(value));
	} else if (a->type == DNS_MX) {
		guint preference = (guint)g_ascii_strtoull(value, &end, 10);

		dns_add_name(d, a, *end == ' ' ? end + 1 : value, preference);
	} else if (a->type == DNS_PTR) {
		dns_add_name(d, a, value, 0);
	} else if (dns_parse_address(value, &address) && dns_is_ipv4(&address) == (a->type == DNS_A)) {
		if (a->type == DNS_A)
			dns_add_address(a, address.byte + 12, 4);
		else
			dns_add_address(a, address.byte, 16);
	} else {
		return false;
	}
	dns_settle(a, DNS_FOUND, NULL);
	return true;
}

bool
dns_parse_zone(struct dns *d, const char *zone)
{
	g_auto(GStrv) lines = g_strsplit(zone, "\n", -1);
	bool good = true;

	d->whole = true;
	for (char **l = lines; *l; l++) {
		g_auto(GStrv) words = g_strsplit(*l, " ", 3);
		gsize t = 0;

		if (!**l)
			continue;
		if (g_strv_length(words) != 3 || !is_name(words[0])) {
			good = false;
			continue;
		}
		while (t < G_N_ELEMENTS(types) && !g_str_equal(types[t].name, words[1]))
			t++;
		good = t < G_N_ELEMENTS(types) &&
		       add_value(d, answer_of(d, words[0], types[t].type), words[2]) && good;
	}
	return good;
}
