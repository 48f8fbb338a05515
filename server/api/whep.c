/* whep.c — viewing (draft-ietf-wish-whep-03): POST makes a viewer at once, PATCH restarts ICE, DELETE lets it go, and a POST
 * to its layer address (the draft's layer extension) chooses how much of the picture comes. A POST without a booth makes a
 * viewer of nothing, for whoever wants to know which ways lead here.
 * Anyone may watch; the name in the Location is the right to it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fair/booth_row.h"
#include "api/api.h"
#include "gate/gate.h"
#include "gate/house.h"
#include "api/peer.h"
#include "gate/route.h"
#include "media/media.h"

#define NOTHING "-"                  /* in place of a slug, for a viewer of no booth */

struct viewing {
	const struct house *house;
	struct http_token token;
	struct booth_id booth;
	bool nothing;                    /* of no booth */
	char slug[HTTP_PARAM_CHARS + 1];
	struct viewer_id viewer;
	const char *sdp;
	enum rung rung;
};

/* `mediaId` is the draft's and may be left out: there is one picture. */
struct layer_choice { char mediaId[17], encodingId[9]; };
static const struct shape_field layer_fields[] = {SHAPE_STR(struct layer_choice, mediaId, OPT), SHAPE_STR(struct layer_choice, encodingId, REQ)};
static const struct shape layer_shape = SHAPE("layer", struct layer_choice, layer_fields);

static struct viewing *viewing_new(const struct http_request *rq)
{
	struct viewing *v = calloc(1, sizeof *v);
	if (!v) abort();
	*v = (struct viewing){.house = rq->house, .token = rq->token, .sdp = rq->body};
	snprintf(v->slug, sizeof v->slug, "%s", rq->params[0]);
	return v;
}

static void link_layer(struct http_reply *rp, const char *location)
{
	char link[HTTP_PARAM_CHARS + LEASE_CHARS + 96];
	snprintf(link, sizeof link, "<%s/layer>; rel=\"urn:ietf:params:whep:ext:core:layer\"", location);
	http_reply_header(rp, "link", link);
}

static err_t view(struct viewing *v, struct http_reply *rp)
{
	struct lease *l;
	struct viewer_id id;
	char location[PEER_LOCATION_CHARS];
	if (v->nothing) TRY(media_view_nothing(v->house->media, v->sdp, &id, &rp->body));
	else TRY(media_view(v->house->media, v->booth, v->sdp, &id, &rp->body));
	err_t e = lease_new(gate_leases(v->house->gate), &v->booth, (struct publisher_id){0}, id, &l);
	if (e != OK) {
		IGNORE(media_view_stop(v->house->media, id));
		return e;
	}
	peer_created(rp, v->house, "whep", v->slug, l, location);
	link_layer(rp, location);
	return OK;
}

static void start(void *arg)
{
	struct viewing *v = arg;
	struct http_reply rp = {0};
	err_t e = view(v, &rp);
	http_finish(v->house, v->token, e, &rp);
	free(v);
}

err_t whep_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct booth_row b;
	(void)rp;
	TRY(booth_row_find_by_slug(tx_db(tx), rq->params[0], &b));
	if (!rq->house->media) return ERR_NOT_LIVE;
	struct viewing *v = viewing_new(rq);
	v->booth = b.id;
	tx_effect(tx, &(struct effect){.run = start, .drop = free, .arg = v});
	return OK;
}

err_t whep_nothing_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	(void)rp;
	if (!rq->house->media) return ERR_NOT_LIVE;
	struct viewing *v = viewing_new(rq);
	v->nothing = true;
	snprintf(v->slug, sizeof v->slug, NOTHING);
	tx_effect(tx, &(struct effect){.run = start, .drop = free, .arg = v});
	return OK;
}

/* A name is one of the booth in its path, if of any. */
static err_t find_lease(struct tx *tx, const struct http_request *rq, struct lease **ret)
{
	struct booth_row b = {0};
	if (strcmp(rq->params[0], NOTHING) != 0) TRY(booth_row_find_by_slug(tx_db(tx), rq->params[0], &b));
	struct lease *l = lease_find(gate_leases(rq->house->gate), rq->params[1]);
	if (!l || !l->viewer.v || strcmp(l->booth.s, b.id.s)) return ERR_NOT_FOUND;
	*ret = l;
	return OK;
}

static err_t patch(struct viewing *v, struct http_reply *rp)
{
	struct lease *l = lease_of_viewer(gate_leases(v->house->gate), v->viewer);
	if (!l) return ERR_NOT_FOUND;
	TRY(media_view_patch(v->house->media, v->viewer, v->sdp, &rp->body));
	rp->status = 204;
	if (rp->body.len) peer_restarted(rp, l);
	return OK;
}

static void start_patch(void *arg)
{
	struct viewing *v = arg;
	struct http_reply rp = {0};
	err_t e = patch(v, &rp);
	http_finish(v->house, v->token, e, &rp);
	free(v);
}

err_t whep_patch(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct lease *l;
	(void)rp;
	TRY(find_lease(tx, rq, &l));
	TRY(peer_if_match(rq, l));
	struct viewing *v = viewing_new(rq);
	v->viewer = l->viewer;
	tx_effect(tx, &(struct effect){.run = start_patch, .drop = free, .arg = v});
	return OK;
}

err_t whep_delete(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct lease *l;
	TRY(find_lease(tx, rq, &l));
	return peer_delete(tx, rq, rp, l);
}

static void choose(void *arg)
{
	struct viewing *v = arg;
	IGNORE(media_view_choose(v->house->media, v->viewer, v->rung));
	free(v);
}

static void write_layers(struct http_reply *rp, enum rung chosen, unsigned there)
{
	struct json j = json_start(&rp->body);
	json_obj(&j, NULL);
	json_str(&j, "encodingId", rung_name(chosen));
	json_arr(&j, "layers");
	for (enum rung r = RUNG_AUTO; r < RUNGS; r++)
		if (there & 1u << r) json_str(&j, NULL, rung_name(r));
	json_arr_end(&j);
	json_obj_end(&j);
}

err_t whep_layer_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct lease *l;
	struct layer_choice c;
	TRY(find_lease(tx, rq, &l));
	TRY(api_body(rq, rp, &layer_shape, &c));
	if (!rq->house->media) return ERR_NOT_LIVE;
	enum rung r = rung_find(c.encodingId);
	unsigned there = media_view_rungs(rq->house->media, l->viewer);
	if (!there) return ERR_NOT_FOUND;
	if (r == RUNGS || !(there & 1u << r)) return rp->field = "encodingId", ERR_BAD_FIELD;
	struct viewing *v = viewing_new(rq);
	v->viewer = l->viewer;
	v->rung = r;
	tx_effect(tx, &(struct effect){.run = choose, .drop = free, .arg = v});
	write_layers(rp, r, there);
	return OK;
}
