/* wish.c — enquiries that come over the live channel. The row and its answer are one commit; a retry finds the same row. */
#include <string.h>

#include "base/text.h"
#include "sessions/broadcast.h"
#include "sessions/handlers.h"
#include "sessions/inside.h"
#include "sessions/notice.h"
#include "trade/enquiry.h"

static struct moment moment_of(struct asking *a, const struct live_enquiry_open *m)
{
	struct broadcast_moment at = broadcast_moment(a->sessions, &a->booth->id, m->viewer, m->rtp_ts);
	return (struct moment){.broadcast = at.broadcast, .media_us = at.media_us, .estimated = at.estimated};
}

err_t wish_on_enquiry_open(struct tx *tx, struct asking *a, const void *msg)
{
	const struct live_enquiry_open *m = msg;
	const struct conn_person *who = &a->conn->who;
	struct enquiry_id id;
	bool again;
	if (!*m->key) return a->field = "key", ERR_MISSING_FIELD;
	TRY(enquiry_open(tx, &(struct enquiry_new){.person = who->id.s, .name = who->name, .email = m->email, .booth = a->booth->id.s, .product = m->product,
	                                           .unit = m->unit, .country = *m->country ? m->country : who->country, .note = m->note,
	                                           .lang = *m->lang ? m->lang : who->lang, .quantity = m->quantity, .line_seq = m->line_seq,
	                                           .moment = moment_of(a, m), .key = m->key}, &id, &again));
	text_copy(a->ok.enquiry, sizeof a->ok.enquiry, id.s);
	return again ? OK : notice_enquiry_opened(tx, a->sessions, &id);
}

err_t wish_on_enquiry_write(struct tx *tx, struct asking *a, const void *msg)
{
	const struct live_enquiry_write *m = msg;
	struct enquiry_words words = {.enquiry = m->enquiry, .text = m->text, .phrase = m->phrase, .lang = m->lang, .key = m->key};
	char message[ID_CHARS + 1];
	struct enquiry e;
	struct person person;
	bool again;
	if (!*m->key) return a->field = "key", ERR_MISSING_FIELD;
	TRY(person_find(tx_db(tx), a->conn->who.id.s, &person));
	TRY(enquiry_find(tx_db(tx), m->enquiry, &e));
	TRY(enquiry_side_of(&e, &person, &words.side));
	words.person = person.id.s;
	TRY(enquiry_write(tx, &words, message, &again));
	text_copy(a->ok.enquiry, sizeof a->ok.enquiry, m->enquiry);
	return again ? OK : notice_enquiry_wrote(tx, a->sessions, &e.id);
}
