/* document.c — the API's own document, as it was when the program was built. */
#include "api/handlers.h"
#include "openapi.h"

err_t openapi_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	(void)db, (void)rq;
	rp->type = "application/yaml";
	buf_add(&rp->body, openapi_document, sizeof openapi_document - 1);
	return OK;
}
