/* password.h — passwords as argon2id (RFC 9106) by libsodium.
 * Thread  the compute lane: one call takes about 0.1 s and 64 MB. Never the floor.
 * Limits  PASSWORD_MIN … PASSWORD_MAX bytes; whether a new one is easily guessed, password_check.h says. */
#pragma once
#include <stdbool.h>

#include "base/err.h"

#define PASSWORD_MIN 10
#define PASSWORD_MAX 256
#define PASSWORD_HASH_MAX 128

/* Writes the hash with its salt and costs. ERR_BAD_FIELD if it is too short, ERR_TOO_LONG. */
err_t password_hash(const char *password, char ret[static PASSWORD_HASH_MAX]);
/* True if it fits. An empty `hash` (no such account) takes just as long and is false. */
bool password_verify(const char *hash, const char *password);
