/* secret.h — what is kept of a secret: its SHA-256, never the secret itself.
 * Fit for random tokens; passwords go through password.h. */
#pragma once

#define SECRET_HASH_CHARS 64

/* Hex SHA-256 of `text`, with its NUL. */
void secret_hash(const char *text, char ret[static SECRET_HASH_CHARS + 1]);
