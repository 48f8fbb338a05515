/* pay_method.h — the ways to pay, where each is possible and up to what amount (schema/pay_methods.def); and the link that opens a UPI app.
 * Owns    nothing.    Thread  any. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "trade/money.h"

enum pay_proof { PAY_BY_BANK, PAY_BY_DOOR, PAY_BY_PARTNER };
enum pay_method {
#define PAY_METHOD(id, wire, places, proof) PAY_##id,
#include "schema/pay_methods.def"
#undef PAY_METHOD
	PAY_METHODS
};

const char *pay_method_wire(enum pay_method m);
/* ERR_BAD_FIELD for a word that is none. */
err_t pay_method_parse(const char *wire, enum pay_method *ret);
enum pay_proof pay_method_proof(enum pay_method m);

/* Who is paid: the fair, where it collects, or the seller of record. "" where it is not known; then that way is not open. */
struct pay_payee { char name[241], upi[97], account[19], ifsc[12]; bool fair; };

/* Whether so much can be paid in this way to this payee, for goods that go to `country`. */
bool pay_method_open(enum pay_method m, struct money amount, const char *country, const struct pay_payee *to, bool gateway, int64_t at_ms);

/* upi://pay?pa=…&pn=…&tr=…&tn=…&am=…&cu=INR (NPCI's UPI linking specification 1.6); appended to `out`. */
void upi_link(const struct pay_payee *to, const char *mark, const char *note, struct money amount, struct buf *out);
/* The bank's reference as people read it from a slip: blanks dropped, capitals. UPI: twelve digits; a transfer: 10 to 22 letters and digits.
 * ERR_BAD_FIELD. */
#define PAY_REFERENCE_MAX 40
err_t pay_reference(enum pay_method m, const char *given, char ret[static PAY_REFERENCE_MAX + 1]);
