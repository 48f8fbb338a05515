/* pay_gateway.h — the payment gateway: card and UPI payments by an outside house, over its HTTP API. The form is Razorpay's payment links:
 *
 *   POST /v1/payment_links                 makes one, our mark as its reference_id      GET …?reference_id=  finds it again
 *   GET  /v1/payment_links/{id}            how it stands, should its message be lost
 *   POST /v1/payments/{id}/refund          gives the money back                         GET /v1/payments/{id}/refunds
 *
 *   job (a row, in the commit that caused it) ─► outgoing ─► answer read on the floor ─► payment told, job ended or put off
 *
 * A POST whose answer was lost is not simply repeated: every second try looks whether the first one worked. What the gateway says by
 * itself comes in at /hooks/gateway.
 * Owns    one job under way at a time.    Thread  the floor. */
#pragma once
#include "base/id.h"
#include "base/loop.h"
#include "notify/outgoing.h"
#include "store/tick.h"

#define PAY_GATEWAY_LOOK_MS 1000

struct pay_gateway;

/* What the gateway says of a link, a payment or a refund; "" and 0 where it does not say. */
struct pay_gateway_word { char link[41], url[401], payment[41], refund[41], currency[4]; bool paid; int64_t amount_minor; };
/* Reads an answer. The room that reads foreign JSON lies above this one, so main hands it in. */
typedef err_t pay_gateway_read_fn(const char *json, size_t len, struct pay_gateway_word *ret);
/* Called inside the transaction in which a payment changed. */
typedef err_t pay_gateway_told_fn(void *arg, struct tx *tx, const char *order);

struct pay_gateway_service {
	const char *url, *key, *secret;      /* url without its end slash; lent */
	const char *back_url;                /* where the buyer's browser goes afterwards; lent */
	pay_gateway_read_fn *read;
	pay_gateway_told_fn *told;
	void *told_arg;
};

/* NULL if its url is empty: there is no gateway. */
struct pay_gateway *pay_gateway_start(struct loop *loop, struct tick *tick, struct outgoing *outgoing, const struct pay_gateway_service *service);
/* What is under way is dropped, and done again after a start. NULL is accepted. */
void pay_gateway_stop(struct pay_gateway *g);
/* Looks for work now. NULL is accepted. */
void pay_gateway_kick(struct pay_gateway *g);

/* The gateway says that a payment with our mark was paid, failed or given back, in whatever order. Another amount than the one owed is
 * written down as a failure; of a refund it is passed over, until all is back (amount_minor is then what is back so far). Money that comes
 * when another payment has settled it lies open among the bank's lines. NOT_FOUND for a mark that is none of ours. */
enum pay_gateway_what { PAY_GATEWAY_PAID, PAY_GATEWAY_FAILED, PAY_GATEWAY_REFUNDED };
struct pay_gateway_news { const char *mark, *payment, *currency; int64_t amount_minor; enum pay_gateway_what what; };
err_t pay_gateway_tell(struct tx *tx, const struct pay_gateway_news *n, char ret_order[static ID_CHARS + 1]);
