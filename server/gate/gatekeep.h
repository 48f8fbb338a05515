/* gatekeep.h — what a request's head alone decides, by its route's row. Thread: any. */
#pragma once
#include "gate/head.h"
#include "gate/route.h"

/* OK, or ORIGIN, TOO_BIG, BAD_TYPE, KEY_NEEDED, BAD_UTF8. `origins`: whose pages may change something, parted by commas. */
err_t gatekeep(const struct route *r, const struct head *h, size_t body_len, const char *origins);
/* True if `origin` stands in `origins`, letter by letter. */
bool gatekeep_origin_known(const char *origins, const char *origin);
