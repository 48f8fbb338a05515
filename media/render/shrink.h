/* shrink.h — one picture in, the same picture small: decode, drop frames, scale, encode, in the same codec.
 *
 *   RTP ─> appsrc ─> depay ─> decoder ─(probe: SHRINK_FPS; a key frame where a second begins)─> scale ─> encoder ─> pay ─> RTP
 *
 * RTP timestamps go through unchanged: a frame is known by its own in both pictures. A key frame stands where a second of that
 * time begins (a multiple of 90,000), so whoever goes from one picture to the other knows where to.
 * Owns    its pipeline.
 * Thread  push and full: the main thread; on_packet comes from the pipeline's own.
 * Limits  about 150 kb/s; SHRINK_WAITING_BYTES before the decoder, then full. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "media/codec.h"

#define SHRINK_FPS           12
#define SHRINK_SIDE_MAX      320         /* of the longer side; the shorter follows */
#define SHRINK_WAITING_BYTES (1 << 20)

struct shrink;

/* One RTP packet of the small picture; the last of a frame has the marker. */
typedef void shrink_packet_fn(void *arg, const uint8_t *packet, size_t len);

/* ERR_UNAVAILABLE if a piece of GStreamer is not installed. */
err_t shrink_new(enum codec codec, uint8_t pt, shrink_packet_fn *on_packet, void *arg, struct shrink **ret);
/* One RTP packet of the picture, in order; the clock is 90 kHz. */
void shrink_push(struct shrink *s, const uint8_t *packet, size_t len);
/* True while more waits than is good; hold the packets back until it is false. */
bool shrink_full(const struct shrink *s);
/* True once the pipeline has failed for good. */
bool shrink_failed(const struct shrink *s);
