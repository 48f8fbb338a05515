/* amount.h — money, days and numbers as people read them: ₹1,00,000.00, 22-11-2026, and in words in both languages.
 * Owns    nothing; texts go into the caller's buffers.    Thread  any. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#define AMOUNT_CHARS 40
#define AMOUNT_WORDS 400

/* "1,00,000.00" in groups as India counts; without a sign of the currency. */
void amount_plain(int64_t minor, char ret[static AMOUNT_CHARS]);
/* "₹1,00,000.00", or the code of another currency in front. */
void amount_money(int64_t minor, const char *currency, char ret[static AMOUNT_CHARS]);
/* "Rupees one lakh and five paise only" ("hi": in Hindi); "" for another currency. */
void amount_words(int64_t minor, const char *currency, const char *lang, char ret[static AMOUNT_WORDS]);
/* Hundredths of a percent: "5%", "0.25%". */
void amount_percent(int64_t bps, char ret[static AMOUNT_CHARS]);
/* A day in India: "22-11-2026"; "" for 0. */
void amount_day(int64_t at_ms, char ret[static AMOUNT_CHARS]);
