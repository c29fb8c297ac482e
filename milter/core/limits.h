/*
 * limits.h - every limit of the program, its reason, its hard bound.
 *
 * Reaching a limit is never silent: it sets a bit in `message.limits`, the
 * verdict lists it under `not_checked`, and what was seen is still judged.
 */
#ifndef CORE_LIMITS_H
#define CORE_LIMITS_H

enum {
	/* A message longer than this goes to an unlinked spool file and is mapped:
	   64 connections of large mails must not stay in memory. */
	LIMIT_MESSAGE_MEMORY = 256 * 1024,

	/* Decoded bytes looked at, of one text part and of all together.  Gmail cuts a
	   mail at 102 KB, so what lies beyond is read by nobody. */
	LIMIT_TEXT_PART = 256 * 1024,
	LIMIT_TEXT_TOTAL = 512 * 1024,

	/* Parts, or lines that look like boundaries of parts, and nesting.  Exchange Online
	   takes 250 parts and 30 levels; GMime needs 4 KB for a part. */
	LIMIT_PARTS = 500,
	LIMIT_DEPTH = 64,

	/* Header fields of all parts; a field needs 1 KB, half of it GMime's.  Natural mails
	   have fewer than 200. */
	LIMIT_FIELDS = 2000,
	/* Bytes of one field that are decoded; Postfix cuts at 60,000. */
	LIMIT_FIELD = 64 * 1024,

	/* Bytes of all fields together that are decoded. */
	LIMIT_HEADER_TOTAL = 256 * 1024,
	/* Bytes of one field, and of all together, that GMime sees: for parameters, of which
	   it makes 50 times their size. */
	LIMIT_PARAMETERS = 8 * 1024,
	LIMIT_HEADER_SEEN = 128 * 1024,
	/* Oddities kept; who needs the hundredth has seen enough. */
	LIMIT_ODDITIES = 100,

	/* Runs of one map from text to raw bytes, 16 bytes each; beyond them places are
	   covering.  A natural text of LIMIT_TEXT_PART needs fewer. */
	LIMIT_MAP_RUNS = 32 * 1024,

	/* Decoded bytes at the end of an attachment that are read, and of an archive, whose
	   list of files stands there: enough for some 2,000 names.  And of the head of a tar. */
	LIMIT_FILE_END = 4 * 1024,
	LIMIT_ARCHIVE_END = 256 * 1024,
	LIMIT_ARCHIVE_HEAD = 64 * 1024,
	/* Files in all archives of a message that are listed. */
	LIMIT_ARCHIVE_MEMBERS = 2000,

	LIMIT_LINKS = 5000,
	LIMIT_IMAGES = 2000,
	LIMIT_WORDS = 100000,
	/* Kept of the envelope, and of the addresses of one field; RFC 5321 promises 100 of
	   one transaction. */
	LIMIT_RECIPIENTS = 1000,
	/* Places in one text where an entry of a word list stands. */
	LIMIT_PHRASE_HITS = 20000,

	/* Slips of grammar and typing kept; who has read so many needs no more. */
	LIMIT_GRAMMAR_HITS = 200,

	/* A longer word is no word: Hunspell needs 17 ms for 40 bytes of some. */
	LIMIT_WORD_POINTS = 40,
	/* Distinct words asked of one dictionary for one message. */
	LIMIT_SPELL_WORDS = 4000,
	/* What dictionaries may be asked about one message, in all languages: short words, a word
	   of 40 letters being 11.  The worst words of a compounding language take 0.1 ms a short
	   one, if no mail had it before. */
	LIMIT_SPELL_COST = 2000,
	/* Unknown words of one message that a near word is looked for, and words tried in place
	   of each: most are found, or done with, before. */
	LIMIT_NEAR_WORDS = 16,
	LIMIT_NEAR_TRIES = 500,

	/* Unknown words of one message that the command line asks a dictionary's own suggestions
	   for, and how many of each are shown. */
	LIMIT_SUGGEST_WORDS = 20,
	LIMIT_SUGGESTIONS = 3,

	/* Of an administrator's own pattern: steps at one place where it might match, bytes of
	   memory for them, and bytes after which it is asked whether it may go on.  A pattern
	   that needs more is a mistake, or the mail was written against it. */
	LIMIT_PATTERN_STEPS = 20000,
	LIMIT_PATTERN_HEAP = 1024 * 1024,
	LIMIT_PATTERN_WINDOW = 1000,

	/* Allowances read: there are fewer rules. */
	LIMIT_ALLOWANCES = 200,

	/* Places one rule reports; the rest is counted. */
	LIMIT_PLACES = 20,
	/* Code points of the mail quoted in a refusal (mail servers log replies). */
	LIMIT_REPLY_EXCERPT = 30,
	/* Lines and columns of a refusal, with their code: Postfix cuts its log line at
	   about 2,000. */
	LIMIT_REPLY_LINES = 10,
	LIMIT_REPLY_COLUMNS = 78,

	/* Of a request in the spamd protocol: bytes of one line of its head (Exim's own commands
	   end at 16 KB) and of all of them, which hold a line for each recipient. */
	LIMIT_REQUEST_LINE = 16 * 1024,
	LIMIT_REQUEST_HEAD = 8 * 1024 * 1024,
	/* Bytes of its message that are taken; the rest is read and dropped.  Mail servers
	   stop at 50 MB or so by themselves. */
	LIMIT_REQUEST_MESSAGE = 256 * 1024 * 1024,
	/* Bytes and line ends of the report in the answer: Exim has room for 32,600 bytes, adds
	   one to each line end and does not look. */
	LIMIT_REQUEST_REPORT = 15 * 1024,
};

/* Which limits a message reached: bits of message.limits. */
enum limit {
	LIMIT_HIT_TEXT   = 1 << 0,	/* text beyond LIMIT_TEXT_* was not read */
	LIMIT_HIT_PARTS  = 1 << 1,	/* parts beyond LIMIT_PARTS or LIMIT_DEPTH */
	LIMIT_HIT_FIELDS = 1 << 2,	/* fields beyond LIMIT_FIELDS, or cut at LIMIT_FIELD */
	LIMIT_HIT_LINKS  = 1 << 3,	/* links or images beyond their limit */
	LIMIT_HIT_WORDS  = 1 << 4,	/* words beyond LIMIT_WORDS */
	LIMIT_HIT_SPELL  = 1 << 5,	/* words beyond LIMIT_SPELL_WORDS */
	LIMIT_HIT_TIME   = 1 << 6,	/* the door's deadline passed */
	LIMIT_HIT_CUT    = 1 << 7,	/* the door got only part of the message */
	LIMIT_HIT_PATTERN = 1 << 8,	/* an own rule gave up: LIMIT_PATTERN_* */
	LIMIT_HIT_RCPTS  = 1 << 9,	/* recipients or addresses beyond LIMIT_RECIPIENTS */
	LIMIT_HIT_ARCHIVE = 1 << 10,	/* archives beyond LIMIT_ARCHIVE_* */
	LIMIT_HIT_ALLOWANCES = 1 << 16,	/* allowances beyond LIMIT_ALLOWANCES */
};

#endif
