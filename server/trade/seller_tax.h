/* seller_tax.h — what a seller is before the tax office, by dates: rows that are ended, never changed. Kinds: schema/tax_kinds.def.
 *
 *   enrolled   |=========|                    a new standing ends the one before
 *   regular              |==================>
 *   iec                      |==============> beside it
 *   lut                      |====| |=======| one fiscal year each
 *
 * Owns    the rows of `seller_tax`, and seller.gstin beside them.    Thread  writes on the floor.
 * Limits  SELLER_TAX_MAX rows a seller; a proof of SELLER_PROOF_MAX bytes. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "store/tick.h"

#define SELLER_TAX_MAX 64
#define SELLER_PROOF_MAX 200
#define SELLER_NUMBER_MAX 20

enum tax_kind {
#define TAX_KIND(id, wire, group, code, year) TAX_##id,
#include "schema/tax_kinds.def"
#undef TAX_KIND
	TAX_KINDS
};

struct seller_tax {
	enum tax_kind kind;
	char id[ID_CHARS + 1], number[SELLER_NUMBER_MAX + 1], proof[SELLER_PROOF_MAX + 1];
	int64_t from_ms, until_ms;           /* the moment before which it holds; 0: without end */
};

const char *tax_kind_wire(enum tax_kind k);
/* ERR_BAD_FIELD for a word that is none. */
err_t tax_kind_parse(const char *wire, enum tax_kind *ret);
/* The number is well-formed for the kind; "" where it carries none. */
bool tax_kind_number_valid(enum tax_kind k, const char *number);
/* Adds a row (t->id is ignored) and ends what it replaces on its first day.
 * ERR_BAD_FIELD for a number, a year or dates that cannot be, or a GSTIN of another region; ERR_MISSING_FIELD without proof;
 * ERR_CONFLICT over a row that begins later, or for a GSTIN that another seller has; ERR_FULL. */
err_t seller_tax_put(struct tx *tx, const char *seller, const struct seller_tax *t, const char *person);
/* One bit (1u << kind) for each row that holds at a moment. */
err_t seller_tax_at(struct db *db, const char *seller, int64_t at_ms, unsigned *ret_bits);
/* Newest first. */
err_t seller_tax_list(struct db *db, const char *seller, void (*each)(void *arg, const struct seller_tax *t), void *arg);
