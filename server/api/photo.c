/* photo.c — a photo comes in, is made anew by a child, and is served under a name that changes with its content. */
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/lane.h"
#include "api/api.h"
#include "api/handlers.h"
#include "api/upload_room.h"
#include "gate/house.h"
#include "store/photo_store.h"

#define PHOTOS_A_DAY 500
#define DAY_MS 86400000ll

/* On its way through the lane; the bytes are its own, for the client may go meanwhile. */
struct upload {
	const struct house *house;
	struct http_token token;
	err_t outcome;
	struct photo made;
	size_t len;
	char bytes[];
};

static void look(void *arg)
{
	struct upload *u = arg;
	u->outcome = photo_store(u->house->photo_program, u->house->config->data, u->bytes, u->len, &u->made);
}

static err_t enter(struct tx *tx, struct http_request *rq, struct http_reply *rp, void *arg)
{
	const struct photo *p = arg;
	TRY(db_exec(tx_db(tx), Q_PHOTO_INSERT, V(p->hash), V(p->width), V(p->height), V(p->bytes), V(rq->who.person.id.s), V(tx_now_ms(tx))));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_str(&j, "photo", p->hash);
	json_int(&j, "width", p->width);
	json_int(&j, "height", p->height);
	json_obj_end(&j);
	rp->status = 201;
	return OK;
}

static void on_looked(void *arg)
{
	struct upload *u = arg;
	if (u->outcome == OK) http_continue(u->house, u->token, enter, &u->made);
	else http_finish(u->house, u->token, u->outcome, NULL);
	free(u);
}

static void on_dropped(void *arg)
{
	struct upload *u = arg;
	http_finish(u->house, u->token, ERR_UNAVAILABLE, NULL);
	free(u);
}

static void on_lost(void *arg, err_t e)
{
	struct upload *u = arg;
	http_finish(u->house, u->token, e, NULL);
	free(u);
}

static void begin(void *arg)
{
	struct upload *u = arg;
	if (lane_do(u->house->uploads, &(struct lane_job){.run = look, .done = on_looked, .drop = on_dropped, .arg = u}) == OK) return;
	http_finish(u->house, u->token, ERR_FULL, NULL);
	free(u);
}

err_t photos_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	int64_t today;
	(void)rp;
	TRY(db_int(tx_db(tx), &today, Q_PHOTO_OF_PERSON, V(rq->who.person.id.s), V(tx_now_ms(tx) - DAY_MS)));
	if (today >= PHOTOS_A_DAY) return ERR_TOO_FAST;
	TRY(upload_room(tx_db(tx), rq));
	struct upload *u = malloc(sizeof *u + rq->body_len);
	if (!u) abort();
	*u = (struct upload){.house = rq->house, .token = rq->token, .len = rq->body_len};
	memcpy(u->bytes, rq->body, rq->body_len);
	tx_effect(tx, &(struct effect){.run = begin, .fail = on_lost, .drop = free, .arg = u});
	return OK;
}

err_t photo_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	(void)db;
	TRY(photo_read(rq->house->config->data, rq->params[0], &rp->body, &rp->type));
	http_reply_header(rp, "cache-control", "public, max-age=31536000, immutable");
	return OK;
}
