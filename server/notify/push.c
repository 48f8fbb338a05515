/* push.c — see push.h. */
#include "notify/push.h"

#include <stdio.h>
#include <string.h>

#include "notify/push_seal.h"
#include "notify/subscription.h"

static err_t refuse(struct parcel *ret, const char *why, err_t e)
{
	snprintf(ret->why, sizeof ret->why, "%s", why);
	return e;
}

static err_t pack(void *self, struct db *db, int64_t now_ms, const struct outbox_item *item, struct parcel *ret)
{
	struct push *p = self;
	struct subscription s;
	struct buf key;
	err_t e = subscription_find(db, item->to, &s);
	if (e != OK) return refuse(ret, "not subscribed any more", e);
	if (push_seal(s.p256dh, s.auth, item->body, NULL, &ret->body) != OK) return refuse(ret, "the browser's keys are none", ERR_BAD_FIELD);
	buf_init(&key);
	e = vapid_authorize(p->vapid, s.endpoint, now_ms, &key);
	snprintf(ret->url, sizeof ret->url, "%s", s.endpoint);
	snprintf(ret->headers[0], sizeof ret->headers[0], "Content-Type: application/octet-stream");
	snprintf(ret->headers[1], sizeof ret->headers[1], "Content-Encoding: aes128gcm");
	snprintf(ret->headers[2], sizeof ret->headers[2], "TTL: %d", PUSH_TTL_S);
	snprintf(ret->headers[3], sizeof ret->headers[3], "Urgency: high"); /* RFC 8030 §5.3: wakes a phone that sleeps */
	snprintf(ret->headers[4], sizeof ret->headers[4], "Authorization: %s", key.len ? key.data : "");
	buf_fini(&key);
	ret->public_only = !subscription_exempt(s.endpoint, p->exempt);
	return e == OK ? OK : refuse(ret, "the endpoint is none", e);
}

static void judge(void *self, const struct outgoing_answer *a, struct outcome *ret)
{
	(void)self;
	carrier_judge_status(a, ret);
	if (a->err == OK && (a->status == 404 || a->status == 410)) ret->verdict = VERDICT_GONE;
}

static err_t gone(struct tx *tx, const char *to) { return subscription_drop(tx, to, NULL); }

struct carrier push_carrier(struct push *p) { return (struct carrier){.kind = OUTBOX_PUSH, .self = p, .pack = pack, .judge = judge, .gone = gone}; }
