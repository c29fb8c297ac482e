#include "core/limits.h"
#include "core/message_text.h"

#define MARK "\xef\xbb\xbf"	/* U+FEFF: the byte order mark some editors write */

struct message *
message_bare(struct arena *a, const char *raw, gsize len, enum message_bare kind)
{
	struct message *m = arena_new0(a, struct message);
	gsize mark = len >= strlen(MARK) && memcmp(raw, MARK, strlen(MARK)) == 0 ? strlen(MARK) : 0;
	struct part p = {
		.path = "1", .parent = -1, .charset = "utf-8", .encoding = ENCODING_8BIT,
		.kind = kind == MESSAGE_BARE_HTML ? PART_HTML : PART_PLAIN,
		.type = kind == MESSAGE_BARE_HTML ? "text/html" : "text/plain",
		.raw = { mark, len - mark }, .size = len - mark,
		.fields = arena_array(a, sizeof(struct field)),
	};

	*m = (struct message){ .arena = a, .raw = len ? raw : "", .len = len, .bare = kind };
	m->parts = arena_array(a, sizeof p);
	m->oddities = arena_array(a, sizeof(struct oddity));
	m->addresses = arena_array(a, sizeof(struct address_list));
	m->lines = arena_array(a, sizeof(guint));
	m->fields = p.fields;
	g_array_append_val(m->parts, p);
	message_text(m, &g_array_index(m->parts, struct part, 0), LIMIT_TEXT_TOTAL);
	return m;
}
