#include <json-glib/json-glib.h>

#include "report/writer.h"

struct writer {
	JsonBuilder *builder;
	JsonGenerator *generator;
};

struct writer *
writer_new(void)
{
	struct writer *w = g_new0(struct writer, 1);

	w->builder = json_builder_new();
	w->generator = json_generator_new();
	return w;
}

void
writer_free(struct writer *w)
{
	if (!w)
		return;
	g_object_unref(w->builder);
	g_object_unref(w->generator);
	g_free(w);
}

static void
set_name(struct writer *w, const char *name)
{
	if (name)
		json_builder_set_member_name(w->builder, name);
}

void
writer_object(struct writer *w, const char *name)
{
	set_name(w, name);
	json_builder_begin_object(w->builder);
}

void
writer_object_end(struct writer *w)
{
	json_builder_end_object(w->builder);
}

void
writer_array(struct writer *w, const char *name)
{
	set_name(w, name);
	json_builder_begin_array(w->builder);
}

void
writer_array_end(struct writer *w)
{
	json_builder_end_array(w->builder);
}

void
writer_string(struct writer *w, const char *name, const char *value)
{
	set_name(w, name);
	if (value)
		json_builder_add_string_value(w->builder, value);
	else
		json_builder_add_null_value(w->builder);
}

void
writer_int(struct writer *w, const char *name, gint64 value)
{
	set_name(w, name);
	json_builder_add_int_value(w->builder, value);
}

void
writer_bool(struct writer *w, const char *name, bool value)
{
	set_name(w, name);
	json_builder_add_boolean_value(w->builder, value);
}

void
writer_flush(struct writer *w, GString *out)
{
	g_autoptr(JsonNode) root = json_builder_get_root(w->builder);
	g_autofree char *line = NULL;
	gsize len;

	json_generator_set_root(w->generator, root);
	line = json_generator_to_data(w->generator, &len);
	g_string_append_len(out, line, (gssize)len);
	json_builder_reset(w->builder);
}
