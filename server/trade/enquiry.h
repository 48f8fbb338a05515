/* enquiry.h — a wish, stored at once, also from a guest; a thread that both sides write in; one conversion at most.
 * Owns    the rows of `enquiry` and `enquiry_message`.
 * Thread  writes on the floor; lists on readers.
 * Limits  ENQUIRY_NOTE_MAX bytes of text, ENQUIRY_MESSAGES_MAX messages a thread. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "fair/booth_row.h"
#include "people/person.h"
#include "trade/enquiry_state.h"
#include "trade/moment.h"
#include "trade/product.h"

#define ENQUIRY_NOTE_MAX 1000
#define ENQUIRY_QUANTITY_MAX 1000000
#define ENQUIRY_MESSAGES_MAX 500
#define ENQUIRY_PAGE_MAX 100

/* NULL texts count as empty. Without a booth the product's counts; one of the two is needed. */
struct enquiry_new {
	const char *person, *name, *email;     /* name and e-mail as said now; empty: the person's */
	const char *booth, *product, *unit, *country, *note, *lang;
	int64_t quantity, line_seq;
	struct moment moment;
	const char *key;                       /* a retry with this key gives the same enquiry; NULL if the caller sees to that */
};
/* ERR_MISSING_FIELD, ERR_BAD_FIELD, ERR_TOO_LONG, ERR_NO_BOOTH, ERR_NO_PRODUCT, ERR_KEY_REUSED.
 * *ret_again (may be NULL) tells that a retry was answered and nothing was written. */
err_t enquiry_open(struct tx *tx, const struct enquiry_new *n, struct enquiry_id *ret_id, bool *ret_again);

struct enquiry {
	struct enquiry_id id;
	struct person_id person;
	struct booth_id booth;
	char booth_slug[SLUG_MAX + 1], booth_name_en[BOOTH_NAME_MAX + 1], booth_name_hi[BOOTH_NAME_MAX + 1];
	struct product_id product;             /* .s[0] == 0: none */
	int64_t quantity, line_seq, created_ms;
	char unit[PRODUCT_UNIT_MAX + 1], country[3], note[ENQUIRY_NOTE_MAX + 1], lang[13], name[PERSON_NAME_MAX + 1];
	bool confirmed;                        /* the buyer's e-mail address is */
	enum enquiry_state state;
	struct lead_id lead;                   /* what it became, or .s[0] == 0 */
	struct order_id order;
	struct moment moment;
};
/* ERR_NOT_FOUND. */
err_t enquiry_find(struct db *db, const char *id, struct enquiry *ret);
/* Newest first, behind `before` (an id); "" filters nothing; of person and booth at most one. Thread: readers. */
struct enquiry_filter { const char *before, *person, *booth, *state; int64_t limit; };
err_t enquiry_list(struct db *db, const struct enquiry_filter *f, void (*each)(void *arg, const struct enquiry *e), void *arg);

enum enquiry_side { ENQUIRY_BUYER, ENQUIRY_HOST, ENQUIRY_STAFF };
/* "buyer", "artisan", "organizer". Static. */
const char *enquiry_side_wire(enum enquiry_side s);
/* Which side a person is on: the one who asked, the booth's artisan, the staff. ERR_FORBIDDEN for anybody else. */
err_t enquiry_side_of(const struct enquiry *e, const struct person *p, enum enquiry_side *ret);

/* Text or a phrase's id, one of the two. */
struct enquiry_words { const char *enquiry, *person, *text, *phrase, *lang, *key; enum enquiry_side side; };
/* ERR_MISSING_FIELD, ERR_BAD_FIELD (unknown phrase), ERR_TOO_LONG, ERR_FULL, ERR_KEY_REUSED. ret_id and ret_again may be NULL. */
err_t enquiry_write(struct tx *tx, const struct enquiry_words *words, char ret_id[static ID_CHARS + 1], bool *ret_again);

/* Texts are lent for the call; hi and en are translations, "" where there is none. */
struct enquiry_message { const char *id, *by, *text, *phrase, *lang; int64_t at_ms; const char *hi, *en; };
err_t enquiry_thread(struct db *db, const char *id, void (*each)(void *arg, const struct enquiry_message *m), void *arg);

/* Keeps a translation of a message, or of the note (message ""). */
err_t enquiry_translated(struct tx *tx, const char *id, const char *message, const char *lang, const char *text);
/* Gives the translations of the note. */
err_t enquiry_note_translations(struct db *db, const char *id, void (*each)(void *arg, const char *lang, const char *text), void *arg);

err_t enquiry_close(struct tx *tx, const char *id);
/* The one conversion, for lead.c and order.c: exactly one caller gets OK. ERR_CONVERTED, ERR_BAD_STATE, ERR_UNCONFIRMED. */
err_t enquiry_convert(struct tx *tx, const struct enquiry *e, enum enquiry_event event, const char *into);
