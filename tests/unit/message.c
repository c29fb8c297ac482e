/* Raw bytes to fields, parts and texts. */
#include "core/limits.h"
#include "core/message.h"

static struct arena *arena;

static struct message *
parse(const char *s)
{
	return message_parse(arena, s, strlen(s));
}

static const struct part *
part(const struct message *m, guint i)
{
	g_assert_cmpuint(i, <, m->parts->len);
	return &g_array_index(m->parts, struct part, i);
}

static const char mixed[] =
	"From: a@shop.example\r\n"
	"Subject: =?utf-8?Q?Zam=C3=B3wienie?=\r\n"
	"Content-Type: multipart/mixed; boundary=\"outer\"\r\n"
	"\r\n"
	"preamble\r\n"
	"--outer\r\n"
	"Content-Type: multipart/alternative; boundary=inner\r\n"
	"\r\n"
	"--inner\r\n"
	"\r\n"
	"plain\r\n"
	"--inner\r\n"
	"Content-Type: text/html; charset=iso-8859-2\r\n"
	"Content-Transfer-Encoding: quoted-printable\r\n"
	"\r\n"
	"<b>=B1b=\r\nc</b>\r\n"
	"--inner--\r\n"
	"\r\n"
	"--outer\r\n"
	"Content-Type: application/octet-stream; name=old.bin\r\n"
	"Content-Disposition: ATTACHMENT; filename*0*=utf-8''rach%C3%B3; filename*1=nek.pdf\r\n"
	"Content-Transfer-Encoding: base64\r\n"
	"\r\n"
	"JVBERi0xLjcK\r\n"
	"--outer\r\n"
	"Content-Type: image/png\r\n"
	"Content-ID: <logo@x>\r\n"
	"\r\n"
	"--outer\r\n"
	"Content-Type: message/rfc822\r\n"
	"\r\n"
	"Subject: forwarded\r\n"
	"Content-Type: multipart/mixed; boundary=third\r\n"
	"\r\n"
	"--third\r\n"
	"\r\n"
	"nested\r\n"
	"--third--\r\n"
	"--outer--\r\n"
	"epilogue\r\n";

static void
structure(void)
{
	static const struct {
		const char *path, *type;
		int parent;
		guint depth;
		bool nested;
		enum part_kind kind;
	} want[] = {
		{ "", "multipart/mixed", -1, 0, false, PART_MULTIPART },
		{ "1", "multipart/alternative", 0, 1, false, PART_MULTIPART },
		{ "1.1", "text/plain", 1, 2, false, PART_PLAIN },
		{ "1.2", "text/html", 1, 2, false, PART_HTML },
		{ "2", "application/octet-stream", 0, 1, false, PART_FILE },
		{ "3", "image/png", 0, 1, false, PART_IMAGE },
		{ "4", "message/rfc822", 0, 1, false, PART_MESSAGE },
		{ "4", "multipart/mixed", 6, 2, true, PART_MULTIPART },
		{ "4.1", "text/plain", 7, 3, true, PART_PLAIN },
	};
	const struct message *m = parse(mixed);

	g_assert_cmpuint(m->parts->len, ==, G_N_ELEMENTS(want));
	for (guint i = 0; i < G_N_ELEMENTS(want); i++) {
		g_assert_cmpstr(part(m, i)->path, ==, want[i].path);
		g_assert_cmpstr(part(m, i)->type, ==, want[i].type);
		g_assert_cmpint(part(m, i)->parent, ==, want[i].parent);
		g_assert_cmpuint(part(m, i)->depth, ==, want[i].depth);
		g_assert_cmpint(part(m, i)->nested, ==, want[i].nested);
		g_assert_cmpint(part(m, i)->kind, ==, want[i].kind);
	}
	g_assert_true(m->crlf);
	g_assert_cmpuint(m->oddities->len, ==, 0);
	g_assert_cmpuint(m->limits, ==, 0);
	g_assert_cmpuint(m->fields->len, ==, 3);
	g_assert_cmpstr(part(m, 7)->fields->len ? g_array_index(part(m, 7)->fields, struct field, 0)
			.value->s : NULL, ==, "forwarded");
}

static void
details(void)
{
	const struct message *m = parse(mixed);
	const struct part *html = part(m, 3), *file = part(m, 4);
	struct place p;

	g_assert_cmpstr(part(m, 2)->text->s, ==, "plain");
	g_assert_cmpstr(html->text->s, ==, "<b>ąbc</b>");
	g_assert_cmpstr(html->charset, ==, "iso-8859-2");
	g_assert_cmpstr(html->text->part, ==, "1.2");
	g_assert_cmpint(html->encoding, ==, ENCODING_QUOTED_PRINTABLE);
	p = text_place(html->text, (struct span){ 3, 4 });
	g_assert_true(p.exact);
	g_assert_cmpuint(p.raw_length, ==, strlen("=B1b=\r\nc"));
	g_assert_cmpint(memcmp(mixed + p.raw_offset, "=B1b=\r\nc", p.raw_length), ==, 0);
	g_assert_cmpuint(message_line(m, p.raw_offset), ==, 16);
	g_assert_cmpstr(file->file_name->s, ==, "rachónek.pdf");
	g_assert_cmpstr(file->disposition, ==, "attachment");
	g_assert_cmpstr(file->magic, ==, "application/pdf");
	g_assert_cmpuint(file->size, ==, 9);
	g_assert_cmpuint(file->raw.len, ==, 12);
	g_assert_null(file->text);
	g_assert_cmpstr(part(m, 5)->content_id, ==, "logo@x");
	g_assert_cmpuint(part(m, 5)->raw.len, ==, 0);
	g_assert_cmpstr(message_field(m, "subject", 0)->value->s, ==, "Zamówienie");
	g_assert_null(message_field(m, "subject", 1));
	g_assert_cmpuint(message_count(m, "FROM"), ==, 1);
}

/* Every beginning of a mail is a mail, and so is every mail with a byte changed. */
static void
any_bytes(void)
{
	g_autofree char *s = g_strdup(mixed);

	for (gsize i = 0; i < strlen(mixed); i++) {
		struct arena *a = arena_new();
		const struct message *m = message_parse(a, mixed, i);

		g_assert_cmpuint(m->parts->len, >=, 1);
		s[i] = (char)(i % 3 == 0 ? 0 : i % 3 == 1 ? '\n' : 0xff);
		m = message_parse(a, s, strlen(mixed));
		for (guint k = 0; k < m->parts->len; k++) {
			const struct part *p = part(m, k);

			g_assert_cmpuint(p->raw.at + p->raw.len, <=, m->len);
			g_assert_true(!p->text || g_utf8_validate(p->text->s, (gssize)p->text->len, NULL));
		}
		s[i] = mixed[i];
		arena_free(a);
	}
}

static void
odd_mails(void)
{
	const struct message *m = message_parse(arena, "", 0);

	g_assert_cmpuint(m->fields->len, ==, 0);
	g_assert_cmpstr(part(m, 0)->text->s, ==, "");
	m = parse("just words\nand more\n");
	g_assert_cmpstr(part(m, 0)->text->s, ==, "just words\nand more\n");
	g_assert_cmpstr(part(m, 0)->path, ==, "1");
	m = parse("Subject: only a header");
	g_assert_cmpstr(message_field(m, "Subject", 0)->value->s, ==, "only a header");
	m = parse("From anna Fri Nov 20\nSubject: x\n\nbody\n");
	g_assert_cmpstr(message_field(m, "Subject", 0)->value->s, ==, "x");
	g_assert_cmpstr(part(m, 0)->text->s, ==, "body\n");
	m = parse("\357\273\277Subject: x\n\nbody\n");
	g_assert_cmpuint(m->fields->len, ==, 1);
	m = parse("Subject: x\ngarbage here\nFrom: y\n\nbody\n");
	g_assert_cmpuint(m->fields->len, ==, 2);
	g_assert_cmpint(g_array_index(m->oddities, struct oddity, 0).kind, ==, ODDITY_HEADER);
	m = parse("Subject: x\nno empty line before the body\nmore\n");
	g_assert_cmpstr(part(m, 0)->text->s, ==, "no empty line before the body\nmore\n");
	m = message_parse(arena, "Subject: a\0b\n\nc\0d", 17);
	g_assert_cmpstr(message_field(m, "Subject", 0)->value->s, ==, "a\357\277\275b");
	g_assert_cmpstr(part(m, 0)->text->s, ==, "c\357\277\275d");
}

static void
boundaries(void)
{
	const struct message *m = parse("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nopen\n");

	g_assert_cmpuint(m->parts->len, ==, 2);
	g_assert_cmpuint(m->oddities->len, ==, 1);
	g_assert_cmpstr(part(m, 1)->text->s, ==, "open\n");
	m = parse("Content-Type: multipart/mixed; boundary=b\n\nno boundary at all\n");
	g_assert_cmpint(part(m, 0)->kind, ==, PART_PLAIN);
	g_assert_cmpstr(part(m, 0)->text->s, ==, "no boundary at all\n");
	m = parse("Content-Type: multipart/mixed\n\n--b\n\nx\n--b--\n");
	g_assert_cmpint(part(m, 0)->kind, ==, PART_PLAIN);
	g_assert_cmpuint(m->oddities->len, ==, 1);
	/* a longer line is none; an outer boundary closes what is open inside */
	m = parse("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
		  "Content-Type: multipart/mixed; boundary=bb\n\n--bb\n\n--bbb\n--b  \n\ny\n--b--\n");
	g_assert_cmpuint(m->parts->len, ==, 4);
	g_assert_cmpstr(part(m, 2)->text->s, ==, "--bbb");
	g_assert_cmpstr(part(m, 3)->text->s, ==, "y");
	g_assert_cmpuint(m->oddities->len, ==, 1);
}

static void
files(void)
{
	const struct message *m = parse(
		"Content-Type: multipart/mixed; boundary=b\n\n"
		"--b\nContent-Type: text/plain; name=first.txt\n\na\n"
		"--b\nContent-Type: text/plain; name=\"=?utf-8?q?second=C3=B3.txt?=\"\n\nb\n"
		"--b\nContent-Disposition: attachment\n\nc\n"
		"--b\nContent-Type: text/csv\n\nd\n"
		"--b\nContent-Type: image/gif\n\nGIF89a\n--b--\n");

	g_assert_cmpint(part(m, 1)->kind, ==, PART_PLAIN);
	g_assert_cmpint(part(m, 2)->kind, ==, PART_FILE);
	g_assert_cmpstr(part(m, 2)->file_name->s, ==, "secondó.txt");
	g_assert_cmpint(part(m, 3)->kind, ==, PART_FILE);
	g_assert_null(part(m, 3)->text);
	g_assert_cmpint(part(m, 4)->kind, ==, PART_FILE);
	g_assert_cmpint(part(m, 5)->kind, ==, PART_FILE);
	g_assert_cmpstr(part(m, 5)->magic, ==, "image/gif");
}

static void
charsets(void)
{
	const struct message *m = parse("Content-Type: text/plain; charset=utf-8\n"
		"Content-Transfer-Encoding: quoted-printable\n\nab =FC c\n");

	g_assert_cmpuint(part(m, 0)->charset_oddities, ==, CHARSET_WRONG);
	g_assert_cmpuint(part(m, 0)->charset_bad.at, ==, part(m, 0)->raw.at + 3);
	g_assert_cmpuint(part(m, 0)->charset_bad.len, ==, 3);
	g_assert_cmpstr(part(m, 0)->text->s, ==, "ab \357\277\275 c\n");
	m = parse("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nw7wNCmENCg==\n");
	g_assert_cmpuint(part(m, 0)->charset_oddities, ==, CHARSET_MISSING);
	g_assert_cmpstr(part(m, 0)->text->s, ==, "ü\na\n");
	g_assert_cmpuint(text_place(part(m, 0)->text, (struct span){ 3, 1 }).line, ==, 2);
}

static void
addresses(void)
{
	const struct message *m = parse(
		"To: =?utf-8?q?J=C3=B3zef?= <jozef@Mail.Example>, plain@b.example,\n"
		" friends: anna@a.example, \"B, C\" <bc@a.example>;\nTo: nobody\n\n");
	const GArray *found = message_addresses(m, "to");
	const struct address *a = &g_array_index(found, struct address, 0);
	const struct text *value = message_field(m, "To", 0)->value;

	g_assert_cmpuint(found->len, >=, 4);
	g_assert_cmpstr(a->name, ==, "Józef");
	g_assert_cmpstr(a->local, ==, "jozef");
	g_assert_cmpstr(a->domain, ==, "mail.example");
	g_assert_cmpint(strncmp(value->s + a->where.at, "jozef@Mail.Example", a->where.len), ==, 0);
	a = &g_array_index(found, struct address, 3);
	g_assert_cmpstr(a->name, ==, "B, C");
	g_assert_cmpint(strncmp(value->s + a->where.at, "bc@a.example", a->where.len), ==, 0);
	g_assert_cmpuint(message_addresses(m, "cc")->len, ==, 0);
}

/* Wherever a long field is cut for GMime, the header goes on behind it. */
static void
long_fields(void)
{
	for (int shift = 0; shift < 25; shift++) {
		g_autoptr(GString) s = g_string_new(NULL);
		const struct message *m;

		g_string_append_printf(s, "X-%.*s: y\r\nTo: a@shop.example%.*s", shift + 1,
				       "abcdefghijklmnopqrstuvwxyz", shift, "abcdefghijklmnopqrstuvwxyz");
		while (s->len < 2 * LIMIT_PARAMETERS)
			g_string_append(s, ",\r\n \t one@shop.example");
		g_string_append(s, "\r\nCc: b@shop.example\r\n\r\nbody\r\n");
		m = message_parse(arena, s->str, s->len);
		g_assert_cmpuint(m->fields->len, ==, 3);
		g_assert_cmpstr(part(m, 0)->text->s, ==, "body\n");
	}
}

static void
limits(void)
{
	g_autoptr(GString) s = g_string_new("Content-Type: multipart/mixed; boundary=b\n\n");
	const struct message *m;

	for (int i = 0; i < LIMIT_PARTS + 50; i++)
		g_string_append(s, "--b\n\nx\n");
	m = message_parse(arena, s->str, s->len);
	g_assert_cmpuint(m->parts->len, ==, LIMIT_PARTS);
	g_assert_cmpuint(m->limits, ==, LIMIT_HIT_PARTS);

	g_string_assign(s, "");
	for (int i = 0; i < LIMIT_FIELDS + 50; i++)
		g_string_append(s, "X: y\n");
	g_string_append(s, "\nbody\n");
	m = message_parse(arena, s->str, s->len);
	g_assert_cmpuint(m->fields->len, ==, LIMIT_FIELDS);
	g_assert_cmpuint(m->limits, ==, LIMIT_HIT_FIELDS);
	g_assert_cmpstr(part(m, 0)->text->s, ==, "body\n");

	g_string_assign(s, "\n");
	for (int i = 0; i < LIMIT_TEXT_PART / 9 + 50; i++)
		g_string_append(s, "łłłł\r\n");
	m = message_parse(arena, s->str, s->len);
	g_assert_cmpuint(m->limits, ==, LIMIT_HIT_TEXT);
	g_assert_true(part(m, 0)->cut);
	g_assert_cmpuint(part(m, 0)->charset_oddities, ==, CHARSET_MISSING);
	g_assert_cmpuint(part(m, 0)->text->len, <=, LIMIT_TEXT_PART);
	g_assert_cmpuint(part(m, 0)->text->len, >, LIMIT_TEXT_PART - 100);

	g_string_assign(s, "To: a@shop.example");
	for (int i = 1; i < LIMIT_RECIPIENTS; i++)
		g_string_append_printf(s, ",\n a%d@shop.example", i);
	m = message_parse(arena, s->str, s->len);
	g_assert_cmpuint(message_addresses(m, "To")->len, ==, LIMIT_RECIPIENTS);
	g_assert_false(message_addresses_cut(m));
	g_string_append(s, ",\n one@too.example\nCc: b@shop.example\n");
	m = message_parse(arena, s->str, s->len);
	g_assert_cmpuint(message_addresses(m, "To")->len, ==, LIMIT_RECIPIENTS);
	g_assert_cmpuint(message_addresses(m, "Cc")->len, ==, 1);
	g_assert_true(message_addresses_cut(m));

	g_string_assign(s, "");
	for (int i = 0; i < 200; i++)
		g_string_append_printf(s, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
	m = message_parse(arena, s->str, s->len);
	g_assert_cmpuint(m->parts->len, ==, LIMIT_DEPTH + 1);
	g_assert_cmpuint(m->limits, ==, LIMIT_HIT_PARTS);
}

/* Counted in stretches of 16 KB: at their edges, in any order, and past the end. */
static void
lines(void)
{
	g_autoptr(GString) mail = g_string_new("From: a@b.example\nSubject: x\n\n");
	struct arena *a = arena_new();
	const struct message *m;

	for (guint i = 0; i < 4000; i++)
		g_string_append_printf(mail, "%*s\n", (int)(i % 23), "");
	m = message_parse(a, mail->str, mail->len);
	for (gsize k = 0, at = 0; k < 500; k++, at = (at + 16 * 1024 * 7 + k) % (mail->len + 9)) {
		guint line = 1;

		for (gsize i = 0; i < MIN(at, mail->len); i++)
			line += mail->str[i] == '\n';
		g_assert_cmpuint(message_line(m, at), ==, line);
	}
	arena_free(a);
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	message_init();
	arena = arena_new();
	g_test_add_func("/message/structure", structure);
	g_test_add_func("/message/details", details);
	g_test_add_func("/message/any-bytes", any_bytes);
	g_test_add_func("/message/odd-mails", odd_mails);
	g_test_add_func("/message/boundaries", boundaries);
	g_test_add_func("/message/files", files);
	g_test_add_func("/message/charsets", charsets);
	g_test_add_func("/message/addresses", addresses);
	g_test_add_func("/message/long-fields", long_fields);
	g_test_add_func("/message/limits", limits);
	g_test_add_func("/message/lines", lines);
	status = g_test_run();
	arena_free(arena);
	return status;
}
