/* rtc_peer.h — the far side of a WHIP or WHEP connection, for load and tests: full ICE (controlling), DTLS, SRTP on one UDP socket.
 * Owns    its socket, DTLS and SRTP.   Thread  one.
 * A viewer offers actpass and becomes the DTLS client of our passive answer; a publisher's answer is active, so it is the server. */
#pragma once
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "media/dtls.h"
#include "media/hmac.h"
#include "media/srtp.h"
#include "media/stun.h"

enum rtc_state { RTC_NEW, RTC_CHECKING, RTC_SHAKING, RTC_UP, RTC_FAILED };

struct rtc_peer {
	int fd;
	enum rtc_state state;
	struct sockaddr_in remote;
	char ufrag[9], pwd[33], remote_ufrag[257];
	struct hmac_sha1 local_key, remote_key;
	uint64_t tie_breaker;
	uint8_t txid[STUN_TXID_BYTES];
	int64_t next_check_us, began_us, up_us;
	int64_t stamp_us; /* wall time at which the kernel took the datagram in hand */
	struct dtls_context *context; /* lent */
	struct dtls *dtls;
	struct srtp *srtp;
	uint64_t datagrams_in, bytes_in;
	/* Each RTP or RTCP datagram as it came, still sealed; unseal with p->srtp. */
	void (*on_media)(struct rtc_peer *p, uint8_t *packet, size_t len);
	void *arg;
};

/* Opens the socket and makes ICE credentials. */
err_t rtc_peer_init(struct rtc_peer *p, struct dtls_context *context);
/* Has that port of its own from now on, not one that the kernel gives it when it first speaks. ERR_IO if it is taken. */
err_t rtc_peer_bind(struct rtc_peer *p, uint16_t port);
void rtc_peer_fini(struct rtc_peer *p);
/* Takes the answer and starts checking. `host` overrides the candidate's address unless NULL. */
err_t rtc_peer_connect(struct rtc_peer *p, const char *answer, const char *host, int64_t now_us);
/* Reads what has come, at most `max` datagrams. */
void rtc_peer_read(struct rtc_peer *p, int max, int64_t now_us);
/* Checks, consent and DTLS timers; call every 20 ms or so. */
void rtc_peer_tick(struct rtc_peer *p, int64_t now_us);
/* Sends one sealed datagram. */
void rtc_peer_send(struct rtc_peer *p, const uint8_t *datagram, size_t len);
