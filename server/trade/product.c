/* product.c — rows of the catalogue. */
#include "trade/product.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "fair/category.h"
#include "trade/search.h"

static const char *const units[] = {"piece", "pair", "set", "metre", "kg", "dozen"};

bool product_unit_valid(const char *unit)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(unit, units[i]) == 0) return true;
	return false;
}

static err_t check(const struct product *p)
{
	if (!*p->name_en || !*p->name_hi || !*p->booth.s || !*p->seller.s) return ERR_MISSING_FIELD;
	if (!text_printable(p->name_en, false) || !text_printable(p->name_hi, false) || !text_printable(p->about_en, true) || !text_printable(p->about_hi, true))
		return ERR_BAD_FIELD;
	struct money price;
	TRY(money_make(p->price.minor, p->price.currency, &price));
	if (price.minor < 1 || p->stock < 0 || p->stock > PRODUCT_STOCK_MAX || p->moq < 1 || p->lead_days < 0 || p->lead_days > 365) return ERR_BAD_FIELD;
	if (p->seed < 0 || p->seed >= PRODUCT_SEEDS || p->grade < 'A' || p->grade > 'C' || !category_find(p->category)) return ERR_BAD_FIELD;
	return product_unit_valid(p->unit) ? OK : ERR_BAD_FIELD;
}

/* Names repeat by the hundred in a catalogue: a second product of a name is told apart by its id, not by counting. */
#define SLUG_TAIL 6
static err_t make_slug(struct db *db, const char *name, const char *id, char ret[static SLUG_MAX + 1])
{
	char stem[SLUG_MAX + 1];
	int64_t one;
	slug_of(name, stem);
	err_t e = db_int(db, &one, Q_PRODUCT_SLUG_TAKEN, V(stem));
	if (e == OK) snprintf(ret, SLUG_MAX + 1, "%.*s-%s", SLUG_MAX - SLUG_TAIL - 1, stem, id + ID_CHARS - SLUG_TAIL);
	else memcpy(ret, stem, sizeof stem);
	return e == ERR_NOT_FOUND ? OK : e;
}

err_t product_insert(struct tx *tx, const struct product *p, struct product_id *ret_id)
{
	TRY(check(p));
	struct db *db = tx_db(tx);
	struct product_id id;
	char slug[SLUG_MAX + 1], grade[] = {p->grade, 0};
	id_new(id.s);
	TRY(make_slug(db, p->name_en, id.s, slug));
	TRY(db_exec(db, Q_PRODUCT_INSERT, V(id.s), V(slug), V(p->booth.s), V(p->seller.s), V(p->district), V(p->category), V(p->name_en), V(p->name_hi),
	            V(p->about_en), V(p->about_hi), V(p->price.minor), V(p->price.currency), V(p->unit), V(p->stock), V(p->moq), V(p->lead_days),
	            V(p->made_to_order), V(p->hsn), V(p->gi), V(grade), V(p->seed), V(tx_now_ms(tx))));
	*ret_id = id;
	return OK;
}

err_t product_new(struct tx *tx, const struct product *p, struct product_id *ret_id)
{
	TRY(product_insert(tx, p, ret_id));
	return search_put(tx, ret_id->s);
}

/* The columns of the view product_row, in its order, then the flash and the first hold's end. */
static void read_row(struct rows *r, struct product *p)
{
	const struct { int col; char *to; size_t cap; } texts[] = {
#define INTO(col, field) {col, p->field, sizeof p->field}
		INTO(0, id.s), INTO(1, slug), INTO(2, booth.s), INTO(3, booth_slug), INTO(4, seller.s),
		INTO(5, district), INTO(6, district_en), INTO(7, district_hi), INTO(8, category), INTO(9, name_en), INTO(10, name_hi), INTO(11, about_en),
		INTO(12, about_hi), INTO(14, price.currency), INTO(15, unit), INTO(20, hsn), INTO(24, sku), INTO(25, line), INTO(32, gi_user), INTO(33, fssai),
		INTO(39, photo),
#undef INTO
	};
	const struct { int col; int64_t *to; } numbers[] = {
		{13, &p->price.minor}, {16, &p->stock}, {17, &p->moq}, {18, &p->lead_days}, {23, &p->seed}, {28, &p->weight_g}, {29, &p->length_mm},
		{30, &p->width_mm}, {31, &p->height_mm}, {36, &p->version}, {37, &p->approved_version}, {38, &p->variants},
		{43, &p->flash.price_minor}, {44, &p->flash.ends_ms}, {45, &p->flash.remaining}, {46, &p->held_until_ms}};
	const struct { int col; bool *to; } flags[] = {{19, &p->made_to_order}, {21, &p->gi}, {27, &p->one_of_a_kind}, {34, &p->cites}, {35, &p->export_held}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rows_copy(r, texts[i].col, texts[i].to, texts[i].cap);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) *numbers[i].to = rows_int(r, numbers[i].col);
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) *flags[i].to = rows_int(r, flags[i].col) != 0;
	p->grade = rows_text(r, 22)[0];
	p->state = product_state_parse(rows_text(r, 26));
}

static err_t find(struct db *db, enum query q, const char *key, int64_t now_ms, bool any, struct product *ret)
{
	struct rows r;
	db_query(db, &r, q, V(key), V(now_ms), V(any));
	bool found = rows_next(&r);
	if (found) read_row(&r, ret);
	TRY(rows_end(&r));
	return found ? standings_find(db, ret->seller.s, now_ms, &ret->sellers) : ERR_NO_PRODUCT;
}

err_t product_find(struct db *db, const char *id, int64_t now_ms, struct product *ret) { return find(db, Q_PRODUCT_BY_ID, id, now_ms, false, ret); }
err_t product_find_to_order(struct db *db, const char *id, int64_t now_ms, struct product *ret) { return find(db, Q_PRODUCT_TO_ORDER, id, now_ms, false, ret); }
err_t product_find_any(struct db *db, const char *id, int64_t now_ms, struct product *ret) { return find(db, Q_PRODUCT_BY_ID, id, now_ms, true, ret); }
err_t product_find_by_slug(struct db *db, const char *slug, int64_t now_ms, struct product *ret) { return find(db, Q_PRODUCT_BY_SLUG, slug, now_ms, false, ret); }

static err_t give(struct db *db, struct rows *r, int64_t now_ms, void (*each)(void *arg, const struct product *p), void *arg)
{
	struct product p;
	err_t e = OK;
	while (e == OK && rows_next(r)) {
		read_row(r, &p);
		e = standings_find(db, p.seller.s, now_ms, &p.sellers);
		if (e == OK) each(arg, &p);
	}
	err_t end = rows_end(r);
	return e == OK ? end : e;
}

err_t product_list(struct db *db, const struct product_filter *f, int64_t now_ms, void (*each)(void *arg, const struct product *p), void *arg)
{
	struct rows r;
	bool booth_only = *f->booth && !*f->district && !*f->category && !f->live;
	if (booth_only) db_query(db, &r, Q_PRODUCT_OF_BOOTH, V(now_ms), V(f->after), V(f->booth), V(f->limit));
	else db_query(db, &r, Q_PRODUCT_LIST, V(now_ms), V(f->after), V(f->district), V(f->category), V(f->booth), V(f->live), V(f->fair), V(f->limit));
	return give(db, &r, now_ms, each, arg);
}

err_t product_shelf(struct db *db, const struct product_shelf *f, int64_t now_ms, void (*each)(void *arg, const struct product *p), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_PRODUCT_SHELF, V(now_ms), V(*f->before ? f->before : "~"), V(f->booth), V(f->state), V(f->text), V(f->changed), V(f->limit));
	return give(db, &r, now_ms, each, arg);
}

err_t product_act(struct tx *tx, const char *id, enum product_event event, enum product_by by)
{
	struct product p;
	enum product_state to;
	int64_t changed = 0;
	TRY(product_find_any(tx_db(tx), id, tx_now_ms(tx), &p));
	TRY(product_next(p.state, event, by, &to));
	if (to == PRODUCT_LISTED && strcmp(p.category, "food") == 0 && !*p.fssai) return ERR_MISSING_FIELD;
	TRY(db_exec_n(tx_db(tx), &changed, Q_PRODUCT_MOVE, V(id), V(product_state_wire(p.state)), V(product_state_wire(to)), V(to == PRODUCT_LISTED), V(tx_now_ms(tx))));
	return changed ? OK : ERR_BAD_STATE;
}

struct sale product_sale(const struct product *p, const struct sell_to *to)
{
	return sell_rule_for(&p->sellers, &(struct goods){p->hsn, p->cites, p->export_held}, to);
}

err_t stock_find(struct db *db, const char *product, int64_t now_ms, struct stock_now *ret)
{
	struct rows r;
	db_query(db, &r, Q_STOCK_NOW, V(product), V(now_ms));
	bool found = rows_next(&r);
	if (found) {
		rows_copy(&r, 0, ret->booth.s, sizeof ret->booth.s);
		ret->stock = rows_int(&r, 1);
		ret->price_minor = rows_int(&r, 2);
		rows_copy(&r, 3, ret->currency, sizeof ret->currency);
		ret->held_until_ms = rows_int(&r, 4);
	}
	TRY(rows_end(&r));
	return found ? OK : ERR_NO_PRODUCT;
}

err_t product_booth(struct db *db, const char *product, struct booth_id *ret)
{
	struct rows r;
	db_query(db, &r, Q_PRODUCT_BOOTH, V(product));
	bool found = rows_next(&r);
	if (found) rows_copy(&r, 0, ret->s, sizeof ret->s);
	TRY(rows_end(&r));
	return found ? OK : ERR_NO_PRODUCT;
}

err_t stock_terms_find(struct db *db, const char *product, struct stock_terms *ret)
{
	struct rows r;
	db_query(db, &r, Q_STOCK_TERMS, V(product));
	bool found = rows_next(&r);
	if (found)
		*ret = (struct stock_terms){.stock = rows_int(&r, 0), .moq = rows_int(&r, 1), .one_of_a_kind = rows_int(&r, 2) != 0,
		                            .made_to_order = rows_int(&r, 3) != 0, .variants = rows_int(&r, 4)};
	TRY(rows_end(&r));
	return found ? OK : ERR_NO_PRODUCT;
}

err_t stock_take(struct tx *tx, const char *product, const char *variant, int64_t quantity)
{
	int64_t changed = 1;
	if (variant && *variant) TRY(db_exec_n(tx_db(tx), &changed, Q_VARIANT_STOCK_TAKE, V(product), V(variant), V(quantity)));
	if (changed) TRY(db_exec_n(tx_db(tx), &changed, Q_STOCK_TAKE, V(product), V(quantity)));
	return changed ? OK : ERR_SOLD_OUT;
}

err_t stock_give(struct tx *tx, const char *product, const char *variant, int64_t quantity)
{
	int64_t changed = 1;
	if (variant && *variant) TRY(db_exec_n(tx_db(tx), &changed, Q_VARIANT_STOCK_GIVE, V(product), V(variant), V(quantity)));
	if (changed) TRY(db_exec_n(tx_db(tx), &changed, Q_STOCK_GIVE, V(product), V(quantity)));
	return changed ? OK : ERR_NOT_FOUND;
}
