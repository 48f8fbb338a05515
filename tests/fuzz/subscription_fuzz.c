/* subscription_fuzz.c — endpoints and keys that strangers name: "endpoint\np256dh\nauth". Whatever is let through is https on port 443,
 * and what is sealed for such keys is of the one size. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "notify/push_seal.h"
#include "notify/subscription.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *text = calloc(1, len + 1), *rest = text;
	memcpy(text, data, len);
	const char *endpoint = strsep(&rest, "\n"), *p256dh = rest ? strsep(&rest, "\n") : "", *auth = rest ? strsep(&rest, "\n") : "";
	if (subscription_endpoint_valid(endpoint, "") && strncasecmp(endpoint, "https:", 6) != 0) abort();
	(void)subscription_exempt(endpoint, "127.0.0.1:9, push.example:443");
	struct buf sealed;
	buf_init(&sealed);
	if (push_seal(p256dh, auth, "{}", NULL, &sealed) == OK && sealed.len != 16 + 5 + 65 + 2 + 1 + 16) abort();
	buf_fini(&sealed);
	free(text);
	return 0;
}
