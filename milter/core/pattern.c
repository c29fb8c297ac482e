#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "core/limits.h"
#include "core/pattern.h"

struct pattern {
	pcre2_code *code;
	pcre2_match_context *context;
};

static GQuark
pattern_quark(void)
{
	return g_quark_from_static_string("sendlint-pattern");
}

struct pattern *
pattern_new(const char *source, GError **error)
{
	const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE |
				 PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT;
	struct pattern *p;
	PCRE2_SIZE at;
	int reason;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED, options,
					 &reason, &at, NULL);

	if (!code) {
		char text[128];

		pcre2_get_error_message(reason, (PCRE2_UCHAR *)text, sizeof text);
		g_set_error(error, pattern_quark(), reason, "%s, at %u", text, (guint)at + 1);
		return NULL;
	}
	p = g_new(struct pattern, 1);
	p->code = code;
	p->context = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(p->context, LIMIT_PATTERN_STEPS);
	pcre2_set_depth_limit(p->context, LIMIT_PATTERN_STEPS);
	pcre2_set_heap_limit(p->context, LIMIT_PATTERN_HEAP / 1024);
	return p;
}

void
pattern_free(struct pattern *p)
{
	if (!p)
		return;
	pcre2_match_context_free(p->context);
	pcre2_code_free(p->code);
	g_free(p);
}

/* One search of a text: what changes while it goes on. */
struct search {
	pcre2_match_context *context;	/* its own, for the window */
	pcre2_match_data *data;
	PCRE2_SPTR s;
	gsize len;
};

/* The first match that begins in [from, to]. */
static int
step(const struct pattern *p, struct search *x, gsize from, gsize to)
{
	pcre2_set_offset_limit(x->context, to);
	return pcre2_match(p->code, x->s, x->len, from, PCRE2_NO_UTF_CHECK, x->data, x->context);
}

static gsize
next_character(const struct search *x, gsize at)
{
	at++;
	while (at < x->len && (x->s[at] & 0xc0) == 0x80)
		at++;
	return at;
}

GArray *
pattern_match(struct arena *a, const struct pattern *p, const char *s, gsize len, guint most,
	      const atomic_int *cancel, bool *ret_gave_up)
{
	GArray *found = arena_array(a, sizeof(struct span));
	struct search x = {
		.context = pcre2_match_context_copy(p->context),
		.data = pcre2_match_data_create(1, NULL), .s = (PCRE2_SPTR)s, .len = len,
	};
	gsize at = 0;

	while (at <= len && found->len < most) {
		gsize to = MIN(at + LIMIT_PATTERN_WINDOW, len);
		const PCRE2_SIZE *v = pcre2_get_ovector_pointer(x.data);
		int rc = step(p, &x, at, to);

		if (rc == PCRE2_ERROR_NOMATCH) {
			at = next_character(&x, to);
		} else if (rc < 0) {
			*ret_gave_up = true;
			break;
		} else if (v[1] > v[0]) {
			struct span where = { v[0], v[1] - v[0] };

			g_array_append_val(found, where);
			at = v[1];
		} else {
			at = next_character(&x, MAX(v[0], at));
		}
		if (cancel && atomic_load_explicit(cancel, memory_order_relaxed)) {
			*ret_gave_up = true;
			break;
		}
	}
	pcre2_match_data_free(x.data);
	pcre2_match_context_free(x.context);
	return found;
}
