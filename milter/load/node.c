#include <errno.h>
#include <fcntl.h>
#include <libconfig.h>
#include <sys/stat.h>
#include <unistd.h>

#include "load/node.h"

enum {
	FILE_MOST = 1024 * 1024,	/* the library is slower than linear */
	GROUP_MOST = 10000,		/* it compares each name with all before it */
	DEPTH_MOST = 16,		/* it recurses */
};

G_DEFINE_QUARK(sendlint-node-error, node_error)

static const char *const type_names[] = {
	[NODE_STRING] = "a string", [NODE_INT] = "a whole number", [NODE_BOOL] = "true or false",
	[NODE_FLOAT] = "a fraction", [NODE_LIST] = "a list", [NODE_GROUP] = "a group { }",
};

const char *
node_type_name(enum node_type t)
{
	return type_names[t];
}

/* Walks the text as the library's scanner does, far enough to see what to refuse. */
struct scan {
	const char *p, *end;
	guint line;
	guint depth;
	guint names[DEPTH_MOST + 1];	/* settings seen in each open group */
	const char *reason;		/* why it is refused, or NULL */
};

static void
skip_to(struct scan *s, const char *mark)
{
	gsize n = strlen(mark);

	while (s->p < s->end && strncmp(s->p, mark, n) != 0)
		s->line += *s->p++ == '\n';
	if (s->p < s->end && *mark != '\n')
		s->p += n;
}

/* The library would say "syntax error" at the end of the file, and leak. */
static void
skip_string(struct scan *s)
{
	guint begin = s->line;

	for (s->p++; s->p < s->end && *s->p != '"'; s->p++) {
		if (*s->p == '\\' && s->p + 1 < s->end)
			s->p++;
		s->line += *s->p == '\n';
	}
	if (s->p < s->end) {
		s->p++;
	} else {
		s->reason = "a string begins here and has no end";
		s->line = begin;
	}
}

static void
scan_sign(struct scan *s)
{
	switch (*s->p) {
	case '{': case '(': case '[':
		if (s->depth == DEPTH_MOST)
			s->reason = "nested too deep";
		else
			s->names[++s->depth] = 0;
		break;
	case '}': case ')': case ']':
		s->depth -= s->depth > 0;
		break;
	case '=': case ':': case ',':
		if (++s->names[s->depth] > GROUP_MOST)
			s->reason = "more than 10,000 settings in one group";
		break;
	case '@':
		if (g_str_has_prefix(s->p, "@include"))
			s->reason = "@include is not read; files of the folder conf.d are";
		break;
	}
	s->line += *s->p++ == '\n';
}

static bool
refuse(const char *file, const char *text, gsize len, GError **error)
{
	struct scan s = { .p = text, .end = text + len, .line = 1 };
	const char *bad;

	if (!g_utf8_validate_len(text, len, &bad)) {
		for (const char *p = text; p < bad; p++)
			s.line += *p == '\n';
		s.reason = "this is not UTF-8 text";
	}
	while (!s.reason && s.p < s.end) {
		if (*s.p == '#' || g_str_has_prefix(s.p, "//"))
			skip_to(&s, "\n");
		else if (g_str_has_prefix(s.p, "/*"))
			skip_to(&s, "*/");
		else if (*s.p == '"')
			skip_string(&s);
		else
			scan_sign(&s);
	}
	if (s.reason)
		g_set_error(error, NODE_ERROR, NODE_ERROR_SYNTAX, "%s:%u: %s",
			    file, s.line, s.reason);
	return s.reason;
}

static enum node_type
type_of(const config_setting_t *c)
{
	switch (config_setting_type(c)) {
	case CONFIG_TYPE_GROUP: return NODE_GROUP;
	case CONFIG_TYPE_LIST: case CONFIG_TYPE_ARRAY: return NODE_LIST;
	case CONFIG_TYPE_INT: case CONFIG_TYPE_INT64: return NODE_INT;
	case CONFIG_TYPE_BOOL: return NODE_BOOL;
	case CONFIG_TYPE_FLOAT: return NODE_FLOAT;
	default: return NODE_STRING;
	}
}

static void
unref_array(gpointer p)
{
	g_ptr_array_unref(p);
}

static struct node *
convert(struct arena *a, const config_setting_t *c, const char *file, guint number)
{
	struct node *n = arena_new0(a, struct node);
	const char *name = config_setting_name(c), *s;

	*n = (struct node){
		.name = name ? arena_strndup(a, name, strlen(name)) : NULL,
		.file = file, .file_number = number,
		.line = MAX(1, config_setting_source_line(c)), .type = type_of(c),
	};
	if (n->type == NODE_STRING) {
		s = config_setting_get_string(c);
		n->text = s ? arena_strndup(a, s, strlen(s)) : "";
	} else if (n->type == NODE_INT) {
		n->number = config_setting_get_int64(c);
	} else if (n->type == NODE_BOOL) {
		n->number = config_setting_get_bool(c);
	} else if (n->type != NODE_FLOAT) {
		n->children = g_ptr_array_new();
		arena_defer(a, unref_array, n->children);
		for (int i = 0; i < config_setting_length(c); i++)
			g_ptr_array_add(n->children, convert(a,
				config_setting_get_elem(c, (unsigned)i), file, number));
	}
	return n;
}

const struct node *
node_parse(struct arena *a, const char *file, guint file_number, const char *text, gsize len,
	   GError **error)
{
	static const char mark[] = "\xef\xbb\xbf";
	const struct node *n = NULL;
	config_t c;

	if (g_str_has_prefix(text, mark)) {
		text += strlen(mark);
		len -= strlen(mark);
	}
	if (refuse(file, text, len, error))
		return NULL;
	config_init(&c);
	if (config_read_string(&c, text))
		n = convert(a, config_root_setting(&c), file, file_number);
	else
		g_set_error(error, NODE_ERROR, NODE_ERROR_SYNTAX, "%s:%d: %s", file,
			    MAX(1, config_error_line(&c)), config_error_text(&c));
	config_destroy(&c);
	return n;
}

/* A pipe or a device could make us wait for ever. */
static char *
slurp(const char *file, gsize *ret_len, GError **error)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	const char *reason = NULL;
	struct stat st;
	char *text = NULL;
	gsize len = 0;
	ssize_t n = 0;

	if (fd < 0 || fstat(fd, &st) < 0)
		reason = g_strerror(errno);
	else if (!S_ISREG(st.st_mode))
		reason = S_ISDIR(st.st_mode) ? "is a folder, not a file" : "is not a file";
	else if (st.st_size > FILE_MOST)
		reason = "is larger than 1 MB; share it out over conf.d";
	if (!reason) {
		text = g_malloc(FILE_MOST + 1);
		while (len < FILE_MOST && (n = read(fd, text + len, FILE_MOST - len)) > 0)
			len += (gsize)n;
		text[len] = '\0';
		if (n < 0)
			reason = g_strerror(errno);
	}
	if (fd >= 0)
		close(fd);
	if (!reason) {
		*ret_len = len;
		return text;
	}
	g_free(text);
	g_set_error(error, NODE_ERROR, NODE_ERROR_UNREADABLE, "%s: %s", file, reason);
	return NULL;
}

const struct node *
node_read(struct arena *a, const char *file, guint file_number, GChecksum *sum, GError **error)
{
	g_autofree char *text = NULL;
	gsize len;

	text = slurp(file, &len, error);
	if (!text)
		return NULL;
	g_checksum_update(sum, (const guchar *)text, (gssize)len);
	return node_parse(a, file, file_number, text, len, error);
}
