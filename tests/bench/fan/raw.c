/* raw.c — the ceiling: the least that fanning out can cost on this machine, without RTCP, NACK, ICE or a source.
 *
 *   raw [--viewers N] [--fps F] [--packets P] [--bytes B] [--seconds S] [--openssl]
 *
 * For each frame and viewer: P packets copied, sealed with AES-128-GCM (a key per viewer; by what the server uses, or by OpenSSL) and sent as one UDP_SEGMENT run,
 * 64 runs in a sendmmsg. A second process reads them as viewers would, for over loopback the sender pays for delivery;
 * it reads every 2 ms, as those of the benchmark do, so that nobody pays for waking it. Prints {"us_per_packet", "seal_us", "packets"}: CPU time of this process.   */
#include <arpa/inet.h>
#include <getopt.h>
#include <netinet/udp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "media/gcm.h"

#define BATCH 64

struct load { int viewers, fps, packets, bytes, seconds; enum gcm_by by; };

struct raw {
	struct load load;
	int fd;
	struct gcm *ciphers;
	struct sockaddr_in *to;
	uint8_t *arena, payload[1500];
	uint64_t sealed, sent;
};

static double seconds_of(clockid_t which)
{
	struct timespec t;
	clock_gettime(which, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The readers' sockets, made before the fork so that both sides know their ports. */
static int *open_readers(int n, struct sockaddr_in *ret_at)
{
	int *fds = calloc((size_t)n, sizeof *fds), room = 1 << 19;
	if (!fds) abort();
	for (int i = 0; i < n; i++) {
		socklen_t len = sizeof ret_at[i];
		fds[i] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		ret_at[i] = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
		setsockopt(fds[i], SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
		setsockopt(fds[i], SOL_SOCKET, SO_TIMESTAMPNS, &(int){1}, sizeof(int)); /* as the viewers' */
		if (fds[i] < 0 || bind(fds[i], (struct sockaddr *)&ret_at[i], len) || getsockname(fds[i], (struct sockaddr *)&ret_at[i], &len)) exit(1);
	}
	return fds;
}

static void read_for_ever(const int *fds, int n)
{
	static uint8_t bytes[8][2048];
	struct iovec parts[8];
	struct mmsghdr headers[8] = {0};
	int epoll = epoll_create1(0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int i = 0; i < 8; i++) parts[i] = (struct iovec){bytes[i], sizeof bytes[i]}, headers[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
	for (int i = 0; i < n; i++) epoll_ctl(epoll, EPOLL_CTL_ADD, fds[i], &(struct epoll_event){.events = EPOLLIN, .data.fd = fds[i]});
	for (;;) {
		struct epoll_event events[4096];
		usleep(2000);
		int got = epoll_wait(epoll, events, 4096, 0);
		for (int i = 0; i < got; i++)
			while (recvmmsg(events[i].data.fd, headers, 8, MSG_DONTWAIT, NULL) == 8) {}
	}
}

static void seal(struct raw *r, int viewer, uint8_t *out)
{
	uint8_t iv[GCM_IV_BYTES] = {0};
	memcpy(iv + 4, &r->sealed, sizeof r->sealed);
	memcpy(out, r->payload, (size_t)r->load.bytes);
	if (!gcm_seal(&r->ciphers[viewer], iv, out, 12, out + 12, (size_t)r->load.bytes - 12)) abort();
	r->sealed++;
}

static void send_batch(struct raw *r, int first, int n)
{
	struct mmsghdr headers[BATCH];
	struct iovec parts[BATCH];
	_Alignas(struct cmsghdr) uint8_t control[BATCH][CMSG_SPACE(sizeof(uint16_t))];
	size_t packet = (size_t)r->load.bytes + GCM_TAG_BYTES, run = packet * (size_t)r->load.packets;
	for (int i = 0; i < n; i++) {
		parts[i] = (struct iovec){r->arena + run * (size_t)i, run};
		headers[i].msg_hdr = (struct msghdr){.msg_name = &r->to[first + i], .msg_namelen = sizeof *r->to, .msg_iov = &parts[i], .msg_iovlen = 1,
		                                     .msg_control = control[i], .msg_controllen = sizeof control[i]};
		struct cmsghdr *c = (struct cmsghdr *)(void *)control[i];
		*c = (struct cmsghdr){.cmsg_level = SOL_UDP, .cmsg_type = UDP_SEGMENT, .cmsg_len = CMSG_LEN(sizeof(uint16_t))};
		memcpy(CMSG_DATA(c), &(uint16_t){(uint16_t)packet}, sizeof(uint16_t));
	}
	int out = sendmmsg(r->fd, headers, (unsigned)n, 0);
	if (out > 0) r->sent += (uint64_t)out * (uint64_t)r->load.packets;
}

static void frame(struct raw *r, bool send)
{
	size_t packet = (size_t)r->load.bytes + GCM_TAG_BYTES;
	for (int first = 0; first < r->load.viewers; first += BATCH) {
		int n = r->load.viewers - first < BATCH ? r->load.viewers - first : BATCH;
		uint8_t *out = r->arena;
		for (int i = 0; i < n; i++)
			for (int k = 0; k < r->load.packets; k++, out += packet) seal(r, first + i, out);
		if (send) send_batch(r, first, n);
	}
}

static void init(struct raw *r)
{
	uint8_t key[16] = {7};
	size_t n = (size_t)r->load.viewers;
	r->ciphers = aligned_alloc(_Alignof(struct gcm), n * sizeof *r->ciphers);
	r->to = calloc(n, sizeof *r->to);
	r->arena = calloc(BATCH, ((size_t)r->load.bytes + GCM_TAG_BYTES) * (size_t)r->load.packets);
	r->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	setsockopt(r->fd, SOL_SOCKET, SO_SNDBUF, &(int){4 << 20}, sizeof(int));
	if (!r->ciphers || !r->to || !r->arena || r->fd < 0) abort();
	for (size_t i = 0; i < n; i++) {
		key[0] = (uint8_t)i;
		if (!gcm_init(&r->ciphers[i], r->load.by, key)) abort();
	}
}

static void measure(struct raw *r)
{
	double cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
	for (int i = 0; i < r->load.fps; i++) frame(r, false);
	double seal_us = (seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu) * 1e6 / (double)r->sealed;
	cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
	double next = seconds_of(CLOCK_MONOTONIC);
	for (int i = 0; i < r->load.fps * r->load.seconds; i++) {
		frame(r, true);
		next += 1.0 / r->load.fps;
		double left = next - seconds_of(CLOCK_MONOTONIC);
		if (left > 0) usleep((unsigned)(left * 1e6));
	}
	cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	printf("{\"us_per_packet\":%.3f,\"seal_us\":%.3f,\"packets\":%lu}\n", cpu * 1e6 / (double)r->sent, seal_us, r->sent);
}

int main(int argc, char **argv)
{
	static const struct option longs[] = {{"viewers", 1, 0, 'n'}, {"fps", 1, 0, 'f'}, {"packets", 1, 0, 'p'}, {"bytes", 1, 0, 'b'}, {"seconds", 1, 0, 's'}, {"openssl", 0, 0, 'o'}, {0, 0, 0, 0}};
	struct raw r = {.load = {.viewers = 1000, .fps = 30, .packets = 4, .bytes = 1200, .seconds = 5}};
	for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) switch (c) {
		case 'n': r.load.viewers = atoi(optarg); break;
		case 'f': r.load.fps = atoi(optarg); break;
		case 'p': r.load.packets = atoi(optarg); break;
		case 'b': r.load.bytes = atoi(optarg); break;
		case 's': r.load.seconds = atoi(optarg); break;
		case 'o': r.load.by = GCM_OPENSSL; break;
		default: return 2;
	}
	if (r.load.viewers < 1 || r.load.fps < 1 || r.load.packets < 1 || r.load.bytes < 64 || r.load.bytes > 1400 || r.load.seconds < 1) return 2;
	init(&r);
	int *fds = open_readers(r.load.viewers, r.to);
	pid_t reader = fork();
	if (reader == 0) read_for_ever(fds, r.load.viewers);
	for (int i = 0; i < r.load.viewers; i++) close(fds[i]);
	measure(&r);
	kill(reader, SIGKILL);
	waitpid(reader, NULL, 0);
	free(fds);
	return 0;
}
