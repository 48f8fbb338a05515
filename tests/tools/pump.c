/* pump.c — a WHIP publisher whose load is exact: frames of equal packets at an even rate, for benchmarks and tests.
 *
 *   pump --whip URL --token T [--fps 30] [--packets 4] [--bytes 1200] [--key-every 60] [--seconds S] [--audio] [--twice]
 *   pump --rtp IP:PORT ...    the same packets as plain RTP, sound to PORT + 2, for servers that take those
 *
 * The packets are well-formed H264 over RTP (an IDR slice each --key-every frames and after a PLI) with bytes that nobody decodes:
 * behind the NAL header stand the frame number and the wall time in µs, so that a receiver can tell what it got.
 * --twice sends each sealed packet again, as one who has listened would.
 * Prints {"state": "up"} when connected and a last line {"frames", "packets", "plis"}. */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <getopt.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"
#include "media/rtcp.h"
#include "media/rtp.h"
#include "tests/tools/rig/door.h"
#include "tests/tools/rig/rtc_peer.h"

struct options { const char *whip, *token, *host, *rtp; int fps, packets, bytes, key_every, seconds; bool audio, twice; };

struct pump {
	struct rtc_peer peer;
	const struct options *o;
	uint32_t ssrc, frame, audio_frame;
	uint16_t seq, audio_seq;
	int64_t next_frame_us, next_audio_us, next_report_us;
	bool key_wanted, up;
	uint64_t packets, octets, plis;
};

static void on_media(struct rtc_peer *p, uint8_t *packet, size_t len)
{
	struct pump *m = p->arg;
	struct rtcp_reader r;
	struct rtcp_event e;
	size_t n;
	if (rtp_kind(packet, len) != RTP_KIND_RTCP || srtp_unseal_rtcp(p->srtp, packet, len, &n) != OK) return;
	if (rtcp_open(&r, packet, n) != OK) return;
	while (rtcp_next(&r, &e))
		if (e.kind == RTCP_PLI || e.kind == RTCP_FIR) m->plis++, m->key_wanted = true;
}

static void seal_and_send(struct pump *m, uint8_t *packet, size_t len, uint16_t port_shift)
{
	size_t n;
	if (m->o->rtp) {
		struct sockaddr_in to = m->peer.remote;
		to.sin_port = htons((uint16_t)(ntohs(to.sin_port) + port_shift));
		if (sendto(m->peer.fd, packet, len, 0, (struct sockaddr *)&to, sizeof to) < 0) return;
	} else if (srtp_seal(m->peer.srtp, packet, len, &n) == OK) {
		rtc_peer_send(&m->peer, packet, n);
		if (m->o->twice) rtc_peer_send(&m->peer, packet, n);
	}
}

/* One frame: single NAL units; the first of a key frame is an IDR slice, the others non-IDR slices of the same picture. */
static void send_frame(struct pump *m)
{
	uint8_t packet[RTP_BYTES_MAX + SRTP_ROOM];
	bool key = m->key_wanted || m->frame % (uint32_t)m->o->key_every == 0;
	m->key_wanted = false;
	for (int i = 0; i < m->o->packets; i++) {
		size_t at = rtp_write(packet, 102, i == m->o->packets - 1, m->seq++, m->frame * (90000u / (unsigned)m->o->fps), m->ssrc, NULL, 0);
		memset(packet + at, 0xab, (size_t)m->o->bytes - at);
		packet[at] = key ? 0x65 : 0x41;
		packet[at + 1] = i == 0 ? 0x88 : 0x08;
		rtp_put32(packet + at + 4, m->frame);
		struct timespec t;
		clock_gettime(CLOCK_REALTIME, &t);
		uint64_t wall_us = (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
		rtp_put32(packet + at + 8, (uint32_t)(wall_us >> 32));
		rtp_put32(packet + at + 12, (uint32_t)wall_us);
		seal_and_send(m, packet, (size_t)m->o->bytes, 0);
		m->packets++, m->octets += (size_t)m->o->bytes - at;
	}
	m->frame++;
}

static void send_audio(struct pump *m)
{
	uint8_t packet[RTP_BYTES_MAX + SRTP_ROOM];
	size_t at = rtp_write(packet, 111, false, m->audio_seq++, m->audio_frame++ * 960, m->ssrc + 1, NULL, 0);
	memset(packet + at, 0xfc, 80);
	seal_and_send(m, packet, at + 80, 2);
}

static void send_report(struct pump *m)
{
	uint8_t out[256 + SRTP_ROOM];
	struct rtcp_writer w = {.out = out, .cap = 256};
	size_t n;
	if (m->o->rtp || !rtcp_add_sr(&w, m->ssrc, rtcp_ntp(clock_wall_ms() * 1000), m->frame * (90000u / (unsigned)m->o->fps), (uint32_t)m->packets, (uint32_t)m->octets)) return;
	if (!rtcp_add_sdes(&w, m->ssrc, "rig") || srtp_seal_rtcp(m->peer.srtp, out, w.len, &n) != OK) return;
	rtc_peer_send(&m->peer, out, n);
}

static void turn(struct pump *m, int64_t now_us)
{
	rtc_peer_read(&m->peer, 64, now_us);
	if (!m->o->rtp) rtc_peer_tick(&m->peer, now_us);
	if (m->peer.state != RTC_UP) return;
	if (!m->up) {
		m->up = true;
		m->next_frame_us = m->next_audio_us = m->next_report_us = now_us;
		puts("{\"state\":\"up\"}");
		fflush(stdout);
	}
	if (now_us >= m->next_frame_us) m->next_frame_us += 1000000 / m->o->fps, send_frame(m);
	if (m->o->audio && now_us >= m->next_audio_us) m->next_audio_us += 20000, send_audio(m);
	if (now_us >= m->next_report_us) m->next_report_us += 1000000, send_report(m);
}

static bool connect_whip(struct pump *m, const struct options *o)
{
	struct buf offer, answer, location;
	long status = 0;
	buf_init(&offer), buf_init(&answer), buf_init(&location);
	door_offer(&m->peer, true, m->ssrc, o->audio, &offer);
	bool ok = door_post(o->whip, o->token, offer.data, &status, &answer, &location) == OK && status == 201 &&
	          rtc_peer_connect(&m->peer, answer.data, o->host, clock_mono_us()) == OK;
	if (!ok) fprintf(stderr, "pump: POST gave %ld: %s\n", status, answer.data ? answer.data : "");
	buf_fini(&offer), buf_fini(&answer), buf_fini(&location);
	return ok;
}

static bool connect_rtp(struct pump *m, const char *to)
{
	char ip[64];
	unsigned port;
	m->peer.remote.sin_family = AF_INET;
	if (sscanf(to, "%63[^:]:%u", ip, &port) != 2 || inet_pton(AF_INET, ip, &m->peer.remote.sin_addr) != 1) return false;
	m->peer.remote.sin_port = htons((uint16_t)port);
	m->peer.state = RTC_UP;
	return true;
}

static int publish(struct pump *m, const struct options *o, struct dtls_context *context)
{
	if (rtc_peer_init(&m->peer, context) != OK) return 1;
	m->peer.on_media = on_media;
	m->peer.arg = m;
	bool ok = o->rtp ? connect_rtp(m, o->rtp) : connect_whip(m, o);
	int64_t end = clock_mono_us() + (int64_t)o->seconds * 1000000;
	while (ok && clock_mono_us() < end && m->peer.state != RTC_FAILED) {
		struct pollfd p = {.fd = m->peer.fd, .events = POLLIN};
		poll(&p, 1, 2);
		turn(m, clock_mono_us());
	}
	printf("{\"frames\":%u,\"packets\":%lu,\"plis\":%lu}\n", m->frame, m->packets, m->plis);
	bool failed = !ok || m->peer.state == RTC_FAILED;
	rtc_peer_fini(&m->peer);
	return failed;
}

static void usage(void)
{
	fputs("pump --whip URL --token T | --rtp IP:PORT [--host IP] [--fps N] [--packets N] [--bytes N] [--key-every FRAMES] [--seconds S] [--audio] [--twice]\n", stderr);
	exit(2);
}

int main(int argc, char **argv)
{
	static const struct option longs[] = {{"whip", 1, 0, 'w'}, {"token", 1, 0, 't'}, {"host", 1, 0, 'h'}, {"fps", 1, 0, 'f'}, {"packets", 1, 0, 'p'},
	                                      {"bytes", 1, 0, 'b'}, {"key-every", 1, 0, 'k'}, {"seconds", 1, 0, 's'}, {"audio", 0, 0, 'a'}, {"twice", 0, 0, '2'},
	                                      {"rtp", 1, 0, 'r'}, {0, 0, 0, 0}};
	struct options o = {.fps = 30, .packets = 4, .bytes = 1200, .key_every = 60, .seconds = 10};
	for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) switch (c) {
		case 'w': o.whip = optarg; break;
		case 't': o.token = optarg; break;
		case 'h': o.host = optarg; break;
		case 'f': o.fps = atoi(optarg); break;
		case 'p': o.packets = atoi(optarg); break;
		case 'b': o.bytes = atoi(optarg); break;
		case 'k': o.key_every = atoi(optarg); break;
		case 's': o.seconds = atoi(optarg); break;
		case 'a': o.audio = true; break;
		case '2': o.twice = true; break;
		case 'r': o.rtp = optarg; break;
		default: usage();
	}
	if ((!o.rtp && (!o.whip || !o.token)) || o.fps < 1 || o.bytes < 64 || o.bytes > RTP_BYTES_MAX || o.key_every < 1 || sodium_init() < 0) usage();
	curl_global_init(CURL_GLOBAL_ALL);
	struct dtls_context *context;
	if (dtls_context_new(100, &context) != OK) return 1;
	struct pump *m = calloc(1, sizeof *m);
	if (!m) abort();
	m->o = &o;
	m->ssrc = 0x5eed0001;
	int rc = publish(m, &o, context);
	free(m);
	dtls_context_free(context);
	return rc;
}
