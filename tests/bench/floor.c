/*
 * floor - what a milter costs that does nothing with the mail, or only reads it.
 *
 *   floor noop SOCKET	takes every packet and answers at the end
 *   floor parse SOCKET	collects the message, lets GMime parse it and turns its texts into UTF-8
 *
 * The bench measures sendlint against these: both negotiate replies away as it does.
 */
#include <gmime/gmime.h>
#include <libmilter/mfapi.h>
#include <stdio.h>

static sfsistat
on_negotiate(SMFICTX *ctx, unsigned long actions, unsigned long steps, unsigned long f2,
	     unsigned long f3, unsigned long *ret_actions, unsigned long *ret_steps,
	     unsigned long *ret_f2, unsigned long *ret_f3)
{
	const unsigned long quiet = SMFIP_NR_CONN | SMFIP_NR_HELO | SMFIP_NR_MAIL | SMFIP_NR_RCPT |
				    SMFIP_NR_DATA | SMFIP_NR_HDR | SMFIP_NR_EOH | SMFIP_NR_BODY;

	(void)ctx, (void)f2, (void)f3;
	*ret_actions = actions & SMFIF_ADDHDRS;
	*ret_steps = steps & quiet;
	*ret_f2 = *ret_f3 = 0;
	return SMFIS_CONTINUE;
}

static sfsistat
noop_connect(SMFICTX *ctx, char *host, _SOCK_ADDR *address)
{
	(void)ctx, (void)host, (void)address;
	return SMFIS_NOREPLY;
}

static sfsistat
noop_helo(SMFICTX *ctx, char *name)
{
	(void)ctx, (void)name;
	return SMFIS_NOREPLY;
}

static sfsistat
noop_envelope(SMFICTX *ctx, char **argv)
{
	(void)ctx, (void)argv;
	return SMFIS_NOREPLY;
}

static sfsistat
noop_header(SMFICTX *ctx, char *name, char *value)
{
	(void)ctx, (void)name, (void)value;
	return SMFIS_NOREPLY;
}

static sfsistat
noop_quiet(SMFICTX *ctx)
{
	(void)ctx;
	return SMFIS_NOREPLY;
}

static sfsistat
noop_body(SMFICTX *ctx, unsigned char *data, size_t len)
{
	(void)ctx, (void)data, (void)len;
	return SMFIS_NOREPLY;
}

static sfsistat
noop_end(SMFICTX *ctx)
{
	(void)ctx;
	return SMFIS_CONTINUE;
}

static void
drop(SMFICTX *ctx)
{
	GByteArray *raw = smfi_getpriv(ctx);

	if (raw)
		g_byte_array_unref(raw);
	smfi_setpriv(ctx, NULL);
}

static sfsistat
parse_mail(SMFICTX *ctx, char **argv)
{
	(void)argv;
	drop(ctx);
	smfi_setpriv(ctx, g_byte_array_new());
	return SMFIS_NOREPLY;
}

static void
collect(SMFICTX *ctx, const void *data, size_t len)
{
	GByteArray *raw = smfi_getpriv(ctx);

	if (raw)
		g_byte_array_append(raw, data, (guint)len);
}

static sfsistat
parse_header(SMFICTX *ctx, char *name, char *value)
{
	collect(ctx, name, strlen(name));
	collect(ctx, ": ", 2);
	collect(ctx, value, strlen(value));
	collect(ctx, "\r\n", 2);
	return SMFIS_NOREPLY;
}

static sfsistat
parse_eoh(SMFICTX *ctx)
{
	collect(ctx, "\r\n", 2);
	return SMFIS_NOREPLY;
}

static sfsistat
parse_body(SMFICTX *ctx, unsigned char *data, size_t len)
{
	collect(ctx, data, len);
	return SMFIS_NOREPLY;
}

static gsize
read_texts(GMimeMessage *message)
{
	GMimePartIter *i = g_mime_part_iter_new((GMimeObject *)message);
	gsize bytes = 0;

	do {
		GMimeObject *part = g_mime_part_iter_get_current(i);
		g_autofree char *text = NULL;

		if (!GMIME_IS_TEXT_PART(part))
			continue;
		text = g_mime_text_part_get_text((GMimeTextPart *)part);
		bytes += text ? strlen(text) : 0;
	} while (g_mime_part_iter_next(i));
	g_mime_part_iter_free(i);
	return bytes;
}

static sfsistat
parse_end(SMFICTX *ctx)
{
	GByteArray *raw = smfi_getpriv(ctx);
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeMessage *message;

	if (!raw)
		return SMFIS_CONTINUE;
	stream = g_mime_stream_mem_new_with_byte_array(raw);
	g_mime_stream_mem_set_owner((GMimeStreamMem *)stream, FALSE);
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	if (message) {
		read_texts(message);
		g_object_unref(message);
	}
	g_object_unref(parser);
	g_object_unref(stream);
	drop(ctx);
	return SMFIS_CONTINUE;
}

static sfsistat
parse_gone(SMFICTX *ctx)
{
	drop(ctx);
	return SMFIS_CONTINUE;
}

int
main(int argc, char **argv)
{
	struct smfiDesc noop = {
		.xxfi_name = (char *)"noop", .xxfi_version = SMFI_VERSION,
		.xxfi_flags = SMFIF_ADDHDRS, .xxfi_negotiate = on_negotiate,
		.xxfi_connect = noop_connect, .xxfi_helo = noop_helo,
		.xxfi_envfrom = noop_envelope, .xxfi_envrcpt = noop_envelope,
		.xxfi_data = noop_quiet, .xxfi_header = noop_header,
		.xxfi_eoh = noop_quiet, .xxfi_body = noop_body, .xxfi_eom = noop_end,
	};
	struct smfiDesc parse = noop;

	parse.xxfi_envfrom = parse_mail;
	parse.xxfi_header = parse_header;
	parse.xxfi_eoh = parse_eoh;
	parse.xxfi_body = parse_body;
	parse.xxfi_eom = parse_end;
	parse.xxfi_abort = parse.xxfi_close = parse_gone;
	if (argc != 3) {
		fputs("floor noop|parse SOCKET\n", stderr);
		return 2;
	}
	g_mime_init();
	if (smfi_register(g_str_equal(argv[1], "parse") ? parse : noop) != MI_SUCCESS ||
	    smfi_setconn(argv[2]) != MI_SUCCESS)
		return 2;
	return smfi_main() == MI_SUCCESS ? 0 : 1;
}
