/* peer.c — see peer.h. */
#include "api/peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/ice_link.h"
#include "gate/gate.h"
#include "gate/head.h"
#include "gate/house.h"

#define FRAGMENT "application/trickle-ice-sdpfrag"

void peer_created(struct http_reply *rp, const struct house *house, const char *door, const char *slug, const struct lease *l,
                  char ret_location[static PEER_LOCATION_CHARS])
{
	snprintf(ret_location, PEER_LOCATION_CHARS, "/%s/%s/%s", door, slug, l->name);
	rp->status = 201;
	rp->type = "application/sdp";
	http_reply_header(rp, "location", ret_location);
	http_reply_header(rp, "etag", l->etag);
	http_reply_header(rp, "accept-patch", FRAGMENT);
	ice_link_add(rp, house->config);
}

err_t peer_if_match(const struct http_request *rq, const struct lease *l)
{
	if (!*rq->if_match) return ERR_NEED_PRECONDITION;
	if (!strcmp(rq->if_match, "\"*\"")) return OK; /* RFC 9725 writes the asterisk of an ICE restart in quotes */
	return head_etag_matches(rq->if_match, l->etag, false) ? OK : ERR_PRECONDITION;
}

void peer_restarted(struct http_reply *rp, struct lease *l)
{
	lease_renew_etag(l);
	rp->status = 200;
	rp->type = FRAGMENT;
	http_reply_header(rp, "etag", l->etag);
}

struct ending { const struct house *house; struct lease lease; };

static void end(void *arg)
{
	struct ending *en = arg;
	struct leases *ls = gate_leases(en->house->gate);
	lease_end(ls, lease_find(ls, en->lease.name));
	if (en->lease.publisher.v) IGNORE(media_publish_stop(en->house->media, en->lease.publisher));
	else IGNORE(media_view_stop(en->house->media, en->lease.viewer));
	free(en);
}

err_t peer_delete(struct tx *tx, const struct http_request *rq, struct http_reply *rp, const struct lease *l)
{
	if (*rq->if_match) TRY(peer_if_match(rq, l));
	struct ending *en = malloc(sizeof *en);
	if (!en) abort();
	*en = (struct ending){.house = rq->house, .lease = *l};
	tx_effect(tx, &(struct effect){.run = end, .drop = free, .arg = en});
	rp->status = 200;
	return OK;
}
