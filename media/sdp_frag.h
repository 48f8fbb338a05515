/* sdp_frag.h — trickle ICE fragments (application/trickle-ice-sdpfrag; RFC 8840 §4.4, 9; RFC 9725 §4.3).
 * Owns    nothing; the struct is a value.   Thread  any; no state.
 * Limits  SDP_FRAG_BYTES_MAX, SDP_CANDIDATES_MAX, SDP_CANDIDATE_CHARS; beyond them ERR_BAD_SDP. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "media/sdp.h"
#include "media/sdp_answer.h"

#define SDP_FRAG_BYTES_MAX 8192
#define SDP_CANDIDATE_CHARS 223

struct sdp_frag {
	char ufrag[SDP_UFRAG_CHARS + 1]; /* "" if the fragment has none */
	char pwd[SDP_PWD_CHARS + 1];
	bool end_of_candidates;
	uint8_t candidate_count;
	struct {
		char mid[SDP_MID_CHARS + 1]; /* "" before the first a=mid */
		uint8_t mline;               /* 0-based m-line in the fragment */
		char line[SDP_CANDIDATE_CHARS + 1];   /* "candidate:…", without "a=" */
	} candidates[SDP_CANDIDATES_MAX];
};

err_t sdp_frag_parse(const char *text, size_t len, struct sdp_frag *ret);
/* True if it asks for an ICE restart: it has credentials and they are not those in use. */
bool sdp_frag_restarts(const struct sdp_frag *f, const char *ufrag_in_use);
/* Appends the answer to an ICE restart: our new credentials and candidates, under the first m-line of the offer's mid.
 * `lite` for an agent that is ICE-lite (viewers); not for a publisher's, whose agent is a full one. */
void sdp_frag_answer(bool lite, const char *mid, const char *ufrag, const char *pwd, const struct sdp_candidate *list, size_t n, struct buf *ret);
