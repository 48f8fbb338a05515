/* pay_gateway_hook.c — what the payment gateway tells us of its own accord. What concerns none of our payments is taken and forgotten, or it
 * would be sent again for days. */
#include <string.h>

#include "api/handlers.h"
#include "gate/house.h"
#include "gate/pay_gateway_in.h"
#include "sessions/notice.h"

err_t pay_gateway_hook(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	static const struct { const char *event; enum pay_gateway_what what; } known[] = {
		{"payment_link.paid", PAY_GATEWAY_PAID}, {"payment.captured", PAY_GATEWAY_PAID}, {"payment.failed", PAY_GATEWAY_FAILED}, {"refund.processed", PAY_GATEWAY_REFUNDED}};
	struct pay_gateway_message m;
	struct order_id order;
	(void)rp;
	TRY(pay_gateway_message_in(rq->body, rq->body_len, &m));
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strcmp(known[i].event, m.event) != 0 || !*m.mark) continue;
		struct pay_gateway_news n = {.mark = m.mark, .payment = m.payment, .currency = m.currency, .amount_minor = m.amount_minor};
		n.what = known[i].what;
		err_t e = pay_gateway_tell(tx, &n, order.s);
		if (e == ERR_NOT_FOUND) return OK;
		TRY(e);
		return notice_order_changed(tx, rq->house->sessions, &order);
	}
	return OK;
}
