/* sdp_answer.h — the answer to a WHEP offer (draft-ietf-wish-whep; RFC 3264, 8839 ice-lite, 8842, 8843).
 * We are ICE-lite, DTLS passive, send only. Every H264 and VP8 type of the offer stays, with its RTX, so that a source
 * may change codec; Opus stays. Extensions: mid and playout-delay. Feedback: nack, pli, fir, goog-remb, as offered.
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

/* The format to send `codec` in: for H264 mode 1 before 0 and the profile nearest to `h264_profile` (0: any).
 * Lent from `s`; NULL if the viewer cannot take this codec. */
const struct sdp_format *sdp_format_find(const struct sdp_sending *s, enum codec codec, uint32_t h264_profile);

/* Appends host candidates, best first, and end-of-candidates. */
void sdp_write_candidates(const struct sdp_candidate *list, size_t n, struct buf *ret);
