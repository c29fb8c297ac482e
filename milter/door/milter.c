/*
 * milter.c - the front door for Sendmail, Postfix and friends.
 *
 * We only gather; the thinking is done once, at the end of the message.
 * libmilter gives us one pointer a connection and calls in order, but not
 * always on the same thread.  That pointer is the message under way: made
 * at MAIL FROM, gone at its end, at an abort, or at the next MAIL FROM.
 */
#include <libmilter/mfapi.h>

#include "door/door.h"

struct txn {
	struct snapshot *snapshot;	/* the rules it began under */
	struct arena *arena;
	struct envelope envelope;
	GPtrArray *rcpts;
	GByteArray *raw;
};

static void
txn_end(SMFICTX *ctx)
{
	struct txn *t = smfi_getpriv(ctx);

	if (!t)
		return;
	smfi_setpriv(ctx, NULL);
	g_ptr_array_unref(t->rcpts);
	g_byte_array_unref(t->raw);
	arena_free(t->arena);
	snapshot_unref(t->snapshot);
	g_free(t);
}

static void
gather(struct txn *t, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

static void
gather(struct txn *t, const char *fmt, ...)
{
	g_autofree char *s = NULL;
	va_list ap;

	va_start(ap, fmt);
	s = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	g_byte_array_append(t->raw, (const guint8 *)s, strlen(s));
}

static sfsistat
on_mail(SMFICTX *ctx, char **argv)
{
	struct txn *t = g_new0(struct txn, 1);

	txn_end(ctx);
	t->snapshot = snapshot_current();
	t->arena = arena_new();
	t->rcpts = g_ptr_array_new_with_free_func(g_free);
	t->raw = g_byte_array_new();
	t->envelope.sender = arena_strndup(t->arena, argv[0], strlen(argv[0]));
	smfi_setpriv(ctx, t);
	return SMFIS_CONTINUE;
}

static sfsistat
on_rcpt(SMFICTX *ctx, char **argv)
{
	struct txn *t = smfi_getpriv(ctx);

	g_ptr_array_add(t->rcpts, g_strdup(argv[0]));
	return SMFIS_CONTINUE;
}

static sfsistat
on_header(SMFICTX *ctx, char *name, char *value)
{
	gather(smfi_getpriv(ctx), "%s: %s\r\n", name, value);
	return SMFIS_CONTINUE;
}

static sfsistat
on_eoh(SMFICTX *ctx)
{
	gather(smfi_getpriv(ctx), "\r\n");
	return SMFIS_CONTINUE;
}

static sfsistat
on_body(SMFICTX *ctx, unsigned char *data, size_t len)
{
	struct txn *t = smfi_getpriv(ctx);

	g_byte_array_append(t->raw, data, (guint)len);
	return SMFIS_CONTINUE;
}

static sfsistat
on_end(SMFICTX *ctx)
{
	struct txn *t = smfi_getpriv(ctx);
	const struct verdict *v;
	sfsistat answer = SMFIS_CONTINUE;

	g_ptr_array_add(t->rcpts, NULL);
	t->envelope.rcpts = (const char *const *)t->rcpts->pdata;
	v = lint_check(snapshot_lint(t->snapshot), t->arena, &t->envelope,
		       (const char *)t->raw->data, t->raw->len, NULL);
	if (v->action == ACTION_REJECT)
		answer = SMFIS_REJECT;
	else if (v->action != ACTION_ACCEPT)
		smfi_insheader(ctx, 1, (char *)"X-Sendlint", report_head(t->arena, v, "0"));
	txn_end(ctx);
	return answer;
}

/* Abort and close: the message, if there is one, will not be finished. */
static sfsistat
on_gone(SMFICTX *ctx)
{
	txn_end(ctx);
	return SMFIS_CONTINUE;
}

int
door_milter(const struct door_serve *o)
{
	struct smfiDesc desc = {
		.xxfi_name    = (char *)"sendlint",
		.xxfi_version = SMFI_VERSION,
		.xxfi_flags   = SMFIF_ADDHDRS,
		.xxfi_envfrom = on_mail,
		.xxfi_envrcpt = on_rcpt,
		.xxfi_header  = on_header,
		.xxfi_eoh     = on_eoh,
		.xxfi_body    = on_body,
		.xxfi_eom     = on_end,
		.xxfi_abort   = on_gone,
		.xxfi_close   = on_gone,
	};

	if (smfi_setconn((char *)o->address) != MI_SUCCESS || smfi_register(desc) != MI_SUCCESS)
		return 1;
	return smfi_main() == MI_SUCCESS ? 0 : 1;
}
