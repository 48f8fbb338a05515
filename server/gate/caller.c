/* caller.c — the login's cookie first, then the guest's. */
#include "gate/caller.h"

#include <stdio.h>
#include <string.h>

#include "gate/cookie.h"

static err_t find_by_cookie(struct tx *tx, const char *cookies, const char *name, struct caller *ret)
{
	char token[LOGIN_TOKEN_CHARS + 1];
	bool stale = false;
	if (!head_cookie(cookies, name, token, sizeof token) || strlen(token) != LOGIN_TOKEN_CHARS) return OK;
	err_t e = login_find(tx_db(tx), token, tx_now_ms(tx), &ret->person, &stale);
	if (e == ERR_NOT_SIGNED_IN || e == ERR_NOT_FOUND) return OK;
	if (e == ERR_EXPIRED) return login_close(tx, token); /* over is over, wherever the clock goes */
	TRY(e);
	if (stale) TRY(login_touch(tx, token, ret->person.role));
	memcpy(ret->token, token, sizeof ret->token);
	ret->known = true;
	ret->signed_in = ret->person.role != ROLE_GUEST;
	return OK;
}

err_t caller_find(struct tx *tx, const struct head *h, const char *ip, struct caller *ret)
{
	struct caller c = {0};
	snprintf(c.ip, sizeof c.ip, "%s", ip);
	TRY(find_by_cookie(tx, h->cookie, COOKIE_LOGIN, &c));
	if (!c.known) TRY(find_by_cookie(tx, h->cookie, COOKIE_GUEST, &c));
	const char *lang = c.signed_in && *c.person.lang ? c.person.lang : head_lang(h->accept_language);
	memcpy(c.lang, !strncmp(lang, "hi", 2) ? "hi" : "en", 3);
	*ret = c;
	return OK;
}

err_t http_need_person(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *name, const char *country)
{
	struct login_token token;
	struct person_id id;
	if (rq->who.known) return OK;
	TRY(login_open_guest(tx, name ? name : "", rq->who.lang, country ? country : "", &token, &id));
	TRY(person_find(tx_db(tx), id.s, &rq->who.person));
	rq->who.known = true;
	memcpy(rq->who.token, token.s, sizeof rq->who.token);
	http_reply_login(rp, token.s, HTTP_LOGIN_GUEST);
	return OK;
}
