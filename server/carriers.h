/* carriers.h — those who carry messages out of the house, made from the settings: mail, SMS, WhatsApp, push; and the courier between.
 * Owns    all of them.    Thread  main, which becomes the floor. */
#pragma once
#include "base/config.h"
#include "base/err.h"

struct carriers;
struct house;

/* Needs house->outgoing and the tick; fills in house->mailer and house->push_key. ERR_CONFIG, ERR_IO. */
err_t carriers_open(const struct config *config, struct house *house, struct carriers **ret);
/* Stop house->outgoing first. NULL is accepted. */
void carriers_close(struct carriers *c);
