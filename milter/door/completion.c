#include <string.h>

#include "door/completion.h"

/* What options take that is one of a few words. */
static const struct {
	const char *option, *words;
} values[] = {
	{ "class", "transactional bulk personal auto list" },
	{ "color", "auto always never" },
	{ "min-level", "note warn error" },
	{ "fail-level", "note warn error" },
	{ "lang", "en pl ru pt-BR" },
	{ "template", "$(sendlint check --template list 2>/dev/null)" },
};

/* Words that may follow a command itself; what is not here takes files. */
static const struct {
	const char *command, *words;
} arguments[] = {
	{ "config", "check show snippets" },
	{ "completion", "bash zsh fish" },
};

static const char *const rules = "$(sendlint rules 2>/dev/null | cut -d' ' -f1)";

static bool
is_shown(const GOptionEntry *o)
{
	return o->long_name && *o->long_name;
}

static const char *
words_after(const char *command)
{
	if (g_str_equal(command, "explain"))
		return rules;
	for (gsize i = 0; i < G_N_ELEMENTS(arguments); i++)
		if (g_str_equal(arguments[i].command, command))
			return arguments[i].words;
	return NULL;
}

/* ---- bash; zsh reads the same through bashcompinit ---- */

static void
bash_command(GString *out, const struct command *c)
{
	const char *words = words_after(c->name);

	g_string_append_printf(out, "\t%s)\n\t\tcase $cur in\n\t\t-*) words=\"--help", c->name);
	for (const GOptionEntry *o = c->options; o && o->long_name; o++)
		if (is_shown(o))
			g_string_append_printf(out, " --%s", o->long_name);
	g_string_append(out, "\" ;;\n");
	if (words)
		g_string_append_printf(out, "\t\t*) words=\"%s\" ;;\n", words);
	g_string_append(out, "\t\tesac ;;\n");
}

static void
bash(GString *out, const struct command *commands, gsize n)
{
	g_string_append(out, "_sendlint () {\n"
			"\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=\n"
			"\tCOMPREPLY=()\n\tcase $prev in\n");
	for (gsize i = 0; i < G_N_ELEMENTS(values); i++)
		g_string_append_printf(out, "\t--%s) words=\"%s\" ;;\n", values[i].option,
				       values[i].words);
	g_string_append(out, "\tesac\n\tif [ -z \"$words\" ] && [ \"$COMP_CWORD\" = 1 ]; then\n"
			"\t\twords=\"");
	for (gsize i = 0; i < n; i++)
		g_string_append_printf(out, "%s%s", i ? " " : "", commands[i].name);
	g_string_append(out, "\"\n\telif [ -z \"$words\" ]; then case ${COMP_WORDS[1]} in\n");
	for (gsize i = 0; i < n; i++)
		bash_command(out, &commands[i]);
	g_string_append(out, "\tesac; fi\n"
			"\t[ -z \"$words\" ] || COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\n"
			"complete -o default -F _sendlint sendlint\n");
}

static void
zsh(GString *out, const struct command *commands, gsize n)
{
	g_string_append(out, "#compdef sendlint\nautoload -U +X bashcompinit && bashcompinit\n");
	bash(out, commands, n);
}

/* ---- fish ---- */

static void
fish_quote(GString *out, const char *s)
{
	g_string_append_c(out, '\'');
	for (; *s; s++) {
		if (*s == '\'' || *s == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *s);
	}
	g_string_append_c(out, '\'');
}

static const char *
values_of(const char *option)
{
	for (gsize i = 0; i < G_N_ELEMENTS(values); i++)
		if (g_str_equal(values[i].option, option))
			return values[i].words;
	return NULL;
}

static void
fish_option(GString *out, const struct command *c, const GOptionEntry *o)
{
	const char *words = values_of(o->long_name);

	g_string_append_printf(out, "complete -c sendlint -n '__fish_seen_subcommand_from %s' -l %s",
			       c->name, o->long_name);
	if (o->arg != G_OPTION_ARG_NONE)
		g_string_append(out, o->arg == G_OPTION_ARG_FILENAME ? " -r" : " -x");
	if (words)
		g_string_append_printf(out, " -a '%s'", words);
	g_string_append(out, " -d ");
	fish_quote(out, o->description ? o->description : "");
	g_string_append_c(out, '\n');
}

static void
fish(GString *out, const struct command *commands, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		const struct command *c = &commands[i];

		g_string_append_printf(out, "complete -c sendlint -n __fish_use_subcommand -f -a %s -d ",
				       c->name);
		fish_quote(out, c->help);
		g_string_append_c(out, '\n');
		for (const GOptionEntry *o = c->options; o && o->long_name; o++)
			if (is_shown(o))
				fish_option(out, c, o);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(arguments); i++)
		g_string_append_printf(out, "complete -c sendlint -n '__fish_seen_subcommand_from %s' "
				       "-f -a '%s'\n", arguments[i].command, arguments[i].words);
	g_string_append(out, "complete -c sendlint -n '__fish_seen_subcommand_from explain' -f "
			"-a '(sendlint rules 2>/dev/null | string split -f1 \" \")'\n");
}

static const struct {
	const char *name;
	void (*print)(GString *out, const struct command *commands, gsize n);
} shells[] = {
	{ "bash", bash }, { "zsh", zsh }, { "fish", fish },
};

bool
completion_script(GString *out, const char *shell, const struct command *commands, gsize n)
{
	for (gsize i = 0; i < G_N_ELEMENTS(shells); i++)
		if (g_str_equal(shells[i].name, shell)) {
			shells[i].print(out, commands, n);
			return true;
		}
	return false;
}
