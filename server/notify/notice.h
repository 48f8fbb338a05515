/* notice.h — the texts of schema/notices.def, filled in.
 * Thread  any.    Limits  NOTICE_VALUE_CHARS of a value in a line: carriers' templates allow no more in a variable (from memory of the
 *                 Indian operators' DLT rules, not confirmed). */
#pragma once
#include "base/buf.h"

#define NOTICE_VALUE_CHARS 30
#define NOTICE_SMS_PARTS 4

enum notice {
#define NOTICE(id, wire, basis, title_hi, title_en, line_hi, line_en) NOTICE_##id,
#include "schema/notices.def"
#undef NOTICE
	NOTICES
};

/* NULL counts as empty. */
struct notice_values { const char *number, *product, *quantity, *amount, *place, *name, *minutes; };

const char *notice_wire(enum notice n);
/* "contract", "request", or the purpose that must have been agreed to. Static. */
const char *notice_basis(enum notice n);
/* `lang` that begins with "hi" is Hindi, every other English. Values are whole in a title, cut in a line. */
void notice_title(enum notice n, const char *lang, const struct notice_values *v, struct buf *out);
void notice_line(enum notice n, const char *lang, const struct notice_values *v, struct buf *out);
