/* trade.h — enquiries, leads and orders as JSON (docs/PROTOCOL.md, "Wishes and orders").
 * Thread  any, with its own connection.    Cost  each object reads its product by key. */
#pragma once
#include "api/page.h"
#include "api/scope.h"
#include "trade/enquiry.h"
#include "trade/lead.h"
#include "trade/order.h"
#include "trade/withdrawal.h"

/* The object; `messages` adds the thread. */
err_t api_enquiry_write(struct db *db, struct json *j, const struct enquiry *e, bool messages);
/* `moves`: the reader is its host or the staff; `can` then holds the events that they may cause now. */
err_t api_lead_write(struct db *db, struct json *j, const struct lead *l, bool moves);
/* `can` holds the events that `who` may cause now. */
err_t api_order_write(struct json *j, const struct order *o, const struct person *who);

/* What the settings let a buyer order; no limits where a test has no settings. */
struct buyer_limits api_buyer_limits(const struct http_request *rq);
/* Tells of an order that was just placed, and answers with it. */
err_t api_order_placed(struct tx *tx, struct http_request *rq, struct http_reply *rp, const struct order *o);

/* "product": the card, or null. */
err_t api_product_write(struct db *db, struct json *j, const char *product);
/* {"minor", "currency"}, or null without a currency. */
void api_money_write(struct json *j, const char *key, const struct money *m);

/* Adds a page's rows, newest first. */
err_t api_enquiries_page(const struct api_scope *s, const char *state, struct api_page *p);
err_t api_leads_page(const struct api_scope *s, struct api_page *p);

/* As a body names an address, and as trade takes it. */
struct address_body { char name[81], phone[25], line1[201], line2[201], city[101], state[101], pin[13], country[3], gstin[16]; };
extern const struct shape address_shape;
struct address api_address(const struct address_body *b);
/* Names the one member that a finger often slips in: ERR_BAD_FIELD of address.gstin. */
err_t api_address_check(struct http_reply *rp, const struct address_body *b);
