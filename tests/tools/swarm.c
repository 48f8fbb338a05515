/* swarm.c — many keep-alive connections, each repeating the same few HTTP requests; one thread, so that it takes as little as possible
 * from the server it measures. Loopback only.
 *
 *   swarm --port P --seconds S --cookies FILE --steps FILE --words FILE
 *
 * cookies: one line a connection. steps: requests, each "METHOD PATH BODY" on a line. words: lines that replace @ in a step, each
 * connection beginning at another one, and ~ the word half the list further. # in a body or path becomes the number of the round; every
 * request has a key of its own. A connection that the server ends, with its answer or before it began one, is opened anew, as a browser
 * does, and the request that was not answered is sent once more with the same key. Prints one line of JSON: rounds that went well, the
 * requests that did not, connections that ended with an answer or without one, the processor time that it took itself, and the times of
 * each step and of a round. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNS_MAX 1024
#define STEPS_MAX 8
#define WORDS_MAX 4096
#define LINE_MAX_CHARS 4096
#define TIMES_MAX 4000000
#define ANSWER_MAX (256 * 1024)

struct conn {
	int fd;
	size_t step, round, filled, want;   /* want: bytes of the answer, 0 until its head is whole */
	int status;
	bool last;                          /* the answer said that the connection ends with it */
	double sent_at, round_at;
	char *in;
};
struct times { float *us; size_t n; };
struct swarm {
	int port, epoll;
	double seconds;
	size_t n_conns, n_steps, n_words, good, bad, ended, cut;
	int worst_status;
	char *cookies[CONNS_MAX], *steps[STEPS_MAX], *words[WORDS_MAX];
	struct conn conns[CONNS_MAX];
	struct times of[STEPS_MAX + 1];     /* the last is of whole rounds */
	char worst[300];
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double cpu_s(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static size_t read_lines(const char *path, char **ret, size_t most)
{
	char line[LINE_MAX_CHARS];
	size_t n = 0;
	FILE *f = fopen(path, "r");
	if (!f) perror(path), exit(2);
	while (n < most && fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = 0;
		if (*line) ret[n++] = strdup(line);
	}
	fclose(f);
	return n;
}

/* A step's text with its @, ~ and # filled in. */
static void fill(const struct swarm *s, const struct conn *c, const char *text, char *ret, size_t cap)
{
	size_t n = 0, me = (size_t)(c - s->conns), word = me + c->round * s->n_conns;
	for (; *text && n + 64 < cap; text++) {
		if (*text == '@') n += (size_t)snprintf(ret + n, cap - n, "%s", s->words[word % s->n_words]);
		else if (*text == '~') n += (size_t)snprintf(ret + n, cap - n, "%s", s->words[(word + s->n_words / 2) % s->n_words]);
		else if (*text == '#') n += (size_t)snprintf(ret + n, cap - n, "%zu", c->round);
		else ret[n++] = *text;
	}
	ret[n] = 0;
}

static void send_step(struct swarm *s, struct conn *c)
{
	char text[LINE_MAX_CHARS * 2], request[LINE_MAX_CHARS * 3];
	size_t me = (size_t)(c - s->conns);
	fill(s, c, s->steps[c->step], text, sizeof text);
	char *path = strchr(text, ' ');
	*path++ = 0;
	char *body = strchr(path, ' ');
	if (body) *body++ = 0;
	else body = (char[]){0};
	int len = snprintf(request, sizeof request,
	                   "%s %s HTTP/1.1\r\nHost: localhost:%d\r\nCookie: %s\r\nX-Mela: 1\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
	                   "Idempotency-Key: swarm-%08d-%zu-%zu-%zu\r\n\r\n%s",
	                   text, path, s->port, s->cookies[me], strlen(body), getpid(), me, c->round, c->step, body);
	c->filled = c->want = 0;
	if (write(c->fd, request, (size_t)len) != len && errno != EPIPE && errno != ECONNRESET) perror("write"), exit(1); /* those two are read of */
}

static void begin_step(struct swarm *s, struct conn *c)
{
	c->sent_at = now();
	if (c->step == 0) c->round_at = c->sent_at;
	send_step(s, c);
}

static void open_conn(struct swarm *s, struct conn *c)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)s->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	c->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to) != 0) perror("connect"), exit(1);
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
	struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
	epoll_ctl(s->epoll, EPOLL_CTL_ADD, c->fd, &e);
}

static void open_again(struct swarm *s, struct conn *c)
{
	close(c->fd);
	open_conn(s, c);
}

static void keep(struct times *t, double us)
{
	if (t->n < TIMES_MAX) t->us[t->n++] = (float)us;
}

/* A whole answer is there: on to the next step, or the next round. */
static void answered(struct swarm *s, struct conn *c)
{
	double at = now();
	if (c->status >= 200 && c->status < 300) {
		keep(&s->of[c->step], (at - c->sent_at) * 1e6);
	} else {
		s->bad++;
		c->in[c->filled] = 0;
		const char *body = strstr(c->in, "\r\n\r\n");
		snprintf(s->worst, sizeof s->worst, "step %zu: %d %.200s", c->step, c->status, body ? body + 4 : "");
	}
	if (++c->step == s->n_steps) {
		keep(&s->of[s->n_steps], (at - c->round_at) * 1e6);
		s->good++;
		c->step = 0;
		c->round++;
	}
	if (c->last) {
		s->ended++;
		open_again(s, c);
	}
	begin_step(s, c);
}

/* The other end is shut. Half an answer is a fault; none at all may be asked for again. */
static void on_closed(struct swarm *s, struct conn *c, const char *why)
{
	fprintf(stderr, "connection %zu was closed in round %zu, step %zu, %.3f s behind its request: %s\n", (size_t)(c - s->conns), c->round, c->step, now() - c->sent_at, why);
	if (c->filled || ++s->cut > s->n_conns) exit(1);
	open_again(s, c);
	send_step(s, c);
}

static void look_at_head(struct conn *c)
{
	c->in[c->filled] = 0;
	char *end = strstr(c->in, "\r\n\r\n");
	if (!end) return;
	char *length = strcasestr(c->in, "\r\ncontent-length:");
	const char *closes = strcasestr(c->in, "\r\nconnection: close\r\n");
	c->last = closes && closes < end;
	c->status = atoi(c->in + 9);
	c->want = (size_t)(end + 4 - c->in) + (length && length < end ? strtoul(length + 17, NULL, 10) : 0);
}

static void on_readable(struct swarm *s, struct conn *c)
{
	ssize_t n = read(c->fd, c->in + c->filled, ANSWER_MAX - 1 - c->filled);
	if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
	if (n <= 0) {
		on_closed(s, c, n ? strerror(errno) : "end");
		return;
	}
	c->filled += (size_t)n;
	if (!c->want) look_at_head(c);
	if (c->want && c->filled >= c->want) answered(s, c);
}

static int by_size(const void *a, const void *b) { return (*(const float *)a > *(const float *)b) - (*(const float *)a < *(const float *)b); }

static void print_times(struct times *t)
{
	qsort(t->us, t->n, sizeof *t->us, by_size);
	printf("{\"n\":%zu,\"p50_us\":%.0f,\"p99_us\":%.0f}", t->n, t->n ? (double)t->us[t->n / 2] : 0, t->n ? (double)t->us[t->n - 1 - t->n / 100] : 0);
}

int main(int argc, char **argv)
{
	static struct swarm s;
	const char *cookies = "", *steps = "", *words = "";
	for (int i = 1; i + 1 < argc; i += 2) {
		if (!strcmp(argv[i], "--port")) s.port = atoi(argv[i + 1]);
		if (!strcmp(argv[i], "--seconds")) s.seconds = atof(argv[i + 1]);
		if (!strcmp(argv[i], "--cookies")) cookies = argv[i + 1];
		if (!strcmp(argv[i], "--steps")) steps = argv[i + 1];
		if (!strcmp(argv[i], "--words")) words = argv[i + 1];
	}
	s.n_conns = read_lines(cookies, s.cookies, CONNS_MAX);
	s.n_steps = read_lines(steps, s.steps, STEPS_MAX);
	s.n_words = read_lines(words, s.words, WORDS_MAX);
	if (!s.port || !s.n_conns || !s.n_steps || !s.n_words) return fprintf(stderr, "see the head of swarm.c\n"), 2;
	for (size_t i = 0; i <= s.n_steps; i++) s.of[i].us = malloc(TIMES_MAX * sizeof(float));
	s.epoll = epoll_create1(0);
	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < s.n_conns; i++) {
		s.conns[i].in = malloc(ANSWER_MAX);
		open_conn(&s, &s.conns[i]);
	}
	const double began = now();
	for (size_t i = 0; i < s.n_conns; i++) begin_step(&s, &s.conns[i]);
	while (now() - began < s.seconds) {
		struct epoll_event events[64];
		int n = epoll_wait(s.epoll, events, 64, 100);
		for (int i = 0; i < n; i++) on_readable(&s, events[i].data.ptr);
	}
	const double took = now() - began;
	printf("{\"seconds\":%.3f,\"cpu_s\":%.3f,\"rounds\":%zu,\"bad\":%zu,\"ended\":%zu,\"cut\":%zu,\"per_s\":%.1f,\"steps\":[", took, cpu_s(), s.good, s.bad, s.ended, s.cut, (double)s.good / took);
	for (size_t i = 0; i < s.n_steps; i++) {
		if (i) putchar(',');
		print_times(&s.of[i]);
	}
	printf("],\"round\":");
	print_times(&s.of[s.n_steps]);
	printf("}\n");
	if (*s.worst) fprintf(stderr, "%s\n", s.worst);
	return 0;
}
