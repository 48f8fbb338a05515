/* key_file.h — a secret of the house's own: 32 random bytes as hexadecimal digits in a file that only its user reads (0600), made at the first start.
 * Thread  any; it reads and writes files. */
#pragma once
#include "base/err.h"

#define KEY_FILE_BYTES 32

/* Reads DIR/NAME, or makes it. ERR_CONFIG (logged) for a file that others may read or that holds no key; ERR_IO (logged). The caller wipes `ret`. */
err_t key_file_open(const char *dir, const char *name, unsigned char ret[static KEY_FILE_BYTES]);
