/* live_login.c — a few slots at each sweep, in one handler. */
#include "gate/live_login.h"

#include <string.h>

#include "base/counters.h"
#include "gate/house.h"
#include "people/login.h"

static err_t holds(struct tx *tx, const struct caller *who)
{
	struct person now;
	bool stale;
	if (!who->signed_in) return OK;
	err_t e = login_find(tx_db(tx), who->token, tx_now_ms(tx), &now, &stale);
	if (e == ERR_EXPIRED || e == ERR_NOT_FOUND) return ERR_NOT_SIGNED_IN;
	TRY(e);
	return now.role == who->person.role && !strcmp(now.id.s, who->person.id.s) ? OK : ERR_NOT_SIGNED_IN;
}

static err_t ask_one(struct tx *tx, void *conn)
{
	struct live_conn *c = conn;
	return holds(tx, &c->who);
}

err_t live_login_holds(struct live_conn *c)
{
	return tick_handle(c->home->house->tick, ask_one, c);
}

void live_login_ended(struct live_conn *c)
{
	counter_add(CTR_LIVE_SIGNED_OUT, 1);
	live_conn_close(c, ERR_NOT_SIGNED_IN);
}

static err_t ask_some(struct tx *tx, void *sockets)
{
	struct live_sockets *ls = sockets;
	for (size_t n = 0, i = ls->logins_swept; n < LIVE_LOGIN_SLOTS; n++, i = (i + 1) % SESSIONS_CONNS_MAX) {
		struct live_conn *c = ls->slots[i].c;
		if (c && !c->closing && holds(tx, &c->who) == ERR_NOT_SIGNED_IN) live_login_ended(c);
	}
	return OK;
}

void live_logins_sweep(struct live_sockets *ls)
{
	IGNORE(tick_handle(ls->house->tick, ask_some, ls)); /* a store that is unwell signs nobody out */
	ls->logins_swept = (ls->logins_swept + LIVE_LOGIN_SLOTS) % SESSIONS_CONNS_MAX;
}
