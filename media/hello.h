/* hello.h — what can be told of a DTLS datagram before anybody is believed: alerts in the clear, and a ClientHello's first words.
 * Also the stateless half of a cookie exchange: the question (HelloVerifyRequest), and a ClientHello put together out of its fragments.
 * Owns    a hello owns nothing; it is a plain value.     Thread  any.
 * Limits  HELLO_MAX bytes of a ClientHello.              RFC 6347 §4.2.1, §4.2.2, §4.1.2.7 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HELLO_MAX          4096   /* post-quantum key shares make some 1,800 of them */
#define HELLO_RANDOM_BYTES 32
#define HELLO_COOKIE_BYTES 16
#define HELLO_RECORD_BYTES (13 + 12 + HELLO_MAX)
#define HELLO_ASK_BYTES    (13 + 12 + 3 + HELLO_COOKIE_BYTES)

/* One datagram, looked at. Pointers are lent out of it. */
struct hello_look {
	bool alert;                     /* holds an alert in the clear, which anybody can write */
	bool fragment;                  /* leads with a part of a ClientHello */
	bool first;                     /* that part has its first words: random and cookie */
	uint16_t message_seq;
	uint32_t total, at, len;        /* of that part: bytes of the whole, where it belongs, how many */
	const uint8_t *bytes, *random, *cookie;
	uint8_t cookie_len;
};
/* Nonsense is nothing of the kind: all false. */
void hello_look(const uint8_t *datagram, size_t len, struct hello_look *ret);
/* Bytes of the record that it leads with; 0 if that is not whole. What is behind them can be looked at in the same way. */
size_t hello_leading(const uint8_t *datagram, size_t len);

/* The question that only who gets it can answer. Returns its length. */
size_t hello_ask(const uint8_t cookie[static HELLO_COOKIE_BYTES], uint8_t ret[static HELLO_ASK_BYTES]);

/* A ClientHello that comes in parts, in order; what comes out of order is said again by the client. */
struct hello {
	uint32_t total, have;
	uint16_t message_seq;
	uint8_t record[HELLO_RECORD_BYTES];
};
/* Adds a part; a first one begins anew. True once it is whole. */
bool hello_add(struct hello *h, const struct hello_look *l);
/* The whole as one record of one datagram, numbered so. Returns its length. */
size_t hello_record(struct hello *h, uint8_t number);
