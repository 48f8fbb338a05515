/* inlet_inside.h — what inlet.c and inlet_feedback.c share; nobody else includes it.
 * Thread  the inlet's worker. */
#pragma once
#include "media/inlet.h"
#include "media/missing.h"
#include "media/tally.h"
#include "media/twcc.h"

/* One layer as it comes in. */
struct incoming {
	bool known;
	uint32_t ssrc, rtx_ssrc;             /* rtx_ssrc 0: not heard of yet */
	struct tally tally;
	struct missing missing;
};

struct inlet {
	struct inlet_setup setup;
	struct ice ice;
	struct srtp *srtp;
	uint32_t own_ssrc;
	int64_t made_us, heard_us, report_us, trip_us;
	uint64_t allowed_bps;                /* told to senders that go by REMB */
	uint16_t rtcp_left;
	size_t bytes_left;                   /* of media, until the next second */
	bool trip_known;                     /* before, trip_us is a guess */
	uint8_t broken;                      /* a bit per layer: something was given up, and only a key frame mends it */
	struct incoming layers[LAYERS];
	struct twcc twcc;
	size_t waiting_n;
	struct { uint8_t *data; size_t len; int64_t age_us; } waiting[INLET_WAITING];
};

/* Takes note of a round trip. */
void inlet_note_trip(struct inlet *i, int64_t us);
static inline const struct sdp_taking *inlet_taking(const struct inlet *i, enum track layer)
{
	return layer == TRACK_AUDIO ? &i->setup.take.audio : &i->setup.take.video;
}
