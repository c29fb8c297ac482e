/* door.h - ways in.  Each takes what it needs and returns an exit status. */
#ifndef DOOR_DOOR_H
#define DOOR_DOOR_H

#include "load/snapshot.h"
#include "report/report.h"

/* sendlint serve: answers an MTA until SIGTERM; reloads `config_path` on SIGHUP.
   `address` overrides the setting `milter`, `spamd` that of its name; all may be NULL. */
struct door_serve {
	const char *config_path;
	const char *address, *spamd;
	bool foreground;
};
int door_milter(const struct door_serve *o);

/*
 * sendlint check and facts: files, folders, "-".  Exit status 0: nothing at
 * the failing level; 1: something; 2: not done.
 *
 * What is taken of folders and mailboxes: input.h.  What cannot be read is
 * said in its turn, and the rest is checked.
 */
/* How DNS is asked. */
struct door_online {
	struct auth_options auth;	/* its `dns` is not looked at */
	const char *resolver;		/* NULL: that of the system */
	guint timeout;			/* milliseconds, for all questions about one mail */
};

struct door_check {
	struct snapshot *snapshot;
	const struct policy *policy;	/* NULL: chosen by the envelope */
	unsigned class;			/* 0: worked out */
	const char *login, *sender;	/* of the envelope, or NULL */
	const char *baseline;		/* only what is not in this file counts; NULL: all */
	const char *write_baseline;	/* what was found becomes this file; NULL: none */
	const struct template_engine *engine;	/* the files are its templates; NULL: they are mails */
	bool facts;			/* print the facts, not the verdict */
	enum report_format format;
	enum level min_level, fail_level;
	bool color, verbose;
	bool suggest;			/* what dictionaries suggest for unknown words */
	const char *output;		/* file for the report, or folder for one a mail (output.h), or
					   NULL: standard output */
	const char *language;		/* of the report, or NULL: English */
	const struct door_online *online;	/* NULL: DNS is not asked */
};
/* sendlint rules --format html: the pages of all rules. */
struct door_pages {
	struct snapshot *snapshot;
	const struct policy *policy;
	const char *output;		/* folder */
	const char *language;		/* or NULL: English */
};
int door_pages(const struct door_pages *d);

int door_check(const struct door_check *o, char **paths);

/* sendlint domain: what DNS says about domains.  Exit status as of check. */
struct door_domain {
	struct snapshot *snapshot;
	const struct policy *policy;
	unsigned class;			/* of the mail it sends; 0: not known */
	const struct door_online *online;
	enum report_format format;	/* text or JSON */
	enum level fail_level;
	const char *language;		/* of the report, or NULL: English */
};
int door_domain(const struct door_domain *o, char **domains);

/* sendlint show: the kept verdict whose id begins with `id`, from the store of the snapshot's
   settings.  Exit status 0, 1: there is none, 2: the store cannot be read. */
struct door_show {
	const struct snapshot *snapshot;
	const char *id;
	bool json;
	const char *language;		/* NULL: English */
};
int door_show(const struct door_show *o);

/* sendlint report: which rules fired on how much mail in the last `days`, today among them, from
   the store of the snapshot's settings.  Exit status 0, 1: no mail was counted, 2: not done. */
struct door_report {
	const struct snapshot *snapshot;
	guint days;
	const char *policy;		/* NULL: all */
	bool json;
	const char *language;		/* NULL: English */
};
int door_report(const struct door_report *o);
/* What explain says of a rule's share in the mail; nothing where nothing is known. */
void door_share(GString *out, const struct snapshot *s, const char *rule,
		const struct report_words *words);

/* sendlint status: what the running daemon says of itself.  Exit status 0, 1: somebody should
   look at something, 2: it does not run, or cannot be asked. */
int door_status(const struct settings *s);

/* sendlint answer: a test mail on standard input.  What the mail server knows of it; strings
   may be empty, `client` is for a submission on this machine and NULL where nobody says.
   The exit status is one of sysexits.h: EX_OK, also where nobody is to be answered, or
   EX_TEMPFAIL to try again. */
struct door_answer {
	const struct snapshot *snapshot;
	const char *sender, *recipient, *login, *client, *queue_id;
};
int door_answer(const struct door_answer *o);

/* sendlint config: check, show [PREFIX...], snippets MTA [FILE], man.  `args` begins
   with that word and may be NULL; `path` NULL: the built-in default. */
int door_config(const char *path, char **args);

#endif
