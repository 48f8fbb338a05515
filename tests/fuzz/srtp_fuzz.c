/* Any bytes as sealed packets under known keys; and what we seal ourselves must open to the same bytes.
 * The first byte chooses: bit 0 profile, bit 1 RTCP. */
#include <stdlib.h>
#include <string.h>

#include "media/srtp.h"

#define BYTES_MAX 1500

typedef err_t turn_fn(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len);

static void try_packet(struct srtp *s, turn_fn *seal, turn_fn *unseal, const uint8_t *data, size_t size)
{
	uint8_t p[BYTES_MAX + SRTP_ROOM];
	size_t len = 0, back = 0;
	memcpy(p, data, size);
	IGNORE(unseal(s, p, size, &len));
	memcpy(p, data, size);
	if (seal(s, p, size, &len) != OK) return;
	if (len > size + SRTP_ROOM || unseal(s, p, len, &back) != OK || back != size || memcmp(p, data, size) != 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1 || size > BYTES_MAX) return 0;
	struct srtp_keys keys = { .profile = data[0] & 1 ? SRTP_GCM128 : SRTP_CM80 };
	memset(&keys.local, 0x11, sizeof keys.local);
	keys.remote = keys.local;
	struct srtp *s = NULL;
	if (srtp_new(SRTP_BUILTIN, &keys, &s) != OK) abort();
	if (data[0] & 2) try_packet(s, srtp_seal_rtcp, srtp_unseal_rtcp, data + 1, size - 1);
	else try_packet(s, srtp_seal, srtp_unseal, data + 1, size - 1);
	srtp_free(s);
	return 0;
}
