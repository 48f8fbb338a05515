/* track_out.h — one track of one viewer: the source's packets under the viewer's own SSRC, numbers, payload types and
 * header extensions; repair from the source's history; sender reports.
 *
 * A viewer keeps two sums and no packets: out number = source number - base + first, out time = source time + shift.
 * A number once sealed always stands for the same bytes, so a packet may be sealed again for a peer without RTX.
 * Owns    nothing; a plain value inside its viewer.      Thread  the viewer's media worker.
 * Limits  TRACK_RESENDS_MAX, and new ones only as packets go out; one resend per packet and round trip; TRACK_BURST packets ahead per batch while catching up.
 * Cost    one copy and one seal per packet; no malloc, lock or system call.   RFC 3550 §6.4.1, 2198, 4585, 4588, 8285 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "media/codec.h"
#include "media/port.h"
#include "media/rtp.h"
#include "media/sdp_answer.h"
#include "media/source.h"
#include "media/srtp.h"

#define TRACK_RESENDS_MAX   400
#define TRACK_RESENDS_LEAST 10   /* new ones each second, besides half of what went out: on a line that is too narrow, more would take the room of pictures */
#define TRACK_BURST         64   /* a join is replayed at several times real time, not as one flood */
#define TRACK_EXT_PACKETS   64   /* the first packets name their m-line (RFC 9143) and the playout delay; then SSRCs are known */
#define TRACK_RESENT        64
#define TRACK_PROBE_PACKETS 16   /* newest ones that a probe goes through again and again */
#define TRACK_PROBE_MAX     64   /* packets in one burst of a probe */

/* Where sealed packets go. */
struct outlet { struct srtp *srtp; struct port *port; const struct path *path; };

struct track_out {
	bool on, begun;
	bool rests;                                   /* nothing goes out; begins anew afterwards */
	bool frame_open;                              /* the last packet out did not end its frame */
	bool stills, holds;                           /* key frames alone; the full picture waits for the small one at hold_ts */
	uint8_t layer;                                /* enum track: which of the source's layers goes out */
	uint32_t begin_ts, last_ts, hold_ts;          /* source times: where it began, the newest out */
	uint8_t pt[CODEC_COUNT], rtx_pt[CODEC_COUNT]; /* by codec; TRACK_NO_PT: the viewer cannot take it */
	uint8_t red_pt;                               /* of sound; TRACK_NO_PT likewise */
	bool doubled;                                 /* from `turned` on packets carry the frames before them; until then the other way */
	uint8_t ext_len, ext[RTP_EXT_BLOCK_MAX];
	uint8_t mid_ext, delay_ext;                   /* ids; 0: not agreed on */
	char mid[SDP_MID_CHARS + 1];
	uint64_t ext_until;                           /* source number: packets before it carry the extensions */
	uint16_t patience_ms;
	uint16_t first, rtx_next;
	uint32_t ssrc, rtx_ssrc, ts_shift;
	uint32_t nudge;                               /* added to source times since the last change of pictures */
	uint64_t base, next;                          /* source numbers: first one out, and the next to go */
	uint64_t turned;                              /* source number; 0: never */
	uint32_t packets, octets, packets_then;       /* then: a second ago */
	uint16_t resends_left;
	struct { uint32_t at_ms; uint16_t seq; } resent[TRACK_RESENT]; /* when a number was last sent again; 0: never */
};

#define TRACK_NO_PT 0xff

/* What was agreed with the viewer; numbers and the time shift are random. Thread: any, before the viewer is handed over. */
void track_out_init(struct track_out *o, const struct sdp_sending *agreed, const struct sdp_track *ids, enum track t);
/* Sends what the source has of this layer and the viewer has not. A picture begins at a recent key frame only, and the layer's bit is
 * set in *ret_wants while it waits for one that must be asked for. Until another layer can begin, behind what has been shown, the one before
 * goes on; SSRC, numbers and time are the track's own and go on too. */
void track_out_advance(struct track_out *o, const struct source *s, enum track layer, int64_t now_us, const struct outlet *out, unsigned *ret_wants);
/* Sends a packet that came after its neighbours; nothing if this viewer has it still before it. */
void track_out_late(struct track_out *o, const struct ring *r, const struct packet *p, const struct outlet *out);
/* Answers a NACK for one number of ours out of the ring. True if a packet was sent. */
bool track_out_again(struct track_out *o, const struct ring *r, uint16_t seq, int64_t now_us, int64_t rtt_us, const struct outlet *out);
/* Sends newest packets again, until `bytes` of them have gone, to see what the network carries; nothing to a viewer that takes no RTX.
 * Returns how many bytes went: the last packet goes as a whole. */
size_t track_out_probe(struct track_out *o, const struct ring *r, size_t bytes, const struct outlet *out);
/* True if packets of this codec can be sent again under RTX. */
bool track_out_repeats(const struct track_out *o, enum codec c);
/* Nothing of this track goes out until it is advanced again: sound anywhere, a picture at its next key frame. */
void track_out_rest(struct track_out *o);
/* How long the viewer holds pictures back, so that what is sent again still comes in time; 0 is as they come. The next packets
 * tell it. Nothing for a viewer without RTX: to it a packet must be sent again to the byte. */
void track_out_be_patient(struct track_out *o, int64_t ms);
/* From its next packet on sound carries the frames before it once more, or no longer does; nothing to a viewer that has not agreed on RED.
 * A wish soon after the last turn is passed over: within what can be asked for again there is one turn, so that a number stands for the same bytes. */
void track_out_double(struct track_out *o, const struct ring *r, bool doubled);
/* Call once a second: gives new resends, half as many as packets went out and some. What is left over lasts for one second more. */
void track_out_second(struct track_out *o);
