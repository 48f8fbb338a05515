/* carrier.c — see carrier.h. */
#include "notify/carrier.h"

#include <stdio.h>

static bool worth_another_try(int status) { return status >= 500 || status == 429 || status == 425 || status == 408; }

void carrier_judge_status(const struct outgoing_answer *a, struct outcome *ret)
{
	*ret = (struct outcome){.verdict = VERDICT_LATER, .wait_ms = a->retry_after_s * 1000};
	if (a->err == ERR_FORBIDDEN) ret->verdict = VERDICT_NEVER;
	if (a->err != OK) {
		snprintf(ret->why, sizeof ret->why, "%s", a->why);
		return;
	}
	if (a->status >= 200 && a->status < 300) ret->verdict = VERDICT_SENT;
	else if (!worth_another_try(a->status)) ret->verdict = VERDICT_NEVER;
	snprintf(ret->why, sizeof ret->why, "answer %d", a->status);
}
