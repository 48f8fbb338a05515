/* verify.h — mela verify: checks the statement in a piece's QR code without any server, by a list of keys (mela-keys.json).
 * Thread  main. */
#pragma once
#include "base/err.h"

/* `text` is a token, or an address that ends in #token. Prints what it says. ERR_CONFIG for a list that cannot be read, else as origin_verify. */
err_t verify_run(const char *keys_file, const char *text);
