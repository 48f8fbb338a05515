/* agree.h — which codecs of an offer the answer takes, and what webrtcbin must be told so that it takes just these.
 *
 * webrtcbin answers with what its transceivers' caps leave over. Without caps it drops every header extension, and a
 * phone without transport-cc stays at 300 kb/s; hence one transceiver per m-line with the payload type and the extmap.
 * Owns    nothing; a plain value.    Thread  any; no state.
 * Limits  one audio and one video m-line; anything else is ERR_BAD_SDP (no data channels here).                  */
#pragma once
#include "media/sdp.h"

struct agreed {
	const struct sdp_codec *codec;       /* lent from the offer; NULL: this track is not there */
	uint8_t twcc_id;                     /* transport-cc extension (draft-holmer-rmcat-transport-wide-cc-extensions-01); 0: not offered */
};

struct agreement {
	uint8_t media_count;                 /* one or two m-lines, in the offer's order */
	enum sdp_kind kinds[2];
	struct agreed audio, video;
};

/* H264 constrained baseline in packetization mode 1 first (every browser can show it), then VP8; Opus.
 * ERR_BAD_SDP, or ERR_NOT_ACCEPTABLE if an m-line has no codec that we carry. */
err_t agree_choose(const struct sdp *offer, struct agreement *ret);
/* Writes the caps of the transceiver for the i-th m-line. */
void agree_caps(const struct agreement *a, int i, struct buf *ret);
