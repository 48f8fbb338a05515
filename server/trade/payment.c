/* payment.c — rows of payments. */
#include "trade/payment.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "trade/books_order.h"
#include "trade/pay_job.h"

/* ── read ── */

static void read_row(struct rows *r, struct payment *p)
{
	const struct { int col; char *to; size_t cap; } texts[] = {
#define INTO(col, field) {col, p->field, sizeof p->field}
		INTO(0, id), INTO(1, child), INTO(2, orders), INTO(3, mark), INTO(7, amount.currency), INTO(8, reference), INTO(9, gateway_order), INTO(10, gateway_url),
		INTO(13, order_number), INTO(14, country), INTO(15, seller.s),
#undef INTO
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rows_copy(r, texts[i].col, texts[i].to, texts[i].cap);
	if (pay_method_parse(rows_text(r, 4), &p->method) != OK) p->method = PAY_BANK;
	p->state = payment_state_parse(rows_text(r, 5));
	p->amount.minor = rows_int(r, 6);
	enum order_state child = order_state_parse(rows_text(r, 16));
	p->left = child == ORDER_HANDED_OVER || child == ORDER_DELIVERED;
	p->created_ms = rows_int(r, 11);
	p->changed_ms = rows_int(r, 12);
}

static err_t read_one(struct rows *r, struct payment *ret)
{
	bool found = rows_next(r);
	if (found) read_row(r, ret);
	TRY(rows_end(r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t payment_find(struct db *db, const char *id, struct payment *ret)
{
	struct rows r;
	db_query(db, &r, Q_PAYMENT_BY_ID, V(id));
	return read_one(&r, ret);
}

err_t payment_find_by_child(struct db *db, const char *child, struct payment *ret)
{
	struct rows r;
	db_query(db, &r, Q_PAYMENT_BY_CHILD, V(child));
	return read_one(&r, ret);
}

err_t payment_find_by_gateway(struct db *db, const char *gateway_order, struct payment *ret)
{
	struct rows r;
	db_query(db, &r, Q_PAYMENT_BY_GATEWAY, V(gateway_order));
	return read_one(&r, ret);
}

err_t payment_of_order(struct db *db, const char *orders, struct payment ret[static PAYMENTS_MAX], int *ret_n)
{
	struct rows r;
	*ret_n = 0;
	db_query(db, &r, Q_PAYMENT_OF_ORDER, V(orders));
	while (rows_next(&r) && *ret_n < PAYMENTS_MAX) read_row(&r, &ret[(*ret_n)++]);
	return rows_end(&r);
}

err_t payment_list(struct db *db, const struct payment_filter *f, void (*each)(void *arg, const struct payment *p), void *arg)
{
	struct rows r;
	struct payment p;
	const char *before = *f->before ? f->before : "~";
	int64_t limit = f->limit < PAYMENT_PAGE_MAX ? f->limit : PAYMENT_PAGE_MAX;
	if (*f->state) db_query(db, &r, Q_PAYMENT_IN_STATE, V(before), V(limit), V(f->state));
	else db_query(db, &r, Q_PAYMENT_ALL, V(before), V(limit));
	while (rows_next(&r)) {
		read_row(&r, &p);
		each(arg, &p);
	}
	return rows_end(&r);
}

err_t payment_history(struct db *db, const char *id, void (*each)(void *arg, const struct payment_note *n), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_PAYMENT_EVENTS, V(id));
	while (rows_next(&r)) {
		struct payment_note n = {rows_text(&r, 0), rows_text(&r, 1), rows_text(&r, 2), rows_text(&r, 3), rows_int(&r, 4)};
		each(arg, &n);
	}
	return rows_end(&r);
}

err_t payment_payee(struct db *db, const struct payment *p, const struct pay_payee *fair, struct pay_payee *ret)
{
	struct seller s;
	struct seller_form f;
	*ret = *fair;
	ret->fair = *fair->upi || *fair->account;
	if (ret->fair) return OK;
	TRY(seller_find(db, p->seller.s, &s));
	TRY(seller_form_find(db, s.id.s, &f));
	text_copy(ret->name, sizeof ret->name, s.name);
	text_copy(ret->upi, sizeof ret->upi, f.upi);
	text_copy(ret->account, sizeof ret->account, f.account);
	text_copy(ret->ifsc, sizeof ret->ifsc, f.ifsc);
	return OK;
}

/* ── write ── */

static err_t write_down(struct tx *tx, const char *payment, enum payment_event event, enum payment_state state, const struct payment_news *n)
{
	char id[ID_CHARS + 1];
	id_new(id);
	return db_exec(tx_db(tx), Q_PAYMENT_EVENT_INSERT, V(id), V(payment), V(payment_event_wire(event)), V(payment_state_wire(state)), V(n->source),
	               V(text_or_empty(n->reference)), V(text_or_empty(n->person)), V(tx_now_ms(tx)));
}

static err_t put_state(struct tx *tx, const struct payment *p, enum payment_state to, const char *reference)
{
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_PAYMENT_MOVE, V(p->id), V(payment_state_wire(p->state)), V(payment_state_wire(to)),
	              V(*reference ? reference : p->reference), V(tx_now_ms(tx))));
	return changed ? OK : ERR_BAD_STATE;
}

/* The way that the money came is the way that was paid by, whatever the buyer chose last: it goes back that way, and nobody collects it at
 * the door once more. */
static err_t correct_method(struct tx *tx, struct payment *p, const struct payment_news *n)
{
	const bool by_gateway = strcmp(n->source, "gateway") == 0, by_bank = strcmp(n->source, "bank") == 0;
	enum pay_method m = by_gateway ? PAY_GATEWAY : by_bank && pay_method_proof(p->method) != PAY_BY_BANK ? PAY_BANK : p->method;
	if (m == p->method) return OK;
	p->method = m;
	return db_exec(tx_db(tx), Q_PAYMENT_SET_METHOD, V(p->id), V(pay_method_wire(m)));
}

/* Where the money is, as far as who brings the news can tell: a seller says so of its own account. */
static enum books_via via(const struct payment *p, const struct payment_news *n)
{
	if (strcmp(n->source, "seller") == 0) return BOOKS_VIA_SELLER;
	if (pay_method_proof(p->method) == PAY_BY_DOOR) return BOOKS_VIA_CARRIER;
	return pay_method_proof(p->method) == PAY_BY_PARTNER ? BOOKS_VIA_GATEWAY : BOOKS_VIA_BANK;
}

/* Money that came or went is booked; news of a payment that is refunded already books neither, as they cancel out. */
static err_t book(struct tx *tx, const struct payment *p, enum payment_event event, const struct payment_news *n)
{
	if (event == PAYMENT_EVENT_REFUND) return books_refunded(tx, p->id, p->order_number);
	if (event != PAYMENT_EVENT_PAY || p->state == PAYMENT_REFUNDED) return OK;
	return books_paid(tx, &(struct books_payment){.id = p->id, .child = p->child, .orders = p->orders, .seller = p->seller.s, .amount_minor = p->amount.minor,
	                                              .currency = p->amount.currency, .note = p->order_number, .via = via(p, n)});
}

err_t payment_tell(struct tx *tx, const char *id, enum payment_event event, const struct payment_news *news)
{
	struct payment p;
	enum payment_state to;
	TRY(payment_find(tx_db(tx), id, &p));
	/* The same good news once more, from the statement after the desk: nothing moves. */
	bool again = event == PAYMENT_EVENT_PAY && (p.state == PAYMENT_PAID || p.state == PAYMENT_REFUND_DUE);
	if (again) to = p.state;
	else TRY(payment_next(p.state, event, &to));
	if (event == PAYMENT_EVENT_PAY && !again) TRY(correct_method(tx, &p, news));
	bool keeps = again || event == PAYMENT_EVENT_FAIL || event == PAYMENT_EVENT_VOID || event == PAYMENT_EVENT_REFUND;
	TRY(put_state(tx, &p, to, keeps ? "" : text_or_empty(news->reference)));
	if (to == PAYMENT_REFUND_DUE && p.state != to && !news->held && pay_method_proof(p.method) == PAY_BY_PARTNER) TRY(pay_job_add(tx, p.id, PAY_JOB_REFUND));
	TRY(book(tx, &p, event, news));
	return write_down(tx, p.id, event, to, news);
}

err_t payment_give_back(struct tx *tx, const struct payment *p, const struct payment_news *news)
{
	if (p->state != PAYMENT_REFUND_DUE || pay_method_proof(p->method) != PAY_BY_PARTNER || !*p->reference) return ERR_BAD_STATE;
	TRY(pay_job_add(tx, p->id, PAY_JOB_REFUND));
	return write_down(tx, p->id, PAYMENT_EVENT_REFUND, p->state, news);
}

err_t payment_choose(struct tx *tx, const char *id, enum pay_method m, const struct payment_news *news)
{
	struct payment p;
	enum payment_state to;
	TRY(payment_find(tx_db(tx), id, &p));
	if (p.left) return ERR_BAD_STATE;
	TRY(payment_next(p.state, PAYMENT_EVENT_CHOOSE, &to));
	TRY(put_state(tx, &p, to, ""));
	TRY(db_exec(tx_db(tx), Q_PAYMENT_SET_METHOD, V(p.id), V(pay_method_wire(m))));
	if (pay_method_proof(m) == PAY_BY_PARTNER && !*p.gateway_order) TRY(pay_job_add(tx, p.id, PAY_JOB_CREATE));
	return write_down(tx, p.id, PAYMENT_EVENT_CHOOSE, to, news);
}

/* ── what orders do to it ── */

static const struct payment_news by_order = {.source = "order"};
/* A buyer who sends things back has them still: the desk gives the money back when they are here. */
static const struct payment_news by_sender = {.source = "order", .held = true};

/* At the door where that is possible, else by transfer, until the buyer chooses. */
static enum pay_method first_method(const struct order *o, const struct order_child *c, int64_t now_ms)
{
	const struct pay_payee nobody = {0};
	return !o->pays_first && pay_method_open(PAY_COD, c->total, o->to_country, &nobody, false, now_ms) ? PAY_COD : PAY_BANK;
}

err_t payment_order_placed(struct tx *tx, const struct order *o, int child)
{
	const struct order_child *c = &o->children[child];
	char id[ID_CHARS + 1], mark[PAYMENT_MARK_MAX + 1];
	size_t n = 0;
	for (const char *s = c->number; *s && n < PAYMENT_MARK_MAX; s++) {
		if (isalnum((unsigned char)*s)) mark[n++] = *s;
		else if (*s == '/') mark[n++] = 'X'; /* so that /1 of one order is never the end of another's number */
	}
	mark[n] = '\0';
	id_new(id);
	return db_exec(tx_db(tx), Q_PAYMENT_INSERT, V(id), V(c->id), V(o->id.s), V(mark), V(pay_method_wire(first_method(o, c, tx_now_ms(tx)))),
	               V(payment_state_wire(PAYMENT_DUE)), V(c->total.minor), V(c->total.currency), V(tx_now_ms(tx)));
}

err_t payment_may_leave(const struct payment *p)
{
	return p->state == PAYMENT_PAID || pay_method_proof(p->method) == PAY_BY_DOOR ? OK : ERR_UNPAID;
}

/* That the goods are there means that they are paid, unless it is the buyer who says so. */
static err_t paid_at_the_door(struct tx *tx, const struct order *o, const struct payment *p)
{
	if (o->moved_by == BY_BUYER && p->state != PAYMENT_PAID) return ERR_UNPAID;
	return payment_tell(tx, p->id, PAYMENT_EVENT_PAY, &by_order);
}

err_t payment_order_moved(struct tx *tx, const struct order *o, int child, enum order_event event)
{
	struct payment p;
	err_t e = payment_find_by_child(tx_db(tx), o->children[child].id, &p);
	if (e == ERR_NOT_FOUND) return OK; /* placed before payments were kept */
	TRY(e);
	switch (event) {
	case ORDER_EVENT_HAND_OVER: return payment_may_leave(&p);
	case ORDER_EVENT_DELIVER: return pay_method_proof(p.method) == PAY_BY_DOOR ? paid_at_the_door(tx, o, &p) : OK;
	case ORDER_EVENT_CANCEL: return payment_tell(tx, p.id, PAYMENT_EVENT_VOID, &by_order);
	case ORDER_EVENT_RETURN: return payment_tell(tx, p.id, PAYMENT_EVENT_VOID, o->moved_by == BY_BUYER ? &by_sender : &by_order);
	default: return OK;
	}
}
