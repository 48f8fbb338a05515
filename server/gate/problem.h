/* problem.h — errors as problem documents (RFC 9457), from schema/errors.def. */
#pragma once
#include "gate/http.h"

/* Turns the reply into the document of `e`, with its `field` and `detail`; keeps no other header than retry-after. */
void problem_write(struct http_reply *rp, err_t e);
