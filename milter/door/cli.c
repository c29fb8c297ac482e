/*
 * cli.c - the front door for people: messages in files.
 *
 * They are checked on all cores and reported in the order they were named;
 * within a folder, by name.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "door/deadline.h"
#include "door/door.h"
#include "door/input.h"
#include "door/output.h"
#include "door/speech.h"
#include "door/suggestions.h"
#include "load/baseline.h"
#include "online/online.h"

enum {
	AHEAD = 1000,		/* reports kept while an earlier one is not done */
	AHEAD_WHOLE = 16,	/* messages kept, for a report that is one document */
};

struct job {
	const struct input *input;
	bool done;
	GString *report;		/* of its own, or NULL */
	struct arena *arena;		/* of the verdict, for a report that is one document */
	const struct verdict *verdict;
	GByteArray *data;		/* what the verdict is about */
	struct report_counts counts;
	int quality;			/* of the verdict */
	bool failed;			/* something at the failing level */
	char *error;			/* not done, and why */
};

struct run {
	const struct door_check *o;
	struct online *online;		/* NULL: DNS is not asked */
	const struct report_words *words;	/* NULL: English */
	struct baseline *baseline, *next_baseline;	/* or NULL */
	struct report_document *document;	/* what all are added to, or NULL */
	FILE *out;
	struct output *folder;		/* one report a mail goes there, and none to `out`; or NULL */
	bool unwritten;			/* something of it */
	GArray *rows;			/* struct report_index_row: of the folder */
	struct job *jobs;
	guint n;
	atomic_uint next;		/* the first that nobody has taken */
	guint printed;
	pthread_mutex_t lock;		/* guards `printed`, and `done` of all jobs */
	pthread_cond_t done, room;
};

static bool
has_level(const struct verdict *v, enum level l)
{
	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		if (f->level >= l && f->baseline != FINDING_KNOWN)
			return true;
	}
	return false;
}

/* What a report is told of one file; `name` is to be freed. */
static struct report_options
options_of(const struct run *run, const struct job *j, char **ret_name)
{
	const struct door_check *o = run->o;
	bool whole = !o->facts && o->format != REPORT_TEXT;	/* it escapes what it must */

	*ret_name = whole ? g_utf8_make_valid(j->input->name, -1) : report_plain(j->input->name);
	return (struct report_options){ .name = *ret_name, .path = j->input->name,
		.min_level = o->min_level, .color = o->color, .verbose = o->verbose,
		.rules_url = snapshot_config(o->snapshot)->settings.rules_url, .language = o->language,
		.words = run->words };
}

static void
lint(const struct run *run, struct job *j)
{
	const struct door_check *o = run->o;
	static const char *const nobody[] = { NULL };
	const struct envelope env = { .sender = o->sender, .login = o->login, .rcpts = nobody,
				      .pre_submit = true };
	const struct lint_options options = { .policy = o->policy, .class = o->class,
					      .bare = j->input->bare, .engine = o->engine,
					      .allow_all = true,
					      .online = run->online ? &run->online->auth : NULL };

	if (run->online)
		online_ask(run->online, snapshot_lint(o->snapshot), &env,
			   (const char *)j->data->data, j->data->len, &options);
	j->arena = arena_new();
	j->verdict = lint_check(snapshot_lint(o->snapshot), j->arena, &env,
				(const char *)j->data->data, j->data->len, &options);
	if (o->suggest)
		suggestions_ask(j->verdict);
	if (run->baseline)
		baseline_compare(run->baseline, j->verdict);
	if (run->next_baseline)
		baseline_add(run->next_baseline, j->verdict, o->min_level);
	j->failed = has_level(j->verdict, o->fail_level);
}

static void
forget(struct job *j)
{
	arena_free(j->arena);
	if (j->data)
		g_byte_array_unref(j->data);
	j->arena = NULL;
	j->data = NULL;
}

/* A document of one message. */
static void
report_alone(const struct run *run, struct job *j, const struct report_options *r)
{
	struct report_document *d = report_document_new(run->o->format, r);

	report_document_add(d, j->verdict, r);
	report_document_end(d, j->report);
	j->counts = report_count(j->verdict);
}

static void
report(const struct run *run, struct job *j)
{
	g_autofree char *name = NULL;
	const struct report_options r = options_of(run, j, &name);

	j->report = g_string_new(NULL);
	j->quality = j->verdict->quality;
	if (run->o->facts)
		report_facts(j->report, j->verdict, name);
	else if (run->o->format == REPORT_JSON)
		report_json(j->report, j->verdict, &r);
	else if (run->o->format == REPORT_GITHUB)
		report_github(j->report, j->verdict, &r);
	else if (run->o->format == REPORT_SARIF || run->o->format == REPORT_HTML)
		report_alone(run, j, &r);
	else
		report_text(j->report, j->verdict, &r, &j->counts);
}

static void
do_job(struct run *run, struct job *j)
{
	const char *why = input_read(j->input, &j->data);

	if (!why)
		lint(run, j);
	else
		j->error = g_strdup(why);
	if (!why && !run->document) {
		report(run, j);
		forget(j);
	}
	pthread_mutex_lock(&run->lock);
	j->done = true;
	pthread_cond_signal(&run->done);
	pthread_mutex_unlock(&run->lock);
}

static void *
worker(void *data)
{
	struct run *run = data;
	guint ahead = run->document ? AHEAD_WHOLE : AHEAD;

	for (guint i; (i = atomic_fetch_add(&run->next, 1)) < run->n;) {
		pthread_mutex_lock(&run->lock);
		while (i >= run->printed + ahead)
			pthread_cond_wait(&run->room, &run->lock);
		pthread_mutex_unlock(&run->lock);
		do_job(run, &run->jobs[i]);
	}
	return NULL;
}

/* What reports in a folder are called. */
static const char *
suffix_of(const struct door_check *o)
{
	switch (o->format) {
	case REPORT_JSON:  return ".json";
	case REPORT_SARIF: return ".sarif";
	case REPORT_HTML:  return ".html";
	default:           return ".txt";
	}
}

static void
print_in_folder(struct run *run, struct job *j)
{
	struct report_index_row row = { .quality = j->quality, .counts = j->counts };
	g_autoptr(GError) error = NULL;

	row.name = g_utf8_make_valid(j->input->name, -1);
	row.file = output_name(run->folder, j->input->name, suffix_of(run->o));
	if (output_write(run->folder, row.file, j->report, &error)) {
		g_array_append_val(run->rows, row);
		return;
	}
	g_free(row.name);
	g_free(row.file);
	fprintf(stderr, "sendlint: %s\n", error->message);
	run->unwritten = true;
}

/* All of it is out: nothing of the job is kept. */
static void
print_job(struct run *run, struct job *j)
{
	if (j->error) {
		g_autofree char *name = report_plain(j->input->name);

		fprintf(stderr, "sendlint: %s: %s\n", name, j->error);
	}
	if (j->report && run->folder) {
		print_in_folder(run, j);
		g_string_free(j->report, TRUE);
	} else if (j->report) {
		fwrite(j->report->str, 1, j->report->len, run->out);
		g_string_free(j->report, TRUE);
	} else if (run->document && j->error) {
		report_document_failed(run->document, j->input->name, j->error);
	} else if (run->document) {
		g_autofree char *name = NULL;
		const struct report_options r = options_of(run, j, &name);

		report_document_add(run->document, j->verdict, &r);
	}
	forget(j);
	g_free(j->error);
}

/* What stands below the reports. */
static void
print_end(struct run *run, const struct report_counts *sum)
{
	const struct report_options r = { .color = run->o->color, .words = run->words };
	g_autoptr(GString) out = g_string_new(NULL);

	if (run->document)
		report_document_end(run->document, out);
	else if (sum->files > 1)
		report_text_sum(out, sum, &r);
	fwrite(out->str, 1, out->len, run->out);
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
		while (!j->done)
			pthread_cond_wait(&run->done, &run->lock);
		run->printed++;
		pthread_cond_broadcast(&run->room);
		pthread_mutex_unlock(&run->lock);
		status = j->error ? 2 : MAX(status, j->failed);
		sum.files += j->counts.files;
		sum.errors += j->counts.errors;
		sum.warnings += j->counts.warnings;
		sum.notes += j->counts.notes;
		print_job(run, j);
	}
	print_end(run, &sum);
	return status;
}

/* Whether all of the report is where it was to go. */
static bool
finish(FILE *out)
{
	bool failed = fflush(out) != 0 || ferror(out);
	int error = errno;

	if (out != stdout && fclose(out) != 0 && !failed) {
		failed = true;
		error = errno;
	}
	if (failed)
		fprintf(stderr, "sendlint: cannot write: %s\n", g_strerror(error));
	return !failed;
}

/* The baselines of a run, at its beginning and its end. */
static bool
open_baselines(struct run *run)
{
	g_autoptr(GError) error = NULL;

	if (run->o->baseline && !(run->baseline = baseline_load(run->o->baseline, &error))) {
		fprintf(stderr, "sendlint: %s\n", error->message);
		return false;
	}
	run->next_baseline = run->o->write_baseline ? baseline_new() : NULL;
	return true;
}

static int
close_baselines(struct run *run, int status)
{
	const char *path = run->o->write_baseline;
	g_autoptr(GError) error = NULL;
	guint gone = run->baseline && !path ? baseline_gone(run->baseline) : 0;

	if (gone)
		fprintf(stderr, "sendlint: %s: %u of its entries occur no more; write it anew with "
			"--write-baseline\n", run->o->baseline, gone);
	if (path && status == 2) {
		fprintf(stderr, "sendlint: %s: not written, because not all was checked\n", path);
	} else if (path && !baseline_write(run->next_baseline, path, &error)) {
		fprintf(stderr, "sendlint: %s\n", error->message);
		status = 2;
	} else if (path) {
		fprintf(stderr, "sendlint: %s: %u entries\n", path,
			baseline_entries(run->next_baseline));
		status = 0;
	}
	baseline_free(run->baseline);
	baseline_free(run->next_baseline);
	return status;
}

static bool
open_folder(struct run *run, const GPtrArray *inputs)
{
	g_autoptr(GPtrArray) sources = g_ptr_array_new();
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i < inputs->len; i++)
		g_ptr_array_add(sources, ((const struct input *)g_ptr_array_index(inputs, i))->path);
	run->folder = output_new(run->o->output, sources, &error);
	run->rows = g_array_new(FALSE, FALSE, sizeof(struct report_index_row));
	if (!run->folder)
		fprintf(stderr, "sendlint: %s\n", error->message);
	return run->folder != NULL;
}

/* The list of what is in the folder; false if something is not. */
static bool
close_folder(struct run *run)
{
	const struct report_options r = { .language = run->o->language, .words = run->words };
	g_autoptr(GString) list = g_string_new(NULL);
	g_autoptr(GError) error = NULL;

	if (run->folder && run->o->format == REPORT_HTML) {
		report_index(list, (const struct report_index_row *)(void *)run->rows->data,
			     run->rows->len, &r);
		if (!output_write(run->folder, "index.html", list, &error)) {
			fprintf(stderr, "sendlint: %s\n", error->message);
			run->unwritten = true;
		}
	}
	for (guint i = 0; run->rows && i < run->rows->len; i++) {
		g_free(g_array_index(run->rows, struct report_index_row, i).name);
		g_free(g_array_index(run->rows, struct report_index_row, i).file);
	}
	g_clear_pointer(&run->rows, g_array_unref);
	output_free(run->folder);
	return !run->unwritten;
}

int
door_check(const struct door_check *o, char **paths)
{
	g_autoptr(GPtrArray) inputs = input_list(paths);
	struct speech speech;
	const struct report_options all = { .color = o->color,
		.rules_url = snapshot_config(o->snapshot)->settings.rules_url, .language = o->language,
		.words = speech_of(&speech, snapshot_dictionary(o->snapshot), o->language) };
	struct run run = { .o = o, .words = all.words, .out = stdout,
			   .lock = PTHREAD_MUTEX_INITIALIZER,
			   .done = PTHREAD_COND_INITIALIZER, .room = PTHREAD_COND_INITIALIZER };
	g_autofree struct job *jobs = NULL;
	g_autofree pthread_t *threads = NULL;
	g_autoptr(GError) error = NULL;
	struct online online;
	guint n_threads;
	int status;

	if (o->online && !online_init(&online, &o->online->auth, o->online->resolver,
				      o->online->timeout, &error)) {
		fprintf(stderr, "sendlint: %s\n", error->message);
		return 2;
	}
	if (o->output && output_is_folder(o->output)) {
		if (!open_folder(&run, inputs)) {
			close_folder(&run);
			return 2;
		}
	} else if (o->output && !(run.out = fopen(o->output, "we"))) {
		fprintf(stderr, "sendlint: %s: %s\n", o->output, g_strerror(errno));
		return 2;
	}
	if (!o->facts && !run.folder && (o->format == REPORT_SARIF || o->format == REPORT_HTML))
		run.document = report_document_new(o->format, &all);
	if (!open_baselines(&run)) {
		if (run.out != stdout)
			fclose(run.out);
		close_folder(&run);
		return 2;
	}
	run.n = inputs->len;
	run.jobs = jobs = g_new0(struct job, inputs->len + 1);
	for (guint i = 0; i < run.n; i++)
		jobs[i].input = g_ptr_array_index(inputs, i);
	run.online = o->online ? &online : NULL;
	if (o->suggest)
		deadline_open();
	n_threads = run.online ? 1 : MIN(run.n, g_get_num_processors());
	threads = g_new(pthread_t, n_threads + 1);
	for (guint i = 0; i < n_threads; i++)
		g_assert_true(pthread_create(&threads[i], NULL, worker, &run) == 0);
	status = print_all(&run);
	for (guint i = 0; i < n_threads; i++)
		pthread_join(threads[i], NULL);
	if (o->suggest)
		deadline_close();
	if (run.online)
		online_clear(run.online);
	status = close_baselines(&run, status);
	return close_folder(&run) && finish(run.out) ? status : 2;
}
