/* whip.c — publishing (RFC 9725): POST opens a connection for the booth's picture, PATCH trickles or restarts ICE, DELETE ends it.
 * The token belongs to the booth; a later POST with it takes over from the connection before (§4.7 leaves this to the server). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fair/booth_row.h"
#include "gate/gate.h"
#include "gate/house.h"
#include "api/peer.h"
#include "gate/route.h"
#include "media/media.h"
#include "sessions/broadcast.h"
#include "store/tick.h"

/* A request that media answers later. */
struct waiting {
	const struct house *house;
	struct http_token token;
	struct booth_id booth;
	char slug[HTTP_PARAM_CHARS + 1];
	struct publisher_id publisher;
	const char *sdp;    /* the offer or the fragment: in the request, which lives until it is answered */
};

/* §4.2: the token says which booth; without one, or with another's, nothing is told about the booth. */
static err_t find_booth(struct tx *tx, const struct http_request *rq, struct booth_row *ret)
{
	if (!*rq->bearer) return ERR_NOT_SIGNED_IN;
	err_t e = booth_row_find_by_slug(tx_db(tx), rq->params[0], ret);
	if (e == ERR_NO_BOOTH) return ERR_BAD_CREDENTIALS;
	TRY(e);
	return booth_row_token_fits(ret, rq->bearer) ? OK : ERR_BAD_CREDENTIALS;
}

static struct waiting *waiting_new(const struct http_request *rq, const struct booth_row *b)
{
	struct waiting *w = calloc(1, sizeof *w);
	if (!w) abort();
	*w = (struct waiting){.house = rq->house, .token = rq->token, .booth = b->id, .sdp = rq->body};
	snprintf(w->slug, sizeof w->slug, "%s", b->slug);
	return w;
}

/* --- POST --------------------------------------------------------------------------------------- */

static err_t describe(struct waiting *w, struct publisher_id p, const char *sdp, struct http_reply *rp)
{
	struct lease *l;
	char location[PEER_LOCATION_CHARS];
	TRY(lease_new(gate_leases(w->house->gate), &w->booth, p, (struct viewer_id){0}, &l));
	peer_created(rp, w->house, "whip", w->slug, l, location);
	buf_puts(&rp->body, sdp);
	return OK;
}

static void on_answer(void *arg, err_t e, struct publisher_id p, const char *sdp)
{
	struct waiting *w = arg;
	struct http_reply rp = {0};
	if (e == OK) e = describe(w, p, sdp, &rp);
	if (e == OK && w->house->sessions) broadcast_on_publish(w->house->sessions, &w->booth, p);
	http_finish(w->house, w->token, e, &rp);
	free(w);
}

static void start(void *arg)
{
	struct waiting *w = arg;
	struct publisher_id p;
	err_t e = media_publish(w->house->media, w->booth, w->sdp, on_answer, w, &p);
	if (e == OK) return;
	http_finish(w->house, w->token, e, NULL);
	free(w);
}

err_t whip_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct booth_row b;
	(void)rp;
	TRY(find_booth(tx, rq, &b));
	if (!rq->house->media) return ERR_UNAVAILABLE;
	tx_effect(tx, &(struct effect){.run = start, .drop = free, .arg = waiting_new(rq, &b)});
	return OK;
}

/* --- PATCH and DELETE --------------------------------------------------------------------------- */

/* §4.3: a resource is known by its name, and belongs to the booth of the token. */
static err_t find_lease(struct tx *tx, const struct http_request *rq, struct booth_row *ret_booth, struct lease **ret)
{
	TRY(find_booth(tx, rq, ret_booth));
	struct lease *l = lease_find(gate_leases(rq->house->gate), rq->params[1]);
	if (!l || !l->publisher.v || strcmp(l->booth.s, ret_booth->id.s)) return ERR_NOT_FOUND;
	*ret = l;
	return OK;
}

static void on_patched(void *arg, err_t e, struct publisher_id p, const char *sdp)
{
	struct waiting *w = arg;
	struct http_reply rp = {.status = 204};
	struct lease *l = lease_of_publisher(gate_leases(w->house->gate), p);
	if (e == OK && !l) e = ERR_NOT_FOUND;
	if (e == OK && sdp) {
		peer_restarted(&rp, l);
		buf_puts(&rp.body, sdp);
	}
	http_finish(w->house, w->token, e, &rp);
	free(w);
}

static void start_patch(void *arg)
{
	struct waiting *w = arg;
	err_t e = media_publish_patch(w->house->media, w->publisher, w->sdp, on_patched, w);
	if (e == OK) return;
	http_finish(w->house, w->token, e, NULL);
	free(w);
}

err_t whip_patch(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct booth_row b;
	struct lease *l;
	(void)rp;
	TRY(find_lease(tx, rq, &b, &l));
	TRY(peer_if_match(rq, l));
	struct waiting *w = waiting_new(rq, &b);
	w->publisher = l->publisher;
	tx_effect(tx, &(struct effect){.run = start_patch, .drop = free, .arg = w});
	return OK;
}

err_t whip_delete(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct booth_row b;
	struct lease *l;
	TRY(find_lease(tx, rq, &b, &l));
	return peer_delete(tx, rq, rp, l);
}
