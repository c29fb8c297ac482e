/* What DNS says about a domain, and what of it is to be mended. */
#include "report/report.h"
#include "report/writer.h"

enum { FORMAT = 1, WIDTH = 8, RECORD_SHOWN = 400 };

static const char *const host_states[] = {
	[AUTH_HOST_MX] = "mx", [AUTH_HOST_ADDRESS] = "address", [AUTH_HOST_NULL_MX] = "null-mx",
	[AUTH_HOST_NOTHING] = "none", [AUTH_HOST_MISSING] = "no-domain", [AUTH_HOST_UNKNOWN] = "unknown",
};
static const char *const dmarc_states[] = {
	[DMARC_NONE] = "none", [DMARC_FOUND] = "found", [DMARC_SEVERAL] = "several",
	[DMARC_INVALID] = "invalid", [DMARC_UNKNOWN] = "unknown",
};
static const char *const dkim_states[] = {
	[DKIM_FOUND] = "found", [DKIM_MISSING] = "none", [DKIM_REVOKED] = "revoked",
	[DKIM_INVALID] = "invalid", [DKIM_UNKNOWN] = "unknown",
};
static const char *const ptr_states[] = {
	[AUTH_PTR_UNASKED] = "unasked", [AUTH_PTR_UNKNOWN] = "unknown", [AUTH_PTR_NONE] = "none",
	[AUTH_PTR_UNCONFIRMED] = "unconfirmed", [AUTH_PTR_GENERIC] = "generic", [AUTH_PTR_FINE] = "confirmed",
};

static const char *
say(const struct report_options *o, const char *phrase)
{
	return report_say(o->words, phrase);
}

/* ---- for people ---- */

/* "SPF     v=spf1 mx -all"; what others wrote is made plain. */
static void
add_row(GString *out, const char *head, const char *value)
{
	g_autofree char *some = g_strndup(value, RECORD_SHOWN), *shown = report_plain(some);

	g_string_append_printf(out, "  %-*s %s%s\n", WIDTH, head, shown,
			       strlen(value) > RECORD_SHOWN ? "…" : "");
}

static void
add_spf(GString *out, const struct auth *u, const struct report_options *o)
{
	const struct spf *s = &u->spf;

	if (!u->sender)
		return;
	add_row(out, "SPF", s->record ? s->record
		: say(o, s->result == SPF_UNKNOWN ? "no answer" : "no record"));
	if (s->record)
		g_string_append_printf(out, "  %-*s %s: %u\n", WIDTH, "", say(o, "lookups, of 10"), s->lookups);
	if (!u->options->ip)
		return;
	g_string_append_printf(out, "  %-*s %s: %s", WIDTH, "", u->options->ip,
			       spf_result_name(u->spf_ip.result));
	if (u->spf_ip.matched) {
		g_autofree char *term = report_plain(u->spf_ip.matched);

		g_string_append_printf(out, " (%s)", term);
	}
	g_string_append_c(out, '\n');
}

static void
add_dmarc(GString *out, const struct auth *u, const struct report_options *o)
{
	const struct dmarc *m = &u->dmarc;

	add_row(out, "DMARC", m->record ? m->record
		: say(o, m->state == DMARC_UNKNOWN ? "no answer" : "no record"));
	if (m->record)
		g_string_append_printf(out, "  %-*s %s\n", WIDTH, "", m->at);
	if (m->state == DMARC_FOUND && g_str_equal(m->policy, "none"))
		add_row(out, "", say(o, "p=none only watches: forged mail is delivered"));
	if (m->state == DMARC_FOUND && !m->rua)
		add_row(out, "", say(o, "without rua= nobody tells you who sends in your name"));
}

static void
add_mx(GString *out, const struct auth_host *h, const struct report_options *o)
{
	const char *head = "MX";

	if (h->state != AUTH_HOST_MX)
		add_row(out, head, h->state == AUTH_HOST_ADDRESS ? say(o, "none; mail goes to its address")
			: h->state == AUTH_HOST_NULL_MX ? say(o, "it says that it takes no mail")
			: h->state == AUTH_HOST_UNKNOWN ? say(o, "no answer")
			: h->state == AUTH_HOST_MISSING ? say(o, "there is no such domain")
			: say(o, "none, and no address"));
	for (guint i = 0; h->state == AUTH_HOST_MX && i < h->mx->records->len; i++) {
		const struct dns_record *r = &g_array_index(h->mx->records, struct dns_record, i);
		g_autofree char *line = g_strdup_printf("%u %s", r->preference, r->s);

		add_row(out, head, line);
		head = "";
	}
}

static void
add_key(GString *out, const struct auth_signature *s, const struct report_options *o)
{
	const struct dkim_key *k = &s->key;
	g_autofree char *line = NULL;

	if (k->state == DKIM_FOUND && k->bits)
		line = g_strdup_printf("%s: rsa, %u %s", s->signature.selector, k->bits, say(o, "bits"));
	else if (k->state == DKIM_FOUND)
		line = g_strdup_printf("%s: %s", s->signature.selector, k->type);
	else
		line = g_strdup_printf("%s: %s", s->signature.selector,
			k->state == DKIM_UNKNOWN ? say(o, "no answer")
			: k->state == DKIM_MISSING ? say(o, "no record")
			: k->state == DKIM_REVOKED ? say(o, "revoked: its key is empty")
			: say(o, "the record is wrong"));
	add_row(out, "DKIM", line);
}

static void
add_ptr(GString *out, const struct auth *u, const struct report_options *o)
{
	g_autofree char *line = NULL;

	if (u->ptr == AUTH_PTR_UNASKED)
		return;
	line = g_strdup_printf("%s: %s%s%s", u->options->ip, u->ptr_name ? u->ptr_name : "",
			       u->ptr_name && u->ptr != AUTH_PTR_FINE ? ", " : "",
			       u->ptr == AUTH_PTR_FINE ? "" : u->ptr == AUTH_PTR_UNKNOWN ? say(o, "no answer")
			       : u->ptr == AUTH_PTR_NONE ? say(o, "no record")
			       : u->ptr == AUTH_PTR_GENERIC ? say(o, "a name as customers' lines have")
			       : say(o, "which does not have this address"));
	add_row(out, "PTR", line);
}

static void
add_listings(GString *out, const struct auth *u, const struct report_options *o)
{
	for (const char *const *z = u->options->blocklists; z && *z; z++) {
		g_autofree char *line = NULL;
		guint n = 0;

		for (guint i = 0; i < u->listings->len; i++)
			n += g_array_index(u->listings, struct auth_listing, i).zone == *z;
		line = g_strdup_printf("%s: %s", *z, say(o, n ? "listed" : "not listed"));
		for (guint i = 0; i < u->useless->len; i++)
			if (g_ptr_array_index(u->useless, i) == (gpointer)*z) {
				g_free(line);
				line = g_strdup_printf("%s: %s", *z, say(o, "no answer"));
			}
		add_row(out, "DNSBL", line);
	}
}

static void
add_finding(GString *out, const struct verdict *v, const struct finding *f,
	    const struct report_options *o)
{
	static const char *const levels[] = { "", "note", "warning", "error" };

	g_string_append_printf(out, "%s[%s]: %s\n    = %s: %s\n", say(o, levels[f->level]), f->rule->id,
			       report_message(v->facts->arena, f, o->words), say(o, "help"),
			       report_say_rule(o->words, f->rule, "fix", f->rule->fix));
}

static void
add_text(GString *out, const struct verdict *v, const struct report_options *o)
{
	const struct auth *u = v->facts->auth;

	g_string_append_printf(out, "%s\n", o->name);
	add_mx(out, &g_array_index(u->hosts, struct auth_host, 0), o);
	add_spf(out, u, o);
	add_dmarc(out, u, o);
	for (guint i = 0; i < u->signatures->len; i++)
		add_key(out, &g_array_index(u->signatures, struct auth_signature, i), o);
	add_ptr(out, u, o);
	add_listings(out, u, o);
	g_string_append_c(out, '\n');
	for (guint i = 0; i < v->findings->len; i++)
		add_finding(out, v, &g_array_index(v->findings, struct finding, i), o);
	if (!v->findings->len && !dns_failed(u->options->dns, v->facts->arena)->len)
		g_string_append_printf(out, "%s\n", say(o, "nothing found"));
	for (guint i = 0; i < v->not_checked->len; i++)
		g_string_append_printf(out, "    = %s: %s\n", say(o, "not checked"),
				       report_not_checked(v, i, o->words));
	g_string_append_c(out, '\n');
}

/* ---- for machines ---- */

/* UTF-8, as JSON must be; control characters are the writer's to escape. */
static void
write_record(struct writer *w, const char *name, const char *record)
{
	g_autofree char *valid = record ? g_utf8_make_valid(record, -1) : NULL;

	writer_string(w, name, valid);
}

static void
write_spf(struct writer *w, const struct auth *u)
{
	writer_object(w, "spf");
	writer_string(w, "state", u->spf.result == SPF_NEUTRAL ? "found" : spf_result_name(u->spf.result));
	write_record(w, "record", u->spf.record);
	writer_int(w, "lookups", u->spf.lookups);
	writer_int(w, "void_lookups", u->spf.voids);
	writer_string(w, "result", u->options->ip ? spf_result_name(u->spf_ip.result) : NULL);
	write_record(w, "matched", u->options->ip ? u->spf_ip.matched : NULL);
	writer_object_end(w);
}

static void
write_dmarc(struct writer *w, const struct dmarc *m)
{
	writer_object(w, "dmarc");
	writer_string(w, "state", dmarc_states[m->state]);
	writer_string(w, "at", m->record ? m->at : NULL);
	write_record(w, "record", m->record);
	writer_string(w, "policy", m->state == DMARC_FOUND ? m->policy : NULL);
	write_record(w, "rua", m->rua);
	writer_object_end(w);
}

static void
write_mx(struct writer *w, const struct auth_host *h)
{
	writer_object(w, "mx");
	writer_string(w, "state", host_states[h->state]);
	writer_array(w, "hosts");
	for (guint i = 0; i < h->mx->records->len; i++)
		write_record(w, NULL, g_array_index(h->mx->records, struct dns_record, i).s);
	writer_array_end(w);
	writer_object_end(w);
}

static void
write_keys(struct writer *w, const struct auth *u)
{
	writer_array(w, "dkim");
	for (guint i = 0; i < u->signatures->len; i++) {
		const struct auth_signature *s = &g_array_index(u->signatures, struct auth_signature, i);

		writer_object(w, NULL);
		write_record(w, "selector", s->signature.selector);
		writer_string(w, "state", dkim_states[s->key.state]);
		write_record(w, "record", s->key.record);
		writer_string(w, "type", s->key.type);
		writer_int(w, "bits", s->key.bits);
		writer_object_end(w);
	}
	writer_array_end(w);
}

static void
write_ip(struct writer *w, const struct auth *u)
{
	writer_object(w, "ptr");
	writer_string(w, "state", ptr_states[u->ptr]);
	write_record(w, "name", u->ptr_name);
	writer_object_end(w);
	writer_array(w, "listed");
	for (guint i = 0; i < u->listings->len; i++) {
		const struct auth_listing *l = &g_array_index(u->listings, struct auth_listing, i);

		writer_object(w, NULL);
		write_record(w, "zone", l->zone);
		writer_string(w, "what", l->what);
		writer_string(w, "answer", l->answer);
		write_record(w, "reason", l->reason);
		writer_object_end(w);
	}
	writer_array_end(w);
}

static void
write_findings(struct writer *w, const struct verdict *v, const struct report_options *o)
{
	writer_array(w, "findings");
	for (guint i = 0; i < v->findings->len; i++) {
		const struct finding *f = &g_array_index(v->findings, struct finding, i);

		writer_object(w, NULL);
		writer_string(w, "rule", f->rule->id);
		writer_string(w, "level", level_name(f->level));
		writer_int(w, "points", f->points);
		writer_string(w, "message", report_message(v->facts->arena, f, o->words));
		writer_string(w, "fix", report_say_rule(o->words, f->rule, "fix", f->rule->fix));
		writer_object_end(w);
	}
	writer_array_end(w);
	writer_array(w, "not_checked");
	for (guint i = 0; i < v->not_checked->len; i++)
		writer_string(w, NULL, report_not_checked(v, i, o->words));
	writer_array_end(w);
}

static void
add_json(GString *out, const struct verdict *v, const struct report_options *o)
{
	const struct auth *u = v->facts->auth;
	struct writer *w = writer_new();

	writer_object(w, NULL);
	writer_int(w, "format", FORMAT);
	writer_string(w, "domain", o->name);
	write_mx(w, &g_array_index(u->hosts, struct auth_host, 0));
	write_spf(w, u);
	write_dmarc(w, &u->dmarc);
	write_keys(w, u);
	write_ip(w, u);
	write_findings(w, v, o);
	writer_object_end(w);
	writer_flush(w, out);
	g_string_append_c(out, '\n');
	writer_free(w);
}

void
report_domain(GString *out, const struct verdict *v, enum report_format format,
	      const struct report_options *o)
{
	if (format == REPORT_JSON)
		add_json(out, v, o);
	else
		add_text(out, v, o);
}
