/* nursery_bed.h — a nursery of real children, found beside this test's folder, and what they have told. Any critical message of GLib in a
 * child is a failure (G_DEBUG, set by main). */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "media/nursery.h"

#define PORT_FIRST 43100
#define PORT_LAST 43139
#define HANG_US INT64_C(60000000)

static const char offer[] =
	"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
	"m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sendonly\r\na=rtcp-mux\r\na=setup:actpass\r\n"
	"a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdefghijkl\r\n"
	"a=fingerprint:sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F\r\n"
	"a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"
	"a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\na=rtcp-fb:96 transport-cc\r\n"
	"a=rtpmap:97 H264/90000\r\na=fmtp:97 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n"
	"a=rtcp-fb:97 nack\r\na=rtcp-fb:97 nack pli\r\na=rtcp-fb:97 transport-cc\r\n"
	"m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=sendonly\r\na=rtcp-mux\r\na=setup:actpass\r\n"
	"a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdefghijkl\r\n"
	"a=fingerprint:sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F\r\n"
	"a=rtpmap:111 opus/48000/2\r\n";

static const char fragment[] =
	"a=ice-ufrag:wxyz\r\na=ice-pwd:abcdefghijkl0123456789\r\nm=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n";

struct house {
	struct loop *loop;
	struct loop_timer *tick;             /* so that a turn of the loop never sleeps for long */
	struct nursery *nursery;
	struct ipc_answer answer;
	char sdp[IPC_SDP_BYTES + 1], reply[4096];
	int answers, fragments, gone;
	err_t fragment_error, why;
};

static inline void on_answer(void *arg, struct child_id c, const struct ipc_answer *a, const char *sdp)
{
	(void)c;
	struct house *h = arg;
	h->answer = *a;
	h->answers++;
	snprintf(h->sdp, sizeof h->sdp, "%s", sdp);
}

static inline void on_fragment(void *arg, struct child_id c, err_t e, const char *text)
{
	(void)c;
	struct house *h = arg;
	h->fragments++;
	h->fragment_error = e;
	snprintf(h->reply, sizeof h->reply, "%s", text);
}

static inline void on_gone(void *arg, struct child_id c, err_t why)
{
	(void)c;
	struct house *h = arg;
	h->gone++;
	h->why = why;
}

static inline void on_tick(void *arg) { (void)arg; }

/* build/VARIANT/unit/media/nursery_test -> build/VARIANT/mela-ingest */
static inline void program_path(char ret[static 1024])
{
	ssize_t n = readlink("/proc/self/exe", ret, 1000);
	assert_true(n > 0);
	ret[n] = 0;
	for (int i = 0; i < 3; i++) *strrchr(ret, '/') = 0;
	strcat(ret, "/mela-ingest");
}

static inline int house_open_at(void **state, const char *announce)
{
	struct house *h = calloc(1, sizeof *h);
	char program[1024];
	program_path(program);
	h->loop = loop_new();
	h->tick = loop_timer_start(h->loop, 20, 20, on_tick, h);
	struct nursery_config config = {.program = program, .announce = announce, .port_first = PORT_FIRST, .port_last = PORT_LAST, .children_max = 2};
	struct nursery_events events = {.arg = h, .on_answer = on_answer, .on_fragment = on_fragment, .on_gone = on_gone};
	*state = h;
	return nursery_open(h->loop, &config, &events, &h->nursery) == OK ? 0 : -1;
}

static inline int house_open(void **state) { return house_open_at(state, ""); }

static inline int house_close(void **state)
{
	struct house *h = *state;
	nursery_close(h->nursery);
	loop_timer_stop(h->tick);
	loop_free(h->loop);
	free(h);
	return 0;
}

/* Turns the loop until *count reaches `n`; the µs it took. */
static inline int64_t turn_until(struct house *h, const int *count, int n)
{
	int64_t began = clock_mono_us();
	while (*count < n && clock_mono_us() - began < HANG_US) loop_turn(h->loop, true);
	assert_true(*count >= n);
	return clock_mono_us() - began;
}

static inline struct child_id begin(struct house *h, int *ret_fd)
{
	struct child_id c;
	int answers = h->answers;
	assert_int_equal(nursery_start(h->nursery, offer, &c, ret_fd), OK);
	turn_until(h, &h->answers, answers + 1);
	return c;
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_open, house_close)
