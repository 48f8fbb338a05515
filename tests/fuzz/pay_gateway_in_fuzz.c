/* pay_gateway_in_fuzz.c — any bytes as an answer or a message of the gateway: every text ends within its room. */
#include <assert.h>
#include <string.h>

#include "gate/pay_gateway_in.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	struct pay_gateway_word w;
	struct pay_gateway_message m;
	if (pay_gateway_in((const char *)data, len, &w) == OK) {
		assert(strnlen(w.link, sizeof w.link) < sizeof w.link && strnlen(w.url, sizeof w.url) < sizeof w.url);
		assert(!w.paid || *w.payment);
	}
	if (pay_gateway_message_in((const char *)data, len, &m) == OK) assert(strnlen(m.mark, sizeof m.mark) < sizeof m.mark && strnlen(m.event, sizeof m.event) < sizeof m.event);
	return 0;
}
