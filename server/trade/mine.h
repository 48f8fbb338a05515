/* mine.h — what a guest did becomes the buyer's, once the e-mail address is confirmed. */
#pragma once
#include "people/email_code.h"
#include "store/tick.h"

/* email_code_try, and with a right code moves the guest's enquiries and its kept answers to the buyer. */
err_t mine_confirm(struct tx *tx, const char *guest, const char *email, const char *code, struct email_code_try *ret);
