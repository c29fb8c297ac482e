/* show.c - `sendlint show`: what was said of a mail that is long gone. */
#include <stdio.h>
#include <unistd.h>

#include "door/door.h"
#include "door/speech.h"
#include "store/store.h"
#include "store/verdicts.h"

enum { LEAST = 8, MOST = 32 };	/* characters of an id */
enum { EXIT_SHOWN, EXIT_NONE, EXIT_NOT_DONE };

static bool
is_id(const char *s)
{
	gsize len = strspn(s, "0123456789abcdef");

	return !s[len] && len >= LEAST && len <= MOST;
}

static int
refuse(const char *path, const char *why)
{
	fprintf(stderr, "sendlint: %s: %s\n", path, why);
	return EXIT_NOT_DONE;
}

static int
miss(const char *id, const char *path, guint days)
{
	fprintf(stderr, "sendlint: no verdict '%s' in %s: it found nothing, or is older than %u days, "
		"or never was\n", id, path, days);
	return EXIT_NONE;
}

static int
print(const struct door_show *o, const struct record *r)
{
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_local(r->at);
	g_autofree char *when = at ? g_date_time_format(at, "%Y-%m-%d %H:%M:%S %z") : NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	struct speech speech;
	const struct record_options options = {
		.rules = snapshot_lint(o->snapshot)->policies->fallback->all, .when = when,
		.words = speech_of(&speech, snapshot_dictionary(o->snapshot), o->language),
	};

	if (o->json)
		report_record_json(out, r, &options);
	else
		report_record_text(out, r, &options);
	fwrite(out->str, 1, out->len, stdout);
	return EXIT_SHOWN;
}

int
door_show(const struct door_show *o)
{
	const struct settings *s = &snapshot_config(o->snapshot)->settings;
	g_autofree char *path = s->state_dir ? g_build_filename(s->state_dir, STORE_FILE, NULL) : NULL;
	g_autofree char *id = g_ascii_strdown(o->id, -1);
	g_autoptr(GError) error = NULL;
	struct database *d;
	struct record *r;
	int status;

	if (!is_id(id))
		return refuse(o->id, "no id of a verdict: 8 to 32 characters of 0-9 and a-f");
	if (!path)
		return refuse("state-dir", "is not set, so no verdict is kept");
	d = database_open(path, &verdicts_kind, false, &error);
	r = d ? verdicts_find(d, id, &error) : NULL;
	if (error)
		status = refuse(path, error->message);
	else
		status = r ? print(o, r) : miss(id, path, s->store_days);
	record_free(r);
	database_close(d);
	return status;
}
