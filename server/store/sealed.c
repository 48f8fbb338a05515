/* sealed.c — see sealed.h. */
#include "store/sealed.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC "MELAKEP1"
#define MAGIC_BYTES 8
#define STREAM_KEY crypto_secretstream_xchacha20poly1305_KEYBYTES
#define STREAM_HEAD crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define STREAM_TAG crypto_secretstream_xchacha20poly1305_ABYTES
#define LAST crypto_secretstream_xchacha20poly1305_TAG_FINAL
#define MORE crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
#define BOX_KEY crypto_box_PUBLICKEYBYTES

_Static_assert(crypto_box_PUBLICKEYBYTES == 32 && crypto_box_SECRETKEYBYTES == 32, "43 characters hold a key");

static void key_text(const unsigned char *key, char ret[static SEALED_KEY_CHARS + 1])
{
	sodium_bin2base64(ret, SEALED_KEY_CHARS + 1, key, BOX_KEY, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static err_t key_parse(const char *text, unsigned char ret[static BOX_KEY])
{
	size_t len = 0;
	const char *end = NULL;
	bool good = sodium_base642bin(ret, BOX_KEY, text, strlen(text), NULL, &len, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
	return good && len == BOX_KEY && !*end ? OK : ERR_BAD_FIELD;
}

void sealed_pair_new(struct sealed_pair *ret)
{
	unsigned char public_key[BOX_KEY], secret_key[BOX_KEY];
	crypto_box_keypair(public_key, secret_key);
	key_text(public_key, ret->public_key);
	key_text(secret_key, ret->secret_key);
	sodium_memzero(secret_key, sizeof secret_key);
}

/* ── write ── */

struct sealed_out {
	FILE *to;
	crypto_secretstream_xchacha20poly1305_state state;
	unsigned char plain[SEALED_CHUNK], cipher[SEALED_CHUNK + STREAM_TAG];
	size_t n;
};

static err_t put(FILE *to, const void *data, size_t len) { return fwrite(data, 1, len, to) == len ? OK : ERR_IO; }

static err_t write_head(struct sealed_out *s, const unsigned char *recipient)
{
	unsigned char key[STREAM_KEY], sealed[STREAM_KEY + crypto_box_SEALBYTES], head[STREAM_HEAD];
	crypto_secretstream_xchacha20poly1305_keygen(key);
	bool good = crypto_box_seal(sealed, key, sizeof key, recipient) == 0 && crypto_secretstream_xchacha20poly1305_init_push(&s->state, head, key) == 0;
	sodium_memzero(key, sizeof key);
	if (!good) return ERR_BAD_FIELD;
	TRY(put(s->to, MAGIC, MAGIC_BYTES));
	TRY(put(s->to, sealed, sizeof sealed));
	return put(s->to, head, sizeof head);
}

err_t sealed_write_begin(FILE *to, const char *public_key, struct sealed_out **ret)
{
	unsigned char recipient[BOX_KEY];
	TRY(key_parse(public_key, recipient));
	struct sealed_out *s = calloc(1, sizeof *s);
	if (!s) abort();
	s->to = to;
	err_t e = write_head(s, recipient);
	if (e == OK) *ret = s;
	else free(s);
	return e;
}

static err_t push(struct sealed_out *s, unsigned char tag)
{
	unsigned long long len = 0;
	crypto_secretstream_xchacha20poly1305_push(&s->state, s->cipher, &len, s->plain, s->n, NULL, 0, tag);
	s->n = 0;
	return put(s->to, s->cipher, (size_t)len);
}

err_t sealed_write(struct sealed_out *s, const void *data, size_t len)
{
	const unsigned char *from = data;
	while (len) {
		if (s->n == SEALED_CHUNK) TRY(push(s, MORE));
		size_t n = SEALED_CHUNK - s->n < len ? SEALED_CHUNK - s->n : len;
		memcpy(s->plain + s->n, from, n);
		s->n += n;
		from += n;
		len -= n;
	}
	return OK;
}

err_t sealed_write_end(struct sealed_out *s, bool whole)
{
	err_t e = whole ? push(s, LAST) : OK;
	sodium_memzero(s, sizeof *s);
	free(s);
	return e;
}

/* ── read ── */

struct sealed_in {
	FILE *from;
	crypto_secretstream_xchacha20poly1305_state state;
	unsigned char plain[SEALED_CHUNK], cipher[SEALED_CHUNK + STREAM_TAG];
	size_t n, at;
	bool last;
};

static err_t open_head(struct sealed_in *s, const unsigned char *secret)
{
	unsigned char magic[MAGIC_BYTES], sealed[STREAM_KEY + crypto_box_SEALBYTES], head[STREAM_HEAD], key[STREAM_KEY], public_key[BOX_KEY];
	if (fread(magic, 1, sizeof magic, s->from) != sizeof magic || memcmp(magic, MAGIC, sizeof magic) != 0) return ERR_MALFORMED;
	if (fread(sealed, 1, sizeof sealed, s->from) != sizeof sealed || fread(head, 1, sizeof head, s->from) != sizeof head) return ERR_MALFORMED;
	if (crypto_scalarmult_base(public_key, secret) != 0) return ERR_BAD_FIELD;
	if (crypto_box_seal_open(key, sealed, sizeof sealed, public_key, secret) != 0) return ERR_BAD_CREDENTIALS;
	bool good = crypto_secretstream_xchacha20poly1305_init_pull(&s->state, head, key) == 0;
	sodium_memzero(key, sizeof key);
	return good ? OK : ERR_MALFORMED;
}

err_t sealed_read_begin(FILE *from, const char *secret_key, struct sealed_in **ret)
{
	unsigned char secret[BOX_KEY];
	TRY(key_parse(secret_key, secret));
	struct sealed_in *s = calloc(1, sizeof *s);
	if (!s) abort();
	s->from = from;
	err_t e = open_head(s, secret);
	sodium_memzero(secret, sizeof secret);
	if (e == OK) *ret = s;
	else free(s);
	return e;
}

/* One chunk more. A short one is the last; what stands behind it was put there by another. */
static err_t pull(struct sealed_in *s)
{
	unsigned long long len = 0;
	unsigned char tag = MORE;
	size_t n = fread(s->cipher, 1, sizeof s->cipher, s->from);
	if (n < STREAM_TAG) return ERR_UNAUTHENTIC;
	if (crypto_secretstream_xchacha20poly1305_pull(&s->state, s->plain, &len, &tag, s->cipher, n, NULL, 0) != 0) return ERR_UNAUTHENTIC;
	s->n = (size_t)len;
	s->at = 0;
	s->last = tag == LAST;
	return s->last && fgetc(s->from) != EOF ? ERR_UNAUTHENTIC : OK;
}

err_t sealed_read(struct sealed_in *s, void *ret, size_t cap, size_t *ret_len)
{
	*ret_len = 0;
	while (s->at == s->n && !s->last) TRY(pull(s));
	size_t n = s->n - s->at < cap ? s->n - s->at : cap;
	memcpy(ret, s->plain + s->at, n);
	s->at += n;
	*ret_len = n;
	return OK;
}

void sealed_read_end(struct sealed_in *s)
{
	if (!s) return;
	sodium_memzero(s, sizeof *s);
	free(s);
}
