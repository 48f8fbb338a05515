/* india_code.h — is this a well-formed GSTIN, PAN, IEC, HSN, PIN code, IFSC …? The shapes are rows of schema/india_codes.def.
 * Says nothing about whether the office that gives such numbers has given this one.
 * Owns    nothing.    Thread  any.    Limits  as long as the longest shape; anything longer is refused unread. */
#pragma once
#include <stdbool.h>

enum india_code {
	INDIA_GSTIN, INDIA_PAN, INDIA_IEC, INDIA_HSN, INDIA_PIN, INDIA_IFSC, INDIA_ENROLMENT, INDIA_LUT, INDIA_ACCOUNT, INDIA_PEHCHAN,
	INDIA_FSSAI,
	INDIA_CODES
};

/* Shape, and for a GSTIN state and check digit, for an HSN its chapter. Capitals only, no blanks. */
bool india_code_valid(enum india_code kind, const char *text);
/* "gstin", "pan" … Static. */
const char *india_code_wire(enum india_code kind);
/* The address of a UPI account, name@handle. */
bool upi_valid(const char *text);
/* The PAN within a GSTIN is this one. Both must be well-formed. */
bool gstin_has_pan(const char *gstin, const char *pan);
