/* me.c — GET /me, sign-in by password, code and e-mail, sign-out. */
#include "api/me.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bucket.h"
#include "base/clock.h"
#include "base/lane.h"
#include "base/text.h"
#include "fair/booth_row.h"
#include "api/api.h"
#include "gate/house.h"
#include "api/handlers.h"
#include "notify/mailer.h"
#include "people/artisan_code.h"
#include "people/email_code.h"
#include "people/failure.h"
#include "people/name_guard.h"
#include "people/password.h"
#include "sessions/erasure.h"
#include "sessions/notice.h"
#include "trade/mine.h"

err_t api_me_write(struct db *db, const struct person *p, struct http_reply *rp)
{
	struct booth_row b = {0};
	if (*p->booth.s) TRY(booth_row_find(db, p->booth.s, &b));
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
	json_obj_end(&j);
	return OK;
}

/* A browser that comes for the first time leaves as a guest: its enquiries are to be found again. */
err_t me_get(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	TRY(http_need_person(tx, rq, rp, "", ""));
	return api_me_write(tx_db(tx), &rq->who.person, rp);
}

/* Opens a login for `person`, ends the one this browser had, and answers with `me`. */
static err_t welcome(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *person)
{
	struct login_token token;
	struct person p;
	if (rq->who.signed_in) TRY(login_close(tx, rq->who.token));
	TRY(person_find(tx_db(tx), person, &p));
	TRY(login_open(tx, p.id.s, &token));
	TRY(erasure_keep_by(tx, p.id.s));
	http_reply_login(rp, token.s, role_works_here(p.role) ? HTTP_LOGIN_STAFF : HTTP_LOGIN_PERSON);
	return api_me_write(tx_db(tx), &p, rp);
}

/* ── by password: organizers ── */

struct password_body { char email[PERSON_EMAIL_MAX + 1]; char password[PASSWORD_MAX + 1]; };
static const struct shape_field password_fields[] = {
	SHAPE_STR(struct password_body, email, REQ),
	SHAPE_STR(struct password_body, password, REQ),
};
static const struct shape password_shape = SHAPE("password", struct password_body, password_fields);

/* A check on the lane. The password is wiped before it is freed. */
struct password_check {
	const struct house *house;
	struct http_token token;
	struct person_id person;   /* "" if there is no such account */
	char email[PERSON_EMAIL_MAX + 1], hash[PASSWORD_HASH_MAX], password[PASSWORD_MAX + 1];
	char from[PERSON_EMAIL_MAX + 48]; /* account and address */
	bool fits;
};

static void free_check(void *arg)
{
	sodium_memzero(arg, sizeof(struct password_check));
	free(arg);
}

static void check_on_lane(void *arg)
{
	struct password_check *c = arg;
	c->fits = password_verify(c->hash, c->password);
}

static err_t welcome_checked(struct tx *tx, struct http_request *rq, struct http_reply *rp, void *arg)
{
	struct password_check *c = arg;
	TRY(failures_forget(tx, c->email));
	return welcome(tx, rq, rp, c->person.s);
}

static err_t refuse_checked(struct tx *tx, struct http_request *rq, struct http_reply *rp, void *arg)
{
	(void)rq;
	TRY(failures_add(tx, ((struct password_check *)arg)->email));
	return api_refuse(rp, ERR_BAD_CREDENTIALS);
}

static void on_checked(void *arg)
{
	struct password_check *c = arg;
	bool right = c->fits && *c->person.s;
	if (right) buckets_give(c->house->wrong, c->from);
	http_continue(c->house, c->token, right ? welcome_checked : refuse_checked, c);
	free_check(c);
}

static void on_check_dropped(void *arg)
{
	struct password_check *c = arg;
	http_finish(c->house, c->token, ERR_UNAVAILABLE, NULL);
	free_check(c);
}

/* Tries are counted by account as well, known or not: an attack from many addresses is one attack. What one address tries of one account is
 * given back where it was right. */
static bool too_many_tries(struct password_check *c)
{
	int64_t wait_ms = 0;
	err_t e = buckets_take(c->house->accounts, c->email, clock_mono_us(), &wait_ms);
	if (e == OK) e = buckets_take(c->house->wrong, c->from, clock_mono_us(), &wait_ms);
	if (e == OK) return false;
	struct http_reply rp = {.retry_after_s = (int)(wait_ms / 1000) + 1};
	http_finish(c->house, c->token, ERR_TOO_FAST, &rp);
	return true;
}

static void start_check(void *arg)
{
	struct password_check *c = arg;
	if (too_many_tries(c)) {
		free_check(c);
		return;
	}
	const struct lane_job job = {.run = check_on_lane, .done = on_checked, .drop = on_check_dropped, .arg = c};
	if (lane_do(c->house->compute, &job) == OK) return;
	http_finish(c->house, c->token, ERR_FULL, NULL);
	free_check(c);
}

static void on_check_lost(void *arg, err_t e)
{
	struct password_check *c = arg;
	http_finish(c->house, c->token, e, NULL);
	free_check(c);
}

err_t sign_in_password_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct password_body body;
	TRY(api_body(rq, rp, &password_shape, &body));
	struct password_check *c = calloc(1, sizeof *c);
	if (!c) abort();
	c->house = rq->house;
	c->token = rq->token;
	int64_t wait_ms = 0;
	err_t e = email_clean(body.email, c->email);
	snprintf(c->from, sizeof c->from, "%s %s", c->email, rq->who.ip);
	if (e == OK) e = failures_check(tx_db(tx), c->email, tx_now_ms(tx), &wait_ms);
	rp->retry_after_s = (int)(wait_ms / 1000);
	if (e == OK) e = credential_find(tx_db(tx), c->email, &c->person, c->hash, sizeof c->hash);
	memcpy(c->password, body.password, sizeof c->password);
	sodium_memzero(&body, sizeof body);
	if (e != OK) {
		free_check(c);
		return e == ERR_BAD_FIELD || e == ERR_TOO_LONG ? http_fault(rp, "email", e) : e;
	}
	tx_effect(tx, &(struct effect){.run = start_check, .fail = on_check_lost, .drop = free_check, .arg = c});
	return OK;
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
