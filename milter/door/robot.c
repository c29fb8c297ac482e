#include "door/robot.h"

/* A value matches where it begins with these words; NULL: all do. */
static const struct {
	const char *name, *value;
	bool known_too;
} fields[] = {
	{ "Auto-Submitted", "auto-replied", true },
	{ "Auto-Submitted", "auto-notified", true },
	{ "Precedence", "list", true },
	{ "Precedence", "auto_reply", true },
	{ "List-Post", "<", true },
	{ "X-Autoreply", NULL, true },
	{ "X-Autorespond", NULL, true },
	{ "Auto-Submitted", "auto-", false },
	{ "Precedence", "bulk", false },
	{ "Precedence", "junk", false },
	{ "List-Id", NULL, false },
};

bool
robot_sends(const char *sender)
{
	static const char *const beginnings[] = { "mailer-daemon", "owner-", NULL };
	g_autofree char *low = g_ascii_strdown(sender, -1);
	const char *at = strrchr(low, '@');

	for (const char *const *s = beginnings; *s; s++)
		if (g_str_has_prefix(low, *s))
			return true;
	return at && at - low > 8 && !strncmp(at - 8, "-request", 8);
}

bool
robot_wrote(const struct message *m, bool known)
{
	for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
		const struct field *f = message_field(m, fields[i].name, 0);

		if (f && (fields[i].known_too || !known) &&
		    (!fields[i].value || !g_ascii_strncasecmp(f->value->s, fields[i].value,
							       strlen(fields[i].value))))
			return true;
	}
	return false;
}
