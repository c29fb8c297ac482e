#define _GNU_SOURCE	/* memmem */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "door/input.h"

#define LONGEST_MB 512		/* no mail server takes that; /dev/zero has no end */
#define FROM_LINE "From "	/* begins a message of an mbox: mbox(5) */

enum { FOLDERS_DEEP = 32, CHUNK = 64 * 1024 };

/* What names tell.  A .txt is taken only if it is named: folders hold notes and lists, too. */
static const struct {
	const char *suffix;
	enum message_bare bare;
	bool walked;
} kinds[] = {
	{ ".eml", MESSAGE_WHOLE, true }, { ".mbox", MESSAGE_WHOLE, true },
	{ ".html", MESSAGE_BARE_HTML, true }, { ".htm", MESSAGE_BARE_HTML, true },
	{ ".txt", MESSAGE_BARE_TEXT, false },
};

/* What engines call their templates; before it may stand .html or .txt. */
static const char *const engines[] = {
	".blade.php", ".ejs", ".erb", ".ftl", ".ftlh", ".gohtml", ".handlebars", ".hbs", ".j2",
	".jinja", ".jinja2", ".jsp", ".liquid", ".mustache", ".njk", ".php", ".tmpl", ".tpl",
	".twig", ".vm",
};

static void
input_free(gpointer p)
{
	struct input *i = p;

	g_free(i->path);
	g_free(i->name);
	g_free(i);
}

static enum message_bare
bare_of(const char *path)
{
	g_autofree char *inner = NULL;

	for (gsize k = 0; k < G_N_ELEMENTS(engines) && !inner; k++)
		if (g_str_has_suffix(path, engines[k]))
			inner = g_strndup(path, strlen(path) - strlen(engines[k]));
	for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++)
		if (g_str_has_suffix(inner ? inner : path, kinds[k].suffix))
			return kinds[k].bare;
	return inner ? MESSAGE_BARE_HTML : MESSAGE_WHOLE;
}

static struct input *
add(GPtrArray *inputs, const char *path)
{
	struct input *i = g_new0(struct input, 1);

	i->path = g_strdup(path);
	i->name = g_strdup(path);
	i->bare = bare_of(path);
	g_ptr_array_add(inputs, i);
	return i;
}

/* ---- mailboxes ---- */

/* The next "From " that begins a message: at the beginning, or after an empty line. */
static const char *
next_from(const char *at, const char *begin, const char *end)
{
	while (at < end && (at = memmem(at, (gsize)(end - at), FROM_LINE, strlen(FROM_LINE)))) {
		gsize before = (gsize)(at - begin);

		if (before == 0 || (before >= 2 && memcmp(at - 2, "\n\n", 2) == 0) ||
		    (before >= 4 && memcmp(at - 4, "\r\n\r\n", 4) == 0))
			return at;
		at++;
	}
	return NULL;
}

static bool
is_mbox(const char *path)
{
	struct stat st;
	char begin[sizeof FROM_LINE - 1];
	int fd = stat(path, &st) == 0 && S_ISREG(st.st_mode) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	bool is = fd >= 0 && read(fd, begin, sizeof begin) == (ssize_t)sizeof begin &&
		  memcmp(begin, FROM_LINE, sizeof begin) == 0;

	if (fd >= 0)
		close(fd);
	return is;
}

static void
add_mbox(GPtrArray *inputs, const char *path)
{
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
	const char *begin = file ? g_mapped_file_get_contents(file) : NULL, *end, *from, *next;
	guint number = 0;

	if (!begin) {
		add(inputs, path);
		return;
	}
	end = begin + g_mapped_file_get_length(file);
	for (from = begin; from; from = next) {
		const char *line = memchr(from, '\n', (gsize)(end - from));
		const char *body = line ? line + 1 : end, *stop;
		struct input *i = add(inputs, path);

		next = next_from(body, begin, end);
		stop = next ? next : end;
		if (stop - body >= 2 && stop[-1] == '\n')	/* the empty line is the mailbox's */
			stop -= stop[-2] == '\r' ? 2 : 1;
		i->at = (gsize)(body - begin);
		i->len = (gsize)(stop - body);
		i->bare = MESSAGE_WHOLE;
		g_free(i->name);
		i->name = g_strdup_printf("%s#%u", path, ++number);
	}
}

/* A file named .eml is one message, also where some program left a From_ line in it. */
static void
add_file(GPtrArray *inputs, const char *path)
{
	if (!g_str_has_suffix(path, ".eml") && is_mbox(path))
		add_mbox(inputs, path);
	else
		add(inputs, path);
}

/* ---- folders ---- */

static gint
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool
is_mail(const char *folder, const char *name)
{
	g_autofree char *base = g_path_get_basename(folder);

	for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++)
		if (kinds[k].walked && g_str_has_suffix(name, kinds[k].suffix))
			return true;
	return g_str_equal(base, "cur") || g_str_equal(base, "new");
}

/* A folder that cannot be read stands in the list itself, and says so in its turn. */
static void
walk(const char *folder, guint depth, GPtrArray *inputs)
{
	g_autoptr(GDir) dir = depth < FOLDERS_DEEP ? g_dir_open(folder, 0, NULL) : NULL;
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	if (!dir)
		add(inputs, folder);
	while (dir && (name = g_dir_read_name(dir)))
		if (*name != '.')
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, g_ptr_array_index(names, i), NULL);
		struct stat st;

		if (lstat(path, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode))
			walk(path, depth + 1, inputs);
		else if (is_mail(folder, g_ptr_array_index(names, i)) && stat(path, &st) == 0 &&
			 S_ISREG(st.st_mode))
			add_file(inputs, path);
	}
}

GPtrArray *
input_list(char **paths)
{
	GPtrArray *inputs = g_ptr_array_new_with_free_func(input_free);

	for (; *paths; paths++)
		if (g_file_test(*paths, G_FILE_TEST_IS_DIR))
			walk(*paths, 0, inputs);
		else
			add_file(inputs, *paths);
	return inputs;
}

/* ---- bytes ---- */

/* NULL, or why not. */
static const char *
read_all(int fd, gsize most, GByteArray *all)
{
	guint8 chunk[CHUNK];
	ssize_t n;

	while (all->len < most && (n = read(fd, chunk, MIN(sizeof chunk, most - all->len))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return g_strerror(errno);
		if (all->len + (gsize)n > (gsize)LONGEST_MB * 1024 * 1024)
			return "longer than " G_STRINGIFY(LONGEST_MB) " MB";
		g_byte_array_append(all, chunk, (guint)n);
	}
	return NULL;
}

const char *
input_read(const struct input *i, GByteArray **ret_bytes)
{
	bool is_stdin = g_str_equal(i->path, "-");
	int fd = is_stdin ? STDIN_FILENO : open(i->path, O_RDONLY | O_CLOEXEC);
	const char *why = NULL;
	struct stat st;

	if (fd < 0)
		return g_strerror(errno);
	if (fstat(fd, &st) < 0)
		why = g_strerror(errno);
	else if (S_ISDIR(st.st_mode))
		why = "folders within folders within folders, too deep";
	else if (i->at && lseek(fd, (off_t)i->at, SEEK_SET) < 0)
		why = g_strerror(errno);
	*ret_bytes = g_byte_array_sized_new(i->len && i->len < G_MAXINT32 / 4 ? (guint)i->len
		: S_ISREG(st.st_mode) && st.st_size < G_MAXINT32 / 4 ? (guint)st.st_size : CHUNK);
	if (!why)
		why = read_all(fd, i->at ? i->len : G_MAXSIZE, *ret_bytes);
	if (!is_stdin)
		close(fd);
	return why;
}
