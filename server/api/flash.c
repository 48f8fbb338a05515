/* flash.c — flash prices that the fair or the State pays for: the desk begins one with a fund, gives the fund more or less, ends it;
 * who did so is kept with it. The artisan's own are live messages (sessions/price_flash.h). */
#include "api/page.h"
#include "api/handlers.h"
#include "api/idempotent.h"
#include "base/clock.h"
#include "gate/house.h"
#include "sessions/notice.h"
#include "sessions/price_flash.h"
#include "trade/card.h"
#include "trade/flash.h"

#define FLASHES_SHOWN 100
#define MOVES_SHOWN   20

struct flash_body { char product[ID_CHARS + 1], funder[8]; int64_t price_minor, quantity, most_minor, starts_in_s, lasts_s; };
static const struct shape_field flash_fields[] = {
	SHAPE_ID(struct flash_body, product, REQ), SHAPE_STR(struct flash_body, funder, REQ), SHAPE_INT(struct flash_body, price_minor, 1, MONEY_MINOR_MAX, REQ),
	SHAPE_INT(struct flash_body, quantity, 1, FLASH_QUANTITY_MAX, REQ), SHAPE_INT(struct flash_body, most_minor, 1, MONEY_MINOR_MAX, OPT),
	SHAPE_INT(struct flash_body, starts_in_s, 0, FLASH_STARTS_IN_MAX_S, OPT),
	SHAPE_INT(struct flash_body, lasts_s, FLASH_LASTS_MIN_S, FLASH_LASTS_MAX_S, REQ),
};
static const struct shape flash_shape = SHAPE("funded-flash", struct flash_body, flash_fields);

static void write_fund(struct json *j, const struct flash *f)
{
	json_str(j, "product", f->product.s);
	json_str(j, "funder", funder_wire(f->funder));
	json_int(j, "quantity", f->quantity);
	json_int(j, "remaining", f->remaining);
	json_int(j, "most_minor", flash_most(f));
	json_int(j, "spent_minor", flash_spent(f));
}

/* Written down with who did it, told in the booth and on every shelf, and answered. */
static err_t done(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *product, const char *what)
{
	struct flash f;
	TRY(flash_move_put(tx, product, rq->who.person.id.s, what));
	TRY(flash_find(tx_db(tx), product, &f));
	TRY(price_flash_changed(tx, rq->house->sessions, &f.booth, product));
	TRY(notice_stock_changed(tx, rq->house->sessions, &f.product));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	write_fund(&j, &f);
	json_obj_end(&j);
	return OK;
}

static err_t begin(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct flash_body b;
	struct product p;
	TRY(api_body(rq, rp, &flash_shape, &b));
	const enum funder funder = funder_parse(b.funder);
	if (funder != FUNDER_FAIR && funder != FUNDER_STATE) return http_fault(rp, "funder", ERR_BAD_FIELD);
	TRY(product_find(tx_db(tx), b.product, tx_now_ms(tx), &p));
	const int64_t pieces = b.most_minor ? flash_within(b.quantity, p.price.minor, b.price_minor, b.most_minor) : b.quantity;
	if (pieces < 1) return http_fault(rp, "most_minor", ERR_BAD_FIELD);
	const struct flash_new f = {.booth = p.booth.s, .product = p.id.s, .price_minor = b.price_minor, .quantity = pieces, .starts_in_s = b.starts_in_s,
	                            .lasts_s = b.lasts_s, .funder = funder};
	err_t e = flash_start(tx, &f);
	if (e != OK) return http_fault(rp, "price_minor", e);
	rp->status = 201;
	return done(tx, rq, rp, p.id.s, "start");
}

err_t desk_flashes_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, begin); }

struct fund_body { int64_t most_minor; };
static const struct shape_field fund_fields[] = {SHAPE_INT(struct fund_body, most_minor, 1, MONEY_MINOR_MAX, REQ)};
static const struct shape fund_shape = SHAPE("flash-fund", struct fund_body, fund_fields);

static err_t fund(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct fund_body b;
	TRY(api_body(rq, rp, &fund_shape, &b));
	err_t e = flash_fund(tx, rq->params[0], b.most_minor);
	if (e != OK) return e == ERR_BAD_FIELD ? http_fault(rp, "most_minor", e) : e;
	return done(tx, rq, rp, rq->params[0], "fund");
}

err_t desk_flash_fund_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, fund); }

static err_t end(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct flash f;
	TRY(flash_find(tx_db(tx), rq->params[0], &f));
	if (f.funder == FUNDER_ARTISAN) return ERR_NOT_FOUND; /* it is the artisan's to end */
	TRY(flash_stop(tx, f.booth.s, f.product.s));
	return done(tx, rq, rp, f.product.s, "end");
}

err_t desk_flash_stop_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, end); }

/* ── what there is ── */

struct flashes { struct db *db; struct json *j; int64_t now_ms; err_t err; };

static void each_move(void *arg, const struct flash_move *m)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "what", m->what);
	json_str(j, "by", m->by);
	json_int(j, "quantity", m->pieces);
	json_int(j, "most_minor", m->most_minor);
	json_time(j, "at", m->at_ms);
	json_obj_end(j);
}

static void each_flash(void *arg, const struct flash *f)
{
	struct flashes *l = arg;
	struct product p;
	if (l->err == OK) l->err = product_find_any(l->db, f->product.s, l->now_ms, &p);
	if (l->err != OK) return;
	json_obj(l->j, NULL);
	write_fund(l->j, f);
	card_write_both(l->j, "name", p.name_en, p.name_hi);
	json_money(l->j, "price", f->price_minor, f->currency);
	json_money(l->j, "was", f->was_minor, f->currency);
	json_str(l->j, "state", flash_state(f, l->now_ms));
	json_time(l->j, "ends_at", f->ends_ms);
	json_arr(l->j, "moves");
	l->err = flash_moves(l->db, f->product.s, MOVES_SHOWN, each_move, l->j);
	json_arr_end(l->j);
	json_obj_end(l->j);
}

err_t desk_flashes_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct json j = api_items_begin(rp);
	struct flashes l = {.db = db, .j = &j, .now_ms = clock_wall_ms()};
	(void)rq;
	TRY(flash_funded(db, l.now_ms, FLASHES_SHOWN, each_flash, &l));
	TRY(l.err);
	api_items_end(&j);
	return OK;
}
