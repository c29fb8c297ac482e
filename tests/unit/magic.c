/* What files are by their first bytes. */
#include "core/magic.h"

static void
types(void)
{
	g_assert_cmpstr(magic_type("%PDF-1.7\n", 9), ==, "application/pdf");
	g_assert_cmpstr(magic_type("MZ\220", 3), ==, "application/vnd.microsoft.portable-executable");
	g_assert_cmpstr(magic_type("PK\3\4aaaaaaaaaaaaaaaaaaaaaaaaaaword/doc", 38), ==,
			"application/vnd.openxmlformats-officedocument");
	g_assert_cmpstr(magic_type("PK\3\4aaaaaaaaaaaaaaaaaaaaaaaaaareport.txt", 40), ==,
			"application/zip");
	g_assert_cmpstr(magic_type("\357\273\277 \n<!DOCTYPE HTML>", 20), ==, "text/html");
	g_assert_cmpstr(magic_type("#!/bin/sh", 9), ==, "text/x-shellscript");
	g_assert_null(magic_type("hello", 5));
	g_assert_null(magic_type("%PD", 3));
	g_assert_null(magic_type("", 0));
	g_assert_null(magic_type("<ht", 3));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/magic/types", types);
	return g_test_run();
}
