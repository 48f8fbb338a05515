/* pay_method.c — the table of ways to pay. */
#include "trade/pay_method.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "trade/india_day.h"

enum place { PAY_INDIA, PAY_ANYWHERE };

static const struct { const char *wire; enum place place; enum pay_proof proof; } methods[PAY_METHODS] = {
#define PAY_METHOD(id, wire, places, proof) [PAY_##id] = {wire, places, PAY_BY_##proof},
#include "schema/pay_methods.def"
#undef PAY_METHOD
};

static const struct { enum pay_method method; int64_t from, max_minor; } limits[] = {
#define PAY_LIMIT(method, from, max_minor) {PAY_##method, from, max_minor},
#include "schema/pay_methods.def"
#undef PAY_LIMIT
};

const char *pay_method_wire(enum pay_method m) { return methods[m].wire; }
enum pay_proof pay_method_proof(enum pay_method m) { return methods[m].proof; }

err_t pay_method_parse(const char *wire, enum pay_method *ret)
{
	for (enum pay_method m = 0; m < PAY_METHODS; m++)
		if (strcmp(methods[m].wire, wire) == 0) {
			*ret = m;
			return OK;
		}
	return ERR_BAD_FIELD;
}

static int64_t limit_of(enum pay_method m, int64_t day)
{
	int64_t max = MONEY_MINOR_MAX;
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		if (limits[i].method == m && limits[i].from <= day) max = limits[i].max_minor;
	return max;
}

bool pay_method_open(enum pay_method m, struct money amount, const char *country, const struct pay_payee *to, bool gateway, int64_t at_ms)
{
	bool india = strcmp(country, "IN") == 0 && strcmp(amount.currency, "INR") == 0;
	if (methods[m].place == PAY_INDIA && !india) return false;
	if (amount.minor > limit_of(m, india_day_of(at_ms))) return false;
	if (m == PAY_UPI) return *to->upi;
	if (m == PAY_BANK) return *to->account && *to->ifsc;
	return m != PAY_GATEWAY || gateway;
}

void upi_link(const struct pay_payee *to, const char *mark, const char *note, struct money amount, struct buf *out)
{
	buf_printf(out, "upi://pay?pa=%s&pn=", to->upi); /* the @ stands as it is: some apps do not unescape it */
	buf_url(out, to->name);
	buf_printf(out, "&tr=%s&tn=", mark);
	buf_url(out, note);
	buf_printf(out, "&am=%lld.%02lld&cu=%s", (long long)(amount.minor / 100), (long long)(amount.minor % 100), amount.currency);
}

err_t pay_reference(enum pay_method m, const char *given, char ret[static PAY_REFERENCE_MAX + 1])
{
	size_t n = 0, digits = 0;
	for (; *given; given++) {
		unsigned char c = (unsigned char)*given;
		if (c == ' ' || c == '-') continue;
		if (!isalnum(c) || n == PAY_REFERENCE_MAX) return ERR_BAD_FIELD;
		digits += isdigit(c) != 0;
		ret[n++] = (char)toupper(c);
	}
	ret[n] = '\0';
	if (m == PAY_UPI) return n == 12 && digits == 12 ? OK : ERR_BAD_FIELD;
	return n >= 10 && n <= 22 && digits >= 6 ? OK : ERR_BAD_FIELD;
}
