#include "core/charset_alias.h"

enum { LABEL_MOST = 64 };

/* As mail writes them, in lower case without "x-", '-', '_', ' ', ':', '.', to what
   iconv knows. */
static const struct charset_alias aliases[] = {
	{ "utf8", "UTF-8", CHARSET_UTF8 }, { "utf", "UTF-8", CHARSET_UTF8 },
	{ "utf8sig", "UTF-8", CHARSET_UTF8 }, { "utf8mb4", "UTF-8", CHARSET_UTF8 },
	{ "unicode11utf8", "UTF-8", CHARSET_UTF8 }, { "usascii", "CP1252", CHARSET_ASCII },
	{ "ascii", "CP1252", CHARSET_ASCII }, { "us", "CP1252", CHARSET_ASCII },
	{ "7bit", "CP1252", CHARSET_ASCII }, { "ansix341968", "CP1252", CHARSET_ASCII },
	{ "iso646us", "CP1252", CHARSET_ASCII }, { "646", "CP1252", CHARSET_ASCII },
	{ "8bit", "CP1252", CHARSET_ASCII }, { "binary", "CP1252", CHARSET_ASCII },
	{ "unknown8bit", "CP1252", CHARSET_ASCII }, { "unknown", "CP1252", CHARSET_ASCII },
	{ "default", "CP1252", CHARSET_ASCII }, { "none", "CP1252", CHARSET_ASCII },
	{ "iso88591", "CP1252", CHARSET_SINGLE }, { "latin1", "CP1252", CHARSET_SINGLE },
	{ "l1", "CP1252", CHARSET_SINGLE }, { "88591", "CP1252", CHARSET_SINGLE },
	{ "iso885911987", "CP1252", CHARSET_SINGLE }, { "ansi", "CP1252", CHARSET_SINGLE },
	{ "iso88592", "ISO-8859-2", CHARSET_SINGLE }, { "latin2", "ISO-8859-2", CHARSET_SINGLE },
	{ "l2", "ISO-8859-2", CHARSET_SINGLE }, { "88592", "ISO-8859-2", CHARSET_SINGLE },
	{ "iso88593", "ISO-8859-3", CHARSET_SINGLE }, { "iso88594", "ISO-8859-4", CHARSET_SINGLE },
	{ "iso88595", "ISO-8859-5", CHARSET_SINGLE }, { "cyrillic", "ISO-8859-5", CHARSET_SINGLE },
	{ "iso88596", "ISO-8859-6", CHARSET_SINGLE }, { "iso88597", "ISO-8859-7", CHARSET_SINGLE },
	{ "greek", "ISO-8859-7", CHARSET_SINGLE }, { "iso88598", "ISO-8859-8", CHARSET_SINGLE },
	{ "iso88598i", "ISO-8859-8", CHARSET_SINGLE },
	{ "iso88598e", "ISO-8859-8", CHARSET_SINGLE }, { "iso88599", "CP1254", CHARSET_SINGLE },
	{ "latin5", "CP1254", CHARSET_SINGLE }, { "iso885910", "ISO-8859-10", CHARSET_SINGLE },
	{ "iso885911", "CP874", CHARSET_SINGLE }, { "tis620", "CP874", CHARSET_SINGLE },
	{ "iso885913", "ISO-8859-13", CHARSET_SINGLE },
	{ "iso885914", "ISO-8859-14", CHARSET_SINGLE },
	{ "iso885915", "ISO-8859-15", CHARSET_SINGLE },
	{ "latin9", "ISO-8859-15", CHARSET_SINGLE },
	{ "iso885916", "ISO-8859-16", CHARSET_SINGLE }, { "koi8", "KOI8-R", CHARSET_SINGLE },
	{ "koi8r", "KOI8-R", CHARSET_SINGLE }, { "koi8u", "KOI8-U", CHARSET_SINGLE },
	{ "koi8ru", "KOI8-U", CHARSET_SINGLE }, { "437", "CP437", CHARSET_SINGLE },
	{ "850", "CP850", CHARSET_SINGLE }, { "852", "CP852", CHARSET_SINGLE },
	{ "858", "CP858", CHARSET_SINGLE }, { "866", "CP866", CHARSET_SINGLE },
	{ "874", "CP874", CHARSET_SINGLE }, { "1250", "CP1250", CHARSET_SINGLE },
	{ "1251", "CP1251", CHARSET_SINGLE }, { "1252", "CP1252", CHARSET_SINGLE },
	{ "1253", "CP1253", CHARSET_SINGLE }, { "1254", "CP1254", CHARSET_SINGLE },
	{ "1255", "CP1255", CHARSET_SINGLE }, { "1256", "CP1256", CHARSET_SINGLE },
	{ "1257", "CP1257", CHARSET_SINGLE }, { "1258", "CP1258", CHARSET_SINGLE },
	{ "mac", "MACINTOSH", CHARSET_SINGLE }, { "macroman", "MACINTOSH", CHARSET_SINGLE },
	{ "macintosh", "MACINTOSH", CHARSET_SINGLE },
	{ "maccyrillic", "MAC-CYRILLIC", CHARSET_SINGLE },
	{ "macce", "MAC-CENTRALEUROPE", CHARSET_SINGLE }, { "gb2312", "GB18030", CHARSET_GB },
	{ "gbk", "GB18030", CHARSET_GB }, { "gb18030", "GB18030", CHARSET_GB },
	{ "936", "GB18030", CHARSET_GB }, { "euccn", "GB18030", CHARSET_GB },
	{ "gb231280", "GB18030", CHARSET_GB }, { "hzgb2312", "HZ", CHARSET_OTHER },
	{ "hz", "HZ", CHARSET_OTHER }, { "big5", "CP950", CHARSET_DOUBLE },
	{ "950", "CP950", CHARSET_DOUBLE }, { "xbig5", "CP950", CHARSET_DOUBLE },
	{ "big5hkscs", "BIG5-HKSCS", CHARSET_OTHER }, { "euckr", "CP949", CHARSET_DOUBLE },
	{ "ksc5601", "CP949", CHARSET_DOUBLE }, { "949", "CP949", CHARSET_DOUBLE },
	{ "ksc56011987", "CP949", CHARSET_DOUBLE }, { "ksc56011989", "CP949", CHARSET_DOUBLE },
	{ "korean", "CP949", CHARSET_DOUBLE }, { "uhc", "CP949", CHARSET_DOUBLE },
	{ "eucjp", "EUC-JP", CHARSET_EUC_JP }, { "51932", "EUC-JP", CHARSET_EUC_JP },
	{ "shiftjis", "CP932", CHARSET_SJIS }, { "sjis", "CP932", CHARSET_SJIS },
	{ "932", "CP932", CHARSET_SJIS }, { "windows31j", "CP932", CHARSET_SJIS },
	{ "mskanji", "CP932", CHARSET_SJIS }, { "iso2022jp", "ISO-2022-JP-3", CHARSET_ISO2022 },
	{ "iso2022jp2", "ISO-2022-JP-2", CHARSET_ISO2022 },
	{ "iso2022jpms", "ISO-2022-JP-3", CHARSET_ISO2022 },
	{ "50220", "ISO-2022-JP-3", CHARSET_ISO2022 },
	{ "50221", "ISO-2022-JP-3", CHARSET_ISO2022 },
	{ "iso2022kr", "ISO-2022-KR", CHARSET_OTHER },
	{ "iso2022cn", "ISO-2022-CN", CHARSET_OTHER }, { "utf7", "UTF-7", CHARSET_OTHER },
	{ "unicode11utf7", "UTF-7", CHARSET_OTHER }, { "utf16", "UTF-16", CHARSET_OTHER },
	{ "utf16le", "UTF-16LE", CHARSET_OTHER }, { "utf16be", "UTF-16BE", CHARSET_OTHER },
	{ "utf32", "UTF-32", CHARSET_OTHER },
};

/* The label as the table has it: "X-Windows_1251 " is "1251". */
static void
fold_label(const char *label, char folded[LABEL_MOST])
{
	gsize n = 0;

	while (*label && strchr(" \t\r\n\"'=", *label))
		label++;
	if (g_ascii_strncasecmp(label, "x-", 2) == 0)
		label += 2;
	if (g_ascii_strncasecmp(label, "cs", 2) == 0)
		label += 2;
	for (; *label && n < LABEL_MOST - 1; label++) {
		if (g_ascii_isalnum(*label))
			folded[n++] = g_ascii_tolower(*label);
		else if (!strchr("-_ :.", *label))
			break;		/* what follows is another parameter, or junk */
	}
	folded[n] = 0;
}

static const struct charset_alias *
find_folded(const char *folded)
{
	static const char *const prefixes[] = { "", "windows", "win", "cp", "ibm", "dos", "ms" };

	for (gsize k = 0; k < G_N_ELEMENTS(prefixes); k++) {
		const char *rest = folded + strlen(prefixes[k]);

		if (!g_str_has_prefix(folded, prefixes[k]) || !*rest)
			continue;
		for (gsize i = 0; i < G_N_ELEMENTS(aliases); i++)
			if (g_str_equal(aliases[i].label, rest))
				return &aliases[i];
	}
	return NULL;
}

/* Labels of a known one with junk behind it: "windows-1252http-equiv", "utf-8mime". */
static const struct charset_alias *
find_beginning(const char *folded)
{
	static const char *const prefixes[] = { "utf8", "windows1250", "windows1251", "windows1252",
						"iso88591unknown", "iso88592unknown" };
	char known[LABEL_MOST];

	for (gsize k = 0; k < G_N_ELEMENTS(prefixes); k++)
		if (g_str_has_prefix(folded, prefixes[k])) {
			g_strlcpy(known, prefixes[k], sizeof known);
			if (g_str_has_suffix(known, "unknown"))
				known[strlen(known) - 7] = 0;
			return find_folded(known);
		}
	return NULL;
}

const struct charset_alias *
charset_alias_find(const char *label)
{
	const struct charset_alias *known;
	char folded[LABEL_MOST];

	fold_label(label, folded);
	if (!*folded)
		return NULL;
	known = find_folded(folded);
	return known ? known : find_beginning(folded);
}

bool
charset_alias_may_be(const char *label)
{
	gsize n = strlen(label);
	char folded[LABEL_MOST];

	fold_label(label, folded);
	return *folded && n < LABEL_MOST &&
	       strspn(label, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.:") == n;
}
