/* wire_head.h — copies a request's head out of libwebsockets. */
#pragma once
#include "gate/head.h"

struct lws;

/* `ret->fault` is set where something does not fit or is not known. */
void wire_head_read(struct lws *wsi, struct head *ret);
