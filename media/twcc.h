/* twcc.h — when each numbered packet came, told to the sender, who finds the bandwidth out of it
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01).
 * Owns    nothing; a plain value inside its inlet.     Thread  one media worker.
 * Limits  TWCC_KEPT numbers; TWCC_STATUSES_MAX in one message; the rest in the next.
 * Cost    8 kB; per packet a few stores. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "media/rtcp.h"

#define TWCC_KEPT         1024
#define TWCC_STATUSES_MAX 400
#define TWCC_EVERY_US     50000  /* after the first packet not yet told of */
#define TWCC_MANY         200    /* told of at once when so many wait */

struct twcc {
	bool begun;
	uint64_t from, next;           /* extended numbers: the first not told of, the highest + 1 */
	int64_t since_us;              /* when the first one not told of came; 0: all have been told of */
	uint8_t messages;
	int64_t came_us[TWCC_KEPT];    /* by number; 0: not here (yet) */
};

/* A packet with this transport-wide number came. */
void twcc_on(struct twcc *t, uint16_t seq, int64_t now_us);
/* When twcc_add has something to say; INT64_MAX: nothing. */
int64_t twcc_due_us(const struct twcc *t);
/* Adds one message. False if there is nothing to tell (any more), or no room. */
bool twcc_add(struct twcc *t, struct rtcp_writer *w, uint32_t from, uint32_t about);
