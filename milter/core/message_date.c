#include "core/message_date.h"

static const char days[] = "MonTueWedThuFriSatSun";
static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const guint8 month_days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

/* Zones that RFC 5322 4.3 still knows, in hours. */
static const struct {
	const char *name;
	int hours;
} zones[] = {
	{ "UT", 0 }, { "GMT", 0 }, { "UTC", 0 }, { "EST", -5 }, { "EDT", -4 }, { "CST", -6 },
	{ "CDT", -5 }, { "MST", -7 }, { "MDT", -6 }, { "PST", -8 }, { "PDT", -7 },
};

struct reader {
	const char *s, *p, *end;
	struct message_date date;
};

/* White space and comments. */
static void
skip(struct reader *r)
{
	for (guint depth = 0; r->p < r->end; r->p++) {
		if (*r->p == '(')
			depth++;
		else if (*r->p == ')' && depth)
			depth--;
		else if (!depth && !g_ascii_isspace(*r->p))
			return;
	}
}

/* The word that cannot be what it should be. */
static bool
bad(struct reader *r, const char *from, const char *wrong)
{
	const char *to = from;

	while (to < r->end && !g_ascii_isspace(*to))
		to++;
	if (!r->date.wrong) {
		r->date.wrong = wrong;
		r->date.where = (struct span){ (gsize)(from - r->s), (gsize)(to - from) };
	}
	return false;
}

/* Index of the three letters in `names`, or -1. */
static int
name(struct reader *r, const char *names)
{
	const char *from = r->p;

	while (r->p < r->end && ((guchar)*r->p >= 0x80 || g_ascii_isalpha(*r->p)))
		r->p++;
	if (r->p - from == 3)
		for (int i = 0; names[3 * i]; i++)
			if (g_ascii_strncasecmp(names + 3 * i, from, 3) == 0)
				return i;
	r->p = from;
	return -1;
}

static bool
number(struct reader *r, int least_digits, int most_digits, int *ret_n)
{
	int n = 0, digits = 0;

	for (; r->p < r->end && g_ascii_isdigit(*r->p) && digits < most_digits; r->p++, digits++)
		n = n * 10 + (*r->p - '0');
	*ret_n = n;
	return digits >= least_digits && !(r->p < r->end && g_ascii_isdigit(*r->p));
}

static bool
read_day(struct reader *r)
{
	if (r->p < r->end && g_ascii_isdigit(*r->p))
		return true;
	if (name(r, days) < 0)
		return bad(r, r->p, PHRASE("the day of the week is not English"));
	skip(r);
	if (r->p < r->end && *r->p == ',')
		r->p++;
	else
		return bad(r, r->p, PHRASE("there is no comma after the day of the week"));
	skip(r);
	return true;
}

/* Days since 1970. */
static gint64
days_since(int year, int month, int day)
{
	gint64 y = month < 2 ? year - 1 : year, era = y / 400, of_era = y - era * 400;
	gint64 of_year = (153 * ((month + 10) % 12) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static bool
read_date(struct reader *r)
{
	const char *from = r->p;
	int day, month, year;

	if (!number(r, 1, 2, &day) || day < 1)
		return bad(r, from, PHRASE("the day is not a number"));
	skip(r);
	month = name(r, months);
	if (month < 0)
		return bad(r, r->p, PHRASE("the month is not an English abbreviation"));
	if (day > month_days[month])
		return bad(r, from, PHRASE("the month has no such day"));
	skip(r);
	from = r->p;
	if (!number(r, 2, 4, &year))
		return bad(r, from, PHRASE("the year is not a number"));
	if (year < 1000)	/* two or three digits: RFC 5322 4.3 */
		year += year < 50 ? 2000 : 1900;
	r->date.at = days_since(year, month, day) * 24 * 3600;
	skip(r);
	return true;
}

static bool
read_time(struct reader *r)
{
	const char *from = r->p;
	int hour, minute, second = 0;

	if (!number(r, 1, 2, &hour) || r->p >= r->end || *r->p++ != ':' ||
	    !number(r, 2, 2, &minute))
		return bad(r, from, PHRASE("the time is not HH:MM:SS"));
	if (r->p < r->end && *r->p == ':') {
		r->p++;
		if (!number(r, 2, 2, &second))
			return bad(r, from, PHRASE("the time is not HH:MM:SS"));
	}
	if (hour > 23 || minute > 59 || second > 60)
		return bad(r, from, PHRASE("there is no such time"));
	r->date.at += hour * 3600 + minute * 60 + second;
	skip(r);
	return true;
}

static bool
read_zone(struct reader *r)
{
	const char *from = r->p;
	int zone;

	if (r->p < r->end && (*r->p == '+' || *r->p == '-')) {
		r->p++;
		if (!number(r, 4, 4, &zone))
			return bad(r, from, PHRASE("the zone is not +HHMM"));
		if (zone > 1400 || zone % 100 > 59 || (*from == '-' && zone > 1200))
			return bad(r, from, PHRASE("there is no such time zone"));
		zone = (zone / 100 * 60 + zone % 100) * 60;
		r->date.at += *from == '-' ? zone : -zone;
		return true;
	}
	while (r->p < r->end && g_ascii_isalpha(*r->p))
		r->p++;
	for (gsize i = 0; i < G_N_ELEMENTS(zones); i++)
		if ((gsize)(r->p - from) == strlen(zones[i].name) &&
		    g_ascii_strncasecmp(from, zones[i].name, (gsize)(r->p - from)) == 0) {
			r->date.at -= zones[i].hours * 3600;
			return true;
		}
	if (r->p - from == 1)	/* the letters of the military, which mean nothing */
		return true;
	return bad(r, from, from == r->p ? PHRASE("there is no time zone")
					 : PHRASE("the zone is not +HHMM"));
}

struct message_date
message_date_read(const char *s, gsize len)
{
	struct reader r = { .s = s, .p = s, .end = s + len };

	skip(&r);
	if (read_day(&r) && read_date(&r) && read_time(&r) && read_zone(&r)) {
		skip(&r);
		if (r.p < r.end)
			bad(&r, r.p, PHRASE("something follows the zone"));
	}
	return r.date;
}
