/* report_hook.c — a gateway reports what became of a message: {"ref", "status": "delivered" | "failed" | …, "error"}.
 * A status that is neither is a step on the way and changes nothing. */
#include <string.h>

#include "api/api.h"
#include "api/handlers.h"
#include "notify/outbox.h"

struct report_body { char ref[ID_CHARS + 1], status[24], error[121], id[OUTBOX_REF_MAX + 1], at[41]; };
static const struct shape_field report_fields[] = {
	SHAPE_ID(struct report_body, ref, REQ), SHAPE_STR(struct report_body, status, REQ), SHAPE_STR(struct report_body, error, OPT),
	SHAPE_STR(struct report_body, id, OPT), SHAPE_STR(struct report_body, at, OPT),
};
static const struct shape report_shape = SHAPE("delivery-report", struct report_body, report_fields);

err_t report_hook(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct report_body b;
	TRY(api_body(rq, rp, &report_shape, &b));
	bool delivered = strcmp(b.status, "delivered") == 0;
	if (!delivered && strcmp(b.status, "failed") != 0) return OK;
	return outbox_reported(tx, b.ref, delivered, *b.error ? b.error : "not delivered");
}
