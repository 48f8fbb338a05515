/* port.c — the arena of outgoing datagrams is cut into runs as they are queued, so a flush only points at them. */
#include "media/port.h"

#include <errno.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "media/streams.h"

#define ARENA_BYTES    (256 * 1024)
#define RUN_SEGMENTS   64    /* kernels before 6.9 take no more */
#define RUN_BYTES_MAX  65000 /* one UDP payload, with room for headers */
#define AGE_MAX_US     1000000
#define SOCKET_BUFFER  (4 * 1024 * 1024)
#define CONTROL_BYTES  (CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(uint16_t)))

/* Datagrams that lie end to end, all `segment` bytes but a shorter last one, to one peer. */
struct run { struct path to; uint32_t offset, bytes; uint16_t segment, count; };

struct port {
	int fd, family;
	uint16_t number;
	enum port_sender sender;
	struct streams *streams;
	uint32_t used;
	size_t runs_n;
	struct run runs[PORT_RUNS_MAX];
	struct port_counts counts;
	uint8_t in[PORT_READ_MAX][2048];
	uint8_t arena[ARENA_BYTES];
};

static bool bind_any(struct port *p, uint16_t number)
{
	struct sockaddr_storage ss;
	struct address any = {.port = number};
	if (p->family == AF_INET) address_parse(&any, "0.0.0.0", number);
	socklen_t n = address_to_sockaddr(&any, p->family, &ss);
	return bind(p->fd, (struct sockaddr *)&ss, n) == 0;
}

static void set(int fd, int level, int name, int value) { (void)setsockopt(fd, level, name, &value, sizeof value); }

static bool open_family(struct port *p, int family, uint16_t number)
{
	p->family = family;
	p->fd = socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (p->fd < 0) return false;
	if (family == AF_INET6) {
		set(p->fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
		set(p->fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
		set(p->fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_PROBE);
	}
	set(p->fd, IPPROTO_IP, IP_PKTINFO, 1);
	set(p->fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_PROBE);
	set(p->fd, SOL_SOCKET, SO_SNDBUF, SOCKET_BUFFER);
	set(p->fd, SOL_SOCKET, SO_RCVBUF, SOCKET_BUFFER);
	set(p->fd, SOL_SOCKET, SO_TIMESTAMPNS, 1);
	if (bind_any(p, number)) return true;
	close(p->fd);
	p->fd = -1;
	return false;
}

err_t port_open(uint16_t number, struct port **ret)
{
	struct port *p = calloc(1, sizeof *p);
	if (!p) abort();
	if (!open_family(p, AF_INET6, number) && !open_family(p, AF_INET, number)) {
		free(p);
		return ERR_IO;
	}
	struct sockaddr_storage ss;
	socklen_t n = sizeof ss;
	struct address self;
	if (getsockname(p->fd, (struct sockaddr *)&ss, &n) == 0 && address_from_sockaddr(&self, (struct sockaddr *)&ss)) p->number = self.port;
	*ret = p;
	return OK;
}

void port_close(struct port *p)
{
	if (!p) return;
	close(p->fd);
	free(p);
}

int port_fd(const struct port *p) { return p->fd; }
uint16_t port_number(const struct port *p) { return p->number; }
void port_sender_set(struct port *p, enum port_sender s) { p->sender = s; }
enum port_sender port_sender(const struct port *p) { return p->sender; }
void port_streams_set(struct port *p, struct streams *s) { p->streams = s; }
const struct port_counts *port_counts(const struct port *p) { return &p->counts; }

uint8_t *port_room(struct port *p)
{
	if (p->used + PORT_DATAGRAM_MAX > ARENA_BYTES || p->runs_n == PORT_RUNS_MAX) port_flush(p);
	return p->arena + p->used;
}

/* A run takes another datagram while all are equal; a shorter one closes it. */
static bool joins(const struct port *p, const struct run *r, const struct path *to, size_t len)
{
	return p->sender == PORT_SEGMENTS && len <= r->segment && r->bytes == (uint32_t)r->segment * r->count && r->count < RUN_SEGMENTS &&
	       r->bytes + len <= RUN_BYTES_MAX && path_same(&r->to, to);
}

static void send_to_stream(struct port *p, const struct path *to, size_t len)
{
	bool sent = p->streams && streams_send(p->streams, to->stream, p->arena + p->used, len);
	p->counts.sent += sent;
	p->counts.sent_bytes += sent ? len : 0;
	p->counts.dropped += !sent;
}

void port_forget(struct port *p, const struct path *path)
{
	if (p->streams && path->stream >= 0) streams_end(p->streams, path->stream);
}

void port_send(struct port *p, const struct path *to, size_t len)
{
	if (to->stream >= 0) {
		send_to_stream(p, to, len);
		return;
	}
	struct run *last = p->runs_n ? &p->runs[p->runs_n - 1] : NULL;
	if (last && joins(p, last, to, len)) {
		last->bytes += (uint32_t)len;
		last->count++;
	} else {
		p->runs[p->runs_n++] = (struct run){.to = *to, .offset = p->used, .bytes = (uint32_t)len, .segment = (uint16_t)len, .count = 1};
	}
	p->used += (uint32_t)len;
}

struct outgoing {
	struct mmsghdr headers[PORT_RUNS_MAX];
	struct iovec parts[PORT_RUNS_MAX];
	struct sockaddr_storage names[PORT_RUNS_MAX];
	_Alignas(struct cmsghdr) uint8_t control[PORT_RUNS_MAX][CONTROL_BYTES];
};

/* Replies leave from the address that the peer spoke to: on a host with several, NATs and ICE expect it. */
static size_t put_local(struct cmsghdr *c, int family, const uint8_t local[static 16])
{
	if (family == AF_INET6) {
		struct in6_pktinfo info = {0};
		memcpy(&info.ipi6_addr, local, 16);
		*c = (struct cmsghdr){.cmsg_level = IPPROTO_IPV6, .cmsg_type = IPV6_PKTINFO, .cmsg_len = CMSG_LEN(sizeof info)};
		memcpy(CMSG_DATA(c), &info, sizeof info);
		return CMSG_SPACE(sizeof info);
	}
	struct in_pktinfo info = {0};
	memcpy(&info.ipi_spec_dst, local + 12, 4);
	*c = (struct cmsghdr){.cmsg_level = IPPROTO_IP, .cmsg_type = IP_PKTINFO, .cmsg_len = CMSG_LEN(sizeof info)};
	memcpy(CMSG_DATA(c), &info, sizeof info);
	return CMSG_SPACE(sizeof info);
}

static void point_at(struct port *p, struct outgoing *o, size_t i, const struct run *r)
{
	static const uint8_t unknown[16];
	struct msghdr *h = &o->headers[i].msg_hdr;
	o->parts[i] = (struct iovec){p->arena + r->offset, r->bytes};
	*h = (struct msghdr){.msg_name = &o->names[i], .msg_iov = &o->parts[i], .msg_iovlen = 1, .msg_control = o->control[i]};
	h->msg_namelen = address_to_sockaddr(&r->to.remote, p->family, &o->names[i]);
	size_t n = 0;
	if (memcmp(r->to.local, unknown, 16) != 0) n += put_local((struct cmsghdr *)o->control[i], p->family, r->to.local);
	if (r->count > 1) {
		struct cmsghdr *c = (struct cmsghdr *)(o->control[i] + n);
		*c = (struct cmsghdr){.cmsg_level = SOL_UDP, .cmsg_type = UDP_SEGMENT, .cmsg_len = CMSG_LEN(sizeof(uint16_t))};
		memcpy(CMSG_DATA(c), &r->segment, sizeof r->segment);
		n += CMSG_SPACE(sizeof(uint16_t));
	}
	h->msg_controllen = n;
	if (!n) h->msg_control = NULL;
}

/* The datagrams of one run, one message each. True if the first, which is as long as any, was taken. */
static bool send_one_by_one(struct port *p, struct outgoing *o, const struct run *r)
{
	bool taken = false;
	for (uint32_t at = 0; at < r->bytes; at += r->segment) {
		uint32_t left = r->bytes - at, len = left < r->segment ? left : r->segment;
		struct run one = {.to = r->to, .offset = r->offset + at, .bytes = len, .segment = (uint16_t)len, .count = 1};
		point_at(p, o, 0, &one);
		p->counts.calls++;
		bool sent = sendmsg(p->fd, &o->headers[0].msg_hdr, MSG_DONTWAIT) >= 0;
		if (at == 0) taken = sent;
		p->counts.sent += sent;
		p->counts.sent_bytes += sent ? len : 0;
		p->counts.dropped += !sent;
	}
	return taken;
}

static void count_sent(struct port *p, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		p->counts.sent += p->runs[i].count;
		p->counts.sent_bytes += p->runs[i].bytes;
		if (p->runs[i].count > 1) p->counts.in_runs += p->runs[i].count;
	}
}

/* The first unsent run was refused. Its segments are sent again one by one, and if these are taken, segments it was that were refused. If they
 * are not (our address of that path is gone, its link is narrow) it was the path, and all others keep their runs. Anything else costs this run
 * only, except a full socket buffer, which costs the rest: what is late is worth less than what comes next. */
static size_t on_refused(struct port *p, struct outgoing *o, size_t i, int why)
{
	struct run *r = &p->runs[i];
	if (r->count > 1 && (why == EIO || why == EINVAL)) {
		if (send_one_by_one(p, o, r)) p->sender = PORT_MESSAGES;
		return i + 1;
	}
	size_t end = (why == EAGAIN || why == ENOBUFS) ? p->runs_n : i + 1;
	for (; i < end; i++) p->counts.dropped += p->runs[i].count;
	return end;
}

static void send_batched(struct port *p, struct outgoing *o)
{
	for (size_t i = 0; i < p->runs_n; i++) point_at(p, o, i, &p->runs[i]);
	for (size_t done = 0; done < p->runs_n;) {
		p->counts.calls++;
		int n = sendmmsg(p->fd, o->headers + done, (unsigned)(p->runs_n - done), MSG_DONTWAIT);
		if (n > 0) {
			count_sent(p, done, done + (size_t)n);
			done += (size_t)n;
		} else if (n < 0 && errno != EINTR) {
			size_t next = on_refused(p, o, done, errno);
			for (size_t i = next; i < p->runs_n && next > done; i++) point_at(p, o, i, &p->runs[i]);
			done = next;
		}
	}
}

void port_flush(struct port *p)
{
	struct outgoing o;
	if (p->sender == PORT_SINGLES) {
		for (size_t i = 0; i < p->runs_n; i++) send_one_by_one(p, &o, &p->runs[i]);
	} else {
		send_batched(p, &o);
	}
	p->runs_n = 0;
	p->used = 0;
	if (p->streams) streams_flush(p->streams);
}

static int64_t wall_us(const struct timespec *t) { return (int64_t)t->tv_sec * 1000000 + t->tv_nsec / 1000; }

/* By the wall clock, which may have been set in between: what cannot be is taken for no age at all. */
static int64_t age_us(int64_t now_wall_us, const struct cmsghdr *c)
{
	struct timespec came;
	memcpy(&came, CMSG_DATA(c), sizeof came);
	int64_t age = now_wall_us - wall_us(&came);
	return age > 0 && age < AGE_MAX_US ? age : 0;
}

static void take_control(struct msghdr *h, int64_t now_wall_us, struct port_datagram *d)
{
	uint8_t *ret = d->path.local;
	memset(ret, 0, 16);
	d->age_us = 0;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(h); c; c = CMSG_NXTHDR(h, c)) {
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) d->age_us = age_us(now_wall_us, c);
		if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) memcpy(ret, CMSG_DATA(c), 16);
		if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
			struct in_pktinfo info;
			memcpy(&info, CMSG_DATA(c), sizeof info);
			memset(ret + 10, 0xff, 2);
			memcpy(ret + 12, &info.ipi_addr, 4);
		}
	}
}

size_t port_read(struct port *p, struct port_datagram *ret, size_t max)
{
	struct mmsghdr headers[PORT_READ_MAX] = {0};
	struct iovec parts[PORT_READ_MAX];
	struct sockaddr_storage names[PORT_READ_MAX];
	_Alignas(struct cmsghdr) uint8_t control[PORT_READ_MAX][128];
	if (max > PORT_READ_MAX) max = PORT_READ_MAX;
	for (size_t i = 0; i < max; i++) {
		parts[i] = (struct iovec){p->in[i], sizeof p->in[i]};
		headers[i].msg_hdr = (struct msghdr){.msg_name = &names[i], .msg_namelen = sizeof names[i], .msg_iov = &parts[i], .msg_iovlen = 1,
		                                     .msg_control = control[i], .msg_controllen = sizeof control[i]};
	}
	int n = recvmmsg(p->fd, headers, (unsigned)max, MSG_DONTWAIT, NULL);
	size_t kept = 0;
	struct timespec wall;
	clock_gettime(CLOCK_REALTIME, &wall);
	int64_t now = wall_us(&wall);
	for (int i = 0; i < n; i++) {
		struct port_datagram *d = &ret[kept];
		if (!address_from_sockaddr(&d->path.remote, (struct sockaddr *)&names[i])) continue;
		take_control(&headers[i].msg_hdr, now, d);
		d->path.stream = -1;
		d->data = p->in[i];
		d->len = headers[i].msg_len;
		kept++;
	}
	p->counts.received += kept;
	return kept;
}
