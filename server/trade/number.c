/* number.c — one counter row for each letter and financial year. */
#include "trade/number.h"

#include <stdio.h>
#include <time.h>

#define INDIA_AHEAD_MS (330 * 60000LL) /* UTC+5:30, without summer time */

err_t number_next(struct tx *tx, char letter, char ret[static NUMBER_CHARS + 1])
{
	time_t local = (time_t)((tx_now_ms(tx) + INDIA_AHEAD_MS) / 1000);
	struct tm tm;
	gmtime_r(&local, &tm);
	int year = tm.tm_mon < 3 ? tm.tm_year - 1 : tm.tm_year;
	char series[8];
	int64_t n;
	snprintf(series, sizeof series, "%c%02u", letter, (unsigned)year % 100u);
	TRY(db_exec(tx_db(tx), Q_LEDGER_NUMBER_NEXT, V(series)));
	TRY(db_int(tx_db(tx), &n, Q_LEDGER_NUMBER_LAST, V(series)));
	snprintf(ret, NUMBER_CHARS + 1, "%s-%06u", series, (unsigned)(n % 100000000));
	return OK;
}
