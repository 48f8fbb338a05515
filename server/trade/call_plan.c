/* call_plan.c — India has one zone without summer time, so its clock is a matter of minutes. */
#include "trade/call_plan.h"

#include <string.h>

#include "trade/india_day.h"

#define INDIA_MS (330 * 60000LL)
#define MINUTE_MS 60000LL

static const struct { const char *wire; int rank; } reasons[CALL_REASONS] = {
#define CALL_REASON(id, wire, rank) [CALL_REASON_##id] = {wire, rank},
#include "schema/calls.def"
#undef CALL_REASON
};
static const struct { const char *wire; bool ends, by_agent; } outcomes[CALL_OUTCOMES] = {
#define CALL_OUTCOME(id, wire, ends, by_agent) [CALL_##id] = {wire, ends, by_agent},
#include "schema/calls.def"
#undef CALL_OUTCOME
};
static const int waits_min[] = {
#define CALL_WAIT(minutes) minutes,
#include "schema/calls.def"
#undef CALL_WAIT
};

const char *call_reason_wire(enum call_reason r) { return reasons[r].wire; }
int call_reason_rank(enum call_reason r) { return reasons[r].rank; }
const char *call_outcome_wire(enum call_outcome o) { return outcomes[o].wire; }
bool call_outcome_ends(enum call_outcome o) { return outcomes[o].ends; }

enum call_reason call_reason_parse(const char *wire)
{
	enum call_reason r = 0;
	while (r < CALL_REASONS && strcmp(reasons[r].wire, wire) != 0) r++;
	return r;
}

err_t call_outcome_parse(const char *wire, enum call_outcome *ret)
{
	for (enum call_outcome o = 0; o < CALL_OUTCOMES; o++)
		if (outcomes[o].by_agent && strcmp(outcomes[o].wire, wire) == 0) {
			*ret = o;
			return OK;
		}
	return ERR_BAD_FIELD;
}

int64_t call_hours(int64_t at_ms)
{
	int64_t since_midnight = (at_ms + INDIA_MS) % INDIA_DAY_MS, midnight = at_ms - since_midnight;
	if (since_midnight < CALL_FROM_MIN * MINUTE_MS) return midnight + CALL_FROM_MIN * MINUTE_MS;
	if (since_midnight < CALL_UNTIL_MIN * MINUTE_MS) return at_ms;
	return midnight + INDIA_DAY_MS + CALL_FROM_MIN * MINUTE_MS;
}

bool call_again(int64_t now_ms, int64_t tries, int64_t *ret_ms)
{
	if (tries < 1 || tries > (int64_t)(sizeof waits_min / sizeof *waits_min)) return false;
	*ret_ms = call_hours(now_ms + waits_min[tries - 1] * MINUTE_MS);
	return true;
}
