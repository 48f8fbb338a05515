/* streams.h — viewers whose network lets no UDP through: TCP connections to the worker's port number, where every datagram
 * travels behind its length.
 *
 * What comes out of a stream is handled like a datagram (media/audience.h); its path names the stream. What does not fit
 * into a stream's buffer is dropped whole: a picture half a second late is worth less than the next one.
 * Owns    the listening socket, the streams and their buffers.     Thread  one media worker.
 * Limits  STREAMS_MAX, where a newcomer takes the place of the oldest that has proven nothing; STREAM_OUT_BYTES waiting each; a stream without an
 *         authentic check ends after STREAM_PROVE_US, and STREAM_CONSENT_US after the last one: a phone that has left its network says no goodbye.
 * Cost    one send per stream and flush.      RFC 6544 (ICE-TCP, passive only), 4571 (framing) */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "media/address.h"

#define STREAMS_MAX       512
#define STREAM_OUT_BYTES  65536  /* half a second at 1 Mb/s */
#define STREAM_FRAME_MAX  1500
#define STREAM_PROVE_US   10000000
#define STREAM_CONSENT_US 30000000 /* as for its viewer (media/ice.h) */

struct streams;

/* A whole frame out of a stream; its bytes may be changed. True if it proved that its sender is a viewer. */
typedef bool streams_frame_fn(void *arg, const struct path *from, uint8_t *data, size_t len, int64_t now_us);

/* Listens on `number` in both families where there are two. ERR_IO if it is taken. `epoll` is told of each socket: the
 * word of the listening one is `word`, that of a stream `word` + 1 + its place. */
err_t streams_open(uint16_t number, int epoll, uint64_t word, streams_frame_fn *fn, void *arg, struct streams **ret);
/* NULL is accepted. */
void streams_close(struct streams *s);
/* Something happened at the socket of this word - the first one. */
void streams_on_event(struct streams *s, uint32_t place, int64_t now_us);
/* Queues one datagram; false if it was dropped. */
bool streams_send(struct streams *s, int32_t stream, const uint8_t *data, size_t len);
/* Writes what is queued, as far as the sockets take it. */
void streams_flush(struct streams *s);
/* Ends it; nothing if it has ended. Not from inside a streams_frame_fn of its own. */
void streams_end(struct streams *s, int32_t stream);
/* Ends streams that prove nothing (any more); call once a second. */
void streams_second(struct streams *s, int64_t now_us);
uint32_t streams_count(const struct streams *s);
