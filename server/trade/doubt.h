/* doubt.h — somebody says that a piece is not what its certificate claims; the desk decides.
 *
 *   open ─► dismissed | copied (the code stands on other goods) | false (every certificate of this product is taken back)
 *
 * Owns    the rows of `certificate_doubt`.    Thread  writes on the floor; lists on readers.
 * Limits  DOUBT_NOTE_MAX bytes; DOUBTS_OPEN_MAX open ones of one person about one code. */
#pragma once
#include "trade/certificate.h"

#define DOUBT_NOTE_MAX 500
#define DOUBTS_OPEN_MAX 2
#define DOUBT_PAGE_MAX 100

ID_TYPE(doubt);
struct doubt {
	struct doubt_id id;
	char code[SHORT_CODE_CHARS + 1], person[ID_CHARS + 1], reason[24], note[DOUBT_NOTE_MAX + 1], decision[12], decided_note[CERTIFICATE_REASON_MAX + 1];
	int64_t piece, at_ms, decided_ms;
};

/* Of d, code, piece, person, reason and note are taken. BAD_FIELD for a reason that is none of "not-as-said", "not-from-there", "copy",
 * "other"; TOO_LONG; TOO_FAST when this person has said so already. */
err_t doubt_new(struct tx *tx, const struct doubt *d, struct doubt_id *ret);
err_t doubt_find(struct db *db, const char *id, struct doubt *ret);
/* Newest first, behind `before`. */
err_t doubt_list(struct db *db, const char *before, bool open_only, int64_t limit, void (*each)(void *arg, const struct doubt *d), void *arg);
/* `decision` as in the drawing, in words that the public may read. BAD_STATE when it was decided before; BAD_FIELD. */
err_t doubt_decide(struct tx *tx, const char *id, const char *decision, const char *person, const char *note);
