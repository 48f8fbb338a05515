/* pages.c — many open pages: live channels that stay and say nothing, as a full house on a quiet afternoon has them.
 *
 *   pages --port P --cookies FILE [--booths FILE] [--tls]
 *
 * cookies: one line a page. booths: slugs, taken in turn; without them a page only asks whether the server is there. They come a few at a time from this machine, which no limit of an address binds;
 * each answers the server's pings and throws away what else it hears. One thread. Prints a line of JSON
 * a second: {"in", "again", "lost", "heard", "seconds"}, heard being frames; it runs until it is ended. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/descriptors.h"

#define PAGES_MAX   20000
#define BOOTHS_MAX  256
#define LINE_CHARS  400
#define READ_MAX    65536
#define FILES_ASIDE 64
#define EVENTS      256
#define COMING_MAX  32 /* between knocking and being in */
#define ANSWER_END  0x0d0a0d0a
#define ANSWER_GOOD "HTTP/1.1 101"

enum stage { SHAKING, ASKING, IN };

/* What has come of a frame: its head byte by byte, then its bytes, of which those of a ping are kept. Before that of the handshake's
 * answer: how it begins, and its last four bytes. */
struct page {
	int fd;
	enum stage stage;
	SSL *ssl;
	const char *cookie, *booth;
	uint64_t left;
	size_t n_head, n_kept;
	uint32_t last;
	unsigned char head[10], kept[125];
};
struct crowd {
	int port, epoll;
	SSL_CTX *tls;
	size_t n, coming, again, n_booths, lost, heard;
	int64_t began_us, told_us;
	char *booths[BOOTHS_MAX];
	struct page *pages;
};

static int die(const char *what)
{
	perror(what);
	exit(1);
}

static ssize_t take(struct page *p, void *room, size_t most)
{
	if (!p->ssl) return read(p->fd, room, most);
	int n = SSL_read(p->ssl, room, (int)most);
	if (n > 0) return n;
	if (SSL_get_error(p->ssl, n) != SSL_ERROR_WANT_READ) return 0;
	errno = EAGAIN;
	return -1;
}

/* A page says little: what does not fit into the socket's buffer would be a fault. */
static bool give(struct page *p, const void *bytes, size_t len)
{
	return p->ssl ? SSL_write(p->ssl, bytes, (int)len) == (int)len : write(p->fd, bytes, len) == (ssize_t)len;
}

/* A client's frame is masked (RFC 6455 §5.3); a mask of zeros is one. */
static bool say(struct page *p, unsigned char opcode, const void *text, size_t len)
{
	unsigned char frame[512] = {(unsigned char)(0x80 | opcode), (unsigned char)(0x80 | (len < 126 ? len : 126))};
	size_t n = 2;
	if (len >= 126) frame[n++] = (unsigned char)(len >> 8), frame[n++] = (unsigned char)len;
	n += 4;
	memcpy(frame + n, text, len);
	return give(p, frame, n + len);
}

/* Bytes that a frame's head has once so many of it are there. */
static size_t head_size(const struct page *p)
{
	if (p->n_head < 2) return 2;
	return p->head[1] == 126 ? 4 : p->head[1] == 127 ? 10 : 2;
}

static uint64_t body_size(const struct page *p)
{
	uint64_t n = 0;
	if (p->head[1] < 126) return p->head[1];
	for (size_t i = 2; i < p->n_head; i++) n = n << 8 | p->head[i];
	return n;
}

/* A whole frame; false: the page was shut. */
static bool on_frame(struct crowd *c, struct page *p)
{
	int opcode = p->head[0] & 15;
	bool stays = opcode != 8 && (opcode != 9 || say(p, 10, p->kept, p->n_kept));
	c->heard++;
	p->n_head = p->n_kept = 0;
	return stays;
}

static bool hear(struct crowd *c, struct page *p, const unsigned char *at, size_t len)
{
	for (const unsigned char *end = at + len; at < end;) {
		if (p->n_head < head_size(p)) {
			p->head[p->n_head++] = *at++;
			if (p->n_head < head_size(p)) continue;
			p->left = body_size(p);
		} else {
			size_t n = p->left < (uint64_t)(end - at) ? (size_t)p->left : (size_t)(end - at);
			if ((p->head[0] & 15) == 9 && p->n_kept + n <= sizeof p->kept) memcpy(p->kept + p->n_kept, at, n), p->n_kept += n;
			p->left -= n;
			at += n;
		}
		if (!p->left && !on_frame(c, p)) return false;
	}
	return true;
}

static void knock(struct crowd *c, struct page *p);

/* One that was shut before an answer knocks once more, as a browser does: on a busy machine five seconds for a head may pass. */
static void lose(struct crowd *c, struct page *p)
{
	const bool was_in = p->stage == IN, again = !was_in && !p->n_kept && ++c->again <= c->n;
	if (!was_in && !again) fprintf(stderr, "page %td of %zu was refused: %.12s\n", p - c->pages, c->n, p->kept), exit(1);
	SSL_free(p->ssl);
	close(p->fd);
	*p = (struct page){.fd = -1, .cookie = p->cookie, .booth = p->booth};
	if (was_in) {
		c->lost++;
		return;
	}
	c->coming--;
	knock(c, p);
}

static bool ask(struct crowd *c, struct page *p)
{
	char text[1024];
	int n = snprintf(text, sizeof text, "GET /live HTTP/1.1\r\nHost: localhost:%d\r\nOrigin: https://localhost:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
	                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mela.v1\r\nCookie: %s\r\n\r\n",
	                 c->port, c->tls ? c->port : c->port + 1, p->cookie);
	p->stage = ASKING;
	return give(p, text, (size_t)n);
}

/* The first word: the server hears one soon, or shuts the door. */
static bool enter(struct crowd *c, struct page *p)
{
	char text[200] = "{\"t\":\"ping\",\"id\":\"1\",\"d\":{}}";
	size_t n = strlen(text);
	if (p->booth) n = (size_t)snprintf(text, sizeof text, "{\"t\":\"enter\",\"id\":\"1\",\"booth\":\"%s\",\"d\":{}}", p->booth);
	p->stage = IN;
	p->n_kept = 0;
	c->coming--;
	return say(p, 1, text, n);
}

/* The answer to the handshake up to its empty line, then frames. */
static bool on_bytes(struct crowd *c, struct page *p, const unsigned char *at, size_t len)
{
	for (; len && p->stage == ASKING; at++, len--) {
		if (p->n_kept < strlen(ANSWER_GOOD)) p->kept[p->n_kept++] = *at;
		p->last = p->last << 8 | *at;
		if (p->last != ANSWER_END) continue;
		if (memcmp(p->kept, ANSWER_GOOD, p->n_kept) || !enter(c, p)) return false;
	}
	return hear(c, p, at, len);
}

static void on_readable(struct crowd *c, struct page *p)
{
	unsigned char room[READ_MAX];
	ssize_t n = -1;
	if (p->stage == SHAKING) {
		int done = SSL_connect(p->ssl);
		if (done != 1 && SSL_get_error(p->ssl, done) == SSL_ERROR_WANT_READ) return;
		if (done != 1 || !ask(c, p)) return lose(c, p);
	}
	while ((n = take(p, room, sizeof room)) > 0)
		if (!on_bytes(c, p, room, (size_t)n)) return lose(c, p);
	if (n == 0 || errno != EAGAIN) lose(c, p);
}

static void look(struct crowd *c, int wait_ms)
{
	struct epoll_event events[EVENTS];
	int n = epoll_wait(c->epoll, events, EVENTS, wait_ms);
	for (int i = 0; i < n; i++) on_readable(c, events[i].data.ptr);
}

static void knock(struct crowd *c, struct page *p)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)c->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	p->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (p->fd < 0 || connect(p->fd, (struct sockaddr *)&to, sizeof to)) die("connect");
	setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
	fcntl(p->fd, F_SETFL, O_NONBLOCK);
	struct epoll_event e = {.events = EPOLLIN, .data.ptr = p};
	epoll_ctl(c->epoll, EPOLL_CTL_ADD, p->fd, &e);
	c->coming++;
	if (c->tls) {
		p->ssl = SSL_new(c->tls);
		SSL_set_fd(p->ssl, p->fd);
		on_readable(c, p);
	} else if (!ask(c, p)) {
		die("the handshake");
	}
}

static size_t read_lines(const char *path, char **ret, size_t most)
{
	char line[LINE_CHARS];
	size_t n = 0;
	FILE *f = fopen(path, "re");
	if (!f) die(path);
	while (n < most && fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = 0;
		if (*line) ret[n++] = strdup(line);
	}
	fclose(f);
	return n;
}

/* Once a second. */
static void tell(struct crowd *c)
{
	const int64_t now_us = clock_mono_us();
	if (now_us < c->told_us + 1000000) return;
	c->told_us = now_us;
	printf("{\"in\":%zu,\"again\":%zu,\"lost\":%zu,\"heard\":%zu,\"seconds\":%.1f}\n", c->n - c->coming - c->lost, c->again, c->lost, c->heard, (double)(now_us - c->began_us) / 1e6);
	fflush(stdout);
}

/* A few at a time stand in the server's door; those that are in are heard meanwhile. */
static void open_all(struct crowd *c, char *const *cookies, size_t n)
{
	c->pages = calloc(n, sizeof *c->pages);
	if (!c->pages) die("memory");
	for (c->began_us = clock_mono_us(); c->n < n || c->coming; look(c, 100)) {
		for (; c->n < n && c->coming < COMING_MAX; c->n++) {
			struct page *p = &c->pages[c->n];
			p->cookie = cookies[c->n];
			p->booth = c->n_booths ? c->booths[c->n % c->n_booths] : NULL;
			knock(c, p);
		}
		tell(c);
	}
}

int main(int argc, char **argv)
{
	static char *cookies[PAGES_MAX];
	struct crowd c = {.epoll = epoll_create1(EPOLL_CLOEXEC)};
	size_t n = 0;
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--tls")) c.tls = SSL_CTX_new(TLS_client_method());
		else if (i + 1 == argc) break;
		else if (!strcmp(argv[i], "--port")) c.port = atoi(argv[++i]);
		else if (!strcmp(argv[i], "--cookies")) n = read_lines(argv[++i], cookies, PAGES_MAX);
		else if (!strcmp(argv[i], "--booths")) c.n_booths = read_lines(argv[++i], c.booths, BOOTHS_MAX);
	}
	if (!c.port || !n) return fprintf(stderr, "see the head of pages.c\n"), 2;
	signal(SIGPIPE, SIG_IGN);
	descriptors_raise(PAGES_MAX + FILES_ASIDE);
	if (c.tls) SSL_CTX_set_mode(c.tls, SSL_MODE_RELEASE_BUFFERS);
	open_all(&c, cookies, n);
	for (;; look(&c, 200)) tell(&c);
}
