/* view_answer.h — the answer to a WHEP offer, and all that the viewer's worker must know of what was agreed.
 * Owns    nothing.     Thread  any.     RFC 8829, 8839 (ice-lite), 6544; draft-ietf-wish-whep */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "media/announce.h"
#include "media/sdp.h"
#include "media/sdp_answer.h"
#include "media/viewer.h"

struct view_terms {
	const struct announce *announce;
	uint16_t port;                 /* of the viewer's worker */
	const uint8_t *fingerprint;    /* of our certificate */
	uint8_t video_codec;           /* that the source has now; CODEC_NONE: any will do */
};

/* Every address by UDP, then by TCP for networks that let no UDP through; returns how many. */
size_t view_candidates(const struct announce *a, uint16_t port, struct sdp_candidate ret[static SDP_ANSWER_CANDIDATES_MAX]);
/* Appends the answer and fills in `setup`, whose id is set. ERR_NOT_ACCEPTABLE if the viewer cannot decode the source. */
err_t view_answer(const struct view_terms *terms, const struct sdp *offer, struct viewer_setup *setup, struct buf *ret);
