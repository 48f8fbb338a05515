/* paper.c — reading papers, who may see them, and when an order's moves write them. paper_issue.c makes them. */
#include "trade/paper.h"

#include <string.h>

#include "base/text.h"
#include "store/row_shape.h"

err_t paper_find(struct db *db, const char *id, struct paper *ret)
{
	struct rows r;
	db_query(db, &r, Q_PAPER_BY_ID, V(id));
	const bool found = rows_next(&r);
	if (found) row_shape_read(&paper_shape, &r, 0, ret);
	TRY(rows_end(&r));
	if (!found) return ERR_NOT_FOUND;
	ret->n_lines = 0;
	db_query(db, &r, Q_PAPER_LINES, V(id));
	while (rows_next(&r) && ret->n_lines < PAPER_LINES_MAX) row_shape_read(&paper_line_shape, &r, 0, &ret->lines[ret->n_lines++]);
	return rows_end(&r);
}

err_t paper_of(struct db *db, const char *child, enum paper_kind kind, char ret_id[static ID_CHARS + 1])
{
	struct rows r;
	*ret_id = 0;
	db_query(db, &r, Q_PAPER_OF_CHILD, V(child), V(paper_kind_wire(kind)));
	if (rows_next(&r)) rows_copy(&r, 0, ret_id, ID_CHARS + 1);
	return rows_end(&r);
}

static err_t each_head(struct rows *r, void (*each)(void *arg, const struct paper_head *h), void *arg)
{
	while (rows_next(r))
		each(arg, &(struct paper_head){.id = rows_text(r, 0), .kind = rows_text(r, 1), .number = rows_text(r, 2), .state = rows_text(r, 3), .at_ms = rows_int(r, 4),
		                               .total_minor = rows_int(r, 5), .currency = rows_text(r, 6), .seller = rows_text(r, 7), .child = rows_text(r, 8)});
	return rows_end(r);
}

err_t paper_list_order(struct db *db, const char *order, void (*each)(void *arg, const struct paper_head *h), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_PAPER_OF_ORDER, V(order));
	return each_head(&r, each, arg);
}

err_t paper_list_seller(struct db *db, const char *seller, const char *before, int64_t limit, void (*each)(void *arg, const struct paper_head *h), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_PAPER_OF_SELLER, V(*before ? before : "~"), V(limit), V(seller));
	return each_head(&r, each, arg);
}

err_t paper_gaps(struct db *db, int64_t *ret) { return db_int(db, ret, Q_PAPER_GAPS); }

err_t paper_cancel(struct tx *tx, const char *id, const char *reason, const char *person)
{
	struct paper p;
	int64_t changed = 0;
	if (!*reason) return ERR_MISSING_FIELD;
	if (strlen(reason) > PAPER_REASON_MAX) return ERR_TOO_LONG;
	if (!text_printable(reason, false)) return ERR_BAD_FIELD;
	TRY(paper_find(tx_db(tx), id, &p));
	if (paper_kind_parse(p.kind) != PAPER_PROFORMA) return ERR_BAD_STATE;
	TRY(db_exec_n(tx_db(tx), &changed, Q_PAPER_CANCEL, V(id)));
	return changed ? db_exec(tx_db(tx), Q_PAPER_CANCELLED_INSERT, V(id), V(person), V(reason), V(tx_now_ms(tx))) : ERR_BAD_STATE;
}

/* ── who may see it ── */

static err_t sight_of_artisan(struct db *db, const struct paper *p, const struct person *who, enum paper_sight *ret, struct seller_id *ret_maker)
{
	struct seller s;
	int64_t one;
	err_t e = *who->booth.s ? seller_find_by_booth(db, who->booth.s, &s) : ERR_NOT_FOUND;
	if (e != OK) return e == ERR_NOT_FOUND ? OK : e;
	*ret_maker = s.id;
	if (strcmp(s.id.s, p->seller) == 0) {
		*ret = PAPER_WHOLE;
		return OK;
	}
	e = db_int(db, &one, Q_PAPER_MAKES_LINE, V(p->id), V(s.id.s));
	if (e == OK) *ret = PAPER_OWN_LINES;
	return e == ERR_NOT_FOUND ? OK : e;
}

err_t paper_sight(struct db *db, const struct paper *p, const struct person *who, enum paper_sight *ret, struct seller_id *ret_maker)
{
	*ret = PAPER_HIDDEN;
	*ret_maker = (struct seller_id){.s = ""};
	if (role_is_staff(who->role) || (*who->id.s && strcmp(who->id.s, p->person) == 0)) *ret = PAPER_WHOLE;
	else if (who->role == ROLE_ARTISAN) return sight_of_artisan(db, p, who, ret, ret_maker);
	return OK;
}

void paper_sum(struct paper *p)
{
	p->gross_minor = p->discount_minor = p->taxable_minor = p->cgst_minor = p->sgst_minor = p->igst_minor = p->weight_g = 0;
	for (size_t i = 0; i < p->n_lines; i++) {
		const struct paper_line *l = &p->lines[i];
		p->gross_minor += l->gross_minor;
		p->discount_minor += l->discount_minor;
		p->taxable_minor += l->taxable_minor;
		p->cgst_minor += l->cgst_minor;
		p->sgst_minor += l->sgst_minor;
		p->igst_minor += l->igst_minor;
		p->weight_g += l->weight_g;
	}
	p->total_minor = p->taxable_minor + p->cgst_minor + p->sgst_minor + p->igst_minor;
}

void paper_keep_lines_of(struct paper *p, const struct seller_id *maker)
{
	size_t kept = 0;
	*p->person = *p->to_name = *p->to_gstin = *p->to_line1 = *p->to_line2 = *p->to_city = *p->to_pin = 0;
	for (size_t i = 0; i < p->n_lines; i++)
		if (strcmp(p->lines[i].maker, maker->s) == 0) p->lines[kept++] = p->lines[i];
	p->n_lines = kept;
	paper_sum(p);
}

/* ── when they are written ── */

static err_t issue_all(struct tx *tx, const struct order *o, int child)
{
	const enum paper_kind kind = paper_kind_parse(o->children[child].paper);
	char id[ID_CHARS + 1];
	if (kind == PAPER_KINDS) return OK; /* placed before there were rules */
	TRY(paper_issue(tx, o, child, kind, id));
	return kind == PAPER_EXPORT_INVOICE ? paper_issue(tx, o, child, PAPER_PACKING_LIST, id) : OK;
}

static err_t credit(struct tx *tx, const struct order *o, int child, const char *reason)
{
	const enum paper_kind kind = paper_kind_parse(o->children[child].paper);
	char invoice[ID_CHARS + 1], note[ID_CHARS + 1];
	if (kind == PAPER_KINDS) return OK;
	TRY(paper_of(tx_db(tx), o->children[child].id, kind, invoice));
	return *invoice ? paper_credit(tx, invoice, reason, note) : OK;
}

err_t paper_follow_moved(struct tx *tx, const struct order *o, int child, enum order_event event)
{
	switch (event) {
	case ORDER_EVENT_READY: return issue_all(tx, o, child);
	case ORDER_EVENT_CANCEL: return credit(tx, o, child, "order cancelled");
	case ORDER_EVENT_RETURN: return credit(tx, o, child, "goods returned");
	default: return OK;
	}
}
