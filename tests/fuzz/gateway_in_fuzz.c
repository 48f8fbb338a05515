/* gateway_in_fuzz.c — the answer of a gateway. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "gate/gateway_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char id[OUTBOX_REF_MAX + 1];
	if (gateway_in((const char *)data, len, id) == OK && (!*id || !text_printable(id, false))) abort();
	return 0;
}
