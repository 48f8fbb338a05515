/* origin.c — one table of fields serves writing and reading. */
#include "trade/origin.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"

#define VERSION 1
static const char domain[] = "mela origin 1\n";

enum kind { RAW, NUMBER, TEXT };
struct field { unsigned char tag; enum kind kind; bool must; size_t offset, size; };
#define FIELD(tag, kind, must, member) {tag, kind, must, offsetof(struct origin, member), sizeof(((struct origin *)0)->member)}
static const struct field fields[] = {
	FIELD(1, RAW, true, key),       FIELD(2, RAW, true, code),      FIELD(3, NUMBER, true, piece),    FIELD(4, NUMBER, true, pieces),
	FIELD(5, NUMBER, true, issued_s), FIELD(6, TEXT, true, artisan), FIELD(7, TEXT, true, district),   FIELD(8, TEXT, true, product),
	FIELD(9, TEXT, false, gi_user), FIELD(10, RAW, false, broadcast), FIELD(11, NUMBER, false, media_us),
};
#define FIELDS (sizeof fields / sizeof *fields)

/* ── writing ── */

static size_t write_number(int64_t n, unsigned char *to)
{
	size_t len = 0;
	for (int shift = 56; shift >= 0; shift -= 8) {
		unsigned char byte = (unsigned char)(n >> shift);
		if (len || byte) to[len++] = byte;
	}
	return len;
}

static bool all_zero(const unsigned char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (bytes[i]) return false;
	return true;
}

/* The value of one field; 0 bytes: it is absent. */
static err_t write_value(const struct field *f, const void *from, unsigned char *to, size_t *ret_len)
{
	*ret_len = 0;
	if (f->kind == NUMBER) {
		int64_t n = *(const int64_t *)from;
		if (n < 0) return ERR_BAD_FIELD;
		*ret_len = write_number(n, to);
	} else if (f->kind == RAW) {
		if (!all_zero(from, f->size)) memcpy(to, from, *ret_len = f->size);
	} else {
		size_t len = strnlen(from, f->size);
		if (len == f->size || !text_utf8_valid(from, len) || !text_printable(from, false)) return ERR_BAD_FIELD;
		memcpy(to, from, *ret_len = len);
	}
	return f->must && !*ret_len ? ERR_BAD_FIELD : OK;
}

err_t origin_write(const struct origin *o, struct origin_bytes *ret)
{
	unsigned char *to = ret->b;
	if (o->piece > o->pieces || (o->media_us && all_zero(o->broadcast, sizeof o->broadcast))) return ERR_BAD_FIELD;
	*to++ = VERSION;
	for (size_t i = 0; i < FIELDS; i++) {
		size_t len;
		TRY(write_value(&fields[i], (const char *)o + fields[i].offset, to + 2, &len));
		if (!len) continue;
		to[0] = fields[i].tag;
		to[1] = (unsigned char)len;
		to += 2 + len;
	}
	ret->len = (size_t)(to - ret->b);
	return OK;
}

/* ── reading ── */

static err_t read_value(const struct field *f, const unsigned char *from, size_t len, void *to)
{
	if (f->kind == NUMBER) {
		int64_t n = 0;
		if (!from[0] || len > 8 || (len == 8 && from[0] > 127)) return ERR_MALFORMED;
		for (size_t i = 0; i < len; i++) n = n << 8 | from[i];
		*(int64_t *)to = n;
		return OK;
	}
	if (f->kind == RAW) {
		if (len != f->size || all_zero(from, len)) return ERR_MALFORMED;
		memcpy(to, from, len);
		return OK;
	}
	if (len >= f->size || memchr(from, 0, len) || !text_utf8_valid((const char *)from, len)) return ERR_MALFORMED;
	memcpy(to, from, len);
	return text_printable(to, false) ? OK : ERR_MALFORMED;
}

static err_t read_fields(const unsigned char *at, const unsigned char *end, struct origin *o)
{
	for (size_t i = 0; i < FIELDS; i++) {
		if (at == end || *at != fields[i].tag) {
			if (fields[i].must) return ERR_MALFORMED;
			continue;
		}
		if (end - at < 2 || !at[1] || end - at - 2 < at[1]) return ERR_MALFORMED;
		TRY(read_value(&fields[i], at + 2, at[1], (char *)o + fields[i].offset));
		at += 2 + at[1];
	}
	return at == end ? OK : ERR_MALFORMED;
}

err_t origin_read(const unsigned char *bytes, size_t len, struct origin *ret)
{
	struct origin o = {0};
	if (len < 1 || len > ORIGIN_BYTES_MAX || bytes[0] != VERSION) return ERR_MALFORMED;
	TRY(read_fields(bytes + 1, bytes + len, &o));
	if (o.piece > o.pieces || (o.media_us && all_zero(o.broadcast, sizeof o.broadcast))) return ERR_MALFORMED;
	*ret = o;
	return OK;
}

/* ── signatures ── */

void origin_key_id(const unsigned char public_key[static ORIGIN_PUBLIC_BYTES], unsigned char ret[static ORIGIN_KEY_BYTES])
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256(hash, public_key, ORIGIN_PUBLIC_BYTES);
	memcpy(ret, hash, ORIGIN_KEY_BYTES);
}

struct message { unsigned char b[sizeof domain - 1 + ORIGIN_BYTES_MAX]; size_t len; };
static struct message message_of(const unsigned char *statement, size_t len)
{
	struct message m = {.len = sizeof domain - 1 + len};
	memcpy(m.b, domain, sizeof domain - 1);
	memcpy(m.b + sizeof domain - 1, statement, len);
	return m;
}

err_t origin_sign(const struct origin *o, const unsigned char secret_key[static ORIGIN_SECRET_BYTES], char ret_token[static ORIGIN_TOKEN_CHARS + 1])
{
	struct origin_bytes s;
	unsigned char both[ORIGIN_BYTES_MAX + ORIGIN_SIGNATURE_BYTES];
	TRY(origin_write(o, &s));
	struct message m = message_of(s.b, s.len);
	memcpy(both, s.b, s.len);
	crypto_sign_detached(both + s.len, NULL, m.b, m.len, secret_key);
	sodium_bin2base64(ret_token, ORIGIN_TOKEN_CHARS + 1, both, s.len + ORIGIN_SIGNATURE_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return OK;
}

err_t origin_verify(const char *token, const unsigned char (*keys)[ORIGIN_PUBLIC_BYTES], size_t n, struct origin *ret)
{
	unsigned char both[ORIGIN_BYTES_MAX + ORIGIN_SIGNATURE_BYTES], id[ORIGIN_KEY_BYTES];
	size_t len = 0;
	const char *end;
	struct origin o;
	if (sodium_base642bin(both, sizeof both, token, strlen(token), NULL, &len, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) || *end) return ERR_MALFORMED;
	if (len <= ORIGIN_SIGNATURE_BYTES) return ERR_MALFORMED;
	len -= ORIGIN_SIGNATURE_BYTES;
	TRY(origin_read(both, len, &o));
	struct message m = message_of(both, len);
	bool known = false;
	for (size_t i = 0; i < n; i++) {
		origin_key_id(keys[i], id);
		if (memcmp(id, o.key, sizeof id) != 0) continue;
		known = true;
		if (crypto_sign_verify_detached(both + len, m.b, m.len, keys[i]) != 0) continue;
		*ret = o;
		return OK;
	}
	return known ? ERR_BAD_SIGNATURE : ERR_NOT_FOUND;
}
