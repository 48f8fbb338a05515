/* exchange.h — one request and its answer, between the socket's side (gate/door) and the handler's.
 *
 *   door: open ─► body ─► run ─► handler ─► commit ─► `ready` ─► door writes head and body ─► close
 *
 * Owns    requests, replies and what they hold; an exchange whose client has gone is kept until its work is over.
 * Thread  the floor.
 * Limits  EXCHANGES_MAX at once, then the connection is refused; EXCHANGE_WAIT_S for an answer, then TIMEOUT. */
#pragma once
#include "gate/files.h"
#include "gate/head.h"
#include "gate/route.h"
#include "gate/toll.h"

#define EXCHANGES_MAX 8192
#define EXCHANGE_WAIT_S 20

struct exchange;
struct exchanges;

struct exchange_rules {
	const struct house *house;
	const struct files *files;      /* the pages; NULL for none */
	const char *origins;            /* whose pages may change something, parted by commas: https://a,https://b:8081 */
	struct toll_rates rates;
};
/* Lends the rules' texts. */
struct exchanges *exchanges_new(const struct exchange_rules *rules);
void exchanges_free(struct exchanges *es);
/* Answers what has waited too long; call it once a second. */
void exchanges_sweep(struct exchanges *es);

/* Where a request comes from, and whom to tell that the answer is there. */
struct exchange_door {
	void (*ready)(void *arg);
	void *arg;
	char ip[46];
	bool tls;
	bool metrics;         /* the metrics' own port: nothing else is served there */
	const char *redirect; /* send it there; NULL to serve it. Lent for exchange_open */
	bool crowded; /* one connection too many from this address: served only to people who are signed in */
};
/* Begins with the head; NULL if there is no room. The head is copied. */
struct exchange *exchange_open(struct exchanges *es, const struct head *h, const struct exchange_door *door);
/* Bytes of body that will come, and whether the connection must be closed after the answer. */
size_t exchange_body_len(const struct exchange *x);
bool exchange_closes(const struct exchange *x);
/* The client has said that it asks nothing more. */
bool exchange_is_last(const struct exchange *x);
/* More body; false if it is more than was said. */
bool exchange_body(struct exchange *x, const void *data, size_t len);
/* The body is whole: finds who asks and calls the handler. `ready` may be called before this returns. */
void exchange_run(struct exchange *x);
/* Once `ready` was called: the head as it goes out, and the body. Lent until exchange_close. */
struct exchange_answer { const char *head; size_t head_len; const char *body; size_t body_len; };
struct exchange_answer exchange_answer(struct exchange *x);
/* The door is through with it, or its client has gone. NULL is accepted. */
void exchange_close(struct exchange *x);
