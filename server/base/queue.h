/* queue.h — a bounded queue of by-value messages between threads, with an eventfd to wake the reader.
 * Owns    its slots and the eventfd.    Thread  many writers, one reader.
 * Limits  `slots`, then FULL.           The only room for locks. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct queue;

/* A queue of `slots` messages of `item_bytes` each. NULL only if no eventfd is to be had. */
struct queue *queue_new(size_t slots, size_t item_bytes);
void queue_free(struct queue *q);
/* Copies *item in and wakes the reader. ERR_FULL if there is no room. */
err_t queue_push(struct queue *q, const void *item);
/* Moves the oldest message to *ret_item; false if empty. Reader only. */
bool queue_pop(struct queue *q, void *ret_item);
/* Readable when messages may wait; the reader calls queue_drained before it pops. */
int queue_fd(const struct queue *q);
void queue_drained(struct queue *q);
/* Blocks up to `timeout_ms` (-1 for ever) until something may be there. Reader only. */
bool queue_wait(struct queue *q, int timeout_ms);
/* Makes the reader's wait return, though there may be nothing. Thread: any. */
void queue_wake(struct queue *q);
/* Messages in the queue now. */
size_t queue_len(const struct queue *q);
