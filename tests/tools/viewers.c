/* viewers.c — many WHEP viewers in one process, for load and for tests.
 *
 *   viewers --whep URL ... [--viewers N] [--seconds S] [--ramp PER_S] [--sample K] [--nack PERMILLE] [--audio] [--quiet] [--paced] [--port FIRST]
 *   viewers --janus URL --mountpoint M ...     the same from a mountpoint of Janus' streaming plugin
 *
 * Each viewer checks, shakes hands and receives; it sends RR and REMB once a second, STUN every 2.5 s, and asks again for
 * PERMILLE of its packets. Every K-th packet is unsealed (1: all), which proves that the bytes are right; all are counted.
 * With --paced it reads every 2 ms instead of being woken: over loopback whoever sends pays for waking whoever reads, and for
 * meeting him at the queue, which no server does for other machines. Delays do not suffer: the kernel stamps what comes.
 * Several URLs are taken in turn. Two seconds after all are up, loss begins to be counted, and the forward delay of the
 * unsealed packets that pump has stamped: the kernel's stamp minus pump's.
 * Once a second and at the end it prints one JSON line:
 *   {"up", "failed", "packets", "unsealed", "bad", "frames", "keys", "rtx", "gaps", "join_ms":{"p50","p99"}, "packets_per_s",
 *    "lost", "expected", "delay_us":{"n","p50","p99","max"}, "ramp_s", "profile"}                                          */
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
#include "tests/tools/rig/gauge.h"
#include "tests/tools/rig/janus_door.h"
#include "tests/tools/rig/rtc_peer.h"

#define URLS_MAX  64
#define PACE_US   2000
#define SETTLE_US 2000000 /* from the last one up until delay and loss count */

struct options { const char *whep[URLS_MAX], *janus, *host; int wheps, mountpoint, first_port, viewers, seconds, ramp, sample, nack_permille; bool audio, quiet, paced; };

/* What all viewers share. */
struct crowd {
	const struct options *o;
	struct dtls_context *context;
	struct door door;
	int epoll, n;
	bool measuring;
	int64_t began_us, up_us; /* up_us: when all were */
	struct gauge delay;
	struct viewer *all;
};

struct viewer {
	struct rtc_peer peer;
	struct crowd *crowd;
	char *location;
	int64_t posted_us, first_frame_us, next_report_us;
	uint32_t ssrc, frame_ts;
	uint16_t seq;
	bool key_seen, counting;
	uint64_t first_index, highest_index, counted; /* extended numbers of the picture, and how many came, since measuring began */
	uint64_t rtp, unsealed, bad, frames, keys, rtx, gaps; /* gaps: sequence numbers of the picture that were passed over */
};

struct totals { uint64_t up, failed, packets, unsealed, bad, frames, keys, rtx, gaps, expected, counted; };

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
	if (v->crowd->measuring && r.payload_len >= 16) {
		uint64_t sent_us = (uint64_t)rtp_u32(r.payload + 8) << 32 | rtp_u32(r.payload + 12);
		int64_t took_us = v->peer.stamp_us - (int64_t)sent_us;
		if (took_us > -1000000 && took_us < 10000000) gauge_add(&v->crowd->delay, took_us);
	}
	struct codec_look look;
	bool key = codec_look(codec, r.payload, r.payload_len, &look) == OK && look.key;
	if (key && (!v->key_seen || r.ts != v->frame_ts)) v->keys++;
	if (key) { v->key_seen = true; v->frame_ts = r.ts; }
	if (!v->key_seen || !r.marker) return;
	v->frames++;
	if (!v->first_frame_us) v->first_frame_us = clock_mono_us();
}

static void count(struct viewer *v, uint16_t seq)
{
	if (!v->counting) {
		v->counting = true;
		v->first_index = v->highest_index = 0x10000 + seq;
	}
	uint64_t index = rtp_index(v->highest_index, seq);
	if (index < v->first_index) return;
	v->counted++;
	if (index > v->highest_index) v->highest_index = index;
}

static void on_media(struct rtc_peer *p, uint8_t *packet, size_t len)
{
	struct viewer *v = p->arg;
	const struct options *o = v->crowd->o;
	size_t n;
	if (rtp_kind(packet, len) == RTP_KIND_RTCP) return;
	uint8_t pt = packet[1] & 0x7f;
	if (pt == 102 || pt == 96) {
		uint16_t step = (uint16_t)(rtp_u16(packet + 2) - v->seq);
		if (v->ssrc && step > 1 && step < 0x8000) v->gaps += step - 1u;
		v->ssrc = rtp_u32(packet + 8);
		v->seq = rtp_u16(packet + 2);
		if (v->crowd->measuring) count(v, v->seq);
		if (o->nack_permille && (int)randombytes_uniform(1000) < o->nack_permille) answer_nack(v, v->seq);
	}
	v->rtp++;
	if (v->first_frame_us && v->rtp % (unsigned)o->sample) return;
	err_t e = srtp_unseal(p->srtp, packet, len, &n);
	if (e != OK) {
		if (!v->bad++) fprintf(stderr, "viewers: payload type %u, number %u: %s\n", pt, rtp_u16(packet + 2), err_wire(e));
		return;
	}
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

static bool join_whep(struct viewer *v, const char *url)
{
	const struct options *o = v->crowd->o;
	struct buf offer, answer, location;
	long status = 0;
	buf_init(&offer), buf_init(&answer), buf_init(&location);
	door_offer(&v->peer, false, 0, o->audio, &offer);
	bool ok = door_post_on(&v->crowd->door, url, NULL, offer.data, &status, &answer, &location) == OK && status == 201;
	ok = ok && rtc_peer_connect(&v->peer, answer.data, o->host, clock_mono_us()) == OK;
	if (!ok) fprintf(stderr, "viewers: POST gave %ld: %s\n", status, answer.data ? answer.data : "");
	if (location.len) v->location = buf_take(&location);
	buf_fini(&offer), buf_fini(&answer), buf_fini(&location);
	return ok;
}

static void join(struct crowd *c)
{
	struct viewer *v = &c->all[c->n];
	const struct options *o = c->o;
	*v = (struct viewer){.crowd = c};
	if (rtc_peer_init(&v->peer, c->context) != OK) abort();
	if (c->o->first_port && rtc_peer_bind(&v->peer, (uint16_t)(c->o->first_port + (v - c->all))) != OK) abort();
	v->peer.on_media = on_media;
	v->peer.arg = v;
	v->posted_us = clock_mono_us();
	bool ok = o->janus ? janus_door_join(&c->door, o->janus, o->mountpoint, &v->peer, v->posted_us) == OK : join_whep(v, o->whep[c->n % o->wheps]);
	if (!ok) v->peer.state = RTC_FAILED;
	epoll_ctl(c->epoll, EPOLL_CTL_ADD, v->peer.fd, &(struct epoll_event){.events = EPOLLIN, .data.ptr = v});
	c->n++;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static void print(struct crowd *c, double seconds)
{
	struct totals t = {0};
	int64_t *join_us = calloc((size_t)c->n + 1, sizeof *join_us);
	if (!join_us) abort();
	int joined = 0;
	for (int i = 0; i < c->n; i++) {
		struct viewer *v = &c->all[i];
		t.up += v->peer.state == RTC_UP, t.failed += v->peer.state == RTC_FAILED;
		t.packets += v->rtp, t.unsealed += v->unsealed, t.bad += v->bad, t.frames += v->frames, t.keys += v->keys, t.rtx += v->rtx;
		t.gaps += v->gaps, t.counted += v->counted;
		if (v->counting) t.expected += v->highest_index - v->first_index + 1;
		if (v->first_frame_us) join_us[joined++] = v->first_frame_us - v->posted_us;
	}
	qsort(join_us, (size_t)joined, sizeof *join_us, by_value);
	printf("{\"up\":%lu,\"failed\":%lu,\"joined\":%d,\"packets\":%lu,\"unsealed\":%lu,\"bad\":%lu,\"frames\":%lu,\"keys\":%lu,\"rtx\":%lu,\"gaps\":%lu,"
	       "\"join_ms\":{\"p50\":%.1f,\"p99\":%.1f},\"packets_per_s\":%.0f,",
	       t.up, t.failed, joined, t.packets, t.unsealed, t.bad, t.frames, t.keys, t.rtx, t.gaps, joined ? (double)join_us[joined / 2] / 1000 : -1,
	       joined ? (double)join_us[joined * 99 / 100] / 1000 : -1, seconds > 0 ? (double)t.packets / seconds : 0);
	printf("\"lost\":%ld,\"expected\":%lu,\"delay_us\":{\"n\":%lu,\"p50\":%ld,\"p99\":%ld,\"max\":%ld},\"ramp_s\":%.2f,\"profile\":\"%s\"}\n",
	       (long)(t.expected - t.counted), t.expected, c->delay.n, gauge_us(&c->delay, 500), gauge_us(&c->delay, 990), c->delay.max_us,
	       c->up_us ? (double)(c->up_us - c->began_us) / 1e6 : -1, c->n && c->all[0].peer.srtp && srtp_overhead(c->all[0].peer.srtp) == 16 ? "GCM128" : "CM80");
	fflush(stdout);
	free(join_us);
}

/* Or have given up, which a busy machine makes a few do; they are counted. */
static bool all_up(const struct crowd *c)
{
	for (int i = 0; i < c->n; i++)
		if (c->all[i].peer.state != RTC_UP && c->all[i].peer.state != RTC_FAILED) return false;
	return c->n == c->o->viewers;
}

/* Fifty times a second: timers, reports, and whether measuring may begin. */
static void tick(struct crowd *c, int64_t now)
{
	for (int i = 0; i < c->n; i++) rtc_peer_tick(&c->all[i].peer, now), report(&c->all[i], now);
	if (!c->up_us && all_up(c)) c->up_us = now;
	c->measuring = c->up_us && now - c->up_us > SETTLE_US;
}

static void run(struct crowd *c)
{
	const struct options *o = c->o;
	int64_t next_tick = 0, next_print = c->began_us + 1000000, end = c->began_us + (int64_t)o->seconds * 1000000;
	while (clock_mono_us() < end) {
		int64_t now = clock_mono_us();
		if (c->n < o->viewers && (now - c->began_us) * o->ramp / 1000000 >= c->n) join(c);
		struct epoll_event events[4096];
		if (o->paced && c->up_us) usleep(PACE_US);
		int got = epoll_wait(c->epoll, events, 4096, c->n < o->viewers || o->paced ? 0 : 5);
		now = clock_mono_us();
		for (int i = 0; i < got; i++) rtc_peer_read(&((struct viewer *)events[i].data.ptr)->peer, 64, now);
		if (now >= next_tick) next_tick = now + 20000, tick(c, now);
		if (!o->quiet && now >= next_print) print(c, (double)(now - c->began_us) / 1e6), next_print += 1000000;
	}
	print(c, (double)o->seconds);
	for (int i = 0; i < c->n; i++) rtc_peer_fini(&c->all[i].peer), free(c->all[i].location);
}

static void usage(void)
{
	fputs("viewers --whep URL ... | --janus URL --mountpoint M [--host IP] [--viewers N] [--seconds S] [--ramp PER_S] [--sample K] [--nack PERMILLE] [--audio] [--quiet] [--paced]\n", stderr);
	exit(2);
}

static void parse(int argc, char **argv, struct options *o)
{
	static const struct option longs[] = {{"whep", 1, 0, 'w'}, {"host", 1, 0, 'h'}, {"viewers", 1, 0, 'n'}, {"seconds", 1, 0, 's'}, {"ramp", 1, 0, 'r'},
	                                      {"sample", 1, 0, 'k'}, {"nack", 1, 0, 'm'}, {"audio", 0, 0, 'a'}, {"port", 1, 0, 'f'}, {"quiet", 0, 0, 'q'}, {"janus", 1, 0, 'j'},
	                                      {"mountpoint", 1, 0, 'p'}, {"paced", 0, 0, 'b'}, {0, 0, 0, 0}};
	for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) switch (c) {
		case 'w': if (o->wheps == URLS_MAX) usage(); o->whep[o->wheps++] = optarg; break;
		case 'h': o->host = optarg; break;
		case 'n': o->viewers = atoi(optarg); break;
		case 's': o->seconds = atoi(optarg); break;
		case 'r': o->ramp = atoi(optarg); break;
		case 'k': o->sample = atoi(optarg); break;
		case 'm': o->nack_permille = atoi(optarg); break;
		case 'a': o->audio = true; break;
		case 'f': o->first_port = atoi(optarg); break;
		case 'q': o->quiet = true; break;
		case 'b': o->paced = true; break;
		case 'j': o->janus = optarg; break;
		case 'p': o->mountpoint = atoi(optarg); break;
		default: usage();
	}
	if (!o->wheps == !o->janus || o->viewers < 1 || o->sample < 1 || o->ramp < 1) usage();
}

int main(int argc, char **argv)
{
	struct options o = {.viewers = 1, .seconds = 5, .ramp = 100, .sample = 1, .mountpoint = 1};
	parse(argc, argv, &o);
	if (sodium_init() < 0) return 1;
	curl_global_init(CURL_GLOBAL_ALL);
	struct crowd *c = calloc(1, sizeof *c);
	if (!c) abort();
	*c = (struct crowd){.o = &o, .epoll = epoll_create1(EPOLL_CLOEXEC), .began_us = clock_mono_us(), .all = calloc((size_t)o.viewers, sizeof *c->all)};
	if (!c->all) abort();
	if (dtls_context_new(100, &c->context) != OK) return 1;
	door_init(&c->door);
	run(c);
	door_fini(&c->door);
	dtls_context_free(c->context);
	free(c->all);
	free(c);
	return 0;
}
