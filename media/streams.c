/* streams.c — a table of connections; place 0 of the epoll words is the listening socket. */
#include "media/streams.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define PLACE_BITS  10
#define PLACE_MASK  ((1u << PLACE_BITS) - 1)
#define LENGTH      2      /* RFC 4571: a 16-bit length before each frame */
#define ACCEPTS_MAX 16
#define BACKLOG     128
#define READS_MAX   16

static_assert(STREAMS_MAX <= 1 << PLACE_BITS, "a stream's number holds its place");

struct stream {
	int fd;                /* -1: free */
	uint32_t generation;
	bool proven, dirty, choked; /* choked: waits for room in the socket */
	int64_t heard_us;           /* when it began, or last proved whose it is */
	struct path path;
	size_t in_len, out_len;
	uint8_t in[LENGTH + STREAM_FRAME_MAX];
	uint8_t out[STREAM_OUT_BYTES];
};

struct streams {
	int fd, spare, family, epoll;
	uint64_t word;
	streams_frame_fn *fn;
	void *arg;
	uint32_t count, dirty_n;
	uint16_t dirty[STREAMS_MAX];
	struct stream *list[STREAMS_MAX]; /* made when first used, then kept */
};

static bool listen_on(struct streams *s, int family, uint16_t number)
{
	struct sockaddr_storage ss;
	struct address any = {.port = number};
	int on = 1, off = 0;
	if (family == AF_INET) address_parse(&any, "0.0.0.0", number);
	s->family = family;
	s->fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (s->fd < 0) return false;
	(void)setsockopt(s->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (family == AF_INET6) (void)setsockopt(s->fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
	socklen_t n = address_to_sockaddr(&any, family, &ss);
	if (bind(s->fd, (struct sockaddr *)&ss, n) == 0 && listen(s->fd, BACKLOG) == 0) return true;
	close(s->fd);
	return false;
}

static bool watch(const struct streams *s, int fd, uint32_t place, uint32_t events)
{
	struct epoll_event e = {.events = events, .data.u64 = s->word + place};
	return epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &e) == 0;
}

static int spare_descriptor(void) { return open("/dev/null", O_RDONLY | O_CLOEXEC); }

err_t streams_open(uint16_t number, int epoll, uint64_t word, streams_frame_fn *fn, void *arg, struct streams **ret)
{
	struct streams *s = calloc(1, sizeof *s);
	if (!s) abort();
	*s = (struct streams){.spare = -1, .epoll = epoll, .word = word, .fn = fn, .arg = arg};
	if ((!listen_on(s, AF_INET6, number) && !listen_on(s, AF_INET, number)) || !watch(s, s->fd, 0, EPOLLIN)) {
		free(s);
		return ERR_IO;
	}
	s->spare = spare_descriptor();
	*ret = s;
	return OK;
}

static void end(struct streams *s, struct stream *one)
{
	close(one->fd);
	one->fd = -1;
	s->count--;
}

void streams_close(struct streams *s)
{
	if (!s) return;
	for (uint32_t i = 0; i < STREAMS_MAX && s->list[i]; i++) {
		if (s->list[i]->fd >= 0) close(s->list[i]->fd);
		free(s->list[i]);
	}
	close(s->fd);
	if (s->spare >= 0) close(s->spare);
	free(s);
}

/* The one that has proven nothing for longest; NULL if all have. */
static struct stream *stranger(const struct streams *s, uint32_t *ret_place)
{
	struct stream *oldest = NULL;
	for (uint32_t i = 0; i < STREAMS_MAX; i++) {
		struct stream *one = s->list[i];
		if (one->proven || (oldest && one->heard_us >= oldest->heard_us)) continue;
		oldest = one;
		*ret_place = i;
	}
	return oldest;
}

/* A free place, or a stranger's: a viewer proves itself at once, so whoever takes all places and says nothing keeps none out. NULL when all
 * are taken by viewers. */
static struct stream *vacant(struct streams *s, uint32_t *ret_place)
{
	for (uint32_t i = 0; i < STREAMS_MAX; i++) {
		*ret_place = i;
		if (!s->list[i]) {
			s->list[i] = calloc(1, sizeof *s->list[i]);
			if (!s->list[i]) abort();
			s->list[i]->fd = -1;
		}
		if (s->list[i]->fd < 0) return s->list[i];
	}
	struct stream *one = stranger(s, ret_place);
	if (one) end(s, one);
	return one;
}

static void begin(struct streams *s, int fd, const struct sockaddr *peer, int64_t now_us)
{
	uint32_t place;
	int on = 1;
	struct sockaddr_storage self;
	socklen_t self_len = sizeof self;
	struct address local;
	struct stream *one = vacant(s, &place);
	if (!one || getsockname(fd, (struct sockaddr *)&self, &self_len) != 0 || !address_from_sockaddr(&local, (struct sockaddr *)&self) ||
	    !address_from_sockaddr(&one->path.remote, peer) || !watch(s, fd, 1 + place, EPOLLIN)) {
		close(fd);
		return;
	}
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	memcpy(one->path.local, local.ip, sizeof one->path.local);
	one->generation = (one->generation + 1) & (INT32_MAX >> PLACE_BITS);
	one->path.stream = (int32_t)(one->generation << PLACE_BITS | place);
	one->fd = fd;
	one->heard_us = now_us;
	one->proven = one->choked = false;
	one->in_len = one->out_len = 0;
	s->count++;
}

/* No descriptor is left: one is kept for hanging up, else who waits would wake us for ever. */
static void turn_away(struct streams *s)
{
	if (s->spare >= 0) close(s->spare);
	int fd = accept4(s->fd, NULL, NULL, SOCK_CLOEXEC);
	if (fd >= 0) close(fd);
	s->spare = spare_descriptor();
}

static void on_accept(struct streams *s, int64_t now_us)
{
	for (int i = 0; i < ACCEPTS_MAX; i++) {
		struct sockaddr_storage peer;
		socklen_t n = sizeof peer;
		int fd = accept4(s->fd, (struct sockaddr *)&peer, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0 && (errno == EMFILE || errno == ENFILE)) turn_away(s);
		if (fd < 0) return;
		begin(s, fd, (struct sockaddr *)&peer, now_us);
	}
}

/* Hands on every whole frame at the buffer's front. False for a frame longer than any of ours. */
static bool take_frames(struct streams *s, struct stream *one, int64_t now_us)
{
	while (one->in_len >= LENGTH) {
		size_t len = (size_t)one->in[0] << 8 | one->in[1];
		if (len > STREAM_FRAME_MAX) return false;
		if (one->in_len < LENGTH + len) return true;
		if (len && s->fn(s->arg, &one->path, one->in + LENGTH, len, now_us)) one->proven = true, one->heard_us = now_us;
		one->in_len -= LENGTH + len;
		memmove(one->in, one->in + LENGTH + len, one->in_len);
	}
	return true;
}

static void on_readable(struct streams *s, struct stream *one, int64_t now_us)
{
	for (int i = 0; i < READS_MAX; i++) {
		ssize_t n = recv(one->fd, one->in + one->in_len, sizeof one->in - one->in_len, MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
		if (n > 0) one->in_len += (size_t)n;
		if (n <= 0 || !take_frames(s, one, now_us)) {
			end(s, one);
			return;
		}
	}
}

static void write_out(const struct streams *s, struct stream *one)
{
	while (one->out_len) {
		ssize_t n = send(one->fd, one->out, one->out_len, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n <= 0) break; /* a broken one is found out by reading */
		one->out_len -= (size_t)n;
		memmove(one->out, one->out + n, one->out_len);
	}
	bool choked = one->out_len > 0;
	if (choked == one->choked) return;
	struct epoll_event e = {.events = choked ? EPOLLIN | EPOLLOUT : EPOLLIN, .data.u64 = s->word + 1 + ((uint32_t)one->path.stream & PLACE_MASK)};
	if (epoll_ctl(s->epoll, EPOLL_CTL_MOD, one->fd, &e) == 0) one->choked = choked;
}

void streams_on_event(struct streams *s, uint32_t place, int64_t now_us)
{
	if (place == 0) {
		on_accept(s, now_us);
		return;
	}
	struct stream *one = place <= STREAMS_MAX ? s->list[place - 1] : NULL;
	if (!one || one->fd < 0) return;
	if (one->choked) write_out(s, one);
	on_readable(s, one, now_us);
}

static struct stream *find(const struct streams *s, int32_t stream)
{
	uint32_t place = (uint32_t)stream & PLACE_MASK;
	struct stream *one = stream >= 0 && place < STREAMS_MAX ? s->list[place] : NULL;
	return one && one->fd >= 0 && one->path.stream == stream ? one : NULL;
}

void streams_end(struct streams *s, int32_t stream)
{
	struct stream *one = find(s, stream);
	if (one) end(s, one);
}

bool streams_send(struct streams *s, int32_t stream, const uint8_t *data, size_t len)
{
	struct stream *one = find(s, stream);
	if (!one || len > STREAM_FRAME_MAX || one->out_len + LENGTH + len > STREAM_OUT_BYTES) return false;
	one->out[one->out_len] = (uint8_t)(len >> 8);
	one->out[one->out_len + 1] = (uint8_t)len;
	memcpy(one->out + one->out_len + LENGTH, data, len);
	one->out_len += LENGTH + len;
	if (!one->dirty) s->dirty[s->dirty_n++] = (uint16_t)((uint32_t)stream & PLACE_MASK);
	one->dirty = true;
	return true;
}

void streams_flush(struct streams *s)
{
	for (uint32_t i = 0; i < s->dirty_n; i++) {
		struct stream *one = s->list[s->dirty[i]];
		if (one->fd >= 0 && !one->choked) write_out(s, one);
		one->dirty = false;
	}
	s->dirty_n = 0;
}

void streams_second(struct streams *s, int64_t now_us)
{
	for (uint32_t i = 0; i < STREAMS_MAX && s->list[i]; i++) {
		struct stream *one = s->list[i];
		if (one->fd >= 0 && now_us - one->heard_us > (one->proven ? STREAM_CONSENT_US : STREAM_PROVE_US)) end(s, one);
	}
}

uint32_t streams_count(const struct streams *s) { return s->count; }
