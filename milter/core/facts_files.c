#include "core/facts.h"

/* Longer than "library-ms" and "settingcontent-ms" is no suffix but a sentence. */
enum { SUFFIX_MOST = 18 };

static bool
is_suffix_byte(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '-';
}

/* Windows takes blanks and dots off the end of a name, and people do not see them. */
static gsize
trim(const char *s, gsize len)
{
	for (;;) {
		if (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '.' || s[len - 1] == '\t'))
			len--;
		else if (len > 1 && memcmp(s + len - 2, "\xc2\xa0", 2) == 0)	/* no-break space */
			len -= 2;
		else
			return len;
	}
}

/* Where in s[0, len) the dot of the suffix is; `len` if it has none. */
static gsize
suffix_dot(const char *s, gsize len)
{
	gsize dot = len;

	while (dot > 0 && len - dot <= SUFFIX_MOST && is_suffix_byte(s[dot - 1]))
		dot--;
	if (dot == len || dot < 2 || s[dot - 1] != '.')
		return len;	/* none, or ".htaccess": a name, not a suffix */
	return dot - 1;
}

static const char *
suffix_of(struct arena *a, const char *s, gsize dot, gsize len)
{
	char low[SUFFIX_MOST + 2];
	gsize n = 0;

	for (gsize i = dot + 1; i < len; i++)
		low[n++] = g_ascii_tolower(s[i]);
	return n ? arena_strndup(a, low, n) : "";
}

/* Of a path, only its last step is the name. */
static gsize
base_of(const char *s, gsize len)
{
	while (len > 0 && s[len - 1] != '/' && s[len - 1] != '\\')
		len--;
	return len;
}

static void
name_suffixes(struct arena *a, struct file *file)
{
	gsize all = trim(file->name->s, file->name->len);
	gsize base = base_of(file->name->s, all);
	const char *s = file->name->s + base;
	gsize len = all - base, dot = suffix_dot(s, len);

	file->suffix = suffix_of(a, s, dot, len);
	len = trim(s, dot);
	dot = suffix_dot(s, len);
	file->inner_suffix = *file->suffix ? suffix_of(a, s, dot, len) : "";
}

void
facts_files(struct facts *f)
{
	static const struct text nameless = { .name = "attachment name", .part = "", .s = "" };

	f->files = arena_array(f->arena, sizeof(struct file));
	for (guint i = 0; i < f->message->parts->len; i++) {
		const struct part *p = &g_array_index(f->message->parts, struct part, i);
		struct file file = {
			.part = p, .name = p->file_name ? p->file_name : &nameless,
			.suffix = "", .inner_suffix = "",
			.size = p->size, .encoded_size = p->raw.len,
		};

		/* A forwarded message is a file; so is what lies in it, for receivers look there. */
		if (p->kind != PART_FILE && p->kind != PART_MESSAGE)
			continue;
		name_suffixes(f->arena, &file);
		g_array_append_val(f->files, file);
	}
}
