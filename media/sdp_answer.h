/* sdp_answer.h — the answers to a WHEP and to a WHIP offer (draft-ietf-wish-whep, RFC 9725; RFC 3264, 8839 ice-lite, 8842, 8843).
 * We are ICE-lite and DTLS passive in both.
 * WHEP: send only. Every H264 and VP8 type of the offer stays, with its RTX, so that a source may change codec; Opus stays, with its RED.
 * Extensions: mid and playout-delay. Feedback: nack, pli, fir, goog-remb, as offered.
 * WHIP: receive only. The best codec of each track stays (agree.h), with RTX or RED; two layers of a simulcast (RFC 8853).
 * Extensions: transport-cc, mid, and those that name layers. Feedback: transport-cc, else goog-remb; nack, pli.
 * Owns    nothing.   Thread  any; no state.   Limits  SDP_FORMATS_MAX, SDP_ANSWER_CANDIDATES_MAX. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "media/codec.h"
#include "media/sdp.h"

#define SDP_FORMATS_MAX 16           /* video formats kept; later ones of the offer are left out */
#define SDP_ANSWER_CANDIDATES_MAX 16
#define SDP_ADDRESS_CHARS 45

/* One host candidate: numeric IPv4 or IPv6 address. TCP is passive (RFC 6544). */
struct sdp_candidate { char address[SDP_ADDRESS_CHARS + 1]; uint16_t port; bool tcp; };

struct sdp_track { uint32_t ssrc, rtx_ssrc; };  /* rtx_ssrc is used where the offer has RTX; never 0 for video */

struct sdp_answer {
	const char *ufrag, *pwd;
	const uint8_t *fingerprint;      /* 32 bytes, of our certificate */
	uint64_t session_id;             /* < 2^63 */
	const char *cname;               /* one per viewer, the same for both tracks, so that lips and voice stay together */
	const char *stream;              /* msid */
	struct sdp_track audio, video;
	const struct sdp_candidate *candidates;
	size_t candidate_count;
};

/* A way to send: one payload type. */
struct sdp_format {
	enum codec codec;
	uint8_t pt, rtx_pt;              /* rtx_pt 0: none, resend on the same SSRC (payload type 0 is never RTX) */
	uint8_t red_pt;                  /* sound with its last frames (RFC 2198); 0: none */
	bool nack, pli, fir, remb;
	uint8_t h264_mode;
	uint32_t h264_profile;           /* profile-level-id */
};

/* What was agreed on, for one viewer. */
struct sdp_sending {
	bool on;
	char mid[SDP_MID_CHARS + 1];
	uint8_t mid_ext, playout_delay_ext;   /* extension ids; 0: not agreed on */
	bool rtcp_rsize;
	uint8_t format_count;
	struct sdp_format formats[SDP_FORMATS_MAX];
};
struct sdp_view { struct sdp_sending audio, video; };

/* Appends the answer to *ret and tells what it promises. The first live m-line of each kind is used; every other m-line
 * is refused with port 0. ERR_NOT_ACCEPTABLE without a codec in common, ERR_BAD_SDP if nothing is to be received. */
err_t sdp_answer_whep(const struct sdp *offer, const struct sdp_answer *a, struct buf *ret, struct sdp_view *ret_view);

/* How one track comes in. */
struct sdp_taking {
	enum codec codec;                /* CODEC_NONE: this track is not there */
	uint8_t pt, rtx_pt, red_pt;      /* rtx_pt, red_pt 0: none */
	uint8_t twcc_ext;                /* extension id; 0: not offered */
	bool nack, remb;
};

#define SDP_LEAST_KBPS 150           /* of pictures: a sender whose line comes and goes does not estimate it as less (decision 97) */
#define SDP_TAKEN_KBPS 2500          /* of pictures, all layers together: told to phones as b=AS (RFC 8866 §5.8), which browsers keep to */
#define SDP_TAKEN_RIDS 2             /* the layers we take: the picture and a small one */

/* What was agreed on, for one publisher. */
struct sdp_take {
	struct sdp_taking audio, video;
	bool rtcp_rsize;
	uint8_t rid_ext, repaired_ext;   /* extension ids; 0: not offered */
	uint8_t rids;                    /* 0: no simulcast; else SDP_TAKEN_RIDS, the large one first */
	char rid[SDP_TAKEN_RIDS][SDP_RID_CHARS + 1];
};

/* Chooses out of a WHIP offer, before there are credentials for an answer. Errors of agree.h. */
err_t sdp_take_choose(const struct sdp *offer, struct sdp_take *ret);
/* Appends the answer that promises just that. */
void sdp_answer_whip(const struct sdp *offer, const struct sdp_take *take, const struct sdp_answer *a, struct buf *ret);

/* The format to send `codec` in: for H264 mode 1 before 0 and the profile nearest to `h264_profile` (0: any).
 * Lent from `s`; NULL if the viewer cannot take this codec. */
const struct sdp_format *sdp_format_find(const struct sdp_sending *s, enum codec codec, uint32_t h264_profile);

/* Appends host candidates, best first, and end-of-candidates. */
void sdp_write_candidates(const struct sdp_candidate *list, size_t n, struct buf *ret);
