/* view_answer.c — fresh credentials, SSRCs and a CNAME per viewer. */
#include "media/view_answer.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "media/audience.h"

size_t view_candidates(const struct announce *a, uint16_t port, struct sdp_candidate ret[static SDP_ANSWER_CANDIDATES_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < 2 * a->n && n < SDP_ANSWER_CANDIDATES_MAX; i++) {
		ret[n] = (struct sdp_candidate){.port = port, .tcp = i >= a->n};
		address_text(&a->list[i % a->n], ret[n++].address);
	}
	return n;
}

static uint32_t fresh_ssrc(void)
{
	uint32_t r;
	if (RAND_bytes((unsigned char *)&r, sizeof r) != 1) abort();
	return r | 1;
}

/* Who wants no picture may listen; who wants one must be able to show it. */
static bool can_take(const struct sdp *offer, const struct sdp_sending *s, uint8_t codec)
{
	const struct sdp_media *wanted = sdp_media_find(offer, SDP_VIDEO);
	if (!s->on) return !wanted || (wanted->direction != SDP_RECVONLY && wanted->direction != SDP_SENDRECV);
	return codec == CODEC_NONE || sdp_format_find(s, (enum codec)codec, 0);
}

err_t view_answer(const struct view_terms *terms, const struct sdp *offer, struct viewer_setup *setup, struct buf *ret)
{
	struct sdp_candidate candidates[SDP_ANSWER_CANDIDATES_MAX];
	struct sdp_view view;
	ice_words_new((uint32_t)setup->id, &setup->ice);
	snprintf(setup->cname, sizeof setup->cname, "%08x%08x", fresh_ssrc(), fresh_ssrc());
	memcpy(setup->fingerprint, offer->fingerprint, sizeof setup->fingerprint);
	struct sdp_answer a = {
		.ufrag = setup->ice.ufrag, .pwd = setup->ice.pwd, .fingerprint = terms->fingerprint, .session_id = setup->id >> 1 | 1,
		.cname = setup->cname, .stream = "mela", .audio = {fresh_ssrc(), fresh_ssrc()}, .video = {fresh_ssrc(), fresh_ssrc()},
		.candidates = candidates, .candidate_count = view_candidates(terms->announce, terms->port, candidates),
	};
	TRY(sdp_answer_whep(offer, &a, ret, &view));
	if (!can_take(offer, &view.video, terms->video_codec)) return ERR_NOT_ACCEPTABLE;
	track_out_init(&setup->tracks[TRACK_VIDEO], &view.video, &a.video, TRACK_VIDEO);
	track_out_init(&setup->tracks[TRACK_AUDIO], &view.audio, &a.audio, TRACK_AUDIO);
	return OK;
}
