/* stun.c — reading and writing Binding messages. */
#include "media/stun.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <string.h>

#include "media/rtp.h"

#define MAGIC 0x2112A442u
#define FINGERPRINT_XOR 0x5354554Eu  /* RFC 8489 §14.7 */
#define INTEGRITY_BYTES (4 + HMAC_SHA1_BYTES)
#define FINGERPRINT_BYTES 8

enum attribute {
	USERNAME = 0x0006,
	MESSAGE_INTEGRITY = 0x0008,
	ERROR_CODE = 0x0009,
	UNKNOWN_ATTRIBUTES = 0x000A,
	XOR_MAPPED_ADDRESS = 0x0020,
	PRIORITY = 0x0024,
	USE_CANDIDATE = 0x0025,
	FINGERPRINT = 0x8028,
	ICE_CONTROLLED = 0x8029,
	ICE_CONTROLLING = 0x802A,
};

/* CRC-32 of ISO 3309, bit by bit with a 16-entry table: checks are short and few. */
static uint32_t crc32_of(const uint8_t *p, size_t len)
{
	static const uint32_t nibble[16] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
		0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
	};
	uint32_t crc = 0xffffffffu;
	for (size_t i = 0; i < len; i++) {
		crc = nibble[(crc ^ p[i]) & 15] ^ crc >> 4;
		crc = nibble[(crc ^ (uint32_t)(p[i] >> 4)) & 15] ^ crc >> 4;
	}
	return ~crc;
}

bool stun_looks(const uint8_t *p, size_t len)
{
	return len >= STUN_HEADER_BYTES && p[0] <= 3 && rtp_u32(p + 4) == MAGIC;
}

/* ---- reading: one small reader per attribute, found in a table ---- */

typedef bool read_fn(struct stun_msg *m, const uint8_t *value, uint16_t len);

static bool read_username(struct stun_msg *m, const uint8_t *value, uint16_t len)
{
	if (len == 0 || len > STUN_USERNAME_MAX) return false;
	m->username = (const char *)value;
	m->username_len = len;
	return true;
}

static bool read_error(struct stun_msg *m, const uint8_t *value, uint16_t len)
{
	if (len < 4 || value[2] < 3 || value[2] > 6 || value[3] > 99) return false;
	m->error_code = (uint16_t)(value[2] * 100 + value[3]);
	return true;
}

static bool read_mapped(struct stun_msg *m, const uint8_t *value, uint16_t len)
{
	bool v4 = len == 8 && value[1] == 1, v6 = len == 20 && value[1] == 2;
	if (!v4 && !v6) return false;
	uint8_t plain[20];
	memcpy(plain, value, len);
	for (uint16_t i = 0; i < 2; i++) plain[2 + i] ^= m->bytes[4 + i];
	for (uint16_t i = 4; i < len; i++) plain[i] ^= m->bytes[i];  /* the cookie and then the transaction id */
	m->mapped = (union stun_addr){ 0 };
	if (v4) {
		m->mapped.v4.sin_family = AF_INET;
		memcpy(&m->mapped.v4.sin_port, plain + 2, 2);
		memcpy(&m->mapped.v4.sin_addr, plain + 4, 4);
	} else {
		m->mapped.v6.sin6_family = AF_INET6;
		memcpy(&m->mapped.v6.sin6_port, plain + 2, 2);
		memcpy(&m->mapped.v6.sin6_addr, plain + 4, 16);
	}
	m->has_mapped = true;
	return true;
}

static bool read_priority(struct stun_msg *m, const uint8_t *value, uint16_t len)
{
	if (len != 4) return false;
	m->priority = rtp_u32(value);
	return true;
}

static bool read_use_candidate(struct stun_msg *m, const uint8_t *value, uint16_t len)
{
	(void)value;
	m->use_candidate = true;
	return len == 0;
}

static bool read_role(struct stun_msg *m, const uint8_t *value, uint16_t len)
{
	if (len != 8 || (m->controlled && m->controlling)) return false;
	m->tie_breaker = (uint64_t)rtp_u32(value) << 32 | rtp_u32(value + 4);
	return true;
}

static bool read_controlled(struct stun_msg *m, const uint8_t *value, uint16_t len)
{
	m->controlled = true;
	return read_role(m, value, len);
}

static bool read_controlling(struct stun_msg *m, const uint8_t *value, uint16_t len)
{
	m->controlling = true;
	return read_role(m, value, len);
}

static bool read_integrity(struct stun_msg *m, const uint8_t *value, uint16_t len)
{
	m->integrity_at = (uint16_t)(value - 4 - m->bytes);
	return len == HMAC_SHA1_BYTES;
}

/* Legal anywhere and without meaning for us. */
static bool read_nothing(struct stun_msg *m, const uint8_t *value, uint16_t len)
{
	(void)m, (void)value, (void)len;
	return true;
}

static const struct { uint16_t type; read_fn *read; } readers[] = {
	{ USERNAME, read_username },           { MESSAGE_INTEGRITY, read_integrity },
	{ ERROR_CODE, read_error },            { UNKNOWN_ATTRIBUTES, read_nothing },
	{ XOR_MAPPED_ADDRESS, read_mapped },   { PRIORITY, read_priority },
	{ USE_CANDIDATE, read_use_candidate }, { ICE_CONTROLLED, read_controlled },
	{ ICE_CONTROLLING, read_controlling },
};

static bool read_attribute(struct stun_msg *m, uint16_t type, const uint8_t *value, uint16_t len)
{
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		if (readers[i].type == type) return readers[i].read(m, value, len);
	if (type < 0x8000 && m->unknown_count < STUN_UNKNOWN_MAX) m->unknown[m->unknown_count++] = type;
	return true;
}

/* A fingerprint is the last attribute and covers all before it. */
static bool fingerprint_right(const uint8_t *p, size_t len, size_t at, uint16_t value_len)
{
	return value_len == 4 && at + FINGERPRINT_BYTES == len && rtp_u32(p + at + 4) == (crc32_of(p, at) ^ FINGERPRINT_XOR);
}

err_t stun_parse(const uint8_t *p, size_t len, struct stun_msg *ret)
{
	if (!stun_looks(p, len) || len > STUN_BYTES_MAX || rtp_u16(p + 2) != len - STUN_HEADER_BYTES || len % 4 != 0) return ERR_MALFORMED;
	struct stun_msg m = { .bytes = p, .len = (uint16_t)len, .type = rtp_u16(p), .txid = p + 8 };
	if (m.type != STUN_REQUEST && m.type != STUN_INDICATION && m.type != STUN_SUCCESS && m.type != STUN_ERROR) return ERR_MALFORMED;
	size_t at = STUN_HEADER_BYTES;
	for (int count = 0; at < len; count++) {
		if (count == STUN_ATTRIBUTES_MAX || len - at < 4) return ERR_MALFORMED;
		uint16_t type = rtp_u16(p + at), value_len = rtp_u16(p + at + 2);
		size_t padded = ((size_t)value_len + 3) & ~(size_t)3;
		if (padded > len - at - 4) return ERR_MALFORMED;
		if (type == FINGERPRINT) {
			if (!fingerprint_right(p, len, at, value_len)) return ERR_MALFORMED;
			m.fingerprint = true;
		} else if (m.integrity_at == 0 && !read_attribute(&m, type, p + at + 4, value_len)) {
			return ERR_MALFORMED;
		}
		at += 4 + padded;
	}
	*ret = m;
	return OK;
}

const char *stun_local_ufrag(const struct stun_msg *m, size_t *ret_len)
{
	const char *colon = m->username ? memchr(m->username, ':', m->username_len) : NULL;
	if (!colon) return NULL;
	*ret_len = (size_t)(colon - m->username);
	return m->username;
}

void stun_key_init(struct hmac_sha1 *ret_key, const char *pwd, size_t pwd_len)
{
	hmac_sha1_init(ret_key, pwd, pwd_len);
}

/* The MAC covers the message up to MESSAGE-INTEGRITY, with a length that ends behind it (RFC 8489 §14.5). */
static void integrity_of(const uint8_t *p, size_t at, const struct hmac_sha1 *key, uint8_t ret[static HMAC_SHA1_BYTES])
{
	uint8_t header[STUN_HEADER_BYTES];
	memcpy(header, p, sizeof header);
	rtp_put16(header + 2, (uint16_t)(at + INTEGRITY_BYTES - STUN_HEADER_BYTES));
	hmac_sha1(key, header, sizeof header, p + STUN_HEADER_BYTES, at - STUN_HEADER_BYTES, ret);
}

bool stun_authentic(const struct stun_msg *m, const struct hmac_sha1 *key)
{
	if (m->integrity_at == 0) return false;
	uint8_t mac[HMAC_SHA1_BYTES];
	integrity_of(m->bytes, m->integrity_at, key, mac);
	return CRYPTO_memcmp(mac, m->bytes + m->integrity_at + 4, sizeof mac) == 0;
}

/* ---- writing: callers check the room once, so these cannot fail ---- */

struct writer { uint8_t *p; size_t len; };

static struct writer begin(uint8_t *out, uint16_t type, const uint8_t txid[static STUN_TXID_BYTES])
{
	rtp_put16(out, type);
	rtp_put16(out + 2, 0);
	rtp_put32(out + 4, MAGIC);
	memcpy(out + 8, txid, STUN_TXID_BYTES);
	return (struct writer){ out, STUN_HEADER_BYTES };
}

/* Adds an attribute and returns where its value goes, padding already zeroed. */
static uint8_t *add(struct writer *w, uint16_t type, size_t len)
{
	uint8_t *at = w->p + w->len;
	size_t padded = (len + 3) & ~(size_t)3;
	rtp_put16(at, type);
	rtp_put16(at + 2, (uint16_t)len);
	memset(at + 4, 0, padded);
	w->len += 4 + padded;
	return at + 4;
}

static size_t finish(struct writer *w, const struct hmac_sha1 *key)
{
	size_t at = w->len;
	uint8_t *mac = add(w, MESSAGE_INTEGRITY, HMAC_SHA1_BYTES);
	integrity_of(w->p, at, key, mac);
	at = w->len;
	uint8_t *crc = add(w, FINGERPRINT, 4);
	rtp_put16(w->p + 2, (uint16_t)(w->len - STUN_HEADER_BYTES));
	rtp_put32(crc, crc32_of(w->p, at) ^ FINGERPRINT_XOR);
	return w->len;
}

static void add_mapped(struct writer *w, const struct sockaddr *addr)
{
	bool v6 = addr->sa_family == AF_INET6;
	size_t len = v6 ? 20 : 8;
	uint8_t *value = add(w, XOR_MAPPED_ADDRESS, len);
	value[1] = v6 ? 2 : 1;
	if (v6) {
		const struct sockaddr_in6 *a = (const void *)addr;
		memcpy(value + 2, &a->sin6_port, 2);
		memcpy(value + 4, &a->sin6_addr, 16);
	} else {
		const struct sockaddr_in *a = (const void *)addr;
		memcpy(value + 2, &a->sin_port, 2);
		memcpy(value + 4, &a->sin_addr, 4);
	}
	for (size_t i = 0; i < 2; i++) value[2 + i] ^= w->p[4 + i];
	for (size_t i = 4; i < len; i++) value[i] ^= w->p[i];
}

/* An IPv4 peer on a dual-stack socket is told its IPv4 address. */
static struct sockaddr_in unmapped(const struct sockaddr *addr)
{
	const struct sockaddr_in6 *a = (const void *)addr;
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = a->sin6_port };
	memcpy(&v4.sin_addr, a->sin6_addr.s6_addr + 12, 4);
	return v4;
}

size_t stun_write_success(uint8_t *out, size_t cap, const uint8_t txid[static STUN_TXID_BYTES], const struct sockaddr *mapped, const struct hmac_sha1 *key)
{
	if (cap < STUN_HEADER_BYTES + 24 + INTEGRITY_BYTES + FINGERPRINT_BYTES) return 0;
	struct writer w = begin(out, STUN_SUCCESS, txid);
	if (mapped->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&((const struct sockaddr_in6 *)(const void *)mapped)->sin6_addr)) {
		struct sockaddr_in v4 = unmapped(mapped);
		add_mapped(&w, (const struct sockaddr *)&v4);
	} else {
		add_mapped(&w, mapped);
	}
	return finish(&w, key);
}

size_t stun_write_error(uint8_t *out, size_t cap, const uint8_t txid[static STUN_TXID_BYTES], int code,
                        const uint16_t *unknown, size_t unknown_count, const struct hmac_sha1 *key)
{
	assert(code >= 300 && code <= 699 && unknown_count <= STUN_UNKNOWN_MAX);
	size_t list_bytes = unknown_count > 0 ? 4 + ((2 * unknown_count + 3) & ~(size_t)3) : 0;
	if (cap < STUN_HEADER_BYTES + 8 + list_bytes + INTEGRITY_BYTES + FINGERPRINT_BYTES) return 0;
	struct writer w = begin(out, STUN_ERROR, txid);
	uint8_t *value = add(&w, ERROR_CODE, 4);
	value[2] = (uint8_t)(code / 100);
	value[3] = (uint8_t)(code % 100);
	if (unknown_count > 0) {
		value = add(&w, UNKNOWN_ATTRIBUTES, 2 * unknown_count);
		for (size_t i = 0; i < unknown_count; i++) rtp_put16(value + 2 * i, unknown[i]);
	}
	return finish(&w, key);
}

size_t stun_write_request(uint8_t *out, size_t cap, const struct stun_request *r, const struct hmac_sha1 *key)
{
	size_t name_len = strlen(r->username);
	if (name_len == 0 || name_len > STUN_USERNAME_MAX || cap < STUN_REQUEST_MAX) return 0;
	struct writer w = begin(out, STUN_REQUEST, r->txid);
	memcpy(add(&w, USERNAME, name_len), r->username, name_len);
	rtp_put32(add(&w, PRIORITY, 4), r->priority);
	uint8_t *role = add(&w, r->controlling ? ICE_CONTROLLING : ICE_CONTROLLED, 8);
	rtp_put32(role, (uint32_t)(r->tie_breaker >> 32));
	rtp_put32(role + 4, (uint32_t)r->tie_breaker);
	if (r->use_candidate) add(&w, USE_CANDIDATE, 0);
	return finish(&w, key);
}

err_t stun_answer(const struct stun_msg *m, const struct hmac_sha1 *key, const struct sockaddr *from,
                  uint8_t *out, size_t cap, size_t *ret_len, bool *ret_nominated)
{
	assert(cap >= STUN_REPLY_MAX);
	if (m->type != STUN_REQUEST) return ERR_MALFORMED;
	if (!m->fingerprint || !m->username || !stun_authentic(m, key)) return ERR_UNAUTHENTIC;
	*ret_nominated = false;
	if (m->unknown_count > 0) {
		*ret_len = stun_write_error(out, cap, m->txid, 420, m->unknown, m->unknown_count, key);
	} else if (m->controlled) {  /* RFC 8445 §7.3.1.1: we stay controlled, the peer shall switch */
		*ret_len = stun_write_error(out, cap, m->txid, 487, NULL, 0, key);
	} else {
		*ret_len = stun_write_success(out, cap, m->txid, from, key);
		*ret_nominated = m->use_candidate;
	}
	return OK;
}
