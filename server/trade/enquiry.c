/* enquiry.c — rows of enquiries and their threads. */
#include "trade/enquiry.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "fair/phrase.h"
#include "people/name_guard.h"
#include "trade/idempotency.h"

static err_t check_text(const char *s, size_t max, bool lines)
{
	if (strlen(s) > max) return ERR_TOO_LONG;
	return text_printable(s, lines) ? OK : ERR_BAD_FIELD;
}

static err_t check_new(const struct enquiry_new *n)
{
	TRY(check_text(n->name, PERSON_NAME_MAX, false));
	TRY(check_text(n->unit, PRODUCT_UNIT_MAX, false));
	TRY(check_text(n->note, ENQUIRY_NOTE_MAX, true));
	TRY(check_text(n->lang, 12, false));
	if (*n->country && strlen(n->country) != 2) return ERR_BAD_FIELD;
	if (n->quantity < 0 || n->quantity > ENQUIRY_QUANTITY_MAX || n->line_seq < 0) return ERR_BAD_FIELD;
	return *n->booth || *n->product ? OK : ERR_MISSING_FIELD;
}

/* Fills in what was not said: the booth from the product, name and country from the person. Texts of `n` may then point into *p, *who. */
static err_t complete(struct tx *tx, struct enquiry_new *n, struct product *p, struct person *who)
{
	TRY(person_find(tx_db(tx), n->person, who));
	n->person = who->id.s;
	if (strcmp(n->name, who->name) != 0) TRY(name_check(tx_db(tx), n->name, who->role));
	if (!*n->name) n->name = *who->name ? who->name : "?";
	if (!*n->country) n->country = who->country;
	if (!*n->lang) n->lang = who->lang;
	if (*n->product) {
		TRY(product_find(tx_db(tx), n->product, tx_now_ms(tx), p));
		if (*n->booth && strcmp(n->booth, p->booth.s) != 0) return ERR_NO_PRODUCT;
		n->booth = p->booth.s;
		if (!*n->unit) n->unit = p->unit;
		return OK;
	}
	struct booth_row b;
	return booth_row_find(tx_db(tx), n->booth, &b);
}

/* Finds the answer of an earlier try, or says that there is none ("" in ret_id). */
static err_t earlier(struct tx *tx, const char *person, const char *key, const char *request, char ret_id[static ID_CHARS + 1])
{
	ret_id[0] = 0;
	if (!key || !*key) return OK;
	struct buf body;
	int status = 0;
	buf_init(&body);
	err_t e = idempotency_find(tx_db(tx), person, key, request, &status, &body);
	if (e == OK && status) text_copy(ret_id, ID_CHARS + 1, body.data);
	buf_fini(&body);
	return e;
}

static err_t keep(struct tx *tx, const char *person, const char *key, const char *request, const char *id)
{
	return key && *key ? idempotency_put(tx, person, key, request, 201, id) : OK;
}

static err_t insert(struct tx *tx, const struct enquiry_new *n, const char *id)
{
	char email[PERSON_EMAIL_MAX + 1] = "";
	if (*n->email) TRY(email_clean(n->email, email));
	return db_exec(tx_db(tx), Q_ENQUIRY_INSERT, V(id), V(n->person), V(n->booth), V(n->product), V(n->quantity), V(n->unit), V(n->country), V(n->note),
	               V(n->lang), V(n->name), V(email), V(n->moment.broadcast.s), V(n->moment.media_us), V(n->moment.estimated), V(n->line_seq),
	               V(tx_now_ms(tx)));
}

err_t enquiry_open(struct tx *tx, const struct enquiry_new *given, struct enquiry_id *ret_id, bool *ret_again)
{
	struct enquiry_new n = *given;
	n.name = text_or_empty(n.name), n.email = text_or_empty(n.email), n.booth = text_or_empty(n.booth), n.product = text_or_empty(n.product);
	n.unit = text_or_empty(n.unit), n.country = text_or_empty(n.country), n.note = text_or_empty(n.note), n.lang = text_or_empty(n.lang);
	TRY(check_new(&n));
	struct product p;
	struct person who;
	struct enquiry_id id;
	char request[ENQUIRY_NOTE_MAX + 200];
	snprintf(request, sizeof request, "enquiry %s %s %lld %s", n.booth, n.product, (long long)n.quantity, n.note);
	TRY(complete(tx, &n, &p, &who));
	TRY(earlier(tx, n.person, n.key, request, id.s));
	bool again = *id.s != 0;
	if (!again) {
		id_new(id.s);
		TRY(insert(tx, &n, id.s));
		TRY(keep(tx, n.person, n.key, request, id.s));
	}
	*ret_id = id;
	if (ret_again) *ret_again = again;
	return OK;
}

static void read_row(struct rows *r, struct enquiry *e)
{
	const struct { int col; char *to; size_t cap; } texts[] = {
#define INTO(col, field) {col, e->field, sizeof e->field}
		INTO(0, id.s), INTO(1, person.s), INTO(2, booth.s), INTO(3, booth_slug), INTO(4, booth_name_en), INTO(5, booth_name_hi), INTO(6, product.s),
		INTO(8, unit), INTO(9, country), INTO(10, note), INTO(11, lang), INTO(12, name), INTO(15, lead.s), INTO(16, order.s), INTO(17, moment.broadcast.s),
#undef INTO
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rows_copy(r, texts[i].col, texts[i].to, texts[i].cap);
	e->quantity = rows_int(r, 7);
	e->confirmed = rows_int(r, 13) != 0;
	e->state = enquiry_state_parse(rows_text(r, 14));
	e->moment.media_us = rows_int(r, 18);
	e->moment.estimated = rows_int(r, 19) != 0;
	e->line_seq = rows_int(r, 20);
	e->created_ms = rows_int(r, 21);
}

err_t enquiry_find(struct db *db, const char *id, struct enquiry *ret)
{
	struct rows r;
	db_query(db, &r, Q_ENQUIRY_BY_ID, V(id));
	bool found = rows_next(&r);
	if (found) read_row(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t enquiry_list(struct db *db, const struct enquiry_filter *f, void (*each)(void *arg, const struct enquiry *e), void *arg)
{
	struct rows r;
	struct enquiry e;
	int64_t limit = f->limit < ENQUIRY_PAGE_MAX ? f->limit : ENQUIRY_PAGE_MAX;
	const char *before = *f->before ? f->before : "~";
	if (*f->person) db_query(db, &r, Q_ENQUIRY_OF_PERSON, V(before), V(f->state), V(limit), V(f->person));
	else if (*f->booth) db_query(db, &r, Q_ENQUIRY_OF_BOOTH, V(before), V(f->state), V(limit), V(f->booth));
	else db_query(db, &r, Q_ENQUIRY_ALL, V(before), V(f->state), V(limit));
	while (rows_next(&r)) {
		read_row(&r, &e);
		each(arg, &e);
	}
	return rows_end(&r);
}

static const struct { const char *wire; enum enquiry_event wrote; } sides[] = {
	[ENQUIRY_BUYER] = {"buyer", ENQUIRY_EVENT_BUYER_WROTE},
	[ENQUIRY_HOST] = {"artisan", ENQUIRY_EVENT_HOST_WROTE},
	[ENQUIRY_STAFF] = {"organizer", ENQUIRY_EVENT_HOST_WROTE},
};

const char *enquiry_side_wire(enum enquiry_side s) { return sides[s].wire; }

err_t enquiry_side_of(const struct enquiry *e, const struct person *p, enum enquiry_side *ret)
{
	if (strcmp(e->person.s, p->id.s) == 0) *ret = ENQUIRY_BUYER;
	else if (p->role == ROLE_ARTISAN && strcmp(e->booth.s, p->booth.s) == 0) *ret = ENQUIRY_HOST;
	else if (role_is_staff(p->role)) *ret = ENQUIRY_STAFF;
	else return ERR_FORBIDDEN;
	return OK;
}

static err_t move(struct tx *tx, const struct enquiry *e, enum enquiry_event event)
{
	enum enquiry_state to;
	int64_t changed = 0;
	TRY(enquiry_next(e->state, event, &to));
	if (to == e->state) return OK;
	TRY(db_exec_n(tx_db(tx), &changed, Q_ENQUIRY_MOVE, V(e->id.s), V(enquiry_state_wire(e->state)), V(enquiry_state_wire(to))));
	return changed ? OK : ERR_BAD_STATE;
}

static err_t check_words(const struct enquiry_words *w)
{
	if (!*w->text == !*w->phrase) return *w->text ? ERR_BAD_FIELD : ERR_MISSING_FIELD;
	TRY(check_text(w->text, ENQUIRY_NOTE_MAX, true));
	TRY(check_text(w->lang, 12, false));
	return *w->phrase && !phrase_find(w->phrase) ? ERR_BAD_FIELD : OK;
}

err_t enquiry_write(struct tx *tx, const struct enquiry_words *given, char ret_id[static ID_CHARS + 1], bool *ret_again)
{
	struct enquiry_words w = *given;
	w.text = text_or_empty(w.text), w.phrase = text_or_empty(w.phrase), w.lang = text_or_empty(w.lang);
	TRY(check_words(&w));
	struct enquiry e;
	char id[ID_CHARS + 1], request[ENQUIRY_NOTE_MAX + 200];
	int64_t count;
	snprintf(request, sizeof request, "write %s %s %s", w.enquiry, w.phrase, w.text);
	TRY(earlier(tx, w.person, w.key, request, id));
	bool again = *id != 0;
	if (!again) {
		TRY(enquiry_find(tx_db(tx), w.enquiry, &e));
		TRY(db_int(tx_db(tx), &count, Q_ENQUIRY_MESSAGE_COUNT, V(e.id.s)));
		if (count >= ENQUIRY_MESSAGES_MAX) return ERR_FULL;
		TRY(move(tx, &e, sides[w.side].wrote));
		id_new(id);
		TRY(db_exec(tx_db(tx), Q_ENQUIRY_MESSAGE_INSERT, V(id), V(e.id.s), V(sides[w.side].wire), V(w.person), V(w.text), V(w.phrase), V(w.lang),
		            V(tx_now_ms(tx))));
		TRY(keep(tx, w.person, w.key, request, id));
	}
	text_copy(ret_id, ID_CHARS + 1, id);
	if (ret_again) *ret_again = again;
	return OK;
}

err_t enquiry_thread(struct db *db, const char *id, void (*each)(void *arg, const struct enquiry_message *m), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_ENQUIRY_MESSAGE_LIST, V(id), V(ENQUIRY_MESSAGES_MAX));
	while (rows_next(&r))
		each(arg, &(struct enquiry_message){rows_text(&r, 0), rows_text(&r, 1), rows_text(&r, 2), rows_text(&r, 3), rows_text(&r, 4), rows_int(&r, 5),
		                                    rows_text(&r, 6), rows_text(&r, 7)});
	return rows_end(&r);
}

err_t enquiry_translated(struct tx *tx, const char *id, const char *message, const char *lang, const char *text)
{
	return db_exec(tx_db(tx), Q_ENQUIRY_TRANSLATION_PUT, V(id), V(message), V(lang), V(text));
}

err_t enquiry_note_translations(struct db *db, const char *id, void (*each)(void *arg, const char *lang, const char *text), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_ENQUIRY_TRANSLATION_NOTE, V(id));
	while (rows_next(&r)) each(arg, rows_text(&r, 0), rows_text(&r, 1));
	return rows_end(&r);
}

err_t enquiry_close(struct tx *tx, const char *id)
{
	struct enquiry e;
	TRY(enquiry_find(tx_db(tx), id, &e));
	return move(tx, &e, ENQUIRY_EVENT_CLOSE);
}

err_t enquiry_convert(struct tx *tx, const struct enquiry *e, enum enquiry_event event, const char *into)
{
	enum enquiry_state to;
	int64_t changed = 0;
	TRY(enquiry_next(e->state, event, &to));
	if (!e->confirmed) return ERR_UNCONFIRMED;
	enum query q = event == ENQUIRY_EVENT_TO_LEAD ? Q_ENQUIRY_TO_LEAD : Q_ENQUIRY_TO_ORDER;
	TRY(db_exec_n(tx_db(tx), &changed, q, V(e->id.s), V(enquiry_state_wire(e->state)), V(into)));
	return changed ? OK : ERR_CONVERTED;
}
