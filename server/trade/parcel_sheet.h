/* parcel_sheet.h — what is printed for parcels, as documents for mela-paper and the pages: a label with the certificates of the pieces,
 * and the manifest of a pickup run.
 * Owns    nothing.    Thread  any.    Limits  LABEL_PIECES_MAX pieces and RUN_PARCELS_MAX stops of one document. */
#pragma once
#include "base/shape.h"
#include "trade/certificate.h"
#include "trade/shipment.h"

#define LABEL_PIECES_MAX 48
#define LABEL_URL_MAX 960         /* origin, name and signed statement */
#define RUN_PARCELS_MAX 60

struct parcel_address {
	char name[ORDER_ADDRESS_MAX + 1], phone[ORDER_ADDRESS_MAX + 1], line1[ORDER_ADDRESS_MAX + 1], line2[ORDER_ADDRESS_MAX + 1];
	char city[ORDER_ADDRESS_MAX + 1], state[ORDER_ADDRESS_MAX + 1], pin[ORDER_ADDRESS_MAX + 1], country[3];
};

struct label_piece {
	char code[CERTIFICATE_NAME_CHARS + 1], url[LABEL_URL_MAX + 1], product_en[PRODUCT_NAME_MAX + 1], product_hi[PRODUCT_NAME_MAX + 1];
	char artisan_en[PRODUCT_NAME_MAX + 1], artisan_hi[PRODUCT_NAME_MAX + 1], district_en[64], district_hi[96], gi_user[ORIGIN_GI_MAX + 1];
};

struct parcel_label {
	char code[SHORT_CODE_CHARS + 1], number[NUMBER_CHARS + 8], ref[65], tracking[400];
	int64_t weight_g, collect_minor, first, pieces_total;      /* collect: at the door, 0 where nothing is; first: place of pieces[0] among all, from 1 */
	bool has_from, has_to;                      /* without a from: the maker has not said where it is fetched */
	struct parcel_address from, to;
	size_t n_pieces;
	struct label_piece pieces[LABEL_PIECES_MAX];
};
extern const struct shape parcel_label_shape;

struct run_stop {
	char id[ID_CHARS + 1], code[SHORT_CODE_CHARS + 1], number[NUMBER_CHARS + 8], state[20], maker_en[SELLER_NAME_MAX + 1], maker_hi[SELLER_NAME_MAX + 1];
	int64_t weight_g, window_from_ms, window_until_ms, collect_minor;
	bool has_from, has_to;
	struct parcel_address from, to;
};
struct run_manifest { char id[ID_CHARS + 1]; int64_t made_ms; size_t n_stops; struct run_stop stops[RUN_PARCELS_MAX]; };
extern const struct shape run_manifest_shape;

/* Where a parcel is fetched and where it goes. */
err_t parcel_addresses(struct db *db, const struct shipment *s, const struct order *o, struct parcel_address *ret_from, bool *ret_has_from, struct parcel_address *ret_to);
/* What is to be paid at the door, which is taken with the first parcel of a seller's part; 0 where nothing is. */
err_t parcel_collect(struct db *db, const struct shipment *s, int64_t *ret_minor);
/* The label with pieces from place `first` on, `most` at most. `house` is "https://host", for the codes' links. ERR_NOT_FOUND. About 100 kB. */
struct label_wish { const char *house; const struct origin_key *key; int64_t first; size_t most; };
err_t parcel_label_make(struct db *db, const struct shipment *s, const struct label_wish *wish, struct parcel_label *ret);
/* ERR_NOT_FOUND for a run without parcels. About 150 kB. */
err_t run_manifest_make(struct db *db, const char *run, int64_t now_ms, struct run_manifest *ret);
