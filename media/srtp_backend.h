/* srtp_backend.h — what a back end of srtp.h provides; only srtp.c and the back ends include it. */
#pragma once
#include <stdbool.h>

#include "media/srtp.h"
#include "media/srtp_kdf.h"

struct srtp_backend_ops {
	const char *name;
	/* The object begins with a struct srtp. */
	err_t (*make)(const struct srtp_keys *keys, struct srtp **ret);
	void (*free)(struct srtp *s);
	void (*fetch)(const struct srtp *s); /* NULL: nothing to gain */
	err_t (*seal)(struct srtp *s, uint8_t *packet, size_t len, bool again, size_t *ret_len);
	err_t (*unseal)(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len);
	err_t (*seal_rtcp)(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len);
	err_t (*unseal_rtcp)(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len);
};

struct srtp { const struct srtp_backend_ops *ops; enum srtp_profile profile; };

extern const struct srtp_backend_ops srtp_builtin_ops, srtp_libsrtp_ops;

/* The builtin back end from session keys, as the vectors of RFC 7714 give them. */
err_t srtp_builtin_from_session(enum srtp_profile profile, const struct srtp_session_keys *local, const struct srtp_session_keys *remote, struct srtp **ret);

/* Bytes of the authentication tag. */
static inline size_t srtp_tag_bytes(enum srtp_profile p) { return p == SRTP_GCM128 ? 16 : 10; }
