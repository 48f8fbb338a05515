/* push_seal.h — a push message, sealed for one browser so that the push service between cannot read it (RFC 8291, RFC 8188 aes128gcm).
 * Thread  any.    Limits  PUSH_TEXT_MAX bytes: one record of 4096 with its head and tag, which every push service takes (RFC 8030 §7.2).
 * Cost    about 0.3 ms: two multiplications on the curve. */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "notify/p256.h"

#define PUSH_TEXT_MAX 3993
#define PUSH_SALT 16

/* What is fresh for each message. Only a test gives its own. */
struct push_chance { unsigned char salt[PUSH_SALT], private[P256_PRIVATE]; };

/* Appends the body of the request. `p256dh` and `auth` as the browser gave them (base64url); chance NULL makes its own.
 * ERR_TOO_LONG; ERR_BAD_FIELD for keys that are none. */
err_t push_seal(const char *p256dh, const char *auth, const char *text, const struct push_chance *chance, struct buf *ret);
