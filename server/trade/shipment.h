/* shipment.h — parcels: one for each maker of a seller's part of an order, from the moment it is ready until it is there or back.
 *
 *   order READY ─► shipment_moved: packing, or requested at once where place and weight are known
 *   maker: weight, size, window ─► shipment_ask ─► job "book" ─► haul.h asks the partner, or the desk's pickup run fetches it
 *   carrier, maker, desk ─► shipment_tell: written down, the latest moment counts ─► HAND_OVER, DELIVER, RETURN of the order, once each
 *
 * Owns    the rows of `shipment` and `shipment_event`.    Thread  writes on the floor; lists on readers.
 * Limits  SHIPMENT_EVENTS_MAX things told of one parcel, then FULL; SHIPMENT_GRAMS_MAX, SHIPMENT_MM_MAX; a moment told may lie
 *         SHIPMENT_AHEAD_MS before us, for clocks differ. */
#pragma once
#include <stdbool.h>

#include "base/short_code.h"
#include "trade/order.h"
#include "trade/pickup_place.h"
#include "trade/shipment_state.h"

#define SHIPMENT_EVENTS_MAX 200
#define SHIPMENT_PAGE_MAX 100
#define SHIPMENT_GRAMS_MAX 1000000
#define SHIPMENT_MM_MAX 10000
#define SHIPMENT_AHEAD_MS 3600000LL
#define SHIPMENT_WINDOW_MAX_MS (14 * 86400000LL)
#define SHIPMENT_LATE_MS (10 * 86400000LL)   /* without news on the way: the desk looks at it */
#define SHIPMENT_TEXT_MAX 120
#define SHIPMENT_FAULT_MAX 120

struct parcel { int64_t weight_g, length_mm, width_mm, height_mm, window_from_ms, window_until_ms; };
struct shipment {
	char id[ID_CHARS + 1], code[SHORT_CODE_CHARS + 1], orders[ID_CHARS + 1], child[ID_CHARS + 1], maker[ID_CHARS + 1], person[ID_CHARS + 1];
	char carrier[8], ref[65], number[NUMBER_CHARS + 8], run[ID_CHARS + 1], job[8], fault[SHIPMENT_FAULT_MAX + 1], to_country[3];
	char maker_en[SELLER_NAME_MAX + 1], maker_hi[SELLER_NAME_MAX + 1], district[48], district_en[64], district_hi[96];
	struct booth_id booth;               /* the maker's; .s[0] == 0: none */
	enum shipment_state state;
	int64_t state_ms, created_ms, tries;
	struct parcel parcel;
};

/* Row of follow.c. */
err_t shipment_moved(struct tx *tx, const struct order *o, int child, enum order_event event);

/* ERR_NOT_FOUND. */
err_t shipment_find(struct db *db, const char *id, struct shipment *ret);
err_t shipment_find_by_code(struct db *db, const char *code, struct shipment *ret);
typedef void shipment_each_fn(void *arg, const struct shipment *s);
/* Those of an order; child "" is all. */
err_t shipment_of_order(struct db *db, const char *orders, const char *child, shipment_each_fn *each, void *arg);
/* Those of one pickup run, maker by maker. */
err_t shipment_of_run(struct db *db, const char *run, shipment_each_fn *each, void *arg);
/* Newest first, behind `before`; state "" filters nothing; late: past its window, or without news for SHIPMENT_LATE_MS. */
struct shipment_filter { const char *before, *state; bool late; int64_t limit, now_ms; };
err_t shipment_list(struct db *db, const struct shipment_filter *f, shipment_each_fn *each, void *arg);
struct shipment_told { enum shipment_state state; const char *by, *place, *note, *photo; int64_t at_ms; };
err_t shipment_history(struct db *db, const char *id, void (*each)(void *arg, const struct shipment_told *t), void *arg);

/* The maker has packed it: a pickup is asked for. BAD_FIELD names the member in ret_field; BAD_STATE once it is booked or gone;
 * NO_PICKUP_PLACE until the maker has said where. */
err_t shipment_ask(struct tx *tx, const char *id, const struct parcel *p, const char **ret_field);
/* News of a parcel. NULL texts count as empty. */
struct shipment_news { enum shipment_state state; enum shipment_by by; int64_t at_ms; const char *place, *note, *photo, *ref; };
/* Writes it down, once, and moves the order where it is proved; ret_moved tells whether it was. FORBIDDEN if `by` may not tell this,
 * BAD_FIELD for a moment ahead of us, FULL. News of a cancelled parcel is kept as its fault. */
err_t shipment_tell(struct tx *tx, const struct shipment *s, const struct shipment_news *n, bool *ret_moved);
/* Puts parcels that wait on a pickup run: the house fetches them itself. BAD_STATE for one that does not wait. */
err_t shipment_run(struct tx *tx, const char (*ids)[ID_CHARS + 1], size_t n, char ret_run[static ID_CHARS + 1]);
