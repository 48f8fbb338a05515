/* vault.h — secrets of people that must be read again, sealed before they go into the store (XChaCha20-Poly1305). Their key stands beside the store,
 * in DATA/vault.key: a copy of the store alone, or a row put into another's account, opens nothing.
 * Owns    the key, wiped when it is closed.    Thread  any.    Limits  secrets of VAULT_BYTES_MAX. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define VAULT_BYTES_MAX 64
#define VAULT_TEXT_MAX 140 /* of what was sealed, base64url */

struct vault;

/* Reads the key in `dir`, or makes one. As key_file_open. */
err_t vault_open(const char *dir, struct vault **ret);
/* NULL is accepted. */
void vault_close(struct vault *v);
/* Seals for `whose`: no other name opens it. */
void vault_seal(const struct vault *v, const char *whose, const void *secret, size_t len, char ret[static VAULT_TEXT_MAX + 1]);
/* False for what was sealed for another, by another key, or changed; and where the secret has not just `len` bytes. */
bool vault_unseal(const struct vault *v, const char *whose, const char *sealed, void *ret, size_t len);
