/* interpreter.h — a small translation service over real HTTP, good or bad by the path it is asked at:
 *   /ok {"text": "[to] text"} · /500 · /garbage · /long (one byte too many) · /longest · /huge · /extra (a member more) · /slow (never answers)
 * Owns    a listening socket and a thread. */
#pragma once
#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "notify/translate.h"

struct interpreter { int fd, port; pthread_t thread; atomic_bool stopping; atomic_int asked; char url[80]; };

/* The value of a member in a question; our own writer wrote it, and the tests' texts hold no quotes. */
static inline void interpreter_member(const char *question, const char *name, char *ret, size_t cap)
{
	char want[24];
	snprintf(want, sizeof want, "\"%s\":\"", name);
	const char *at = strstr(question, want);
	at = at ? at + strlen(want) : "";
	snprintf(ret, cap, "%.*s", (int)strcspn(at, "\""), at);
}

static inline void interpreter_body(const char *question, char *ret, size_t cap)
{
	static const struct { const char *path; size_t letters; } long_ones[] = {{"/longest", TRANSLATE_TEXT_MAX}, {"/long", TRANSLATE_TEXT_MAX + 1}, {"/huge", 60000}};
	char text[1200], to[20];
	interpreter_member(question, "text", text, sizeof text);
	interpreter_member(question, "to", to, sizeof to);
	snprintf(ret, cap, "{\"text\":\"[%s] %s\"}", to, text);
	if (!strncmp(question, "POST /garbage ", 14)) snprintf(ret, cap, "<html>{\"text\":");
	if (!strncmp(question, "POST /extra ", 12)) snprintf(ret, cap, "{\"text\":\"x\",\"more\":1}");
	for (size_t i = 0; i < 3; i++) {
		size_t n = long_ones[i].letters, path = strlen(long_ones[i].path);
		if (strncmp(question + 5, long_ones[i].path, path) || question[5 + path] != ' ') continue;
		strcpy(ret, "{\"text\":\"");
		memset(ret + 9, 'a', n);
		strcpy(ret + 9 + n, "\"}");
	}
}

/* True once the question is whole. */
static inline bool interpreter_hear(int fd, char *question, size_t cap)
{
	size_t n = 0;
	for (ssize_t got; n + 1 < cap && (got = recv(fd, question + n, cap - 1 - n, 0)) > 0;) {
		n += (size_t)got;
		question[n] = 0;
		const char *end = strstr(question, "\r\n\r\n"), *length = strcasestr(question, "content-length: ");
		if (end && length && strlen(end + 4) >= strtoul(length + 16, NULL, 10)) return true;
	}
	return false;
}

static inline void interpreter_answer(struct interpreter *it, int fd)
{
	static char body[61000];
	char question[4000] = "", head[120];
	if (!interpreter_hear(fd, question, sizeof question)) return;
	atomic_fetch_add(&it->asked, 1);
	char rest;
	if (!strncmp(question, "POST /slow ", 11)) { (void)!recv(fd, &rest, 1, 0); return; }
	interpreter_body(question, body, sizeof body);
	int n = snprintf(head, sizeof head, "HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n", strncmp(question, "POST /500 ", 10) ? "200 OK" : "500 No", strlen(body));
	(void)!send(fd, head, (size_t)n, MSG_NOSIGNAL);
	(void)!send(fd, body, strlen(body), MSG_NOSIGNAL);
}

static inline void *interpreter_main(void *arg)
{
	struct interpreter *it = arg;
	while (!atomic_load(&it->stopping)) {
		int fd = accept(it->fd, NULL, NULL);
		if (fd < 0) break;
		interpreter_answer(it, fd);
		close(fd);
	}
	return NULL;
}

static inline void interpreter_start(struct interpreter *it)
{
	struct sockaddr_in sa = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof sa;
	unsetenv("http_proxy");
	unsetenv("all_proxy");
	unsetenv("ALL_PROXY");
	atomic_store(&it->stopping, false);
	it->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(it->fd, (struct sockaddr *)&sa, sizeof sa) || listen(it->fd, 16) || getsockname(it->fd, (struct sockaddr *)&sa, &len)) abort();
	it->port = ntohs(sa.sin_port);
	pthread_create(&it->thread, NULL, interpreter_main, it);
}

static inline const char *interpreter_url(struct interpreter *it, const char *path)
{
	snprintf(it->url, sizeof it->url, "http://127.0.0.1:%d%s", it->port, path);
	return it->url;
}

static inline void interpreter_stop(struct interpreter *it)
{
	atomic_store(&it->stopping, true);
	shutdown(it->fd, SHUT_RDWR);
	pthread_join(it->thread, NULL);
	close(it->fd);
}
