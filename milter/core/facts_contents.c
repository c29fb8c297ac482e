#include "core/facts.h"

enum { HEAD = 1024 };	/* decoded bytes that tell whether it decodes, and a name in a gzip */

static const char *
bytes_of(const struct facts *f, const struct file *file)
{
	return f->message->raw + file->part->raw.at;
}

static struct transfer_result
head_of(const struct facts *f, const struct file *file, gsize most)
{
	const struct part *p = file->part;

	return transfer_decode(f->arena, p->encoding, bytes_of(f, file), p->raw.len, most, NULL);
}

static struct transfer_result
tail_of(const struct facts *f, const struct file *file, gsize most)
{
	const struct part *p = file->part;

	return transfer_tail(f->arena, p->encoding, bytes_of(f, file), p->raw.len, p->size, most);
}

static bool
holds(const struct transfer_result *r, const char *word)
{
	gsize n = strlen(word);
	const char *p;

	for (gsize at = 0; at + n <= r->len && (p = memchr(r->s + at, word[0], r->len - at - n + 1));
	     at = (gsize)(p - r->s) + 1)
		if (memcmp(p, word, n) == 0)
			return true;
	return false;
}

static guint
members_left(const struct facts *f)
{
	guint n = 0;

	for (guint i = 0; i < f->contents->len; i++)
		n += g_array_index(f->contents, struct content, i).archive.members->len;
	return LIMIT_ARCHIVE_MEMBERS - MIN(n, LIMIT_ARCHIVE_MEMBERS);
}

/* First only so much that most zips are told by; the end says how much it is. */
static void
read_zip(struct facts *f, struct content *c)
{
	struct transfer_result r = tail_of(f, c->file, LIMIT_FILE_END);
	gsize needs = archive_zip_needs(r.s, r.len);

	if ((needs == 0 || needs > r.len) && r.len < c->file->size)
		r = tail_of(f, c->file, needs ? MIN(needs, LIMIT_ARCHIVE_END) : LIMIT_ARCHIVE_HEAD * 2);
	c->archive = archive_zip(f->arena, r.s, r.len, c->file->size, members_left(f));
	c->endless = c->archive.odd & ARCHIVE_ENDLESS;
}

static void
read_pdf(struct facts *f, struct content *c)
{
	struct transfer_result r = tail_of(f, c->file, LIMIT_FILE_END);

	c->endless = !holds(&r, "%%EOF");
	c->encrypted = holds(&r, "/Encrypt");
}

static bool
is_document(const char *magic)
{
	static const char *const starts[] = {
		"application/vnd.openxmlformats", "application/vnd.oasis", "application/epub",
		"application/java",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(starts); i++)
		if (g_str_has_prefix(magic, starts[i]))
			return true;
	return false;
}

/* Documents whose first file says nothing. */
static bool
is_document_suffix(const char *suffix)
{
	static const char *const suffixes[] = {
		"docx", "docm", "dotx", "xlsx", "xlsm", "xltx", "pptx", "pptm", "ppsx", "odt", "ods",
		"odp", "odg", "epub", "jar", "apk", "vsdx", "kmz", "pages", "numbers", "key", "sketch",
		"idml", "3mf", "usdz", "xps", "oxps", "ipa", "xpi", "war", "msix", "appx",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++)
		if (g_str_equal(suffix, suffixes[i]))
			return true;
	return false;
}

static void
read_tar(struct facts *f, struct content *c, const struct transfer_result *head)
{
	struct transfer_result r;

	if (!archive_is_tar(head->s, head->len))
		return;
	r = head_of(f, c->file, LIMIT_ARCHIVE_HEAD);
	c->archive = archive_tar(f->arena, r.s, MIN(r.len, LIMIT_ARCHIVE_HEAD), c->file->size,
				 members_left(f));
}

static void
read_content(struct facts *f, struct content *c)
{
	const char *magic = c->file->part->magic ? c->file->part->magic : "";
	struct transfer_result head = head_of(f, c->file, HEAD);

	c->broken = head.broken && c->file->part->encoding == ENCODING_BASE64;
	c->document = is_document(magic) || is_document_suffix(c->file->suffix);
	c->zip = is_document(magic) || g_str_equal(magic, "application/zip");
	if (c->zip)
		read_zip(f, c);
	else if (g_str_equal(magic, "application/pdf"))
		read_pdf(f, c);
	else if (g_str_equal(magic, "application/gzip"))
		c->archive = archive_gzip(f->arena, head.s, head.len);
	else
		read_tar(f, c, &head);
}

void
facts_contents(struct facts *f)
{
	bool cut = f->limits & LIMIT_HIT_CUT;

	f->contents = arena_array(f->arena, sizeof(struct content));
	for (guint i = 0; i < f->files->len; i++) {
		const struct file *file = &g_array_index(f->files, struct file, i);
		struct content c = {
			.file = file,
			.archive.members = arena_array(f->arena, sizeof(struct archive_member)),
		};

		if (file->part->kind == PART_MESSAGE)
			continue;
		if (file->size)
			read_content(f, &c);
		c.endless = c.endless && !cut;
		if (c.archive.odd & ARCHIVE_UNREAD)
			f->limits |= LIMIT_HIT_ARCHIVE;
		g_array_append_val(f->contents, c);
	}
}
