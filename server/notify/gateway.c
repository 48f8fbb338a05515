/* gateway.c — one request as JSON, and what its answer means. */
#include "notify/gateway.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "notify/sms_length.h"
#include "notify/templates.h"

struct gateway { struct gateway_config config; struct templates *templates; };

static void opt(struct json *j, const char *key, const char *value)
{
	if (*value) json_str(j, key, value);
}

static void write_body(const struct gateway *g, const struct outbox_item *item, const char *template, struct buf *out)
{
	const char *dot = strrchr(item->notice, '.');
	struct json j = json_start(out);
	json_obj(&j, NULL);
	json_str(&j, "ref", item->id);
	json_str(&j, "kind", outbox_kind_wire(g->config.kind));
	json_str(&j, "to", item->to);
	json_str(&j, "text", item->body);
	json_bool(&j, "unicode", sms_unicode(item->body));
	opt(&j, "sender", g->config.sender);
	opt(&j, "entity", g->config.entity);
	opt(&j, "template", template);
	opt(&j, "lang", dot ? dot + 1 : "");
	json_obj_end(&j);
}

static err_t pack(void *self, struct db *db, int64_t now_ms, const struct outbox_item *item, struct parcel *ret)
{
	struct gateway *g = self;
	const char *template = templates_find(g->templates, item->notice);
	if (g->config.limits) TRY(text_guard(g->config.limits, db, now_ms, item, ret->why, sizeof ret->why));
	if (*g->config.entity && !*template) {
		snprintf(ret->why, sizeof ret->why, "no template is registered for %.60s", item->notice);
		return ERR_CONFIG;
	}
	snprintf(ret->url, sizeof ret->url, "%s", g->config.url);
	snprintf(ret->headers[0], sizeof ret->headers[0], "Content-Type: application/json");
	snprintf(ret->headers[1], sizeof ret->headers[1], "Idempotency-Key: %s", item->id);
	if (*g->config.key) snprintf(ret->headers[2], sizeof ret->headers[2], "Authorization: Bearer %s", g->config.key);
	write_body(g, item, template, &ret->body);
	return OK;
}

/* An answer that cannot be read is an answer all the same: the gateway has taken the message. */
static void judge(void *self, const struct outgoing_answer *a, struct outcome *ret)
{
	struct gateway *g = self;
	carrier_judge_status(a, ret);
	if (ret->verdict == VERDICT_SENT && g->config.read(a->body, a->len, ret->ref) != OK) *ret->ref = 0;
}

err_t gateway_new(const struct gateway_config *c, struct gateway **ret)
{
	*ret = NULL;
	if (!*c->url) return OK;
	if (c->limits) TRY(text_limits_check(c->limits));
	struct gateway *g = calloc(1, sizeof *g);
	if (!g) abort();
	g->config = *c;
	err_t e = templates_read(c->templates, &g->templates);
	if (e != OK) {
		free(g);
		return e;
	}
	*ret = g;
	return OK;
}

void gateway_free(struct gateway *g)
{
	if (!g) return;
	templates_free(g->templates);
	free(g);
}

struct carrier gateway_carrier(struct gateway *g) { return (struct carrier){.kind = g->config.kind, .self = g, .pack = pack, .judge = judge}; }
