/* partner.h — a small partner over real HTTP that answers by the path it is asked at, and remembers what it heard:
 *   /ok 200 {"id":"p-1"} · /booked 201 {"ref":"AWB-1"} · /201 · /400 · /404 · /410 · /429 with Retry-After: 7 · /500 · /garbage 200 <html> · /huge 200, too long ·
 *   /moved 302 to /ok · /slow never
 * Owns    a listening socket and a thread.    Limits  PARTNER_HEARD bytes of the last question; PARTNER_PARKED slow ones. */
#pragma once
#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PARTNER_HEARD 16384
#define PARTNER_PARKED 80

struct partner {
	int fd, port, n_parked, parked[PARTNER_PARKED];
	pthread_t thread;
	atomic_int asked;
	size_t heard_len;
	char url[96], heard[PARTNER_HEARD];   /* head and body of the last question; read it when `asked` has moved */
};

static inline size_t partner_body_at(const char *question)
{
	const char *end = strstr(question, "\r\n\r\n");
	return end ? (size_t)(end + 4 - question) : 0;
}

/* True once the question is whole. */
static inline bool partner_hear(struct partner *p, int fd)
{
	p->heard_len = 0;
	for (ssize_t got; p->heard_len + 1 < sizeof p->heard && (got = recv(fd, p->heard + p->heard_len, sizeof p->heard - 1 - p->heard_len, 0)) > 0;) {
		p->heard_len += (size_t)got;
		p->heard[p->heard_len] = 0;
		size_t body = partner_body_at(p->heard);
		const char *length = strcasestr(p->heard, "content-length: ");
		if (body && p->heard_len - body >= (length ? strtoul(length + 16, NULL, 10) : 0)) return true;
	}
	return false;
}

static inline void partner_answer(struct partner *p, int fd)
{
	static const struct { const char *path, *status, *head, *body; } rows[] = {
		{"/ok", "200 OK", "", "{\"id\":\"p-1\"}"}, {"/booked", "201 Created", "", "{\"ref\":\"AWB-1\"}"}, {"/201", "201 Created", "", ""}, {"/400", "400 Bad", "", "{\"error\":\"template\"}"},
		{"/404", "404 Not Found", "", ""}, {"/410", "410 Gone", "", ""}, {"/429", "429 Slow", "Retry-After: 7\r\n", ""},
		{"/500", "500 No", "", ""}, {"/garbage", "200 OK", "", "<html>"}, {"/moved", "302 Found", "Location: /ok\r\n", ""},
	};
	static char huge[70000];
	char path[32] = "", head[200];
	sscanf(p->heard, "%*s %31s", path);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t own = strlen(rows[i].path);
		if (strncmp(path, rows[i].path, own) != 0 || (path[own] && path[own] != '/')) continue; /* what stands below it is answered alike */
		int n = snprintf(head, sizeof head, "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\nConnection: close\r\n\r\n%s", rows[i].status, rows[i].head, strlen(rows[i].body), rows[i].body);
		(void)!send(fd, head, (size_t)n, MSG_NOSIGNAL);
	}
	if (strcmp(path, "/huge") != 0) return;
	memset(huge, 'a', sizeof huge);
	int n = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n", sizeof huge);
	(void)!send(fd, head, (size_t)n, MSG_NOSIGNAL);
	(void)!send(fd, huge, sizeof huge, MSG_NOSIGNAL);
}

static inline void *partner_main(void *arg)
{
	struct partner *p = arg;
	for (int fd; (fd = accept(p->fd, NULL, NULL)) >= 0;) {
		bool whole = partner_hear(p, fd), slow = strncmp(p->heard, "POST /slow ", 11) == 0;
		if (whole) atomic_fetch_add(&p->asked, 1); /* before the answer, for who has that may look */
		if (whole && !slow) partner_answer(p, fd);
		if (slow && p->n_parked < PARTNER_PARKED) p->parked[p->n_parked++] = fd;
		else close(fd);
	}
	return NULL;
}

static inline void partner_start(struct partner *p)
{
	struct sockaddr_in sa = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof sa;
	static const char *const proxies[] = {"http_proxy", "all_proxy", "ALL_PROXY"};
	for (size_t i = 0; i < 3; i++) unsetenv(proxies[i]);
	p->n_parked = 0;
	atomic_store(&p->asked, 0);
	p->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(p->fd, (struct sockaddr *)&sa, sizeof sa) || listen(p->fd, 100) || getsockname(p->fd, (struct sockaddr *)&sa, &len)) abort();
	p->port = ntohs(sa.sin_port);
	pthread_create(&p->thread, NULL, partner_main, p);
}

static inline const char *partner_url(struct partner *p, const char *path)
{
	snprintf(p->url, sizeof p->url, "http://127.0.0.1:%d%s", p->port, path);
	return p->url;
}

static inline void partner_stop(struct partner *p)
{
	shutdown(p->fd, SHUT_RDWR);
	pthread_join(p->thread, NULL);
	close(p->fd);
	while (p->n_parked) close(p->parked[--p->n_parked]);
}
