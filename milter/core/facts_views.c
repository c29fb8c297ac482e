#include "core/facts.h"

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

/* Of the leaves of one multipart/alternative a reader sees the last. */
static void
mark_alternatives(struct facts *f)
{
	for (guint i = 0; i < f->n_bodies; i++)
		for (guint k = i + 1; k < f->n_bodies; k++) {
			int parent = f->bodies[i].part->parent;

			if (parent < 0 || !g_str_equal(g_array_index(f->message->parts, struct part,
					parent).type, "multipart/alternative"))
				continue;
			for (int up = f->bodies[k].part->parent; up >= 0;
			     up = g_array_index(f->message->parts, struct part, up).parent)
				if (up == parent)
					f->bodies[i].alternative = true;
		}
}

void
facts_views(struct facts *f)
{
	const struct field *subject = message_field(f->message, "Subject", 0);

	f->subject_text = subject ? subject->value : &no_text;
	f->subject = (struct body){ .text = f->subject_text };
	count_subject(f);
	f->bodies = arena_alloc(f->arena, (f->message->parts->len + 1) * sizeof *f->bodies);
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);
		struct body *b = &f->bodies[f->n_bodies];

		if (!p->text || p->nested)
			continue;
		*b = (struct body){ .part = p, .text = p->text };
		if (p->kind == PART_HTML) {
			b->html = html_view(f->arena, p->text);
			b->text = b->html->visible;
			f->limits |= b->html->limits;
		}
		f->n_bodies++;
	}
	mark_alternatives(f);
	for (guint i = 0; i < f->n_bodies && !f->main; i++)
		if (!f->bodies[i].alternative)
			f->main = &f->bodies[i];
}
