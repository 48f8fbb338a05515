/* inlet_feedback.c — what the phone is told: what is missing, what came when, reports, and wishes for key frames. */
#include <stdint.h>

#include "base/counters.h"
#include "media/inlet_inside.h"
#include "media/rtcp.h"

#define BYTES_MAX     1200     /* of one compound, sealed: fits every path */
#define ALLOWED_MIN   150000
#define ALLOWED_MAX   (SDP_TAKEN_KBPS * 1000)
#define LOST_LITTLE   5        /* of 256: 2 % */
#define LOST_MUCH     26       /* 10 % */

static bool asks(const struct inlet *i, enum track t) { return i->layers[t].known && inlet_taking(i, t)->nack; }

int64_t inlet_due_us(const struct inlet *i)
{
	int64_t least = i->srtp ? i->report_us : INT64_MAX, twcc = twcc_due_us(&i->twcc);
	if (twcc < least) least = twcc;
	for (enum track t = 0; t < LAYERS; t++) {
		int64_t due = asks(i, t) ? missing_due_us(&i->layers[t].missing, i->trip_us) : INT64_MAX;
		if (due < least) least = due;
	}
	return least;
}

/* ---- a compound ---- */

static struct rtcp_writer begin(struct port *port) { return (struct rtcp_writer){.out = port_room(port), .cap = BYTES_MAX - SRTP_ROOM}; }

static void finish(struct inlet *i, struct rtcp_writer *w, struct port *port)
{
	size_t sealed;
	if (w->len && ice_path(&i->ice) && srtp_seal_rtcp(i->srtp, w->out, w->len, &sealed) == OK) port_send(port, ice_path(&i->ice), sealed);
}

/* Without reduced size (RFC 5506) a compound begins with a report, if an empty one. */
static void add_head(const struct inlet *i, struct rtcp_writer *w)
{
	if (!i->setup.take.rtcp_rsize) rtcp_add_rr(w, i->own_ssrc, NULL, 0);
}

/* By losses alone: such a sender is told nothing finer. */
static void add_allowance(struct inlet *i, struct rtcp_writer *w, const struct rtcp_block *blocks, size_t n)
{
	const struct sdp_taking *v = &i->setup.take.video;
	uint32_t ssrcs[LAYERS];
	uint8_t lost = 0;
	if (!v->remb || v->twcc_ext || !n) return;
	for (size_t k = 0; k < n; k++) {
		ssrcs[k] = blocks[k].ssrc;
		if (blocks[k].lost_fraction > lost) lost = blocks[k].lost_fraction;
	}
	if (lost < LOST_LITTLE) i->allowed_bps += i->allowed_bps / 12;
	else if (lost > LOST_MUCH) i->allowed_bps -= i->allowed_bps * lost / 512;
	if (i->allowed_bps < ALLOWED_MIN) i->allowed_bps = ALLOWED_MIN;
	if (i->allowed_bps > ALLOWED_MAX) i->allowed_bps = ALLOWED_MAX;
	rtcp_add_remb(w, i->own_ssrc, i->allowed_bps, ssrcs, n);
}

static void add_reports(struct inlet *i, struct rtcp_writer *w, int64_t now_us)
{
	struct rtcp_block blocks[LAYERS];
	size_t n = 0;
	for (enum track t = 0; t < LAYERS; t++)
		if (i->layers[t].known) tally_report(&i->layers[t].tally, i->layers[t].ssrc, now_us, &blocks[n++]);
	rtcp_add_rr(w, i->own_ssrc, blocks, n);
	rtcp_add_clock(w, i->own_ssrc, rtcp_ntp(now_us));
	add_allowance(i, w, blocks, n);
	i->report_us = now_us + INLET_REPORT_US;
}

static void add_nacks(struct inlet *i, struct rtcp_writer *w, int64_t now_us)
{
	uint16_t seqs[RTCP_NACKS_MAX];
	for (enum track t = 0; t < LAYERS; t++) {
		size_t given_up = 0, n = asks(i, t) ? missing_ask(&i->layers[t].missing, now_us, i->trip_us, seqs, RTCP_NACKS_MAX, &given_up) : 0;
		if (given_up && t != TRACK_AUDIO) i->broken |= 1u << t;
		if (n) rtcp_add_nack(w, i->own_ssrc, i->layers[t].ssrc, seqs, n);
	}
}

static uint32_t any_ssrc(const struct inlet *i)
{
	for (enum track t = 0; t < LAYERS; t++)
		if (i->layers[t].known) return i->layers[t].ssrc;
	return 0;
}

void inlet_tend(struct inlet *i, int64_t now_us, struct port *port)
{
	if (!i->srtp || now_us < inlet_due_us(i)) return;
	struct rtcp_writer w = begin(port);
	if (now_us >= i->report_us) add_reports(i, &w, now_us);
	else add_head(i, &w);
	add_nacks(i, &w, now_us);
	while (now_us >= twcc_due_us(&i->twcc) && twcc_add(&i->twcc, &w, i->own_ssrc, any_ssrc(i))) {
		finish(i, &w, port);
		w = begin(port);
		add_head(i, &w);
	}
	finish(i, &w, port);
}

void inlet_ask_key(struct inlet *i, enum track layer, struct port *port)
{
	if (!i->srtp || !i->layers[layer].known) return;
	struct rtcp_writer w = begin(port);
	add_head(i, &w);
	rtcp_add_pli(&w, i->own_ssrc, i->layers[layer].ssrc);
	counter_add(CTR_PLIS, 1);
	finish(i, &w, port);
}

void inlet_bye(struct inlet *i, struct port *port)
{
	if (!i->srtp) return;
	struct rtcp_writer w = begin(port);
	rtcp_add_rr(&w, i->own_ssrc, NULL, 0);
	rtcp_add_bye(&w, i->own_ssrc);
	finish(i, &w, port);
}
