/* notices.c — how somebody wants to be told (/me/notices), the browsers that listen, and the desk's dead letters. */
#include <stdio.h>
#include <string.h>

#include "base/config.h"
#include "base/mask.h"
#include "base/text.h"
#include "fair/local_time.h"
#include "api/page.h"
#include "api/handlers.h"
#include "gate/house.h"
#include "api/idempotent.h"
#include "notify/subscription.h"
#include "people/contact_change.h"
#include "people/login.h"
#include "trade/tell.h"

#define HOUR_MS 3600000LL

static void each_browser(void *arg, const struct subscription *s)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "id", s->id);
	json_str(j, "endpoint", s->endpoint);
	json_obj_end(j);
}

/* The number that was wished for last, the one that is used until that counts (or the seller's, where none was given here), and when it will. */
static err_t write_phone(struct db *db, struct json *j, const struct person *p, const struct contact *c)
{
	char phone[PHONE_CHARS + 1];
	struct contact_change change;
	err_t e = contact_change_find(db, p->id.s, &change);
	if (e != OK && e != ERR_NOT_FOUND) return e;
	json_opt(j, "phone", e == OK ? change.phone : c->phone);
	TRY(tell_phone(db, p, phone));
	json_opt(j, "phone_used", phone);
	json_time(j, "phone_holds_at", e == OK ? change.holds_ms : 0);
	return OK;
}

static err_t answer(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct contact c;
	const struct person *p = &rq->who.person;
	TRY(contact_find(tx_db(tx), p->id.s, p->lang, &c));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	TRY(write_phone(tx_db(tx), &j, p, &c));
	json_str(&j, "lang", c.lang);
	json_str(&j, "zone", c.zone);
	for (int k = 0; k < OUTBOX_KINDS; k++) json_bool(&j, outbox_kind_wire((enum outbox_kind)k), c.by[k]);
	json_int(&j, "quiet_from_min", c.quiet_from_min);
	json_int(&j, "quiet_until_min", c.quiet_until_min);
	json_str(&j, "push_key", rq->house->push_key);
	json_arr(&j, "browsers");
	TRY(subscription_list(tx_db(tx), p->id.s, each_browser, &j));
	json_arr_end(&j);
	json_obj_end(&j);
	return OK;
}

err_t me_notices_get(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return answer(tx, rq, rp); }

struct contact_body { char phone[25], lang[13], zone[CONTACT_ZONE_MAX + 1]; bool mail, sms, whatsapp, push; int64_t quiet_from_min, quiet_until_min; };
static const struct shape_field contact_fields[] = {
	SHAPE_STR(struct contact_body, phone, OPT), SHAPE_STR(struct contact_body, lang, REQ), SHAPE_STR(struct contact_body, zone, REQ),
	SHAPE_BOOL(struct contact_body, mail, REQ), SHAPE_BOOL(struct contact_body, sms, REQ), SHAPE_BOOL(struct contact_body, whatsapp, REQ),
	SHAPE_BOOL(struct contact_body, push, REQ), SHAPE_INT(struct contact_body, quiet_from_min, 0, 1439, REQ),
	SHAPE_INT(struct contact_body, quiet_until_min, 0, 1439, REQ),
};
static const struct shape contact_shape = SHAPE("notice-wishes", struct contact_body, contact_fields);

static err_t tell_old_number(struct tx *tx, const struct http_request *rq)
{
	char hours[24];
	snprintf(hours, sizeof hours, "%lld", (long long)rq->house->config->change_hours);
	return tell(tx, &(struct telling){.notice = NOTICE_NUMBER_CHANGED_ANYONE, .person = rq->who.person.id.s, .about = "", .path = "/mine", .urgent = true,
	                                  .values = {.quantity = hours}}, NULL, NULL);
}

/* Whoever has taken over an account can neither change its number in silence nor use the new one before its owner could object. The first
 * number replaces none. `c` leaves with the number that counts now. */
static err_t change_number(struct tx *tx, const struct http_request *rq, struct contact *c)
{
	struct contact now;
	struct contact_change waits;
	const struct person *p = &rq->who.person;
	char used[PHONE_CHARS + 1], wished[PHONE_CHARS + 1];
	memcpy(wished, c->phone, sizeof wished);
	TRY(contact_find(tx_db(tx), p->id.s, p->lang, &now));
	TRY(tell_phone(tx_db(tx), p, used));
	if (strcmp(wished, now.phone) == 0 || !*used || strcmp(wished, used) == 0) return contact_change_drop(tx, p->id.s);
	memcpy(c->phone, now.phone, sizeof c->phone);
	err_t e = contact_change_find(tx_db(tx), p->id.s, &waits);
	if (e == OK && strcmp(waits.phone, wished) == 0) return OK;
	if (e != OK && e != ERR_NOT_FOUND) return e;
	TRY(tell_old_number(tx, rq));
	return contact_change_ask(tx, p->id.s, wished, rq->house->config->change_hours * HOUR_MS);
}

err_t me_notices_put(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct contact_body b;
	TRY(api_body(rq, rp, &contact_shape, &b));
	struct contact c = {.by = {[OUTBOX_MAIL] = b.mail, [OUTBOX_SMS] = b.sms, [OUTBOX_WHATSAPP] = b.whatsapp, [OUTBOX_PUSH] = b.push},
	                    .quiet_from_min = (int)b.quiet_from_min, .quiet_until_min = (int)b.quiet_until_min};
	if (*b.phone && phone_clean(b.phone, c.phone) != OK) return http_fault(rp, "phone", ERR_BAD_FIELD);
	if (strcmp(b.lang, "hi") != 0 && strcmp(b.lang, "en") != 0) return http_fault(rp, "lang", ERR_BAD_FIELD);
	if (!time_zone_known(b.zone)) return http_fault(rp, "zone", ERR_BAD_FIELD);
	text_copy(c.lang, sizeof c.lang, b.lang);
	text_copy(c.zone, sizeof c.zone, b.zone);
	TRY(change_number(tx, rq, &c));
	TRY(contact_put(tx, rq->who.person.id.s, &c));
	return answer(tx, rq, rp);
}

/* ── browsers ── */

struct browser_body { char endpoint[SUBSCRIPTION_ENDPOINT_MAX + 1], p256dh[SUBSCRIPTION_P256DH_CHARS + 1], auth[SUBSCRIPTION_AUTH_CHARS + 1]; };
static const struct shape_field browser_fields[] = {
	SHAPE_STR(struct browser_body, endpoint, REQ), SHAPE_STR(struct browser_body, p256dh, REQ), SHAPE_STR(struct browser_body, auth, REQ)};
static const struct shape browser_shape = SHAPE("browser", struct browser_body, browser_fields);

static err_t subscribe(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct browser_body b;
	struct subscription s = {0};
	char id[ID_CHARS + 1];
	TRY(api_body(rq, rp, &browser_shape, &b));
	if (!rq->house->push_key) return ERR_UNAVAILABLE;
	if (!subscription_endpoint_valid(b.endpoint, rq->house->config->push_exempt)) return http_fault(rp, "endpoint", ERR_BAD_FIELD);
	text_copy(s.endpoint, sizeof s.endpoint, b.endpoint);
	text_copy(s.p256dh, sizeof s.p256dh, b.p256dh);
	text_copy(s.auth, sizeof s.auth, b.auth);
	err_t e = subscription_put(tx, rq->who.person.id.s, &s, id);
	if (e == ERR_BAD_FIELD) return http_fault(rp, "p256dh", e);
	TRY(e);
	api_created(rp, "me/notices/browsers", id);
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_str(&j, "id", id);
	json_obj_end(&j);
	return OK;
}

err_t me_browsers_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, subscribe); }

err_t me_browser_delete(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	TRY(subscription_drop(tx, rq->params[0], rq->who.person.id.s));
	rp->status = 204;
	return OK;
}

/* A message to oneself, by every carrier that was chosen. */
static err_t send_trial(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	TRY(tell(tx, &(struct telling){.notice = NOTICE_TRIAL_ANYONE, .person = rq->who.person.id.s, .about = "", .path = "/"}, NULL, NULL));
	rp->status = 202;
	return OK;
}

err_t me_trial_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, send_trial); }

/* ── numbers that wait ── */

static void each_change(void *arg, const struct contact_change_row *c)
{
	struct json *j = arg;
	char masked[MASK_BYTES];
	mask_end(c->phone, masked);
	json_obj(j, NULL);
	json_str(j, "person", c->person);
	json_str(j, "name", c->name);
	json_str(j, "role", c->role);
	json_opt(j, "phone", masked);
	json_time(j, "asked_at", c->asked_ms);
	json_time(j, "holds_at", c->holds_ms);
	json_obj_end(j);
}

err_t desk_changes_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	(void)rq;
	struct json j = api_items_begin(rp);
	TRY(contact_change_list(db, each_change, &j));
	api_items_end(&j);
	return OK;
}

/* Its owner has objected: who asked for it may still be signed in. */
static err_t stop_change(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct contact_change c;
	(void)rp;
	TRY(contact_change_find(tx_db(tx), rq->params[0], &c));
	TRY(contact_change_drop(tx, rq->params[0]));
	return login_close_all(tx, rq->params[0]);
}

err_t desk_change_stop_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, stop_change); }

/* ── dead letters ── */

/* "+9198…00" or "…@example.org": enough to know it again. */
static void write_masked(struct json *j, const struct outbox_letter *l)
{
	char masked[OUTBOX_TO_MAX + 8];
	size_t n = strlen(l->to);
	const char *at = strchr(l->to, '@');
	if (at) snprintf(masked, sizeof masked, "…%s", at);
	else snprintf(masked, sizeof masked, "%.5s…%s", l->to, n > 2 ? l->to + n - 2 : "");
	json_str(j, "to", strcmp(l->kind, "push") == 0 ? NULL : masked);
}

static void each_letter(void *arg, const struct outbox_letter *l)
{
	struct api_page *p = arg;
	if (!api_page_row(p, l->id)) return;
	struct json *j = &p->json;
	json_obj(j, NULL);
	json_str(j, "id", l->id);
	json_str(j, "kind", l->kind);
	write_masked(j, l);
	json_opt(j, "notice", l->notice);
	json_str(j, "error", l->error);
	json_int(j, "tries", l->tries);
	json_time(j, "at", l->created_ms);
	json_time(j, "failed_at", l->settled_ms);
	json_obj_end(j);
}

err_t desk_letters_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct api_page page;
	TRY(api_page_begin(&page, db, rq, rp, API_PAGE_MAX + 1));
	TRY(outbox_dead(db, page.cursor, page.rows, each_letter, &page));
	return api_page_end(&page);
}

static err_t send_again(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)rp;
	return outbox_again(tx, rq->params[0]);
}

err_t desk_letter_again_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, send_again); }
