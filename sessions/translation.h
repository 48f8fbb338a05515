/* translation.h — what people write in free text follows in the other languages of the fair, when a service is set.
 *
 *   chat.said     ─► commit ─► translate ─► chat.translated (a row of the booth log: replays and newcomers have it)
 *   enquiry, note ─► commit ─► translate ─► a row of enquiry_translation ─► enquiry.translated to host, staff and buyer
 *
 * Phrases need none: they are ids. A line that was removed meanwhile stays silent.
 * Thread  the floor.   Limits  as in notify/translate.h. */
#pragma once
#include "sessions/booth.h"
#include "trade/enquiry.h"

/* After the commit of the line that is `seq` in its booth; `speaker` is its author. */
void translation_of_line(struct tx *tx, struct sessions *s, const struct booth_id *booth, int64_t seq, const char *speaker, const char *text, const char *lang);
/* After the commit of a message of the thread; `message` "" is the enquiry's own note. */
void translation_of_enquiry(struct tx *tx, struct sessions *s, const struct enquiry *e, const char *message, const char *text, const char *lang);
/* Takes the words out of the translations of a line, as they go out of the line. */
err_t translation_redact(struct tx *tx, const struct booth_id *booth, const char *speaker, int64_t line_seq);
