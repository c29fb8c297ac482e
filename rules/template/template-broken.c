#include "core/rule.h"

static void
tell(struct findings *out, const struct template_fault_at *b)
{
	const struct text *t = b->text;
	struct span w = b->fault.where;

	switch (b->fault.kind) {
	case TEMPLATE_NEVER_CLOSED:
		found(out, t, w, "it is never closed");
		break;
	case TEMPLATE_NEVER_OPENED:
		found(out, t, w, "it is closed, but was never opened");
		break;
	case TEMPLATE_NEVER_ENDED:
		found(out, t, w, "this block is never ended");
		break;
	case TEMPLATE_ENDS_NOTHING:
		found(out, t, w, "it ends a block that was never begun");
		break;
	case TEMPLATE_ENDS_ANOTHER:
		found(out, t, w, "it ends another block than the one that is open");
		found_also(out, t, b->fault.other);
		break;
	case TEMPLATE_STANDS_ALONE:
		found(out, t, w, "it stands in no block");
		break;
	}
}

/* What the engine will leave as it is. */
static void
tell_foreign(const struct facts *f, struct findings *out, const struct template_hit *h)
{
	int points = h->certain ? 40 : 20;

	found_for(out, points, h->text, h->where, "written as in %s: another engine's syntax",
		  h->engine);
	found_hit_again(f, out, h);
}

/* A brace that was never closed looks like one of another engine. */
static bool
is_told(const struct facts *f, const struct template_hit *h)
{
	struct span w = text_in_source(h->text, h->where);

	for (guint i = 0; i < f->template_faults->len; i++) {
		const struct template_fault_at *b =
			&g_array_index(f->template_faults, struct template_fault_at, i);

		if (b->text == text_source(h->text) && w.at < b->fault.where.at + b->fault.where.len &&
		    b->fault.where.at < w.at + w.len)
			return true;
	}
	return false;
}

static void
check(const struct facts *f, struct findings *out)
{
	for (guint i = 0; f->template_faults && i < f->template_faults->len; i++)
		tell(out, &g_array_index(f->template_faults, struct template_fault_at, i));
	for (guint i = 0; f->engine && i < f->template_hits->len; i++) {
		const struct template_hit *h =
			&g_array_index(f->template_hits, struct template_hit, i);

		if (h->kind == TEMPLATE_PLACEHOLDER && *h->engine && !h->repeated && !is_told(f, h))
			tell_foreign(f, out, h);
	}
}

const struct rule rule_template_broken = {
	.id       = "template-broken",
	.title    = "a placeholder of the template is broken",
	.why      = "The engine stops at it, or leaves it as it is, and every mail made of the "
		    "template shows it.",
	.fix      = "Open and close it as the engine wants, and end each block that you begin.",
	.points   = 40,
	.evidence = EVIDENCE_E,
	.classes  = CLASS_ALL,
	.needs    = FACTS_TEMPLATE,
	.check    = check,
	.examples = {
		HIT (BODY("Hello {{ name, your order {{ number }} is ready."),
		     .at = "{{ name,", .points = 40, .engine = "handlebars"),
		HIT (BODY("Witaj {{#if imie}}{{imie}}, zamówienie jest gotowe."),
		     .at = "{{#if imie}}", .engine = "handlebars"),
		HIT (BODY("Witaj {{imie}}{{/if}}, zamówienie jest gotowe."),
		     .at = "{{/if}}", .engine = "handlebars"),
		HIT (BODY("{{#each items}}{{name}}{{/if}}"), .at = "{{#each items}}", .engine = "handlebars"),
		HIT (BODY("Здравствуйте, {{ name }}{% endif %}!"), .at = "{% endif %}", .engine = "jinja"),
		HIT (BODY("Olá *|FNAME|*, o pedido chegou."), .at = "*|FNAME|*", .engine = "liquid"),
		HIT (HTML("<p>Hello {{name}, welcome.</p>"), .at = "{{name},", .engine = "mustache"),
		HIT (HTML("<p>Hello name}}, welcome.</p>"), .at = "name}}", .engine = "mustache"),
		HIT (BODY("Hello {{else}} there."), .at = "{{else}}", .engine = "handlebars"),
		HIT (BODY("Dear <% if a %>Anna, it is ready."), .at = "<% if a %>", .engine = "erb"),
		PASS(BODY("Hello {{#if name}}{{name}}{{else}}there{{/if}}, it is ready."),
		     .engine = "handlebars"),
		PASS(BODY("{% for i in items %}{{ i.name|upper }}\n{% endfor %}"), .engine = "jinja"),
		PASS(HTML("<style>@media print{a{b:c}}</style><p>Hello {{name}}</p>"), .engine = "mustache"),
		PASS(BODY("<% items.each do |i| %><%= i.name %>\n<% end %>"), .engine = "erb"),
		PASS(BODY("Hello [Your name], it is ready."), .engine = "mustache"),
		PASS(BODY("Hello {{name}, it is ready.")),
	},
};
