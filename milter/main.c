#include <gmime/gmime.h>
#include <malloc.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "door/completion.h"
#include "door/door.h"
#include "door/speech.h"
#include "load/mistakes.h"

/* Without this glibc raises the threshold at the first large mail, and keeps hundreds of
   megabytes after a busy hour. */
enum { MMAP_THRESHOLD = 128 * 1024 };

/* What every command but `serve` knows about. */
static struct {
	char *config, *policy, *class, *format, *min_level, *fail_level, *color, *lang;
	char *login, *sender, *milter, *spamd, *output, *template, *baseline, *write_baseline;
	gboolean foreground, verbose, suggest;
	gboolean online, is_signed;
	char *resolver, *timeout, *ip;
	char **selectors, **blocklists;
	char *recipient, *client, *queue_id;
	char *days;
	char **rest;
} opt;

enum { DAYS_DEFAULT = 30, DAYS_MOST = 3650 };
enum { TIMEOUT_DEFAULT = 10, TIMEOUT_MOST = 300 };	/* seconds */

#define OPT_CONFIG { "config", 'c', 0, G_OPTION_ARG_FILENAME, &opt.config, \
	"Read this configuration (default " CONFIG_PATH ", else built in)", "FILE" }
#define OPT_POLICY { "policy", 'p', 0, G_OPTION_ARG_STRING, &opt.policy, \
	"Judge by this policy", "NAME" }
#define OPT_FORMAT(what) { "format", 'f', 0, G_OPTION_ARG_STRING, &opt.format, \
	"Print " what, "FORMAT" }
#define OPT_LANG { "lang", 0, 0, G_OPTION_ARG_STRING, &opt.lang, \
	"Speak this language (default: that of the environment)", "LANGUAGE" }
#define OPT_DNS \
	{ "resolver", 0, 0, G_OPTION_ARG_STRING, &opt.resolver, \
	  "Ask this resolver (default: that of the system)", "ADDRESS[:PORT]" }, \
	{ "timeout", 0, 0, G_OPTION_ARG_STRING, &opt.timeout, \
	  "Give DNS so long for all questions about one mail (default 10)", "SECONDS" }, \
	{ "ip", 0, 0, G_OPTION_ARG_STRING, &opt.ip, "As sent by the server at this address", "ADDRESS" }, \
	{ "selector", 0, 0, G_OPTION_ARG_STRING_ARRAY, &opt.selectors, \
	  "Look at this DKIM key of the sender's domain; may be repeated", "SELECTOR" }, \
	{ "blocklist", 0, 0, G_OPTION_ARG_STRING_ARRAY, &opt.blocklists, \
	  "Look into this list of addresses or domains; may be repeated", "ZONE" }
#define OPT_REST { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &opt.rest, NULL, NULL }

static const GOptionEntry check_options[] = {
	OPT_CONFIG, OPT_POLICY, OPT_FORMAT("text, json, sarif, github or html"),
	{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &opt.output,
	  "Write the report into this file, or one a mail into this folder", "FILE|DIR/" },
	{ "class", 0, 0, G_OPTION_ARG_STRING, &opt.class,
	  "Take the mail for transactional, bulk, personal, auto or list", "CLASS" },
	{ "baseline", 0, 0, G_OPTION_ARG_FILENAME, &opt.baseline,
	  "Only what is not in this file counts", "FILE" },
	{ "write-baseline", 0, 0, G_OPTION_ARG_FILENAME, &opt.write_baseline,
	  "Make what is found now the baseline", "FILE" },
	{ "template", 0, 0, G_OPTION_ARG_STRING, &opt.template,
	  "Take the files for templates of this engine; list: which there are", "ENGINE" },
	{ "login", 0, 0, G_OPTION_ARG_STRING, &opt.login, "As sent by this login", "LOGIN" },
	{ "sender", 0, 0, G_OPTION_ARG_STRING, &opt.sender, "As sent from this address", "ADDRESS" },
	{ "min-level", 0, 0, G_OPTION_ARG_STRING, &opt.min_level,
	  "Show findings from this level on: note, warn, error (default note)", "LEVEL" },
	{ "fail-level", 0, 0, G_OPTION_ARG_STRING, &opt.fail_level,
	  "Exit with 1 from this level on (default error)", "LEVEL" },
	{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &opt.verbose, "Show what was allowed, too", NULL },
	{ "suggest", 0, 0, G_OPTION_ARG_NONE, &opt.suggest,
	  "Show what dictionaries suggest for unknown words", NULL },
	{ "color", 0, 0, G_OPTION_ARG_STRING, &opt.color, "auto, always or never", "WHEN" },
	OPT_LANG,
	{ "online", 0, 0, G_OPTION_ARG_NONE, &opt.online,
	  "Ask DNS about SPF, DKIM, DMARC and where the mail goes", NULL },
	{ "signed", 0, 0, G_OPTION_ARG_NONE, &opt.is_signed,
	  "With --online: the mail is as it left, signed", NULL },
	OPT_DNS,
	OPT_REST, G_OPTION_ENTRY_NULL
};

static const GOptionEntry domain_options[] = {
	OPT_CONFIG, OPT_POLICY, OPT_FORMAT("text or json"),
	{ "class", 0, 0, G_OPTION_ARG_STRING, &opt.class,
	  "It sends transactional, bulk, personal, auto or list mail", "CLASS" },
	{ "fail-level", 0, 0, G_OPTION_ARG_STRING, &opt.fail_level,
	  "Exit with 1 from this level on (default error)", "LEVEL" },
	OPT_LANG, OPT_DNS, OPT_REST, G_OPTION_ENTRY_NULL
};

static const GOptionEntry facts_options[] = {
	OPT_CONFIG, OPT_POLICY, OPT_REST, G_OPTION_ENTRY_NULL
};

static const GOptionEntry rules_options[] = {
	OPT_CONFIG, OPT_POLICY, OPT_FORMAT("text, json, md, mdoc, conf or html"),
	{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &opt.output,
	  "Write the pages of --format html into this folder", "DIR" },
	OPT_LANG, OPT_REST, G_OPTION_ENTRY_NULL
};

static const GOptionEntry explain_options[] = {
	OPT_CONFIG, OPT_POLICY, OPT_LANG, OPT_REST, G_OPTION_ENTRY_NULL
};

static const GOptionEntry show_options[] = {
	OPT_CONFIG, OPT_FORMAT("text or json"), OPT_LANG, OPT_REST, G_OPTION_ENTRY_NULL
};

static const GOptionEntry report_options[] = {
	OPT_CONFIG, OPT_FORMAT("text or json"),
	{ "days", 0, 0, G_OPTION_ARG_STRING, &opt.days,
	  "Of so many days, today among them (default 30)", "N" },
	{ "policy", 'p', 0, G_OPTION_ARG_STRING, &opt.policy, "Only mail of this policy", "NAME" },
	OPT_LANG, OPT_REST, G_OPTION_ENTRY_NULL
};

static const GOptionEntry status_options[] = { OPT_CONFIG, OPT_REST, G_OPTION_ENTRY_NULL };

static const GOptionEntry answer_options[] = {
	OPT_CONFIG,
	{ "sender", 0, 0, G_OPTION_ARG_STRING, &opt.sender,
	  "Envelope sender (default: SENDER of the environment)", "ADDRESS" },
	{ "recipient", 0, 0, G_OPTION_ARG_STRING, &opt.recipient,
	  "The test address as it was written (default: RECIPIENT)", "ADDRESS" },
	{ "login", 0, 0, G_OPTION_ARG_STRING, &opt.login, "SASL login (default: SENDLINT_LOGIN)", "LOGIN" },
	{ "client", 0, 0, G_OPTION_ARG_STRING, &opt.client,
	  "IP address of the client, empty for mail of this machine (default: SENDLINT_CLIENT)", "ADDRESS" },
	{ "queue-id", 0, 0, G_OPTION_ARG_STRING, &opt.queue_id, "For the log (default: MESSAGE_ID)", "ID" },
	OPT_REST, G_OPTION_ENTRY_NULL
};

static const GOptionEntry config_options[] = { OPT_CONFIG, OPT_REST, G_OPTION_ENTRY_NULL };

static const GOptionEntry completion_options[] = { OPT_REST, G_OPTION_ENTRY_NULL };

static const GOptionEntry serve_options[] = {
	OPT_CONFIG,
	{ "milter", 'm', 0, G_OPTION_ARG_STRING, &opt.milter,
	  "Listen here: unix:PATH or inet:PORT@HOST", "SOCKET" },
	{ "spamd", 0, 0, G_OPTION_ARG_STRING, &opt.spamd,
	  "Listen here for Exim and spamc", "SOCKET" },
	{ "foreground", 0, 0, G_OPTION_ARG_NONE, &opt.foreground, "Log to standard error", NULL },
	OPT_REST, G_OPTION_ENTRY_NULL
};

static int
fail(const char *fmt, ...) G_GNUC_PRINTF(1, 2);

static int
fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("sendlint: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	return 2;
}

/* The index of a word in a NULL-terminated list; FALSE with a message if it is not there. */
static bool
choose(const char *option, const char *word, const char *const *list, int *ret_index)
{
	if (!word)
		return true;
	for (int i = 0; list[i]; i++)
		if (g_str_equal(list[i], word)) {
			*ret_index = i;
			return true;
		}
	fail("--%s knows no '%s'; try 'sendlint help'", option, word);
	return false;
}

static struct snapshot *
load(void)
{
	g_autoptr(GError) error = NULL;
	const char *path = opt.config ? opt.config : config_default_path();
	struct snapshot *s = snapshot_load(path, NULL, &error);

	if (!s)
		fprintf(stderr, "%s\n", error->message);	/* lines with a place of their own */
	return s;
}

static const struct policy *
policy_in(const struct snapshot *s)
{
	const struct policies *all = &snapshot_config(s)->policies;
	const struct policy *p = opt.policy ? policies_find(all, opt.policy) : all->fallback;

	if (!p)
		fail("no policy '%s'; 'sendlint config show' lists them", opt.policy);
	return p;
}

/* The reader's language: --lang, else the environment's, else English. */
static const char *
language(void)
{
	const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG", NULL };
	g_autofree char *plain = NULL;
	const char *l = opt.lang;

	for (const char *const *n = names; !l && *n; n++)
		l = g_getenv(*n) && *g_getenv(*n) ? g_getenv(*n) : NULL;
	if (!l || g_str_has_prefix(l, "en") || g_str_equal(l, "C") || g_str_has_prefix(l, "C.") ||
	    g_str_equal(l, "POSIX"))
		return NULL;
	if (opt.lang)
		return l;
	/* "pl_PL.UTF-8"; one that we do not speak is no mistake there. */
	plain = g_strndup(l, strcspn(l, "_.@"));
	return g_str_equal(plain, "pt") ? "pt-BR" : g_intern_string(plain);
}

static bool
knows_language(const struct snapshot *s)
{
	const char *const *known = dictionary_languages(snapshot_dictionary(s));
	g_autofree char *list = g_strjoinv(", ", (char **)known);

	if (!opt.lang || g_strv_contains(known, opt.lang))
		return true;
	fail("--lang knows no '%s', but %s", opt.lang, list);
	return false;
}

/* How DNS is to be asked, as the options say; false with a message. */
static bool
read_online(struct door_online *o)
{
	guint64 seconds = TIMEOUT_DEFAULT;
	struct dns_address address;

	if (opt.timeout && !g_ascii_string_to_unsigned(opt.timeout, 10, 1, TIMEOUT_MOST, &seconds, NULL)) {
		fail("--timeout takes seconds, 1 to %d", TIMEOUT_MOST);
		return false;
	}
	if (opt.ip && !dns_parse_address(opt.ip, &address)) {
		fail("--ip takes an address: '%s' is none", opt.ip);
		return false;
	}
	*o = (struct door_online){
		.resolver = opt.resolver, .timeout = (guint)seconds * 1000,
		.auth = { .ip = opt.ip, .selectors = (const char *const *)opt.selectors,
			  .blocklists = (const char *const *)opt.blocklists, .is_signed = opt.is_signed },
	};
	return true;
}

/* FALSE with a message if there is no such engine. */
static bool
choose_engine(const struct template_engine **ret_engine)
{
	g_autofree const char **names = template_engine_names();
	g_autofree char *list = g_strjoinv(", ", (char **)names);

	*ret_engine = opt.template ? template_engine_find(opt.template) : NULL;
	if (!opt.template || *ret_engine)
		return true;
	fail("--template knows no '%s', but %s", opt.template, list);
	return false;
}

static int
list_engines(void)
{
	g_autofree const char **names = template_engine_names();

	for (const char **e = names; *e; e++)
		puts(*e);
	return 0;
}

static int
run_check(void)
{
	static const char *const formats[] = { "text", "json", "sarif", "github", "html", NULL };
	static const enum report_format reports[] = { REPORT_TEXT, REPORT_JSON, REPORT_SARIF,
		REPORT_GITHUB, REPORT_HTML };
	static const char *const levels[] = { "off", "note", "warn", "error", NULL };
	static const char *const colors[] = { "auto", "always", "never", NULL };
	struct door_check o = { .login = opt.login, .sender = opt.sender, .language = language(),
		.output = opt.output, .verbose = opt.verbose, .suggest = opt.suggest,
		.baseline = opt.baseline, .write_baseline = opt.write_baseline };
	int format = 0, min = LEVEL_NOTE, fail_at = LEVEL_ERROR, color = 0, status = 2;
	struct door_online online;

	if (!opt.online && (opt.resolver || opt.timeout || opt.ip || opt.selectors || opt.blocklists ||
			    opt.is_signed))
		return fail("--resolver, --timeout, --ip, --selector, --blocklist and --signed need --online");
	if (!read_online(&online))
		return 2;
	o.online = opt.online ? &online : NULL;
	if (opt.template && g_str_equal(opt.template, "list"))
		return list_engines();
	if (!opt.rest)
		return fail("check what?  Name files, folders, or - for standard input");
	if (!choose("format", opt.format, formats, &format) ||
	    !choose("min-level", opt.min_level, levels + 1, &min) ||
	    !choose("fail-level", opt.fail_level, levels + 1, &fail_at) ||
	    !choose("color", opt.color, colors, &color) || !choose_engine(&o.engine))
		return 2;
	if (opt.class && !class_parse(opt.class, &o.class))
		return fail("--class knows no '%s'; try 'sendlint help'", opt.class);
	o.format = reports[format];
	o.min_level = (enum level)(opt.min_level ? min + 1 : min);
	o.fail_level = (enum level)(opt.fail_level ? fail_at + 1 : fail_at);
	o.color = color == 1 || (color == 0 && !o.output && isatty(STDOUT_FILENO) && !g_getenv("NO_COLOR"));
	o.snapshot = load();
	if (o.snapshot && knows_language(o.snapshot) &&
	    (!opt.policy || (o.policy = policy_in(o.snapshot))))
		status = door_check(&o, opt.rest);
	snapshot_unref(o.snapshot);
	return status;
}

static int
run_domain(void)
{
	static const char *const formats[] = { "text", "json", NULL };
	static const char *const levels[] = { "note", "warn", "error", NULL };
	struct door_online online;
	struct door_domain o = { .online = &online, .language = language(), .fail_level = LEVEL_ERROR };
	int format = 0, fail_at = 2, status = 2;

	if (!opt.rest)
		return fail("which domain?");
	if (!choose("format", opt.format, formats, &format) ||
	    !choose("fail-level", opt.fail_level, levels, &fail_at) || !read_online(&online))
		return 2;
	if (opt.class && !class_parse(opt.class, &o.class))
		return fail("--class knows no '%s'; try 'sendlint help'", opt.class);
	o.format = format ? REPORT_JSON : REPORT_TEXT;
	o.fail_level = (enum level)(LEVEL_NOTE + fail_at);
	o.snapshot = load();
	if (o.snapshot && knows_language(o.snapshot) && (o.policy = policy_in(o.snapshot)))
		status = door_domain(&o, opt.rest);
	snapshot_unref(o.snapshot);
	return status;
}

static int
run_facts(void)
{
	struct door_check o = { .facts = true, .fail_level = LEVEL_ERROR + 1 };
	int status = 2;

	if (!opt.rest)
		return fail("facts of what?  Name files, folders, or - for standard input");
	o.snapshot = load();
	if (o.snapshot && (!opt.policy || (o.policy = policy_in(o.snapshot))))
		status = door_check(&o, opt.rest);
	snapshot_unref(o.snapshot);
	return status;
}

static int
print(GString *out)
{
	fwrite(out->str, 1, out->len, stdout);
	g_string_free(out, TRUE);
	return 0;
}

static int
run_rules(void)
{
	static const char *const formats[] = { "text", "json", "md", "mdoc", "conf", "html", NULL };
	enum { PAGES = REPORT_CONF + 1 };
	int format = REPORT_TEXT, status = 2;
	const struct policy *p;
	struct snapshot *s;

	if (!choose("format", opt.format, formats, &format))
		return 2;
	if (!opt.output != (format != PAGES))
		return fail("--format html wants --output DIR, and only that");
	s = load();
	if (s && format == PAGES && knows_language(s) && (p = policy_in(s))) {
		status = door_pages(&(struct door_pages){ s, p, opt.output, language() });
	} else if (s && format != PAGES && (p = policy_in(s))) {
		GString *out = g_string_new(NULL);

		report_rules(out, p, (enum report_format)format);
		status = print(out);
	}
	snapshot_unref(s);
	return status;
}

static int
rule_index(const struct policy *p, const char *id)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();
	int index = policy_rule_index(p, id);
	const char *meant;

	if (index >= 0)
		return index;
	for (guint i = 0; p->all[i]; i++)
		g_ptr_array_add(ids, (gpointer)p->all[i]->id);
	g_ptr_array_add(ids, NULL);
	meant = mistakes_meant(id, (const char *const *)ids->pdata);
	fail("no rule '%s'; %s%s%s", id, meant ? "did you mean '" : "'sendlint rules' lists them",
	     meant ? meant : "", meant ? "'?" : "");
	return -1;
}

static int
run_explain(void)
{
	struct snapshot *s;
	struct speech speech;
	const struct report_words *words;
	const struct policy *p;
	int index, status = 2;

	if (!opt.rest || opt.rest[1])
		return fail("explain which rule?  Name one; 'sendlint rules' lists them");
	s = load();
	if (s && knows_language(s) && (p = policy_in(s)) &&
	    (index = rule_index(p, opt.rest[0])) >= 0) {
		GString *out = g_string_new(NULL);

		words = speech_of(&speech, snapshot_dictionary(s), language());
		report_explain(out, p, (guint)index, words);
		door_share(out, s, p->all[index]->id, words);
		status = print(out);
	}
	snapshot_unref(s);
	return status;
}

static int
run_show(void)
{
	static const char *const formats[] = { "text", "json", NULL };
	struct door_show o = { .language = language() };
	int format = 0, status = 2;
	struct snapshot *s;

	if (!opt.rest || opt.rest[1])
		return fail("show which verdict?  Its id stands in the refusal, the header and the log");
	if (!choose("format", opt.format, formats, &format))
		return 2;
	o.id = opt.rest[0];
	o.json = format == 1;
	o.snapshot = s = load();
	if (s && knows_language(s))
		status = door_show(&o);
	snapshot_unref(s);
	return status;
}

static int
run_report(void)
{
	static const char *const formats[] = { "text", "json", NULL };
	guint64 days = DAYS_DEFAULT;
	int format = 0, status = 2;
	struct snapshot *s;

	if (opt.days && !g_ascii_string_to_unsigned(opt.days, 10, 1, DAYS_MOST, &days, NULL))
		return fail("--days takes a number of days, 1 to %d", DAYS_MOST);
	if (!choose("format", opt.format, formats, &format))
		return 2;
	s = load();
	if (s && knows_language(s) && (!opt.policy || policy_in(s)))
		status = door_report(&(struct door_report){ .snapshot = s, .days = (guint)days,
			.policy = opt.policy, .json = format == 1, .language = language() });
	snapshot_unref(s);
	return status;
}

static int
run_status(void)
{
	g_autoptr(GError) error = NULL;
	struct config *c = config_load(opt.config ? opt.config : config_default_path(), &error);
	int status = c ? door_status(&c->settings) : 2;

	if (!c)
		fprintf(stderr, "%s\n", error->message);
	config_free(c);
	return status;
}

static int
run_serve(void)
{
	const struct door_serve o = { .address = opt.milter, .spamd = opt.spamd, .foreground = opt.foreground,
		.config_path = opt.config ? opt.config : config_default_path() };

	return door_milter(&o);
}

/* Exim gives in the environment what Postfix gives as arguments. */
static const char *
given(const char *option, const char *variable)
{
	return option ? option : g_getenv(variable);
}

static int
run_answer(void)
{
	struct snapshot *s = load();
	const struct door_answer o = {
		.snapshot = s, .sender = given(opt.sender, "SENDER"),
		.recipient = given(opt.recipient, "RECIPIENT"),
		.login = given(opt.login, "SENDLINT_LOGIN"),
		.client = given(opt.client, "SENDLINT_CLIENT"),
		.queue_id = given(opt.queue_id, "MESSAGE_ID"),
	};
	int status = s ? door_answer(&o) : EX_TEMPFAIL;	/* until the configuration is mended */

	snapshot_unref(s);
	return status;
}

static int
run_config(void)
{
	return door_config(opt.config ? opt.config : config_default_path(), opt.rest);
}

static int
run_version(void)
{
	puts("sendlint " SENDLINT_VERSION);
	return 0;
}

static int run_completion(void);
static int run_help(void);

static const struct command commands[] = {
	{ "check",   "FILE|DIR|-...", "say what is wrong with messages", run_check, check_options },
	{ "serve",   "",              "answer a mail server (milter)", run_serve, serve_options },
	{ "domain",  "NAME...",       "say what DNS says about domains, and what to mend", run_domain, domain_options },
	{ "answer",  "",              "answer a test mail with its report (mail server's pipe)", run_answer, answer_options },
	{ "explain", "RULE",          "say what a rule finds, why, and how to mend it", run_explain, explain_options },
	{ "show",    "ID",            "say what was found in a mail that was judged", run_show, show_options },
	{ "report",  "",              "say which rules fire on how much mail", run_report, report_options },
	{ "status",  "",              "say how the running daemon is", run_status, status_options },
	{ "rules",   "",              "list the rules", run_rules, rules_options },
	{ "facts",   "FILE|DIR|-...", "say what is true of messages, unjudged", run_facts, facts_options },
	{ "config",  "check|show|...", "say what is set, and whether it is right", run_config, config_options },
	{ "completion", "bash|zsh|fish", "print what a shell needs to complete these", run_completion, completion_options },
	{ "version", "",              "print the version", run_version, NULL },
	{ "help",    "COMMAND",       "print this, or the options of a command", run_help, NULL },
};

static int
run_completion(void)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (!opt.rest || opt.rest[1] ||
	    !completion_script(out, opt.rest[0], commands, G_N_ELEMENTS(commands)))
		return fail("completion for which shell?  bash, zsh or fish");
	fputs(out->str, stdout);
	return 0;
}

static int
run_help(void)
{
	puts("sendlint: lint for outgoing mail\n");
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
		printf("  sendlint %-10s %-15s %s\n", commands[i].name, commands[i].args, commands[i].help);
	puts("\nExit status: 0 nothing at the failing level, 1 something, 2 not done.");
	return 0;
}

static int
run(gsize i, int argc, char **argv)
{
	g_autoptr(GOptionContext) ctx = g_option_context_new(commands[i].args);
	g_autoptr(GError) error = NULL;
	g_autofree char *name = g_strdup_printf("sendlint %s", commands[i].name);

	g_set_prgname(name);
	g_option_context_set_summary(ctx, commands[i].help);
	if (commands[i].options)
		g_option_context_add_main_entries(ctx, commands[i].options, NULL);
	if (!g_option_context_parse(ctx, &argc, &argv, &error))
		return fail("%s; try 'sendlint help %s'", error->message, commands[i].name);
	if (opt.rest && !*commands[i].args)
		return fail("%s takes no argument: what is '%s'?", commands[i].name, opt.rest[0]);
	return commands[i].run();
}

int
main(int argc, char **argv)
{
	char *asked[] = { argc > 2 ? argv[2] : NULL, (char *)"--help", NULL };
	bool help = argc > 2 && g_str_equal(argv[1], "help");
	int status = -1;

	mallopt(M_MMAP_THRESHOLD, MMAP_THRESHOLD);
	message_init();
	for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS(commands); i++)
		if (g_str_equal(argv[help ? 2 : 1], commands[i].name))
			status = help ? run(i, 2, asked) : run(i, argc - 1, argv + 1);
	if (status < 0 && argc > 1 && !g_str_equal(argv[1], "--help") && !g_str_equal(argv[1], "-h"))
		status = fail("no command '%s'; try 'sendlint help'", argv[help ? 2 : 1]);
	if (status < 0) {
		run_help();
		status = argc > 1 ? 0 : 2;
	}
	if (status != 2 && (fflush(stdout) != 0 || ferror(stdout)))
		status = fail("cannot write: %s", g_strerror(errno));
	g_mime_shutdown();
	return status;
}
