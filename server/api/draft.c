/* draft.c — what is not yet a product: kept from the form or from the broadcast's camera, filled in later. */
#include "api/catalogue.h"
#include "api/handlers.h"
#include "api/idempotent.h"
#include "api/page.h"
#include "trade/product_draft.h"

struct draft_body { char booth[SLUG_MAX + 1], broadcast[ID_CHARS + 1]; bool has_listing; struct listing listing; };
static const struct shape_field draft_fields[] = {
	SHAPE_STR(struct draft_body, booth, OPT), SHAPE_ID(struct draft_body, broadcast, OPT), SHAPE_OBJECT(struct draft_body, listing, &listing_shape, REQ)};
static const struct shape draft_shape = SHAPE("draft", struct draft_body, draft_fields);

static err_t put(struct tx *tx, struct http_request *rq, struct http_reply *rp, char id[static ID_CHARS + 1])
{
	struct draft_body b;
	struct booth_id booth;
	TRY(api_body(rq, rp, &draft_shape, &b));
	TRY(api_catalogue_booth(tx_db(tx), rq, rp, b.booth, &booth));
	TRY(product_draft_put(tx, id, booth.s, b.broadcast, &b.listing, rq->who.person.id.s));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_str(&j, "id", id);
	json_obj_end(&j);
	return OK;
}

static err_t make(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	char id[ID_CHARS + 1] = "";
	TRY(put(tx, rq, rp, id));
	api_created(rp, "catalogue/drafts", id);
	return OK;
}
err_t catalogue_drafts_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, make); }

err_t catalogue_draft_put(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	char id[ID_CHARS + 1];
	return id_parse(rq->params[0], id) ? put(tx, rq, rp, id) : ERR_NOT_FOUND;
}

err_t catalogue_draft_delete(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct booth_id booth;
	TRY(api_catalogue_booth_asked(tx_db(tx), rq, rp, &booth));
	return product_draft_drop(tx, rq->params[0], booth.s);
}

static void each_draft(void *arg, const struct product_draft *d)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "id", d->id);
	json_opt(j, "broadcast", d->broadcast.s);
	json_raw(j, "listing", d->document);
	json_time(j, "at", d->changed_ms);
	json_obj_end(j);
}

err_t catalogue_drafts_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct booth_id booth;
	TRY(api_catalogue_booth_asked(db, rq, rp, &booth));
	struct json j = api_items_begin(rp);
	TRY(product_draft_list(db, booth.s, each_draft, &j));
	api_items_end(&j);
	return OK;
}
