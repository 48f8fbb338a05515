/* demo.h — a demonstration fair: seeded, served on one base port, with a mail server and publishers of its own.
 *   PORT plain · +1 HTTPS · +2… media workers · +12 mail · +13 metrics · +20…+99 publishers' ICE
 * Writes DATA/demo.json with all that it prints. */
#pragma once
#include "base/config.h"
#include "base/err.h"

/* Every port from one. ERR_CONFIG outside 1…65400. */
err_t demo_ports(struct config *c, int port);
/* Serves until it is told to stop; `publishers` booths are live. */
err_t demo_run(struct config *c, int port, int publishers);
