/* browser.h — a client that offers as a browser does and goes by the answer it gets. */
#pragma once
#include "client.h"
#include "media/sdp.h"
#include "offers.h"

/* A browser's offer with this client's certificate in it. */
static inline char *browser_offer(const struct client *c, const char *text)
{
	char mine[DTLS_FINGERPRINT_CHARS + 1], *offer = strdup(text);
	dtls_fingerprint_text(dtls_context_fingerprint(c->context), mine);
	for (char *at; (at = strstr(offer, FINGERPRINT));) memcpy(at, mine, DTLS_FINGERPRINT_CHARS);
	return offer;
}

static inline void browser_take_answer(struct client *c, const char *text, struct sdp *ret)
{
	const char *candidate = strstr(text, "a=candidate:");
	unsigned port;
	struct ice_words ice;
	assert_int_equal(sdp_parse_answer(text, strlen(text), ret), OK);
	assert_true(ret->ice_lite && ret->setup == SDP_PASSIVE);
	assert_non_null(candidate);
	assert_int_equal(sscanf(candidate, "a=candidate:%*s %*u %*s %*u 127.0.0.1 %u", &port), 1);
	c->server.sin_port = htons((uint16_t)port);
	assert_true(strlen(ret->ufrag) == ICE_UFRAG_CHARS && strlen(ret->pwd) == ICE_PWD_CHARS);
	memcpy(ice.ufrag, ret->ufrag, sizeof ice.ufrag);
	memcpy(ice.pwd, ret->pwd, sizeof ice.pwd);
	client_ice(c, &ice);
}
