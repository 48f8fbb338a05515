/* rtc_peer.c — a small honest client: it checks, answers checks, shakes hands, and keeps consent every 2.5 s. */
#include "tests/tools/rig/rtc_peer.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "media/rtp.h"
#include "media/sdp.h"

#define CHECK_EVERY_US 50000
#define CONSENT_EVERY_US 2500000
#define GIVE_UP_US 10000000
#define READ_MAX 8

static void random_text(char *ret, size_t chars)
{
	static const char set[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	for (size_t i = 0; i < chars; i++) ret[i] = set[randombytes_uniform(sizeof set - 1)];
	ret[chars] = 0;
}

err_t rtc_peer_init(struct rtc_peer *p, struct dtls_context *context)
{
	*p = (struct rtc_peer){.fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), .context = context};
	if (p->fd < 0) return ERR_IO;
	int bytes = 1 << 19;
	setsockopt(p->fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
	setsockopt(p->fd, SOL_SOCKET, SO_TIMESTAMPNS, &(int){1}, sizeof(int));
	random_text(p->ufrag, 8);
	random_text(p->pwd, 32);
	randombytes_buf(&p->tie_breaker, sizeof p->tie_breaker);
	stun_key_init(&p->local_key, p->pwd, 32);
	return OK;
}

void rtc_peer_fini(struct rtc_peer *p)
{
	if (p->fd >= 0) close(p->fd);
	dtls_free(p->dtls);
	srtp_free(p->srtp);
	p->fd = -1;
	p->dtls = NULL;
	p->srtp = NULL;
}

void rtc_peer_send(struct rtc_peer *p, const uint8_t *datagram, size_t len)
{
	if (sendto(p->fd, datagram, len, MSG_DONTWAIT, (struct sockaddr *)&p->remote, sizeof p->remote) < 0) return;
}

static void send_dtls(void *arg, const uint8_t *datagram, size_t len) { rtc_peer_send(arg, datagram, len); }

/* The first UDP candidate over IPv4, 127.0.0.1 before others. */
static bool find_candidate(const char *answer, struct sockaddr_in *ret)
{
	bool found = false;
	for (const char *at = strstr(answer, "a=candidate:"); at; at = strstr(at + 1, "a=candidate:")) {
		char transport[8], ip[64];
		unsigned port;
		struct in_addr v4;
		if (sscanf(at, "a=candidate:%*s %*u %7s %*u %63s %u", transport, ip, &port) != 3) continue;
		if (strcasecmp(transport, "udp") || inet_pton(AF_INET, ip, &v4) != 1) continue;
		if (found && v4.s_addr != htonl(INADDR_LOOPBACK)) continue;
		*ret = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = v4};
		found = true;
	}
	return found;
}

err_t rtc_peer_bind(struct rtc_peer *p, uint16_t port)
{
	struct sockaddr_in sa = {.sin_family = AF_INET, .sin_port = htons(port)};
	return bind(p->fd, (struct sockaddr *)&sa, sizeof sa) == 0 ? OK : ERR_IO;
}

err_t rtc_peer_connect(struct rtc_peer *p, const char *answer, const char *host, int64_t now_us)
{
	struct sdp *sdp = calloc(1, sizeof *sdp);
	if (!sdp) abort();
	err_t e = sdp_parse_answer(answer, strlen(answer), sdp);
	if (e == OK && !find_candidate(answer, &p->remote)) e = ERR_BAD_SDP;
	if (e == OK) {
		if (host) inet_pton(AF_INET, host, &p->remote.sin_addr);
		snprintf(p->remote_ufrag, sizeof p->remote_ufrag, "%s", sdp->ufrag);
		stun_key_init(&p->remote_key, sdp->pwd, strlen(sdp->pwd));
		enum dtls_role role = sdp->setup == SDP_PASSIVE ? DTLS_CLIENT : DTLS_SERVER;
		e = dtls_new(p->context, role, sdp->fingerprint, send_dtls, p, &p->dtls);
		p->state = RTC_CHECKING;
		p->began_us = now_us;
	}
	free(sdp);
	return e;
}

static void check(struct rtc_peer *p, int64_t now_us)
{
	char username[STUN_USERNAME_MAX];
	snprintf(username, sizeof username, "%s:%s", p->remote_ufrag, p->ufrag);
	randombytes_buf(p->txid, sizeof p->txid);
	struct stun_request r = {.username = username, .priority = 1845501695, .tie_breaker = p->tie_breaker, .controlling = true, .use_candidate = true};
	memcpy(r.txid, p->txid, sizeof r.txid);
	uint8_t out[STUN_REQUEST_MAX];
	size_t n = stun_write_request(out, sizeof out, &r, &p->remote_key);
	rtc_peer_send(p, out, n);
	p->next_check_us = now_us + (p->state == RTC_CHECKING ? CHECK_EVERY_US : CONSENT_EVERY_US);
}

static void on_stun(struct rtc_peer *p, const uint8_t *packet, size_t len, const struct sockaddr_in *from)
{
	struct stun_msg m;
	if (stun_parse(packet, len, &m) != OK) return;
	if (m.type == STUN_SUCCESS && p->state == RTC_CHECKING && stun_authentic(&m, &p->remote_key)) {
		p->state = RTC_SHAKING;
		IGNORE(dtls_start(p->dtls));
	} else if (m.type == STUN_REQUEST && stun_authentic(&m, &p->local_key)) {
		uint8_t out[STUN_REPLY_MAX];
		size_t n = stun_write_success(out, sizeof out, m.txid, (const struct sockaddr *)from, &p->local_key);
		rtc_peer_send(p, out, n);
	}
}

static void on_dtls(struct rtc_peer *p, const uint8_t *packet, size_t len, int64_t now_us)
{
	if (!p->dtls) return;
	if (dtls_receive(p->dtls, packet, len) != OK) { p->state = RTC_FAILED; return; }
	struct srtp_keys keys;
	if (p->srtp || dtls_state(p->dtls) != DTLS_DONE) return;
	if (dtls_keys(p->dtls, &keys) != OK || srtp_new(SRTP_BUILTIN, &keys, &p->srtp) != OK) { p->state = RTC_FAILED; return; }
	p->state = RTC_UP;
	p->up_us = now_us;
}

/* The wall time at which the kernel took the datagram, so that a slow reader does not look like a slow sender. */
static int64_t stamp_us(struct msghdr *h)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(h); c; c = CMSG_NXTHDR(h, c)) {
		struct timespec t;
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_TIMESTAMPNS) continue;
		memcpy(&t, CMSG_DATA(c), sizeof t);
		return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
	}
	return 0;
}

static void on_datagram(struct rtc_peer *p, uint8_t *packet, size_t len, const struct sockaddr_in *from, int64_t now_us)
{
	p->datagrams_in++;
	p->bytes_in += len;
	switch (rtp_kind(packet, len)) {
	case RTP_KIND_STUN: on_stun(p, packet, len, from); break;
	case RTP_KIND_DTLS: on_dtls(p, packet, len, now_us); break;
	case RTP_KIND_RTP:
	case RTP_KIND_RTCP:
		if (p->srtp && p->on_media) p->on_media(p, packet, len);
		break;
	case RTP_KIND_OTHER: break;
	}
}

/* A port that another program's peer had a moment ago still gets that one's packets: as in a browser, only the path that was checked counts. */
static bool is_remote(const struct rtc_peer *p, const struct sockaddr_in *from)
{
	return from->sin_port == p->remote.sin_port && from->sin_addr.s_addr == p->remote.sin_addr.s_addr;
}

void rtc_peer_read(struct rtc_peer *p, int max, int64_t now_us)
{
	uint8_t packets[READ_MAX][2048];
	_Alignas(struct cmsghdr) uint8_t control[READ_MAX][64];
	struct sockaddr_in from[READ_MAX];
	struct iovec parts[READ_MAX];
	struct mmsghdr headers[READ_MAX];
	for (int n = READ_MAX; n == READ_MAX && max > 0; max -= n) {
		for (int i = 0; i < READ_MAX; i++) {
			parts[i] = (struct iovec){packets[i], sizeof packets[i]};
			headers[i].msg_hdr = (struct msghdr){.msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &parts[i], .msg_iovlen = 1,
			                                     .msg_control = control[i], .msg_controllen = sizeof control[i]};
		}
		n = recvmmsg(p->fd, headers, READ_MAX, MSG_DONTWAIT, NULL);
		for (int i = 0; i < n; i++) {
			if (!is_remote(p, &from[i])) continue;
			p->stamp_us = stamp_us(&headers[i].msg_hdr);
			on_datagram(p, packets[i], headers[i].msg_len, &from[i], now_us);
		}
	}
}

void rtc_peer_tick(struct rtc_peer *p, int64_t now_us)
{
	if (p->state == RTC_NEW || p->state == RTC_FAILED) return;
	if (now_us >= p->next_check_us) check(p, now_us);
	if (p->state == RTC_SHAKING && dtls_timeout_us(p->dtls) == 0) IGNORE(dtls_on_timeout(p->dtls));
	if (p->state != RTC_UP && now_us - p->began_us > GIVE_UP_US) p->state = RTC_FAILED;
}
