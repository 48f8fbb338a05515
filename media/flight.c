/* flight.c — records, and in them messages. */
#include "media/flight.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#include "media/rtp.h"

#define RECORD_HEAD   13
#define MESSAGE_HEAD  12
#define FIRST_NUMBER  2       /* behind those of a ClientHello that has been put together */
#define LIST_AT       3       /* behind the length of all certificates; then the first one's */
#define FIRST_AT      6

enum record { CHANGE_CIPHER_SPEC = 20, HANDSHAKE = 22 };
enum message { CLIENT_HELLO = 1, CERTIFICATE = 11 };

void flight_init(struct flight *f, bool wary, const uint8_t fingerprint[static DTLS_FINGERPRINT_BYTES])
{
	*f = (struct flight){.wary = wary, .number = FIRST_NUMBER};
	memcpy(f->fingerprint, fingerprint, sizeof f->fingerprint);
}

static uint32_t u24(const uint8_t *p) { return (uint32_t)p[0] << 16 | rtp_u16(p + 1); }

static bool is_named(const struct flight *f, const uint8_t *list, uint32_t len)
{
	uint8_t got[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	if (len < FIRST_AT || u24(list + LIST_AT) > len - FIRST_AT) return false;
	return EVP_Digest(list + FIRST_AT, u24(list + LIST_AT), got, &n, EVP_sha256(), NULL) == 1 && n == sizeof f->fingerprint
	    && CRYPTO_memcmp(got, f->fingerprint, n) == 0;
}

static bool on_certificate(struct flight *f, const uint8_t *body, uint32_t len, bool whole, bool *ret_forged)
{
	if (whole && is_named(f, body, len)) return f->certified = true;
	if (f->certified) return true;
	*ret_forged = whole;
	f->certified = !f->wary;
	return f->certified;
}

/* `leads`: the sieve has seen it; later parts of the same may stand behind it. A ClientHello of another number than the first would be taken for
 * what comes next. */
static bool on_message(struct flight *f, const uint8_t *m, uint32_t len, bool leads, bool *ret_forged)
{
	bool whole = u24(m + 1) == len;
	if (m[0] == CLIENT_HELLO) return (leads || u24(m + 6)) && rtp_u16(m + 4) == 0;
	if (m[0] == CERTIFICATE) return on_certificate(f, m + MESSAGE_HEAD, len, whole, ret_forged);
	return f->certified;
}

static bool on_messages(struct flight *f, const uint8_t *p, uint32_t left, bool leads, bool *ret_forged)
{
	while (left) {
		uint32_t len = left < MESSAGE_HEAD ? left : u24(p + 9);
		if (left < MESSAGE_HEAD || len > left - MESSAGE_HEAD || !on_message(f, p, len, leads, ret_forged)) return false;
		p += MESSAGE_HEAD + len;
		left -= MESSAGE_HEAD + len;
		leads = false;
	}
	return true;
}

static bool on_record(struct flight *f, uint8_t *r, uint32_t body, bool leads, bool *ret_forged)
{
	if (rtp_u16(r + 3)) return f->certified;   /* of a later epoch: sealed */
	if (r[0] == HANDSHAKE ? !body || !on_messages(f, r + RECORD_HEAD, body, leads, ret_forged) : r[0] != CHANGE_CIPHER_SPEC || !f->certified) return false;
	memset(r + 5, 0, 2);
	rtp_put32(r + 7, f->number++);
	return true;
}

bool flight_pass(struct flight *f, uint8_t *datagram, size_t len, bool *ret_forged)
{
	*ret_forged = false;
	for (size_t at = 0, end; at < len; at = end) {
		uint8_t *r = datagram + at;
		uint32_t body = at + RECORD_HEAD <= len ? rtp_u16(r + 11) : 0;
		end = at + RECORD_HEAD + body;
		if (end > len || r[1] != 0xfe || !on_record(f, r, body, at == 0, ret_forged)) return false;
	}
	return len > 0;
}
