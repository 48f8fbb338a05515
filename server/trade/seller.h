/* seller.h — who sells: an artisan, a workshop, a corporation. Its life is schema/states.def; what it is before the tax office stands in
 * seller_tax.h, under whom it sells in seller_link.h, and what follows from both in sell_rule.h.
 *
 *   applied → approved → open ↔ paused → closed
 *
 * Owns    the rows of `seller`, `seller_form` and `seller_move`.    Thread  writes on the floor; lists on readers.
 * Limits  SELLER_NAME_MAX bytes of a name; SELLER_MOVES_MAX moves are listed. */
#pragma once
#include <stdbool.h>

#include "base/err.h"
#include "base/id.h"
#include "store/tick.h"
#include "trade/gstin.h"
#include "trade/seller_state.h"

#define SELLER_NAME_MAX 240
#define SELLER_NOTE_MAX 500
#define SELLER_MOVES_MAX 64
#define SELLER_PAGE_MAX 100

struct seller {
	struct seller_id id, principal;      /* principal: for seller_new only, from now on; .s[0] == 0: none */
	struct booth_id booth;               /* .s[0] == 0: none of its own */
	char name[SELLER_NAME_MAX + 1], name_hi[SELLER_NAME_MAX + 1], gstin[GSTIN_CHARS + 1], country[3];
	enum seller_state state;
	int region;                          /* of India, its code for GST (region.h) */
	int64_t created_ms;
	bool demo;                           /* a made-up registration of the demonstration fair */
};

/* What an applicant states; the desk looks at it and enters what it finds true. */
struct seller_form {
	char phone[25], pehchan[21], pan[11], ifsc[12], account[19], upi[97], claim[16], claim_number[21];
};

/* A seller that is open at once, with a GSTIN (its region is the GSTIN's) or a principal or neither: for those who load tables.
 * s->id, state, region and created_ms are ignored. ERR_BAD_FIELD for a GSTIN that is none, ERR_CONFLICT for one that is there already. */
err_t seller_new(struct tx *tx, const struct seller *s, struct seller_id *ret_id);
/* An application for a booth, by its artisan or by the desk for them. Of s, booth and both names are taken.
 * The field at fault goes to ret_field. ERR_MISSING_FIELD, ERR_BAD_FIELD; ERR_CONFLICT if the booth has a seller. */
err_t seller_apply(struct tx *tx, const struct seller *s, const struct seller_form *f, const char *person, const char **ret_field, struct seller_id *ret_id);
/* ERR_NOT_FOUND. */
err_t seller_find(struct db *db, const char *id, struct seller *ret);
err_t seller_find_by_booth(struct db *db, const char *booth, struct seller *ret);
/* All "" for a seller that never applied. */
err_t seller_form_find(struct db *db, const char *id, struct seller_form *ret);
/* Moves it along and writes down who did and why. ERR_BAD_STATE, ERR_TOO_LONG. */
err_t seller_act(struct tx *tx, const char *id, enum seller_event event, enum seller_by by, const char *person, const char *note);

/* Newest first, behind `before`; "" filters nothing. */
struct seller_filter { const char *before, *state; int64_t limit; };
err_t seller_list(struct db *db, const struct seller_filter *f, void (*each)(void *arg, const struct seller *s), void *arg);
struct seller_move { enum seller_state state; const char *note, *by; int64_t at_ms; };
err_t seller_moves(struct db *db, const char *id, void (*each)(void *arg, const struct seller_move *m), void *arg);
