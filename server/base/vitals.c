/* vitals.c — see proc(5), statm. */
#include "base/vitals.h"

#include <stdio.h>
#include <unistd.h>

#include "base/counters.h"
#include "base/disk.h"
#include "base/log.h"

static int64_t rss_bytes(void)
{
	long whole, pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");
	if (!f || fscanf(f, "%ld %ld", &whole, &pages) != 2) pages = 0;
	if (f) fclose(f);
	return pages * sysconf(_SC_PAGESIZE);
}

void vitals_memory(struct vitals *v, int64_t rss)
{
	counter_set(CTR_RSS_BYTES, rss);
	bool large = rss > VITALS_RSS_BYTES;
	if (large && !v->large) {
		counter_add(CTR_RSS_HIGH, 1);
		log_error("main", "the server holds %lld MB of memory, more than it ever needs", (long long)(rss >> 20));
	} else if (!large && v->large) {
		log_info("main", "the server's memory is below its limit again");
	}
	v->large = large;
}

void vitals_look(struct vitals *v, const struct config *c)
{
	struct disk d;
	vitals_memory(v, rss_bytes());
	if (disk_look(c->data, &d) != OK) return;
	counter_set(CTR_DISK_FREE, d.free_bytes);
	bool full = !disk_has_room(&d, c->disk_percent);
	if (full && !v->full) log_error("main", "the disk is full to %lld %%: no uploads are taken, orders go on", (long long)c->disk_percent);
	v->full = full;
}
