/* amount_text.h — money in a sentence: "₹1,23,456.50" in Hindi, "Rs 1,23,456.50" in English, "EUR 1,234.50" for what is not rupees.
 * Rupees are grouped as in India (…,12,34,567), others by thousands. Whole amounts have no decimals.
 * Limits  currencies with two decimals; the ledger holds no others. */
#pragma once
#include "trade/money.h"

#define AMOUNT_TEXT_MAX 48

void amount_text(struct money m, const char *lang, char ret[static AMOUNT_TEXT_MAX]);
