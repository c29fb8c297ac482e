#include "core/facts_engine.h"

static const struct text no_text = { .name = "subject", .part = "", .field = "Subject", .s = "" };

static void
count_subject(struct facts *f)
{
	struct subject_counts *n = &f->subject_counts;

	for (const char *p = f->subject_text->s; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		n->points++;
		n->letters += g_unichar_isalpha(c);
		n->upper += g_unichar_isupper(c);
		n->lower += g_unichar_islower(c);
		n->digits += g_unichar_isdigit(c);
		n->spaces += g_unichar_isspace(c);
	}
}

/* Which child of each multipart/alternative is shown: the last that holds a body. */
static void
choose_alternatives(struct facts *f)
{
	const struct part *parts = (const struct part *)(void *)f->message->parts->data;
	g_autofree int *shown = g_new0(int, f->message->parts->len + 1);

	for (guint i = 0; i < f->n_bodies; i++)
		for (int p = (int)(f->bodies[i].part - parts); parts[p].parent >= 0; p = parts[p].parent)
			shown[parts[p].parent] = p;
	for (guint i = 0; i < f->n_bodies; i++)
		for (int p = (int)(f->bodies[i].part - parts); parts[p].parent >= 0; p = parts[p].parent)
			if (shown[parts[p].parent] != p &&
			    g_str_equal(parts[parts[p].parent].type, "multipart/alternative"))
				f->bodies[i].alternative = true;
}

/* Characters that take no room: soft hyphen, zero-width ones, marks of direction, BOM. */
static gsize
invisible_len(const char *s)
{
	guchar c = (guchar)s[0], d = (guchar)s[1];

	if (c == 0xc2)
		return d == 0xad ? 2 : 0;
	if (c == 0xe2 && d == 0x80)
		return (guchar)s[2] >= 0x8b && (guchar)s[2] <= 0x8f ? 3 : 0;
	if (c == 0xe2 && d == 0x81)
		return (guchar)s[2] >= 0xa0 && (guchar)s[2] <= 0xa4 ? 3 : 0;
	if (c == 0xcd && d == 0x8f)
		return 2;
	return c == 0xef && d == 0xbb && (guchar)s[2] == 0xbf ? 3 : 0;
}

/* What a byte adds to the points. */
enum points_byte { POINT, SPACE, NO_POINT, RARE };

static const guint8 points_byte[256] = {
	[0 ... 0x20] = SPACE, [0x80 ... 0xbf] = NO_POINT,
	[0xc2] = RARE, [0xcd] = RARE, [0xe2] = RARE, [0xef] = RARE,
};

enum { BLOCK = 32 };

/* Of BLOCK bytes behind another one: how many count.  FALSE if there may be one that is not
   seen, or a no-break space.  Plain loops of bytes, which compilers turn into a few
   instructions; they read two bytes beyond the block. */
static bool
count_block(const guchar *s, unsigned *ret_n)
{
	guint8 rare = 0, n = 0;

	for (int i = 0; i < BLOCK; i++) {
		guint8 c = s[i], d = s[i + 1];

		rare |= ((c == 0xc2) & ((d == 0xa0) | (d == 0xad))) | ((c == 0xcd) & (d == 0x8f)) |
			((c == 0xe2) & ((d == 0x81) | ((d == 0x80) & (s[i + 2] <= 0x8f)))) |
			((c == 0xef) & (d == 0xbb));
	}
	for (int i = 0; i < BLOCK; i++)
		n = (guint8)(n + ((s[i] < 0x80) | (s[i] > 0xbf)) -
			     ((s[i] <= ' ') & (s[i - 1] <= ' ')));
	*ret_n = n;
	return !rare;
}

static guint
count_points(const struct text *t)
{
	const guchar *s = (const guchar *)t->s;
	unsigned space = 1, block;
	gsize slow = 1;		/* up to here byte by byte */
	guint n = 0;

	for (gsize i = 0; i < t->len; i++) {
		unsigned b;
		gsize skip;

		while (i >= slow && i + BLOCK < t->len) {
			if (!count_block(s + i, &block)) {
				slow = i + BLOCK;
				break;
			}
			/* Blanks may go on over something that is not seen. */
			n += block - (space && s[i] <= ' ' && s[i - 1] > ' ');
			i += BLOCK;
			space = s[i - 1] <= ' ';
		}
		if (i == t->len)
			break;
		b = points_byte[s[i]];
		skip = b == RARE ? invisible_len(t->s + i) : 0;
		if (skip) {
			i += skip - 1;
			continue;
		}
		if (b == RARE && memcmp(s + i, "\xc2\xa0", 2) == 0) {
			b = SPACE;
			i++;
		}
		n += (b == POINT) | (b == RARE) | ((b == SPACE) & !space);
		space = b == SPACE;
	}
	return n - (n && space);
}

static bool
shows_something(const struct body *b)
{
	return b->points || (b->html && b->html->images->len);
}

/* The first that shows something: an empty text before the attachments is no body. */
static const struct body *
choose_main(const struct facts *f)
{
	const struct body *first = NULL;

	for (guint i = 0; i < f->n_bodies; i++) {
		if (f->bodies[i].alternative)
			continue;
		if (shows_something(&f->bodies[i]))
			return &f->bodies[i];
		if (!first)
			first = &f->bodies[i];
	}
	return first;
}

void
facts_views(struct facts *f)
{
	const struct field *subject = message_field(f->message, "Subject", 0);

	f->subject_text = subject ? facts_engine_text(f, subject->value, false) : &no_text;
	f->subject = (struct body){ .text = f->subject_text };
	count_subject(f);
	f->bodies = arena_alloc(f->arena, (f->message->parts->len + 1) * sizeof *f->bodies);
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);
		struct body *b = &f->bodies[f->n_bodies];

		if (!p->text || p->nested)
			continue;
		*b = (struct body){
			.part = p, .text = facts_engine_text(f, p->text, p->kind == PART_HTML),
		};
		if (p->kind == PART_HTML) {
			b->html = html_view(f->arena, b->text);
			b->text = b->html->visible;
			f->limits |= b->html->limits;
		}
		b->points = count_points(b->text);
		b->code = aside_code(f->arena, b->text, b->html ? b->html->code : NULL);
		b->quoted = aside_quoted(f->arena, b->text, b->html ? b->html->quoted : NULL);
		f->n_bodies++;
	}
	choose_alternatives(f);
	f->main = choose_main(f);
}
