/* second_factor.c — one's own second factor (/me/second-factor): set up, renewed, turned off. Each wants the password anew, and a code where there is
 * one already; whoever sits down at an open desk changes nothing. */
#include <sodium.h>
#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "api/me.h"
#include "api/qr_svg.h"
#include "api/sign_in_try.h"
#include "base/config.h"
#include "gate/house.h"
#include "people/failure.h"
#include "trade/account_guard.h"

#define ISSUER "Mela"

static err_t write_state(struct tx *tx, const struct http_request *rq, struct http_reply *rp)
{
	struct second_factor f;
	TRY(second_factor_find(tx_db(tx), rq->who.person.id.s, &f));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_bool(&j, "on", f.on);
	json_time(&j, "since", f.since_ms);
	json_int(&j, "recovery_codes_left", f.recovery_left);
	json_bool(&j, "required", second_factor_required(rq->house->config));
	json_obj_end(&j);
	return OK;
}

err_t second_factor_get(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return write_state(tx, rq, rp); }

/* ── what proves that it is the owner ── */

struct proof_body { char password[PASSWORD_MAX + 1], code[SECOND_CODE_MAX + 1]; };
static const struct shape_field proof_fields[] = {SHAPE_STR(struct proof_body, password, REQ), SHAPE_STR(struct proof_body, code, OPT)};
static const struct shape proof_shape = SHAPE("second-factor-proof", struct proof_body, proof_fields);

static err_t prove(struct tx *tx, struct http_request *rq, struct http_reply *rp, http_step_fn *then)
{
	struct proof_body body;
	const struct person *p = &rq->who.person;
	TRY(api_body(rq, rp, &proof_shape, &body));
	err_t e = sign_in_try(tx, rq, rp, &(struct sign_in_wish){.email = p->email, .password = body.password, .code = body.code, .only = p->id.s, .then = then});
	sodium_memzero(&body, sizeof body);
	return e;
}

/* The password was right; where there is a factor, is the code? Answered already if not. */
static err_t check_code(struct tx *tx, struct http_request *rq, struct http_reply *rp, struct sign_in_tried *t, bool *ret_right)
{
	struct second_factor f;
	enum second_result result = SECOND_BY_APP;
	TRY(second_factor_find(tx_db(tx), t->person.s, &f));
	if (f.on) TRY(second_factor_try(tx, rq->house->vault, t->person.s, t->code, &result));
	*ret_right = result != SECOND_WRONG;
	return *ret_right ? failures_forget(tx, t->email) : sign_in_wrong(tx, rp, t);
}

/* ── setting up ── */

/* otpauth://totp/Mela:desk%40fair.example?secret=…&issuer=Mela: what apps read from the picture. */
static void add_uri(struct buf *out, const char *email, const char *secret)
{
	buf_puts(out, "otpauth://totp/" ISSUER ":");
	buf_url(out, email);
	buf_printf(out, "?secret=%s&issuer=" ISSUER, secret);
}

static err_t write_offer(struct tx *tx, const char *email, char secret[static TOTP_SECRET_CHARS + 1], struct http_reply *rp)
{
	struct buf uri, svg;
	buf_init(&uri);
	buf_init(&svg);
	add_uri(&uri, email, secret);
	err_t e = qr_svg(uri.data, &svg);
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_str(&j, "secret", secret);
	json_str(&j, "uri", uri.data);
	json_str(&j, "qr_svg", svg.data);
	json_time(&j, "until", tx_now_ms(tx) + SECOND_OFFER_MS);
	json_obj_end(&j);
	sodium_memzero(secret, TOTP_SECRET_CHARS);
	buf_fini(&uri);
	buf_fini(&svg);
	return e;
}

static err_t offer(struct tx *tx, struct http_request *rq, struct http_reply *rp, void *tried)
{
	struct sign_in_tried *t = tried;
	char secret[TOTP_SECRET_CHARS + 1];
	bool right;
	TRY(check_code(tx, rq, rp, t, &right));
	if (!right) return OK;
	TRY(second_factor_offer(tx, rq->house->vault, t->person.s, secret));
	return write_offer(tx, t->email, secret, rp);
}

err_t second_factor_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return prove(tx, rq, rp, offer); }

struct confirm_body { char code[SECOND_CODE_MAX + 1]; };
static const struct shape_field confirm_fields[] = {SHAPE_STR(struct confirm_body, code, REQ)};
static const struct shape confirm_shape = SHAPE("second-factor-confirm", struct confirm_body, confirm_fields);

/* Whoever else was signed in is out: they had not shown a code. */
static err_t begin_anew(struct tx *tx, struct http_request *rq, struct http_reply *rp, enum notice notice)
{
	struct person p;
	TRY(guard_tell(tx, rq->who.person.id.s, notice));
	TRY(login_close_all(tx, rq->who.person.id.s));
	return api_sign_in(tx, rq, rp, rq->who.person.id.s, &p);
}

err_t second_factor_confirm_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct confirm_body body;
	struct second_codes codes;
	enum second_result result;
	const struct person *p = &rq->who.person;
	TRY(api_body(rq, rp, &confirm_shape, &body));
	TRY(second_factor_accept(tx, rq->house->vault, p->id.s, body.code, &result, &codes));
	if (result == SECOND_WRONG) return api_refuse(rp, ERR_BAD_CREDENTIALS);
	TRY(begin_anew(tx, rq, rp, p->second_factor ? NOTICE_SECOND_FACTOR_NEW_ANYONE : NOTICE_SECOND_FACTOR_ON_ANYONE));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_arr(&j, "recovery_codes");
	for (int i = 0; i < SECOND_RECOVERY_CODES; i++) json_str(&j, NULL, codes.codes[i]);
	json_arr_end(&j);
	json_obj_end(&j);
	sodium_memzero(&codes, sizeof codes);
	return OK;
}

/* ── turning it off ── */

static err_t turn_off(struct tx *tx, struct http_request *rq, struct http_reply *rp, void *tried)
{
	struct sign_in_tried *t = tried;
	bool right;
	TRY(check_code(tx, rq, rp, t, &right));
	if (!right) return OK;
	TRY(second_factor_drop(tx, t->person.s));
	TRY(begin_anew(tx, rq, rp, NOTICE_SECOND_FACTOR_OFF_ANYONE));
	return write_state(tx, rq, rp);
}

err_t second_factor_off_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	if (!rq->who.person.second_factor || second_factor_required(rq->house->config)) return ERR_BAD_STATE;
	return prove(tx, rq, rp, turn_off);
}
