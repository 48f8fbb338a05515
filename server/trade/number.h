/* number.h — numbers that people read out: O26-000123, L26-000007. Without gaps within a letter and a year (India's, April to March).
 * Limits  16 characters, as rule 46 of the GST rules wants of what becomes an invoice number. */
#pragma once
#include "base/err.h"
#include "store/tick.h"

#define NUMBER_CHARS 16

err_t number_next(struct tx *tx, char letter, char ret[static NUMBER_CHARS + 1]);
