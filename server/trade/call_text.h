/* call_text.h — what an automatic call says about a task: to whom, in which language, in words.    Thread  the floor, or with its own connection. */
#pragma once
#include "base/buf.h"
#include "trade/call_task.h"

struct call_text { char phone[17], lang[3]; struct buf say, thanks; };

/* ERR_NOT_FOUND if there is no number to call. The caller frees it, also after an error. */
err_t call_text_write(struct db *db, const struct call_task *t, struct call_text *ret);
void call_text_fini(struct call_text *t);
