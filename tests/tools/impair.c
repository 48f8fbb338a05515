/* impair.c — a bad network between two network namespaces: a TAP in each, and a line each way (rig/line.h). B has a second TAP,
 * its other way to the same place, as a phone has wifi and 4G.
 *
 *   impair NAMESPACE_A NAMESPACE_B [SEED]     the TAPs are called "line" and "cell"; addresses and links up are the caller's
 *   impair check                              tries the lines themselves in made-up time
 *
 * It reads lines "to-a|to-b|both NAME VALUE [NAME VALUE …]" (names of struct line_rules), "rebind SHIFT" (B is behind a NAT that
 * gives its UDP other ports from now on) or "counts", and answers each with one line of JSON. It ends with its input. */
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "tests/tools/rig/line.h"
#include "tests/tools/rig/nat.h"

#define READS    64
#define WORDS    32

enum side { A, B, SIDES };
enum tap { TAP_A, TAP_B, TAP_CELL, TAPS };
static const struct { enum side side; const char *name; } ends[TAPS] = {[TAP_A] = {A, "line"}, [TAP_B] = {B, "line"}, [TAP_CELL] = {B, "cell"}};

struct impair {
	int taps[TAPS];
	struct line *to[SIDES];
	uint16_t shift;          /* of B's UDP ports */
	char typed[512];
	size_t typed_len;
};

/* A TAP of that name, made inside a namespace; the process stays there. */
static int open_tap(const char *ns, const char *name)
{
	char path[128];
	struct ifreq r = {.ifr_flags = IFF_TAP | IFF_NO_PI};
	snprintf(path, sizeof path, "/run/netns/%s", ns);
	int there = open(path, O_RDONLY | O_CLOEXEC);
	if (there < 0 || setns(there, CLONE_NEWNET) < 0) return -1;
	close(there);
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	snprintf(r.ifr_name, sizeof r.ifr_name, "%s", name);
	if (fd >= 0 && ioctl(fd, TUNSETIFF, &r) == 0) return fd;
	if (fd >= 0) close(fd);
	return -1;
}

static void take_in(struct impair *m, enum tap from, int64_t now_us)
{
	uint8_t frame[LINE_FRAME_MAX];
	enum side side = ends[from].side;
	for (int i = 0; i < READS; i++) {
		ssize_t n = read(m->taps[from], frame, sizeof frame);
		if (n <= 0) return;
		nat_shift(frame, (size_t)n, side == B, m->shift);
		line_put(m->to[!side], frame, (size_t)n, now_us);
	}
}

static void let_out(struct impair *m, enum side to, int64_t now_us)
{
	uint8_t frame[LINE_FRAME_MAX];
	for (size_t n; (n = line_take(m->to[to], now_us, frame)) > 0;)
		for (int t = 0; t < TAPS; t++) /* a full queue of the kernel loses it, as networks do; so does a link that is down */
			if (ends[t].side == to && write(m->taps[t], frame, n) < 0 && errno == EBADF) abort();
}

/* ---- what is typed ---- */

static err_t set(struct impair *m, char *words[], int n)
{
	bool a = !strcmp(words[0], "to-a"), b = !strcmp(words[0], "to-b"), both = !strcmp(words[0], "both");
	if ((!a && !b && !both) || n < 3 || n % 2 == 0) return ERR_BAD_FIELD;
	for (int i = 1; i < n; i += 2) {
		char *end;
		int64_t value = strtoll(words[i + 1], &end, 10);
		if (*end) return ERR_BAD_FIELD;
		if (a || both) TRY(line_set(m->to[A], words[i], value));
		if (b || both) TRY(line_set(m->to[B], words[i], value));
	}
	return OK;
}

static void print_counts(const char *name, const struct line *l)
{
	const struct line_counts *c = line_counts(l);
	printf("\"%s\":{\"in\":%llu,\"lost\":%llu,\"overflowed\":%llu,\"out\":%llu,\"bytes\":%llu}", name, (unsigned long long)c->in, (unsigned long long)c->lost,
	       (unsigned long long)c->overflowed, (unsigned long long)c->out, (unsigned long long)c->out_bytes);
}

static void obey(struct impair *m, char *text)
{
	char *words[WORDS], *rest;
	int n = 0;
	for (char *w = strtok_r(text, " ", &rest); w && n < WORDS; w = strtok_r(NULL, " ", &rest)) words[n++] = w;
	if (n == 1 && !strcmp(words[0], "counts")) {
		printf("{");
		print_counts("to_a", m->to[A]);
		printf(",");
		print_counts("to_b", m->to[B]);
		printf("}\n");
	} else if (n == 2 && !strcmp(words[0], "rebind")) {
		m->shift = (uint16_t)strtoul(words[1], NULL, 10);
		printf("{\"ok\":true}\n");
	} else {
		printf("{\"ok\":%s}\n", n && set(m, words, n) == OK ? "true" : "false");
	}
	fflush(stdout);
}

/* False when the input has ended. */
static bool read_typed(struct impair *m)
{
	ssize_t n = read(STDIN_FILENO, m->typed + m->typed_len, sizeof m->typed - 1 - m->typed_len);
	if (n <= 0) return false;
	m->typed_len += (size_t)n;
	for (char *end; (end = memchr(m->typed, '\n', m->typed_len));) {
		size_t used = (size_t)(end - m->typed) + 1;
		*end = 0;
		obey(m, m->typed);
		m->typed_len -= used;
		memmove(m->typed, end + 1, m->typed_len);
	}
	return m->typed_len < sizeof m->typed - 1;
}

static void run(struct impair *m)
{
	for (;;) {
		struct pollfd fds[TAPS + 1] = {[TAPS] = {.fd = STDIN_FILENO, .events = POLLIN}};
		for (int t = 0; t < TAPS; t++) fds[t] = (struct pollfd){.fd = m->taps[t], .events = POLLIN};
		int64_t now = clock_mono_us(), due = line_due_us(m->to[A]), other = line_due_us(m->to[B]), wait;
		if (other < due) due = other;
		wait = due == INT64_MAX ? 1000000 : due > now ? due - now : 0;
		struct timespec t = {.tv_sec = wait / 1000000, .tv_nsec = wait % 1000000 * 1000};
		(void)ppoll(fds, TAPS + 1, &t, NULL);
		now = clock_mono_us();
		for (int i = 0; i < TAPS; i++)
			if (fds[i].revents & POLLIN) take_in(m, (enum tap)i, now);
		for (int s = A; s < SIDES; s++) let_out(m, (enum side)s, now);
		if (fds[TAPS].revents && !read_typed(m)) return;
	}
}

/* ---- the check ---- */

#define CHECK_FRAMES 200000
#define CHECK_GAP_US 1000

struct seen { double loss, mean_burst, delay_ms, reordered, kbps; };

static const struct trial { const char *name, *rules; struct seen want; } trials[] = {
	{"nothing is set",      "both delay 0",                                  {0, 0, 0, 0, 0}},
	{"5 % random loss",     "both loss 50",                                  {0.05, 1.05, 0, 0, 0}},
	{"10 % random loss",    "both loss 100",                                 {0.10, 1.11, 0, 0, 0}},
	{"30 % in bursts",      "both to_bad 10 to_good 23 bad_loss 1000",       {0.303, 43, 0, 0, 0}},
	{"a delay of 50 ms",    "both delay 50",                                 {0, 0, 50, 0, 0}},
	{"1 % passes by",       "both delay 50 reorder 10",                      {0, 0, 49.5, 0.01, 0}},
	{"1 Mb/s",              "both rate_kbps 1000 queue 100",                 {0.875, 7.9, 100, 0, 1000}},
	{"a blackout",          "both blackout 1",                               {1, CHECK_FRAMES, 0, 0, 0}},
};

/* Frames of 1,000 bytes, one a millisecond, each with its number in front. */
static struct seen look(struct line *l)
{
	uint8_t room[LINE_FRAME_MAX] = {0};
	uint32_t next = 0, expected = 0, got = 0, gaps = 0, missing = 0, passed_by = 0;
	int64_t delay_us = 0, now = 0, last = 0;
	while (next < CHECK_FRAMES || line_due_us(l) != INT64_MAX) {
		for (size_t n; (n = line_take(l, now, room)) > 0;) {
			uint32_t number;
			memcpy(&number, room, sizeof number);
			got++;
			delay_us += now - (int64_t)number * CHECK_GAP_US;
			last = now;
			if (number < expected) { passed_by++; continue; }
			if (number > expected) { gaps++; missing += number - expected; }
			expected = number + 1;
		}
		if (now % CHECK_GAP_US == 0 && next < CHECK_FRAMES) {
			memcpy(room, &next, sizeof next);
			next++;
			line_put(l, room, 1000, now);
		}
		now += CHECK_GAP_US / 4;
	}
	if (expected < CHECK_FRAMES) { gaps++; missing += CHECK_FRAMES - expected; }
	const struct line_counts *c = line_counts(l);
	return (struct seen){(double)(c->lost + c->overflowed) / CHECK_FRAMES, gaps ? (double)missing / gaps : 0, got ? (double)delay_us / got / 1000 : 0,
	                     got ? (double)gaps / got : 0, last ? (double)got * 8000 / (double)last * 1000 : 0};
}

static bool near(double got, double want, double share, double least) { return got > want - want * share - least && got < want + want * share + least; }

static bool fits(const struct trial *t, const struct seen *s)
{
	const struct seen *w = &t->want;
	bool late = w->reordered > 0; /* a frame that passes by looks like a gap, and closes one */
	return near(s->loss, w->loss, 0.1, 0.001) && (late || near(s->mean_burst, w->mean_burst, 0.15, 0.01)) && near(s->delay_ms, w->delay_ms, 0.1, 0.6) &&
	       (!late || near(s->reordered, w->reordered, 0.3, 0)) && (w->kbps == 0 || near(s->kbps, w->kbps, 0.05, 0));
}

static struct seen tried(const struct trial *t, bool *ret_obeyed)
{
	char text[256], *words[WORDS], *rest;
	int n = 0;
	struct impair m = {.to = {line_new(7), line_new(7)}};
	snprintf(text, sizeof text, "%s", t->rules);
	for (char *w = strtok_r(text, " ", &rest); w && n < WORDS; w = strtok_r(NULL, " ", &rest)) words[n++] = w;
	*ret_obeyed = set(&m, words, n) == OK;
	struct seen s = look(m.to[B]);
	line_free(m.to[A]);
	line_free(m.to[B]);
	return s;
}

static uint16_t udp_sum(const uint8_t *ip, size_t udp_len)
{
	uint32_t s = 17 + (uint32_t)udp_len;
	for (size_t i = 12; i < 20 + udp_len; i += 2) s += (uint32_t)(ip[i] << 8 | ip[i + 1]);
	while (s >> 16) s = (s & 0xffff) + (s >> 16);
	return (uint16_t)s;
}

/* A datagram's port goes up on the way out and comes back on the way in; its sum holds (RFC 768: all ones) both times. */
static bool rebinds(void)
{
	uint8_t f[14 + 20 + 12] = {[12] = 8, [14] = 0x45, [23] = 17, [26] = 10, [29] = 2, [30] = 10, [33] = 1, [34] = 0xc3, [35] = 0x50, [36] = 0x1f, [37] = 0x90, [39] = 12, [42] = 'm', [43] = 'e'};
	uint16_t sum = (uint16_t)~udp_sum(f + 14, 12);
	f[40] = (uint8_t)(sum >> 8), f[41] = (uint8_t)sum;
	bool out = nat_shift(f, sizeof f, true, 1000) && (f[34] << 8 | f[35]) == 51000 && udp_sum(f + 14, 12) == 0xffff;
	f[36] = f[34], f[37] = f[35];
	bool in = nat_shift(f, sizeof f, false, 1000) && (f[36] << 8 | f[37]) == 50000;
	f[23] = 6;
	return out && in && !nat_shift(f, sizeof f, true, 1000) && !nat_shift(f, 30, true, 1000);
}

/* Each row holds what it promises; and no row of another promise passes for it, so that a wrong setting is noticed. */
static int check(void)
{
	int passed = 0, failed = 0;
	for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
		bool obeyed, ok;
		struct seen s = tried(&trials[i], &obeyed);
		ok = obeyed && fits(&trials[i], &s);
		for (size_t k = 0; k < sizeof trials / sizeof *trials; k++) ok = ok && (k == i || !fits(&trials[k], &s));
		printf("%s %s: loss %.3f, bursts of %.1f, %.1f ms, %.4f out of order, %.0f kb/s\n", ok ? "ok  " : "FAIL", trials[i].name, s.loss, s.mean_burst, s.delay_ms, s.reordered, s.kbps);
		if (ok) passed++; else failed++;
	}
	struct line *l = line_new(1);
	bool refuses = line_set(l, "los", 1) != OK && line_set(l, "loss", 1001) != OK && line_set(l, "loss", -1) != OK && line_set(l, "loss", 1000) == OK;
	line_free(l);
	bool rebound = rebinds();
	if (refuses) passed++; else failed++;
	if (rebound) passed++; else failed++;
	printf("%s what is no rule is refused\n%s a NAT that forgets\n%d passed, %d failed\n", refuses ? "ok  " : "FAIL", rebound ? "ok  " : "FAIL", passed, failed);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "check")) return check();
	if (argc != 3 && argc != 4) {
		fprintf(stderr, "impair NAMESPACE_A NAMESPACE_B [SEED] | impair check\n");
		return EXIT_FAILURE;
	}
	uint64_t seed = argc == 4 ? strtoull(argv[3], NULL, 10) : 1;
	struct impair m = {.to = {line_new(2 * seed), line_new(2 * seed + 1)}};
	for (int t = 0; t < TAPS; t++) {
		m.taps[t] = open_tap(argv[1 + ends[t].side], ends[t].name);
		if (m.taps[t] >= 0) continue;
		fprintf(stderr, "impair: no TAP: %s\n", strerror(errno));
		return EXIT_FAILURE;
	}
	printf("{\"ready\":true}\n");
	fflush(stdout);
	run(&m);
	line_free(m.to[A]);
	line_free(m.to[B]);
	return EXIT_SUCCESS;
}
