/* Mails written to keep dictionaries busy: what these are asked is bounded, and nothing that is
   found hangs on what they were asked before. */
#include <dlfcn.h>
#include <hunspell/hunspell.h>

#include "core/suggest.h"
#include "load/snapshot.h"
#include "report/report.h"

enum {
	FLOOD = 20000,		/* unknown words */
	TEXT = 240 * 1024,	/* bytes of one part, within LIMIT_TEXT_PART */
	PARTS = 2,
	FORMS = 6,		/* of a short word: what the library is asked about it, in all dictionaries */
	DICTIONARIES = 4,	/* of one language */
};

static struct snapshot *snapshot;

/* ---- who counts ---- */

static guint spelled, suggested;	/* calls into the library */

/* Stand in front of the library's own. */
int
Hunspell_spell(Hunhandle *h, const char *word)
{
	static int (*real)(Hunhandle *, const char *);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "Hunspell_spell");
	spelled++;
	return real(h, word);
}

/* No mail under way comes here. */
int
Hunspell_suggest(Hunhandle *h, char ***list, const char *word)
{
	(void)h;
	(void)list;
	(void)word;
	suggested++;
	return 0;
}

/* The speller of the snapshot, with what passes through it. */
struct counting {
	struct speller base;
	const struct speller *of;
	guint words, searches, suggestions;
};

static struct speller
inner(const struct speller *self)
{
	const struct counting *c = self->engine;
	struct speller s = *c->of;

	s.budget = self->budget;
	return s;
}

static bool
check(const struct speller *self, const char *language, struct spell_word *words, guint n)
{
	struct counting *c = self->engine;
	const struct speller s = inner(self);

	c->words += n;
	return s.check(&s, language, words, n);
}

static const char *
near(const struct speller *self, const char *language, const struct spell_word *w, struct arena *a)
{
	struct counting *c = self->engine;
	const struct speller s = inner(self);

	c->searches++;
	return s.near(&s, language, w, a);
}

/* Knows always as many as are wanted. */
static guint
suggestions(const struct speller *self, const char *language, const struct spell_word *w,
	    struct arena *a, const char **ret_words, guint most)
{
	struct counting *c = self->engine;

	g_assert_cmpstr(language, ==, "en");
	g_assert_cmpuint(w->len, >, 0);
	c->suggestions++;
	for (guint i = 0; i < most; i++)
		ret_words[i] = arena_printf(a, "word%u", i);
	return most;
}

static struct counting
counting(void)
{
	const struct speller *of = snapshot_lint(snapshot)->speller;

	return (struct counting){
		.base = { .check = check, .near = near, .suggest = suggestions,
			  .languages = of->languages },
		.of = of,
	};
}

/* ---- floods ---- */

/* Letters that no language puts side by side so, different for each number. */
static void
add_unknown(GString *out, guint i)
{
	for (guint k = 0; k < 4; k++, i /= 20)
		g_string_append_printf(out, "%c", "bcdfghjklmnpqrstvwxz"[i % 20]);
	g_string_append(out, "wq");
}

static void
add_lonely(GString *out, guint i)
{
	add_unknown(out, i);
	g_string_append_c(out, ' ');
}

static void
add_plain(GString *out, guint i)
{
	g_string_append(out, "we can do it as ");
	add_lonely(out, i);
}

/* Longer than any word, though it looks like a short one. */
static void
add_marked(GString *out, guint i)
{
	g_string_append(out, "please bring the card to the house with ");
	add_unknown(out, i);
	for (guint k = 0; k < 300; k++)
		g_string_append(out, k % 2 ? "\xcc\x81" : "\xcc\x88");
	g_string_append(out, "s and ");
}

static void
add_compound(GString *out, guint i)
{
	static const char *const parts[] = {
		"arbeit", "hilfe", "karte", "haus", "tor", "wagen", "rad", "schiff", "zeit", "bild",
	};

	g_string_append(out, "bitte bringen Sie die Karte mit, denn wir haben nur noch wenige Tage für das ");
	for (guint k = 0; k < 5; k++, i /= 10)
		g_string_append(out, parts[i % 10]);
	g_string_append(out, "qx und ");
}

static void
add_hyphens(GString *out, guint i)
{
	g_string_append(out, "please bring the card to the house before noon with the ");
	add_unknown(out, i);
	g_string_append(out, "-card-house-of-it and ");
}

/* Words of no language that look like those of four, one after the other: of what nobody was
   asked about, nobody knows that it is none. */
static void
add_many(GString *out, guint i)
{
	static const char *const parts[][10] = {
		{ "thi", "ough", "eing", "whe", "ight", "ould", "ther", "ness", "ing", "sho" },
		{ "przy", "szcz", "owy", "nie", "ści", "rze", "ego", "cze", "dzi", "wać" },
		{ "при", "ств", "ова", "ние", "про", "ого", "ски", "ель", "ный", "ость" },
		{ "ção", "lho", "nha", "men", "que", "ões", "tos", "par", "dos", "ente" },
	};
	const char *const *of = parts[i / 1000 % G_N_ELEMENTS(parts)];

	for (guint k = 0; k < 4; k++, i /= 10)
		g_string_append(out, of[i % 10]);
	g_string_append_c(out, ' ');
}

enum { HYPHENS = 3 };

static const struct flood {
	const char *name, *language;
	void (*add)(GString *out, guint i);
	bool cut;		/* dictionaries are not asked about all of it */
} floods[] = {
	{ "unknown", "en", add_plain, true }, { "nothing-else", "en", add_lonely, true },
	{ "marks", "en", add_marked, false },	/* too long for a word: nobody is asked */
	[HYPHENS] = { "hyphens", "en", add_hyphens, true },
	{ "compounds", "de", add_compound, true }, { "many", "en", add_many, true },
};

static GString *
mail_of(const struct flood *f)
{
	GString *mail = g_string_new(NULL);
	guint word = 0;

	g_string_printf(mail, "From: a@shop.example\r\nTo: b@mail.example\r\nSubject: Order 4711\r\n"
			"MIME-Version: 1.0\r\nContent-Language: %s\r\n"
			"Content-Type: multipart/mixed; boundary=b\r\n\r\n", f->language);
	for (guint part = 0; part < PARTS; part++) {
		gsize begin = mail->len;

		g_string_append(mail, "--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
				"Content-Transfer-Encoding: 8bit\r\n\r\n");
		while (word < FLOOD && mail->len - begin < TEXT) {
			f->add(mail, word++);
			if (word % 4 == 0)
				g_string_append(mail, word % 40 ? "\r\n" : ".\r\n\r\n");
		}
		g_string_append(mail, "\r\n");
	}
	g_string_append(mail, "--b--\r\n");
	return mail;
}

static const struct verdict *
judge(struct arena *a, const struct lint *l, const GString *mail)
{
	static const char *const nobody[] = { NULL };
	static const struct envelope e = { .sender = "a@shop.example", .rcpts = nobody };

	return lint_check(l, a, &e, mail->str, mail->len, NULL);
}

/* What is found, where, for how much, in which languages, and what is done. */
static char *
said(const struct verdict *v)
{
	GString *s = g_string_new(NULL);

	g_string_append_printf(s, "%d %s", v->points, action_name(v->action));
	for (guint i = 0; i < v->facts->languages->len; i++)
		g_string_append_printf(s, " %s", (char *)g_ptr_array_index(v->facts->languages, i));
	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		g_string_append_printf(s, "\n%s %d %" G_GSIZE_FORMAT " %s", f->rule->id, f->points,
				       f->at.where.at, report_message(v->facts->arena, f, NULL));
	}
	return g_string_free(s, FALSE);
}

static void
bounded(const struct counting *c, const struct verdict *v)
{
	guint searched = MIN(c->searches, LIMIT_NEAR_WORDS);

	g_assert_cmpuint(v->facts->spelled_words, <=, LIMIT_SPELL_WORDS);
	g_assert_cmpuint(spelled, <=, LIMIT_SPELL_COST * FORMS +
			 searched * LIMIT_NEAR_TRIES * DICTIONARIES);
	g_assert_cmpuint(suggested, ==, 0);
	g_assert_cmpuint(c->suggestions, ==, 0);
	g_assert_cmpuint(v->suggestions->len, ==, 0);
}

/* The second time most of it is remembered; what is found does not hang on that. */
static void
test_flood(gconstpointer data)
{
	const struct flood *flood = data;
	struct counting c = counting();
	struct lint l = *snapshot_lint(snapshot);
	g_autoptr(GString) mail = mail_of(flood);
	g_autofree char *first = NULL, *second = NULL;

	c.base.engine = &c;
	l.speller = &c.base;
	for (int round = 0; round < 2; round++) {
		struct arena *a = arena_new();
		const struct verdict *v;

		spelled = suggested = c.words = c.searches = 0;
		v = judge(a, &l, mail);
		g_test_message("words %u, near %u, library %u", c.words, c.searches, spelled);
		bounded(&c, v);
		g_assert_cmpint((v->facts->limits & LIMIT_HIT_SPELL) != 0, ==, flood->cut);
		*(round ? &second : &first) = said(v);
		arena_free(a);
	}
	g_assert_cmpstr(first, ==, second);
}

/* A command line asks about so many words, and about none when time is up. */
static void
test_suggest(void)
{
	struct counting c = counting();
	struct lint l = *snapshot_lint(snapshot);
	g_autoptr(GString) mail = mail_of(&floods[HYPHENS]);
	struct arena *a = arena_new();
	const struct verdict *v;
	atomic_int late = 1;

	c.base.engine = &c;
	l.speller = &c.base;
	v = judge(a, &l, mail);
	suggest(v, &late);
	g_assert_cmpuint(c.suggestions, ==, 0);
	g_assert_cmpuint(report_unsuggested(v), ==, v->suggestions->len);
	g_assert_cmpuint(v->suggestions->len, >, LIMIT_SUGGEST_WORDS);
	v = judge(a, &l, mail);
	late = 0;
	suggest(v, &late);
	g_assert_cmpuint(c.suggestions, ==, LIMIT_SUGGEST_WORDS);
	g_assert_cmpuint(report_unsuggested(v), ==, v->suggestions->len - LIMIT_SUGGEST_WORDS);
	g_assert_cmpuint(g_array_index(v->suggestions, struct suggestion, 0).n, ==, LIMIT_SUGGESTIONS);
	g_assert_cmpstr(g_array_index(v->suggestions, struct suggestion, 0).words[2], ==, "word2");
	c.base.suggest = NULL;
	v = judge(a, &l, mail);
	suggest(v, NULL);
	g_assert_cmpuint(v->suggestions->len, ==, 0);
	arena_free(a);
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	int status;

	g_test_init(&argc, &argv, NULL);
	message_init();
	snapshot = snapshot_load(NULL, NULL, &error);
	g_assert_no_error(error);
	for (gsize i = 0; i < G_N_ELEMENTS(floods); i++) {
		g_autofree char *path = g_strconcat("/facts-spelling/flood/", floods[i].name, NULL);

		if (g_strv_contains(snapshot_lint(snapshot)->speller->languages, floods[i].language))
			g_test_add_data_func(path, &floods[i], test_flood);
	}
	if (g_strv_contains(snapshot_lint(snapshot)->speller->languages, "en"))
		g_test_add_func("/facts-spelling/suggest", test_suggest);
	status = g_test_run();
	snapshot_unref(snapshot);
	return status;
}
