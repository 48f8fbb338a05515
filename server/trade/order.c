/* order.c — reading orders and moving them along; order_place.c makes them. */
#include "trade/order.h"

#include <string.h>

#include "trade/follow.h"
#include "trade/withdrawal.h"

static err_t read_head(struct db *db, const char *id, struct order *o)
{
	struct rows r;
	db_query(db, &r, Q_ORDER_BY_ID, V(id));
	bool found = rows_next(&r);
	const struct { int col; char *to; size_t cap; } texts[] = {
#define INTO(col, field) {col, o->field, sizeof o->field}
		INTO(0, id.s), INTO(1, number), INTO(2, person.s), INTO(3, enquiry.s), INTO(6, total.currency), INTO(7, to_name), INTO(8, to_phone),
		INTO(9, to_line1), INTO(10, to_line2), INTO(11, to_city), INTO(12, to_state), INTO(13, to_pin), INTO(14, to_country), INTO(16, to_gstin),
#undef INTO
	};
	if (found) {
		for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rows_copy(&r, texts[i].col, texts[i].to, texts[i].cap);
		o->state = order_state_parse(rows_text(&r, 4));
		o->total.minor = rows_int(&r, 5);
		o->created_ms = rows_int(&r, 15);
		o->n_children = o->n_lines = 0;
	}
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

static err_t read_children(struct db *db, struct order *o)
{
	struct rows r;
	db_query(db, &r, Q_ORDER_CHILDREN, V(o->id.s));
	while (rows_next(&r) && o->n_children < ORDER_LINES_MAX) {
		struct order_child *c = &o->children[o->n_children++];
		rows_copy(&r, 0, c->id, sizeof c->id);
		rows_copy(&r, 1, c->number, sizeof c->number);
		rows_copy(&r, 2, c->seller.s, sizeof c->seller.s);
		rows_copy(&r, 3, c->seller_name, sizeof c->seller_name);
		c->state = order_state_parse(rows_text(&r, 4));
		c->total.minor = rows_int(&r, 5);
		rows_copy(&r, 6, c->total.currency, sizeof c->total.currency);
		rows_copy(&r, 7, c->seller_hi, sizeof c->seller_hi);
		rows_copy(&r, 8, c->paper, sizeof c->paper);
		rows_copy(&r, 9, c->tax, sizeof c->tax);
		c->shipping_minor = rows_int(&r, 10);
	}
	return rows_end(&r);
}

static int child_index(const struct order *o, const char *id)
{
	for (int i = 0; i < o->n_children; i++)
		if (strcmp(o->children[i].id, id) == 0) return i;
	return 0;
}

static err_t read_lines(struct db *db, struct order *o)
{
	struct rows r;
	db_query(db, &r, Q_ORDER_LINES, V(o->id.s));
	while (rows_next(&r) && o->n_lines < ORDER_LINES_MAX) {
		struct order_line *l = &o->lines[o->n_lines++];
		l->child = child_index(o, rows_text(&r, 0));
		l->held = false;
		l->left = 0;
		rows_copy(&r, 1, l->product.s, sizeof l->product.s);
		rows_copy(&r, 2, l->slug, sizeof l->slug);
		rows_copy(&r, 3, l->name_en, sizeof l->name_en);
		rows_copy(&r, 4, l->name_hi, sizeof l->name_hi);
		rows_copy(&r, 5, l->unit, sizeof l->unit);
		rows_copy(&r, 6, l->booth.s, sizeof l->booth.s);
		l->quantity = rows_int(&r, 7);
		l->price.minor = rows_int(&r, 8);
		l->shown_minor = rows_int(&r, 9);
		l->flash = rows_int(&r, 10) != 0;
		rows_copy(&r, 11, l->price.currency, sizeof l->price.currency);
		rows_copy(&r, 12, l->moment.broadcast.s, sizeof l->moment.broadcast.s);
		l->moment.media_us = rows_int(&r, 13);
		l->moment.estimated = rows_int(&r, 14) != 0;
		rows_copy(&r, 15, l->maker_en, sizeof l->maker_en);
		rows_copy(&r, 16, l->maker_hi, sizeof l->maker_hi);
		rows_copy(&r, 17, l->id, sizeof l->id);
		rows_copy(&r, 18, l->maker.s, sizeof l->maker.s);
		rows_copy(&r, 19, l->hsn, sizeof l->hsn);
		rows_copy(&r, 20, l->variant.s, sizeof l->variant.s);
		rows_copy(&r, 21, l->variant_en, sizeof l->variant_en);
		rows_copy(&r, 22, l->variant_hi, sizeof l->variant_hi);
		l->off_minor = rows_int(&r, 23);
		rows_copy(&r, 24, l->funder, sizeof l->funder);
		rows_copy(&r, 25, l->booth_slug, sizeof l->booth_slug);
	}
	return rows_end(&r);
}

err_t order_find(struct db *db, const char *id, struct order *ret)
{
	TRY(read_head(db, id, ret));
	TRY(read_children(db, ret));
	return read_lines(db, ret);
}

err_t order_list(struct db *db, const struct order_filter *f, void (*each)(void *arg, const struct order *o), void *arg)
{
	struct order_id ids[ORDER_PAGE_MAX];
	struct rows r;
	int n = 0;
	int64_t limit = f->limit < ORDER_PAGE_MAX ? f->limit : ORDER_PAGE_MAX;
	const char *before = *f->before ? f->before : "~";
	if (*f->person) db_query(db, &r, Q_ORDER_OF_PERSON, V(before), V(limit), V(f->person));
	else if (*f->booth) db_query(db, &r, Q_ORDER_OF_BOOTH, V(before), V(limit), V(f->booth));
	else db_query(db, &r, Q_ORDER_ALL, V(before), V(limit));
	while (rows_next(&r) && n < ORDER_PAGE_MAX) {
		rows_copy(&r, 0, ids[n].s, sizeof ids[n].s);
		n++;
	}
	TRY(rows_end(&r));
	for (int i = 0; i < n; i++) {
		struct order o;
		TRY(order_find(db, ids[i].s, &o));
		each(arg, &o);
	}
	return OK;
}

/* Whether a child is the actor's to move: a host's only if something in it is from its booth. */
static bool concerns(const struct order *o, int child, const struct order_actor *a)
{
	if (a->by != BY_HOST) return true;
	for (int i = 0; i < o->n_lines; i++)
		if (o->lines[i].child == child && strcmp(o->lines[i].booth.s, a->booth.s) == 0) return true;
	return false;
}

err_t order_actor_of(const struct order *o, const struct person *p, struct order_actor *ret)
{
	struct order_actor a = {.booth = p->booth};
	if (role_is_staff(p->role)) a.by = BY_STAFF;
	else if (strcmp(o->person.s, p->id.s) == 0) a.by = BY_BUYER;
	else if (p->role == ROLE_ARTISAN) a.by = BY_HOST;
	else return ERR_FORBIDDEN;
	for (int i = 0; i < o->n_children; i++)
		if (concerns(o, i, &a)) {
			*ret = a;
			return OK;
		}
	return ERR_FORBIDDEN;
}

bool order_can(const struct order *o, const struct order_actor *a, enum order_event event)
{
	enum order_state to;
	for (int i = 0; i < o->n_children; i++)
		if (concerns(o, i, a) && order_next(o->children[i].state, event, a->by, &to) == OK) return true;
	return false;
}

static enum order_state slowest(const struct order *o)
{
	enum order_state least = ORDER_CANCELLED;
	for (int i = 0; i < o->n_children; i++)
		if (order_state_rank(o->children[i].state) < order_state_rank(least)) least = o->children[i].state;
	return least;
}

static err_t give_back(struct tx *tx, const struct order *o, int child)
{
	for (int i = 0; i < o->n_lines; i++)
		if (o->lines[i].child == child) TRY(stock_give(tx, o->lines[i].product.s, o->lines[i].variant.s, o->lines[i].quantity));
	return OK;
}

static err_t move_child(struct tx *tx, struct order *o, int child, enum order_state to)
{
	struct order_child *c = &o->children[child];
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_ORDER_CHILD_MOVE, V(c->id), V(order_state_wire(c->state)), V(order_state_wire(to))));
	if (!changed) return ERR_BAD_STATE;
	c->state = to;
	return to == ORDER_CANCELLED ? give_back(tx, o, child) : OK;
}

/* `child` NULL: all that the actor can move. */
static err_t act(struct tx *tx, const char *id, const char *child, const struct order_actor *a, enum order_event event)
{
	struct order o;
	enum order_state to;
	int moved[ORDER_LINES_MAX], n = 0;
	TRY(order_find(tx_db(tx), id, &o));
	o.moved_by = a->by;
	for (int i = 0; i < o.n_children; i++) {
		if (child && strcmp(o.children[i].id, child) != 0) continue;
		if (!concerns(&o, i, a) || order_next(o.children[i].state, event, a->by, &to) != OK) continue;
		TRY(move_child(tx, &o, i, to));
		moved[n++] = i;
	}
	if (!n) return ERR_BAD_STATE;
	o.state = slowest(&o);
	TRY(db_exec(tx_db(tx), Q_ORDER_SET_STATE, V(o.id.s), V(order_state_wire(o.state))));
	for (int i = 0; i < n; i++) TRY(follow_moved(tx, &o, moved[i], event));
	return event == ORDER_EVENT_CANCEL && a->by == BY_BUYER ? withdrawal_note(tx, &o) : OK;
}

err_t order_act(struct tx *tx, const char *id, const struct order_actor *a, enum order_event event) { return act(tx, id, NULL, a, event); }

err_t order_act_child(struct tx *tx, const char *id, const char *child, enum order_by by, enum order_event event)
{
	return act(tx, id, child, &(struct order_actor){.by = by}, event);
}
