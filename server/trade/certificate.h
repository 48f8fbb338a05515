/* certificate.h — the district guarantee: one certificate for each line of an order, frozen when it is ready, for all its pieces.
 * A piece is named CODE-n; its signed statement (origin.h) is made when its label is printed, and is the same every time.
 *
 *   good ─► copied    the code stands on other goods; the piece itself is genuine
 *     └────┴► revoked    the claim was false
 *
 * Scans are counted by piece and network: a code that is looked at from many of them has probably been copied.
 * Owns    the rows of `certificate` and `certificate_scan`.    Thread  the floor.
 * Limits  CERTIFICATE_PLACES_MAX networks are told apart for each piece; CERTIFICATE_PLACES_MANY of them are many. */
#pragma once
#include "trade/order.h"
#include "trade/origin_key.h"

#define CERTIFICATE_NAME_CHARS (SHORT_CODE_CHARS + 1 + 7)   /* CODE-1000000 */
#define CERTIFICATE_PLACES_MAX 100
#define CERTIFICATE_PLACES_MANY 12
#define CERTIFICATE_REASON_MAX 500

struct certificate {
	char code[SHORT_CODE_CHARS + 1], child[ID_CHARS + 1], maker[ID_CHARS + 1];
	struct product_id product;
	struct broadcast_id broadcast;       /* .s[0] == 0: not shown live */
	int64_t pieces, media_us, issued_ms, changed_ms;
	char artisan_en[PRODUCT_NAME_MAX + 1], artisan_hi[PRODUCT_NAME_MAX + 1];
	char district[48], district_en[64], district_hi[96];
	char product_en[PRODUCT_NAME_MAX + 1], product_hi[PRODUCT_NAME_MAX + 1], gi_user[ORIGIN_GI_MAX + 1];
	char product_slug[SLUG_MAX + 1], booth_slug[SLUG_MAX + 1];
	char state[9], reason[CERTIFICATE_REASON_MAX + 1];
};

/* Follows an order: what is ready gets its certificates. */
err_t certificate_moved(struct tx *tx, const struct order *o, int child, enum order_event event);
/* ERR_NOT_FOUND. */
err_t certificate_find(struct db *db, const char *code, struct certificate *ret);
/* Codes of a child's lines, of one maker or ("") all. */
err_t certificate_of_child(struct db *db, const char *child, const char *maker, void (*each)(void *arg, const char *code), void *arg);

/* Reads CODE or CODE-n, as people type it; *ret_piece is 0 where none is named. */
bool certificate_name_read(const char *text, char ret_code[static SHORT_CODE_CHARS + 1], int64_t *ret_piece);
/* The signed statement of a piece. ERR_NOT_FOUND for one that there is not. */
err_t certificate_token(const struct certificate *c, int64_t piece, const struct origin_key *key, char ret[static ORIGIN_TOKEN_CHARS + 1]);

struct certificate_scans { int64_t scans, places, first_ms; };
/* Counts a look at a piece from an address, and tells of all of them, this one included. */
err_t certificate_scan(struct tx *tx, const char *code, int64_t piece, const char *ip, struct certificate_scans *ret);
struct certificate_often { const char *code; int64_t piece, places, scans; };
/* Good ones with many places, most first. */
err_t certificate_seen_often(struct db *db, int64_t most, void (*each)(void *arg, const struct certificate_often *o), void *arg);

/* The code stands on other goods. ERR_BAD_STATE once it is revoked. */
err_t certificate_mark_copied(struct tx *tx, const char *code, const char *reason);
/* Takes back every certificate of this maker's product, withdraws the product, and tells the buyers by mail. */
err_t certificate_revoke(struct tx *tx, const struct certificate *c, const char *reason);
