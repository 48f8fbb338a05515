/* importer.c — the lane reads and judges, the floor writes a few rows a turn. */
#include "api/importer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/clock.h"
#include "base/lane.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/photo.h"
#include "api/importer_work.h"
#include "gate/json_in.h"
#include "store/datadir.h"
#include "trade/seller.h"

#define LANE_SLOTS 16
#define SLICE_MS 2
#define SWEEP_SLICE 16
#define SLICE_LONG_US 4000           /* by the clock on the wall: longer, and the floor has not the time it wants */
#define REST_MAX_US 50000

struct importer {
	struct importer_needs needs;
	struct db *db;                   /* the lane's */
	struct lane *lane;
	struct loop_timer *timer;
	struct import_work *staging;     /* whose rows are being written; NULL: none */
	struct seller_id seller;
	size_t at, slice;                /* how many of its rows there are already, and come next */
	int64_t rest_until_us;
	char sweeping[ID_CHARS + 1];     /* a batch that is being taken back; "" */
	bool swept;                      /* nothing interrupted is left */
	int64_t opened_ms;               /* what is older was interrupted */
};

/* ── the floor: what the lane found ── */

static err_t note_checked(struct tx *tx, void *arg)
{
	const struct import_work *w = arg;
	const char *to = w->problems ? "refused" : "checked";
	const struct import_figures found = {.rows = w->rows, .products = w->products, .problems = w->problems};
	TRY(import_batch_move(tx, w->batch.id, w->batch.state, to, &found));
	TRY(import_problems_clear(tx, w->batch.id));
	for (size_t i = 0; i < w->n_kept; i++) TRY(import_problem_put(tx, w->batch.id, &w->kept[i]));
	return OK;
}

static void give_to_lane(struct importer *im, struct import_work *w);
static void look_again(void *arg)
{
	struct import_work *again = arg;
	give_to_lane(again->importer, again);
}
static void forget_again(void *arg) { import_work_free(arg); }

static err_t note_photo(struct tx *tx, const struct import_work *w, const struct import_photo *of)
{
	const struct photo *p = &of->photo;
	if (of->err != OK) return import_photo_fault_put(tx, w->batch.id, of->name, err_wire(of->err));
	TRY(db_exec(tx_db(tx), Q_PHOTO_INSERT, V(p->hash), V(p->width), V(p->height), V(p->bytes), V(w->batch.person.s), V(tx_now_ms(tx))));
	return import_photo_put(tx, w->batch.id, of->name, p->hash);
}

/* Behind the commit of the photos' names the table is looked through once more. */
static err_t note_photos(struct tx *tx, void *arg)
{
	const struct import_work *w = arg;
	struct import_work *again = import_work_new(WORK_CHECK, &w->batch);
	again->importer = w->importer;
	tx_effect(tx, &(struct effect){.run = look_again, .drop = forget_again, .arg = again});
	for (size_t i = 0; i < w->n_photos; i++) TRY(note_photo(tx, w, &w->photos[i]));
	return OK;
}

static err_t find_seller(struct tx *tx, void *arg)
{
	struct importer *im = arg;
	struct seller s;
	TRY(seller_find_by_booth(tx_db(tx), im->staging->batch.booth.s, &s));
	im->seller = s.id;
	return OK;
}

static void on_read(void *arg)
{
	struct import_work *w = arg;
	struct importer *im = w->importer;
	if (w->kind == WORK_RUN && !w->problems) {
		im->staging = w;
		im->at = 0;
		im->slice = 1;
		im->rest_until_us = 0;
		if (tick_handle(im->needs.tick, find_seller, im) == OK) return;
		im->staging = NULL;
	}
	tick_handler *note = w->kind == WORK_PHOTOS && !w->problems ? note_photos : note_checked;
	if (tick_handle(im->needs.tick, note, w) != OK) log_warn("gate", "an import's result could not be written down");
	import_work_free(w);
}

static void run_on_lane(void *arg)
{
	struct import_work *w = arg;
	struct importer *im = w->importer;
	const struct import_tools tools = {im->db, im->needs.data, im->needs.sheet_program, im->needs.photo_program};
	import_work_do(w, &tools);
}

static void drop_work(void *arg) { import_work_free(arg); }

static void give_to_lane(struct importer *im, struct import_work *w)
{
	w->importer = im;
	if (lane_do(im->lane, &(struct lane_job){.run = run_on_lane, .done = on_read, .drop = drop_work, .arg = w}) == OK) return;
	import_work_refuse(w, ERR_FULL);
	on_read(w);
}

/* ── the floor: rows a few at a time ── */

static err_t stage_one(struct tx *tx, struct importer *im, const char *document)
{
	struct listing l;
	struct json_in_fault unused;
	const char *field;
	struct product_id id;
	const struct import_work *w = im->staging;
	struct listing_place place = {.booth = w->batch.booth, .seller = im->seller, .state = w->batch.listed ? PRODUCT_LISTED : PRODUCT_OFFERED,
	                              .batch = w->batch.id, .person = w->batch.person.s};
	TRY(json_in(&listing_shape, document, strlen(document), &l, &unused));
	TRY(listing_settle(tx_db(tx), &l, tx_now_ms(tx), &field));
	return listing_new(tx, &l, &place, &id);
}

static err_t stage_slice(struct tx *tx, void *arg)
{
	struct importer *im = arg;
	const struct import_work *w = im->staging;
	size_t until = im->at + im->slice < w->n_documents ? im->at + im->slice : w->n_documents;
	for (size_t i = im->at; i < until; i++) TRY(stage_one(tx, im, w->documents[i]));
	if (until < w->n_documents) return import_batch_progress(tx, w->batch.id, (int64_t)until);
	const struct import_figures all = {.rows = w->rows, .products = w->products, .done = w->products};
	return import_batch_move(tx, w->batch.id, "staging", "done", &all); /* the flip */
}

static void end_staging(struct importer *im)
{
	import_work_free(im->staging);
	im->staging = NULL;
}

/* Something stood in the way that did not when the table was looked through: everything goes back. */
static void give_up(struct importer *im, err_t e)
{
	log_warn("gate", "an import stopped at product %zu: %s", im->at, err_wire(e));
	memcpy(im->sweeping, im->staging->batch.id, sizeof im->sweeping);
	end_staging(im);
}

/* A floor that works without a rest is made to wait by a busy machine, and orders with it: one row then, and as long a rest as it took. */
static void pace(struct importer *im, int64_t began_us)
{
	const int64_t now_us = clock_mono_us(), took_us = now_us - began_us;
	const bool slow = took_us > SLICE_LONG_US;
	im->slice = slow ? 1 : im->slice < IMPORT_SLICE ? im->slice + 1 : IMPORT_SLICE;
	im->rest_until_us = slow ? now_us + (took_us < REST_MAX_US ? took_us : REST_MAX_US) : now_us;
}

static void stage_more(struct importer *im)
{
	const int64_t began_us = clock_mono_us();
	if (began_us < im->rest_until_us) return;
	err_t e = tick_handle(im->needs.tick, stage_slice, im);
	if (e != OK) {
		give_up(im, e);
		return;
	}
	im->at += im->slice;
	if (im->at >= im->staging->n_documents) end_staging(im);
	pace(im, began_us);
}

/* ── the floor: what was interrupted ── */

static err_t sweep_slice(struct tx *tx, void *arg)
{
	struct importer *im = arg;
	struct import_batch b;
	int64_t swept;
	if (!*im->sweeping) {
		err_t e = import_batch_find_open(tx_db(tx), im->opened_ms, &b);
		im->swept = e == ERR_NOT_FOUND;
		if (e != OK) return im->swept ? OK : e;
	} else {
		TRY(import_batch_find(tx_db(tx), im->sweeping, &b));
	}
	if (strcmp(b.state, "reading") == 0) return import_batch_move(tx, b.id, "reading", "refused", &(struct import_figures){.problems = 1});
	memcpy(im->sweeping, b.id, sizeof im->sweeping);
	TRY(import_batch_sweep(tx, b.id, SWEEP_SLICE, &swept));
	if (swept) return OK;
	*im->sweeping = 0;
	return import_batch_move(tx, b.id, "staging", "checked", &(struct import_figures){.rows = b.rows, .products = b.products});
}

static void on_timer(void *arg)
{
	struct importer *im = arg;
	if (im->staging) stage_more(im);
	else if (*im->sweeping || !im->swept) IGNORE(tick_handle(im->needs.tick, sweep_slice, im));
}

/* ── the face ── */

err_t importer_open(const struct importer_needs *needs, struct importer **ret)
{
	char folder[600];
	struct importer *im = calloc(1, sizeof *im);
	if (!im) abort();
	im->needs = *needs;
	im->opened_ms = clock_wall_ms();
	snprintf(folder, sizeof folder, "%s/imports", needs->data);
	err_t e = datadir_make(folder);
	if (e == OK) e = db_open(needs->data, false, &im->db);
	if (e != OK) {
		free(im);
		return e;
	}
	im->lane = lane_start(needs->loop, "imports", LANE_SLOTS);
	im->timer = loop_timer_start(needs->loop, SLICE_MS, SLICE_MS, on_timer, im);
	*ret = im;
	return OK;
}

void importer_close(struct importer *im)
{
	if (!im) return;
	loop_timer_stop(im->timer);
	lane_stop(im->lane);
	db_close(im->db);
	import_work_free(im->staging);
	free(im);
}

bool importer_is_busy(const struct importer *im) { return im->staging || *im->sweeping; }

static void begin(struct importer *im, enum import_work_kind kind, const struct import_batch *b, char *bytes, size_t len)
{
	struct import_work *w = import_work_new(kind, b);
	w->bytes = bytes;
	w->len = len;
	give_to_lane(im, w);
}

void importer_check(struct importer *im, const struct import_batch *b, char *bytes, size_t len) { begin(im, WORK_CHECK, b, bytes, len); }
void importer_photos(struct importer *im, const struct import_batch *b, char *bytes, size_t len) { begin(im, WORK_PHOTOS, b, bytes, len); }
void importer_run(struct importer *im, const struct import_batch *b) { begin(im, WORK_RUN, b, NULL, 0); }
