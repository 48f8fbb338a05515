/* audience.c — a table by place, and an open-addressing table by path (linear probing, shifted back on removal). */
#include "media/audience.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "media/rtp.h"

#define PLACE_CHARS 6 /* hex digits of the place that lead a ufrag */

struct spot { struct path path; struct viewer *viewer; };

struct audience {
	uint32_t places, mask;
	struct viewer **seats;
	struct spot *spots;
	audience_dtls_fn *dtls;
	void *arg;
	struct audience_counts counts;
};

struct audience *audience_new(uint32_t places, audience_dtls_fn *dtls, void *arg)
{
	struct audience *a = calloc(1, sizeof *a);
	if (!a) abort();
	uint32_t size = 64;
	while (size < places * VIEWER_PATHS * 2) size *= 2;
	*a = (struct audience){.places = places, .mask = size - 1, .dtls = dtls, .arg = arg};
	a->seats = calloc(places, sizeof *a->seats);
	a->spots = calloc(size, sizeof *a->spots);
	if (!a->seats || !a->spots) abort();
	return a;
}

void audience_free(struct audience *a)
{
	if (!a) return;
	for (uint32_t i = 0; i < a->places; i++) viewer_free(a->seats[i]);
	free(a->seats);
	free(a->spots);
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

static uint32_t spot_of(const struct audience *a, const struct path *p)
{
	uint32_t i = path_hash(p) & a->mask;
	while (a->spots[i].viewer && !path_same(&a->spots[i].path, p)) i = (i + 1) & a->mask;
	return i;
}

static void forget_path(struct audience *a, const struct path *p, const struct viewer *owner)
{
	uint32_t hole = spot_of(a, p);
	if (!a->spots[hole].viewer || a->spots[hole].viewer != owner) return;
	for (uint32_t i = (hole + 1) & a->mask; a->spots[i].viewer; i = (i + 1) & a->mask) {
		uint32_t home = path_hash(&a->spots[i].path) & a->mask;
		if (((i - home) & a->mask) < ((i - hole) & a->mask)) continue;
		a->spots[hole] = a->spots[i];
		hole = i;
	}
	a->spots[hole].viewer = NULL;
}

struct viewer *audience_take(struct audience *a, uint64_t id)
{
	struct viewer *v = audience_find(a, id);
	if (!v) return NULL;
	const struct path *paths;
	size_t n = viewer_paths(v, &paths);
	for (size_t i = 0; i < n; i++) forget_path(a, &paths[i], v);
	a->seats[(uint32_t)id] = NULL;
	return v;
}

/* The place that leads our ufrag; anything else names nobody. */
static struct viewer *named(const struct audience *a, const struct stun_msg *m)
{
	size_t len = 0;
	uint32_t place = 0;
	const char *ufrag = stun_local_ufrag(m, &len);
	if (!ufrag || len != VIEWER_UFRAG_CHARS) return NULL;
	for (int i = 0; i < PLACE_CHARS; i++) {
		char c = ufrag[i];
		uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10) : 16;
		if (digit == 16) return NULL;
		place = place << 4 | digit;
	}
	return audience_at(a, place);
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
	if (dropped.stream != -2) forget_path(a, &dropped, v);
	if (added) a->spots[spot_of(a, &d->path)] = (struct spot){d->path, v};
	return true;
}

bool audience_on_datagram(struct audience *a, struct port *port, const struct port_datagram *d, int64_t now_us)
{
	enum rtp_kind kind = rtp_kind(d->data, d->len);
	if (kind == RTP_KIND_STUN) return on_stun(a, port, d, now_us);
	struct viewer *v = a->spots[spot_of(a, &d->path)].viewer;
	if (v && kind == RTP_KIND_DTLS) {
		a->counts.dtls++;
		a->dtls(a->arg, v, &d->path, d->data, d->len);
	} else if (v && kind == RTP_KIND_RTCP) {
		a->counts.rtcp++;
		viewer_on_rtcp(v, d->data, d->len, now_us, port);
	} else {
		a->counts.strangers++;
	}
	return false;
}

void audience_ice_new(uint32_t place, struct viewer_ice *ret)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"; /* RFC 8839 §5.4 ice-char */
	uint8_t r[VIEWER_UFRAG_CHARS + VIEWER_PWD_CHARS];
	if (RAND_bytes(r, sizeof r) != 1) abort();
	snprintf(ret->ufrag, sizeof ret->ufrag, "%06x", place & 0xffffff);
	for (int i = PLACE_CHARS; i < VIEWER_UFRAG_CHARS; i++) ret->ufrag[i] = alphabet[r[i] & 63];
	for (int i = 0; i < VIEWER_PWD_CHARS; i++) ret->pwd[i] = alphabet[r[VIEWER_UFRAG_CHARS + i] & 63];
	ret->ufrag[VIEWER_UFRAG_CHARS] = ret->pwd[VIEWER_PWD_CHARS] = 0;
}
