/* seller.c — rows of sellers, and the moves of their lives. seller_apply.c looks at applications. */
#include "trade/seller.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "people/name_guard.h"
#include "trade/region.h"
#include "trade/search_renew.h"
#include "trade/seller_link.h"
#include "trade/seller_tax.h"

static err_t insert(struct tx *tx, const struct seller *s, const char *id, enum seller_state state, int region)
{
	const char *hi = *s->name_hi ? s->name_hi : s->name;
	return db_exec(tx_db(tx), Q_SELLER_INSERT, V(id), V(s->name), V(hi), V(s->gstin), V(s->country), V(seller_state_wire(state)), V(region), V(s->booth.s),
	               V(s->demo), V(tx_now_ms(tx)));
}

err_t seller_new(struct tx *tx, const struct seller *s, struct seller_id *ret_id)
{
	if (!*s->name) return ERR_MISSING_FIELD;
	if (*s->gstin && !gstin_valid(s->gstin)) return ERR_BAD_FIELD;
	int64_t now = tx_now_ms(tx);
	struct seller_id id;
	struct seller_tax regular = {.kind = TAX_REGULAR, .proof = "as entered", .from_ms = now};
	struct seller_link link = {.principal = s->principal, .from_ms = now};
	text_copy(regular.number, sizeof regular.number, s->gstin);
	id_new(id.s);
	TRY(insert(tx, s, id.s, SELLER_OPEN, *s->gstin ? atoi((char[]){s->gstin[0], s->gstin[1], '\0'}) : REGION_UP));
	if (*s->gstin) TRY(seller_tax_put(tx, id.s, &regular, ""));
	if (*s->principal.s) TRY(seller_link_put(tx, id.s, &link, ""));
	*ret_id = id;
	return *s->booth.s ? OK : known_names_put(tx, id.s, s->name, s->name_hi); /* else it is known by its booth's */
}

static void read_row(struct rows *r, struct seller *ret)
{
	const struct { int col; char *to; size_t cap; } texts[] = {
#define INTO(col, field) {col, ret->field, sizeof ret->field}
		INTO(0, id.s), INTO(1, name), INTO(2, name_hi), INTO(3, gstin), INTO(4, country), INTO(7, booth.s),
#undef INTO
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rows_copy(r, texts[i].col, texts[i].to, texts[i].cap);
	ret->principal = (struct seller_id){.s = ""};
	ret->state = seller_state_parse(rows_text(r, 5));
	ret->region = (int)rows_int(r, 6);
	ret->demo = rows_int(r, 8) != 0;
	ret->created_ms = rows_int(r, 9);
}

err_t seller_find(struct db *db, const char *id, struct seller *ret)
{
	struct rows r;
	db_query(db, &r, Q_SELLER_BY_ID, V(id));
	bool found = rows_next(&r);
	if (found) read_row(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t seller_find_by_booth(struct db *db, const char *booth, struct seller *ret)
{
	struct rows r;
	char id[ID_CHARS + 1] = "";
	db_query(db, &r, Q_SELLER_BY_BOOTH, V(booth));
	if (rows_next(&r)) rows_copy(&r, 0, id, sizeof id);
	TRY(rows_end(&r));
	return *id ? seller_find(db, id, ret) : ERR_NOT_FOUND;
}

static err_t write_move(struct tx *tx, const char *seller, enum seller_state to, const char *person, const char *note)
{
	char id[ID_CHARS + 1];
	id_new(id);
	return db_exec(tx_db(tx), Q_SELLER_MOVE_INSERT, V(id), V(seller), V(seller_state_wire(to)), V(person), V(note), V(tx_now_ms(tx)));
}

err_t seller_act(struct tx *tx, const char *id, enum seller_event event, enum seller_by by, const char *person, const char *note)
{
	struct seller s;
	enum seller_state to;
	int64_t changed = 0;
	if (strlen(note) > SELLER_NOTE_MAX) return ERR_TOO_LONG;
	if (!text_printable(note, true)) return ERR_BAD_FIELD;
	TRY(seller_find(tx_db(tx), id, &s));
	TRY(seller_next(s.state, event, by, &to));
	TRY(db_exec_n(tx_db(tx), &changed, Q_SELLER_SET_STATE, V(id), V(seller_state_wire(s.state)), V(seller_state_wire(to))));
	if (!changed) return ERR_BAD_STATE;
	TRY(search_due_add(tx, id));
	return write_move(tx, id, to, person, note);
}

err_t seller_list(struct db *db, const struct seller_filter *f, void (*each)(void *arg, const struct seller *s), void *arg)
{
	struct rows r;
	struct seller s;
	db_query(db, &r, Q_SELLER_LIST, V(*f->before ? f->before : "~"), V(f->state), V(f->limit < SELLER_PAGE_MAX ? f->limit : SELLER_PAGE_MAX));
	while (rows_next(&r)) {
		read_row(&r, &s);
		each(arg, &s);
	}
	return rows_end(&r);
}

err_t seller_moves(struct db *db, const char *id, void (*each)(void *arg, const struct seller_move *m), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_SELLER_MOVES, V(id), V(SELLER_MOVES_MAX));
	while (rows_next(&r))
		each(arg, &(struct seller_move){.state = seller_state_parse(rows_text(&r, 0)), .note = rows_text(&r, 1), .at_ms = rows_int(&r, 2), .by = rows_text(&r, 3)});
	return rows_end(&r);
}
