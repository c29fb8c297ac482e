#include "core/rule.h"

static void
tell(const struct facts *f, struct findings *out, const struct template_hit *h)
{
	int points = h->certain ? 40 : 20;

	if (*h->engine)
		found_for(out, points, h->text, h->where, "written as in %s", h->engine);
	else
		found_for(out, points, h->text, h->where, "it was never filled in");
	found_hit_again(f, out, h);
}

/* On discussion lists people write about code: only the certain counts there.  Of a
   template template-broken tells what is another engine's. */
static bool
is_worth_telling(const struct facts *f, const struct template_hit *h)
{
	if (f->engine && *h->engine)
		return false;
	return h->certain || f->class != CLASS_LIST;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; i < f->template_hits->len; i++) {
		const struct template_hit *h =
			&g_array_index(f->template_hits, struct template_hit, i);

		if (h->kind == TEMPLATE_PLACEHOLDER && !h->repeated && is_worth_telling(f, h))
			tell(f, out, h);
	}
}

const struct rule rule_template_placeholder = {
	.id       = "template-placeholder",
	.title    = "a placeholder was never filled in",
	.why      = "Every reader sees that a machine wrote and nobody looked; for filters it is "
		    "the cleanest sign of spam there is.",
	.fix      = "Check the spelling of the variable, that the engine ran over this part too, "
		    "and give it a value for when there is none.",
	.ignore   = "When the mail shows a placeholder to its reader on purpose: put it "
		    "into <code>.",
	.points   = 40,
	.evidence = EVIDENCE_A,
	.source   = "SpamAssassin UNRESOLVED_TEMPLATE",
	.classes  = CLASS_ALL,
	.needs    = FACTS_TEMPLATE | FACTS_CLASS,
	.check    = check,
	.examples = {
		HIT (SUBJECT("Hello {{ name }}"), .at = "{{ name }}", .points = 40),
		HIT (BODY("Dzień dobry {{imie}}, zamówienie jest gotowe."), .at = "{{imie}}", .points = 40),
		HIT (BODY("Здравствуйте, *|FNAME|*!"), .at = "*|FNAME|*"),
		HIT (BODY("Witaj {firstname},"), .at = "{firstname}", .points = 20),
		HIT (BODY("Olá %{nome}, seu pedido chegou."), .at = "%{nome}"),
		HIT (BODY("Your order <%= @order.id %> is ready."), .at = "<%= @order.id %>"),
		HIT (BODY("Order ${order.number} is ready."), .at = "${order.number}"),
		HIT (BODY("Dear %FIRSTNAME%, #ORDER_ID# waits."), .at = "%FIRSTNAME%"),
		HIT (HTML("<p>Ready. <a href=\"https://shop.example/{{id}}\">Look</a></p>"),
		     .at = "{{id}}"),
		HIT (HTML("<p>Ready. <a href=\"https://shop.example/[ORDER_ID]\">Look</a></p>"),
		     .at = "[ORDER_ID]", .points = 20),
		HIT (HTML("<p>Ready. <img src=\"#LOGO_URL#\" alt=\"Shop\"></p>"), .at = "#LOGO_URL#"),
		PASS(HTML("<p>Ready. <a href=\"https://shop.example/?filter[ID]=4711#TOP\">Look</a></p>")),
		HIT (BODY("Dear [First name], your order is ready."), .at = "[First name]", .points = 40),
		HIT (BODY("Z wyrazami szacunku\n[Imię i nazwisko], [Nazwa firmy, ul.]"),
		     .at = "[Imię i nazwisko]"),
		HIT (HTML("<p>Thank you, <first name>.</p>"), .at = "<first name>"),
		HIT (HTML("<p>Thank you, &lt;first name&gt;.</p>"), .at = "<first name>"),
		PASS(HTML("<p>Thank you, <odd thing>Anna</odd>.</p><form><input name></form>")),
		HIT (BODY("Dear {{title}} [First name], it is ready."), .at = "[First name]",
		     .engine = "mustache"),
		PASS(BODY("It costs $5.00, 100% cotton, -20% on all. #sale #new")),
		PASS(SUBJECT("[JIRA-12] Login is fixed")),
		PASS(SUBJECT("[SPAM] [EXT] Your order")),
		PASS(SUBJECT("{Spam?} Your order")),
		PASS(BODY("Write to anna@mail.example, or @anna on the site :dvd: :-)")),
		PASS(BODY("https://shop.example/?q=%C5%BC%C3%B3%C5%82w&x=%20a%20")),
		PASS(HTML("<style>@media screen{a{b:c}}</style><p>Ready.</p><script type=\"application/"
			  "ld+json\">{\"a\":{\"b\":\"{{x}}\"}}</script>")),
		PASS(HEAD "Subject: Re: Script\nIn-Reply-To: <2@mail.example>\n\nPut {name} there.\n"),
		PASS(BODY("Take the value of $user and print it with %s."), .class = CLASS_LIST),
		PASS(HTML("<p>Write <code>{{ name }}</code> where the name goes.</p>")),
		PASS(BODY("Write `{{ name }}` where the name goes, or:\n\n```\nHello %FIRSTNAME%\n```\n")),
		PASS(HTML("<p>Write `{{ name }}`, <tt>[[name]]</tt> or <kbd>${name}</kbd> there.</p>")),
		PASS(HEAD "Subject: Re: Order\nIn-Reply-To: <2@mail.example>\n"
		     "Content-Type: text/html; charset=utf-8\n\n<p>This is what I got.</p>"
		     "<blockquote>Hello {{ name }}</blockquote>\n"),
		/* A template that sets its own words off. */
		HIT (HTML("<blockquote>Hello {{ name }}</blockquote>"), .at = "{{ name }}"),
		PASS(HEAD "Subject: Re: Order\nIn-Reply-To: <2@mail.example>\n\n"
		     "> Hello {{ name }}\n\nThis is what I got from you.\n"),
		PASS(BODY("Cena: 49,90 zł (w tym VAT 23%). Zobacz [regulamin](https://shop.example/r).")),
	},
};
