/* sieve.c — three rules, in the order in which they apply. */
#include "media/sieve.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

void sieve_init(struct sieve *s, bool wary)
{
	*s = (struct sieve){.wary = wary, .asked_us = INT64_MIN / 2};
	if (wary && RAND_bytes(s->cookie, sizeof s->cookie) != 1) abort();
}

void sieve_fini(struct sieve *s)
{
	free(s->hello);
	s->hello = NULL;
}

static bool has_cookie(const struct sieve *s, const struct hello_look *l)
{
	return l->cookie_len == HELLO_COOKIE_BYTES && CRYPTO_memcmp(l->cookie, s->cookie, HELLO_COOKIE_BYTES) == 0;
}

static enum sieve_says begin(struct sieve *s, const struct hello_look *l)
{
	s->begun = true;
	memcpy(s->random, l->random, sizeof s->random);
	return SIEVE_PASS;
}

/* Parts that follow a first one with the cookie; the rest is asked for it, but not too often. */
static enum sieve_says prove(struct sieve *s, const struct hello_look *l, int64_t now_us)
{
	if (l->first && !has_cookie(s, l)) {
		if (now_us - s->asked_us < SIEVE_ASK_US) return SIEVE_DROP;
		s->asked_us = now_us;
		return SIEVE_ASK;
	}
	if (!s->hello && l->first && !(s->hello = calloc(1, sizeof *s->hello))) abort();
	if (!s->hello) return SIEVE_DROP;
	if (l->first) memcpy(s->random, l->random, sizeof s->random);
	if (!hello_add(s->hello, l)) return SIEVE_DROP;
	s->begun = s->proven = true;
	return SIEVE_PROVEN;
}

/* Who writes through a pipe sends several parts in one datagram. */
static enum sieve_says prove_all(struct sieve *s, const uint8_t *datagram, size_t len, int64_t now_us)
{
	enum sieve_says says = SIEVE_DROP;
	struct hello_look l;
	for (size_t n; says == SIEVE_DROP && (n = hello_leading(datagram, len)); datagram += n, len -= n) {
		hello_look(datagram, len, &l);
		if (!l.fragment) break;
		says = prove(s, &l, now_us);
	}
	return says;
}

enum sieve_says sieve_look(struct sieve *s, const uint8_t *datagram, size_t len, int64_t now_us, bool *ret_forged)
{
	struct hello_look l;
	hello_look(datagram, len, &l);
	*ret_forged = l.alert;
	if (l.alert) return SIEVE_DROP;
	if (!s->begun && s->wary) return prove_all(s, datagram, len, now_us);
	if (s->proven && l.fragment && !l.first) return SIEVE_DROP;
	if (!l.first) return s->begun || l.fragment ? SIEVE_PASS : SIEVE_DROP; /* parts may come out of order */
	if (!s->begun) return begin(s, &l);
	if (memcmp(l.random, s->random, sizeof s->random) == 0) return s->proven ? SIEVE_DROP : SIEVE_PASS;
	*ret_forged = true;
	return SIEVE_DROP;
}
