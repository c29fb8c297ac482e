#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "act/quota.h"

enum { HOUR = 3600, HASH = 32, BYTES_MOST = 4 * 1024 * 1024 };

static char *
hash_of(const char *name)
{
	g_autofree char *low = g_ascii_strdown(name, -1);
	char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, low, -1);

	sum[HASH] = '\0';
	return sum;
}

static int
failed(const char *path, int fd, GError **error)
{
	g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(errno), "%s: %s", path,
		    g_strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static int
open_locked(const char *path, GError **error)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0 || flock(fd, LOCK_EX) < 0)
		return failed(path, fd, error);
	return fd;
}

static char *
read_all(int fd)
{
	struct stat st;
	gsize size = fstat(fd, &st) == 0 ? (gsize)MIN(st.st_size, BYTES_MOST) : 0, done = 0;
	char *s = g_malloc(size + 1);
	ssize_t n;

	while (done < size && (n = pread(fd, s + done, size - done, (off_t)done)) > 0)
		done += (gsize)n;
	s[done] = '\0';
	return s;
}

static bool
write_all(int fd, const GString *s)
{
	gsize done = 0;

	while (done < s->len) {
		ssize_t n = pwrite(fd, s->str + done, s->len - done, (off_t)done);

		if (n <= 0)
			return false;
		done += (gsize)n;
	}
	return ftruncate(fd, (off_t)s->len) == 0;
}

/* The lines of the last hour; how many of them have that hash. */
static GString *
recent(const char *all, const char *hash, gint64 now, guint *ret_n)
{
	GString *out = g_string_new(NULL);

	*ret_n = 0;
	while (*all) {
		gsize len = strcspn(all, "\n");
		gint64 at = len > HASH ? g_ascii_strtoll(all + HASH, NULL, 10) : 0;

		/* A clock that was set back makes no line immortal. */
		if (at > now - HOUR && at <= now + HOUR) {
			g_string_append_len(out, all, (gssize)len);
			g_string_append_c(out, '\n');
			*ret_n += !strncmp(all, hash, HASH);
		}
		all += len + (all[len] == '\n');
	}
	return out;
}

enum quota
quota_take(const char *path, const char *name, guint most, gint64 now, GError **error)
{
	g_autofree char *hash = hash_of(name), *all = NULL;
	g_autoptr(GString) lines = NULL;
	int fd = open_locked(path, error);
	guint n;

	if (fd < 0)
		return QUOTA_FAILED;
	all = read_all(fd);
	lines = recent(all, hash, now, &n);
	if (n >= most) {
		close(fd);
		return QUOTA_SPENT;
	}
	g_string_append_printf(lines, "%s %" G_GINT64_FORMAT "\n", hash, now);
	if (!write_all(fd, lines)) {
		failed(path, fd, error);
		return QUOTA_FAILED;
	}
	close(fd);
	return QUOTA_TAKEN;
}

void
quota_give_back(const char *path, const char *name, gint64 now)
{
	g_autofree char *hash = hash_of(name), *all = NULL;
	g_autofree char *line = g_strdup_printf("%s %" G_GINT64_FORMAT "\n", hash, now);
	g_autoptr(GString) lines = NULL;
	const char *mine;
	int fd = open_locked(path, NULL);
	guint n;

	if (fd < 0)
		return;
	all = read_all(fd);
	lines = recent(all, hash, now, &n);
	mine = strstr(lines->str, line);
	if (mine)
		g_string_erase(lines, mine - lines->str, (gssize)strlen(line));
	write_all(fd, lines);
	close(fd);
}
