/* audience.c — a table by place, and one by path. */
#include "media/audience.h"

#include <stdlib.h>
#include <string.h>

#include "media/paths.h"
#include "media/rtp.h"
#include "media/sieve.h"

struct audience {
	uint32_t places;
	struct viewer **seats;
	struct paths paths;
	audience_dtls_fn *dtls;
	void *arg;
	struct audience_counts counts;
	int64_t wary_until_us;
};

struct audience *audience_new(uint32_t places, audience_dtls_fn *dtls, void *arg)
{
	struct audience *a = calloc(1, sizeof *a);
	if (!a) abort();
	*a = (struct audience){.places = places, .dtls = dtls, .arg = arg};
	a->seats = calloc(places, sizeof *a->seats);
	if (!a->seats) abort();
	paths_init(&a->paths, places);
	return a;
}

void audience_free(struct audience *a)
{
	if (!a) return;
	for (uint32_t i = 0; i < a->places; i++) viewer_free(a->seats[i]);
	free(a->seats);
	paths_fini(&a->paths);
	free(a);
}

uint32_t audience_places(const struct audience *a) { return a->places; }
const struct audience_counts *audience_counts(const struct audience *a) { return &a->counts; }
struct viewer *audience_at(const struct audience *a, uint32_t place) { return place < a->places ? a->seats[place] : NULL; }

struct viewer *audience_find(const struct audience *a, uint64_t id)
{
	struct viewer *v = audience_at(a, (uint32_t)id);
	return v && viewer_id(v) == id ? v : NULL;
}

err_t audience_add(struct audience *a, struct viewer *v)
{
	uint32_t place = (uint32_t)viewer_id(v);
	if (place >= a->places) return ERR_FULL;
	if (a->seats[place]) return ERR_CONFLICT;
	a->seats[place] = v;
	return OK;
}

struct viewer *audience_take(struct audience *a, uint64_t id)
{
	struct viewer *v = audience_find(a, id);
	if (!v) return NULL;
	const struct path *paths;
	size_t n = viewer_paths(v, &paths);
	for (size_t i = 0; i < n; i++) paths_drop(&a->paths, &paths[i], v);
	a->seats[(uint32_t)id] = NULL;
	return v;
}

/* Whom our ufrag names; anything else names nobody. */
static struct viewer *named(const struct audience *a, const struct stun_msg *m)
{
	uint32_t place;
	return ice_place(m, &place) ? audience_at(a, place) : NULL;
}

static bool on_stun(struct audience *a, struct port *port, const struct port_datagram *d, int64_t now_us)
{
	struct stun_msg m;
	bool added;
	struct path dropped;
	a->counts.stun++;
	struct viewer *v = stun_parse(d->data, d->len, &m) == OK ? named(a, &m) : NULL;
	if (!v || viewer_on_check(v, &m, &d->path, now_us, port, &added, &dropped) != OK) {
		a->counts.stun_refused++;
		return false;
	}
	if (dropped.stream != ICE_NO_STREAM) paths_drop(&a->paths, &dropped, v);
	if (added) paths_put(&a->paths, &d->path, v);
	return true;
}

/* A browser begins its handshake on a path that it has proven, so who begins one from elsewhere is looking for somebody's address. */
static void note_forger(struct audience *a, const struct port_datagram *d, int64_t now_us)
{
	struct hello_look l;
	hello_look(d->data, d->len, &l);
	if (l.alert || l.fragment) a->wary_until_us = now_us + SIEVE_WARY_US;
}

bool audience_wary(const struct audience *a, int64_t now_us) { return now_us < a->wary_until_us; }

bool audience_on_datagram(struct audience *a, struct port *port, const struct port_datagram *d, int64_t now_us)
{
	enum rtp_kind kind = rtp_kind(d->data, d->len);
	if (kind == RTP_KIND_STUN) return on_stun(a, port, d, now_us);
	struct viewer *v = paths_find(&a->paths, &d->path);
	if (v && kind == RTP_KIND_DTLS) {
		a->counts.dtls++;
		a->dtls(a->arg, v, &d->path, d->data, d->len);
	} else if (v && kind == RTP_KIND_RTCP) {
		a->counts.rtcp++;
		viewer_on_rtcp(v, d->data, d->len, now_us, port);
	} else {
		a->counts.strangers++;
		if (kind == RTP_KIND_DTLS) note_forger(a, d, now_us);
	}
	return false;
}
