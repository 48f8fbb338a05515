/* personal.c — one's own data: what is held, what was agreed to, and its erasure. */
#include <string.h>

#include "api/page.h"
#include "api/handlers.h"
#include "base/config.h"
#include "gate/house.h"
#include "people/consent.h"
#include "people/login.h"
#include "report/personal.h"
#include "sessions/erasure.h"

#define HOUR_MS 3600000LL

err_t me_data_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	if (!rq->who.known) return ERR_NOT_SIGNED_IN;
	struct json j = http_reply_json(rp);
	http_reply_header(rp, "content-disposition", "attachment; filename=\"mela-my-data.json\"");
	return personal_write(db, &j, rq->who.person.id.s);
}

struct erase_body { char erase[6]; };
static const struct shape_field erase_fields[] = {SHAPE_STR(struct erase_body, erase, REQ)};
static const struct shape erase_shape = SHAPE("erase", struct erase_body, erase_fields);

/* Whoever works for the fair is more than their own data: those accounts end otherwise. An artisan closes the shop first. */
err_t me_erase_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct erase_body b;
	const char *person = rq->who.person.id.s;
	if (!rq->who.known) return ERR_NOT_SIGNED_IN;
	if (rq->who.person.role != ROLE_GUEST && rq->who.person.role != ROLE_BUYER && rq->who.person.role != ROLE_ARTISAN) return ERR_FORBIDDEN;
	if (rq->who.signed_in) TRY(login_need_fresh(tx_db(tx), rq->who.token, tx_now_ms(tx)));
	TRY(api_body(rq, rp, &erase_shape, &b));
	if (strcmp(b.erase, "erase") != 0) return http_fault(rp, "erase", ERR_BAD_FIELD);
	http_reply_login(rp, NULL, HTTP_LOGIN_PERSON);
	int64_t wait_ms = rq->house->config->erase_hours * HOUR_MS, due_ms = 0;
	if (!rq->who.signed_in || !wait_ms) return erasure_now(tx, person); /* who has only this browser cannot be told elsewhere */
	TRY(erasure_ask(tx, person, wait_ms, &due_ms));
	rp->status = 202;
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_time(&j, "due_at", due_ms);
	json_obj_end(&j);
	return OK;
}

struct keep_body { char token[LOGIN_TOKEN_CHARS + 1]; };
static const struct shape_field keep_fields[] = {SHAPE_STR(struct keep_body, token, REQ)};
static const struct shape keep_shape = SHAPE("keep", struct keep_body, keep_fields);

err_t erase_keep_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct keep_body b;
	TRY(api_body(rq, rp, &keep_shape, &b));
	TRY(erasure_keep(tx, b.token));
	rp->status = 204;
	return OK;
}

static err_t write_consents(struct db *db, const char *person, struct http_reply *rp)
{
	struct json j = api_items_begin(rp);
	for (enum consent_purpose p = 0; p < CONSENTS; p++) {
		struct consent c;
		TRY(consent_find(db, person, p, &c));
		json_obj(&j, NULL);
		json_str(&j, "purpose", consent_wire(p));
		json_bool(&j, "given", c.given);
		json_time(&j, "at", c.at_ms);
		json_obj_end(&j);
	}
	api_items_end(&j);
	return OK;
}

err_t me_consents_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	if (!rq->who.known) return ERR_NOT_SIGNED_IN;
	return write_consents(tx_db(tx), rq->who.person.id.s, rp);
}

struct consent_body { char purpose[16]; bool given; };
static const struct shape_field consent_fields[] = {SHAPE_STR(struct consent_body, purpose, REQ), SHAPE_BOOL(struct consent_body, given, OPT)};
static const struct shape consent_shape = SHAPE("consent", struct consent_body, consent_fields);

err_t me_consents_put(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct consent_body b;
	enum consent_purpose p;
	if (!rq->who.known) return ERR_NOT_SIGNED_IN;
	TRY(api_body(rq, rp, &consent_shape, &b));
	if (consent_parse(b.purpose, &p) != OK) return http_fault(rp, "purpose", ERR_BAD_FIELD);
	TRY(consent_put(tx, rq->who.person.id.s, p, rq->who.lang, b.given));
	return write_consents(tx_db(tx), rq->who.person.id.s, rp);
}
