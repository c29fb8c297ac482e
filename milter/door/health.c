#include <pthread.h>

#include "door/deadline.h"
#include "door/health.h"
#include "door/http.h"
#include "door/serve.h"
#include "load/snapshot.h"
#include "store/store.h"

/* Policies that are told apart: each has up to a hundred rows. */
enum { POLICIES = 200 };

static struct {
	pthread_mutex_t lock;		/* of `spread`, `late` and `cut` */
	struct figures_spread spread;
	guint64 late, cut;
	struct tally *tally;		/* NULL: not open */
} health = { .lock = PTHREAD_MUTEX_INITIALIZER };

void
health_open(void)
{
	health.tally = tally_new(POLICIES);
}

void
health_close(void)
{
	g_clear_pointer(&health.tally, tally_free);
}

void
health_count(const struct verdict *v, enum act_taken taken, guint64 microseconds, bool cut)
{
	if (!health.tally)
		return;
	tally_add(health.tally, v, taken);
	pthread_mutex_lock(&health.lock);
	figures_spread_add(&health.spread, v->points, microseconds);
	health.late += v->incomplete;
	health.cut += cut;
	pthread_mutex_unlock(&health.lock);
}

static void
gather(struct figures *f)
{
	struct log_figures log;
	struct store_figures store;

	*f = (struct figures){ .version = SENDLINT_VERSION, .tally = health.tally };
	serve_figures(f);
	log_figures(&log);
	store_figures(&store);
	pthread_mutex_lock(&health.lock);
	f->spread = health.spread;
	f->late = health.late;
	f->cut = health.cut;
	pthread_mutex_unlock(&health.lock);
	f->errors = log.errors;
	f->warnings = log.warnings;
	f->store_wanted = store.is_wanted;
	f->store_works = store.works;
	f->queues[0] = (struct figures_named){ "log", log.waiting };
	f->queues[1] = (struct figures_named){ "store", store.waiting };
	f->rooms[0] = (struct figures_named){ "log", log.room };
	f->rooms[1] = (struct figures_named){ "store", store.room };
	f->drops[0] = (struct figures_named){ "log", log.dropped };
	f->drops[1] = (struct figures_named){ "store", store.dropped };
	f->drops[2] = (struct figures_named){ "connection", serve_counted(SERVE_REFUSED) };
	f->drops[3] = (struct figures_named){ "metrics", http_dropped() };
	f->drops[4] = (struct figures_named){ "feedback", serve_counted(SERVE_FEEDBACK_DROPPED) };
}

static guint
page_health(GString *out, const struct figures *f)
{
	g_autoptr(GString) trouble = g_string_new(NULL);

	if (serve_stopping() || serve_hangs()) {
		g_string_append(out, serve_stopping() ? "stopping\n" : "a message hangs\n");
		return 503;
	}
	figures_words_trouble(trouble, f);
	g_string_append_printf(out, "%s\n%s", trouble->len ? "trouble" : "ok", trouble->str);
	return 200;
}

static guint
page_metrics(GString *out, const struct figures *f)
{
	figures_metrics(out, f);
	return 200;
}

static guint
page_status(GString *out, const struct figures *f)
{
	figures_words(out, f);
	return 200;
}

static const struct {
	const char *path;
	guint (*write)(GString *out, const struct figures *f);
} pages[] = {
	{ "/metrics", page_metrics }, { "/health", page_health }, { "/status", page_status },
};

guint
health_page(const char *path, GString *out)
{
	struct figures f;

	for (gsize i = 0; i < G_N_ELEMENTS(pages); i++)
		if (g_str_equal(pages[i].path, path)) {
			gather(&f);
			return pages[i].write(out, &f);
		}
	return 404;
}
