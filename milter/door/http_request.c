#include "door/http_request.h"

static const struct {
	guint status;
	const char *reason;
} reasons[] = {
	{ 200, "OK" }, { 400, "Bad Request" }, { 404, "Not Found" }, { 405, "Method Not Allowed" },
	{ 414, "URI Too Long" }, { 431, "Request Header Fields Too Large" },
	{ 503, "Service Unavailable" }, { 505, "HTTP Version Not Supported" },
};

const char *
http_request_reason(guint status)
{
	for (gsize i = 0; i < G_N_ELEMENTS(reasons); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "Unknown";
}

/* "\r\n\r\n", or as people type it. */
static bool
has_end(const char *s, gsize len)
{
	for (gsize i = 0; i + 1 < len; i++)
		if (s[i] == '\n' && (s[i + 1] == '\n' ||
				     (i + 2 < len && s[i + 1] == '\r' && s[i + 2] == '\n')))
			return true;
	return false;
}

/* In a line: no control character, and nothing that is not ASCII. */
static bool
is_plain(const char *s, gsize len)
{
	for (gsize i = 0; i < len; i++)
		if (s[i] < ' ' || s[i] == 0x7f)
			return false;
	return true;
}

static bool
is_method(const char *s, gsize len)
{
	for (gsize i = 0; i < len; i++)
		if (!g_ascii_isupper(s[i]))
			return false;
	return len > 0;
}

static guint
read_line(const char *s, gsize len, char ret_path[HTTP_PATH])
{
	const char *target = memchr(s, ' ', len), *version;
	gsize path;

	if (!is_plain(s, len) || !target || !is_method(s, (gsize)(target - s)))
		return 400;
	target++;
	version = memchr(target, ' ', len - (gsize)(target - s));
	if (!version || *target != '/')
		return 400;
	path = (gsize)(version++ - target);
	len -= (gsize)(version - s);
	if (len != 8 || memcmp(version, "HTTP/", 5) != 0)
		return 400;
	if (memcmp(version, "HTTP/1.", 7) != 0)
		return 505;
	if (strncmp(s, "GET ", 4) != 0)
		return 405;
	if (memchr(target, '?', path))
		path = (gsize)((const char *)memchr(target, '?', path) - target);
	if (path >= HTTP_PATH)
		return 414;
	memcpy(ret_path, target, path);
	ret_path[path] = '\0';
	return 200;
}

guint
http_request(const char *s, gsize len, char ret_path[HTTP_PATH])
{
	const char *end = memchr(s, '\n', len);
	gsize line = end ? (gsize)(end - s) : len;

	/* Who speaks something else is told so at once. */
	if (len && !g_ascii_isupper(s[0]))
		return 400;
	if (memchr(s, '\0', len))
		return 400;
	if (!end || !has_end(s, len))
		return len >= HTTP_HEAD ? (end ? 431 : 414) : 0;
	if (line && s[line - 1] == '\r')
		line--;
	return read_line(s, line, ret_path);
}
