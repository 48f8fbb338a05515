/* product_draft.h — what is not yet a product: a photo from the broadcast, a form left half filled in.
 * Owns    the rows of `product_draft`.   Thread  writes on the floor; lists with any connection.
 * Limits  PRODUCT_DRAFTS_MAX a booth, then ERR_FULL. */
#pragma once
#include "trade/listing.h"

#define PRODUCT_DRAFTS_MAX 200

struct product_draft { char id[ID_CHARS + 1]; struct booth_id booth; struct broadcast_id broadcast; const char *document; int64_t changed_ms; };

/* `id` "" makes one and writes its id there; else changes it: ERR_NOT_FOUND if this booth has no such draft. */
err_t product_draft_put(struct tx *tx, char id[static ID_CHARS + 1], const char *booth, const char *broadcast, const struct listing *l, const char *person);
err_t product_draft_drop(struct tx *tx, const char *id, const char *booth);
/* Its booth and its document, which is lent until the next step of `each`. */
err_t product_draft_list(struct db *db, const char *booth, void (*each)(void *arg, const struct product_draft *d), void *arg);
