/* seller_apply.c — an application: every number that is given must be well-formed, and money must have one way to go. */
#include <string.h>

#include "base/marks.h"
#include "base/text.h"
#include "fair/booth_row.h"
#include "trade/india_code.h"
#include "trade/region.h"
#include "trade/seller.h"
#include "trade/seller_tax.h"

static bool phone_valid(const char *s)
{
	size_t digits = 0;
	for (const char *c = s; *c; c++) digits += *c >= '0' && *c <= '9';
	return digits >= 10 && digits <= 15 && strspn(s, "0123456789+ -") == strlen(s);
}

static bool claim_valid(const struct seller_form *f)
{
	enum tax_kind k;
	if (tax_kind_parse(f->claim, &k) != OK || k == TAX_IEC || k == TAX_LUT) return false;
	return tax_kind_number_valid(k, f->claim_number);
}

/* Bank or UPI, or both; an account needs its IFSC and the other way round. */
static bool money_has_a_way(const struct seller_form *f) { return *f->upi || (*f->account && *f->ifsc); }

static bool pan_agrees(const struct seller_form *f)
{
	return !*f->pan || strlen(f->claim_number) != GSTIN_CHARS || !gstin_valid(f->claim_number) || gstin_has_pan(f->claim_number, f->pan);
}

static err_t check(const struct seller *s, const struct seller_form *f, const char **ret_field)
{
	const struct { const char *field; bool missing, bad; } rows[] = {
		{"name", !*s->name || !*s->name_hi, !text_printable(s->name, false) || !text_printable(s->name_hi, false) || !marks_fit(s->name) || !marks_fit(s->name_hi)},
		{"phone", !*f->phone, !phone_valid(f->phone)},
		{"pehchan", false, *f->pehchan && !india_code_valid(INDIA_PEHCHAN, f->pehchan)},
		{"claim_number", false, !claim_valid(f)},
		{"pan", strcmp(f->claim, "enrolled") == 0 && !*f->pan, (*f->pan && !india_code_valid(INDIA_PAN, f->pan)) || !pan_agrees(f)},
		{"ifsc", *f->account && !*f->ifsc, *f->ifsc && !india_code_valid(INDIA_IFSC, f->ifsc)},
		{"account", *f->ifsc && !*f->account, *f->account && !india_code_valid(INDIA_ACCOUNT, f->account)},
		{"upi", !money_has_a_way(f), *f->upi && !upi_valid(f->upi)},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!rows[i].missing && !rows[i].bad) continue;
		*ret_field = rows[i].field;
		return rows[i].missing ? ERR_MISSING_FIELD : ERR_BAD_FIELD;
	}
	return OK;
}

err_t seller_apply(struct tx *tx, const struct seller *s, const struct seller_form *f, const char *person, const char **ret_field, struct seller_id *ret_id)
{
	struct db *db = tx_db(tx);
	struct booth_row booth;
	struct seller there;
	struct seller_id id;
	char move[ID_CHARS + 1];
	TRY(check(s, f, ret_field));
	TRY(booth_row_find(db, s->booth.s, &booth));
	err_t e = seller_find_by_booth(db, s->booth.s, &there);
	if (e != ERR_NOT_FOUND) return e == OK ? ERR_CONFLICT : e;
	id_new(id.s);
	id_new(move);
	const char *applied = seller_state_wire(SELLER_APPLIED);
	int64_t now = tx_now_ms(tx);
	TRY(db_exec(db, Q_SELLER_INSERT, V(id.s), V(s->name), V(s->name_hi), V(""), V("IN"), V(applied), V(REGION_UP), V(s->booth.s), V(false), V(now)));
	TRY(db_exec(db, Q_SELLER_FORM_INSERT, V(id.s), V(f->phone), V(f->pehchan), V(f->pan), V(f->ifsc), V(f->account), V(f->upi), V(f->claim), V(f->claim_number),
	            V(person), V(now)));
	TRY(db_exec(db, Q_SELLER_MOVE_INSERT, V(move), V(id.s), V(applied), V(person), V(""), V(now)));
	*ret_id = id;
	return OK;
}

err_t seller_form_find(struct db *db, const char *id, struct seller_form *ret)
{
	struct rows r;
	struct seller_form f = {0};
	db_query(db, &r, Q_SELLER_FORM_BY_SELLER, V(id));
	if (rows_next(&r)) {
		const struct { char *to; size_t cap; } texts[] = {{f.phone, sizeof f.phone}, {f.pehchan, sizeof f.pehchan}, {f.pan, sizeof f.pan},
		                                                 {f.ifsc, sizeof f.ifsc}, {f.account, sizeof f.account}, {f.upi, sizeof f.upi},
		                                                 {f.claim, sizeof f.claim}, {f.claim_number, sizeof f.claim_number}};
		for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rows_copy(&r, (int)i, texts[i].to, texts[i].cap);
	}
	TRY(rows_end(&r));
	*ret = f;
	return OK;
}
