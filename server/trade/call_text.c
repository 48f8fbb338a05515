/* call_text.c — see call_text.h. */
#include "trade/call_text.h"

#include <stdio.h>
#include <string.h>

#include "fair/booth_row.h"
#include "notify/notice.h"
#include "people/contact.h"
#include "trade/tell.h"

/* How many pieces of what, of this maker; a voice reads no more than the first name. */
static err_t facts(struct db *db, const struct call_task *t, bool hindi, char quantity[static 24], char product[static PRODUCT_NAME_MAX + 1])
{
	struct order o;
	int64_t pieces = 0;
	TRY(order_find(db, t->orders, &o));
	for (int i = 0; i < o.n_lines; i++) {
		const struct order_line *l = &o.lines[i];
		if (strcmp(l->booth.s, t->booth.s) != 0 || strcmp(o.children[l->child].id, t->about) != 0) continue;
		if (!pieces) snprintf(product, PRODUCT_NAME_MAX + 1, "%s", hindi && *l->name_hi ? l->name_hi : l->name_en);
		pieces += l->quantity;
	}
	snprintf(quantity, 24, "%lld", (long long)pieces);
	return OK;
}

err_t call_text_write(struct db *db, const struct call_task *t, struct call_text *ret)
{
	struct booth_row b;
	struct person p;
	struct contact c;
	char quantity[24] = "", product[PRODUCT_NAME_MAX + 1] = "";
	*ret = (struct call_text){.lang = "hi"};
	buf_init(&ret->say);
	buf_init(&ret->thanks);
	TRY(booth_row_find(db, t->booth.s, &b));
	TRY(person_find(db, b.artisan.s, &p));
	TRY(tell_phone(db, &p, ret->phone));
	if (!*ret->phone) return ERR_NOT_FOUND;
	TRY(contact_find(db, p.id.s, p.lang, &c));
	if (strncmp(c.lang, "en", 2) == 0) strcpy(ret->lang, "en");
	TRY(facts(db, t, strcmp(ret->lang, "hi") == 0, quantity, product));
	const struct notice_values v = {.quantity = quantity, .product = product};
	notice_line(NOTICE_ORDER_CALL_MAKER, ret->lang, &v, &ret->say);
	notice_title(NOTICE_ORDER_CALL_MAKER, ret->lang, &v, &ret->thanks);
	return OK;
}

void call_text_fini(struct call_text *t)
{
	buf_fini(&t->say);
	buf_fini(&t->thanks);
}
