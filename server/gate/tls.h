/* tls.h — the certificate of the HTTPS face: the one that is configured, or one made at first start.
 * Limits  one made here lasts TLS_DAYS, and is made anew a week before its end or when this machine has an address that it lacks. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define TLS_DAYS 397
#define TLS_SOON_MS (14 * 86400000LL)
#define TLS_PATH_MAX 600

struct tls_files { char cert[TLS_PATH_MAX], key[TLS_PATH_MAX]; };

/* Files in `dir`, made if there is need: ECDSA P-256, for localhost, this host's name and all its addresses. ERR_IO. */
err_t tls_own(const char *dir, struct tls_files *ret);
/* Whether both can be read and belong together. ERR_CONFIG. */
err_t tls_check(const struct tls_files *t);
/* Appends "https://name:port" for every name and address of the certificate, each followed by a comma; at port 443 also without the port. */
err_t tls_origins(const char *cert, int port, struct buf *out);
/* When the certificate ends, in wall milliseconds. ERR_CONFIG. */
err_t tls_ends(const char *cert, int64_t *ret_ms);
/* Within TLS_SOON_MS, or over already. */
bool tls_ends_soon(int64_t ends_ms, int64_t now_ms);
