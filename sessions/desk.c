/* desk.c — see desk.h. */
#include "sessions/desk.h"

#include "base/text.h"
#include "sessions/handlers.h"
#include "sessions/inside.h"
#include "sessions/say.h"

bool desk_health_of(const struct booth *b, struct live_desk_health *ret)
{
	if (b->state == BROADCAST_OFF) return false;
	*ret = (struct live_desk_health){
		.viewers = b->presence.viewers,
		.video_kbps = b->health.video_kbps,
		.fps = b->health.fps,
		.loss_permille = b->health.loss_permille,
		.rtt_ms = b->health.rtt_ms,
		.battery_pct = b->studio.battery_pct,
		.still_ms = (int64_t)b->health.still_ms,
		.charging = b->studio.charging,
		.slowed = b->studio.slowed,
	};
	text_copy(ret->state, sizeof ret->state, broadcast_wire(b->state));
	text_copy(ret->codec, sizeof ret->codec, b->health.codec);
	text_copy(ret->network, sizeof ret->network, b->studio.network);
	text_copy(ret->heat, sizeof ret->heat, b->studio.heat);
	return true;
}

void desk_tell(struct tx *tx, struct sessions *s, const struct booth *b)
{
	struct live_desk_health h;
	if (conns_watchers(s->conns) && desk_health_of(b, &h)) say_to_staff(tx, s, LIVE_desk_health, b->slug, &h);
}

struct note { struct sessions *s; struct conn_id conn; struct booth_id booth; struct live_studio_health health; };

static void watch(void *arg)
{
	struct note *n = arg;
	struct conn *c = conns_find(n->s->conns, n->conn);
	if (c) conns_watch(n->s->conns, c);
	free(n);
}

err_t desk_on_watch(struct tx *tx, struct asking *a, const void *msg)
{
	(void)msg;
	struct note *n = effect_arg(sizeof *n);
	*n = (struct note){.s = a->sessions, .conn = a->conn->id};
	effect_later(tx, watch, n);
	return OK;
}

static void note_studio(void *arg)
{
	struct note *n = arg;
	struct booth *b = booth_find(n->s, &n->booth);
	if (b) b->studio = n->health;
	free(n);
}

err_t desk_on_studio_health(struct tx *tx, struct asking *a, const void *msg)
{
	struct note *n = effect_arg(sizeof *n);
	*n = (struct note){.s = a->sessions, .booth = a->booth->id, .health = *(const struct live_studio_health *)msg};
	effect_later(tx, note_studio, n);
	return OK;
}

err_t desk_on_ping(struct tx *tx, struct asking *a, const void *msg)
{
	(void)msg;
	say_answer(tx, a->sessions, a->conn->id, LIVE_pong, a->request, NULL, &(struct live_pong){.now_ms = tx_now_ms(tx)});
	return OK;
}
