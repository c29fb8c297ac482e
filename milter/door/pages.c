#include <stdio.h>

#include "door/door.h"
#include "door/output.h"
#include "door/speech.h"

int
door_pages(const struct door_pages *d)
{
	struct speech speech;
	const struct report_options o = { .language = d->language,
		.words = speech_of(&speech, snapshot_dictionary(d->snapshot), d->language) };
	g_autoptr(GError) error = NULL;
	struct output *out = output_new(d->output, NULL, &error);
	g_autoptr(GString) page = g_string_new(NULL);
	bool good = out != NULL;

	if (good) {
		report_rule_index(page, d->policy, &o);
		good = output_write(out, "index.html", page, &error);
	}
	for (guint i = 0; good && d->policy->all[i]; i++) {
		g_autofree char *name = report_rule_file(d->policy->all[i]);

		g_string_truncate(page, 0);
		report_rule_page(page, d->policy, i, &o);
		good = output_write(out, name, page, &error);
	}
	if (!good)
		fprintf(stderr, "sendlint: %s\n", error->message);
	output_free(out);
	return good ? 0 : 2;
}
