/*
 * site.h - whose a domain is: the organisational domain, by the Public Suffix List.
 *
 * The only file with libpsl.  The list is the one libpsl was built with, so that a
 * verdict reads no file.
 */
#ifndef CORE_SITE_H
#define CORE_SITE_H

#include "core/base.h"

/* The end of `domain` that somebody registered: "shop.co.uk" of "mail.shop.co.uk".  All of it
   where it is a public suffix itself or none is known.  Lower case, as dns_name() gives it. */
const char *site_of(const char *domain);

/* The same organisation's. */
bool site_same(const char *a, const char *b);

#endif
