#include <errno.h>

#include "door/spamd_request.h"

static const struct {
	const char *name;
	enum spamd_command command;
} commands[] = {
	{ "CHECK", SPAMD_CHECK }, { "SYMBOLS", SPAMD_SYMBOLS }, { "REPORT", SPAMD_REPORT },
	{ "REPORT_IFSPAM", SPAMD_REPORT_IFSPAM }, { "PING", SPAMD_PING },
};

void
spamd_request_init(struct spamd_request *r, struct arena *a)
{
	*r = (struct spamd_request){
		.arena = a, .rcpts = g_ptr_array_new(), .line = g_string_new(NULL),
	};
}

void
spamd_request_clear(struct spamd_request *r)
{
	g_ptr_array_unref(r->rcpts);
	g_string_free(r->line, TRUE);
}

/* "CHECK RSPAMC/1.3". */
static void
take_command(struct spamd_request *r, const char *line)
{
	const char *space = strchr(line, ' '), *version;
	gsize len = space ? (gsize)(space - line) : 0;

	r->has_command = true;
	r->bad = "unknown command";
	for (gsize i = 0; i < G_N_ELEMENTS(commands) && r->bad; i++)
		if (len == strlen(commands[i].name) && !strncmp(line, commands[i].name, len)) {
			r->command = commands[i].command;
			r->bad = NULL;
		}
	if (r->bad)
		return;
	r->rspamd = g_str_has_prefix(space, " RSPAMC/");
	if (!r->rspamd && !g_str_has_prefix(space, " SPAMC/"))
		r->bad = "unknown protocol";
	version = strchr(space, '/');
	if (version && g_str_has_prefix(version, "/1."))
		r->version = (guint)MIN(g_ascii_strtoull(version + 3, NULL, 10), 9);
}

static char *
copy(struct spamd_request *r, const char *s)
{
	return *s ? arena_strndup(r->arena, s, strlen(s)) : NULL;
}

/* "<a@b>" without the brackets; "<>" is the null sender. */
static char *
address_of(struct spamd_request *r, const char *s)
{
	gsize len = strlen(s);

	if (*s == '<' && len >= 2 && s[len - 1] == '>')
		return arena_strndup(r->arena, s + 1, len - 2);
	return arena_strndup(r->arena, s, len);
}

static void
take_length(struct spamd_request *r, const char *value)
{
	guint64 n = 0;

	if (r->has_length)
		r->bad = "two Content-length";
	for (gsize i = 0; value[i]; i++) {
		/* 15 digits are beyond any mail, and far from what 64 bits hold. */
		if (!g_ascii_isdigit(value[i]) || i == 15) {
			r->bad = "bad Content-length";
			return;
		}
		n = n * 10 + (guint64)(value[i] - '0');
	}
	if (!*value)
		r->bad = "bad Content-length";
	r->length = n;
	r->has_length = true;
}

static void
take_sender(struct spamd_request *r, const char *value)
{
	r->envelope.sender = address_of(r, value);
}

static void
take_recipient(struct spamd_request *r, const char *value)
{
	if (r->rcpts->len >= LIMIT_RECIPIENTS)
		r->limits |= LIMIT_HIT_RCPTS;
	else
		g_ptr_array_add(r->rcpts, address_of(r, value));
}

static void
take_helo(struct spamd_request *r, const char *value)
{
	r->envelope.helo = copy(r, value);
}

static void
take_client(struct spamd_request *r, const char *value)
{
	r->envelope.client = copy(r, value);
}

static void
take_login(struct spamd_request *r, const char *value)
{
	r->envelope.login = copy(r, value);
}

static void
take_queue_id(struct spamd_request *r, const char *value)
{
	r->envelope.queue_id = copy(r, value);
}

/* What else there is says nothing that a policy asks for. */
static const struct {
	const char *name;
	void (*take)(struct spamd_request *r, const char *value);
} fields[] = {
	{ "Content-length", take_length }, { "From", take_sender }, { "Rcpt", take_recipient },
	{ "Helo", take_helo }, { "IP", take_client }, { "User", take_login },
	{ "Queue-Id", take_queue_id },
};

static void
take_field(struct spamd_request *r, char *line)
{
	char *value = strchr(line, ':');

	if (!value) {
		r->bad = "bad line";
		return;
	}
	*value++ = '\0';
	for (gsize i = 0; i < G_N_ELEMENTS(fields); i++)
		if (!g_ascii_strcasecmp(line, fields[i].name)) {
			fields[i].take(r, g_strstrip(value));
			return;
		}
}

static void
end_head(struct spamd_request *r)
{
	r->has_head = true;
	if (!r->has_length && r->command != SPAMD_PING)
		r->bad = "no Content-length";
	g_ptr_array_add(r->rcpts, NULL);
	r->envelope.rcpts = (const char *const *)r->rcpts->pdata;
	/* Exim names a client for all that came by SMTP. */
	r->envelope.local = !r->envelope.client;
}

static void
take_line(struct spamd_request *r)
{
	GString *l = r->line;

	if (l->len && l->str[l->len - 1] == '\r')
		g_string_truncate(l, l->len - 1);
	if (strlen(l->str) != l->len)
		r->bad = "NUL in the head";
	else if (!r->has_command)
		take_command(r, l->str);
	else if (l->len)
		take_field(r, l->str);
	else
		end_head(r);
	g_string_truncate(l, 0);
}

gsize
spamd_request_head(struct spamd_request *r, const char *bytes, gsize len)
{
	gsize used = 0;

	while (used < len && !r->has_head && !r->bad) {
		const char *from = bytes + used, *lf = memchr(from, '\n', len - used);
		gsize n = lf ? (gsize)(lf - from) : len - used;

		if (r->line->len + n > LIMIT_REQUEST_LINE || r->head + n > LIMIT_REQUEST_HEAD) {
			r->bad = "too long";
			break;
		}
		g_string_append_len(r->line, from, (gssize)n);
		r->head += n + (lf != NULL);
		used += n + (lf != NULL);
		if (lf)
			take_line(r);
	}
	return used;
}

/* In this order, each once or not at all; none without the first. */
static const char *const marks[] = { "From ", "X-Envelope-From: ", "X-Envelope-To: " };

/* One byte that does not go on as the mark does: perhaps as the next mark, with the same
   beginning; else it is the message's own, and so is what seemed to be a mark. */
static bool
goes_on(struct spamd_request *r, char c)
{
	guint first = r->mark;

	for (; r->mark < G_N_ELEMENTS(marks); r->mark++) {
		const char *m = marks[r->mark];

		if (!strncmp(m, marks[first], r->matched) && m[r->matched] == c)
			return true;
		if (r->mark == 0)
			break;
	}
	r->mark = G_N_ELEMENTS(marks) + first;	/* over; `first` tells what was withheld */
	return false;
}

/* How many bytes of these stand before the message. */
static gsize
skip_marks(struct spamd_request *r, struct spool *to, const char *bytes, gsize len)
{
	gsize i = 0;

	while (i < len && (r->skipping || r->mark < G_N_ELEMENTS(marks))) {
		char c = bytes[i];

		if (r->skipping) {
			r->skipping = c != '\n';
		} else if (goes_on(r, c)) {
			r->matched++;
			if (!marks[r->mark][r->matched]) {
				r->skipping = true;
				r->matched = 0;
				r->mark++;
			}
		} else {
			spool_append(to, marks[r->mark - G_N_ELEMENTS(marks)], r->matched);
			break;
		}
		i++;
	}
	return i;
}

gsize
spamd_request_body(struct spamd_request *r, struct spool *to, const char *bytes, gsize len)
{
	gsize n = (gsize)MIN((guint64)len, r->length - r->body);
	gsize skipped = skip_marks(r, to, bytes, n);

	r->body += n;
	if (to->len + n - skipped > LIMIT_REQUEST_MESSAGE)
		spool_cut(to, EFBIG);
	spool_append(to, bytes + skipped, n - skipped);
	/* The message ended inside of what seemed to be a mark. */
	if (r->body == r->length && !r->skipping && r->mark < G_N_ELEMENTS(marks)) {
		spool_append(to, marks[r->mark], r->matched);
		r->mark = G_N_ELEMENTS(marks);
	}
	return n;
}

bool
spamd_request_whole(const struct spamd_request *r)
{
	return r->has_head && r->body == r->length;
}
