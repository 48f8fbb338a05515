/* fan.h — hands every batch of one source to all who watch it on this worker.
 *
 * The loop is `for each viewer { all packets of the batch }`: a viewer's keys stay in the cache and its packets lie end
 * to end for one run. A busy worker reads larger batches by itself.
 * Owns    its list, not the viewers.      Thread  one media worker.
 * Limits  FAN_WATCHERS_MAX, then ERR_FULL.
 * Cost    per packet and viewer no malloc, no lock, no system call but the port's batched send. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "media/port.h"
#include "media/source.h"
#include "media/viewer.h"

#define FAN_WATCHERS_MAX 4096

struct fan { struct viewer **watchers; uint32_t n, room; };

void fan_init(struct fan *f);
void fan_fini(struct fan *f);
err_t fan_add(struct fan *f, struct viewer *v);
void fan_remove(struct fan *f, const struct viewer *v);
void fan_deliver(struct fan *f, const struct source_batch *b, int64_t now_us, struct port *port);
