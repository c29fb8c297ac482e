#include <stddef.h>

#include "load/config.h"
#include "load/setting.h"
#include "load/setting_words.h"

enum { MANUAL_COLUMNS = 72 };	/* of a line that mdoc reads */

#define DAEMON(m) .scope = SETTING_DAEMON, .offset = offsetof(struct settings, m)
#define ANSWER(m) .scope = SETTING_ANSWER, .offset = offsetof(struct settings, answer.m)
#define POLICY(m) .scope = SETTING_POLICY, .offset = offsetof(struct policy, m)

/* By the order of the choices of "class". */
static const int class_values[] = {
	0, CLASS_TRANSACTIONAL, CLASS_BULK, CLASS_PERSONAL, CLASS_AUTO, CLASS_LIST,
};

static const struct setting table[] = {
	{ "milter", DAEMON(milter), .type = SETTING_SOCKET,
	  .standard = "unix:/run/sendlint/milter.sock",
	  .help = "Where the mail server finds sendlint. A UNIX socket is faster than TCP; for "
		  "a server in a chroot it must lie inside of it. Empty: nowhere." },
	{ "spamd", DAEMON(spamd), .type = SETTING_SOCKET, .standard = "",
	  .help = "Where Exim finds sendlint, as its spamd_address with variant=rspamd, and "
		  "spamc. It believes what it is told of logins: over TCP, listen on the "
		  "loopback only. Empty: nowhere." },
	{ "socket-group", DAEMON(socket_group), .type = SETTING_STRING, .standard = "",
	  .help = "The group UNIX sockets are given to, such as that of the mail server." },
	{ "socket-mode", DAEMON(socket_mode), .type = SETTING_BITS, .standard = "0660",
	  .max = 0777, .help = "Permissions of UNIX sockets, in quotes." },
	{ "deadline", DAEMON(deadline), .type = SETTING_DURATION, .standard = "4 s",
	  .min = 100, .max = 60000,
	  .help = "Time for one message, from its end. When it is up, what was found so far "
		  "counts. The mail server's own limit must be longer." },
	{ "on-failure", DAEMON(on_failure), .type = SETTING_CHOICE, .standard = "accept",
	  .choices = { "accept", "tempfail" },
	  .help = "What happens to a message that could not be checked: it goes on unchecked, "
		  "or the sender is asked to try again later." },
	{ "max-connections", DAEMON(max_connections), .type = SETTING_NUMBER, .standard = "200",
	  .min = 1, .max = 10000,
	  .help = "Connections at a time; beyond them the mail server waits, or is told to try "
		  "later." },
	{ "state-dir", DAEMON(state_dir), .type = SETTING_PATH, .standard = "/var/lib/sendlint",
	  .help = "Folder for what is kept on disk, large messages under way among it." },
	{ "store", DAEMON(store), .type = SETTING_BOOL, .standard = "true",
	  .help = "Whether verdicts with findings are kept in the state folder for \"sendlint "
		  "show\" and \"sendlint report\": rule and place, nothing of who wrote to whom, and no "
		  "content unless keep-excerpts says so, but the masked subject of what five "
		  "mails were made from. Mail is counted, too." },
	{ "store-size", DAEMON(store_size), .type = SETTING_NUMBER, .standard = "100",
	  .min = 1, .max = 100000,
	  .help = "Megabytes of kept verdicts; beyond them the oldest go." },
	{ "store-days", DAEMON(store_days), .type = SETTING_NUMBER, .standard = "30",
	  .min = 1, .max = 3650, .help = "Days after which a kept verdict goes." },
	{ "log", DAEMON(log), .type = SETTING_LOG, .standard = "syslog",
	  .help = "Where the log goes; one line a message." },
	{ "log-format", DAEMON(log_format), .type = SETTING_CHOICE, .standard = "text",
	  .choices = { "text", "json" },
	  .help = "A line of the log is key=value, or an object of JSON with the same members." },
	{ "metrics", DAEMON(metrics), .type = SETTING_NEAR, .standard = SETTING_METRICS,
	  .help = "Where Prometheus and \"sendlint status\" ask for figures, by HTTP: a UNIX socket, "
		  "or a port of the loopback, since whoever reaches it may ask. At its default it is "
		  "there only where the folder is. Empty: nowhere." },
	{ "dictionaries", DAEMON(dictionaries), .type = SETTING_PATH,
	  .standard = "",
	  .help = "Folder of the word lists that come with sendlint; empty: where they were "
		  "installed." },
	{ "site-dictionaries", DAEMON(site_dictionaries), .type = SETTING_PATH,
	  .standard = "/etc/sendlint/dictionaries",
	  .help = "Folder of your own word lists, in the same shape; it may be absent." },
	{ "hunspell", DAEMON(hunspell), .type = SETTING_PATH, .standard = "/usr/share/hunspell",
	  .help = "Folder of the Hunspell dictionaries of the system." },
	{ "rules-url", DAEMON(rules_url), .type = SETTING_URL, .standard = "",
	  .help = "Where the pages that sendlint rules makes can be read; reports link to them. "
		  "Empty: nowhere." },

	{ "feedback-from", DAEMON(feedback_from), .type = SETTING_ADDRESS, .standard = "",
	  .help = "Who mails about tagged, held and refused mail come from; needed where a policy "
		  "sets feedback." },
	{ "feedback-submission", DAEMON(feedback_submission), .type = SETTING_SUBMISSION,
	  .standard = "inet:10588@127.0.0.1",
	  .help = "Where they are handed over by SMTP: a port whose mail no filter sees." },
	{ "feedback-after", DAEMON(feedback_after), .type = SETTING_DURATION, .standard = "10 min",
	  .min = 1000, .max = 24 * 3600 * 1000,
	  .help = "How long the same findings in the same template are gathered into one mail. "
		  "About the same there is one mail a day at most." },
	{ "feedback-per-day", DAEMON(feedback_per_day), .type = SETTING_NUMBER, .standard = "20",
	  .min = 1, .max = 10000,
	  .help = "Such mails to one address within 24 hours; further ones wait, and go on counting." },
	{ "feedback-queue", DAEMON(feedback_queue), .type = SETTING_NUMBER, .standard = "1000",
	  .min = 1, .max = 100000,
	  .help = "Such mails that may wait; beyond them the oldest go unsent, and the log says so." },

	{ "address", ANSWER(address), .type = SETTING_ADDRESS, .standard = "",
	  .help = "The test address. Mail to it, also with +POLICY before the @, is answered with a "
		  "report, by \"sendlint answer\"; mail to nobody else is never tagged, held or "
		  "refused on its way there. Empty: there is none." },
	{ "to", ANSWER(to), .type = SETTING_ADDRESS, .standard = "",
	  .help = "Who gets a report that may not go to the sender; empty: nobody." },
	{ "submission", ANSWER(submission), .type = SETTING_SUBMISSION,
	  .standard = "inet:10588@127.0.0.1",
	  .help = "Where reports are handed over by SMTP: a port whose mail no filter sees." },
	{ "per-hour", ANSWER(per_hour), .type = SETTING_NUMBER, .standard = "20",
	  .min = 1, .max = 10000,
	  .help = "Reports an hour to one login, or to one sender without a login; test mails "
		  "beyond it stay unanswered." },

	{ "mode", POLICY(mode), .type = SETTING_CHOICE, .standard = "observe",
	  .choices = { "observe", "tag", "enforce" }, .stricter = 1,
	  .help = "observe changes nothing and only logs; tag adds header fields; enforce also "
		  "holds and refuses." },
	{ "class", POLICY(class), .type = SETTING_CHOICE, .standard = "detect",
	  .choices = { "detect", "transactional", "bulk", "personal", "auto", "list" },
	  .values = class_values,
	  .help = "What kind of mail this is; detect works it out for each message." },
	{ "tag-at", POLICY(tag_at), .type = SETTING_THRESHOLD, .standard = "10",
	  .min = 1, .max = 1000, .stricter = -1,
	  .help = "From so many points a message is marked in its header." },
	{ "hold-at", POLICY(hold_at), .type = SETTING_THRESHOLD, .standard = "off",
	  .min = 1, .max = 1000, .stricter = -1,
	  .help = "From so many points a message is held for somebody to look at." },
	{ "reject-at", POLICY(reject_at), .type = SETTING_THRESHOLD, .standard = "50",
	  .min = 1, .max = 1000, .stricter = -1,
	  .help = "From so many points a message is refused." },
	{ "on-error", POLICY(on_error), .type = SETTING_CHOICE, .standard = "points",
	  .choices = { "points", "hold", "reject" }, .stricter = 1,
	  .help = "What a single finding of level error does, whatever the points." },
	{ "hold-by", POLICY(hold_by), .type = SETTING_CHOICE, .standard = "header",
	  .choices = { "header", "quarantine" },
	  .help = "How a message is held: by a header field that the mail server looks for, so "
		  "that later filters (a signer) still run, or by the filter protocol itself." },
	{ "reply-excerpt", POLICY(reply_excerpt), .type = SETTING_BOOL, .standard = "true",
	  .help = "Whether a refusal quotes up to 30 characters of the message, digits masked. "
		  "Mail servers log refusals." },
	{ "keep-excerpts", POLICY(keep_excerpts), .type = SETTING_BOOL, .standard = "false",
	  .stricter = -1,
	  .help = "Whether kept verdicts quote the message, up to 80 characters a finding." },
	{ "rules-header", POLICY(rules_header), .type = SETTING_BOOL, .standard = "false",
	  .help = "Whether the header lists the rules that found something. Recipients see it." },
	{ "allow-comments", POLICY(allow_comments), .type = SETTING_BOOL, .standard = "false",
	  .stricter = -1,
	  .help = "Whether an HTML comment allows what the policy permits, as the header field "
		  "X-Sendlint-Allow does. Recipients can read it." },
	{ "feedback", POLICY(feedback), .type = SETTING_ADDRESSEE, .standard = "nobody",
	  .help = "Who is told by mail what was tagged, held or refused: rule, place, remedy, masked "
		  "subject, how often and when; no content. sender: the sender where its login may "
		  "use that address, as for reports of the test address, else nobody." },
	{ "language", POLICY(language), .type = SETTING_LANGUAGE, .standard = "en",
	  .help = "Language of refusals and of feedback." },
	{ .name = NULL },
};

const struct setting *const setting_all = table;

const struct setting *
setting_find(enum setting_scope scope, const char *name)
{
	for (const struct setting *s = table; s->name; s++)
		if (s->scope == scope && g_str_equal(s->name, name))
			return s;
	return NULL;
}

const char **
setting_names(enum setting_scope scope)
{
	GPtrArray *names = g_ptr_array_new();

	for (const struct setting *s = table; s->name; s++)
		if (s->scope == scope)
			g_ptr_array_add(names, (gpointer)s->name);
	g_ptr_array_add(names, NULL);
	return (const char **)g_ptr_array_free(names, FALSE);
}

bool
setting_is_string(const struct setting *s)
{
	return s->type <= SETTING_LANGUAGE;
}

/* From the shortest to the longest. */
static const struct {
	const char *name;
	int milliseconds;
} units[] = { { "ms", 1 }, { "s", 1000 }, { "min", 60 * 1000 }, { "h", 60 * 60 * 1000 } };

static bool
take_duration(const char *t, gint64 *ret_ms)
{
	char *end;
	guint64 n = g_ascii_strtoull(t, &end, 10);

	if (!g_ascii_isdigit(*t) || n > G_MAXINT)
		return false;
	while (*end == ' ')
		end++;
	for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
		if (g_str_equal(end, units[i].name)) {
			*ret_ms = (gint64)n * units[i].milliseconds;
			return *ret_ms <= G_MAXINT;
		}
	return false;
}

/* In seconds where that is whole, in a longer unit where it is two of them or more. */
static char *
duration_text(int ms)
{
	gsize i = G_N_ELEMENTS(units) - 1;

	while (i > 1 && (ms % units[i].milliseconds || ms < 2 * units[i].milliseconds))
		i--;
	if (ms % units[i].milliseconds)
		i = 0;
	return g_strdup_printf("%d %s", ms / units[i].milliseconds, units[i].name);
}

static bool
take_digits(const char *t, guint base, gint64 *ret_n)
{
	char *end;

	*ret_n = (gint64)g_ascii_strtoull(t, &end, base);
	return g_ascii_isdigit(*t) && !*end && *ret_n >= 0;
}

/* A written form to its number; bounds are the caller's. */
static bool
take_number(const struct setting *s, const char *t, gint64 *ret_n)
{
	switch (s->type) {
	case SETTING_CHOICE:
		for (int i = 0; i < SETTING_CHOICES && s->choices[i]; i++)
			if (g_str_equal(s->choices[i], t)) {
				*ret_n = s->values ? s->values[i] : i;
				return true;
			}
		return false;
	case SETTING_BOOL:
		*ret_n = g_str_equal(t, "true");
		return *ret_n || g_str_equal(t, "false");
	case SETTING_THRESHOLD:
		*ret_n = POLICY_OFF;
		return g_str_equal(t, "off") || take_digits(t, 10, ret_n);
	case SETTING_DURATION:
		return take_duration(t, ret_n);
	case SETTING_BITS:
		return take_digits(t, 8, ret_n);
	default:
		return take_digits(t, 10, ret_n);
	}
}

static void
store(const struct setting *s, void *base, const char *text, gint64 n)
{
	char *at = (char *)base + s->offset;

	if (setting_is_string(s))
		*(const char **)(void *)at = *text ? text : NULL;
	else if (s->type == SETTING_BOOL)
		*(bool *)(void *)at = n != 0;
	else
		*(int *)(void *)at = (int)n;
}

int
setting_number(const struct setting *s, const void *base)
{
	const char *at = (const char *)base + s->offset;

	g_assert(!setting_is_string(s));
	if (s->type == SETTING_BOOL)
		return *(const bool *)(const void *)at;
	return *(const int *)(const void *)at;
}

void
setting_copy(const struct setting *s, const void *from, void *to)
{
	const char *at = (const char *)from + s->offset;

	if (!setting_is_string(s))
		store(s, to, NULL, setting_number(s, from));
	else
		*(const char **)(void *)((char *)to + s->offset) =
			*(const char *const *)(const void *)at;
}

void
setting_defaults(enum setting_scope scope, void *base)
{
	for (const struct setting *s = table; s->name; s++) {
		gint64 n = 0;
		bool is_good = s->scope == scope;

		if (!is_good)
			continue;
		is_good = setting_is_string(s) || take_number(s, s->standard, &n);
		g_assert(is_good);
		store(s, base, s->standard, n);
	}
}

static bool
is_in_bounds(const struct setting *s, gint64 n)
{
	if (s->type == SETTING_THRESHOLD && n == POLICY_OFF)
		return true;
	return s->min == s->max || (n >= s->min && n <= s->max);
}

static char *
duration_form(const struct setting *s)
{
	g_autofree char *least = duration_text(s->min), *most = duration_text(s->max);

	return g_strdup_printf("a time from \"%s\" to \"%s\"", least, most);
}

char *
setting_form(const struct setting *s)
{
	GString *out;

	switch (s->type) {
	case SETTING_CHOICE:
		out = g_string_new(NULL);
		for (int i = 0; i < SETTING_CHOICES && s->choices[i]; i++)
			g_string_append_printf(out, "%s\"%s\"", !i ? "" :
				i + 1 < SETTING_CHOICES && s->choices[i + 1] ? ", " : " or ",
				s->choices[i]);
		return g_string_free(out, FALSE);
	case SETTING_BOOL:
		return g_strdup("true or false");
	case SETTING_NUMBER:
		return g_strdup_printf("a number from %d to %d", s->min, s->max);
	case SETTING_THRESHOLD:
		return g_strdup_printf("points from %d to %d, or \"off\"", s->min, s->max);
	case SETTING_DURATION:
		return duration_form(s);
	case SETTING_BITS:
		return g_strdup("an octal number in quotes, such as \"0660\"");
	case SETTING_PATH:
		return g_strdup("a path that begins with /");
	case SETTING_ADDRESS:
		return g_strdup("an address such as \"lint@example.org\"");
	case SETTING_LOG:
		return g_strdup("\"syslog\", \"stderr\" or a path that begins with /");
	case SETTING_SOCKET:
		return g_strdup("\"unix:/path\" or \"inet:port@host\"");
	case SETTING_ADDRESSEE:
		return g_strdup("\"nobody\", \"sender\" or an address such as \"mail@example.org\"");
	case SETTING_SUBMISSION:
		return g_strdup("\"unix:/path\" or \"inet:port@address\", an IP address of this machine "
				"or its private network");
	case SETTING_NEAR:
		return g_strdup("\"unix:/path\" or a port of the loopback, \"inet:port@127.0.0.1\"");
	case SETTING_URL:
		return g_strdup("an address such as \"https://intra.example/rules/\", of plain letters, "
				"with / at its end");
	case SETTING_LANGUAGE:
		return g_strdup("a language tag such as \"en\" or \"pt-BR\"");
	default:
		return g_strdup("a string");
	}
}

/* The node's value as it would be written without quotes; NULL if its type is wrong. */
static const char *
written(const struct setting *s, const struct node *n, char *buffer, gsize size)
{
	if (n->type == NODE_STRING && s->type != SETTING_BOOL && s->type != SETTING_NUMBER)
		return n->text;
	if (n->type == NODE_BOOL && s->type == SETTING_BOOL)
		return n->number ? "true" : "false";
	if (n->type == NODE_INT && n->number >= 0 &&
	    (s->type == SETTING_NUMBER || s->type == SETTING_THRESHOLD)) {
		g_snprintf(buffer, size, "%" G_GINT64_FORMAT, n->number);
		return buffer;
	}
	return NULL;
}

bool
setting_takes(const struct setting *s, const char *text)
{
	gint64 n;

	return setting_is_string(s) ? setting_words_take(s->type, text) : take_number(s, text, &n) && is_in_bounds(s, n);
}

bool
setting_read(const struct setting *s, const struct node *n, void *base, struct mistakes *m)
{
	char buffer[32];
	const char *t = written(s, n, buffer, sizeof buffer);
	gint64 number = 0;
	g_autofree char *form = NULL;
	const char *meant = NULL;

	if (t && setting_takes(s, t)) {
		if (!setting_is_string(s))
			take_number(s, t, &number);
		store(s, base, t, number);
		return true;
	}
	form = setting_form(s);
	if (!t && n->type == NODE_INT)
		mistakes_add(m, n, "%s = %" G_GINT64_FORMAT ": this must be %s",
			     s->name, n->number, form);
	else if (!t)
		mistakes_add(m, n, "%s is %s, and must be %s", s->name,
			     node_type_name(n->type), form);
	else if (s->type == SETTING_CHOICE && (meant = mistakes_meant(t, s->choices)))
		mistakes_add(m, n, "%s = \"%.60s\": did you mean \"%s\"?", s->name, t, meant);
	else
		mistakes_add(m, n, n->type == NODE_STRING ? "%s = \"%.60s\": this must be %s"
			     : "%s = %s: this must be %s", s->name, t, form);
	return false;
}

char *
setting_text(const struct setting *s, const void *base)
{
	g_autofree char *written_as = NULL;
	int n;

	if (setting_is_string(s)) {
		const char *t = *(const char *const *)(const void *)
				((const char *)base + s->offset);

		return g_strdup_printf("\"%s\"", t ? t : "");
	}
	n = setting_number(s, base);
	switch (s->type) {
	case SETTING_CHOICE:
		for (int i = 0; i < SETTING_CHOICES && s->choices[i]; i++)
			if (n == (s->values ? s->values[i] : i))
				return g_strdup_printf("\"%s\"", s->choices[i]);
		return g_strdup("\"\"");
	case SETTING_BOOL:
		return g_strdup(n ? "true" : "false");
	case SETTING_DURATION:
		written_as = duration_text(n);
		return g_strdup_printf("\"%s\"", written_as);
	case SETTING_BITS:
		return g_strdup_printf("\"%04o\"", (guint)n);
	default:
		return n == POLICY_OFF ? g_strdup("\"off\"") : g_strdup_printf("%d", n);
	}
}

/* Quotes as mdoc wants them in running text; a line for each sentence, and no long ones. */
static void
append_mdoc(GString *out, const char *s)
{
	for (; *s; s++) {
		const char *line = strrchr(out->str, '\n');
		gsize column = line ? strlen(line + 1) : out->len;

		if (*s == '"')
			g_string_append(out, "\\(dq");
		else if (*s == ' ' && (out->str[out->len - 1] == '.' ||
				       column + strcspn(s + 1, " ") > MANUAL_COLUMNS))
			g_string_append_c(out, '\n');
		else
			g_string_append_c(out, *s);
	}
}

void
setting_manual(GString *out, enum setting_scope scope)
{
	g_string_append(out, ".Bl -tag -width Ds\n");
	for (const struct setting *s = table; s->name; s++) {
		g_autofree char *form = setting_form(s), *written = NULL;

		if (s->scope != scope)
			continue;
		written = g_strdup_printf("Written as %s; %s%s.\n", form, *s->standard ?
					  "default " : "without a default", s->standard);
		g_string_append_printf(out, ".It Ic %s\n", s->name);
		append_mdoc(out, s->help);
		g_string_append_c(out, '\n');
		append_mdoc(out, written);
	}
	g_string_append(out, ".El\n");
}
