/* publish.c — a small table over the nursery's children. */
#include "media/publish.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "media/sdp.h"
#include "media/sdp_frag.h"

struct waiting { media_answer_fn *fn; void *arg; };

struct publisher {
	uint64_t id;             /* 0: free */
	struct booth_id booth;
	struct child_id child;
	int fd;                  /* -1 once handed over */
	bool answered, stopping;
	err_t why;               /* of a stop */
	struct waiting answer, patches[PUBLISH_PATCHES_MAX];
	unsigned patches_n;
	bool has_stats;
	struct ipc_stats stats;
};

struct publishing {
	struct nursery *nursery;
	struct publish_events events;
	uint32_t generation;
	int limit;
	struct publisher list[NURSERY_MAX];
};

static struct publisher *by_id(struct publishing *p, uint64_t id)
{
	struct publisher *one = &p->list[id & 0xffff];
	return (id & 0xffff) < NURSERY_MAX && one->id == id && id ? one : NULL;
}

static struct publisher *by_child(struct publishing *p, struct child_id c)
{
	for (int i = 0; i < NURSERY_MAX; i++)
		if (p->list[i].id && p->list[i].child.v == c.v) return &p->list[i];
	return NULL;
}

static void reply(struct publisher *one, struct waiting w, err_t e, const char *sdp)
{
	if (w.fn) w.fn(w.arg, e, (struct publisher_id){one->id}, sdp);
}

static void on_answer(void *arg, struct child_id c, const struct ipc_answer *a, const char *sdp)
{
	struct publishing *p = arg;
	struct publisher *one = by_child(p, c);
	if (!one || one->answered) return;
	err_t e = one->stopping ? ERR_NOT_FOUND : (err_t)a->error;
	if (e == OK) {
		int fd = one->fd;
		one->fd = -1;
		e = p->events.on_answered(p->events.arg, (struct publisher_id){one->id}, &one->booth, a, fd);
	}
	one->answered = e == OK;
	struct waiting w = one->answer;
	one->answer = (struct waiting){0};
	if (e != OK) IGNORE(nursery_stop(p->nursery, c));
	reply(one, w, e, e == OK ? sdp : NULL);
}

static void on_fragment(void *arg, struct child_id c, err_t e, const char *fragment)
{
	struct publisher *one = by_child(arg, c);
	if (!one || !one->patches_n) return;
	struct waiting w = one->patches[0];
	memmove(one->patches, one->patches + 1, --one->patches_n * sizeof one->patches[0]);
	reply(one, w, e, e == OK && fragment[0] ? fragment : NULL);
}

static void on_stats(void *arg, struct child_id c, const struct ipc_stats *s)
{
	struct publisher *one = by_child(arg, c);
	if (!one) return;
	one->stats = *s;
	one->has_stats = true;
}

static void on_gone(void *arg, struct child_id c, err_t why)
{
	struct publishing *p = arg;
	struct publisher *one = by_child(p, c);
	if (!one) return;
	struct publisher was = *one;
	one->id = 0;
	if (was.fd >= 0) close(was.fd);
	if (was.stopping) why = was.why;
	reply(&was, was.answer, why == OK ? ERR_NOT_FOUND : why, NULL);
	for (unsigned i = 0; i < was.patches_n; i++) reply(&was, was.patches[i], ERR_NOT_FOUND, NULL);
	if (was.answered) p->events.on_over(p->events.arg, (struct publisher_id){was.id}, &was.booth, why);
}

err_t publish_open(struct loop *loop, const struct nursery_config *config, const struct publish_events *events, struct publishing **ret)
{
	struct publishing *p = calloc(1, sizeof *p);
	if (!p) abort();
	p->events = *events;
	struct nursery_config c = *config;
	p->limit = c.children_max;
	c.children_max = 2 * c.children_max < NURSERY_MAX ? 2 * c.children_max : NURSERY_MAX;
	struct nursery_events e = {.arg = p, .on_answer = on_answer, .on_fragment = on_fragment, .on_stats = on_stats, .on_gone = on_gone};
	err_t err = nursery_open(loop, &c, &e, &p->nursery);
	if (err != OK) {
		free(p);
		return err;
	}
	*ret = p;
	return OK;
}

void publish_close(struct publishing *p)
{
	if (!p) return;
	nursery_close(p->nursery);
	for (int i = 0; i < NURSERY_MAX; i++)
		if (p->list[i].id && p->list[i].fd >= 0) close(p->list[i].fd);
	free(p);
}

/* What a child would refuse is refused here, where it costs no process. */
static err_t check_offer(const char *offer)
{
	struct sdp *sdp = malloc(sizeof *sdp);
	if (!sdp) abort();
	err_t e = sdp_parse(offer, strlen(offer), sdp);
	if (e == OK) e = sdp_check_whip(sdp);
	free(sdp);
	return e;
}

/* Publishers of other booths: who takes over from one of the same booth needs no room beside it. */
static int others(const struct publishing *p, const struct booth_id *booth)
{
	int n = 0;
	for (int i = 0; i < NURSERY_MAX; i++) n += p->list[i].id && !p->list[i].stopping && strcmp(p->list[i].booth.s, booth->s) != 0;
	return n;
}

err_t publish_start(struct publishing *p, const struct booth_id *booth, const char *offer, media_answer_fn *fn, void *arg, struct publisher_id *ret)
{
	uint32_t i = 0;
	TRY(check_offer(offer));
	while (i < NURSERY_MAX && p->list[i].id) i++;
	if (i == NURSERY_MAX || others(p, booth) >= p->limit) return ERR_FULL;
	struct child_id child;
	int fd;
	TRY(nursery_start(p->nursery, offer, &child, &fd));
	uint64_t id = (uint64_t)++p->generation << 16 | i;
	p->list[i] = (struct publisher){.id = id, .booth = *booth, .child = child, .fd = fd, .answer = {fn, arg}};
	*ret = (struct publisher_id){id};
	return OK;
}

err_t publish_patch(struct publishing *p, struct publisher_id id, const char *sdpfrag, media_answer_fn *fn, void *arg)
{
	struct publisher *one = by_id(p, id.v);
	struct sdp_frag frag;
	if (!one || one->stopping) return ERR_NOT_FOUND;
	if (one->patches_n == PUBLISH_PATCHES_MAX) return ERR_TOO_FAST;
	TRY(sdp_frag_parse(sdpfrag, strlen(sdpfrag), &frag));
	TRY(nursery_patch(p->nursery, one->child, sdpfrag));
	one->patches[one->patches_n++] = (struct waiting){fn, arg};
	return OK;
}

err_t publish_stop(struct publishing *p, struct publisher_id id, err_t why)
{
	struct publisher *one = by_id(p, id.v);
	if (!one || one->stopping) return ERR_NOT_FOUND;
	one->stopping = true;
	one->why = why;
	return nursery_stop(p->nursery, one->child);
}

bool publish_stats(const struct publishing *p, struct publisher_id id, struct ipc_stats *ret)
{
	const struct publisher *one = by_id((struct publishing *)p, id.v);
	if (!one || !one->has_stats) return false;
	*ret = one->stats;
	return true;
}
