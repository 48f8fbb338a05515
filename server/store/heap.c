/* heap.c — blocks of one size lie in a list of their own; what is larger, or one too many, goes to the C library. */
#include "store/heap.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#if defined __SANITIZE_ADDRESS__
#define EACH_BLOCK_IS_WATCHED 1
#elif defined __has_feature /* clang says it so */
#define EACH_BLOCK_IS_WATCHED __has_feature(address_sanitizer)
#else
#define EACH_BLOCK_IS_WATCHED 0
#endif

#define STEP_BYTES 16
#define SMALL_STEPS 64  /* 1 kB */
#define STEPS 288       /* 4.5 kB: a page, and what SQLite keeps beside it */
#define LISTED_BYTES ((size_t)STEPS * STEP_BYTES)

struct block { size_t bytes; };      /* stands before what SQLite sees, which needs 8 bytes of alignment and no more */
struct idle { struct idle *next; };  /* stands in a block that nobody uses */
struct list { struct idle *first; unsigned n; };

static _Thread_local struct list lists[STEPS + 1];

/* SQLite asks for this first, so that sizes arrive rounded. */
static int round_up(int n) { return (n + STEP_BYTES - 1) & ~(STEP_BYTES - 1); }

static void *take(int n)
{
	const size_t bytes = (size_t)round_up(n), step = bytes / STEP_BYTES;
	if (step <= STEPS && lists[step].first) {
		struct idle *i = lists[step].first;
		lists[step].first = i->next;
		lists[step].n--;
		return i;
	}
	struct block *b = malloc(sizeof *b + bytes);
	if (!b) return NULL;
	b->bytes = bytes;
	return b + 1;
}

static unsigned most_idle(size_t step) { return step <= SMALL_STEPS ? HEAP_IDLE_MAX : HEAP_IDLE_LARGE_MAX; }

static int size_of(void *p) { return p ? (int)((struct block *)p - 1)->bytes : 0; }

static void give(void *p)
{
	if (!p) return;
	struct block *b = (struct block *)p - 1;
	const size_t step = b->bytes / STEP_BYTES;
	if (step > STEPS || lists[step].n >= most_idle(step)) { free(b); return; }
	struct idle *i = p;
	i->next = lists[step].first;
	lists[step].first = i;
	lists[step].n++;
}

static void *lengthen(struct block *b, size_t bytes)
{
	b = realloc(b, sizeof *b + bytes);
	if (!b) return NULL;
	b->bytes = bytes;
	return b + 1;
}

/* What the lists know comes out of them: realloc would make a longer block of a short one, each time anew, and the long ones would pile up. */
static void *resize(void *p, int n)
{
	const size_t had = (size_t)size_of(p), bytes = (size_t)round_up(n);
	if (had == bytes) return p;
	if (had > LISTED_BYTES && bytes > LISTED_BYTES) return lengthen((struct block *)p - 1, bytes);
	void *q = take(n);
	if (!q) return NULL;
	memcpy(q, p, had < bytes ? had : bytes);
	give(p);
	return q;
}

static int start(void *arg) { (void)arg; return SQLITE_OK; }
static void stop(void *arg) { (void)arg; }

void heap_use(void)
{
	if (EACH_BLOCK_IS_WATCHED) return;
	static const sqlite3_mem_methods methods = {take, give, resize, size_of, round_up, start, stop, NULL};
	sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}
