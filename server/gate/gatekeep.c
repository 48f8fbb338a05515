/* gatekeep.c — one check after the other; the first that fails is the answer. */
#include "gate/gatekeep.h"

#include <string.h>

#include "base/text.h"

bool gatekeep_origin_known(const char *origins, const char *origin)
{
	size_t n = strlen(origin);
	for (const char *s = origins; n && *s;) {
		s += strspn(s, ", ");
		size_t len = strcspn(s, ", ");
		if (len == n && !strncmp(s, origin, n)) return true;
		s += len;
	}
	return false;
}

/* Another site's page can make a browser send our cookies, but not this header, and not without saying where it comes from. */
static err_t check_site(const struct route *r, const struct head *h, const char *origins)
{
	if (r->who == WHO_TOKEN || r->who == WHO_PARTNER || r->who == WHO_BROWSER || r->method == HTTP_GET) return OK;
	if (strcmp(h->x_mela, "1")) return ERR_ORIGIN;
	if (*h->origin && !gatekeep_origin_known(origins, h->origin)) return ERR_ORIGIN;
	if (*h->fetch_site && strcmp(h->fetch_site, "same-origin") && strcmp(h->fetch_site, "none")) return ERR_ORIGIN;
	return OK;
}

static err_t check_type(const struct route *r, const struct head *h, size_t body_len)
{
	static const char *const types[] = {[BODY_JSON] = "application/json", [BODY_SDP] = "application/sdp", [BODY_FRAG] = "application/trickle-ice-sdpfrag", [BODY_BYTES] = "application/octet-stream", [BODY_REPORT] = "application/reports+json"};
	if (r->body == BODY_NONE || (r->body == BODY_JSON && !body_len)) return OK;
	if (r->body == BODY_REPORT && head_type_is(h->content_type, "application/csp-report")) return OK; /* the older way to say it */
	return head_type_is(h->content_type, types[r->body]) ? OK : ERR_BAD_TYPE;
}

err_t gatekeep(const struct route *r, const struct head *h, size_t body_len, const char *origins)
{
	if (!text_utf8_valid(h->path, strlen(h->path))) return ERR_BAD_UTF8;
	TRY(check_site(r, h, origins));
	if (body_len > r->body_max) return ERR_TOO_BIG;
	TRY(check_type(r, h, body_len));
	return r->key == KEY_NEEDED && !head_key_valid(h->key) ? ERR_KEY_NEEDED : OK;
}
