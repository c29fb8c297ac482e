#include "core/rule.h"

static const char *
site_of_sender(const struct facts *f)
{
	const GArray *from = message_addresses(f->message, "From");
	const char *domain = from->len ? g_array_index(from, struct address, 0).domain : "";

	return domain + url_site(domain, strlen(domain));
}

/* The entry that the host is, or stands below. */
static const char *
listed(const struct facts *f, const char *host)
{
	for (; host; host = strchr(host, '.') ? strchr(host, '.') + 1 : NULL)
		if (phrases_lookup(f->phrases, "brand-image-host", host))
			return host;
	return NULL;
}

static void
check(const struct facts *f, struct findings *out)
{
	const char *last = NULL;

	for (guint i = 0; f->phrases && i < f->images->len; i++) {
		const struct image *image = &g_array_index(f->images, struct image, i);
		const struct text *t = image->html->source;
		struct url u;
		g_autofree char *host = NULL;
		const char *brand;

		if (image->pixel || t->len > 2000)
			continue;
		u = url_of(t->s, t->len);
		if (!u.host.len)
			continue;
		host = g_ascii_strdown(t->s + u.host.at, (gssize)u.host.len);
		brand = listed(f, host);
		if (!brand || g_str_has_suffix(site_of_sender(f), brand + url_site(brand, strlen(brand))))
			continue;
		if (last && g_str_equal(last, brand)) {
			found_also(out, t, u.host);
			continue;
		}
		last = arena_strndup(f->arena, brand, strlen(brand));
		found(out, t, u.host, "it is loaded from %s", last);
	}
}

const struct rule rule_images_foreign_brand_host = {
	.id       = "images-foreign-brand-host",
	.title    = "a picture is loaded from a large firm's server",
	.why      = "Who imitates such a firm takes its pictures from there, so filters count it "
		    "when the mail comes from somebody else.",
	.fix      = "Keep the picture on a host of your own domain.",
	.ignore   = "When the firm is yours, or asks you to load it from there.",
	.points   = 7,
	.evidence = EVIDENCE_B,
	.source   = "SpamAssassin, rules about pictures of Amazon, Facebook, Shopify and others",
	.classes  = CLASS_TRANSACTIONAL | CLASS_BULK,
	.needs    = FACTS_IMAGES,
	.check    = check,
	.examples = {
		HIT (HTML("<img src=\"https://cdn.shopify.com/s/logo.png\" alt=\"Shop\">"),
		     .at = "cdn.shopify.com", .points = 7),
		HIT (HTML("<img src='https://i.imgur.com/aBc.png' alt='Buty'>"), .at = "i.imgur.com"),
		HIT (HTML("<img src='https://loja.blob.core.windows.net/a.png' alt='Loja'>")),
		PASS(HTML("<img src=\"https://cdn.shop.example/cdn.shopify.com/logo.png\" alt=\"Shop\">")),
		PASS("From: Shopify <mail@shopify.com>\nTo: anna@mail.example\nSubject: Your bill\n"
		     "Content-Type: text/html\n\n<p>Bill</p><img src=\"https://cdn.shopify.com/a.png\">\n"),
		PASS(HTML("<a href=\"https://www.facebook.com/shop\">Facebook</a>")),
	},
};
