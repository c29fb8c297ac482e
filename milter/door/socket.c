#include <arpa/inet.h>
#include <errno.h>
#include <grp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "door/socket.h"
#include "load/config.h"
#include "load/setting.h"

enum { BACKLOG = 128 };		/* connections that wait for accept() */

static bool
fail(GError **error, int code, const char *path, const char *what)
{
	g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(code),
		    "socket %s: %s", path, what);
	return false;
}

static const char *
path_of(const char *address)
{
	if (g_str_has_prefix(address, "unix:"))
		return address + strlen("unix:");
	if (g_str_has_prefix(address, "local:"))
		return address + strlen("local:");
	return *address == '/' ? address : NULL;
}

/* 0: somebody answers; else why not. */
static int
knock(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), code = 0;

	g_strlcpy(to.sun_path, path, sizeof to.sun_path);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) < 0)
		code = errno == EAGAIN ? 0 : errno;	/* a full backlog is an answer */
	if (fd >= 0)
		close(fd);
	return code;
}

static bool
check_folder(const char *path, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *what = NULL;

	if (access(folder, W_OK | X_OK) == 0)
		return true;
	what = g_strdup_printf("folder %s: %s", folder, g_strerror(errno));
	return fail(error, errno, path, what);
}

bool
socket_claim(struct socket_file *f, const char *address, GError **error)
{
	const char *path = path_of(address);
	struct stat st;

	*f = (struct socket_file){ .path = NULL };
	if (!path && setting_takes(setting_find(SETTING_DAEMON, "milter"), address))
		return true;
	if (!path)
		return fail(error, EINVAL, address, "no address; say unix:/PATH, inet:PORT@HOST or "
			    "inet6:PORT@HOST, the port from 1 to 65535");
	if (*path != '/')
		return fail(error, EINVAL, path, "the path must begin with /");
	if (strlen(path) >= sizeof ((struct sockaddr_un *)NULL)->sun_path)
		return fail(error, ENAMETOOLONG, path, "the path is too long, 107 bytes is the most");
	if (!check_folder(path, error))
		return false;
	if (lstat(path, &st) == 0) {
		if (!S_ISSOCK(st.st_mode))
			return fail(error, EEXIST, path, "there is a file of that name, not a socket");
		if (knock(path) == 0)
			return fail(error, EADDRINUSE, path,
				    "another program answers there; does sendlint run already?");
		if (unlink(path) < 0)
			return fail(error, errno, path, g_strerror(errno));
	}
	f->path = g_strdup(path);
	return true;
}

static int
bind_to(int family, const void *to, socklen_t size)
{
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1, code;

	if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
	    bind(fd, to, size) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	code = errno;
	if (fd >= 0)
		close(fd);
	errno = code;
	return -1;
}

/* "inet:port@host".  No name is looked up: the host is a number, or localhost. */
static int
listen_on_port(const char *address)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	bool is_six = g_str_has_prefix(address, "inet6:");
	const char *port = strchr(address, ':') + 1, *host = strchr(port, '@') + 1;
	guint16 number = (guint16)g_ascii_strtoull(port, NULL, 10);

	if (g_str_equal(host, "localhost"))
		host = is_six ? "::1" : "127.0.0.1";
	four.sin_port = six.sin6_port = g_htons(number);
	if (inet_pton(is_six ? AF_INET6 : AF_INET, host,
		      is_six ? (void *)&six.sin6_addr : (void *)&four.sin_addr) != 1) {
		errno = EADDRNOTAVAIL;
		return -1;
	}
	return is_six ? bind_to(AF_INET6, &six, sizeof six) : bind_to(AF_INET, &four, sizeof four);
}

int
socket_listen(const char *address, GError **error)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const char *path = path_of(address);
	int fd;

	if (path) {
		g_strlcpy(to.sun_path, path, sizeof to.sun_path);
		fd = bind_to(AF_UNIX, &to, sizeof to);
	} else {
		fd = listen_on_port(address);
	}
	if (fd < 0)
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "cannot listen on '%s': %s",
			    address, g_strerror(errno));
	return fd;
}

static bool
group_id(const char *group, gid_t *ret_gid, GError **error)
{
	struct group *g;

	errno = 0;
	g = getgrnam(group);
	if (!g) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
			    "socket-group '%s': there is no such group", group);
		return false;
	}
	*ret_gid = g->gr_gid;
	return true;
}

bool
socket_share(struct socket_file *f, guint mode, const char *group, GError **error)
{
	struct stat st;
	gid_t gid = (gid_t)-1;

	if (!f->path)
		return true;
	if (lstat(f->path, &st) < 0)
		return fail(error, errno, f->path, g_strerror(errno));
	f->device = st.st_dev;
	f->inode = st.st_ino;
	group = group && *group ? group : NULL;
	if (group && !group_id(group, &gid, error))
		return false;
	if ((group && chown(f->path, (uid_t)-1, gid) < 0) || chmod(f->path, mode) < 0)
		return fail(error, errno, f->path, g_strerror(errno));
	return true;
}

void
socket_remove(struct socket_file *f)
{
	struct stat st;

	if (f->path && f->inode && lstat(f->path, &st) == 0 && st.st_dev == f->device &&
	    st.st_ino == f->inode)
		unlink(f->path);
	g_free(f->path);
	*f = (struct socket_file){ .path = NULL };
}
