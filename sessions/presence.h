/* presence.h — who is in a booth and how many, by country. A person counts once, however many pages are open;
 * the booth's hosts are not counted.
 * Owns    nothing; embedded in the booth.    Thread  the floor.    Cost  a join or leave looks at one person's connections. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "sessions/conn.h"
#include "store/tick.h"

#define PRESENCE_COUNTRIES (26 * 26)

struct presence {
	int64_t viewers;
	int64_t countries[PRESENCE_COUNTRIES];
	size_t pages;                  /* connections, hosts too */
	int64_t version, told;         /* rises with each change; what the log has */
};

struct booth;

/* `c` is in booth `b` now; and is no longer. */
void presence_join(struct booth *b, const struct conns *cs, struct conn *c);
void presence_leave(struct booth *b, const struct conns *cs, struct conn *c);
/* Appends {"DE":3,"IN":12}; those who told no country stand only in `viewers`. */
void presence_countries(const struct presence *p, struct buf *out);
/* Writes the row of this second if something changed; inside the booth's beat. */
err_t presence_tell(struct tx *tx, struct sessions *s, struct booth *b);
