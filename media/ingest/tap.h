/* tap.h — takes the phone's RTP out of webrtcbin as it arrives and sends it to the core.
 *
 * The probe sits on each rtpjitterbuffer's SINK pad: decrypted, retransmissions restored, not delayed; out of order
 * and duplicates are possible. Sender reports are taken from its RTCP pad.
 *
 *   streaming thread: probe ──> queue ──> sender thread: gathers a frame (at most TAP_GATHER_MS) ──> one message
 *
 * Owns    the queue, the sender thread, a reference to each tapped pad. The socket stays the caller's.
 * Thread  made, agreed, asked and freed on the main thread; attach on any.
 * Limits  TAP_LEGS_MAX SSRCs; a full queue or socket drops, counts and asks the phone for a key frame.         */
#pragma once
#include <gst/gst.h>

#include "media/ipc.h"

#define TAP_LEGS_MAX 8
#define TAP_NO_PT 0xff
#define TAP_GATHER_MS 1
#define TAP_KEYFRAME_US 500000   /* at most one PLI of our own in this time, after a drop */

struct tap;

struct tap *tap_new(int packets_fd);
/* Nothing may flow any more. NULL is accepted. */
void tap_free(struct tap *t);
/* The payload types that count, TAP_NO_PT for a track that is not there; others are left alone. Before the first packet. */
void tap_agree(struct tap *t, uint8_t video_pt, uint8_t audio_pt);
/* Puts the probes on a new rtpjitterbuffer. */
void tap_attach(struct tap *t, GstElement *jitterbuffer);
/* Sends the phone a PLI for its video; does nothing before the first video packet. */
void tap_keyframe(struct tap *t);
/* Fills in the totals; `twcc_id` and `trip_us` are left alone. */
void tap_stats(const struct tap *t, struct ipc_stats *ret);
/* When the phone was last heard (RTP or a sender report), CLOCK_MONOTONIC µs; 0 if never. */
int64_t tap_heard_us(const struct tap *t);
