/* mine.c — in one handler with the confirmation, so that no wish is ever nobody's. */
#include "trade/mine.h"

#include "trade/cart.h"

err_t mine_confirm(struct tx *tx, const char *guest, const char *email, const char *code, struct email_code_try *ret)
{
	struct email_code_try t;
	TRY(email_code_try(tx, guest, email, code, &t));
	if (t.result == EMAIL_CODE_RIGHT && t.merged) {
		TRY(db_exec(tx_db(tx), Q_ENQUIRY_ADOPT, V(guest), V(t.buyer.s)));
		TRY(cart_adopt(tx, guest, t.buyer.s));
		TRY(db_exec(tx_db(tx), Q_IDEMPOTENCY_ADOPT, V(guest), V(t.buyer.s)));
	}
	*ret = t;
	return OK;
}
