/* Who can write the peer's address on his envelopes neither ends a handshake nor begins one: real handshakes through the lane, with forged
 * datagrams before and between all that the peer says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/clock.h"
#include "media/handshake.h"
#include "media/sieve.h"

#define FLIGHT_MAX   16
#define RANDOM_AT    (13 + 12 + 2)
#define HELLO_HEADS  (13 + 12)

struct datagram { uint8_t bytes[HANDSHAKE_BYTES]; size_t len; };
struct flight { struct datagram list[FLIGHT_MAX]; size_t n; };

/* A lane, one peer of it, and what the peer wants to say. */
struct scene {
	struct dtls_context *server, *client;
	struct handshake *lane;
	struct queue *out;
	struct dtls *peer;
	struct flight says;
	struct datagram hello;      /* the peer's first words */
	bool keyed, split, together;
	size_t questions;
	struct handshake_in in;
};

static void keep(void *arg, const uint8_t *p, size_t len)
{
	struct flight *f = arg;
	assert_true(f->n < FLIGHT_MAX && len <= sizeof f->list[0].bytes);
	memcpy(f->list[f->n].bytes, p, len);
	f->list[f->n++].len = len;
}

static void open_scene(struct scene *s, bool wary)
{
	*s = (struct scene){.out = queue_new(4096, sizeof(struct handshake_out))};
	assert_int_equal(dtls_context_new(2000, &s->server), OK);
	assert_int_equal(dtls_context_new(2000, &s->client), OK);
	assert_int_equal(handshake_open(s->server, &s->out, 1, 8, &s->lane), OK);
	s->in = (struct handshake_in){.ask = HANDSHAKE_DATAGRAM, .wary = wary, .viewer = 1, .net = 1};
	memcpy(s->in.fingerprint, dtls_context_fingerprint(s->client), sizeof s->in.fingerprint);
}

static void peer_begins(struct scene *s)
{
	dtls_free(s->peer);
	s->says.n = 0;
	s->keyed = false;
	assert_int_equal(dtls_new(s->client, DTLS_CLIENT, dtls_context_fingerprint(s->server), keep, &s->says, &s->peer), OK);
	assert_int_equal(dtls_start(s->peer), OK);
	s->hello = s->says.list[0];
}

static void close_scene(struct scene *s)
{
	handshake_close(s->lane);
	dtls_free(s->peer);
	queue_free(s->out);
	dtls_context_free(s->server);
	dtls_context_free(s->client);
}

static void push(struct scene *s, const uint8_t *bytes, size_t len)
{
	memcpy(s->in.bytes, bytes, len);
	s->in.len = (uint16_t)len;
	while (handshake_push(s->lane, &s->in) != OK) {}
}

/* An alert in the clear, and ClientHellos like the peer's but for their random. */
static void forge(struct scene *s)
{
	static const uint8_t alert[] = {21, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40};
	struct datagram d = s->hello;
	for (int i = 0; i < 20; i++) {
		d.bytes[RANDOM_AT + 5]++;
		push(s, d.bytes, d.len);
		push(s, alert, sizeof alert);
	}
}

/* A ClientHello in two datagrams, as those of browsers are; or in one, as they come from who writes through a pipe. */
static void push_split(struct scene *s, const struct datagram *d)
{
	struct datagram part = *d, both = {.len = 0};
	size_t body = d->len - HELLO_HEADS, half = body / 2;
	for (int k = 0; k < 2; k++) {
		size_t at = k ? half : 0, len = k ? body - half : half;
		part.bytes[10] = (uint8_t)(2 * d->bytes[10] + k); /* each record has its own number */
		part.bytes[11] = (uint8_t)((12 + len) >> 8), part.bytes[12] = (uint8_t)(12 + len);
		part.bytes[20] = (uint8_t)(at >> 8), part.bytes[21] = (uint8_t)at;
		part.bytes[23] = (uint8_t)(len >> 8), part.bytes[24] = (uint8_t)len;
		memcpy(part.bytes + HELLO_HEADS, d->bytes + HELLO_HEADS + at, len);
		memcpy(both.bytes + both.len, part.bytes, HELLO_HEADS + len);
		both.len += HELLO_HEADS + len;
		if (!s->together) push(s, part.bytes, HELLO_HEADS + len);
	}
	if (s->together) push(s, both.bytes, both.len);
}

static void peer_speaks(struct scene *s)
{
	struct flight now = s->says;
	s->says.n = 0;
	for (size_t i = 0; i < now.n; i++) {
		if (s->split && now.list[i].bytes[0] == 22 && now.list[i].bytes[13] == 1) push_split(s, &now.list[i]);
		else push(s, now.list[i].bytes, now.list[i].len);
	}
}

/* What the lane says until it has been quiet for a moment or all is done. */
static void peer_hears(struct scene *s)
{
	struct handshake_out o;
	for (int64_t limit = clock_mono_us() + 3000000; !s->says.n && clock_mono_us() < limit;) {
		queue_wait(s->out, 50);
		while (queue_pop(s->out, &o)) {
			s->keyed = s->keyed || o.said == HANDSHAKE_KEYS;
			assert_int_not_equal(o.said, HANDSHAKE_OVER);
			s->questions += o.said == HANDSHAKE_SEND && o.bytes[0] == 22 && o.bytes[13] == 3;
			if (o.said == HANDSHAKE_SEND) assert_int_equal(dtls_receive(s->peer, o.bytes, o.len), OK);
		}
		if (s->keyed && dtls_state(s->peer) == DTLS_DONE) return;
	}
}

static void all_goes_well(struct scene *s, void (*disturb)(struct scene *))
{
	for (int i = 0; i < 5 && !(s->keyed && dtls_state(s->peer) == DTLS_DONE); i++) {
		peer_speaks(s);
		disturb(s);
		peer_hears(s);
	}
	assert_true(s->keyed);
	assert_int_equal(dtls_state(s->peer), DTLS_DONE);
}

static void nothing(struct scene *s) { (void)s; }

static void forged_words_change_nothing(void **state)
{
	(void)state;
	struct scene s;
	open_scene(&s, false);
	peer_begins(&s);
	all_goes_well(&s, forge);
	assert_int_equal(s.questions, 0);
	/* They have made the lane wary: whoever comes next is asked for a cookie, once. */
	s.in.viewer = 2;
	peer_begins(&s);
	all_goes_well(&s, nothing);
	assert_int_equal(s.questions, 1);
	close_scene(&s);
}

/* One record in the clear with a number of the forger's choice. */
static void forge_record(struct scene *s, uint8_t type, uint8_t number, const uint8_t *body, size_t len)
{
	uint8_t d[64] = {type, 0xfe, 0xfd, 0, 0, number, number, number, number, number, number, 0, (uint8_t)len};
	memcpy(d + 13, body, len);
	push(s, d, 13 + len);
}

/* Who hears the highest number is deaf to all lower ones; these are of no known kind, so nothing else is wrong with them. */
static void forge_numbers(struct scene *s)
{
	static const uint8_t types[] = {20, 22, 23, 24, 63};
	for (size_t i = 0; i < sizeof types; i++) forge_record(s, types[i], 0xff, (const uint8_t[]){1}, 1);
}

/* What the peer is about to say, in other words: a certificate, keys, their proof, an end; and its hello again. */
static void forge_later(struct scene *s)
{
	static const uint8_t types[] = {16, 15, 20, 1, 0, 11};
	for (size_t i = 0; i < sizeof types; i++)
		for (uint8_t seq = 0; seq < 4; seq++) {
			uint8_t m[16] = {types[i], 0, 0, 4, 0, seq, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4};
			forge_record(s, 22, (uint8_t)(64 + 4 * i + seq), m, sizeof m);
			m[8] = 2, m[11] = 2;                        /* the second half of such a message */
			forge_record(s, 22, (uint8_t)(128 + 4 * i + seq), m, sizeof m - 2);
		}
}

/* A handshake is given so many datagrams; others' are not counted. */
static void forge_many(struct scene *s)
{
	uint8_t sealed[64] = {22, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, 0, 0, sizeof sealed - 13};
	for (int i = 0; i <= DTLS_DATAGRAMS_MAX; i++) {
		sealed[10] = (uint8_t)i;
		push(s, sealed, sizeof sealed);
	}
}

static void sec_30_forged_records_make_nobody_deaf_or_tired(void **state)
{
	(void)state;
	for (int wary = 0; wary < 2; wary++) {
		struct scene s;
		open_scene(&s, wary);
		peer_begins(&s);
		all_goes_well(&s, forge_numbers);
		s.in.viewer = 2;
		peer_begins(&s);
		all_goes_well(&s, forge_many);
		close_scene(&s);
	}
}

static void sec_30_forged_later_words_change_nothing_for_the_wary(void **state)
{
	(void)state;
	struct scene s;
	open_scene(&s, true);
	peer_begins(&s);
	all_goes_well(&s, forge_later);
	close_scene(&s);
}

static void a_forger_who_speaks_first_has_begun_nothing(void **state)
{
	(void)state;
	struct scene s;
	open_scene(&s, true);
	peer_begins(&s);
	forge(&s);
	all_goes_well(&s, forge);
	assert_true(s.questions >= 1);
	close_scene(&s);
}

static void a_hello_in_parts_answers_too(void **state)
{
	(void)state;
	for (int wary = 0; wary < 2; wary++) {
		struct scene s;
		open_scene(&s, wary);
		s.split = true;
		peer_begins(&s);
		all_goes_well(&s, nothing);
		assert_int_equal(s.questions, wary);
		close_scene(&s);
	}
}

static void parts_in_one_datagram_are_heard(void **state)
{
	(void)state;
	for (int wary = 0; wary < 2; wary++) {
		struct scene s;
		open_scene(&s, wary);
		s.split = s.together = true;
		peer_begins(&s);
		all_goes_well(&s, nothing);
		assert_int_equal(s.questions, wary);
		close_scene(&s);
	}
}

static void questions_have_their_time(void **state)
{
	(void)state;
	struct scene s;
	struct sieve v;
	bool forged;
	open_scene(&s, true);
	peer_begins(&s);
	sieve_init(&v, true);
	assert_int_equal(sieve_look(&v, s.hello.bytes, s.hello.len, 0, &forged), SIEVE_ASK);
	assert_int_equal(sieve_look(&v, s.hello.bytes, s.hello.len, SIEVE_ASK_US - 1, &forged), SIEVE_DROP);
	assert_int_equal(sieve_look(&v, s.hello.bytes, s.hello.len, SIEVE_ASK_US, &forged), SIEVE_ASK);
	assert_false(forged);
	sieve_fini(&v);
	close_scene(&s);
}

/* As long as may be, and one byte more. */
static void the_longest_hello_and_one_more(void **state)
{
	(void)state;
	static struct hello h;
	static uint8_t part[1000];
	for (uint32_t total = HELLO_MAX; total <= HELLO_MAX + 1; total++) {
		bool whole = false;
		for (uint32_t at = 0, len; at < total; at += len) {
			len = total - at < sizeof part ? total - at : (uint32_t)sizeof part;
			whole = hello_add(&h, &(struct hello_look){.fragment = true, .first = !at, .total = total, .at = at, .len = len, .bytes = part});
		}
		assert_int_equal(whole, total == HELLO_MAX);
	}
	assert_int_equal(hello_record(&h, 1), HELLO_RECORD_BYTES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forged_words_change_nothing),
		cmocka_unit_test(sec_30_forged_records_make_nobody_deaf_or_tired),
		cmocka_unit_test(sec_30_forged_later_words_change_nothing_for_the_wary),
		cmocka_unit_test(a_forger_who_speaks_first_has_begun_nothing),
		cmocka_unit_test(a_hello_in_parts_answers_too),
		cmocka_unit_test(parts_in_one_datagram_are_heard),
		cmocka_unit_test(questions_have_their_time),
		cmocka_unit_test(the_longest_hello_and_one_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
