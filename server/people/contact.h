/* contact.h — how a person wants to be told: number, language, carriers, quiet hours.
 * Who has said nothing is told by mail, SMS and push at any hour in the account's language; WhatsApp wants a yes.
 * Owns    the rows of `contact`.    Thread  writes on the floor. */
#pragma once
#include <stdbool.h>

#include "notify/outbox.h"
#include "people/phone.h"
#include "store/tick.h"

#define CONTACT_ZONE_MAX 40

struct contact {
	char phone[PHONE_CHARS + 1], lang[13], zone[CONTACT_ZONE_MAX + 1];   /* phone "": none */
	bool by[OUTBOX_KINDS];
	int quiet_from_min, quiet_until_min;   /* of the day in `zone`; equal: none */
};

/* From the columns of the statement contact_by_person, the first of which is `col`; all NULL: nothing was said. */
void contact_read(struct rows *r, int col, const char *lang, struct contact *ret);
/* What was said, or what holds for who has said nothing; `lang` is the account's. */
err_t contact_find(struct db *db, const char *person, const char *lang, struct contact *ret);
/* ERR_BAD_FIELD for minutes beyond the day or a number that is not as phone_clean gives it. The zone is the caller's to check. */
err_t contact_put(struct tx *tx, const char *person, const struct contact *c);
