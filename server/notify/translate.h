/* translate.h — free text into another language by an HTTP service (setting translate.url), for those who share none.
 *
 *   translate (an effect) ─► lane "translate": POST {"text", "from", "to"} ─► {"text"} read on the floor ─► `done`
 *
 * A line never waits for it: it is said first, and its translation follows as a message of its own. Whatever fails
 * (slow, refused, unreadable, too long) means no translation; it is counted and nobody is told.
 * Owns    its lane.    Thread  the floor; the request itself runs on the lane.
 * Limits  TRANSLATE_TEXT_MAX bytes either way, TRANSLATE_WAITING_MAX texts, TRANSLATE_STALE_MS in the queue. */
#pragma once
#include <stddef.h>

#include "base/err.h"
#include "base/loop.h"

#define TRANSLATE_TEXT_MAX    1000
#define TRANSLATE_ANSWER_MAX  8192   /* bytes of the service's JSON */
#define TRANSLATE_WAITING_MAX 64
#define TRANSLATE_TIMEOUT_MS  5000L
#define TRANSLATE_STALE_MS    30000  /* nobody reads a line any more that was said so long ago */

struct translator;

/* Reads the service's answer. The room that reads foreign JSON lies above this one, so main hands it in. */
typedef err_t translate_read_fn(const char *json, size_t len, char ret_text[static TRANSLATE_TEXT_MAX + 1]);
struct translate_service { const char *url; long timeout_ms; translate_read_fn *read; }; /* timeout_ms 0: TRANSLATE_TIMEOUT_MS */

/* Texts of the service are lent. NULL if its url is empty: translation is off. */
struct translator *translator_start(struct loop *loop, const struct translate_service *service);
/* Gives up the request in hand; those who wait are dropped. NULL is accepted. */
void translator_stop(struct translator *t);

/* A text on its way. Exactly one of the two is called, on the floor, and takes `arg`; `text` is lent and UTF-8. */
struct translation {
	const char *text, *from, *to;
	void (*done)(void *arg, const char *to, const char *text);
	void (*drop)(void *arg);
	void *arg;
};
/* Copies the texts. NULL `t` drops at once. */
void translate(struct translator *t, const struct translation *what);
