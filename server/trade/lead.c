/* lead.c — rows of leads. */
#include "trade/lead.h"

#include <string.h>

#include "base/text.h"

bool incoterm_valid(const char *s)
{
	static const char *const terms[] = {"EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF"};
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
		if (strcmp(terms[i], s) == 0) return true;
	return false;
}

static err_t check(const struct lead_new *n)
{
	if (!*n->unit || !*n->incoterm || !*n->destination) return ERR_MISSING_FIELD;
	if (strlen(n->unit) > PRODUCT_UNIT_MAX || strlen(n->company) > LEAD_COMPANY_MAX || strlen(n->note) > ENQUIRY_NOTE_MAX) return ERR_TOO_LONG;
	if (strlen(n->destination) > LEAD_PLACE_MAX) return ERR_TOO_LONG;
	if (!text_printable(n->unit, false) || !text_printable(n->company, false) || !text_printable(n->note, true)) return ERR_BAD_FIELD;
	if (!text_printable(n->destination, false) || !incoterm_valid(n->incoterm)) return ERR_BAD_FIELD;
	struct money m;
	if (n->target.minor) TRY(money_make(n->target.minor, n->target.currency, &m));
	return n->quantity >= 1 && n->quantity <= ENQUIRY_QUANTITY_MAX ? OK : ERR_BAD_FIELD;
}

err_t lead_open(struct tx *tx, const struct lead_new *given, struct lead_id *ret_id)
{
	struct lead_new n = *given;
	n.unit = text_or_empty(n.unit), n.incoterm = text_or_empty(n.incoterm), n.destination = text_or_empty(n.destination);
	n.company = text_or_empty(n.company), n.note = text_or_empty(n.note);
	TRY(check(&n));
	struct enquiry e;
	struct lead_id id;
	char number[NUMBER_CHARS + 1];
	TRY(enquiry_find(tx_db(tx), n.enquiry, &e));
	id_new(id.s);
	TRY(enquiry_convert(tx, &e, ENQUIRY_EVENT_TO_LEAD, id.s));
	TRY(number_next(tx, 'L', number));
	TRY(db_exec(tx_db(tx), Q_LEAD_INSERT, V(id.s), V(number), V(e.id.s), V(e.person.s), V(e.booth.s), V(e.product.s), V(n.quantity), V(n.unit),
	            V(n.target.minor), V(n.target.minor ? n.target.currency : ""), V(n.incoterm), V(n.destination), V(n.company), V(n.note), V(tx_now_ms(tx))));
	*ret_id = id;
	return OK;
}

static void read_row(struct rows *r, struct lead *l)
{
	const struct { int col; char *to; size_t cap; } texts[] = {
#define INTO(col, field) {col, l->field, sizeof l->field}
		INTO(0, id.s), INTO(1, number), INTO(2, enquiry.s), INTO(3, person.s), INTO(4, booth.s), INTO(5, booth_slug), INTO(6, product.s),
		INTO(7, product_en), INTO(8, product_hi), INTO(10, unit), INTO(12, target.currency), INTO(13, incoterm), INTO(14, destination),
		INTO(15, company), INTO(16, note), INTO(17, name), INTO(18, email), INTO(19, country), INTO(21, moment.broadcast.s),
#undef INTO
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rows_copy(r, texts[i].col, texts[i].to, texts[i].cap);
	l->state = lead_state_parse(rows_text(r, 20));
	l->quantity = rows_int(r, 9);
	l->target.minor = rows_int(r, 11);
	l->moment.media_us = rows_int(r, 22);
	l->moment.estimated = rows_int(r, 23) != 0;
	l->created_ms = rows_int(r, 24);
}

err_t lead_find(struct db *db, const char *id, struct lead *ret)
{
	struct rows r;
	db_query(db, &r, Q_LEAD_BY_ID, V(id));
	bool found = rows_next(&r);
	if (found) read_row(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t lead_act(struct tx *tx, const char *id, enum lead_event event)
{
	struct lead l;
	enum lead_state to;
	int64_t changed = 0;
	TRY(lead_find(tx_db(tx), id, &l));
	TRY(lead_next(l.state, event, &to));
	TRY(db_exec_n(tx_db(tx), &changed, Q_LEAD_MOVE, V(l.id.s), V(lead_state_wire(l.state)), V(lead_state_wire(to))));
	return changed ? OK : ERR_BAD_STATE;
}

err_t lead_list(struct db *db, const struct lead_filter *f, void (*each)(void *arg, const struct lead *l), void *arg)
{
	struct rows r;
	struct lead l;
	int64_t limit = f->limit < LEAD_PAGE_MAX ? f->limit : LEAD_PAGE_MAX;
	const char *before = *f->before ? f->before : "~";
	if (*f->person) db_query(db, &r, Q_LEAD_OF_PERSON, V(before), V(limit), V(f->person));
	else if (*f->booth) db_query(db, &r, Q_LEAD_OF_BOOTH, V(before), V(limit), V(f->booth));
	else db_query(db, &r, Q_LEAD_ALL, V(before), V(limit));
	while (rows_next(&r)) {
		read_row(&r, &l);
		each(arg, &l);
	}
	return rows_end(&r);
}
