/* source.h — one booth's picture and sound on one worker: what comes from the phone, kept, and told to viewers.
 *
 *   an inlet (media/inlet.h) ─> source_put ─> ring per layer, key-frame mark ─> batch ─> fan, mirrors
 *   mela-ingest's socket ─> source_read ─────┤        (in place of an inlet)
 *   mela-render's socket ─> source_read_low ─┘        (a small copy of the picture, with its timestamps, where the phone sends none)
 *
 * The owner's worker has the inlet or the child; every other worker with viewers of this booth has a replica that source_mirrored
 * fills (media/mirror.h). History is kept here and never per viewer.
 * Owns    both sockets, a ring per layer.     Thread  one media worker.
 * Limits  SOURCE_BATCH_MAX packets in one batch, one PLI per SOURCE_PLI_US.
 * Cost    per packet one copy; no malloc.                                                          */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "media/codec.h"
#include "media/ipc.h"
#include "media/ring.h"

#define SOURCE_BATCH_MAX  512           /* two full messages of a child */
#define SOURCE_MARKS_MAX  8
#define SOURCE_PLI_US     1000000       /* between two key-frame requests, however many ask */
#define SOURCE_REPLAY_US  2000000       /* a join is replayed from a key frame at most this old */
#define SOURCE_LATE_US    30000000      /* so long after its last late packet a source counts as one that has them */
#define SOURCE_STRETCH_US 15000000      /* how late they are is the most of one or two such stretches */
#define SOURCE_QUIET_US   2000000
#define SOURCE_STILL_US   400000        /* a frame that comes later than that has let the picture stand still */
#define SOURCE_FLOW_US    1000000

struct source;

/* What a publisher sends: by payload type. `layered`: the small picture too, of the codec of the full one. */
struct source_format { uint8_t codec[TRACKS], pt[TRACKS]; bool layered; };

/* The first packet of a frame, by the source's timestamps, and when it came. */
struct frame_mark { uint32_t ts; int64_t arrived_us; };

/* What one read has brought: new packets are in the rings from `from` on; `late` ones fill holes behind it. */
struct source_batch {
	uint32_t count, late_count, marks_count;
	struct packet *packets[SOURCE_BATCH_MAX];   /* all of them, in order of arrival */
	struct packet *late[SOURCE_BATCH_MAX];
	struct frame_mark marks[SOURCE_MARKS_MAX];
	uint64_t from[LAYERS];
};

/* Where a track's clock stands, for sender reports. */
struct source_clock { bool valid; uint64_t ntp; uint32_t ts; };

/* Counted since the source was made. `still_us`: between frames further apart than SOURCE_STILL_US, as long as it is not quiet. */
struct source_counts { uint64_t packets[LAYERS], bytes[LAYERS], frames, late, refused, pli_sent, still_us; };

/* `wall_us` is the wall clock minus the monotonic one, the same for all sources of a process: sender reports must not
 * jump when somebody sets the wall clock. */
struct source *source_new(int64_t wall_us);
void source_free(struct source *s);

/* From now on packets come from this socket, which becomes the source's; the one before is closed. -1: from source_put. */
void source_feed(struct source *s, int fd, const struct source_format *f);
/* Closes the socket; rings and viewers stay. */
void source_unfeed(struct source *s);
int source_fd(const struct source *s);
/* Reads what waits into a begun batch, while it has room for a whole message. False when the socket has ended. */
bool source_read(struct source *s, struct source_batch *b);
/* The same for the small copy of the picture: of this codec, from this socket, which becomes the source's. Its timestamps
 * are the source's own, so a viewer may go from one to the other. */
void source_feed_low(struct source *s, int fd, enum codec codec, uint8_t pt);
void source_unfeed_low(struct source *s);
int source_fd_low(const struct source *s);
bool source_read_low(struct source *s, struct source_batch *b);
/* True while the small copy flows: its last packet is at most SOURCE_FLOW_US old. */
bool source_flows_low(const struct source *s, int64_t now_us);
/* One packet or sender report out of a publisher's connection that ends here (media/inlet.h); `layer` may be TRACK_LOW. */
void source_put(struct source *s, enum track layer, const struct ipc_packet *p, struct source_batch *b);
/* One message of the child, from bytes in hand. ERR_MALFORMED leaves source and batch as they were. */
err_t source_take(struct source *s, const void *msg, size_t len, struct source_batch *b);
err_t source_take_low(struct source *s, const void *msg, size_t len, struct source_batch *b);
/* Empties the batch; what is taken or put next is its content. */
void source_batch_begin(struct source *s, struct source_batch *b);
/* After the last source_put: chooses the padding. */
void source_batch_end(struct source_batch *b);

const struct ring *source_ring(const struct source *s, enum track t);
/* First packet of the newest key frame that is still whole enough to begin with; 0 if there is none that recent. */
uint64_t source_key_seq(const struct source *s, int64_t now_us);
/* The same of either picture (TRACK_VIDEO, TRACK_LOW), if it is newer than `after` where that is given. */
uint64_t source_key_after(const struct source *s, enum track layer, int64_t now_us, const uint32_t *after);
/* The same of any age; 0 if it has left the ring. */
uint64_t source_key_last(const struct source *s);
/* A viewer needs a key frame: asks the phone now, or when the gate opens again; forgotten when one comes. */
void source_want_key(struct source *s, int64_t now_us);
/* The same for the small picture that the phone sends. */
void source_want_low(struct source *s);
/* True while the phone itself sends the small picture; and, for replicas, that it does. */
bool source_layered(const struct source *s);
void source_layered_set(struct source *s, bool layered);
/* True while the full picture flows. */
bool source_flows(const struct source *s, int64_t now_us);
/* Opens the gate for what waits; call a few times a second. For a replica, takes the wish: true once, to be passed on. */
bool source_tick(struct source *s, int64_t now_us);
/* True when a key frame of the phone's small picture is to be asked for, or passed on. */
bool source_tick_low(struct source *s, int64_t now_us);
/* Track's NTP and RTP time at `now_us` for a sender report; false before the first packet. */
bool source_clock_at(const struct source *s, enum track t, int64_t now_us, uint64_t *ret_ntp, uint32_t *ret_ts);
/* How long after its neighbour a packet came that was lost on the way from the phone and asked for again; 0 where none is lost. */
int64_t source_lateness_us(const struct source *s, int64_t now_us);
int64_t source_last_us(const struct source *s);
const struct source_counts *source_counts(const struct source *s);
/* Call once a second; then source_bps tells what a layer needed lately. */
void source_second(struct source *s);
uint64_t source_bps(const struct source *s, enum track layer);
enum codec source_codec(const struct source *s, enum track t);

/* For replicas: a packet as the owner has numbered it, and the owner's clocks. */
void source_mirrored(struct source *s, const struct packet *p, struct source_batch *b);
void source_clocks_get(const struct source *s, struct source_clock ret[static TRACKS]);
void source_clocks_set(struct source *s, const struct source_clock clocks[static TRACKS]);
