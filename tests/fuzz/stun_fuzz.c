/* Any bytes as a Binding message; an answered one must be readable and authentic. */
#include <stdlib.h>

#include "media/stun.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stun_msg m, reply;
	if (stun_parse(data, size, &m) != OK) return 0;
	size_t len = 0;
	if (stun_local_ufrag(&m, &len) && len > m.username_len) abort();
	struct hmac_sha1 key;
	stun_key_init(&key, "VOkJxbRl1RmTxUk/WvJxBt", 22);
	struct sockaddr_in from = { .sin_family = AF_INET, .sin_port = 9 };
	uint8_t out[STUN_REPLY_MAX];
	bool nominated = false;
	if (stun_answer(&m, &key, (const struct sockaddr *)&from, out, sizeof out, &len, &nominated) != OK) return 0;
	if (stun_parse(out, len, &reply) != OK || !stun_authentic(&reply, &key)) abort();
	return 0;
}
