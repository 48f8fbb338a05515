/* idempotent.h — a POST that is repeated under one Idempotency-Key gets its first answer (draft-ietf-httpapi-idempotency-key-header).
 * A caller without a person becomes a guest first: a key belongs to a person. What failed is not kept and may be tried again.
 * Thread  the floor, inside a handler. */
#pragma once
#include "gate/http.h"

/* KEY_REUSED for another request under the same key. */
err_t idempotent_run(struct tx *tx, struct http_request *rq, struct http_reply *rp, http_tx_fn *fn);
