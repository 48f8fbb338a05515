/* Any text as an offer: what is understood prints to a fixed point, and its answer is one a client can read. */
#include <stdlib.h>
#include <string.h>

#include "media/sdp.h"
#include "media/sdp_answer.h"

static void answer_it(const struct sdp *offer)
{
	static const uint8_t fingerprint[32] = { 1 };
	static const struct sdp_candidate candidate = { "192.0.2.1", 7000, false };
	const struct sdp_answer a = { .ufrag = "abcd", .pwd = "0123456789012345678901", .fingerprint = fingerprint, .cname = "c", .stream = "s",
	                              .audio = { 1, 0 }, .video = { 2, 3 }, .candidates = &candidate, .candidate_count = 1 };
	struct sdp_view view;
	struct buf text;
	buf_init(&text);
	struct sdp *back = malloc(sizeof *back);
	if (sdp_answer_whep(offer, &a, &text, &view) == OK && (sdp_parse_answer(text.data, text.len, back) != OK || back->media_count != offer->media_count)) abort();
	struct sdp_take take;
	buf_clear(&text);
	if (sdp_take_choose(offer, &take) == OK) {
		sdp_answer_whip(offer, &take, &a, &text);
		if (sdp_parse_answer(text.data, text.len, back) != OK || back->media_count != offer->media_count) abort();
	}
	free(back);
	buf_fini(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sdp *first = malloc(sizeof *first), *second = malloc(sizeof *second);
	struct buf text;
	buf_init(&text);
	if (sdp_parse((const char *)data, size, first) == OK) {
		sdp_print(first, &text);
		first->candidates = 0;
		/* A print may be longer than what was read (credentials once per m-line); then there is nothing to compare. */
		if (text.len <= SDP_BYTES_MAX && sdp_parse(text.data, text.len, second) != OK) abort();
		if (text.len <= SDP_BYTES_MAX && memcmp(first, second, sizeof *first) != 0) abort();
		IGNORE(sdp_check_whep(first));
		IGNORE(sdp_check_whip(first));
		answer_it(first);
	}
	buf_fini(&text);
	free(first);
	free(second);
	return 0;
}
