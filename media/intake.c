/* intake.c — few inlets, so a plain list is walked; only paths are hashed. */
#include "media/intake.h"

#include <stdlib.h>

#include "media/paths.h"
#include "media/rtp.h"

struct intake {
	uint32_t first, places, n, waiting_n;
	struct inlet **seats, **list, **waiting;
	struct paths paths;
	intake_dtls_fn *dtls;
	void *arg;
};

static void *zeroed(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size);
	if (!p) abort();
	return p;
}

struct intake *intake_new(uint32_t first, uint32_t count, intake_dtls_fn *dtls, void *arg)
{
	struct intake *t = zeroed(1, sizeof *t);
	*t = (struct intake){.first = first, .places = count, .dtls = dtls, .arg = arg};
	t->seats = zeroed(count, sizeof *t->seats);
	t->list = zeroed(count, sizeof *t->list);
	t->waiting = zeroed(count, sizeof *t->waiting);
	paths_init(&t->paths, count);
	return t;
}

void intake_free(struct intake *t)
{
	if (!t) return;
	for (uint32_t i = 0; i < t->n; i++) inlet_free(t->list[i]);
	free(t->seats);
	free(t->list);
	free(t->waiting);
	paths_fini(&t->paths);
	free(t);
}

static struct inlet **seat(const struct intake *t, uint32_t place)
{
	return place >= t->first && place - t->first < t->places ? &t->seats[place - t->first] : NULL;
}

struct inlet *intake_find(const struct intake *t, uint64_t id)
{
	struct inlet **s = seat(t, (uint32_t)id);
	return s && *s && inlet_id(*s) == id ? *s : NULL;
}

uint32_t intake_count(const struct intake *t) { return t->n; }
struct inlet *intake_at(const struct intake *t, uint32_t i) { return i < t->n ? t->list[i] : NULL; }

err_t intake_add(struct intake *t, struct inlet *i)
{
	struct inlet **s = seat(t, (uint32_t)inlet_id(i));
	if (!s) return ERR_FULL;
	if (*s) return ERR_CONFLICT;
	*s = t->list[t->n++] = i;
	return OK;
}

static void unlist(struct inlet **list, uint32_t *n, const struct inlet *i)
{
	for (uint32_t k = 0; k < *n; k++) {
		if (list[k] != i) continue;
		list[k] = list[--*n];
		return;
	}
}

struct inlet *intake_remove(struct intake *t, uint64_t id)
{
	struct inlet *i = intake_find(t, id);
	if (!i) return NULL;
	struct ice *ice = inlet_ice(i);
	for (size_t k = 0; k < ice->paths_n; k++) paths_drop(&t->paths, &ice->paths[k], i);
	unlist(t->list, &t->n, i);
	unlist(t->waiting, &t->waiting_n, i);
	*seat(t, (uint32_t)id) = NULL;
	return i;
}

static enum intake_took on_stun(struct intake *t, struct port *port, const struct port_datagram *d, int64_t now_us)
{
	struct stun_msg m;
	struct path dropped;
	uint32_t place;
	bool added;
	if (stun_parse(d->data, d->len, &m) != OK || !ice_place(&m, &place)) return INTAKE_NOT_OURS;
	struct inlet **s = seat(t, place), *i = s ? *s : NULL;
	if (!i || ice_on_check(inlet_ice(i), &m, &d->path, now_us, port, &added, &dropped) != OK) return INTAKE_NOT_OURS;
	if (dropped.stream != ICE_NO_STREAM) paths_drop(&t->paths, &dropped, i);
	if (added) paths_put(&t->paths, &d->path, i);
	return INTAKE_PROVEN;
}

static void wait_here(struct intake *t, struct inlet *i, const struct port_datagram *d)
{
	inlet_take(i, d->data, d->len, d->age_us);
	for (uint32_t k = 0; k < t->waiting_n; k++)
		if (t->waiting[k] == i) return;
	t->waiting[t->waiting_n++] = i;
}

enum intake_took intake_on_datagram(struct intake *t, struct port *port, const struct port_datagram *d, int64_t now_us)
{
	enum rtp_kind kind = rtp_kind(d->data, d->len);
	if (!t->n || kind == RTP_KIND_OTHER) return INTAKE_NOT_OURS;
	if (kind == RTP_KIND_STUN) return on_stun(t, port, d, now_us);
	struct inlet *i = paths_find(&t->paths, &d->path);
	if (!i) return INTAKE_NOT_OURS;
	if (kind == RTP_KIND_DTLS) t->dtls(t->arg, i, &d->path, d->data, d->len);
	else wait_here(t, i, d);
	return INTAKE_TOOK;
}

struct inlet *intake_next(struct intake *t) { return t->waiting_n ? t->waiting[--t->waiting_n] : NULL; }

int64_t intake_due_us(const struct intake *t)
{
	int64_t least = INT64_MAX;
	for (uint32_t k = 0; k < t->n; k++) {
		int64_t due = inlet_due_us(t->list[k]);
		if (due < least) least = due;
	}
	return least;
}
