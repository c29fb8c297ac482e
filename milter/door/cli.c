/*
 * cli.c - the front door for people: messages in files.
 *
 * Files are checked on all cores and reported in the order they were named;
 * within a folder, by name.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "door/door.h"

enum { FOLDERS_DEEP = 32, STDIN_CHUNK = 64 * 1024 };

struct job {
	const char *path;
	GString *report;		/* NULL until it is done */
	struct report_counts counts;
	bool failed;			/* something at the failing level */
	char *error;			/* not done, and why */
};

struct run {
	const struct door_check *o;
	struct job *jobs;
	guint n;
	atomic_uint next;		/* the first that nobody has taken */
	pthread_mutex_t lock;		/* guards `report` of all jobs */
	pthread_cond_t done;
};

/* Our phrases in the language of --lang. */
struct cli_words {
	struct report_words base;
	const struct dictionary *dictionary;
	const char *language;
};

static const char *
say(const struct report_words *self, const char *key)
{
	const struct cli_words *w = (const struct cli_words *)self;

	return dictionary_say(w->dictionary, w->language, key);
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool
is_mail(const char *folder, const char *name)
{
	g_autofree char *base = g_path_get_basename(folder);

	return g_str_has_suffix(name, ".eml") || g_str_equal(base, "cur") || g_str_equal(base, "new");
}

static bool
walk(const char *folder, guint depth, GPtrArray *paths, GError **error)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	if (!dir)
		return false;
	while ((name = g_dir_read_name(dir)))
		if (*name != '.')
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, g_ptr_array_index(names, i), NULL);
		struct stat st;

		if (lstat(path, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode) && depth < FOLDERS_DEEP) {
			if (!walk(path, depth + 1, paths, error))
				return false;
		} else if (S_ISREG(st.st_mode) && is_mail(folder, g_ptr_array_index(names, i))) {
			g_ptr_array_add(paths, g_steal_pointer(&path));
		}
	}
	return true;
}

static bool
read_stdin(char **ret_data, gsize *ret_len, GError **error)
{
	g_autoptr(GByteArray) all = g_byte_array_new();
	guint8 chunk[STDIN_CHUNK];
	ssize_t n;

	while ((n = read(STDIN_FILENO, chunk, sizeof chunk)) > 0) {
		if (all->len > G_MAXINT32 - sizeof chunk) {
			g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
				    "standard input is longer than 2 GiB");
			return false;
		}
		g_byte_array_append(all, chunk, (guint)n);
	}
	if (n < 0) {
		g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
			    "cannot read standard input: %s", g_strerror(errno));
		return false;
	}
	*ret_len = all->len;
	*ret_data = (char *)g_byte_array_free(g_steal_pointer(&all), FALSE);
	return true;
}

static bool
has_level(const struct verdict *v, enum level l)
{
	for (guint i = 0; i < v->findings->len; i++)
		if (g_array_index(v->findings, struct finding, i).level >= l)
			return true;
	return false;
}

static GString *
check(const struct door_check *o, struct job *j, const char *data, gsize len)
{
	static const char *const nobody[] = { NULL };
	const struct envelope env = { .sender = o->sender, .login = o->login, .rcpts = nobody,
				      .pre_submit = true };
	const struct lint_options options = { .policy = o->policy, .class = o->class };
	const struct cli_words words = { { say }, snapshot_dictionary(o->snapshot), o->language };
	const struct report_options r = { .name = j->path, .min_level = o->min_level,
		.color = o->color, .words = o->language ? &words.base : NULL };
	GString *out = g_string_new(NULL);
	struct arena *a = arena_new();
	const struct verdict *v = lint_check(snapshot_lint(o->snapshot), a, &env, data, len, &options);

	if (o->facts)
		report_facts(out, v, j->path);
	else if (o->format == REPORT_JSON)
		report_json(out, v, &r);
	else
		report_text(out, v, &r, &j->counts);
	j->failed = has_level(v, o->fail_level);
	arena_free(a);
	return out;
}

static void
do_job(struct run *run, struct job *j)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *data = NULL;
	GString *report;
	gsize len;
	bool read_it = g_str_equal(j->path, "-") ? read_stdin(&data, &len, &error)
						 : g_file_get_contents(j->path, &data, &len, &error);

	if (read_it)
		report = check(run->o, j, data, len);
	else {
		report = g_string_new(NULL);
		j->error = g_strdup(error->message);
	}
	pthread_mutex_lock(&run->lock);
	j->report = report;
	pthread_cond_signal(&run->done);
	pthread_mutex_unlock(&run->lock);
}

static void *
worker(void *data)
{
	struct run *run = data;

	for (guint i; (i = atomic_fetch_add(&run->next, 1)) < run->n;)
		do_job(run, &run->jobs[i]);
	return NULL;
}

/* Prints each report as soon as all before it are out. */
static int
print_all(struct run *run)
{
	struct report_counts sum = { 0 };
	int status = 0;

	for (guint i = 0; i < run->n; i++) {
		struct job *j = &run->jobs[i];

		pthread_mutex_lock(&run->lock);
		while (!j->report)
			pthread_cond_wait(&run->done, &run->lock);
		pthread_mutex_unlock(&run->lock);
		fwrite(j->report->str, 1, j->report->len, stdout);
		if (j->error)
			fprintf(stderr, "sendlint: %s\n", j->error);
		status = j->error ? 2 : MAX(status, j->failed);
		sum.files += j->counts.files;
		sum.errors += j->counts.errors;
		sum.warnings += j->counts.warnings;
		sum.notes += j->counts.notes;
		g_string_free(j->report, TRUE);
		g_free(j->error);
	}
	if (sum.files > 1)
		printf("%u messages: errors %u, warnings %u, notes %u\n", sum.files, sum.errors,
		       sum.warnings, sum.notes);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "sendlint: cannot write: %s\n", g_strerror(errno));
		status = 2;
	}
	return status;
}

static GPtrArray *
list_files(char **paths, GError **error)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);

	for (; *paths; paths++)
		if (!g_file_test(*paths, G_FILE_TEST_IS_DIR))
			g_ptr_array_add(files, g_strdup(*paths));
		else if (!walk(*paths, 0, files, error))
			return NULL;
	return g_steal_pointer(&files);
}

int
door_check(const struct door_check *o, char **paths)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) files = list_files(paths, &error);
	struct run run = { .o = o, .lock = PTHREAD_MUTEX_INITIALIZER, .done = PTHREAD_COND_INITIALIZER };
	g_autofree struct job *jobs = NULL;
	g_autofree pthread_t *threads = NULL;
	guint n_threads;
	int status;

	if (!files) {
		fprintf(stderr, "sendlint: %s\n", error->message);
		return 2;
	}
	run.n = files->len;
	run.jobs = jobs = g_new0(struct job, files->len + 1);
	for (guint i = 0; i < run.n; i++)
		jobs[i].path = g_ptr_array_index(files, i);
	n_threads = MIN(run.n, g_get_num_processors());
	threads = g_new(pthread_t, n_threads + 1);
	for (guint i = 0; i < n_threads; i++)
		g_assert_true(pthread_create(&threads[i], NULL, worker, &run) == 0);
	status = print_all(&run);
	for (guint i = 0; i < n_threads; i++)
		pthread_join(threads[i], NULL);
	return status;
}
