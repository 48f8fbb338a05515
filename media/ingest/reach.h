/* reach.h — at which addresses the phone can reach us: local addresses for libnice, candidates for the answer.
 *
 * `announce` lists the addresses of the answer. One that an interface here has is announced as it is gathered; any other
 * is a NAT's outer address, and stands for every gathered port of its family (the NAT must map the range one to one).
 * An empty list announces every interface, and loopback only where there is nothing else.
 * Owns    nothing; a plain value.    Thread  the main thread.
 * Limits  REACH_ADDRESSES_MAX; what is beyond is left out.    RFC 8445 §5.1.1, 8839.                            */
#pragma once
#include <nice/agent.h>

#include "base/err.h"
#include "media/sdp_answer.h"

#define REACH_ADDRESSES_MAX 16

struct reach {
	size_t local_count, told_count, outer_count;      /* the first `told_count` local ones are announced as they are */
	char local[REACH_ADDRESSES_MAX][SDP_ADDRESS_CHARS + 1];
	char outer[REACH_ADDRESSES_MAX][SDP_ADDRESS_CHARS + 1];
};

/* ERR_CONFIG if `announce` holds anything but numeric addresses, or no interface is left to listen on. */
err_t reach_init(struct reach *r, const char *announce);
/* Tells the agent where to gather, in which ports, and to leave UPnP and TCP alone. Before gathering. */
void reach_prepare(const struct reach *r, NiceAgent *agent);
/* Writes up to SDP_ANSWER_CANDIDATES_MAX candidates of the gathered stream, outer ones first. */
size_t reach_candidates(const struct reach *r, NiceAgent *agent, guint stream, struct sdp_candidate *ret);
/* Writes one a=candidate line (RFC 8839 §5.1) for UDP, `i` giving it its own foundation and priority. */
void reach_line(const struct sdp_candidate *c, size_t i, struct buf *ret);
