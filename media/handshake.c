/* handshake.c — one thread, one queue in, one queue per worker out; a sieve before each SSL. */
#include "media/handshake.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/counters.h"
#include "media/flight.h"
#include "media/sieve.h"

#define TIDY_SOON_US  2000000  /* after the last walk, when many SSLs have gone since */
#define TIDY_LATE_US  10000000 /* and when few or none: connections and broadcasts leave something behind too */
#define FIRST_PROVEN  1       /* number of our first record behind the question's, which was 0 */
#define HELD_MAX      16      /* datagrams of a flight */
#define TIDY_ENDED    32      /* SSLs gone, at some 70 kB each, that are worth a walk over the heap */

struct shake {
	struct handshake *lane;
	struct dtls *dtls;   /* NULL until a first datagram has passed the sieve */
	struct sieve sieve;
	struct flight flight;
	uint64_t viewer;
	uint32_t net, at;   /* where it stands in the list of all */
	uint16_t worker;
	bool keyed;
	int64_t began_us;
};

struct handshake {
	pthread_t thread;
	struct dtls_context *context;
	struct queue *in;
	struct queue *outs[HANDSHAKE_WORKERS_MAX];
	struct shake **seats; /* by viewer's place */
	uint32_t places, n;
	int64_t wary_until_us;
	uint32_t ended;       /* since the heap was last given back */
	int64_t tidied_us;
	struct shake *all[HANDSHAKES_MAX];
	bool holds;           /* what is sent waits in `held` */
	uint32_t held_n;
	struct handshake_out held[HELD_MAX];
};

uint32_t handshake_net(const struct address *a)
{
	const uint8_t *ip = address_is_v4(a) ? a->ip + 12 : a->ip;
	uint32_t net = (uint32_t)ip[0] << 24 | (uint32_t)ip[1] << 16 | (uint32_t)ip[2] << 8;
	return address_is_v4(a) ? net : (net ^ ((uint32_t)ip[3] << 16 | (uint32_t)ip[4] << 8 | ip[5])) | 1;
}

static void say(struct shake *s, const struct handshake_out *out)
{
	/* A worker that is behind loses a datagram, which DTLS repeats, or an end, which shows as consent that runs out. */
	IGNORE(queue_push(s->lane->outs[s->worker], out));
}

static void on_send(void *arg, const uint8_t *datagram, size_t len)
{
	struct shake *s = arg;
	struct handshake_out out = {.said = HANDSHAKE_SEND, .viewer = s->viewer, .len = (uint16_t)len};
	if (len > sizeof out.bytes) return;
	memcpy(out.bytes, datagram, len);
	struct handshake *h = s->lane;
	if (h->holds && h->held_n < HELD_MAX) h->held[h->held_n++] = out;
	else say(s, &out);
}

static void release(struct shake *s)
{
	struct handshake *h = s->lane;
	for (uint32_t i = 0; i < h->held_n; i++) say(s, &h->held[i]);
	h->held_n = 0;
}

static void drop(struct shake *s)
{
	struct handshake *h = s->lane;
	h->all[s->at] = h->all[--h->n];
	h->all[s->at]->at = s->at;
	h->seats[(uint32_t)s->viewer] = NULL;
	dtls_free(s->dtls);
	sieve_fini(&s->sieve);
	free(s);
	h->ended++;
}

static uint32_t unfinished(const struct handshake *h, uint32_t net)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < h->n; i++) n += h->all[i]->net == net && !h->all[i]->keyed;
	return n;
}

/* Room for one more: the longest finished handshake goes, whose last flight has most likely arrived. */
static bool make_room(struct handshake *h)
{
	struct shake *oldest = NULL;
	if (h->n < HANDSHAKES_MAX) return true;
	for (uint32_t i = 0; i < h->n; i++)
		if (h->all[i]->keyed && (!oldest || h->all[i]->began_us < oldest->began_us)) oldest = h->all[i];
	if (oldest) drop(oldest);
	return oldest != NULL;
}

/* NULL where a limit stands against it. */
static struct shake *begin(struct handshake *h, const struct handshake_in *in)
{
	if (unfinished(h, in->net) >= HANDSHAKES_PER_NET || !make_room(h)) {
		counter_add(CTR_HANDSHAKES_FULL, 1);
		return NULL;
	}
	struct shake *s = calloc(1, sizeof *s);
	if (!s) abort();
	*s = (struct shake){.lane = h, .viewer = in->viewer, .net = in->net, .worker = in->worker, .at = h->n, .began_us = clock_mono_us()};
	sieve_init(&s->sieve, in->wary || s->began_us < h->wary_until_us);
	flight_init(&s->flight, s->sieve.wary, in->fingerprint);
	h->all[h->n++] = s;
	h->seats[(uint32_t)in->viewer] = s;
	return s;
}

static struct shake *find(struct handshake *h, uint64_t viewer)
{
	struct shake *s = h->seats[(uint32_t)viewer];
	if (s && s->viewer != viewer) drop(s), s = NULL; /* an earlier viewer of this place, whose end got lost */
	return s;
}

static void end(struct shake *s, err_t why)
{
	struct handshake_out out = {.said = HANDSHAKE_OVER, .viewer = s->viewer, .why = why};
	say(s, &out);
	drop(s);
}

static void ask(struct shake *s)
{
	uint8_t question[HELLO_ASK_BYTES];
	on_send(s, question, hello_ask(s->sieve.cookie, question));
}

/* Gives OpenSSL what the sieve lets through. False if that is nothing. */
static bool take(struct shake *s, struct handshake_in *in, err_t *ret)
{
	bool forged;
	int64_t now_us = clock_mono_us();
	enum sieve_says says = sieve_look(&s->sieve, in->bytes, in->len, now_us, &forged);
	if (says == SIEVE_PASS && !s->keyed && !flight_pass(&s->flight, in->bytes, in->len, &forged)) says = SIEVE_DROP;
	if (forged) s->lane->wary_until_us = now_us + SIEVE_WARY_US;
	if (says == SIEVE_ASK) ask(s);
	if (says != SIEVE_PASS && says != SIEVE_PROVEN) return false;
	*ret = s->dtls ? OK : dtls_new(s->lane->context, DTLS_SERVER, in->fingerprint, on_send, s, &s->dtls);
	if (*ret != OK) return true;
	if (says == SIEVE_PASS) *ret = dtls_receive(s->dtls, in->bytes, in->len);
	else *ret = dtls_receive_proven(s->dtls, s->sieve.cookie, sizeof s->sieve.cookie, s->sieve.hello->record, hello_record(s->sieve.hello, FIRST_PROVEN));
	if (says == SIEVE_PROVEN) sieve_fini(&s->sieve);
	return true;
}

static void on_datagram(struct handshake *h, struct handshake_in *in)
{
	struct shake *s = find(h, in->viewer);
	err_t e = OK;
	if (!s) s = begin(h, in);
	if (!s) return;
	h->holds = true;
	bool taken = take(s, in, &e);
	h->holds = false;
	if (!taken) release(s);
	if (!taken) return;
	enum dtls_state state = s->dtls ? dtls_state(s->dtls) : DTLS_FAILED;
	struct handshake_out out = {.said = HANDSHAKE_KEYS, .viewer = s->viewer};
	if (e == OK && state == DTLS_DONE && !s->keyed) e = dtls_keys(s->dtls, &out.keys);
	if (!in->keys_first) release(s);
	if (e == OK && state == DTLS_DONE && !s->keyed) s->keyed = queue_push(h->outs[s->worker], &out) == OK;
	release(s);
	if (e != OK && !s->keyed) end(s, e);
	else if (state == DTLS_CLOSED) end(s, OK);
}

static int64_t tidy_due_us(const struct handshake *h) { return h->tidied_us + (h->ended >= TIDY_ENDED ? TIDY_SOON_US : TIDY_LATE_US); }

static int next_timeout_ms(const struct handshake *h)
{
	int64_t least = tidy_due_us(h) - clock_mono_us();
	for (uint32_t i = 0; i < h->n; i++) {
		if (h->all[i]->keyed) continue;
		int64_t us = h->all[i]->dtls ? dtls_timeout_us(h->all[i]->dtls) : -1;
		if (us < 0) us = HANDSHAKE_US;
		if (us < least) least = us;
	}
	return least < 0 ? 0 : (int)(least / 1000) + 1;
}

static void on_time(struct handshake *h)
{
	int64_t now = clock_mono_us();
	for (uint32_t i = h->n; i-- > 0;) {
		struct shake *s = h->all[i];
		if (s->keyed) continue;
		err_t e = s->dtls && dtls_timeout_us(s->dtls) == 0 ? dtls_on_timeout(s->dtls) : OK;
		if (now - s->began_us > HANDSHAKE_US) e = ERR_TIMEOUT;
		if (e != OK) end(s, e);
	}
}

/* What SSLs leave behind lies between blocks that live, so the heap keeps it; a house full of viewers would cost as if
 * all of them were still shaking hands, and an empty one as if the last were still there. The walk takes about a
 * millisecond: here it delays nobody's packets. */
static void tidy(struct handshake *h, int64_t now_us)
{
	if (now_us < tidy_due_us(h)) return;
	malloc_trim(0);
	h->ended = 0;
	h->tidied_us = now_us;
}

static void *run(void *arg)
{
	struct handshake *h = arg;
	struct handshake_in in;
	for (;;) {
		queue_wait(h->in, next_timeout_ms(h));
		while (queue_pop(h->in, &in)) {
			struct shake *s;
			if (in.ask == HANDSHAKE_STOP) return NULL;
			if (in.ask == HANDSHAKE_DATAGRAM) on_datagram(h, &in);
			else if ((s = find(h, in.viewer))) drop(s);
		}
		on_time(h);
		tidy(h, clock_mono_us());
	}
}

err_t handshake_open(struct dtls_context *context, struct queue *const *outs, int workers, uint32_t places, struct handshake **ret)
{
	struct handshake *h = calloc(1, sizeof *h);
	if (!h) abort();
	h->context = context;
	h->places = places;
	h->in = queue_new(HANDSHAKE_SLOTS, sizeof(struct handshake_in));
	h->seats = calloc(places, sizeof *h->seats);
	if (!h->in || !h->seats) abort();
	memcpy(h->outs, outs, (size_t)workers * sizeof *outs);
	if (pthread_create(&h->thread, NULL, run, h) != 0) abort();
	pthread_setname_np(h->thread, "handshake");
	*ret = h;
	return OK;
}

void handshake_close(struct handshake *h)
{
	if (!h) return;
	struct handshake_in stop = {.ask = HANDSHAKE_STOP};
	while (handshake_push(h, &stop) != OK) sched_yield();
	pthread_join(h->thread, NULL);
	while (h->n) drop(h->all[0]);
	queue_free(h->in);
	free(h->seats);
	free(h);
}

err_t handshake_push(struct handshake *h, const struct handshake_in *in) { return queue_push(h->in, in); }
