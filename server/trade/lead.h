/* lead.h — a B2B wish with quantity, target price, Incoterm and destination. Each comes out of exactly one enquiry.
 * Owns    the rows of `lead`. */
#pragma once
#include <stdint.h>

#include "trade/enquiry.h"
#include "trade/lead_state.h"
#include "trade/money.h"
#include "trade/number.h"

#define LEAD_COMPANY_MAX 120
#define LEAD_PLACE_MAX 120   /* the named place of the Incoterm: a port or a town */
#define LEAD_PAGE_MAX 100

/* NULL texts count as empty; destination is the named place of the Incoterm, a port or a town; target.minor 0: none named. */
struct lead_new { const char *enquiry, *unit, *incoterm, *destination, *company, *note; int64_t quantity; struct money target; };
/* Turns an enquiry into a lead. ERR_MISSING_FIELD, ERR_BAD_FIELD, ERR_TOO_LONG, ERR_UNCONFIRMED, ERR_CONVERTED, ERR_BAD_STATE. */
err_t lead_open(struct tx *tx, const struct lead_new *n, struct lead_id *ret_id);
/* The eleven of Incoterms 2020. */
bool incoterm_valid(const char *s);

struct lead {
	struct lead_id id;
	struct enquiry_id enquiry;
	struct person_id person;
	struct booth_id booth;
	struct product_id product;
	char number[NUMBER_CHARS + 1], booth_slug[SLUG_MAX + 1], product_en[PRODUCT_NAME_MAX + 1], product_hi[PRODUCT_NAME_MAX + 1];
	char unit[PRODUCT_UNIT_MAX + 1], incoterm[4], destination[LEAD_PLACE_MAX + 1], company[LEAD_COMPANY_MAX + 1], note[ENQUIRY_NOTE_MAX + 1];
	char name[PERSON_NAME_MAX + 1], email[PERSON_EMAIL_MAX + 1], country[3];
	enum lead_state state;
	int64_t quantity, created_ms;
	struct money target;                /* currency "" : none named */
	struct moment moment;
};
/* Moves it along. ERR_NOT_FOUND, ERR_BAD_STATE. Rights are the caller's matter: the host and the staff (enquiry_side_of). */
err_t lead_act(struct tx *tx, const char *id, enum lead_event event);
/* ERR_NOT_FOUND. */
err_t lead_find(struct db *db, const char *id, struct lead *ret);
/* Newest first; of person and booth at most one. Thread: readers. */
struct lead_filter { const char *before, *person, *booth; int64_t limit; };
err_t lead_list(struct db *db, const struct lead_filter *f, void (*each)(void *arg, const struct lead *l), void *arg);
