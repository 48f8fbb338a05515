/* ring.h — the last packets of one layer of a source, found by sequence number: the only packet history there is.
 *
 * Owns    RING slots of PACKET_PAYLOAD_MAX bytes.   Thread  one media worker.
 * Limits  a packet older than the ring is refused.  Cost    one copy per packet put. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What fits a 1,500-byte MTU behind IPv6, UDP, RTP with extensions and the SRTP tag. */
#define PACKET_PAYLOAD_MAX 1400

/* What a viewer has, TRACKS of them; and the layers of a source: its own two, and a small copy of its picture. */
enum track { TRACK_VIDEO, TRACK_AUDIO, TRACKS, TRACK_LOW = TRACKS, LAYERS };

/* One packet of a source, stripped of what belongs to the publisher's connection alone. */
struct packet {
	uint64_t seq;        /* extended, of the source: continuous over publishers */
	int64_t arrived_us;  /* monotonic, at the child's socket */
	uint32_t ts;         /* of the source: continuous over publishers */
	uint16_t len;
	uint8_t track, codec; /* enum track, enum codec */
	uint8_t pad;         /* RTP padding bytes to append (RFC 3550 §5.1), chosen once for all viewers */
	bool marker, key;    /* key: the decoder may start at this packet */
	uint8_t earlier;     /* of sound: so many packets right before it go out with it once more to whoever loses some (RFC 2198), chosen once */
	uint8_t data[PACKET_PAYLOAD_MAX];
};

struct ring { struct packet *slots; uint32_t mask; uint64_t next; /* highest seq + 1; 0: empty */ };

/* `slots` is a power of two. */
void ring_init(struct ring *r, uint32_t slots);
void ring_fini(struct ring *r);
/* The slot for `seq`, to be filled by the caller; NULL if it is there already or too old. Anything that was in the slot is gone. */
struct packet *ring_put(struct ring *r, uint64_t seq);
/* NULL if it never came or is forgotten. Lent until the ring turns. */
struct packet *ring_find(const struct ring *r, uint64_t seq);
