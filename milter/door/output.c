#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "door/output.h"

enum { NAME_MOST = 120 };

struct output {
	char *path;
	int folder;			/* its descriptor */
	GHashTable *names;		/* char *: given so far */
	GHashTable *sources;		/* "device:inode" of what is read */
};

bool
output_is_folder(const char *path)
{
	return g_str_has_suffix(path, "/") || g_file_test(path, G_FILE_TEST_IS_DIR);
}

static char *
identity(const struct stat *st)
{
	return g_strdup_printf("%ju:%ju", (uintmax_t)st->st_dev, (uintmax_t)st->st_ino);
}

static bool
fail(GError **error, const char *path, const char *why)
{
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s", path, why);
	return false;
}

struct output *
output_new(const char *path, const GPtrArray *sources, GError **error)
{
	struct output *o = g_new0(struct output, 1);
	struct stat st;

	o->path = g_strdup(path);
	o->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	o->sources = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	o->folder = -1;
	if (g_mkdir_with_parents(path, 0777) == 0)
		o->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->folder < 0) {
		fail(error, path, g_strerror(errno));
		output_free(o);
		return NULL;
	}
	for (guint i = 0; sources && i < sources->len; i++)
		if (stat(g_ptr_array_index(sources, i), &st) == 0)
			g_hash_table_add(o->sources, identity(&st));
	return o;
}

void
output_free(struct output *o)
{
	if (!o)
		return;
	if (o->folder >= 0)
		close(o->folder);
	g_hash_table_unref(o->names);
	g_hash_table_unref(o->sources);
	g_free(o->path);
	g_free(o);
}

char *
output_name(struct output *o, const char *name, const char *suffix)
{
	const char *slash = strrchr(name, '/');
	g_autofree char *base = g_strndup(slash && slash[1] ? slash + 1 : name, NAME_MOST);
	char *given;

	g_strcanon(base, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-", '_');
	if (*base == '.' || *base == '-' || !*base) {
		char *safe = g_strconcat("_", base, NULL);

		g_free(base);
		base = safe;
	}
	given = g_strconcat(base, suffix, NULL);
	for (guint n = 2; g_hash_table_contains(o->names, given) || g_str_equal(given, "index.html"); n++) {
		g_free(given);
		given = g_strdup_printf("%s-%u%s", base, n, suffix);
	}
	g_hash_table_add(o->names, g_strdup(given));
	return given;
}

static bool
write_all(int fd, const GString *text)
{
	for (gsize done = 0; done < text->len;) {
		ssize_t n = write(fd, text->str + done, text->len - done);

		if (n < 0 && errno != EINTR)
			return false;
		done += n > 0 ? (gsize)n : 0;
	}
	return true;
}

bool
output_write(struct output *o, const char *name, const GString *text, GError **error)
{
	g_autofree char *path = g_build_filename(o->path, name, NULL), *id = NULL;
	int fd = openat(o->folder, name, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
	const char *why = fd < 0 ? g_strerror(errno) : NULL;
	struct stat st;

	if (!why && fstat(fd, &st) < 0)
		why = g_strerror(errno);
	id = why ? NULL : identity(&st);
	if (!why && !S_ISREG(st.st_mode))
		why = "no plain file";
	else if (!why && g_hash_table_contains(o->sources, id))
		why = "this is one of the files that are checked; it is not written over";
	else if (!why && (ftruncate(fd, 0) < 0 || !write_all(fd, text)))
		why = g_strerror(errno);
	if (fd >= 0 && close(fd) < 0 && !why)
		why = g_strerror(errno);
	return why ? fail(error, path, why) : true;
}
