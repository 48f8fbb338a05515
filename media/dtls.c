/* dtls.c — OpenSSL with a BIO that keeps the borders of datagrams: one comes in by pointer, each goes out by callback. */
#include "media/dtls.h"

#include <assert.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#define TIMEOUT_GROWTH 20            /* the longest wait, in first waits: 2 s in production */
#define CERTIFICATE_DAYS 30
#define EXPORTER_LABEL "EXTRACTOR-dtls_srtp"   /* RFC 5764 §4.2 */

struct dtls_context {
	SSL_CTX *ssl;
	BIO_METHOD *datagrams;
	uint8_t fingerprint[DTLS_FINGERPRINT_BYTES];
	unsigned first_timeout_us;
};

struct dtls {
	SSL *ssl;
	const struct dtls_context *context;
	dtls_send_fn *send;
	void *arg;
	const uint8_t *in;               /* the datagram not read yet; NULL between calls */
	size_t in_len;
	bool peeks;                      /* what is read stays */
	const uint8_t *cookie;           /* that the peer must show; lent for one call */
	size_t cookie_len;
	size_t received, received_bytes;
	enum dtls_state state;
	bool stranger;                   /* the peer's certificate was another one */
	uint8_t peer_fingerprint[DTLS_FINGERPRINT_BYTES];
};

/* ---- the datagram BIO ---- */

static int bio_write(BIO *b, const char *p, int len)
{
	struct dtls *d = BIO_get_data(b);
	if (len <= 0) return 0;
	d->send(d->arg, (const uint8_t *)p, (size_t)len);
	return len;
}

static int bio_read(BIO *b, char *out, int cap)
{
	struct dtls *d = BIO_get_data(b);
	BIO_clear_retry_flags(b);
	if (!d->in) {
		BIO_set_retry_read(b);
		return -1;
	}
	size_t len = d->in_len < (size_t)cap ? d->in_len : (size_t)cap;
	memcpy(out, d->in, len);
	if (!d->peeks) d->in = NULL;
	return (int)len;
}

static long bio_ctrl(BIO *b, int what, long n, void *p)
{
	struct dtls *d = BIO_get_data(b);
	(void)p;
	switch (what) {
	case BIO_CTRL_FLUSH: return 1;
	case BIO_CTRL_DGRAM_SET_PEEK_MODE: return d->peeks = n != 0, 1;
	case BIO_CTRL_DGRAM_QUERY_MTU:       /* an answer of 0 would make OpenSSL send 256-byte datagrams */
	case BIO_CTRL_DGRAM_GET_FALLBACK_MTU: return DTLS_MTU;
	default: return 0;
	}
}

static int bio_create(BIO *b)
{
	BIO_set_init(b, 1);
	return 1;
}

static BIO_METHOD *datagram_method(void)
{
	BIO_METHOD *m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagrams");
	if (!m) return NULL;
	BIO_meth_set_write(m, bio_write);
	BIO_meth_set_read(m, bio_read);
	BIO_meth_set_ctrl(m, bio_ctrl);
	BIO_meth_set_create(m, bio_create);
	return m;
}

/* ---- the context ---- */

static bool sign_certificate(X509 *x, EVP_PKEY *key)
{
	uint64_t serial = 0;
	X509_NAME *name = X509_get_subject_name(x);
	return RAND_bytes((unsigned char *)&serial, sizeof serial) == 1
	    && X509_set_version(x, 2) == 1
	    && ASN1_INTEGER_set_uint64(X509_get_serialNumber(x), serial >> 1) == 1
	    && X509_gmtime_adj(X509_getm_notBefore(x), -86400)  /* clocks of phones are late */
	    && X509_gmtime_adj(X509_getm_notAfter(x), CERTIFICATE_DAYS * 86400L)
	    && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"media", -1, -1, 0) == 1
	    && X509_set_issuer_name(x, name) == 1
	    && X509_set_pubkey(x, key) == 1
	    && X509_sign(x, key, EVP_sha256()) > 0;
}

static bool use_certificate(struct dtls_context *c)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = X509_new();
	bool good = key && x && sign_certificate(x, key)
	         && X509_digest(x, EVP_sha256(), c->fingerprint, NULL) == 1
	         && SSL_CTX_use_certificate(c->ssl, x) == 1
	         && SSL_CTX_use_PrivateKey(c->ssl, key) == 1;
	X509_free(x);
	EVP_PKEY_free(key);
	return good;
}

/* Stands in for chain building: the certificate is right if, and only if, it is the one named in the SDP. */
static int check_peer(X509_STORE_CTX *store, void *arg)
{
	(void)arg;
	SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct dtls *d = SSL_get_app_data(ssl);
	X509 *x = X509_STORE_CTX_get0_cert(store);
	uint8_t got[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	bool same = x && X509_digest(x, EVP_sha256(), got, &len) == 1 && len == DTLS_FINGERPRINT_BYTES
	         && CRYPTO_memcmp(got, d->peer_fingerprint, len) == 0;
	d->stranger = !same;
	X509_STORE_CTX_set_error(store, same ? X509_V_OK : X509_V_ERR_APPLICATION_VERIFICATION);
	return same;
}

static int check_cookie(SSL *ssl, const unsigned char *cookie, unsigned len)
{
	const struct dtls *d = SSL_get_app_data(ssl);
	return d->cookie && len == d->cookie_len && CRYPTO_memcmp(cookie, d->cookie, len) == 0;
}

static bool set_options(SSL_CTX *s)
{
	SSL_CTX_set_cookie_verify_cb(s, check_cookie);
	SSL_CTX_set_options(s, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
	SSL_CTX_set_session_cache_mode(s, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_mode(s, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_verify(s, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	SSL_CTX_set_cert_verify_callback(s, check_peer, NULL);
	return SSL_CTX_set_min_proto_version(s, DTLS1_2_VERSION) == 1
	    && SSL_CTX_set_max_proto_version(s, DTLS1_2_VERSION) == 1
	    && SSL_CTX_set_cipher_list(s, "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA") == 1
	    && SSL_CTX_set1_groups_list(s, "X25519:P-256") == 1
	    && SSL_CTX_set_tlsext_use_srtp(s, "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80") == 0;  /* 0 is success here */
}

err_t dtls_context_new(int first_timeout_ms, struct dtls_context **ret)
{
	struct dtls_context *c = calloc(1, sizeof *c);
	if (!c) abort();
	assert(first_timeout_ms > 0);
	c->first_timeout_us = (unsigned)first_timeout_ms * 1000u;
	c->datagrams = datagram_method();
	c->ssl = SSL_CTX_new(DTLS_method());
	if (!c->datagrams || !c->ssl || !set_options(c->ssl) || !use_certificate(c)) {
		ERR_clear_error();
		dtls_context_free(c);
		return ERR_INTERNAL;
	}
	*ret = c;
	return OK;
}

void dtls_context_free(struct dtls_context *c)
{
	if (!c) return;
	SSL_CTX_free(c->ssl);
	BIO_meth_free(c->datagrams);
	free(c);
}

const uint8_t *dtls_context_fingerprint(const struct dtls_context *c) { return c->fingerprint; }

void dtls_fingerprint_text(const uint8_t f[static DTLS_FINGERPRINT_BYTES], char ret[static DTLS_FINGERPRINT_CHARS + 1])
{
	static const char digits[] = "0123456789ABCDEF";
	for (size_t i = 0; i < DTLS_FINGERPRINT_BYTES; i++) {
		ret[3 * i] = digits[f[i] >> 4];
		ret[3 * i + 1] = digits[f[i] & 15];
		ret[3 * i + 2] = ':';
	}
	ret[DTLS_FINGERPRINT_CHARS] = 0;
}

/* ---- a connection ---- */

static unsigned next_timeout(SSL *ssl, unsigned last_us)
{
	const struct dtls *d = SSL_get_app_data(ssl);
	unsigned first = d->context->first_timeout_us, longest = first * TIMEOUT_GROWTH;
	if (last_us == 0) return first;
	return last_us * 2 < longest ? last_us * 2 : longest;
}

err_t dtls_new(struct dtls_context *c, enum dtls_role role, const uint8_t peer_fingerprint[static DTLS_FINGERPRINT_BYTES],
               dtls_send_fn *send, void *arg, struct dtls **ret)
{
	struct dtls *d = calloc(1, sizeof *d);
	if (!d) abort();
	d->context = c;
	d->send = send;
	d->arg = arg;
	memcpy(d->peer_fingerprint, peer_fingerprint, DTLS_FINGERPRINT_BYTES);
	d->ssl = SSL_new(c->ssl);
	BIO *bio = d->ssl ? BIO_new(c->datagrams) : NULL;
	if (!bio) {
		dtls_free(d);
		return ERR_INTERNAL;
	}
	BIO_set_data(bio, d);
	SSL_set_bio(d->ssl, bio, bio);
	SSL_set_app_data(d->ssl, d);
	SSL_set_mtu(d->ssl, DTLS_MTU);
	DTLS_set_timer_cb(d->ssl, next_timeout);
	if (role == DTLS_SERVER) SSL_set_accept_state(d->ssl);
	else SSL_set_connect_state(d->ssl);
	*ret = d;
	return OK;
}

void dtls_free(struct dtls *d)
{
	if (!d) return;
	SSL_free(d->ssl);
	OPENSSL_cleanse(d, sizeof *d);
	free(d);
}

static err_t fail(struct dtls *d, err_t why)
{
	d->state = DTLS_FAILED;
	ERR_clear_error();
	return why;
}

static err_t reason_of_failure(const struct dtls *d)
{
	int reason = ERR_GET_REASON(ERR_peek_error());
	if (d->stranger || reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE) return ERR_UNAUTHENTIC;
	return reason == SSL_R_READ_TIMEOUT_EXPIRED ? ERR_TIMEOUT : ERR_MALFORMED;
}

/* Sorts out what an SSL call that did not succeed means. */
static err_t on_result(struct dtls *d, int result)
{
	switch (SSL_get_error(d->ssl, result)) {
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_WRITE:
		ERR_clear_error();
		return OK;
	case SSL_ERROR_ZERO_RETURN:
		d->state = DTLS_CLOSED;
		ERR_clear_error();
		return OK;
	default:
		return fail(d, reason_of_failure(d));
	}
}

static err_t shake(struct dtls *d)
{
	ERR_clear_error();
	int result = SSL_do_handshake(d->ssl);
	if (result != 1) return on_result(d, result);
	if (!SSL_get_selected_srtp_profile(d->ssl)) return fail(d, ERR_MALFORMED);
	d->state = DTLS_DONE;
	return OK;
}

/* After the handshake there is only close_notify, and a peer's repeated last flight, which OpenSSL answers by itself. */
static err_t listen_on(struct dtls *d)
{
	uint8_t ignored[DTLS_MTU];
	int result = 0;
	ERR_clear_error();
	do result = SSL_read(d->ssl, ignored, sizeof ignored); while (result > 0);
	return on_result(d, result);
}

err_t dtls_start(struct dtls *d) { return shake(d); }

err_t dtls_receive(struct dtls *d, const uint8_t *datagram, size_t len)
{
	if (d->state == DTLS_CLOSED || d->state == DTLS_FAILED) return OK;
	if (++d->received > DTLS_DATAGRAMS_MAX || (d->received_bytes += len) > DTLS_BYTES_MAX) return fail(d, ERR_FULL);
	d->in = datagram;
	d->in_len = len;
	err_t e = d->state == DTLS_SHAKING ? shake(d) : listen_on(d);
	d->in = NULL;
	return e;
}

err_t dtls_receive_proven(struct dtls *d, const uint8_t *cookie, size_t cookie_len, const uint8_t *datagram, size_t len)
{
	if (d->received) return ERR_BAD_STATE;
	BIO_ADDR *nobody = BIO_ADDR_new();
	if (!nobody) abort();
	d->in = datagram;
	d->in_len = len;
	d->cookie = cookie;
	d->cookie_len = cookie_len;
	ERR_clear_error();
	/* It looks at the datagram and notes that the question has been asked and answered; the handshake then reads it again. */
	int seen = DTLSv1_listen(d->ssl, nobody);
	BIO_ADDR_free(nobody);
	err_t e = seen == 1 ? dtls_receive(d, datagram, len) : fail(d, ERR_MALFORMED);
	d->cookie = NULL;
	return e;
}

int64_t dtls_timeout_us(const struct dtls *d)
{
	struct timeval left;
	if (d->state != DTLS_SHAKING || DTLSv1_get_timeout(d->ssl, &left) != 1) return -1;
	return (int64_t)left.tv_sec * 1000000 + left.tv_usec;
}

err_t dtls_on_timeout(struct dtls *d)
{
	if (d->state != DTLS_SHAKING) return OK;
	ERR_clear_error();
	if (DTLSv1_handle_timeout(d->ssl) < 0) return fail(d, ERR_TIMEOUT);
	return OK;
}

enum dtls_state dtls_state(const struct dtls *d) { return d->state; }

err_t dtls_keys(const struct dtls *d, struct srtp_keys *ret)
{
	if (d->state != DTLS_DONE) return ERR_BAD_STATE;
	unsigned long id = SSL_get_selected_srtp_profile(d->ssl)->id;
	if (id != SRTP_GCM128 && id != SRTP_CM80) return ERR_MALFORMED;
	struct srtp_keys k = { .profile = (enum srtp_profile)id };
	size_t salt = k.profile == SRTP_GCM128 ? 12 : SRTP_SALT_BYTES;
	uint8_t out[2 * (SRTP_KEY_BYTES + SRTP_SALT_BYTES)];  /* client key, server key, client salt, server salt */
	if (SSL_export_keying_material(d->ssl, out, 2 * (SRTP_KEY_BYTES + salt), EXPORTER_LABEL, strlen(EXPORTER_LABEL), NULL, 0, 0) != 1) return ERR_INTERNAL;
	bool server = SSL_is_server(d->ssl);
	struct srtp_key *client_side = server ? &k.remote : &k.local, *server_side = server ? &k.local : &k.remote;
	memcpy(client_side->key, out, SRTP_KEY_BYTES);
	memcpy(server_side->key, out + SRTP_KEY_BYTES, SRTP_KEY_BYTES);
	memcpy(client_side->salt, out + 2 * SRTP_KEY_BYTES, salt);
	memcpy(server_side->salt, out + 2 * SRTP_KEY_BYTES + salt, salt);
	*ret = k;
	OPENSSL_cleanse(out, sizeof out);
	OPENSSL_cleanse(&k, sizeof k);
	return OK;
}

void dtls_close(struct dtls *d)
{
	if (d->state != DTLS_DONE) return;
	ERR_clear_error();
	(void)SSL_shutdown(d->ssl);
	ERR_clear_error();
	d->state = DTLS_CLOSED;
}
