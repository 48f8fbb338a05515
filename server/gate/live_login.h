/* live_login.h — whether those on the live channel are still signed in. Who somebody is was read at the handshake; a login may end, or
 * be ended from elsewhere, while its page is open.
 * Thread  the floor.   Cost  one read by key for each who is asked about, LIVE_LOGIN_SLOTS of them in one call.
 * Limits  a login that has ended is noticed within LIVE_LOGIN_S, and before anything that not everybody may do. */
#pragma once
#include "gate/live_conn.h"

#define LIVE_LOGIN_S 16
#define LIVE_LOGIN_SLOTS ((SESSIONS_CONNS_MAX - 1) / (LIVE_LOGIN_S * LIVE_SWEEPS_PER_S) + 1)

/* OK also for who never was signed in; NOT_SIGNED_IN when the login has ended or its person is another now; else an error of the store. */
err_t live_login_holds(struct live_conn *c);
/* Closes the connection of one who is not signed in any more. */
void live_login_ended(struct live_conn *c);
/* Closes those of a part of all connections who are not signed in any more; call it LIVE_SWEEPS_PER_S times a second. */
void live_logins_sweep(struct live_sockets *ls);
