/* templates.h — the ids under which a carrier knows our texts: DLT template ids of an SMS gateway, template names of WhatsApp.
 * A file of lines "order-placed.maker.hi = 1107160000000000001"; # begins a comment.
 * Owns    what it read.    Limits  TEMPLATE_ID_MAX bytes of an id; a line that names no notice is refused. */
#pragma once
#include "base/err.h"

#define TEMPLATE_ID_MAX 64

struct templates;

/* An empty path is an empty table. ERR_IO, ERR_CONFIG. */
err_t templates_read(const char *path, struct templates **ret);
void templates_free(struct templates *t);
/* The id for "order-placed.maker.hi"; "" if there is none. Lent. */
const char *templates_find(const struct templates *t, const char *notice);
