#include "load/model.h"

#define FIRST "sendlint language model 1"

static bool
fail(GError **error, const char *what)
{
	g_set_error(error, g_quark_from_static_string("model"), 1,
		    "%s: not a language model of this version", what);
	return false;
}

static bool
read_tags(struct language_model *m, const char *line, GError **error)
{
	g_auto(GStrv) tags = g_strsplit(line, " ", -1);

	for (guint i = 1; tags[i]; i++) {
		if (m->n == MODEL_LANGUAGES || !*tags[i] || strlen(tags[i]) >= MODEL_TAG)
			return fail(error, line);
		g_strlcpy(m->tags[m->n++], tags[i], MODEL_TAG);
	}
	return true;
}

static bool
read_line(struct language_model *m, const char *line, char **sum, GError **error)
{
	guint64 bits;

	if (g_str_has_prefix(line, "languages ") && !m->n) {
		if (!read_tags(m, line, error))
			return false;
		m->ours = m->n;
	} else if (g_str_has_prefix(line, "decoys ") && m->ours) {
		return read_tags(m, line, error);
	} else if (g_str_has_prefix(line, "bits ")) {
		if (!g_ascii_string_to_unsigned(line + 5, 10, MODEL_BITS_LEAST, MODEL_BITS_MOST,
						&bits, NULL))
			return fail(error, line);
		m->bits = (guint)bits;
	} else if (g_str_has_prefix(line, "sum ")) {
		g_free(*sum);
		*sum = g_strdup(line + 4);
	} else if (line[0] != '#') {
		return fail(error, line);
	}
	return true;
}

/* The lines above the rows; where the rows begin, 0 if they are not understood. */
static gsize
read_head(struct language_model *m, const char *data, gsize len, char **sum, GError **error)
{
	const char *end = g_strstr_len(data, (gssize)MIN(len, 4096), "\n\n");
	g_autofree char *head = end ? g_strndup(data, (gsize)(end - data)) : NULL;
	g_auto(GStrv) lines = NULL;

	if (!head || strlen(head) != (gsize)(end - data) || !g_utf8_validate(head, -1, NULL))
		return fail(error, "its head");
	lines = g_strsplit(head, "\n", -1);
	if (!g_str_equal(lines[0], FIRST))
		return fail(error, lines[0]);
	for (guint i = 1; lines[i]; i++)
		if (!read_line(m, lines[i], sum, error))
			return 0;
	if (!m->bits || !m->ours || !*sum)
		return fail(error, "its head");
	return (gsize)(end - data) + 2;
}

struct language_model *
model_read(const char *data, gsize len, GError **error)
{
	struct language_model *m = g_new0(struct language_model, 1);
	g_autofree char *sum = NULL, *is = NULL;
	gsize at = read_head(m, data, len, &sum, error), size = 0;

	if (at) {
		size = ((gsize)1 << m->bits) * MODEL_LANGUAGES;
		is = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)data + at,
						 len - at);
	}
	if (at && (len - at != size || !g_str_equal(is, sum))) {
		fail(error, len - at != size ? "its length" : "its sum");
		at = 0;
	}
	if (!at) {
		model_free(m);
		return NULL;
	}
	m->rows = g_memdup2(data + at, size);
	return m;
}

void
model_free(struct language_model *m)
{
	if (!m)
		return;
	g_free((gpointer)m->rows);
	g_free(m);
}
