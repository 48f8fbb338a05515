/* shipment.c — rows of parcels, and how they come into being; shipment_tell.c takes the news of them. */
#include "trade/shipment.h"

#include <string.h>

#include "base/text.h"
#include "trade/india_day.h"
#include "trade/shipment_inside.h"

#define INDIA_AHEAD_MS (330 * 60000LL)
#define WINDOW_FROM_H 10
#define WINDOW_UNTIL_H 18
#define HOUR_MS 3600000LL

/* ── read ── */

static void read_row(struct rows *r, struct shipment *s)
{
	const struct { int col; char *to; size_t cap; } texts[] = {
#define INTO(col, field) {col, s->field, sizeof s->field}
		INTO(0, id), INTO(1, code), INTO(2, orders), INTO(3, child), INTO(4, maker), INTO(5, carrier), INTO(6, ref), INTO(15, run), INTO(16, job), INTO(18, fault),
		INTO(20, number), INTO(21, maker_en), INTO(22, maker_hi), INTO(23, district), INTO(24, district_en), INTO(25, district_hi), INTO(26, to_country),
		INTO(27, booth.s), INTO(28, person),
#undef INTO
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rows_copy(r, texts[i].col, texts[i].to, texts[i].cap);
	s->state = shipment_state_parse(rows_text(r, 7));
	s->state_ms = rows_int(r, 8);
	s->parcel = (struct parcel){rows_int(r, 9), rows_int(r, 10), rows_int(r, 11), rows_int(r, 12), rows_int(r, 13), rows_int(r, 14)};
	s->tries = rows_int(r, 17);
	s->created_ms = rows_int(r, 19);
}

err_t shipment_find(struct db *db, const char *id, struct shipment *ret)
{
	struct rows r;
	db_query(db, &r, Q_SHIPMENT_BY_ID, V(id));
	bool found = rows_next(&r);
	if (found) read_row(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

/* The ids of a query that is open, then each parcel: its own statement reads one at a time. */
static err_t each_of(struct db *db, struct rows *r, shipment_each_fn *each, void *arg)
{
	char ids[SHIPMENT_PAGE_MAX][ID_CHARS + 1];
	int n = 0;
	while (rows_next(r) && n < SHIPMENT_PAGE_MAX) rows_copy(r, 0, ids[n++], sizeof ids[0]);
	TRY(rows_end(r));
	for (int i = 0; i < n; i++) {
		struct shipment s;
		TRY(shipment_find(db, ids[i], &s));
		each(arg, &s);
	}
	return OK;
}

static void take_one(void *arg, const struct shipment *s) { *(struct shipment *)arg = *s; }

err_t shipment_find_by_code(struct db *db, const char *code, struct shipment *ret)
{
	struct rows r;
	ret->id[0] = 0;
	db_query(db, &r, Q_SHIPMENT_ID_BY_CODE, V(code));
	TRY(each_of(db, &r, take_one, ret));
	return *ret->id ? OK : ERR_NOT_FOUND;
}

err_t shipment_of_order(struct db *db, const char *orders, const char *child, shipment_each_fn *each, void *arg)
{
	struct rows r;
	db_query(db, &r, Q_SHIPMENT_OF_ORDER, V(orders), V(child));
	return each_of(db, &r, each, arg);
}

err_t shipment_of_run(struct db *db, const char *run, shipment_each_fn *each, void *arg)
{
	struct rows r;
	db_query(db, &r, Q_SHIPMENT_OF_RUN, V(run));
	return each_of(db, &r, each, arg);
}

err_t shipment_list(struct db *db, const struct shipment_filter *f, shipment_each_fn *each, void *arg)
{
	struct rows r;
	int64_t limit = f->limit < SHIPMENT_PAGE_MAX ? f->limit : SHIPMENT_PAGE_MAX;
	db_query(db, &r, Q_SHIPMENT_LIST, V(*f->before ? f->before : "~"), V(limit), V(f->state), V(f->late ? f->now_ms : 0), V(f->now_ms - SHIPMENT_LATE_MS));
	return each_of(db, &r, each, arg);
}

err_t shipment_history(struct db *db, const char *id, void (*each)(void *arg, const struct shipment_told *t), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_SHIPMENT_EVENT_LIST, V(id), V(SHIPMENT_EVENTS_MAX));
	while (rows_next(&r))
		each(arg, &(struct shipment_told){.state = shipment_state_parse(rows_text(&r, 0)), .at_ms = rows_int(&r, 1), .by = rows_text(&r, 2), .place = rows_text(&r, 3),
		                                  .note = rows_text(&r, 4), .photo = rows_text(&r, 5)});
	return rows_end(&r);
}

/* ── begin ── */

/* From ten to six on the day that follows in India. */
static void next_window(int64_t now_ms, struct parcel *p)
{
	int64_t midnight_ms = (now_ms + INDIA_AHEAD_MS) / INDIA_DAY_MS * INDIA_DAY_MS - INDIA_AHEAD_MS + INDIA_DAY_MS;
	p->window_from_ms = midnight_ms + WINDOW_FROM_H * HOUR_MS;
	p->window_until_ms = midnight_ms + WINDOW_UNTIL_H * HOUR_MS;
}

/* What is to be packed for one maker, as far as the catalogue knows. */
struct packing { char maker[ID_CHARS + 1]; int64_t pieces; struct parcel parcel; };

static err_t begin(struct tx *tx, const struct order *o, const char *child, struct packing *p)
{
	char id[ID_CHARS + 1], code[SHORT_CODE_CHARS + 1];
	struct pickup_place place;
	err_t e = pickup_place_find(tx_db(tx), p->maker, &place);
	if (e != OK && e != ERR_NOT_FOUND) return e;
	bool known = e == OK && p->parcel.weight_g > 0;
	id_new(id);
	short_code_new(code);
	next_window(tx_now_ms(tx), &p->parcel);
	const struct parcel *q = &p->parcel;
	return db_exec(tx_db(tx), Q_SHIPMENT_INSERT, V(id), V(code), V(o->id.s), V(child), V(p->maker), V(shipment_state_wire(known ? SHIPMENT_REQUESTED : SHIPMENT_PACKING)),
	               V(tx_now_ms(tx)), V(q->weight_g), V(q->length_mm), V(q->width_mm), V(q->height_mm), V(q->window_from_ms), V(q->window_until_ms),
	               V(known ? "book" : ""));
}

err_t shipment_begin(struct tx *tx, const struct order *o, const char *child)
{
	struct packing makers[ORDER_LINES_MAX];
	int n = 0;
	struct rows r;
	db_query(tx_db(tx), &r, Q_SHIPMENT_MAKERS, V(child));
	while (rows_next(&r) && n < ORDER_LINES_MAX) {
		struct packing *p = &makers[n++];
		bool weighed = rows_int(&r, 2) != 0, single = rows_int(&r, 1) == 1;
		rows_copy(&r, 0, p->maker, sizeof p->maker);
		p->pieces = rows_int(&r, 1);
		p->parcel = (struct parcel){.weight_g = weighed && rows_int(&r, 3) <= SHIPMENT_GRAMS_MAX ? rows_int(&r, 3) : 0};
		if (single) p->parcel.length_mm = rows_int(&r, 4), p->parcel.width_mm = rows_int(&r, 5), p->parcel.height_mm = rows_int(&r, 6);
	}
	TRY(rows_end(&r));
	for (int i = 0; i < n; i++) TRY(begin(tx, o, child, &makers[i]));
	return OK;
}

/* ── ask ── */

static err_t check_parcel(const struct parcel *p, int64_t now_ms, const char **ret_field)
{
	const struct { const char *name; int64_t value, min, max; } rows[] = {
		{"weight_g", p->weight_g, 1, SHIPMENT_GRAMS_MAX},  {"length_mm", p->length_mm, 0, SHIPMENT_MM_MAX},
		{"width_mm", p->width_mm, 0, SHIPMENT_MM_MAX},     {"height_mm", p->height_mm, 0, SHIPMENT_MM_MAX},
		{"window_from", p->window_from_ms, 0, now_ms + SHIPMENT_WINDOW_MAX_MS}, {"window_until", p->window_until_ms, 0, p->window_from_ms + SHIPMENT_WINDOW_MAX_MS},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].value < rows[i].min || rows[i].value > rows[i].max) {
			*ret_field = rows[i].name;
			return ERR_BAD_FIELD;
		}
	*ret_field = "window_until";
	return p->window_until_ms <= p->window_from_ms || p->window_until_ms <= now_ms ? ERR_BAD_FIELD : OK;
}

err_t shipment_ask(struct tx *tx, const char *id, const struct parcel *given, const char **ret_field)
{
	struct shipment s;
	struct pickup_place place;
	struct parcel p = *given;
	int64_t changed = 0;
	if (!p.window_from_ms && !p.window_until_ms) next_window(tx_now_ms(tx), &p);
	TRY(check_parcel(&p, tx_now_ms(tx), ret_field));
	*ret_field = NULL;
	TRY(shipment_find(tx_db(tx), id, &s));
	err_t e = pickup_place_find(tx_db(tx), s.maker, &place);
	if (e != OK) return e == ERR_NOT_FOUND ? ERR_NO_PICKUP_PLACE : e;
	TRY(db_exec_n(tx_db(tx), &changed, Q_SHIPMENT_ASK, V(id), V(shipment_state_wire(SHIPMENT_REQUESTED)), V(tx_now_ms(tx)), V(p.weight_g), V(p.length_mm), V(p.width_mm),
	              V(p.height_mm), V(p.window_from_ms), V(p.window_until_ms)));
	return changed ? OK : ERR_BAD_STATE;
}

err_t shipment_run(struct tx *tx, const char (*ids)[ID_CHARS + 1], size_t n, char ret_run[static ID_CHARS + 1])
{
	id_new(ret_run);
	for (size_t i = 0; i < n; i++) {
		struct shipment s;
		TRY(shipment_find(tx_db(tx), ids[i], &s));
		if (s.state != SHIPMENT_REQUESTED) return ERR_BAD_STATE;
		TRY(db_exec(tx_db(tx), Q_SHIPMENT_SET_RUN, V(s.id), V(ret_run)));
		TRY(db_exec(tx_db(tx), Q_SHIPMENT_SET_JOB, V(s.id), V(""), V(0)));
		TRY(shipment_put_state(tx, &s, SHIPMENT_BOOKED, tx_now_ms(tx)));
	}
	return n ? OK : ERR_MISSING_FIELD;
}
