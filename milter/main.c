#include <gmime/gmime.h>
#include <stdio.h>

#include "door/door.h"

static int
run_check(int argc, char **argv)
{
	struct door_check o = { .min_level = LEVEL_NOTE, .fail_level = LEVEL_ERROR };
	g_autoptr(GError) error = NULL;
	int status;

	(void)argc;
	o.snapshot = snapshot_load(NULL, &error);
	if (!o.snapshot) {
		fprintf(stderr, "sendlint: %s\n", error->message);
		return 2;
	}
	status = door_check(&o, argv + 1);
	snapshot_unref(o.snapshot);
	return status;
}

static int
run_serve(int argc, char **argv)
{
	struct door_serve o = { .address = argc > 1 ? argv[1] : NULL };

	return door_milter(&o);
}

static const struct {
	const char *name, *args, *help;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "check", "FILE|DIR|-...", "check messages", run_check },
	{ "serve", "", "answer a mail server", run_serve },
};

int
main(int argc, char **argv)
{
	int status = 2;

	g_mime_init();
	for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS(commands); i++)
		if (g_str_equal(argv[1], commands[i].name))
			status = commands[i].run(argc - 1, argv + 1);
	g_mime_shutdown();
	return status;
}
