/* rendering.c — which child renders which stage stands in the stage itself. */
#include "media/rendering.h"

#include <stdlib.h>
#include <unistd.h>

#include "media/supply.h"

struct rendering { struct nursery *nursery; };

err_t rendering_open(struct loop *loop, const char *program, int children_max, struct rendering **ret)
{
	struct rendering *r = calloc(1, sizeof *r);
	if (!r) abort();
	struct nursery_config c = {.program = program, .announce = "", .port_first = 1, .port_last = 1, .children_max = children_max, .cold = true};
	err_t e = children_max ? nursery_open(loop, &c, &(struct nursery_events){0}, &r->nursery) : OK;
	if (e != OK) free(r);
	else *ret = r;
	return e;
}

void rendering_close(struct rendering *r)
{
	if (!r) return;
	nursery_close(r->nursery);
	free(r);
}

bool rendering_can(const struct rendering *r, const struct stage *st) { return r->nursery && st->format.codec[TRACK_VIDEO] != CODEC_NONE; }

static void start(struct rendering *r, struct stage *st, struct worker *owner)
{
	uint8_t codec = st->format.codec[TRACK_VIDEO];
	struct ipc_control first = {.kind = IPC_RENDER, .render = {.codec = codec, .pt = SUPPLY_PT}};
	struct worker_command c = {.order = WORKER_LOWER, .source = st->id};
	if (nursery_begin(r->nursery, &first, &st->render, &c.fd) != OK) return;
	c.format.codec[TRACK_VIDEO] = codec;
	c.format.pt[TRACK_VIDEO] = SUPPLY_PT;
	if (worker_order(owner, &c) == OK) return;
	close(c.fd);
	rendering_end(r, st);
}

void rendering_wish(struct rendering *r, struct stage *st, struct worker *owner, int from, bool wanted)
{
	if (!rendering_can(r, st) || st->format.layered) return;
	if (wanted) st->low_by |= 1ull << from;
	else st->low_by &= ~(1ull << from);
	bool runs = nursery_pid(r->nursery, st->render) != 0;
	if (st->low_by && !runs) start(r, st, owner);
	if (!st->low_by && runs) rendering_end(r, st);
}

void rendering_end(struct rendering *r, struct stage *st)
{
	if (r->nursery && st->render.v) IGNORE(nursery_stop(r->nursery, st->render));
	st->render = (struct child_id){0};
}
