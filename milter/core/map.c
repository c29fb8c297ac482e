#include "core/limits.h"
#include "core/map.h"

/* So many bytes of output come from so many of input; 0: all from all. */
static const struct {
	guint8 out, in;
} units[] = {
	[MAP_LINEAR]   = { 1, 1 },
	[MAP_COVER]    = { 0, 0 },
	[MAP_BASE64]   = { 3, 4 },
	[MAP_HEX]      = { 1, 3 },
	[MAP_2_FROM_1] = { 2, 1 },
	[MAP_3_FROM_1] = { 3, 1 },
	[MAP_3_FROM_2] = { 3, 2 },
};

/* Most maps are of a link's address and have two runs: no array of GLib's for them. */
enum { FIRST_ROOM = 4 };

void
map_init(struct map *m, struct arena *a)
{
	*m = (struct map){ .arena = a };
}

void
map_later(struct map *m, map_maker make, gconstpointer from)
{
	m->make = make;
	m->from = from;
}

/* Anew, because copies of a map may share its runs; twice as far, lest it be done often. */
void
map_make(const struct map *m, gsize upto)
{
	gsize made = m->n_runs ? m->runs[m->n_runs - 1].out : 0;
	struct map *own = (struct map *)(gpointer)m;

	if (!m->make || (m->n_runs && made > upto))
		return;
	own->runs = NULL;
	own->n_runs = own->room = 0;
	if (m->make(own, m->from, MAX(upto, 2 * made)))
		own->make = NULL;
}

static bool
goes_on(const struct map_run *last, enum map_kind kind, gsize out, gsize in)
{
	if (last->kind == MAP_LINEAR)	/* nearly always: spare the division */
		return kind == MAP_LINEAR && last->in + last->in_len == in &&
		       last->out + last->in_len == out;
	return last->kind == kind && kind != MAP_COVER && last->in_len % units[kind].in == 0 &&
	       last->in + last->in_len == in &&
	       last->out + last->in_len / units[kind].in * units[kind].out == out;
}

static void
grow(struct map *m)
{
	guint32 room = MAX(2 * m->room, FIRST_ROOM);
	struct map_run *runs = arena_bytes(m->arena, room * sizeof *runs);

	if (m->n_runs)
		memcpy(runs, m->runs, m->n_runs * sizeof *runs);
	m->runs = runs;
	m->room = room;
}

void
map_add(struct map *m, enum map_kind kind, gsize out, gsize in, gsize in_len)
{
	struct map_run run = { (guint32)out, (guint32)in, (guint32)in_len, kind };
	struct map_run *last;

	if (m->n_runs) {
		last = &m->runs[m->n_runs - 1];
		if (goes_on(last, kind, out, in)) {
			last->in_len += run.in_len;
			return;
		}
		if (m->n_runs >= LIMIT_MAP_RUNS) {
			last->kind = MAP_COVER;
			last->in_len = MAX(last->in_len, run.in + run.in_len - last->in);
			return;
		}
	}
	if (m->n_runs == m->room)
		grow(m);
	m->runs[m->n_runs++] = run;
}

void
map_end(struct map *m, gsize out, gsize in)
{
	if (m->runs && m->n_runs < LIMIT_MAP_RUNS)
		map_add(m, MAP_LINEAR, out, in, 0);
}

void
map_append(struct map *m, const struct map *part, gsize out, gsize in, gsize in_len)
{
	map_make(part, G_MAXSIZE);
	if (!part->n_runs) {
		map_add(m, MAP_LINEAR, out, in, in_len);
		return;
	}
	for (guint i = 0; i < part->n_runs; i++) {
		const struct map_run *r = &part->runs[i];

		map_add(m, r->kind, out + r->out, in + r->in, r->in_len);
	}
}

/* The last run that begins at `out` or before it; the first if none does. */
static guint
run_at(const struct map *m, gsize out)
{
	guint lo = 0, hi = m->n_runs;

	while (hi - lo > 1) {
		guint mid = lo + (hi - lo) / 2;

		if (m->runs[mid].out <= out)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static gsize
begin_of(const struct map_run *r, gsize out, bool *exact)
{
	gsize off = out > r->out ? out - r->out : 0;

	if (r->kind == MAP_COVER) {
		*exact = *exact && off == 0;
		return r->in;
	}
	*exact = *exact && off % units[r->kind].out == 0;
	return r->in + MIN(off / units[r->kind].out * units[r->kind].in, r->in_len);
}

/* `next` tells where the run ends; it is NULL for the last. */
static gsize
end_of(const struct map_run *r, const struct map_run *next, gsize out, bool *exact)
{
	gsize off = out > r->out ? out - r->out : 0, unit = units[r->kind].out;

	if (r->kind == MAP_COVER || (next && out >= next->out)) {
		*exact = *exact && (!next || out >= next->out);
		return (gsize)r->in + r->in_len;
	}
	*exact = *exact && off % unit == 0;
	return r->in + MIN((off + unit - 1) / unit * units[r->kind].in, r->in_len);
}

struct span
map_back(const struct map *m, struct span out, bool *exact)
{
	guint first, last;
	gsize begin, end;

	map_make(m, out.at + out.len);
	if (!m->n_runs)
		return out;
	first = run_at(m, out.at);
	last = out.len ? run_at(m, out.at + out.len - 1) : first;
	begin = begin_of(&m->runs[first], out.at, exact);
	end = end_of(&m->runs[last],
		     last + 1 < m->n_runs
			? &m->runs[last + 1] : NULL,
		     out.at + out.len, exact);
	if (!out.len && *exact)
		end = begin;
	return (struct span){ begin, MAX(end, begin) - begin };
}
