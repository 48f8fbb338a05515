/* tell.h — who is told what of an order or an enquiry, and by which carriers: rows of the outbox, in the commit that is spoken of.
 * Each person is told in their language, by the carriers that they chose and the house has, and not in their quiet hours; mail wakes
 * nobody and goes at once. What no sale needs goes to those alone who agreed to it. An artisan who gave no number here is reached at the one of the seller's application.
 * Limits  TELL_A_DAY texts a day to a number that a buyer gave, for nobody has shown that it is theirs; mail and push go on.
 * Owns    the settings notice.carriers and notice.origin.    Thread  the floor.
 * Cost    for each person told, a read by key or two and one row a carrier. */
#pragma once
#include "notify/notice.h"
#include "notify/outbox.h"
#include "trade/enquiry.h"
#include "trade/order.h"

#define TELL_A_DAY 20

/* What the house can carry (by kind), and where its pages are ("https://host"). Called at start, before the doors open. */
err_t tell_set_up(struct tx *tx, const bool carriers[static OUTBOX_KINDS], const char *origin);

/* For follow.c: the makers and the buyer of a child, when it is born and when it moves. */
err_t tell_placed(struct tx *tx, const struct order *o, int child);
err_t tell_moved(struct tx *tx, const struct order *o, int child, enum order_event event);
/* The artisan, that an enquiry waits. */
err_t tell_enquiry_waits(struct tx *tx, const struct enquiry *e);

/* One notice to one person. `about` is what it speaks of (an id, or ""), `path` where it leads ("/mine"); `until_ms`: what would arrive
 * later by quiet hours is not said at all (0: always worth saying). `urgent`: somebody may be taking over the account; it goes at once, by
 * mail, SMS and push whatever was chosen, for that too may have been changed by another. */
struct telling { enum notice notice; const char *person, *about, *path; struct notice_values values; int64_t until_ms; bool urgent; };
/* Values in the person's language are filled in by `fill`, which may be NULL. A person that is not found is passed over, and so is one
 * who has not agreed to a notice that wants it (its basis in notices.def). */
err_t tell(struct tx *tx, const struct telling *t, void (*fill)(void *arg, const char *lang, struct notice_values *v), void *arg);
/* The number at which a person is reached: their own, else that of their booth's seller; "" for none. */
err_t tell_phone(struct db *db, const struct person *p, char ret[static 17]);
