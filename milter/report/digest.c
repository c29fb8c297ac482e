#include "core/fingerprint.h"
#include "report/digest.h"
#include "report/report_mail.h"

enum { NAME_LEAST = 3 };	/* letters of a recipient's name that is masked in a subject */

struct digest *
digest_new(struct arena *a)
{
	struct digest *g = arena_new0(a, struct digest);

	g->arena = a;
	return g;
}

void
digest_free(struct digest *g)
{
	if (!g)
		return;
	record_free(g->record);
	arena_free(g->arena);
}

/* ---- the subject ---- */

/* Words of letters, folded, as keys. */
static void
add_words(GHashTable *words, const char *s)
{
	g_autofree char *low = s ? g_utf8_casefold(s, -1) : NULL;
	const char *from = low, *p = low;

	for (; p; p = g_utf8_next_char(p)) {
		if (*p && g_unichar_isalpha(g_utf8_get_char(p)))
			continue;
		if (g_utf8_strlen(from, p - from) >= NAME_LEAST)
			g_hash_table_add(words, g_strndup(from, (gsize)(p - from)));
		if (!*p)
			return;
		from = g_utf8_next_char(p);
	}
}

/* Names of those who got the mail: in its header, and in their addresses. */
static GHashTable *
names(const struct verdict *v)
{
	static const char *const fields[] = { "To", "Cc", "Bcc", NULL };
	GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const char *const *rcpt = v->facts->envelope->rcpts;

	for (; rcpt && *rcpt; rcpt++)
		if (g_utf8_validate(*rcpt, -1, NULL)) {
			g_autofree char *local = g_strndup(*rcpt, strcspn(*rcpt, "@"));

			add_words(words, local);
		}
	for (const char *const *f = fields; *f; f++) {
		const GArray *all = message_addresses(v->facts->message, *f);

		for (guint k = 0; all && k < all->len; k++) {
			const struct address *a = &g_array_index(all, struct address, k);

			add_words(words, a->name);
			add_words(words, a->local);
		}
	}
	return words;
}

static bool
is_link(const char *token)
{
	return strstr(token, "://") || g_str_has_prefix(token, "www.") || strchr(token, '/');
}

/* Numbers and addresses are masked already; now links, and words that are names. */
static char *
masked(struct arena *a, const char *s, GHashTable *who)
{
	g_auto(GStrv) tokens = g_strsplit(s, " ", -1);
	g_autoptr(GString) out = g_string_new(NULL);

	for (char **t = tokens; *t; t++) {
		const char *p = *t;

		if (t != tokens)
			g_string_append_c(out, ' ');
		if (is_link(p)) {
			g_string_append(out, "…");
			continue;
		}
		while (*p) {
			const char *from = p;
			g_autofree char *word = NULL, *low = NULL;

			while (*p && g_unichar_isalpha(g_utf8_get_char(p)))
				p = g_utf8_next_char(p);
			word = g_strndup(from, (gsize)(p - from));
			low = g_utf8_casefold(word, -1);
			g_string_append(out, g_hash_table_contains(who, low) ? "…" : word);
			if (*p) {
				g_string_append_unichar(out, g_utf8_get_char(p));
				p = g_utf8_next_char(p);
			}
		}
	}
	return arena_strndup(a, out->str, out->len);
}

static char *
subject_of(struct arena *a, const struct verdict *v)
{
	const struct text *t = v->facts->subject_text;
	const char *plain = fingerprint_excerpt(v->facts->arena, t, text_all(t));
	g_autoptr(GHashTable) who = names(v);

	return masked(a, plain, who);
}

/* ---- what is the same ---- */

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *
key_of(struct arena *a, const struct record *r, const char *to)
{
	g_autoptr(GPtrArray) rules = g_ptr_array_new();
	g_autoptr(GString) s = g_string_new(NULL);
	g_autofree char *sum = NULL;
	const char *before = "";

	for (guint i = 0; i < r->findings->len; i++)
		g_ptr_array_add(rules, (gpointer)g_array_index(r->findings, struct record_finding, i).rule);
	g_ptr_array_sort(rules, by_name);
	g_string_printf(s, "%s\n%s\n%s\n%s", to, r->policy, r->taken, r->fingerprint);
	for (guint i = 0; i < rules->len; i++) {
		const char *rule = g_ptr_array_index(rules, i);

		if (!g_str_equal(rule, before))
			g_string_append_printf(s, "\n%s", rule);
		before = rule;
	}
	sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, s->str, (gssize)s->len);
	return arena_strndup(a, sum, strlen(sum));
}

struct digest *
digest_of(const struct verdict *v, const char *id, const char *taken, const char *to)
{
	struct arena *a = arena_new();
	struct digest *g = digest_new(a);
	const char *language = v->policy->language;

	g->record = record_of(v, id, taken, false);
	g->to = arena_strndup(a, to, strlen(to));
	g->subject = subject_of(a, v);
	g->language = language ? arena_strndup(a, language, strlen(language)) : NULL;
	g->key = key_of(a, g->record, to);
	g->count = 1;
	g->first = g->last = g->record->at;
	return g;
}

/* ---- the mail ---- */

/* By what was done: in the subject, and the sentence that begins the text. */
static const struct {
	const char *taken, *title, *sentence;
} words[] = {
	{ "tag", "Mail marked", "Mail went out with a mark in its header, for what was found in it." },
	{ "hold", "Mail held", "Mail is held for somebody to look at, for what was found in it." },
	{ "reject", "Mail refused", "Mail was refused, for what was found in it." },
};

static gsize
done(const struct digest *g)
{
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (!g_strcmp0(words[i].taken, g->record->taken))
			return i;
	return 0;
}

static void
add_line(GString *out, const struct report_words *w, const char *name, const char *value)
{
	const char *said = report_say(w, name);
	glong pad = 12 - g_utf8_strlen(said, -1);

	g_string_append_printf(out, "%s:%*s%s\n", said, (int)MAX(pad, 1), "", value);
}

void
digest_text(GString *out, const struct digest *g, const struct digest_mail *m)
{
	const struct report_words *w = m->words;
	const struct record *r = g->record;
	const struct record_options o = { .rules = m->rules, .words = w };
	g_autofree char *count = g_strdup_printf("%u", g->count);

	g_string_append_printf(out, "%s\n\n", report_say(w, words[done(g)].sentence));
	add_line(out, w, "Subject", g->subject && *g->subject ? g->subject : "-");
	add_line(out, w, "Mails", count);
	add_line(out, w, "First", m->first);
	add_line(out, w, "Last", m->last);
	if (r->policy)
		add_line(out, w, "Policy", r->policy);
	if (r->id)
		add_line(out, w, "Verdict", r->id);
	g_string_append_printf(out, "\n%s\n\n", report_say(w, "What was found, with the places of the first of them:"));
	report_record_findings(out, r, &o);
	g_string_append_printf(out, "\n-- \nsendlint %s, %s\n%s\n", SENDLINT_VERSION, m->from,
			       report_say(w, "A program wrote this. Nobody reads replies."));
}

char *
digest_mail(const struct digest *g, const struct digest_mail *m)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *subject = g_strdup_printf("%s (%u): %s", report_say(m->words, words[done(g)].title),
						   g->count, g->subject ? g->subject : "");
	g_autofree char *id = g_strdup_printf("%.32s.%" G_GINT64_FORMAT, g->key, g->first);
	const struct report_mail mail = {
		.from = m->from, .to = g->to, .id = id, .at = m->at, .language = g->language,
		.words = m->words,
	};

	digest_text(text, g, m);
	return report_mail_plain(&mail, subject, text->str);
}
