/* queue.c — a ring under one mutex. Messages are few and small; packets do not pass here one by one. */
#include "base/queue.h"

#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct queue {
	pthread_mutex_t lock;
	int fd;
	size_t slots, item_bytes, head, len;
	char *items;
};

struct queue *queue_new(size_t slots, size_t item_bytes)
{
	int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (fd < 0) return NULL;
	struct queue *q = calloc(1, sizeof *q);
	if (!q) abort();
	*q = (struct queue){.fd = fd, .slots = slots, .item_bytes = item_bytes, .items = calloc(slots, item_bytes)};
	if (!q->items) abort();
	pthread_mutex_init(&q->lock, NULL);
	return q;
}

void queue_free(struct queue *q)
{
	if (!q) return;
	close(q->fd);
	pthread_mutex_destroy(&q->lock);
	free(q->items);
	free(q);
}

err_t queue_push(struct queue *q, const void *item)
{
	pthread_mutex_lock(&q->lock);
	bool full = q->len == q->slots, was_empty = q->len == 0;
	if (!full) {
		memcpy(q->items + (q->head + q->len) % q->slots * q->item_bytes, item, q->item_bytes);
		q->len++;
	}
	pthread_mutex_unlock(&q->lock);
	if (full) return ERR_FULL;
	if (was_empty) queue_wake(q);
	return OK;
}

bool queue_pop(struct queue *q, void *ret_item)
{
	pthread_mutex_lock(&q->lock);
	bool some = q->len > 0;
	if (some) {
		memcpy(ret_item, q->items + q->head * q->item_bytes, q->item_bytes);
		q->len--;
		q->head = q->len ? (q->head + 1) % q->slots : 0; /* an idle ring keeps to its first, warm pages */
	}
	pthread_mutex_unlock(&q->lock);
	return some;
}

int queue_fd(const struct queue *q) { return q->fd; }

void queue_drained(struct queue *q)
{
	eventfd_t n;
	IGNORE(eventfd_read(q->fd, &n) == 0 ? OK : ERR_IO);
}

bool queue_wait(struct queue *q, int timeout_ms)
{
	if (queue_len(q)) return true;
	struct pollfd p = {.fd = q->fd, .events = POLLIN};
	int n = poll(&p, 1, timeout_ms);
	if (n > 0) queue_drained(q);
	return n > 0;
}

void queue_wake(struct queue *q) { IGNORE(eventfd_write(q->fd, 1) == 0 ? OK : ERR_IO); }

size_t queue_len(const struct queue *q)
{
	struct queue *w = (struct queue *)q;
	pthread_mutex_lock(&w->lock);
	size_t n = w->len;
	pthread_mutex_unlock(&w->lock);
	return n;
}
