/* press.h — answers an ASYNC request with a PDF that mela-paper makes of a document.
 * Thread  the floor.    Limits  those of the filter (house.press); without one, UNAVAILABLE. */
#pragma once
#include "base/shape.h"
#include "gate/http.h"

/* Begins after the commit; `form` is mela-paper's, static; `name` is the file's, of letters, digits and dashes. */
err_t press_answer(struct tx *tx, const struct http_request *rq, const char *form, const struct shape *shape, const void *document, const char *name);
