#define _GNU_SOURCE		/* O_TMPFILE */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "door/spool.h"

enum {
	FIRST = 16 * 1024,	/* most messages need no second piece */
	WRITE = 64 * 1024,	/* the buffer of a message that has a file */
};

void
spool_init(struct spool *s, const char *folder)
{
	*s = (struct spool){ .folder = folder, .fd = -1 };
}

void
spool_clear(struct spool *s)
{
	if (s->mapped)
		munmap(s->mapped, s->len);
	if (s->fd >= 0)
		close(s->fd);
	g_free(s->buffer);
	spool_init(s, s->folder);
}

void
spool_cut(struct spool *s, int why)
{
	if (!s->cut)
		s->why = why;
	s->cut = true;
}

static int
open_nameless(const char *folder)
{
	g_autofree char *name = NULL;
	int fd;

	if (!folder) {
		errno = ENOENT;
		return -1;
	}
	fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
		return fd;
	/* NFS, old kernels. */
	name = g_strdup_printf("%s/spool-%08x%08x", folder, g_random_int(), g_random_int());
	fd = open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		unlink(name);
	return fd;
}

/* What the file did not take is lost; the message ends there. */
static void
flush(struct spool *s)
{
	gsize done = 0;

	while (done < s->used && !s->cut) {
		ssize_t n = write(s->fd, s->buffer + done, s->used - done);

		if (n > 0)
			done += (gsize)n;
		else if (n == 0 || errno != EINTR)
			spool_cut(s, n == 0 ? ENOSPC : errno);
	}
	s->len -= s->used - done;
	s->used = 0;
}

/* From here on the buffer is only what was not written yet. */
static void
move_to_file(struct spool *s)
{
	s->fd = open_nameless(s->folder);
	if (s->fd < 0) {
		spool_cut(s, errno);
		return;
	}
	flush(s);
	g_free(s->buffer);
	s->size = WRITE;
	s->buffer = g_malloc(s->size);
}

static void
grow(struct spool *s, gsize need)
{
	gsize size = MAX(s->size, FIRST);

	while (size < need && size < LIMIT_MESSAGE_MEMORY)
		size *= 2;
	if (size == s->size)
		return;
	s->size = size;
	s->buffer = g_realloc(s->buffer, size);
}

void
spool_append(struct spool *s, const char *bytes, gsize len)
{
	while (len && !s->cut) {
		gsize n;

		if (s->fd < 0)
			grow(s, s->used + len);
		n = MIN(len, s->size - s->used);
		if (n)
			memcpy(s->buffer + s->used, bytes, n);
		s->used += n;
		s->len += n;
		bytes += n;
		len -= n;
		if (!len)
			return;
		if (s->fd >= 0)
			flush(s);
		else
			move_to_file(s);
	}
	if (len)
		spool_cut(s, 0);
}

const char *
spool_bytes(struct spool *s, gsize *ret_len)
{
	void *p;

	if (s->fd >= 0)
		flush(s);
	*ret_len = s->len;
	if (s->fd < 0 || !s->len)
		return s->buffer ? s->buffer : "";
	p = mmap(NULL, s->len, PROT_READ, MAP_PRIVATE, s->fd, 0);
	if (p == MAP_FAILED) {
		spool_cut(s, errno);
		*ret_len = 0;
		return "";
	}
	s->mapped = p;
	close(s->fd);
	s->fd = -1;
	return s->mapped;
}
