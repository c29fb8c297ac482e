/*
 * http_request.h - what is asked for in the head of an HTTP request.  Pure.
 *
 * GET only, of a path; header fields are not read, and so is no body.
 */
#ifndef DOOR_HTTP_REQUEST_H
#define DOOR_HTTP_REQUEST_H

#include "core/base.h"

enum { HTTP_HEAD = 4096, HTTP_PATH = 128 };	/* bytes at most */

/* The status to answer with, and for 200 the path without its query; 0: the head is not whole yet. */
guint http_request(const char *s, gsize len, char ret_path[HTTP_PATH]);

const char *http_request_reason(guint status);	/* "Not Found" */

#endif
