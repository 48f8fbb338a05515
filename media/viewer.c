/* viewer.c — what one viewer says and gets. */
#include "media/viewer.h"

#include <stdlib.h>
#include <string.h>

#include "base/counters.h"
#include "media/rtcp.h"

struct viewer {
	struct viewer_setup setup;
	struct source *source;
	struct ice ice;
	int64_t made_us, settled_us, rtt_us;
	uint16_t rtcp_left;
	uint32_t losses;                      /* asked for again; halved each second */
	int64_t patient_until_us, patience_ms;
	struct srtp *srtp;
	uint64_t remb_bps;
	enum rung rung;
	struct chooser chooser;       /* of RUNG_AUTO */
	uint8_t lost, lost_repeats;   /* of the picture, by its last report; of what was sent again, if that was told this second */
	int64_t train_until_us;       /* repeats that try the network go out until then, in this second */
	int64_t probed_us, probe_bytes; /* until when repeats have been sent to try the network; still to be sent, below 0: ahead of time */
	uint8_t waits;                /* for key frames; a bit per layer */
	bool reported, shaken;        /* the first sender report has gone; its SSL is no more */
};

struct viewer *viewer_new(const struct viewer_setup *setup, int64_t now_us)
{
	struct viewer *v = calloc(1, sizeof *v);
	if (!v) abort();
	v->setup = *setup;
	v->made_us = now_us;
	ice_init(&v->ice, &setup->ice, now_us);
	v->rtcp_left = VIEWER_RTCP_PER_S;
	return v;
}

void viewer_free(struct viewer *v)
{
	if (!v) return;
	srtp_free(v->srtp);
	free(v);
}

uint64_t viewer_id(const struct viewer *v) { return v->setup.id; }
uint32_t viewer_source_id(const struct viewer *v) { return v->setup.source; }
const uint8_t *viewer_fingerprint(const struct viewer *v) { return v->setup.fingerprint; }
void viewer_watch(struct viewer *v, struct source *s) { v->source = s; }
bool viewer_secured(const struct viewer *v) { return v->srtp != NULL; }
uint64_t viewer_remb_bps(const struct viewer *v) { return v->remb_bps; }
const struct path *viewer_path(const struct viewer *v) { return ice_path(&v->ice); }

size_t viewer_paths(const struct viewer *v, const struct path **ret)
{
	*ret = v->ice.paths;
	return v->ice.paths_n;
}

void viewer_restart(struct viewer *v, const struct ice_words *words, int64_t now_us) { ice_restart(&v->ice, words, now_us); }

err_t viewer_secure(struct viewer *v, const struct srtp_keys *keys, int64_t now_us)
{
	if (v->srtp) return ERR_BAD_STATE;
	TRY(srtp_new(v->setup.backend, keys, &v->srtp));
	v->ice.heard_us = now_us;
	if (v->source && v->setup.tracks[TRACK_VIDEO].on && !source_key_seq(v->source, now_us)) source_want_key(v->source, now_us);
	return OK;
}

bool viewer_settled(struct viewer *v, int64_t now_us)
{
	if (v->shaken || !v->settled_us || now_us - v->settled_us < VIEWER_SETTLED_US) return false;
	return v->shaken = true;
}

bool viewer_shakes(const struct viewer *v) { return !v->shaken; }

static bool wants(const struct viewer *v, enum track t) { return t == TRACK_VIDEO ? rung_has_picture(v->rung) : rung_has_sound(v->rung); }

bool viewer_needs_low(const struct viewer *v)
{
	return v->rung == RUNG_LOW || v->rung == RUNG_STILLS || (v->rung == RUNG_AUTO && v->chooser.low);
}

/* The layer that goes out on a track. Where the small copy does not flow (yet), the full picture stands in for it, but not
 * for one picture a second: then there is none. */
static bool wants_layer(const struct viewer *v, enum track t, int64_t now_us, enum track *ret)
{
	*ret = t;
	bool flows = source_flows_low(v->source, now_us);
	/* A phone on a narrow network stops sending the full picture first. */
	if (t == TRACK_VIDEO && source_layered(v->source) && flows && !source_flows(v->source, now_us)) return *ret = TRACK_LOW, wants(v, t);
	if (t == TRACK_AUDIO || !viewer_needs_low(v)) return wants(v, t);
	if (flows) *ret = TRACK_LOW;
	return flows || v->rung != RUNG_STILLS;
}

void viewer_choose(struct viewer *v, enum rung r)
{
	v->rung = r;
	v->setup.tracks[TRACK_VIDEO].stills = r == RUNG_STILLS;
	for (enum track t = 0; t < TRACKS; t++)
		if (!wants(v, t)) track_out_rest(&v->setup.tracks[t]);
}

/* Key frames; a bit per layer. */
static void wish(struct viewer *v, unsigned layers, int64_t now_us)
{
	if (layers & 1u << TRACK_VIDEO) source_want_key(v->source, now_us);
	if (layers & 1u << TRACK_LOW) source_want_low(v->source);
}

/* Who comes by another path has mostly missed too much to be repaired: what shows it a picture at once is a key frame. */
err_t viewer_on_check(struct viewer *v, const struct stun_msg *m, const struct path *from, int64_t now_us, struct port *port,
                      bool *ret_added, struct path *ret_dropped)
{
	uint8_t before = v->ice.chosen;
	TRY(ice_on_check(&v->ice, m, from, now_us, port, ret_added, ret_dropped));
	if (v->ice.chosen != before && v->source && wants(v, TRACK_VIDEO)) wish(v, 1u << v->setup.tracks[TRACK_VIDEO].layer, now_us);
	return OK;
}

static struct outlet outlet_of(const struct viewer *v, struct port *port) { return (struct outlet){v->srtp, port, viewer_path(v)}; }

static void on_nack(struct viewer *v, const struct rtcp_event *e, int64_t now_us, const struct outlet *out)
{
	unsigned asked = 1 + (unsigned)__builtin_popcount(e->nack.mask);
	counter_add(CTR_NACKS, asked);
	v->losses += asked;
	if (e->about == v->setup.tracks[TRACK_VIDEO].ssrc) chooser_missed(&v->chooser, asked);
	for (int t = 0; t < TRACKS; t++) {
		struct track_out *o = &v->setup.tracks[t];
		if (o->ssrc != e->about) continue;
		const struct ring *r = source_ring(v->source, (enum track)o->layer);
		track_out_again(o, r, e->nack.seq, now_us, v->rtt_us, out);
		for (unsigned bit = 0; bit < 16; bit++)
			if (e->nack.mask & 1u << bit) track_out_again(o, r, (uint16_t)(e->nack.seq + 1 + bit), now_us, v->rtt_us, out);
	}
}

/* Round trip by RFC 3550 §6.4.1: now - last SR - the time it lay there, in 1/65536 s. */
static void on_report(struct viewer *v, const struct rtcp_event *e, int64_t now_us)
{
	uint64_t ntp;
	uint32_t ts;
	const struct track_out *o = &v->setup.tracks[TRACK_VIDEO];
	if (e->about == o->ssrc) v->lost = e->report.lost_fraction;
	else if (e->about == o->rtx_ssrc && e->report.lost_fraction > v->lost_repeats) v->lost_repeats = e->report.lost_fraction;
	if (!e->report.last_sr || !source_clock_at(v->source, TRACK_VIDEO, now_us, &ntp, &ts)) return;
	uint32_t trip = rtcp_ntp_middle(ntp) - e->report.last_sr - e->report.since_last_sr;
	if (trip < 10 * 65536) v->rtt_us = (int64_t)trip * 1000000 / 65536;
}

/* A viewer only receives, so nobody reports to it: without an answer here it knows no round trip, waits too short for what
 * is sent again, and the picture stutters at each loss. */
static void on_clock(const struct viewer *v, const struct rtcp_event *e, const struct outlet *out)
{
	uint8_t *room = port_room(out->port);
	struct rtcp_writer w = {.out = room, .cap = PORT_DATAGRAM_MAX - SRTP_ROOM};
	uint32_t from = v->setup.tracks[v->setup.tracks[TRACK_VIDEO].on ? TRACK_VIDEO : TRACK_AUDIO].ssrc;
	size_t sealed;
	if (!rtcp_add_rr(&w, from, NULL, 0) || !rtcp_add_clock_back(&w, from, e->from, e->clock.ntp)) return;
	if (srtp_seal_rtcp(v->srtp, room, w.len, &sealed) == OK) port_send(out->port, out->path, sealed);
}

static void on_event(struct viewer *v, const struct rtcp_event *e, int64_t now_us, const struct outlet *out)
{
	switch (e->kind) {
	case RTCP_NACK: on_nack(v, e, now_us, out); break;
	case RTCP_REPORT: on_report(v, e, now_us); break;
	case RTCP_REMB: v->remb_bps = e->remb.bps; break;
	case RTCP_CLOCK: on_clock(v, e, out); break;
	case RTCP_PLI:
	case RTCP_FIR:
		/* mela-render's small copy has a key frame each second by itself. */
		if (wants(v, TRACK_VIDEO)) wish(v, 1u << v->setup.tracks[TRACK_VIDEO].layer, now_us);
		break;
	default: break;
	}
}

void viewer_on_rtcp(struct viewer *v, uint8_t *packet, size_t len, int64_t now_us, struct port *port)
{
	struct rtcp_reader r;
	struct rtcp_event e;
	if (!v->srtp || !v->source || !v->rtcp_left) return;
	v->rtcp_left--;
	if (srtp_unseal_rtcp(v->srtp, packet, len, &len) != OK || rtcp_open(&r, packet, len) != OK) return;
	if (!v->settled_us) v->settled_us = now_us;
	struct outlet out = outlet_of(v, port);
	while (rtcp_next(&r, &e)) on_event(v, &e, now_us, &out);
}

/* SR and SDES of every running track in one datagram. */
static void send_reports(struct viewer *v, int64_t now_us, struct port *port)
{
	uint8_t *room = port_room(port);
	struct rtcp_writer w = {.out = room, .cap = PORT_DATAGRAM_MAX - SRTP_ROOM};
	for (int t = 0; t < TRACKS; t++) {
		const struct track_out *o = &v->setup.tracks[t];
		uint64_t ntp;
		uint32_t ts;
		if (!o->on || !o->begun || o->rests || !source_clock_at(v->source, (enum track)t, now_us, &ntp, &ts)) continue;
		rtcp_add_sr(&w, o->ssrc, ntp, ts + o->nudge + o->ts_shift, o->packets, o->octets);
		rtcp_add_sdes(&w, o->ssrc, v->setup.cname);
	}
	size_t sealed;
	if (!w.len || srtp_seal_rtcp(v->srtp, room, w.len, &sealed) != OK) return;
	port_send(port, viewer_path(v), sealed);
	v->reported = true;
}

static void fetch(const void *from, size_t bytes)
{
	for (size_t i = 0; i < bytes; i += SRTP_LINE_BYTES) __builtin_prefetch((const uint8_t *)from + i);
}

void viewer_fetch(const struct viewer *v, uint32_t ahead)
{
	if (ahead == VIEWER_FETCH_AHEAD) {
		for (int t = 0; t < TRACKS; t++) fetch(&v->setup.tracks[t], offsetof(struct track_out, resent));
		fetch(&v->ice.paths, sizeof *v - offsetof(struct viewer, ice.paths));
	} else if (v->srtp) {
		srtp_fetch(v->srtp, ahead == 1);
	}
}

/* As many repeats as the chooser's rate allows since the last ones; what is older than a probing step is forgotten. */
static void probe(struct viewer *v, int64_t now_us, const struct outlet *out)
{
	int64_t since_us = now_us - v->probed_us;
	v->probed_us = now_us;
	if (since_us > VIEWER_PROBE_US) {
		v->probe_bytes = 0;
		return;
	}
	int64_t most = (int64_t)v->chooser.probe_bps * VIEWER_PROBE_US / 8000000;
	v->probe_bytes += (int64_t)v->chooser.probe_bps * since_us / 8000000;
	if (v->probe_bytes > most) v->probe_bytes = most;
	if (v->probe_bytes > 0) v->probe_bytes -= (int64_t)track_out_probe(&v->setup.tracks[TRACK_VIDEO], source_ring(v->source, TRACK_LOW), (size_t)v->probe_bytes, out);
}

void viewer_deliver(struct viewer *v, const struct source_batch *b, int64_t now_us, struct port *port)
{
	if (!v->srtp) return;
	struct outlet out = outlet_of(v, port);
	unsigned waits = 0;
	for (enum track t = 0, layer; t < TRACKS; t++)
		if (wants_layer(v, t, now_us, &layer)) track_out_advance(&v->setup.tracks[t], v->source, layer, now_us, &out, &waits);
	for (uint32_t i = 0; i < b->late_count; i++) {
		const struct packet *p = b->late[i];
		track_out_late(&v->setup.tracks[p->track % TRACKS], source_ring(v->source, (enum track)p->track), p, &out);
	}
	if (v->chooser.probe_bps && v->rung == RUNG_AUTO && now_us < v->train_until_us) probe(v, now_us, &out);
	if (waits & ~v->waits) wish(v, waits, now_us);
	v->waits = (uint8_t)waits;
	if (!v->reported) send_reports(v, now_us, port);
}

/* What is asked for again comes a round trip after its loss was noticed, and may be lost once more: who loses packets holds
 * pictures back for two round trips, who loses many for three, everybody else for none. What was lost before it reached us
 * comes late for all. */
static void choose_patience(struct viewer *v, int64_t now_us)
{
	if (v->losses >= VIEWER_LOSSES) v->patient_until_us = now_us + VIEWER_PATIENT_US;
	v->losses /= 2;
	int64_t trips = v->lost > VIEWER_LOSSY ? 3 : 2;
	int64_t ms = now_us < v->patient_until_us ? trips * v->rtt_us / 1000 + VIEWER_NOTICE_MS : 0;
	int64_t late_us = source_lateness_us(v->source, now_us);
	if (late_us > VIEWER_LATE_US) ms += late_us / 1000;
	if (ms > VIEWER_PATIENCE_MAX_MS) ms = VIEWER_PATIENCE_MAX_MS;
	if (ms && ms <= v->patience_ms && ms > v->patience_ms / 2) return; /* each change is seen, so small ones are not made */
	v->patience_ms = ms;
	track_out_be_patient(&v->setup.tracks[TRACK_VIDEO], ms);
}

/* In-band FEC helps no viewer whose artisan loses nothing: the phone codes it by its own losses. */
static void choose_doubling(struct viewer *v, int64_t now_us)
{
	track_out_double(&v->setup.tracks[TRACK_AUDIO], source_ring(v->source, TRACK_AUDIO), now_us < v->patient_until_us);
}

/* The estimate goes by how long packets were under way from where their pictures were taken: while the artisan's own way holds some of
 * them up it says nothing about the viewer's, and may fall to next to nothing on a perfect network. Then losses alone count. */
static uint64_t estimate(const struct viewer *v, int64_t now_us)
{
	return source_lateness_us(v->source, now_us) > VIEWER_LATE_US ? 0 : v->remb_bps;
}

static void choose_layer(struct viewer *v, int64_t now_us)
{
	const struct track_out *o = &v->setup.tracks[TRACK_VIDEO];
	struct chooser_second s = {
		.estimate_bps = estimate(v, now_us), .lost = v->lost > v->lost_repeats ? v->lost : v->lost_repeats, .rtt_ms = (uint16_t)(v->rtt_us / 1000),
		.repeats = o->layer == TRACK_LOW && track_out_repeats(o, source_codec(v->source, TRACK_LOW)),
		.high_bps = source_bps(v->source, TRACK_VIDEO), .low_bps = source_bps(v->source, TRACK_LOW),
	};
	v->lost_repeats = 0;
	if (o->begun && !o->rests) chooser_second(&v->chooser, &s);
	v->train_until_us = now_us + (v->chooser.top ? INT64_C(1000000) : VIEWER_TRAIN_US); /* at the top it must hold */
}

err_t viewer_second(struct viewer *v, int64_t now_us, struct port *port)
{
	if (now_us - v->ice.heard_us > ICE_CONSENT_US || (!v->srtp && now_us - v->made_us > VIEWER_CONNECT_US)) return ERR_TIMEOUT;
	ice_second(&v->ice);
	v->rtcp_left = VIEWER_RTCP_PER_S;
	for (int t = 0; t < TRACKS; t++) track_out_second(&v->setup.tracks[t]);
	if (!v->srtp || !v->source) return OK;
	choose_patience(v, now_us);
	choose_doubling(v, now_us);
	if (v->rung == RUNG_AUTO) choose_layer(v, now_us);
	wish(v, v->waits, now_us);
	send_reports(v, now_us, port);
	return OK;
}

void viewer_bye(struct viewer *v, struct port *port)
{
	if (!v->srtp || !viewer_path(v)) return;
	uint8_t *room = port_room(port);
	struct rtcp_writer w = {.out = room, .cap = PORT_DATAGRAM_MAX - SRTP_ROOM};
	size_t sealed;
	for (int t = 0; t < TRACKS; t++) {
		const struct track_out *o = &v->setup.tracks[t];
		if (!o->on) continue;
		if (!w.len) rtcp_add_rr(&w, o->ssrc, NULL, 0);
		rtcp_add_bye(&w, o->ssrc);
	}
	if (w.len && srtp_seal_rtcp(v->srtp, room, w.len, &sealed) == OK) port_send(port, viewer_path(v), sealed);
}
