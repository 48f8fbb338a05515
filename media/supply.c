/* supply.c — a cursor over the ring. */
#include "media/supply.h"

#include <string.h>

#include "media/rtp.h"

/* The next key frame is where it begins, and goes on after a loss. */
static bool find_begin(struct supply *u, struct source *s, int64_t now_us)
{
	const struct ring *r = source_ring(s, TRACK_VIDEO);
	if (u->next && r->next <= u->next + r->mask) return true;
	u->next = source_key_after(s, TRACK_VIDEO, now_us, u->begun ? &u->last_ts : NULL);
	if (!u->next) source_want_key(s, now_us);
	return u->next != 0;
}

static err_t add(struct ipc_batch *m, const struct packet *p)
{
	uint8_t bytes[IPC_PACKET_BYTES];
	size_t at = rtp_write(bytes, SUPPLY_PT, p->marker, (uint16_t)p->seq, p->ts, 1, NULL, 0);
	memcpy(bytes + at, p->data, p->len);
	return ipc_batch_add(m, &(struct ipc_packet){.record = IPC_RTP, .track = IPC_VIDEO, .arrival_us = p->arrived_us, .data = bytes, .len = at + p->len});
}

static bool flush(struct supply *u, int fd, struct ipc_batch *m)
{
	bool gone = !m->count || ipc_batch_send(fd, m) == OK;
	ipc_batch_start(m, 0);
	if (!gone) u->next = 0;
	return gone;
}

/* True if the hole at `next` is to be waited for: longer where repairs are known to come late, since a key frame costs a phone
 * that loses packets more than the small copy's viewers lose by it. */
static bool waits(struct supply *u, const struct source *s, int64_t now_us)
{
	int64_t patience = SUPPLY_PATIENCE_US + 2 * source_lateness_us(s, now_us);
	if (!u->hole_us) u->hole_us = now_us;
	if (now_us - u->hole_us < (patience < SUPPLY_PATIENCE_MAX_US ? patience : SUPPLY_PATIENCE_MAX_US)) return true;
	u->hole_us = 0;
	u->next = 0;
	return false;
}

void supply_give(struct supply *u, struct source *s, struct ipc_batch *m, int64_t now_us)
{
	int fd = source_fd_low(s);
	const struct ring *r = source_ring(s, TRACK_VIDEO);
	if (fd < 0 || !find_begin(u, s, now_us)) return;
	ipc_batch_start(m, 0);
	while (u->next && u->next < r->next) {
		const struct packet *p = ring_find(r, u->next);
		if (!p && waits(u, s, now_us)) break;
		if (!p) continue;
		u->hole_us = 0;
		if (p->len && add(m, p) != OK && (!flush(u, fd, m) || add(m, p) != OK)) return;
		u->begun = true;
		u->last_ts = p->ts;
		u->next++;
	}
	flush(u, fd, m);
}
