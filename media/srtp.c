/* srtp.c — chooses a back end and refuses what no back end may see. */
#include "media/srtp.h"

#include <string.h>

#include "media/rtp.h"
#include "media/srtp_backend.h"

static const struct srtp_backend_ops *const backends[] = {
	[SRTP_BUILTIN] = &srtp_builtin_ops,
	[SRTP_LIBSRTP] = &srtp_libsrtp_ops,
};

err_t srtp_backend_find(const char *name, enum srtp_backend *ret)
{
	for (enum srtp_backend b = SRTP_BUILTIN; b <= SRTP_LIBSRTP; b++) {
		if (strcmp(backends[b]->name, name) != 0) continue;
		*ret = b;
		return OK;
	}
	return ERR_CONFIG;
}

err_t srtp_new(enum srtp_backend backend, const struct srtp_keys *keys, struct srtp **ret)
{
	if (keys->profile != SRTP_CM80 && keys->profile != SRTP_GCM128) return ERR_CONFIG;
	return backends[backend]->make(keys, ret);
}

void srtp_free(struct srtp *s)
{
	if (s) s->ops->free(s);
}

void srtp_fetch(const struct srtp *s, bool rest)
{
	if (!rest) __builtin_prefetch(s);
	else if (s->ops->fetch) s->ops->fetch(s);
}

size_t srtp_overhead(const struct srtp *s) { return srtp_tag_bytes(s->profile); }

err_t srtp_seal(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len)
{
	size_t header = 0;
	TRY(rtp_header_len(packet, len, &header));
	return s->ops->seal(s, packet, len, false, ret_len);
}

err_t srtp_seal_again(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len)
{
	size_t header = 0;
	TRY(rtp_header_len(packet, len, &header));
	return s->ops->seal(s, packet, len, true, ret_len);
}

err_t srtp_unseal(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len)
{
	size_t header = 0, tag = srtp_tag_bytes(s->profile);
	if (len < tag) return ERR_MALFORMED;
	TRY(rtp_header_len(packet, len - tag, &header));
	return s->ops->unseal(s, packet, len, ret_len);
}

err_t srtp_seal_rtcp(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len)
{
	if (len < 8 || packet[0] >> 6 != 2) return ERR_MALFORMED;
	return s->ops->seal_rtcp(s, packet, len, ret_len);
}

err_t srtp_unseal_rtcp(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len)
{
	if (len < 8 + 4 + srtp_tag_bytes(s->profile) || packet[0] >> 6 != 2) return ERR_MALFORMED;
	return s->ops->unseal_rtcp(s, packet, len, ret_len);
}
