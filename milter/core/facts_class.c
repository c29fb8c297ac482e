#include "core/facts.h"

/*
 * Every sign has points for one class; each counts once, and the highest sum
 * wins.  What the signs are worth was weighed on real mail; those that both
 * kinds of mail carry (marks of template builders, a pixel alone) are not here.
 */
enum sign {
	SIGN_NONE,
	SIGN_REPORT, SIGN_AUTO_REPLIED, SIGN_AUTO_FIELD, SIGN_AUTO_SUBJECT,
	SIGN_AUTO_GENERATED, SIGN_AUTO_SUPPRESS, SIGN_POSTMARK_OUT, SIGN_TAG_SERVICE,
	SIGN_MANDRILL, SIGN_SOFTWARE, SIGN_APPLICATION, SIGN_FROM_SERVICE, SIGN_SUBJECT_SERVICE,
	SIGN_BODY_SERVICE, SIGN_CODE, SIGN_NUMBER, SIGN_SCHEMA_SERVICE, SIGN_DOCUMENT,
	SIGN_POSTMARK_BULK, SIGN_SES_LIST, SIGN_TAG_BULK, SIGN_LIST_ID, SIGN_LIST_UNSUBSCRIBE,
	SIGN_ONE_CLICK, SIGN_PRECEDENCE, SIGN_FEEDBACK, SIGN_FEEDBACK_CAMPAIGN, SIGN_CSA,
	SIGN_CAMPAIGN, SIGN_NEWSLETTER_MAILER, SIGN_FROM_BULK, SIGN_UNSUBSCRIBE, SIGN_VIEW_ONLINE,
	SIGN_COMMERCIAL_MUCH, SIGN_COMMERCIAL_SOME, SIGN_COMMERCIAL_SUBJECT, SIGN_UTM,
	SIGN_SCHEMA_BULK, SIGN_MANY,
	SIGN_LIST, SIGN_LIST_LIKE,
	SIGN_REPLY, SIGN_MAIL_CLIENT, SIGN_FROM_PERSON, SIGN_SHORT,
	SIGNS
};

static const struct {
	enum message_class class;
	int points;
	const char *why;	/* for people */
} signs[SIGNS] = {
	[SIGN_REPORT]          = { CLASS_AUTO, 10, "it is a delivery or reading report" },
	[SIGN_AUTO_REPLIED]    = { CLASS_AUTO, 10, "Auto-Submitted says auto-replied" },
	[SIGN_AUTO_FIELD]      = { CLASS_AUTO, 6, "a vacation program made it" },
	[SIGN_AUTO_SUBJECT]    = { CLASS_AUTO, 6, "subject is that of an automatic reply" },

	[SIGN_POSTMARK_OUT]    = { CLASS_TRANSACTIONAL, 8, "X-PM-Message-Stream is outbound" },
	[SIGN_APPLICATION]     = { CLASS_TRANSACTIONAL, 6, "fields of an event-driven application" },
	[SIGN_CODE]            = { CLASS_TRANSACTIONAL, 6, "body brings a code or an activation" },
	[SIGN_SCHEMA_SERVICE]  = { CLASS_TRANSACTIONAL, 5, "schema.org markup of an order" },
	[SIGN_AUTO_GENERATED]  = { CLASS_TRANSACTIONAL, 4, "Auto-Submitted says auto-generated" },
	[SIGN_TAG_SERVICE]     = { CLASS_TRANSACTIONAL, 4, "sending service tags it as service mail" },
	[SIGN_SUBJECT_SERVICE] = { CLASS_TRANSACTIONAL, 4, "subject speaks of service" },
	[SIGN_FROM_SERVICE]    = { CLASS_TRANSACTIONAL, 3, "sender is a service address" },
	[SIGN_DOCUMENT]        = { CLASS_TRANSACTIONAL, 3, "an invoice or an appointment is attached" },
	[SIGN_BODY_SERVICE]    = { CLASS_TRANSACTIONAL, 2, "body begins with service" },
	[SIGN_NUMBER]          = { CLASS_TRANSACTIONAL, 2, "subject bears a number, for one recipient" },
	[SIGN_AUTO_SUPPRESS]   = { CLASS_TRANSACTIONAL, 2, "X-Auto-Response-Suppress" },
	[SIGN_SOFTWARE]        = { CLASS_TRANSACTIONAL, 2, "software that mails on events" },
	[SIGN_MANDRILL]        = { CLASS_TRANSACTIONAL, 1, "fields of Mandrill" },

	[SIGN_POSTMARK_BULK]   = { CLASS_BULK, 8, "X-PM-Message-Stream is a broadcast" },
	[SIGN_SES_LIST]        = { CLASS_BULK, 8, "X-SES-List-Management-Options" },
	[SIGN_SCHEMA_BULK]     = { CLASS_BULK, 6, "schema.org markup of an offer" },
	[SIGN_TAG_BULK]        = { CLASS_BULK, 5, "sending service tags it as a campaign" },
	[SIGN_CAMPAIGN]        = { CLASS_BULK, 5, "fields of a campaign" },
	[SIGN_NEWSLETTER_MAILER] = { CLASS_BULK, 5, "software for newsletters" },
	[SIGN_MANY]            = { CLASS_BULK, 5, "more than 50 recipients" },
	[SIGN_LIST_ID]         = { CLASS_BULK, 4, "List-Id" },
	[SIGN_FROM_BULK]       = { CLASS_BULK, 4, "sender is a newsletter address" },
	[SIGN_UNSUBSCRIBE]     = { CLASS_BULK, 4, "body tells how to unsubscribe" },
	[SIGN_VIEW_ONLINE]     = { CLASS_BULK, 4, "body links to itself on the web" },
	[SIGN_COMMERCIAL_MUCH] = { CLASS_BULK, 4, "much commercial wording" },
	[SIGN_COMMERCIAL_SUBJECT] = { CLASS_BULK, 3, "commercial wording in the subject" },
	[SIGN_LIST_UNSUBSCRIBE] = { CLASS_BULK, 3, "List-Unsubscribe" },
	[SIGN_PRECEDENCE]      = { CLASS_BULK, 3, "Precedence says bulk" },
	[SIGN_FEEDBACK_CAMPAIGN] = { CLASS_BULK, 3, "Feedback-ID names a campaign" },
	[SIGN_ONE_CLICK]       = { CLASS_BULK, 2, "List-Unsubscribe-Post" },
	[SIGN_FEEDBACK]        = { CLASS_BULK, 2, "Feedback-ID" },
	[SIGN_CSA]             = { CLASS_BULK, 2, "X-CSA-Complaints" },
	[SIGN_COMMERCIAL_SOME] = { CLASS_BULK, 2, "some commercial wording" },
	[SIGN_UTM]             = { CLASS_BULK, 2, "links count a campaign" },

	[SIGN_LIST]            = { CLASS_LIST, 5, "fields of a discussion list" },
	[SIGN_LIST_LIKE]       = { CLASS_LIST, 2, "List-Archive or List-Subscribe" },

	[SIGN_REPLY]           = { CLASS_PERSONAL, 5, "it answers a message" },
	[SIGN_MAIL_CLIENT]     = { CLASS_PERSONAL, 5, "a mail client wrote it" },
	[SIGN_SHORT]           = { CLASS_PERSONAL, 3, "a short text with a greeting" },
	[SIGN_FROM_PERSON]     = { CLASS_PERSONAL, 2, "sender is a person by the name" },
};

/* What the name and the value of a header field tell.  The first row that fits counts. */
static const struct {
	const char *name;	/* a '*' at its end: any ending */
	const char *words;	/* one of these stands in the value, any case; NULL: any value */
	enum sign sign;
} fields[] = {
	{ "Auto-Submitted", "auto-replied", SIGN_AUTO_REPLIED },
	{ "Auto-Submitted", "auto-generated", SIGN_AUTO_GENERATED },
	{ "X-Autoreply", NULL, SIGN_AUTO_FIELD },
	{ "X-Autorespond", NULL, SIGN_AUTO_FIELD },
	{ "X-Autogenerated", "reply", SIGN_AUTO_FIELD },
	{ "X-Auto-Response-Suppress", NULL, SIGN_AUTO_SUPPRESS },
	{ "X-PM-Message-Stream", "outbound", SIGN_POSTMARK_OUT },
	{ "X-PM-Message-Stream", NULL, SIGN_POSTMARK_BULK },
	{ "X-SES-Configuration-Set", "transactional|receipt|notification", SIGN_TAG_SERVICE },
	{ "X-SES-Configuration-Set", "newsletter|campaign|promo|marketing", SIGN_TAG_BULK },
	{ "X-SES-List-Management-Options", NULL, SIGN_SES_LIST },
	{ "X-SES-Message-Tags", "newsletter|campaign|promo|marketing", SIGN_TAG_BULK },
	{ "X-SES-Message-Tags", "transactional|receipt|notification", SIGN_TAG_SERVICE },
	{ "X-Mailgun-Tag", "newsletter|campaign|promo|marketing", SIGN_TAG_BULK },
	{ "X-Mailgun-Tag", "order|invoice|receipt|password|reset|welcome|verify|shipment|notif",
	  SIGN_TAG_SERVICE },
	{ "X-MC-Tags", "newsletter|campaign|promo|marketing", SIGN_TAG_BULK },
	{ "X-MC-Tags", "order|invoice|receipt|password|reset|welcome|verify|shipment|notif",
	  SIGN_TAG_SERVICE },
	{ "X-SMTPAPI", "newsletter|campaign|promo|marketing", SIGN_TAG_BULK },
	{ "X-SMTPAPI", "invoice|receipt|password|verify|shipment|notification", SIGN_TAG_SERVICE },
	{ "X-Tag", "newsletter|campaign|promo|marketing", SIGN_TAG_BULK },
	{ "X-MC-Subaccount", NULL, SIGN_MANDRILL },
	{ "X-MC-Important", NULL, SIGN_MANDRILL },
	{ "X-MC-Template", NULL, SIGN_MANDRILL },
	{ "X-MCUser", NULL, SIGN_CAMPAIGN },
	{ "List-Id", NULL, SIGN_LIST_ID },
	{ "List-Unsubscribe", NULL, SIGN_LIST_UNSUBSCRIBE },
	{ "List-Unsubscribe-Post", NULL, SIGN_ONE_CLICK },
	{ "List-Post", "mailto:|http", SIGN_LIST },	/* "NO" forbids to post: RFC 2369 */
	{ "List-Archive", NULL, SIGN_LIST_LIKE },
	{ "List-Subscribe", NULL, SIGN_LIST_LIKE },
	{ "X-Mailman-Version", NULL, SIGN_LIST },
	{ "X-BeenThere", NULL, SIGN_LIST },
	{ "Mailing-List", NULL, SIGN_LIST },
	{ "Precedence", "bulk|list|junk", SIGN_PRECEDENCE },
	{ "Feedback-ID", "newsletter|campaign|promo", SIGN_FEEDBACK_CAMPAIGN },
	{ "Feedback-ID", NULL, SIGN_FEEDBACK },
	{ "X-CSA-Complaints", NULL, SIGN_CSA },
	{ "X-Campaign*", NULL, SIGN_CAMPAIGN },
	{ "X-Mailing*", NULL, SIGN_CAMPAIGN },
	{ "X-Job", NULL, SIGN_CAMPAIGN },
	{ "X-EmarsysID", NULL, SIGN_CAMPAIGN },
	{ "X-CM-*", NULL, SIGN_CAMPAIGN },
	{ "X-Mailer-LID", NULL, SIGN_CAMPAIGN },
	{ "X-Mailer-RecptId", NULL, SIGN_CAMPAIGN },
	{ "X-rpcampaign", NULL, SIGN_CAMPAIGN },
	{ "X-Newsletter*", NULL, SIGN_CAMPAIGN },
	{ "X-BFI", NULL, SIGN_CAMPAIGN },
	{ "X-Mailin-Campaign", NULL, SIGN_CAMPAIGN },
	{ "X-Mailchimp*", NULL, SIGN_CAMPAIGN },
	{ "X-Sailthru*", NULL, SIGN_CAMPAIGN },
	{ "X-Klaviyo*", NULL, SIGN_CAMPAIGN },
	{ "X-GetResponse*", NULL, SIGN_CAMPAIGN },
	{ "X-FreshMail*", NULL, SIGN_CAMPAIGN },
	{ "X-Smartsend*", NULL, SIGN_CAMPAIGN },
	{ "X-Mailer", "mailchimp|cleverreach|interspire|phplist|sendy|mailpoet|acymailing|"
	  "campaign monitor|dotmailer|emarsys|mautic|listmonk|getresponse|unisender|sendpulse",
	  SIGN_NEWSLETTER_MAILER },
	{ "X-Mailer", "phpmailer|swift|symfony|nodemailer|javamail|mailkit|django|actionmailer|"
	  "wordpress|1c-bitrix|1c:enterprise|osticket|zendesk|jira", SIGN_SOFTWARE },
	{ "X-Mailer", "thunderbird|apple mail|iphone mail|ipad mail|outlook|k-9|roundcube|evolution|"
	  "em client|the bat!|mutt|kmail|claws", SIGN_MAIL_CLIENT },
	{ "User-Agent", "thunderbird|k-9|roundcube|evolution|em client|mutt|kmail|outlook",
	  SIGN_MAIL_CLIENT },
	{ "X-GitHub-*", NULL, SIGN_APPLICATION },
	{ "X-GitLab-*", NULL, SIGN_APPLICATION },
	{ "X-JIRA-*", NULL, SIGN_APPLICATION },
	{ "X-Discourse-*", NULL, SIGN_APPLICATION },
	{ "X-Zendesk-*", NULL, SIGN_APPLICATION },
	{ "X-OTRS-*", NULL, SIGN_APPLICATION },
	{ "X-RT-*", NULL, SIGN_APPLICATION },
	{ "X-Redmine-*", NULL, SIGN_APPLICATION },
	{ "X-PrestaShop*", NULL, SIGN_APPLICATION },
	{ "X-Shopify-*", NULL, SIGN_APPLICATION },
	{ "X-WooCommerce*", NULL, SIGN_APPLICATION },
	{ "In-Reply-To", "@", SIGN_REPLY },
	{ "References", "@", SIGN_REPLY },
};

/* Words of the sender's local part; the words are cut at "-", "_", "." and "+". */
static const struct {
	const char *words;
	enum sign sign;
} senders[] = {
	{ "newsletter newsletters news promo promotions promocje marketing offers oferta oferty "
	  "ofertas deals sale sales-news mailing rassylka novidades angebote campaign campaigns",
	  SIGN_FROM_BULK },
	{ "noreply donotreply nicht-antworten notify notification notifications alert alerts order "
	  "orders billing invoice invoices receipt receipts payments support service serwis "
	  "zamowienia sklep faktury powiadomienia zakaz zakazy pedidos faturas atendimento suporte "
	  "nfe rechnung rechnungen bestellung bestellungen commandes factures pedido facturas "
	  "ordini fatture system robot mailer daemon security account accounts helpdesk",
	  SIGN_FROM_SERVICE },
};

enum {
	LEAD = 3,		/* points by which a class must lead */
	LEAD_CERTAIN = 6,
	COMMERCIAL_MUCH = 7, COMMERCIAL_SOME = 4,
	COMMERCIAL_ENTRIES = 64,	/* different ones that are counted */
	SHORT_WORDS = 150,
	BEGIN_WORDS = 25,	/* of a body, at least its beginning */
	NUMBER_DIGITS = 5,	/* of an order or a ticket, not of a year */
	MANY_RECIPIENTS = 50,
	WHYS = 3,		/* reasons that are told */

	/* Nobody writes more; somebody could, to keep us busy. */
	FIELDS_READ = 200,	/* fields whose value is searched */
	VALUE_READ = 400,	/* bytes of each */
	LOCAL_MOST = 64, NAME_MOST = 256,
};

struct tally {
	bool seen[SIGNS];
	const char *entry;	/* of the subject's service wording, or NULL */
};

/* Does one of the words, separated by '|', stand in the value? */
static bool
has_word(const char *value, gsize len, const char *words)
{
	while (*words) {
		gsize n = strcspn(words, "|");

		for (gsize i = 0; i + n <= len; i++)
			if (g_ascii_tolower(value[i]) == *words &&
			    g_ascii_strncasecmp(value + i, words, n) == 0)
				return true;
		words += n + (words[n] == '|');
	}
	return false;
}

static bool
is_name(const char *name, const char *pattern)
{
	gsize n;

	/* All patterns are longer than this. */
	for (int i = 0; i < 3; i++)
		if ((name[i] ^ pattern[i]) & 0x5f || !name[i])
			return false;
	n = strlen(pattern);
	return pattern[n - 1] == '*' ? g_ascii_strncasecmp(name, pattern, n - 1) == 0
				     : g_ascii_strcasecmp(name, pattern) == 0;
}

static void
look_at_fields(const struct facts *f, struct tally *t)
{
	guint left = FIELDS_READ;

	for (guint i = 0; i < f->message->fields->len; i++) {
		const struct field *one = &g_array_index(f->message->fields, struct field, i);
		gsize len = MIN(one->value->len, VALUE_READ);

		for (gsize k = 0; k < G_N_ELEMENTS(fields); k++) {
			if (!is_name(one->name, fields[k].name))
				continue;
			if (fields[k].words && left)
				left--;
			else if (fields[k].words)
				continue;
			if (fields[k].words && !has_word(one->value->s, len, fields[k].words))
				continue;
			t->seen[fields[k].sign] = true;
			break;
		}
	}
}

static bool
is_in(const char *words, const char *word, gsize n)
{
	for (const char *p = words; *p;) {
		gsize len = strcspn(p, " ");

		if (len == n && g_ascii_strncasecmp(p, word, n) == 0)
			return true;
		p += len + (p[len] == ' ');
	}
	return false;
}

/* "no-reply" is one word, too. */
static void
look_at_local_part(const char *local, struct tally *t)
{
	char joined[64];
	gsize n = 0;

	for (const char *p = local; *p && *p != '+' && n < sizeof joined; p++)
		if (!strchr("-_.0123456789", *p))
			joined[n++] = *p;
	for (gsize k = 0; k < G_N_ELEMENTS(senders); k++) {
		if (is_in(senders[k].words, joined, n))
			t->seen[senders[k].sign] = true;
		for (const char *p = local; *p;) {
			gsize len = strcspn(p, "-_.+");

			if (len && is_in(senders[k].words, p, len))
				t->seen[senders[k].sign] = true;
			p += len + (p[len] != '\0');
		}
	}
	if (t->seen[SIGN_FROM_BULK])
		t->seen[SIGN_FROM_SERVICE] = false;
}

/* "anna.nowak" with a display name that says so. */
static bool
is_person(const struct address *a)
{
	const char *dot = strchr(a->local, '.');

	if (!dot || dot - a->local < 2 || !a->name || strchr(dot + 1, '.') ||
	    strlen(dot + 1) < 3 || strlen(dot + 1) > LOCAL_MOST)
		return false;
	for (const char *p = a->name; *p && p < a->name + NAME_MOST; p++)
		if (g_ascii_strncasecmp(p, dot + 1, strlen(dot + 1)) == 0)
			return true;
	return false;
}

static void
look_at_addresses(const struct facts *f, struct tally *t)
{
	const GArray *from = message_addresses(f->message, "From");
	const GArray *to = message_addresses(f->message, "To");
	guint rcpts = 0;

	for (const char *const *r = f->envelope->rcpts; *r; r++)
		rcpts++;
	if (rcpts > MANY_RECIPIENTS || to->len > MANY_RECIPIENTS)
		t->seen[SIGN_MANY] = true;
	if (from->len) {
		const struct address *a = &g_array_index(from, struct address, 0);

		look_at_local_part(a->local, t);
		t->seen[SIGN_FROM_PERSON] = !t->seen[SIGN_FROM_SERVICE] &&
			!t->seen[SIGN_FROM_BULK] && is_person(a);
	}
	for (guint i = 0; to->len == 1 && i < f->subject.words.n; i++) {
		const struct word *w = &f->subject.words.v[i];
		guint digits = 0;

		for (guint32 k = 0; k < w->len; k++)
			digits += g_ascii_isdigit(f->subject_text->s[w->at + k]);
		if (digits >= NUMBER_DIGITS)
			t->seen[SIGN_NUMBER] = true;
	}
}

static const struct phrase_hit *
nth_hit(const struct body *b, guint i)
{
	return &g_array_index(b->hits, struct phrase_hit, i);
}

static void
look_at_subject(const struct facts *f, struct tally *t)
{
	for (guint i = 0; f->subject.hits && i < f->subject.hits->len; i++) {
		const struct phrase_hit *h = nth_hit(&f->subject, i);

		if (g_str_equal(h->list, "transactional")) {
			t->seen[SIGN_SUBJECT_SERVICE] = true;
			t->entry = t->entry ? t->entry : h->entry;
		} else if (g_str_equal(h->list, "commercial") && h->weight >= 3) {
			t->seen[SIGN_COMMERCIAL_SUBJECT] = true;
		} else if (g_str_equal(h->list, "out-of-office") && h->first == 0) {
			t->seen[SIGN_AUTO_SUBJECT] = true;
		}
	}
}

/* Weights of the commercial wording; an entry counts at most twice. */
struct commercial {
	const char *entries[COMMERCIAL_ENTRIES];
	guint8 times[COMMERCIAL_ENTRIES];
	guint n;
	int weight;
};

static void
count_commercial(struct commercial *c, const struct phrase_hit *h)
{
	guint k = 0;

	while (k < c->n && c->entries[k] != h->entry)
		k++;
	if (k == COMMERCIAL_ENTRIES || c->weight >= COMMERCIAL_MUCH)
		return;
	if (k == c->n) {
		c->entries[c->n++] = h->entry;
		c->times[k] = 0;
	}
	if (c->times[k]++ < 2)
		c->weight += h->weight;
}

/* 16 CFR 316.3: what stands at the beginning decides; so service wording counts there,
   and not behind commercial wording. */
static void
look_at_body(const struct facts *f, const struct body *b, struct tally *t)
{
	struct commercial c = { .n = 0 };
	guint begin = MAX(BEGIN_WORDS, b->words.n / 3);
	bool has_greeting = false;

	for (guint i = 0; b->hits && i < b->hits->len; i++) {
		const struct phrase_hit *h = nth_hit(b, i);

		if (g_str_equal(h->list, "commercial")) {
			count_commercial(&c, h);
		} else if (g_str_equal(h->list, "transactional")) {
			if (h->weight >= 3)
				t->seen[SIGN_CODE] = true;
			else if (h->first < begin && !c.weight)
				t->seen[SIGN_BODY_SERVICE] = true;
		} else if (g_str_equal(h->list, "unsubscribe")) {
			t->seen[SIGN_UNSUBSCRIBE] |= f->links && f->links->len > 0;
		} else if (g_str_equal(h->list, "view-online")) {
			t->seen[SIGN_VIEW_ONLINE] |= f->links && f->links->len > 0;
		} else if (g_str_equal(h->list, "greeting")) {
			has_greeting |= h->first < BEGIN_WORDS;
		}
	}
	t->seen[SIGN_COMMERCIAL_MUCH] = c.weight >= COMMERCIAL_MUCH;
	t->seen[SIGN_COMMERCIAL_SOME] = c.weight >= COMMERCIAL_SOME && c.weight < COMMERCIAL_MUCH;
	t->seen[SIGN_SHORT] = has_greeting && f->n_bodies == 1 && !b->html &&
			      b->words.visible < SHORT_WORDS;
}

static void
look_at_markup(const struct facts *f, struct tally *t)
{
	static const char *const service[] = { "Order\"", "Invoice\"", "ParcelDelivery\"",
					       "Reservation\"" };
	static const char *const offers[] = { "DiscountOffer\"", "PromotionCard\"" };

	for (guint i = 0; i < f->n_bodies; i++) {
		const char *s = f->bodies[i].html ? f->bodies[i].html->source->s : "";

		if (!strstr(s, "schema.org"))
			continue;
		for (gsize k = 0; k < G_N_ELEMENTS(service); k++)
			t->seen[SIGN_SCHEMA_SERVICE] |= strstr(s, service[k]) != NULL;
		for (gsize k = 0; k < G_N_ELEMENTS(offers); k++)
			t->seen[SIGN_SCHEMA_BULK] |= strstr(s, offers[k]) != NULL;
	}
}

static void
look_at_links(const struct facts *f, struct tally *t)
{
	guint counted = 0, web = 0;

	for (guint i = 0; f->links && i < f->links->len; i++) {
		const struct link *l = &g_array_index(f->links, struct link, i);

		if (!g_str_has_prefix(l->scheme, "http"))
			continue;
		web++;
		counted += g_strstr_len(l->target->s + l->where.at, (gssize)l->where.len,
					"utm_") != NULL;
	}
	t->seen[SIGN_UTM] = counted * 2 > web;
}

static void
look_at_files(const struct facts *f, struct tally *t)
{
	static const char names[] = "faktura|invoice|rechnung|fatura|счет|"
				    "nota|recibo|receipt|facture|factura|fattura|paragon";

	for (guint i = 0; f->files && i < f->files->len; i++) {
		const struct file *one = &g_array_index(f->files, struct file, i);

		if (g_str_has_prefix(one->part->type, "text/calendar") ||
		    g_str_equal(one->suffix, "ics") ||
		    (g_str_equal(one->suffix, "pdf") &&
		     has_word(one->name->s, one->name->len, names)))
			t->seen[SIGN_DOCUMENT] = true;
	}
	for (guint i = 0; i < f->message->parts->len; i++)
		if (g_str_equal(g_array_index(f->message->parts, struct part, i).type,
				"text/calendar"))
			t->seen[SIGN_DOCUMENT] = true;
}

static void
look_at_report(const struct facts *f, struct tally *t)
{
	const struct part *top = f->message->parts->len
			       ? &g_array_index(f->message->parts, struct part, 0) : NULL;

	t->seen[SIGN_REPORT] = f->envelope->sender && !*f->envelope->sender && top &&
			       g_str_equal(top->type, "multipart/report");
}

/* Signs that mean something else beside others. */
static void
weigh(struct tally *t)
{
	bool is_bulk = t->seen[SIGN_LIST_ID] || t->seen[SIGN_LIST_UNSUBSCRIBE] ||
		       t->seen[SIGN_PRECEDENCE];

	if (is_bulk || t->seen[SIGN_LIST] || t->seen[SIGN_AUTO_GENERATED])
		t->seen[SIGN_REPLY] = false;
	if (is_bulk)
		t->seen[SIGN_AUTO_SUBJECT] = false;
	if (is_bulk || t->seen[SIGN_FROM_BULK] || t->seen[SIGN_FROM_SERVICE])
		t->seen[SIGN_SHORT] = false;
	if (t->seen[SIGN_FEEDBACK_CAMPAIGN])
		t->seen[SIGN_FEEDBACK] = true;
	if (t->seen[SIGN_LIST])		/* a list has these as a matter of course */
		t->seen[SIGN_LIST_ID] = t->seen[SIGN_LIST_UNSUBSCRIBE] = t->seen[SIGN_ONE_CLICK] =
			t->seen[SIGN_PRECEDENCE] = t->seen[SIGN_UNSUBSCRIBE] = false;
}

static int
points_of(const struct tally *t, enum message_class class)
{
	int points = 0;

	for (int i = 1; i < SIGNS; i++)
		if (t->seen[i] && signs[i].class == class)
			points += signs[i].points;
	return points;
}

/* Of classes that are close: the stricter profile for content where anything speaks for
   it, else the harmless one. */
static enum message_class
decide(const struct tally *t, bool *ret_certain)
{
	enum message_class best = CLASS_PERSONAL;
	int most = 0, second = 0;

	*ret_certain = true;
	if (points_of(t, CLASS_AUTO))
		return CLASS_AUTO;
	for (unsigned c = 1; c & CLASS_ALL; c <<= 1) {
		int points = points_of(t, (enum message_class)c);

		if (points > most) {
			second = most;
			most = points;
			best = (enum message_class)c;
		} else {
			second = MAX(second, points);
		}
	}
	*ret_certain = most - second >= LEAD_CERTAIN;
	if (most - second >= LEAD)
		return best;
	return points_of(t, CLASS_TRANSACTIONAL) ? CLASS_TRANSACTIONAL : CLASS_PERSONAL;
}

/* The heaviest reasons, in words. */
static const char *
explain(struct arena *a, const struct tally *t, enum message_class class)
{
	const char *why[WHYS] = { NULL };
	guint n = 0;

	for (int points = 10; points > 0; points--)
		for (int i = 1; i < SIGNS && n < WHYS; i++) {
			if (!t->seen[i] || signs[i].class != class || signs[i].points != points)
				continue;
			why[n++] = i == SIGN_SUBJECT_SERVICE && t->entry
				 ? arena_printf(a, "subject says \"%.*s\"",
						(int)strcspn(t->entry, "*"), t->entry)
				 : signs[i].why;
		}
	if (!n)
		return "nothing says otherwise";
	return n == 1 ? why[0] : n == 2 ? arena_printf(a, "%s; %s", why[0], why[1])
	     : arena_printf(a, "%s; %s; %s", why[0], why[1], why[2]);
}

void
facts_class(struct facts *f)
{
	struct tally t = { .entry = NULL };

	look_at_report(f, &t);
	look_at_fields(f, &t);
	look_at_addresses(f, &t);
	look_at_subject(f, &t);
	look_at_markup(f, &t);
	look_at_links(f, &t);
	look_at_files(f, &t);
	if (f->main)
		look_at_body(f, f->main, &t);
	weigh(&t);
	f->class = decide(&t, &f->class_certain);
	f->class_why = explain(f->arena, &t, f->class);
}
