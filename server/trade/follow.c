/* follow.c — see follow.h. A noun that follows orders adds its line here, behind those it builds upon. */
#include "trade/follow.h"

#include <stddef.h>

#include "trade/books_order.h"
#include "trade/certificate.h"
#include "trade/call_task.h"
#include "trade/coupon.h"
#include "trade/paper.h"
#include "trade/payment.h"
#include "trade/shipment.h"
#include "trade/waiting.h"
#include "trade/tell.h"

typedef err_t placed_fn(struct tx *tx, const struct order *o, int child);
typedef err_t moved_fn(struct tx *tx, const struct order *o, int child, enum order_event event);

static placed_fn *const on_placed[] = {
	payment_order_placed,
	tell_placed,
	call_placed,
	NULL, /* the list's end */
};

static moved_fn *const on_moved[] = {
	payment_order_moved,
	coupon_follow_moved,
	waiting_follow_moved,
	certificate_moved,
	tell_moved,
	call_moved,
	paper_follow_moved,
	books_follow_moved,
	shipment_moved,
	NULL,
};

err_t follow_placed(struct tx *tx, const struct order *o, int child)
{
	for (placed_fn *const *f = on_placed; *f; f++) TRY((*f)(tx, o, child));
	return OK;
}

err_t follow_moved(struct tx *tx, const struct order *o, int child, enum order_event event)
{
	for (moved_fn *const *f = on_moved; *f; f++) TRY((*f)(tx, o, child, event));
	return OK;
}
