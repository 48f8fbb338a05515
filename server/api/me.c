/* me.c — GET /me, sign-in by password and second factor, by code and e-mail, sign-out. */
#include "api/me.h"

#include <sodium.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/sign_in_try.h"
#include "fair/booth_row.h"
#include "gate/house.h"
#include "notify/mailer.h"
#include "people/artisan_code.h"
#include "people/email_code.h"
#include "people/failure.h"
#include "people/name_guard.h"
#include "people/second_step.h"
#include "sessions/erasure.h"
#include "sessions/notice.h"
#include "trade/account_guard.h"
#include "trade/mine.h"

err_t api_me_write(struct tx *tx, const struct config *config, const struct person *p, struct http_reply *rp)
{
	struct booth_row b = {0};
	if (*p->booth.s) TRY(booth_row_find(tx_db(tx), p->booth.s, &b));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_str(&j, "person", p->id.s);
	json_str(&j, "name", p->name);
	json_str(&j, "role", role_wire(p->role));
	json_opt(&j, "email", p->email);
	json_bool(&j, "email_confirmed", p->email_confirmed);
	json_opt(&j, "booth", b.slug);
	json_opt(&j, "lang", p->lang);
	json_opt(&j, "country", p->country);
	json_bool(&j, "second_factor_needed", second_factor_owed(p, config));
	json_obj_end(&j);
	return OK;
}

/* A browser that comes for the first time leaves as a guest: its enquiries are to be found again. */
err_t me_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	TRY(http_need_person(tx, rq, rp, "", ""));
	return api_me_write(tx, rq->house->config, &rq->who.person, rp);
}

err_t api_sign_in(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *person, struct person *ret)
{
	struct login_token token;
	if (rq->who.signed_in) TRY(login_close(tx, rq->who.token));
	TRY(person_find(tx_db(tx), person, ret));
	TRY(login_open(tx, ret->id.s, &token));
	TRY(erasure_keep_by(tx, ret->id.s));
	http_reply_login(rp, token.s, role_works_here(ret->role) ? HTTP_LOGIN_STAFF : HTTP_LOGIN_PERSON);
	return OK;
}

/* Answers with `me`. */
static err_t welcome(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *person)
{
	struct person p;
	TRY(api_sign_in(tx, rq, rp, person, &p));
	return api_me_write(tx, rq->house->config, &p, rp);
}

/* ── by password: those who work here ── */

struct password_body { char email[PERSON_EMAIL_MAX + 1]; char password[PASSWORD_MAX + 1]; };
static const struct shape_field password_fields[] = {
	SHAPE_STR(struct password_body, email, REQ),
	SHAPE_STR(struct password_body, password, REQ),
};
static const struct shape password_shape = SHAPE("password", struct password_body, password_fields);

/* Whoever has a second factor has a ticket now and no login yet. Wrong tries are not forgotten before the code, or a right password would wash off
 * wrong codes. */
static err_t ask_for_code(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *person)
{
	TRY(http_need_person(tx, rq, rp, "", ""));
	TRY(second_step_open(tx, rq->who.token, person));
	rp->status = 202;
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_time(&j, "code_until", tx_now_ms(tx) + SECOND_STEP_MS);
	json_obj_end(&j);
	return OK;
}

static err_t password_was_right(struct tx *tx, struct http_request *rq, struct http_reply *rp, void *tried)
{
	struct sign_in_tried *t = tried;
	struct person p;
	TRY(person_find(tx_db(tx), t->person.s, &p));
	if (p.second_factor) return ask_for_code(tx, rq, rp, p.id.s);
	TRY(failures_forget(tx, t->email));
	return welcome(tx, rq, rp, p.id.s);
}

err_t sign_in_password_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct password_body body;
	TRY(api_body(rq, rp, &password_shape, &body));
	err_t e = sign_in_try(tx, rq, rp, &(struct sign_in_wish){.email = body.email, .password = body.password, .code = "", .only = "", .then = password_was_right});
	sodium_memzero(&body, sizeof body);
	return e;
}

/* ── and a code, where there is a second factor ── */

struct second_body { char code[SECOND_CODE_MAX + 1]; };
static const struct shape_field second_fields[] = {SHAPE_STR(struct second_body, code, REQ)};
static const struct shape second_shape = SHAPE("second", struct second_body, second_fields);

static err_t code_was_given(struct tx *tx, struct http_request *rq, struct http_reply *rp, void *tried)
{
	struct sign_in_tried *t = tried;
	struct person_id person;
	enum second_result result;
	TRY(second_step_try(tx, rq->who.token, &person));
	TRY(second_factor_try(tx, rq->house->vault, person.s, t->code, &result));
	if (result == SECOND_WRONG) return sign_in_wrong(tx, rp, t);
	if (result == SECOND_BY_RECOVERY) TRY(guard_tell_recovery(tx, person.s));
	TRY(second_step_end(tx, person.s));
	TRY(failures_forget(tx, t->email));
	return welcome(tx, rq, rp, person.s);
}

err_t sign_in_second_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct second_body body;
	struct person_id id;
	struct person p;
	TRY(api_body(rq, rp, &second_shape, &body));
	TRY(second_step_find(tx_db(tx), rq->who.token, tx_now_ms(tx), &id));
	TRY(person_find(tx_db(tx), id.s, &p));
	return sign_in_try(tx, rq, rp, &(struct sign_in_wish){.email = p.email, .code = body.code, .only = p.id.s, .then = code_was_given});
}

/* ── by code or link: artisans ── */

struct code_body { char code[81]; };
static const struct shape_field code_fields[] = {SHAPE_STR(struct code_body, code, REQ)};
static const struct shape code_shape = SHAPE("code", struct code_body, code_fields);

err_t sign_in_code_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct code_body body;
	struct person_id person;
	TRY(api_body(rq, rp, &code_shape, &body));
	TRY(artisan_code_use(tx, body.code, &person));
	return welcome(tx, rq, rp, person.s);
}

/* ── by e-mail: buyers ── */

struct email_body { char email[PERSON_EMAIL_MAX + 1]; char name[PERSON_NAME_MAX + 1]; char lang[13]; };
static const struct shape_field email_fields[] = {
	SHAPE_STR(struct email_body, email, REQ),
	SHAPE_STR(struct email_body, name, OPT),
	SHAPE_STR(struct email_body, lang, OPT),
};
static const struct shape email_shape = SHAPE("email", struct email_body, email_fields);

static void look_for_mail(void *mailer) { mailer_kick(mailer); }

err_t sign_in_email_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct email_body body;
	TRY(api_body(rq, rp, &email_shape, &body));
	err_t e = name_check(tx_db(tx), body.name, ROLE_BUYER);
	if (e != OK) return http_fault(rp, "name", e);
	TRY(http_need_person(tx, rq, rp, body.name, ""));
	e = email_code_send(tx, rq->who.person.id.s, body.email, body.name, *body.lang ? body.lang : rq->who.lang);
	if (e == ERR_BAD_FIELD || e == ERR_TOO_LONG) return http_fault(rp, "email", e);
	if (e == ERR_TOO_FAST) rp->retry_after_s = (int)(EMAIL_CODE_MS / 1000);
	TRY(e);
	if (rq->house->mailer) tx_effect(tx, &(struct effect){.run = look_for_mail, .arg = rq->house->mailer});
	rp->status = 202;
	return OK;
}

struct confirm_body { char email[PERSON_EMAIL_MAX + 1]; char code[17]; };
static const struct shape_field confirm_fields[] = {
	SHAPE_STR(struct confirm_body, email, REQ),
	SHAPE_STR(struct confirm_body, code, REQ),
};
static const struct shape confirm_shape = SHAPE("confirm", struct confirm_body, confirm_fields);

err_t sign_in_confirm_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct confirm_body body;
	struct email_code_try t;
	TRY(api_body(rq, rp, &confirm_shape, &body));
	if (!rq->who.known) return ERR_BAD_CREDENTIALS; /* the code is bound to the browser that asked for it */
	err_t e = mine_confirm(tx, rq->who.person.id.s, body.email, body.code, &t);
	if (e == ERR_BAD_FIELD || e == ERR_TOO_LONG) return http_fault(rp, "email", e);
	TRY(e);
	if (t.result != EMAIL_CODE_RIGHT) return api_refuse(rp, ERR_BAD_CREDENTIALS);
	return welcome(tx, rq, rp, t.buyer.s);
}

err_t sign_out_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	if (*rq->who.token) TRY(login_close(tx, rq->who.token));
	if (rq->who.known) TRY(notice_holds_ended(tx, rq->house->sessions, rq->who.person.id.s));
	http_reply_login(rp, NULL, HTTP_LOGIN_PERSON);
	rp->status = 204;
	return OK;
}
