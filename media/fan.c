/* fan.c — one list, one loop. */
#include "media/fan.h"

#include <stdlib.h>

void fan_init(struct fan *f) { *f = (struct fan){0}; }

void fan_fini(struct fan *f)
{
	free(f->watchers);
	*f = (struct fan){0};
}

err_t fan_add(struct fan *f, struct viewer *v)
{
	if (f->n == FAN_WATCHERS_MAX) return ERR_FULL;
	if (f->n == f->room) {
		f->room = f->room ? f->room * 2 : 16;
		f->watchers = realloc(f->watchers, f->room * sizeof *f->watchers);
		if (!f->watchers) abort();
	}
	f->watchers[f->n++] = v;
	return OK;
}

void fan_remove(struct fan *f, const struct viewer *v)
{
	for (uint32_t i = 0; i < f->n; i++) {
		if (f->watchers[i] != v) continue;
		f->watchers[i] = f->watchers[--f->n];
		return;
	}
}

/* Thousands of viewers do not fit a core's cache: what the next ones need is fetched while this one is served. */
static void fetch_ahead(const struct fan *f, uint32_t i)
{
	for (uint32_t ahead = 1; ahead <= VIEWER_FETCH_AHEAD && i + ahead < f->n; ahead++) viewer_fetch(f->watchers[i + ahead], ahead);
}

void fan_deliver(struct fan *f, const struct source_batch *b, int64_t now_us, struct port *port)
{
	for (uint32_t i = 0; i < f->n; i++) {
		fetch_ahead(f, i);
		viewer_deliver(f->watchers[i], b, now_us, port);
	}
	port_flush(port);
}
