/* viewers.c — many WHEP viewers in one process, for load and for tests.
 *
 *   viewers --whep URL [--viewers N] [--seconds S] [--ramp PER_S] [--sample K] [--nack PERMILLE] [--audio] [--quiet]
 *
 * Each viewer checks, shakes hands and receives; it sends RR and REMB once a second, STUN every 2.5 s, and asks again for
 * PERMILLE of its packets. Every K-th packet is unsealed (1: all), which proves that the bytes are right; all are counted.
 * Once a second and at the end it prints one JSON line:
 *   {"up", "failed", "packets", "unsealed", "bad", "frames", "keys", "rtx", "gaps", "join_ms":{"p50","p99"}, "packets_per_s"}        */
#include <curl/curl.h>
#include <getopt.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "media/codec.h"
#include "media/rtcp.h"
#include "media/rtp.h"
#include "tests/tools/rig/door.h"
#include "tests/tools/rig/rtc_peer.h"

struct options { const char *whep, *host; int viewers, seconds, ramp, sample, nack_permille; bool audio, quiet; };

struct viewer {
	struct rtc_peer peer;
	const struct options *o;
	char *location;
	int64_t posted_us, first_frame_us, next_report_us;
	uint32_t ssrc, frame_ts;
	uint16_t seq;
	bool key_seen;
	uint64_t rtp, unsealed, bad, frames, keys, rtx, gaps; /* gaps: sequence numbers of the picture that were passed over */
};

struct totals { uint64_t up, failed, packets, unsealed, bad, frames, keys, rtx, gaps; };

static void answer_nack(struct viewer *v, uint16_t seq)
{
	uint8_t out[256 + SRTP_ROOM];
	struct rtcp_writer w = {.out = out, .cap = 256};
	size_t n;
	if (rtcp_add_nack(&w, 1, v->ssrc, &seq, 1) && srtp_seal_rtcp(v->peer.srtp, out, w.len, &n) == OK) rtc_peer_send(&v->peer, out, n);
}

/* What a decoder would be given: counts frames from the first key frame on. */
static void look_inside(struct viewer *v, const uint8_t *packet, size_t len)
{
	struct rtp r;
	if (rtp_parse(packet, len, &r) != OK) { v->bad++; return; }
	enum codec codec = r.pt == 102 ? CODEC_H264 : r.pt == 96 ? CODEC_VP8 : CODEC_NONE;
	if (codec == CODEC_NONE) {
		if (r.pt != 111) v->rtx++;
		return;
	}
	struct codec_look look;
	bool key = codec_look(codec, r.payload, r.payload_len, &look) == OK && look.key;
	if (key && (!v->key_seen || r.ts != v->frame_ts)) v->keys++;
	if (key) { v->key_seen = true; v->frame_ts = r.ts; }
	if (!v->key_seen || !r.marker) return;
	v->frames++;
	if (!v->first_frame_us) v->first_frame_us = clock_mono_us();
}

static void on_media(struct rtc_peer *p, uint8_t *packet, size_t len)
{
	struct viewer *v = p->arg;
	size_t n;
	if (rtp_kind(packet, len) == RTP_KIND_RTCP) return;
	uint8_t pt = packet[1] & 0x7f;
	if (pt == 102 || pt == 96) {
		uint16_t step = (uint16_t)(rtp_u16(packet + 2) - v->seq);
		if (v->ssrc && step > 1 && step < 0x8000) v->gaps += step - 1u;
		v->ssrc = rtp_u32(packet + 8);
		v->seq = rtp_u16(packet + 2);
		if (v->o->nack_permille && (int)randombytes_uniform(1000) < v->o->nack_permille) answer_nack(v, v->seq);
	}
	v->rtp++;
	if (v->first_frame_us && v->rtp % (unsigned)v->o->sample) return;
	if (srtp_unseal(p->srtp, packet, len, &n) != OK) { v->bad++; return; }
	v->unsealed++;
	look_inside(v, packet, n);
}

static void report(struct viewer *v, int64_t now_us)
{
	if (v->peer.state != RTC_UP || now_us < v->next_report_us) return;
	v->next_report_us = now_us + 1000000;
	uint8_t out[512 + SRTP_ROOM];
	struct rtcp_writer w = {.out = out, .cap = 512};
	struct rtcp_block b = {.ssrc = v->ssrc, .highest_seq = v->seq};
	size_t n;
	if (rtcp_add_rr(&w, 1, &b, 1) && rtcp_add_remb(&w, 1, 5000000, &v->ssrc, 1) && srtp_seal_rtcp(v->peer.srtp, out, w.len, &n) == OK)
		rtc_peer_send(&v->peer, out, n);
}

static bool join(struct viewer *v, const struct options *o, struct dtls_context *context, int epoll)
{
	struct buf offer, answer, location;
	long status = 0;
	buf_init(&offer), buf_init(&answer), buf_init(&location);
	*v = (struct viewer){.o = o};
	bool ok = rtc_peer_init(&v->peer, context) == OK;
	v->peer.on_media = on_media;
	v->peer.arg = v;
	v->posted_us = clock_mono_us();
	door_offer(&v->peer, false, 0, o->audio, &offer);
	ok = ok && door_post(o->whep, NULL, offer.data, &status, &answer, &location) == OK && status == 201;
	ok = ok && rtc_peer_connect(&v->peer, answer.data, o->host, clock_mono_us()) == OK;
	if (!ok) {
		fprintf(stderr, "viewers: POST gave %ld: %s\n", status, answer.data ? answer.data : "");
		v->peer.state = RTC_FAILED;
	}
	if (location.len) v->location = buf_take(&location);
	epoll_ctl(epoll, EPOLL_CTL_ADD, v->peer.fd, &(struct epoll_event){.events = EPOLLIN, .data.ptr = v});
	buf_fini(&offer), buf_fini(&answer), buf_fini(&location);
	return ok;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static void print(struct viewer *all, int n, double seconds)
{
	struct totals t = {0};
	int64_t *join_us = calloc((size_t)n + 1, sizeof *join_us);
	if (!join_us) abort();
	int joined = 0;
	for (int i = 0; i < n; i++) {
		struct viewer *v = &all[i];
		t.up += v->peer.state == RTC_UP, t.failed += v->peer.state == RTC_FAILED;
		t.packets += v->rtp, t.unsealed += v->unsealed, t.bad += v->bad, t.frames += v->frames, t.keys += v->keys, t.rtx += v->rtx, t.gaps += v->gaps;
		if (v->first_frame_us) join_us[joined++] = v->first_frame_us - v->posted_us;
	}
	qsort(join_us, (size_t)joined, sizeof *join_us, by_value);
	printf("{\"up\":%lu,\"failed\":%lu,\"joined\":%d,\"packets\":%lu,\"unsealed\":%lu,\"bad\":%lu,\"frames\":%lu,\"keys\":%lu,\"rtx\":%lu,\"gaps\":%lu,"
	       "\"join_ms\":{\"p50\":%.1f,\"p99\":%.1f},\"packets_per_s\":%.0f}\n",
	       t.up, t.failed, joined, t.packets, t.unsealed, t.bad, t.frames, t.keys, t.rtx, t.gaps, joined ? (double)join_us[joined / 2] / 1000 : -1,
	       joined ? (double)join_us[joined * 99 / 100] / 1000 : -1, seconds > 0 ? (double)t.packets / seconds : 0);
	fflush(stdout);
	free(join_us);
}

static void run(struct viewer *all, const struct options *o, struct dtls_context *context, int epoll)
{
	int64_t began = clock_mono_us(), end = began + (int64_t)o->seconds * 1000000, next_tick = 0, next_print = began + 1000000;
	int n = 0;
	while (clock_mono_us() < end) {
		int64_t now = clock_mono_us();
		if (n < o->viewers && (now - began) * o->ramp / 1000000 >= n) join(&all[n], o, context, epoll), n++;
		struct epoll_event events[256];
		int got = epoll_wait(epoll, events, 256, n < o->viewers ? 0 : 5);
		now = clock_mono_us();
		for (int i = 0; i < got; i++) rtc_peer_read(&((struct viewer *)events[i].data.ptr)->peer, 64, now);
		if (now >= next_tick) {
			next_tick = now + 20000;
			for (int i = 0; i < n; i++) rtc_peer_tick(&all[i].peer, now), report(&all[i], now);
		}
		if (!o->quiet && now >= next_print) print(all, n, (double)(now - began) / 1e6), next_print += 1000000;
	}
	print(all, n, (double)o->seconds);
	for (int i = 0; i < n; i++) rtc_peer_fini(&all[i].peer), free(all[i].location);
}

static void usage(void)
{
	fputs("viewers --whep URL [--host IP] [--viewers N] [--seconds S] [--ramp PER_S] [--sample K] [--nack PERMILLE] [--audio] [--quiet]\n", stderr);
	exit(2);
}

int main(int argc, char **argv)
{
	static const struct option longs[] = {{"whep", 1, 0, 'w'}, {"host", 1, 0, 'h'}, {"viewers", 1, 0, 'n'}, {"seconds", 1, 0, 's'}, {"ramp", 1, 0, 'r'},
	                                      {"sample", 1, 0, 'k'}, {"nack", 1, 0, 'm'}, {"audio", 0, 0, 'a'}, {"quiet", 0, 0, 'q'}, {0, 0, 0, 0}};
	struct options o = {.viewers = 1, .seconds = 5, .ramp = 100, .sample = 1};
	for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) switch (c) {
		case 'w': o.whep = optarg; break;
		case 'h': o.host = optarg; break;
		case 'n': o.viewers = atoi(optarg); break;
		case 's': o.seconds = atoi(optarg); break;
		case 'r': o.ramp = atoi(optarg); break;
		case 'k': o.sample = atoi(optarg); break;
		case 'm': o.nack_permille = atoi(optarg); break;
		case 'a': o.audio = true; break;
		case 'q': o.quiet = true; break;
		default: usage();
	}
	if (!o.whep || o.viewers < 1 || o.sample < 1 || o.ramp < 1 || sodium_init() < 0) usage();
	curl_global_init(CURL_GLOBAL_ALL);
	struct dtls_context *context;
	if (dtls_context_new(100, &context) != OK) return 1;
	struct viewer *all = calloc((size_t)o.viewers, sizeof *all);
	if (!all) abort();
	run(all, &o, context, epoll_create1(EPOLL_CLOEXEC));
	free(all);
	dtls_context_free(context);
	return 0;
}
