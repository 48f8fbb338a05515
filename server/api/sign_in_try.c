/* sign_in_try.c — see sign_in_try.h. */
#include "api/sign_in_try.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "base/bucket.h"
#include "base/clock.h"
#include "base/lane.h"
#include "base/text.h"
#include "gate/house.h"
#include "people/failure.h"

/* What was typed is wiped before it is freed. */
struct sign_in {
	struct sign_in_tried tried;    /* person "" if there is no such account */
	const struct house *house;
	struct http_token token;
	http_step_fn *then;
	char hash[PASSWORD_HASH_MAX], password[PASSWORD_MAX + 1];
	char from[PERSON_EMAIL_MAX + 48]; /* account and address */
	bool by_password, fits;
};

static void free_try(void *arg)
{
	sodium_memzero(arg, sizeof(struct sign_in));
	free(arg);
}

static void check_on_lane(void *arg)
{
	struct sign_in *s = arg;
	s->fits = password_verify(s->hash, s->password);
}

err_t sign_in_wrong(struct tx *tx, struct http_reply *rp, struct sign_in_tried *t)
{
	t->wrong = true;
	TRY(failures_add(tx, t->email));
	return api_refuse(rp, ERR_BAD_CREDENTIALS);
}

static err_t refuse(struct tx *tx, struct http_request *rq, struct http_reply *rp, void *tried)
{
	(void)rq;
	return sign_in_wrong(tx, rp, tried);
}

/* What one address tries of one account is given back where it was right. */
static void go_on(void *arg)
{
	struct sign_in *s = arg;
	bool right = (!s->by_password || s->fits) && *s->tried.person.s;
	http_continue(s->house, s->token, right ? s->then : refuse, &s->tried);
	if (!s->tried.wrong) buckets_give(s->house->wrong, s->from);
	free_try(s);
}

static void on_dropped(void *arg)
{
	struct sign_in *s = arg;
	http_finish(s->house, s->token, ERR_UNAVAILABLE, NULL);
	free_try(s);
}

/* Tries are counted by account as well, known or not: an attack from many addresses is one attack. */
static bool too_many(struct sign_in *s)
{
	int64_t wait_ms = 0;
	err_t e = buckets_take(s->house->accounts, s->tried.email, clock_mono_us(), &wait_ms);
	if (e == OK) e = buckets_take(s->house->wrong, s->from, clock_mono_us(), &wait_ms);
	if (e == OK) return false;
	struct http_reply rp = {.retry_after_s = (int)(wait_ms / 1000) + 1};
	http_finish(s->house, s->token, ERR_TOO_FAST, &rp);
	return true;
}

static void start(void *arg)
{
	struct sign_in *s = arg;
	if (too_many(s)) {
		free_try(s);
		return;
	}
	if (!s->by_password) {
		go_on(s);
		return;
	}
	const struct lane_job job = {.run = check_on_lane, .done = go_on, .drop = on_dropped, .arg = s};
	if (lane_do(s->house->compute, &job) == OK) return;
	http_finish(s->house, s->token, ERR_FULL, NULL);
	free_try(s);
}

static void on_lost(void *arg, err_t e)
{
	struct sign_in *s = arg;
	http_finish(s->house, s->token, e, NULL);
	free_try(s);
}

/* Whose password it would be; another's than `only` is nobody's. */
static err_t look_up(struct tx *tx, const struct sign_in_wish *w, struct sign_in *s)
{
	if (!w->password) {
		text_copy(s->tried.person.s, sizeof s->tried.person.s, w->only);
		return OK;
	}
	TRY(credential_find(tx_db(tx), s->tried.email, &s->tried.person, s->hash, sizeof s->hash));
	if (*w->only && strcmp(w->only, s->tried.person.s) != 0) s->tried.person.s[0] = 0;
	return OK;
}

err_t sign_in_try(struct tx *tx, struct http_request *rq, struct http_reply *rp, const struct sign_in_wish *w)
{
	struct sign_in *s = calloc(1, sizeof *s);
	if (!s) abort();
	s->house = rq->house;
	s->token = rq->token;
	s->then = w->then;
	s->by_password = w->password != NULL;
	int64_t wait_ms = 0;
	err_t e = email_clean(w->email, s->tried.email);
	bool bad_email = e != OK;
	snprintf(s->from, sizeof s->from, "%s %s", s->tried.email, rq->who.ip);
	text_copy(s->tried.code, sizeof s->tried.code, w->code);
	text_copy(s->password, sizeof s->password, text_or_empty(w->password));
	if (e == OK) e = failures_check(tx_db(tx), s->tried.email, tx_now_ms(tx), &wait_ms);
	rp->retry_after_s = (int)(wait_ms / 1000);
	if (e == OK) e = look_up(tx, w, s);
	if (e != OK) {
		free_try(s);
		return bad_email ? http_fault(rp, "email", e) : e;
	}
	tx_effect(tx, &(struct effect){.run = start, .fail = on_lost, .drop = free_try, .arg = s});
	return OK;
}
