/* worker_intake.c — the publishers whose connections end in this worker. */
#include "base/counters.h"
#include "media/worker_inside.h"

/* A phone sends its first packets the moment it can: they find their keys here. */
void worker_on_inlet_dtls(void *arg, struct inlet *i, const struct path *from, const uint8_t *data, size_t len)
{
	worker_shake(arg, inlet_id(i), true, inlet_fingerprint(i), from, data, len);
}

static struct post *post_of(struct worker *w, const struct inlet *i)
{
	struct post *p = worker_find_post(w, inlet_source_id(i));
	return p && p->publisher == inlet_id(i) ? p : NULL;
}

void worker_admit(struct worker *w, struct inlet *i, int64_t now_us)
{
	struct worker_event e = {.said = WORKER_ADMITTED, .source = inlet_source_id(i), .id = inlet_id(i), .why = ERR_FULL};
	struct post *p = worker_find_post(w, inlet_source_id(i));
	if (p) e.why = intake_add(w->intake, i);
	if (p && e.why == OK) {
		struct source_format f = inlet_format(i);
		post_feed(p, -1, &f, inlet_id(i), now_us);
	} else {
		inlet_free(i);
	}
	worker_tell_surely(w, &e);
}

void worker_expel(struct worker *w, struct inlet *i, err_t why)
{
	struct worker_event e = {.said = WORKER_LOST, .source = inlet_source_id(i), .id = inlet_id(i), .why = why};
	struct post *p = post_of(w, i);
	if (p) post_unfeed(p);
	inlet_bye(i, w->port);
	worker_end_shake(w, inlet_id(i));
	inlet_free(intake_remove(w->intake, inlet_id(i)));
	worker_tell_surely(w, &e); /* last: the floor gives its place to another one as soon as it hears */
}

void worker_on_inlet_lane(struct worker *w, struct inlet *i, const struct handshake_out *out, int64_t now_us)
{
	switch (out->said) {
	case HANDSHAKE_SEND: worker_send_dtls(w, ice_path(inlet_ice(i)), out); break;
	case HANDSHAKE_KEYS: IGNORE(inlet_secure(i, &out->keys, now_us)); break;
	case HANDSHAKE_OVER:
		/* A late stray handshake ends nobody who has keys. */
		if (!inlet_secured(i) || out->why == OK) worker_expel(w, i, out->why);
		break;
	}
}

void worker_read_inlets(struct worker *w, int64_t now_us)
{
	for (struct inlet *i; (i = intake_next(w->intake));) {
		struct post *p = post_of(w, i);
		if (!p) inlet_forget(i); /* another publisher has taken over */
		if (!p) continue;
		if (!p->held_us) source_batch_begin(p->source, p->batch);
		inlet_read(i, p->source, p->batch, now_us);
		if (!post_holds(p, now_us)) worker_deliver(w, p, now_us);
	}
}

void worker_tend_inlets(struct worker *w, int64_t now_us)
{
	uint32_t n = intake_count(w->intake);
	for (uint32_t k = 0; k < n; k++) inlet_tend(intake_at(w->intake, k), now_us, w->port);
	if (n) port_flush(w->port);
}

void worker_ask_key(struct worker *w, const struct post *p, enum track layer)
{
	struct inlet *i = intake_find(w->intake, p->publisher);
	if (i) inlet_ask_key(i, layer, w->port);
}

void worker_inlets_second(struct worker *w, int64_t now_us)
{
	for (uint32_t k = intake_count(w->intake); k-- > 0;) {
		struct inlet *i = intake_at(w->intake, k);
		err_t e = inlet_second(i, now_us);
		if (e != OK) worker_expel(w, i, e);
	}
}
