/* problem.c — RFC 9457 §3; `code` and `field` are extension members. */
#include "gate/problem.h"

#include <stdio.h>

#include "base/counters.h"

#define RETRY_AFTER_S 2

void problem_write(struct http_reply *rp, err_t e)
{
	struct http_reply out = {.status = err_http(e), .type = "application/problem+json"};
	char text[300];
	counter_refusal(e);
	struct json j = http_reply_json(&out);
	json_obj(&j, NULL);
	snprintf(text, sizeof text, "/problems/%s", err_wire(e));
	json_str(&j, "type", text);
	json_str(&j, "title", err_sentence(e));
	json_int(&j, "status", err_http(e));
	if (*rp->detail) json_str(&j, "detail", rp->detail);
	json_str(&j, "code", err_wire(e));
	if (rp->field) json_str(&j, "field", rp->field);
	json_obj_end(&j);
	if (out.status == 429 || out.status == 503) {
		snprintf(text, sizeof text, "%d", rp->retry_after_s ? rp->retry_after_s : RETRY_AFTER_S);
		http_reply_header(&out, "retry-after", text);
	}
	http_reply_fini(rp);
	*rp = out;
}
