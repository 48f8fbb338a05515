/* call_plan.h — when an artisan may be called, from schema/calls.def.    Thread  any. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define CALL_FROM_MIN (9 * 60)     /* of the day in India */
#define CALL_UNTIL_MIN (20 * 60)

enum call_reason {
#define CALL_REASON(id, wire, rank) CALL_REASON_##id,
#include "schema/calls.def"
#undef CALL_REASON
	CALL_REASONS
};
enum call_outcome {
#define CALL_OUTCOME(id, wire, ends, by_agent) CALL_##id,
#include "schema/calls.def"
#undef CALL_OUTCOME
	CALL_OUTCOMES
};

const char *call_reason_wire(enum call_reason r);
/* CALL_REASONS for a word that is none. */
enum call_reason call_reason_parse(const char *wire);
int call_reason_rank(enum call_reason r);
const char *call_outcome_wire(enum call_outcome o);
/* What an agent may report. ERR_BAD_FIELD. */
err_t call_outcome_parse(const char *wire, enum call_outcome *ret);
bool call_outcome_ends(enum call_outcome o);

/* The moment itself within calling hours, else the next one that is. */
int64_t call_hours(int64_t at_ms);
/* When to call again after `tries` calls that reached nobody; false: never again. */
bool call_again(int64_t now_ms, int64_t tries, int64_t *ret_ms);
