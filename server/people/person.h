/* person.h — people: guests, buyers, artisans, organizers.
 * Owns    the rows of `person` and `credential`.    Thread  writes on the floor; reads by key anywhere. */
#pragma once
#include <stdbool.h>

#include "base/err.h"
#include "base/id.h"
#include "people/role.h"
#include "store/tick.h"

#define PERSON_NAME_MAX 80
#define PERSON_EMAIL_MAX 200

struct person {
	struct person_id id;
	enum role role;
	char name[PERSON_NAME_MAX + 1], email[PERSON_EMAIL_MAX + 1];
	bool email_confirmed;
	bool second_factor;                 /* of those who work here: a code beside the password (second_factor.h) */
	struct booth_id booth;              /* an artisan's; .s[0] == 0 for none */
	char lang[13], country[3];
};

struct person_new { enum role role; const char *name, *email, *lang, *country; bool email_confirmed; };

/* NULL texts count as empty. ERR_TOO_LONG, ERR_BAD_FIELD, what name_check says (people/name_guard.h); ERR_CONFLICT if a confirmed address already has this role. */
err_t person_new(struct tx *tx, const struct person_new *p, struct person_id *ret_id);
/* From the columns of the statement person_by_id, the first of which is `col`; merged.s "" for who was not merged into another. */
void person_read(struct rows *r, int col, struct person *ret, struct person_id *ret_merged);
/* Follows a guest that was merged into a buyer. ERR_NOT_FOUND. */
err_t person_find(struct db *db, const char *id, struct person *ret);
/* The person with this confirmed address and role. ERR_NOT_FOUND. */
err_t person_find_by_email(struct db *db, const char *email, enum role role, struct person_id *ret_id);
/* What a person says of itself; "" or NULL leaves a value as it is. */
err_t person_describe(struct tx *tx, const char *id, const char *name, const char *lang, const char *country);
/* Makes an artisan the host of a booth. */
err_t person_set_booth(struct tx *tx, const char *id, const char *booth);

/* Keeps a hash of password.h for an organizer. */
err_t credential_set(struct tx *tx, const char *person, const char *hash);
/* An organizer's id and hash; both "" if there is none (verify all the same, see password.h). */
err_t credential_find(struct db *db, const char *email, struct person_id *ret_person, char *ret_hash, size_t cap);

/* Lower-cases ASCII and checks the shape of an address (one @, a dot in the domain, no blanks). ERR_BAD_FIELD, ERR_TOO_LONG. */
err_t email_clean(const char *email, char ret[static PERSON_EMAIL_MAX + 1]);
