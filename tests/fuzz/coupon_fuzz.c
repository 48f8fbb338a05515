/* coupon_fuzz.c — whatever is typed into the coupon's field; what is taken for a code is one, and stays the same when read again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "trade/coupon.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char code[COUPON_CODE_MAX + 1], again[COUPON_CODE_MAX + 1];
	char *text = malloc(size + 1);
	if (!text) abort();
	memcpy(text, data, size);
	text[size] = 0;
	if (coupon_code(text, code)) {
		size_t n = strlen(code);
		if (n < COUPON_CODE_MIN || n > COUPON_CODE_MAX || strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != n) abort();
		if (!coupon_code(code, again) || strcmp(code, again) != 0) abort();
	}
	free(text);
	return 0;
}
