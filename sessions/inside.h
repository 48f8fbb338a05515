/* inside.h — struct sessions, for the files of this room only. */
#pragma once
#include <stdlib.h>

#include "sessions/booth.h"
#include "sessions/conn.h"
#include "sessions/sessions.h"
#include "sessions/stock_pace.h"

struct sessions {
	struct translator *translator; /* NULL: off */
	struct tick *tick;
	const struct outlet *out;
	struct media *media;
	struct conns *conns;
	struct booths *booths;
	struct stock_pace *pace;
	int64_t grace_ms;
	int chat_per_min;              /* 0: as in schema/live.def */
};

static inline struct db *sessions_db(const struct sessions *s) { return tick_db(s->tick); }

/* The argument of an effect: zeroed, given back by the effect itself. */
static inline void *effect_arg(size_t bytes)
{
	void *p = calloc(1, bytes);
	if (!p) abort();
	return p;
}
static inline void effect_forget(void *arg, err_t e) { (void)e, free(arg); }

/* A change of memory: `run` after the commit and at no other time; it frees `arg`. */
static inline void effect_later(struct tx *tx, void (*run)(void *arg), void *arg)
{
	tx_effect(tx, &(struct effect){.run = run, .fail = effect_forget, .drop = free, .arg = arg});
}
