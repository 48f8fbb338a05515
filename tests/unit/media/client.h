/* client.h — a viewer's far side in one thread: one UDP socket on loopback, checks, DTLS client, SRTP. Blocking, with a hang limit. */
#pragma once
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "media/dtls.h"
#include "media/rtcp.h"
#include "media/rtp.h"
#include "media/srtp.h"
#include "media/stun.h"
#include "media/viewer.h"

struct client {
	int fd;
	bool tcp;                     /* frames behind their length (RFC 4571) */
	struct sockaddr_in server;
	struct dtls_context *context;
	struct dtls *dtls;
	struct srtp *srtp;
	char remote_ufrag[ICE_UFRAG_CHARS + 1];
	struct hmac_sha1 key;
	uint8_t held[256][1600];      /* media that came before its turn to be read */
	size_t held_len[256], held_n;
};

static inline void client_send(void *arg, const uint8_t *p, size_t len)
{
	struct client *c = arg;
	uint8_t length[2] = {(uint8_t)(len >> 8), (uint8_t)len};
	if (c->tcp && (send(c->fd, length, 2, MSG_MORE) != 2 || send(c->fd, p, len, 0) != (ssize_t)len)) perror("send");
	if (!c->tcp && sendto(c->fd, p, len, 0, (struct sockaddr *)&c->server, sizeof c->server) < 0) perror("sendto");
}

/* Waits for one datagram; 0 when none comes within `ms`. */
static inline size_t client_read(struct client *c, uint8_t *p, size_t cap, int ms)
{
	struct pollfd f = {.fd = c->fd, .events = POLLIN};
	if (poll(&f, 1, ms) <= 0) return 0;
	uint8_t length[2];
	if (c->tcp && recv(c->fd, length, 2, MSG_WAITALL) != 2) return 0;
	if (c->tcp && (size_t)rtp_u16(length) > cap) return 0;
	ssize_t n = c->tcp ? recv(c->fd, p, rtp_u16(length), MSG_WAITALL) : recv(c->fd, p, cap, 0);
	return n > 0 ? (size_t)n : 0;
}

static inline void client_init(struct client *c, uint16_t port)
{
	*c = (struct client){.fd = socket(AF_INET, SOCK_DGRAM, 0)};
	int bytes = 1 << 20;
	setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
	c->server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	if (dtls_context_new(100, &c->context) != OK) abort();
}

/* The same server by TCP, from now on. */
static inline bool client_by_tcp(struct client *c)
{
	close(c->fd);
	c->fd = socket(AF_INET, SOCK_STREAM, 0);
	c->tcp = true;
	return connect(c->fd, (struct sockaddr *)&c->server, sizeof c->server) == 0;
}

static inline void client_fini(struct client *c)
{
	close(c->fd);
	dtls_free(c->dtls);
	srtp_free(c->srtp);
	dtls_context_free(c->context);
}

static inline void client_ice(struct client *c, const struct ice_words *ice)
{
	memcpy(c->remote_ufrag, ice->ufrag, sizeof c->remote_ufrag);
	stun_key_init(&c->key, ice->pwd, strlen(ice->pwd));
}

static inline void client_check_send(struct client *c, bool nominate)
{
	char name[64];
	uint8_t out[STUN_REQUEST_MAX];
	snprintf(name, sizeof name, "%s:abcd", c->remote_ufrag);
	struct stun_request r = {.username = name, .priority = 1, .tie_breaker = 7, .controlling = true, .use_candidate = nominate};
	client_send(c, out, stun_write_request(out, sizeof out, &r, &c->key));
}

/* One check; true if an authentic success came back. Media on the way is held. */
static inline bool client_check(struct client *c, bool nominate, int ms)
{
	uint8_t p[2048];
	struct stun_msg m;
	client_check_send(c, nominate);
	for (size_t n; (n = client_read(c, p, sizeof p, ms));) {
		if (stun_looks(p, n)) return stun_parse(p, n, &m) == OK && m.type == STUN_SUCCESS && stun_authentic(&m, &c->key);
		if (c->held_n < 256 && n <= sizeof c->held[0]) {
			memcpy(c->held[c->held_n], p, n);
			c->held_len[c->held_n++] = n;
		}
	}
	return false;
}

/* Check, handshake, keys. The first check may come before the worker has been told of us; agents repeat them. */
static inline bool client_join(struct client *c, const uint8_t fingerprint[static 32])
{
	uint8_t p[2048];
	struct srtp_keys keys;
	bool valid = false;
	for (int i = 0; i < 10 && !valid; i++) valid = client_check(c, true, 200);
	if (!valid || dtls_new(c->context, DTLS_CLIENT, fingerprint, client_send, c, &c->dtls) != OK || dtls_start(c->dtls) != OK) return false;
	for (int i = 0; i < 100 && dtls_state(c->dtls) == DTLS_SHAKING; i++) {
		size_t n = client_read(c, p, sizeof p, 100);
		if (n && rtp_kind(p, n) == RTP_KIND_DTLS) IGNORE(dtls_receive(c->dtls, p, n));
		else if (!n) IGNORE(dtls_on_timeout(c->dtls));
	}
	return dtls_state(c->dtls) == DTLS_DONE && dtls_keys(c->dtls, &keys) == OK && srtp_new(SRTP_BUILTIN, &keys, &c->srtp) == OK;
}

/* The next RTP packet, opened; its bytes are in `p`. False when none comes within `ms`. RTCP is passed over unless it is asked for. */
static inline bool client_rtp(struct client *c, uint8_t *p, size_t cap, int ms, struct rtp *ret)
{
	for (;;) {
		size_t n;
		if (c->held_n) {
			n = c->held_len[0];
			memcpy(p, c->held[0], n);
			c->held_n--;
			memmove(c->held, c->held + 1, c->held_n * sizeof c->held[0]);
			memmove(c->held_len, c->held_len + 1, c->held_n * sizeof c->held_len[0]);
		} else {
			n = client_read(c, p, cap, ms);
		}
		if (!n) return false;
		if (rtp_kind(p, n) == RTP_KIND_RTP && srtp_unseal(c->srtp, p, n, &n) == OK && rtp_parse(p, n, ret) == OK) return true;
	}
}

static inline void client_rtcp(struct client *c, struct rtcp_writer *w)
{
	size_t n;
	if (srtp_seal_rtcp(c->srtp, w->out, w->len, &n) == OK) client_send(c, w->out, n);
}

static inline void client_nack(struct client *c, uint32_t ssrc, uint16_t seq)
{
	uint8_t out[256];
	struct rtcp_writer w = {.out = out, .cap = sizeof out - SRTP_ROOM};
	rtcp_add_rr(&w, 1, NULL, 0);
	rtcp_add_nack(&w, 1, ssrc, &seq, 1);
	client_rtcp(c, &w);
}

/* The next thing of this kind that is said by RTCP; what it lends lies in `p`. False when it does not come within `ms`. */
static inline bool client_hears(struct client *c, enum rtcp_kind kind, uint8_t *p, size_t cap, int ms, struct rtcp_event *ret)
{
	struct rtcp_reader r;
	for (size_t n; (n = client_read(c, p, cap, ms));) {
		if (rtp_kind(p, n) != RTP_KIND_RTCP || srtp_unseal_rtcp(c->srtp, p, n, &n) != OK || rtcp_open(&r, p, n) != OK) continue;
		while (rtcp_next(&r, ret))
			if (ret->kind == kind) return true;
	}
	return false;
}
