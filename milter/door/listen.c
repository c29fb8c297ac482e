#include <stddef.h>
#include <sys/stat.h>

#include "act/log.h"
#include "door/http.h"
#include "door/listen.h"
#include "door/milter.h"
#include "door/spamd.h"
#include "load/setting.h"

enum { DEFAULT_MODE = 0660 };

/* What we listen on. */
static const struct {
	bool (*open)(const char *address, GError **error);
	gsize setting;			/* char *, in struct settings; none: not opened */
	const char *spare;		/* an address without which we do as well */
} doors[LISTEN_DOORS] = {
	[LISTEN_MILTER] = { milter_open, offsetof(struct settings, milter), NULL },
	[LISTEN_SPAMD] = { spamd_open, offsetof(struct settings, spamd), NULL },
	[LISTEN_METRICS] = { http_open, offsetof(struct settings, metrics), SETTING_METRICS },
};

void
listen_end(struct listening *l)
{
	for (gsize i = 0; i < LISTEN_DOORS; i++)
		socket_remove(&l->file[i]);
}

static bool
listen_at(struct listening *l, gsize door, const struct settings *s, GError **error)
{
	const char *address = l->address[door];
	g_autofree char *whole = *address == '/' ? g_strconcat("unix:", address, NULL)
						 : g_strdup(address);
	struct socket_file *file = &l->file[door];
	mode_t mask;
	bool open;

	if (!socket_claim(file, whole, error))
		return false;
	mask = umask(0177);	/* nobody connects before its mode and group are set */
	open = doors[door].open(whole, error);
	umask(mask);
	return open && socket_share(file, s->socket_mode ? s->socket_mode : DEFAULT_MODE,
				    s->socket_group, error);
}

/* A default that does not fit where we run is no reason not to start. */
static bool
is_spare(struct listening *l, gsize door, GError **error)
{
	const char *spare = doors[door].spare;
	g_autofree char *folder = spare ? g_path_get_dirname(strchr(spare, '/')) : NULL;

	if (!spare || !g_str_equal(l->address[door], spare))
		return false;
	if (g_file_test(folder, G_FILE_TEST_IS_DIR))
		log_say(LOG_LEVEL_WARNING, "metrics: %s", (*error)->message);
	g_clear_error(error);
	socket_remove(&l->file[door]);
	l->address[door] = NULL;
	return true;
}

/* The command line goes before the settings; an empty address opens no door. */
bool
listen_on(struct listening *l, const struct door_serve *o, const struct settings *s, GError **error)
{
	const char *const options[LISTEN_DOORS] = { [LISTEN_MILTER] = o->address, [LISTEN_SPAMD] = o->spamd };
	guint open = 0;

	for (gsize i = 0; i < LISTEN_DOORS; i++) {
		const char *setting = *(const char *const *)(const void *)
			((const char *)s + doors[i].setting);
		const char *address = options[i] ? options[i] : setting;

		l->address[i] = address && *address ? address : NULL;
		if (l->address[i] && !listen_at(l, i, s, error) && !is_spare(l, i, error))
			return false;
		open += l->address[i] && i != LISTEN_METRICS;
	}
	if (!open)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
			    "neither milter nor spamd names a socket to listen on");
	return open > 0;
}

char *
listen_addresses(const struct listening *l)
{
	const char *milter = l->address[LISTEN_MILTER], *spamd = l->address[LISTEN_SPAMD];

	return g_strconcat(milter ? milter : "", milter && spamd ? ", " : "", spamd, NULL);
}
