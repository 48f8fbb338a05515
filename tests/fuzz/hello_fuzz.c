/* Any bytes as datagrams of a DTLS peer: what is told of them lies inside them, and a hello put together stays inside its record. The
 * first byte is the length of the first datagram. */
#include <stdlib.h>
#include <string.h>

#include "media/flight.h"
#include "media/sieve.h"

static void inside(const uint8_t *p, size_t n, const uint8_t *data, size_t size)
{
	if (n && (p < data || p + n > data + size)) abort();
}

static void look(struct sieve *s, const uint8_t *data, size_t size, int64_t now_us)
{
	struct hello_look l;
	bool forged;
	hello_look(data, size, &l);
	if (l.fragment) inside(l.bytes, l.len, data, size);
	if (l.first) inside(l.random, HELLO_RANDOM_BYTES, data, size), inside(l.cookie, l.cookie_len, data, size);
	if (sieve_look(s, data, size, now_us, &forged) != SIEVE_PROVEN) return;
	if (hello_record(s->hello, 1) > HELLO_RECORD_BYTES) abort();
}

/* In a block of just its size: what is read or numbered beyond it is seen. */
static void pass(struct flight *f, const uint8_t *data, size_t size)
{
	bool forged;
	uint8_t *own = malloc(size ? size : 1);
	if (!own) abort();
	memcpy(own, data, size);
	if (flight_pass(f, own, size, &forged) && !size) abort();
	free(own);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t cookie[HELLO_COOKIE_BYTES];
	for (int wary = 0; wary < 2 && size; wary++) {
		struct sieve s;
		struct flight f;
		sieve_init(&s, wary);
		flight_init(&f, wary, (uint8_t[DTLS_FINGERPRINT_BYTES]){0});
		for (size_t i = 0; i < sizeof s.cookie; i++) s.cookie[i] = cookie[i]; /* one that the fuzzer can know */
		size_t first = data[0] < size - 1 ? data[0] : size - 1;
		look(&s, data + 1, first, 0);
		look(&s, data + 1 + first, size - 1 - first, SIEVE_ASK_US);
		pass(&f, data + 1, first);
		pass(&f, data + 1 + first, size - 1 - first);
		sieve_fini(&s);
	}
	return 0;
}
