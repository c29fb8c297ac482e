#include <libpsl.h>

#include "core/site.h"

const char *
site_of(const char *domain)
{
	const char *site = psl_registrable_domain(psl_builtin(), domain);

	return site ? site : domain;
}

bool
site_same(const char *a, const char *b)
{
	return g_str_equal(site_of(a), site_of(b));
}
