/* contact.c — see contact.h. */
#include "people/contact.h"

#include <string.h>

#include "base/text.h"

#define DAY_MIN 1440

static void nothing_said(const char *lang, struct contact *ret)
{
	*ret = (struct contact){.zone = "Asia/Kolkata", .by = {[OUTBOX_MAIL] = true, [OUTBOX_SMS] = true, [OUTBOX_PUSH] = true}};
	text_copy(ret->lang, sizeof ret->lang, *lang ? lang : "hi");
}

void contact_read(struct rows *r, int col, const char *lang, struct contact *ret)
{
	nothing_said(lang, ret);
	if (rows_is_null(r, col)) return;
	rows_copy(r, col, ret->phone, sizeof ret->phone);
	rows_copy(r, col + 1, ret->lang, sizeof ret->lang);
	rows_copy(r, col + 2, ret->zone, sizeof ret->zone);
	for (int k = 0; k < OUTBOX_KINDS; k++) ret->by[k] = rows_int(r, col + 3 + k) != 0;
	ret->quiet_from_min = (int)rows_int(r, col + 7);
	ret->quiet_until_min = (int)rows_int(r, col + 8);
}

err_t contact_find(struct db *db, const char *person, const char *lang, struct contact *ret)
{
	struct rows r;
	nothing_said(lang, ret);
	db_query(db, &r, Q_CONTACT_BY_PERSON, V(person));
	if (rows_next(&r)) contact_read(&r, 0, lang, ret);
	return rows_end(&r);
}

static bool minute_valid(int m) { return m >= 0 && m < DAY_MIN; }

err_t contact_put(struct tx *tx, const char *person, const struct contact *c)
{
	char phone[PHONE_CHARS + 1] = "";
	if (*c->phone) TRY(phone_clean(c->phone, phone));
	if (strcmp(phone, c->phone) != 0 || !minute_valid(c->quiet_from_min) || !minute_valid(c->quiet_until_min)) return ERR_BAD_FIELD;
	return db_exec(tx_db(tx), Q_CONTACT_PUT, V(person), V(c->phone), V(c->lang), V(c->zone), V(c->by[OUTBOX_MAIL]), V(c->by[OUTBOX_SMS]),
	               V(c->by[OUTBOX_WHATSAPP]), V(c->by[OUTBOX_PUSH]), V(c->quiet_from_min), V(c->quiet_until_min), V(tx_now_ms(tx)));
}
