/* sms_length.h — how many parts an SMS takes: 160 septets or 70 UTF-16 units in one, 153 or 67 each in several (3GPP TS 23.038, 23.040).
 * Any letter beyond ASCII makes the whole text UTF-16, which is never too few: the few others of the GSM alphabet are not looked for. */
#pragma once
#include <stdbool.h>

/* `text` is UTF-8; "" takes one part. */
int sms_parts(const char *text);
/* True if it must go as UTF-16 (carriers call that Unicode). */
bool sms_unicode(const char *text);
