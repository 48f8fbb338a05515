/* ice_link.c — see ice_link.h. */
#include "gate/ice_link.h"

#include <stdio.h>
#include <string.h>

#include "gate/head.h"

void ice_link_add(struct http_reply *rp, const struct config *c)
{
	char line[2 * CONFIG_TEXT_MAX] = "";
	size_t n = 0;
	for (const char *s = c->ice_servers; *s;) {
		s += strspn(s, ", ");
		size_t len = strcspn(s, ", ");
		if (len && n + len + 32 < sizeof line) n += (size_t)snprintf(line + n, sizeof line - n, "%s<%.*s>; rel=\"ice-server\"", n ? ", " : "", (int)len, s);
		s += len;
	}
	if (n) http_reply_header(rp, "link", line);
}

err_t ice_if_match(const struct http_request *rq, const struct lease *l)
{
	if (!*rq->if_match) return ERR_NEED_PRECONDITION;
	if (!strcmp(rq->if_match, "\"*\"")) return OK; /* RFC 9725 writes the asterisk of an ICE restart in quotes */
	return head_etag_matches(rq->if_match, l->etag, false) ? OK : ERR_PRECONDITION;
}
