/* media_bed.h — a house around media.h for tests: a loop, media, what it has told so far, and a browser that watches.
 * Whoever includes it opens media by bed_open with settings of its own. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/loop.h"
#include "browser.h"
#include "feed.h"
#include "media/media.h"

#define BED_BOOTHS 3
#define BYTES      700   /* of a packet's payload */

struct bed {
	struct loop *loop;
	struct media *media;
	struct booth_id booths[BED_BOOTHS];
	int ups, viewer_ups, viewer_gones, answers, gones;
	err_t answer_error, why, viewer_why;
	struct publisher_id gone;
	struct buf answer;
};

static inline void on_up(void *arg, struct publisher_id p, struct booth_id booth) { (void)p, (void)booth; ((struct bed *)arg)->ups++; }
static inline void on_viewer_up(void *arg, struct viewer_id v, struct booth_id booth) { (void)v, (void)booth; ((struct bed *)arg)->viewer_ups++; }

static inline void on_viewer_gone(void *arg, struct viewer_id v, struct booth_id booth, err_t why)
{
	struct bed *b = arg;
	(void)v;
	assert_string_equal(booth.s, b->booths[0].s);
	b->viewer_gones++;
	b->viewer_why = why;
}

static inline void on_gone(void *arg, struct publisher_id p, struct booth_id booth, err_t why)
{
	struct bed *b = arg;
	(void)booth;
	b->gones++;
	b->gone = p;
	b->why = why;
}

static inline void on_answer(void *arg, err_t e, struct publisher_id p, const char *sdp)
{
	struct bed *b = arg;
	(void)p;
	b->answers++;
	b->answer_error = e;
	buf_clear(&b->answer);
	if (sdp) buf_puts(&b->answer, sdp);
}

static inline void nudge(void *arg) { (void)arg; }

/* Turns the floor until `*what` reaches `n`. */
static inline void until(struct bed *b, const int *what, int n)
{
	struct loop_timer *t = loop_timer_start(b->loop, 5, 5, nudge, NULL);
	int64_t limit = clock_mono_us() + 10000000;
	while (*what < n && clock_mono_us() < limit) loop_turn(b->loop, true);
	loop_timer_stop(t);
	assert_true(*what >= n);
}

static inline int bed_open(const struct media_config *config, void **state)
{
	struct bed *b = calloc(1, sizeof *b);
	for (int i = 0; i < BED_BOOTHS; i++) id_new(b->booths[i].s);
	b->loop = loop_new();
	buf_init(&b->answer);
	struct media_events events = {.arg = b, .publisher_up = on_up, .publisher_gone = on_gone, .viewer_up = on_viewer_up, .viewer_gone = on_viewer_gone};
	assert_int_equal(media_open(b->loop, config, &events, &b->media), OK);
	*state = b;
	return 0;
}

static inline int teardown(void **state)
{
	struct bed *b = *state;
	media_close(b->media);
	loop_free(b->loop);
	buf_fini(&b->answer);
	free(b);
	return 0;
}

/* A browser that watches the first booth, connected. */
static inline struct viewer_id watch(struct bed *b, struct client *c)
{
	struct viewer_id v;
	struct buf answer;
	struct sdp *sdp = malloc(sizeof *sdp);
	int ups = b->viewer_ups;
	client_init(c, 9);
	char *offer = browser_offer(c, CHROME_WHEP);
	buf_init(&answer);
	assert_int_equal(media_view(b->media, b->booths[0], offer, &v, &answer), OK);
	browser_take_answer(c, answer.data, sdp);
	assert_true(client_join(c, sdp->fingerprint));
	until(b, &b->viewer_ups, ups + 1);
	buf_fini(&answer);
	free(sdp);
	free(offer);
	return v;
}
