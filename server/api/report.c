/* report.c — browsers tell what a page's policy has stopped (CSP, Reporting API). It is counted and thrown away: anybody can write one, and what
 * stands in it (addresses, pieces of a page) is nothing to keep. A number that rises says that a page or its policy is wrong, or is tried.
 * Limits  those of requests by address; 16 kB. */
#include "api/handlers.h"
#include "base/counters.h"

static void count(void *arg) { (void)arg, counter_add(CTR_REPORTS, 1); }

err_t reports_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)rq;
	rp->status = 204;
	tx_effect(tx, &(struct effect){.run = count});
	return OK;
}
