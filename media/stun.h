/* stun.h — STUN Binding messages as ICE uses them (RFC 8489; RFC 8445 §7, §16).
 * Owns    nothing: a parsed message lends pointers into the packet.
 * Thread  any; no state.      Cost  no malloc; one or two HMAC-SHA1 per answered check.
 * Limits  STUN_BYTES_MAX, STUN_ATTRIBUTES_MAX, STUN_UFRAG_MAX, STUN_PWD_MAX; beyond them ERR_MALFORMED.
 * Rule    what is not authentic gets no answer at all, so nobody can use us to reflect packets. */
#pragma once
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "media/hmac.h"

#define STUN_HEADER_BYTES 20
#define STUN_TXID_BYTES 12
#define STUN_BYTES_MAX 1200
#define STUN_ATTRIBUTES_MAX 32
#define STUN_UFRAG_MAX 256           /* RFC 8839 §5.4: 4 to 256 characters */
#define STUN_PWD_MAX 256             /* 22 to 256 */
#define STUN_USERNAME_MAX 513
#define STUN_UNKNOWN_MAX 8
#define STUN_REPLY_MAX 128           /* room that any answer of ours fits in */
#define STUN_REQUEST_MAX 640         /* room that any request of ours fits in */

enum stun_type {
	STUN_REQUEST = 0x0001,
	STUN_INDICATION = 0x0011,
	STUN_SUCCESS = 0x0101,
	STUN_ERROR = 0x0111,
};

union stun_addr { struct sockaddr any; struct sockaddr_in v4; struct sockaddr_in6 v6; };

struct stun_msg {
	const uint8_t *bytes;            /* the packet, lent */
	uint16_t len;
	uint16_t type;                   /* enum stun_type; only Binding is parsed */
	const uint8_t *txid;             /* STUN_TXID_BYTES, lent */
	const char *username;            /* not NUL-terminated, lent; NULL if absent */
	uint16_t username_len;
	uint16_t integrity_at;           /* offset of MESSAGE-INTEGRITY; 0 if absent */
	uint32_t priority;               /* 0 if absent */
	uint64_t tie_breaker;
	uint16_t error_code;             /* 0 if absent */
	bool controlling, controlled, use_candidate, fingerprint, has_mapped;
	union stun_addr mapped;          /* XOR-MAPPED-ADDRESS */
	uint16_t unknown[STUN_UNKNOWN_MAX];  /* comprehension-required types that are not known here */
	uint8_t unknown_count;
};

/* True if the datagram claims to be STUN: first byte 0–3 and the magic cookie (RFC 7983). */
bool stun_looks(const uint8_t *p, size_t len);
/* Reads a Binding message. A FINGERPRINT that is there must be right and last; attributes behind MESSAGE-INTEGRITY
 * other than FINGERPRINT are ignored. ERR_MALFORMED. Integrity is not checked here: see stun_authentic. */
err_t stun_parse(const uint8_t *p, size_t len, struct stun_msg *ret);
/* The part of the USERNAME before the colon: in a request, the receiver's ufrag. Lent; NULL without USERNAME or colon. */
const char *stun_local_ufrag(const struct stun_msg *m, size_t *ret_len);
/* Prepares the receiver's ICE password for stun_authentic and the writers; done once per viewer. */
void stun_key_init(struct hmac_sha1 *ret_key, const char *pwd, size_t pwd_len);
/* True if MESSAGE-INTEGRITY is there and right; constant time. */
bool stun_authentic(const struct stun_msg *m, const struct hmac_sha1 *key);

/* Answers a check as an ICE-lite agent, which is always controlled: writes a success with the sender's address; a 487
 * to a peer that says it is controlled too; a 420 for unknown required attributes. `cap` ≥ STUN_REPLY_MAX.
 * *ret_nominated is set when a success was written to a check with USE-CANDIDATE.
 * ERR_UNAUTHENTIC (also when integrity, fingerprint or USERNAME is missing) or ERR_MALFORMED (not a request): send nothing. */
err_t stun_answer(const struct stun_msg *m, const struct hmac_sha1 *key, const struct sockaddr *from,
                  uint8_t *out, size_t cap, size_t *ret_len, bool *ret_nominated);

struct stun_request {
	uint8_t txid[STUN_TXID_BYTES];
	const char *username;            /* "receiver:sender"; up to STUN_USERNAME_MAX */
	uint32_t priority;
	uint64_t tie_breaker;
	bool controlling;                /* else controlled */
	bool use_candidate;
};
/* Writes a check, as a client does; `key` is of the receiver's password. Returns its length, 0 if `cap` is too small
 * (STUN_REQUEST_MAX always fits). */
size_t stun_write_request(uint8_t *out, size_t cap, const struct stun_request *r, const struct hmac_sha1 *key);
/* Writes a success with XOR-MAPPED-ADDRESS, MESSAGE-INTEGRITY and FINGERPRINT; 0 if `cap` is too small. */
size_t stun_write_success(uint8_t *out, size_t cap, const uint8_t txid[static STUN_TXID_BYTES], const struct sockaddr *mapped, const struct hmac_sha1 *key);
/* Writes an error response (300–699); `unknown` are the types listed in a 420. */
size_t stun_write_error(uint8_t *out, size_t cap, const uint8_t txid[static STUN_TXID_BYTES], int code,
                        const uint16_t *unknown, size_t unknown_count, const struct hmac_sha1 *key);
