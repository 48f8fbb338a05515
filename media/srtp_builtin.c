/* srtp_builtin.c — SRTP over OpenSSL EVP.
 *
 *   SRTP    header+ext | payload (encrypted)         | tag
 *   SRTCP   8 bytes    | reports (encrypted)         | E + index | tag     CM80: tag covers all before it
 *   SRTCP   8 bytes    | reports (encrypted) | tag   | E + index           GCM:  index is behind the tag (RFC 7714 §9)
 *
 * What seals RTP gets its key once and stands in front, in one piece: a packet's way through here touches that and the window of its
 * SSRC. Reports are few: both directions share a context that is keyed for each, for contexts are what a connection's memory goes to. */
#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "media/gcm.h"
#include "media/hmac.h"
#include "media/rtp.h"
#include "media/srtp_backend.h"
#include "media/srtp_kdf.h"
#include "media/srtp_window.h"

#define CM_TAG 10
#define SENT_STREAMS 4               /* picture and sound, and what is sent again of each: places from the start, so that no packet makes one */
#define HEARD_STREAMS 2
#define RTCP_HEAD 8                  /* header and SSRC stay plain */
#define RTCP_E UINT32_C(0x80000000)
#define RTCP_INDEX_MAX UINT32_C(0x7fffffff)

/* The cipher of one direction of RTP, or of RTCP. */
struct half {
	EVP_CIPHER_CTX *cipher;
	bool lent, seals;                /* lent: the context is shared, and keyed at each use */
	struct hmac_sha1 *mac;           /* CM80 only */
	uint8_t key[SRTP_KEY_BYTES];     /* only if lent */
	uint8_t salt[SRTP_SALT_BYTES];   /* the first 12 bytes with GCM */
};

/* RTP that comes in; made by the first packet, because a viewer never sends any. */
struct receiver { struct half half; struct srtp_windows heard; };

struct builtin {
	struct srtp base;
	struct srtp_windows sent;
	struct half send_rtp;            /* GCM: its salt only */
	struct srtp_window sent_places[SENT_STREAMS];
	struct gcm gcm;                  /* GCM only: seals RTP */
	struct half send_rtcp, receive_rtcp;
	EVP_CIPHER_CTX *reports;         /* lent to both RTCP halves */
	struct srtp_windows heard_rtcp;
	struct srtp_window heard_places[HEARD_STREAMS];
	struct receiver *receiver;
	uint32_t rtcp_index;             /* of the last packet sent */
	struct srtp_session_key remote;  /* until there is a receiver */
};

/* ---- keys ---- */

static EVP_CIPHER_CTX *context_new(enum srtp_profile profile, const uint8_t *key, bool seals)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	if (c && EVP_CipherInit_ex(c, profile == SRTP_GCM128 ? EVP_aes_128_gcm() : EVP_aes_128_ctr(), NULL, key, NULL, seals) == 1) return c;
	EVP_CIPHER_CTX_free(c);
	return NULL;
}

/* With a context of its own unless one is lent. */
static bool half_init(struct half *h, enum srtp_profile profile, const struct srtp_session_key *k, bool seals, EVP_CIPHER_CTX *lent)
{
	bool gcm = profile == SRTP_GCM128;
	memcpy(h->salt, k->salt, sizeof h->salt);
	if (!gcm) {
		h->mac = malloc(sizeof *h->mac);
		if (!h->mac) abort();
		hmac_sha1_init(h->mac, k->auth, sizeof k->auth);
	}
	h->seals = seals || !gcm; /* counter mode goes forward both ways */
	h->lent = lent != NULL;
	if (lent) memcpy(h->key, k->key, sizeof h->key);
	h->cipher = lent ? lent : context_new(profile, k->key, h->seals);
	return h->cipher != NULL;
}

static void half_fini(struct half *h)
{
	if (!h->lent) EVP_CIPHER_CTX_free(h->cipher);
	if (h->mac) OPENSSL_cleanse(h->mac, sizeof *h->mac);
	free(h->mac);
	OPENSSL_cleanse(h, sizeof *h);
}

static bool sender_init(struct builtin *b, enum srtp_profile profile, const struct srtp_session_key *k)
{
	if (profile != SRTP_GCM128) return half_init(&b->send_rtp, profile, k, true, NULL);
	memcpy(b->send_rtp.salt, k->salt, sizeof b->send_rtp.salt);
	return gcm_init(&b->gcm, GCM_FASTEST, k->key);
}

static void builtin_free(struct srtp *s)
{
	struct builtin *b = (struct builtin *)s;
	gcm_fini(&b->gcm);
	half_fini(&b->send_rtp);
	half_fini(&b->send_rtcp);
	half_fini(&b->receive_rtcp);
	EVP_CIPHER_CTX_free(b->reports);
	if (b->receiver) half_fini(&b->receiver->half), srtp_windows_fini(&b->receiver->heard);
	free(b->receiver);
	srtp_windows_fini(&b->sent);
	srtp_windows_fini(&b->heard_rtcp);
	OPENSSL_cleanse(b, sizeof *b);
	free(b);
}

err_t srtp_builtin_from_session(enum srtp_profile profile, const struct srtp_session_keys *local, const struct srtp_session_keys *remote, struct srtp **ret)
{
	struct builtin *b = aligned_alloc(_Alignof(struct builtin), sizeof *b);
	if (!b) abort();
	*b = (struct builtin){ .base = { &srtp_builtin_ops, profile }, .remote = remote->rtp };
	srtp_windows_init(&b->sent, b->sent_places, SENT_STREAMS);
	srtp_windows_init(&b->heard_rtcp, b->heard_places, HEARD_STREAMS);
	b->reports = context_new(profile, local->rtcp.key, true);
	if (!b->reports || !sender_init(b, profile, &local->rtp)
	    || !half_init(&b->send_rtcp, profile, &local->rtcp, true, b->reports)
	    || !half_init(&b->receive_rtcp, profile, &remote->rtcp, false, b->reports)) {
		builtin_free((struct srtp *)b);
		return ERR_INTERNAL;
	}
	*ret = (struct srtp *)b;
	return OK;
}

static err_t builtin_make(const struct srtp_keys *keys, struct srtp **ret)
{
	struct srtp_session_keys local, remote;
	bool good = srtp_kdf(keys->profile, &keys->local, &local) && srtp_kdf(keys->profile, &keys->remote, &remote);
	err_t e = good ? srtp_builtin_from_session(keys->profile, &local, &remote, ret) : ERR_INTERNAL;
	OPENSSL_cleanse(&local, sizeof local);
	OPENSSL_cleanse(&remote, sizeof remote);
	return e;
}

static bool make_receiver(struct builtin *b)
{
	b->receiver = calloc(1, sizeof *b->receiver);
	if (!b->receiver) abort();
	bool good = half_init(&b->receiver->half, b->base.profile, &b->remote, false, NULL);
	OPENSSL_cleanse(&b->remote, sizeof b->remote);
	return good;
}

/* ---- one packet ---- */

/* IV of AES-CM: (salt << 16) ^ (SSRC << 64) ^ (index << 16), RFC 3711 §4.1.1. */
static void cm_iv(const struct half *h, uint32_t ssrc, uint64_t index, uint8_t iv[static 16])
{
	memcpy(iv, h->salt, SRTP_SALT_BYTES);
	iv[14] = iv[15] = 0;
	for (int i = 0; i < 4; i++) iv[4 + i] ^= (uint8_t)(ssrc >> (24 - 8 * i));
	for (int i = 0; i < 6; i++) iv[8 + i] ^= (uint8_t)(index >> (40 - 8 * i));
}

/* IV of GCM: 00 00 | SSRC | 48-bit index (SRTCP: 00 00 | 31-bit index), xor salt; RFC 7714 §8.1 and 9.1. */
static void gcm_iv(const struct half *h, uint32_t ssrc, uint64_t index, uint8_t iv[static 12])
{
	memcpy(iv, h->salt, 12);
	for (int i = 0; i < 4; i++) iv[2 + i] ^= (uint8_t)(ssrc >> (24 - 8 * i));
	for (int i = 0; i < 6; i++) iv[6 + i] ^= (uint8_t)(index >> (40 - 8 * i));
}

static bool begin(const struct half *h, const uint8_t *iv)
{
	return EVP_CipherInit_ex(h->cipher, NULL, NULL, h->lent ? h->key : NULL, iv, h->lent ? h->seals : -1) == 1;
}

static bool cm_crypt(struct half *h, uint32_t ssrc, uint64_t index, uint8_t *p, size_t len)
{
	uint8_t iv[16];
	int done = 0;
	cm_iv(h, ssrc, index, iv);
	if (!begin(h, iv)) return false;
	return len == 0 || EVP_CipherUpdate(h->cipher, p, &done, p, (int)len) == 1;
}

/* A piece of associated data; GCM's SRTCP has two. */
struct aad { const uint8_t *p; size_t len; };

static bool half_begin(struct half *h, uint32_t ssrc, uint64_t index, struct aad a, struct aad b)
{
	uint8_t iv[12];
	int done = 0;
	gcm_iv(h, ssrc, index, iv);
	return begin(h, iv)
	    && EVP_CipherUpdate(h->cipher, NULL, &done, a.p, (int)a.len) == 1
	    && (b.len == 0 || EVP_CipherUpdate(h->cipher, NULL, &done, b.p, (int)b.len) == 1);
}

static bool half_seal(struct half *h, uint32_t ssrc, uint64_t index, struct aad a, struct aad b, uint8_t *p, size_t len)
{
	int done = 0;
	return half_begin(h, ssrc, index, a, b)
	    && (len == 0 || EVP_CipherUpdate(h->cipher, p, &done, p, (int)len) == 1)
	    && EVP_CipherFinal_ex(h->cipher, p + len, &done) == 1
	    && EVP_CIPHER_CTX_ctrl(h->cipher, EVP_CTRL_AEAD_GET_TAG, GCM_TAG_BYTES, p + len) == 1;
}

static bool half_unseal(struct half *h, uint32_t ssrc, uint64_t index, struct aad a, struct aad b, uint8_t *p, size_t len)
{
	int done = 0;
	return half_begin(h, ssrc, index, a, b)
	    && (len == 0 || EVP_CipherUpdate(h->cipher, p, &done, p, (int)len) == 1)
	    && EVP_CIPHER_CTX_ctrl(h->cipher, EVP_CTRL_AEAD_SET_TAG, GCM_TAG_BYTES, p + len) == 1
	    && EVP_CipherFinal_ex(h->cipher, p + len, &done) == 1;
}

static size_t header_of(const uint8_t *packet, size_t len)
{
	size_t header = 0;
	err_t e = rtp_header_len(packet, len, &header);
	assert(e == OK);  /* srtp.c has looked */
	return header;
}

/* The RTP tag covers the packet and the roll-over counter behind it. */
static void rtp_mac(const struct half *h, const uint8_t *packet, size_t len, uint64_t index, uint8_t mac[static HMAC_SHA1_BYTES])
{
	uint8_t roc[4];
	rtp_put32(roc, (uint32_t)(index >> 16));
	hmac_sha1(h->mac, packet, len, roc, sizeof roc, mac);
}

/* ---- RTP ---- */

static err_t builtin_seal(struct srtp *s, uint8_t *packet, size_t len, bool again, size_t *ret_len)
{
	struct builtin *b = (struct builtin *)s;
	struct half *h = &b->send_rtp;
	uint32_t ssrc = rtp_u32(packet + 8);
	struct srtp_window *w = srtp_windows_find(&b->sent, ssrc);
	if (!w) return ERR_FULL;
	uint64_t index = 0;
	if (!srtp_window_index(w, rtp_u16(packet + 2), &index)) return ERR_REPLAYED;
	if (srtp_window_ask(w, index) != (again ? SRTP_SEEN : SRTP_FRESH)) return ERR_REPLAYED;
	if (!again) srtp_window_mark(w, ssrc, index);  /* before use, whatever comes of it */
	size_t header = header_of(packet, len);
	if (s->profile == SRTP_GCM128) {
		uint8_t iv[GCM_IV_BYTES];
		gcm_iv(h, ssrc, index, iv);
		if (!gcm_seal(&b->gcm, iv, packet, header, packet + header, len - header)) return ERR_INTERNAL;
		*ret_len = len + GCM_TAG_BYTES;
		return OK;
	}
	uint8_t mac[HMAC_SHA1_BYTES];
	if (!cm_crypt(h, ssrc, index, packet + header, len - header)) return ERR_INTERNAL;
	rtp_mac(h, packet, len, index, mac);
	memcpy(packet + len, mac, CM_TAG);
	*ret_len = len + CM_TAG;
	return OK;
}

static err_t builtin_unseal(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len)
{
	struct builtin *b = (struct builtin *)s;
	if (!b->receiver && !make_receiver(b)) return ERR_INTERNAL;
	struct half *h = &b->receiver->half;
	uint32_t ssrc = rtp_u32(packet + 8);
	struct srtp_window *w = srtp_windows_find(&b->receiver->heard, ssrc);
	if (!w) return ERR_FULL;
	uint64_t index = 0;
	if (!srtp_window_index(w, rtp_u16(packet + 2), &index)) return ERR_REPLAYED;
	if (srtp_window_ask(w, index) != SRTP_FRESH) return ERR_REPLAYED;
	size_t plain = len - srtp_tag_bytes(s->profile), header = header_of(packet, plain);
	if (s->profile == SRTP_GCM128) {
		if (!half_unseal(h, ssrc, index, (struct aad){ packet, header }, (struct aad){ NULL, 0 }, packet + header, plain - header)) return ERR_UNAUTHENTIC;
	} else {
		uint8_t mac[HMAC_SHA1_BYTES];
		rtp_mac(h, packet, plain, index, mac);
		if (CRYPTO_memcmp(mac, packet + plain, CM_TAG) != 0) return ERR_UNAUTHENTIC;
		if (!cm_crypt(h, ssrc, index, packet + header, plain - header)) return ERR_INTERNAL;
	}
	srtp_window_mark(w, ssrc, index);
	*ret_len = plain;
	return OK;
}

static void builtin_fetch(const struct srtp *s)
{
	const uint8_t *at = (const uint8_t *)s;
	for (size_t i = 0; i < offsetof(struct builtin, gcm) + sizeof(struct gcm); i += SRTP_LINE_BYTES) __builtin_prefetch(at + i);
}

/* ---- RTCP ---- */

static err_t builtin_seal_rtcp(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len)
{
	struct builtin *b = (struct builtin *)s;
	struct half *h = &b->send_rtcp;
	if (b->rtcp_index == RTCP_INDEX_MAX) return ERR_FULL;  /* the key is worn out */
	uint32_t ssrc = rtp_u32(packet + 4), index = ++b->rtcp_index;
	uint8_t trailer[4], mac[HMAC_SHA1_BYTES];
	rtp_put32(trailer, RTCP_E | index);
	if (s->profile == SRTP_GCM128) {
		if (!half_seal(h, ssrc, index, (struct aad){ packet, RTCP_HEAD }, (struct aad){ trailer, 4 }, packet + RTCP_HEAD, len - RTCP_HEAD)) return ERR_INTERNAL;
		memcpy(packet + len + GCM_TAG_BYTES, trailer, 4);
		*ret_len = len + GCM_TAG_BYTES + 4;
		return OK;
	}
	if (!cm_crypt(h, ssrc, index, packet + RTCP_HEAD, len - RTCP_HEAD)) return ERR_INTERNAL;
	memcpy(packet + len, trailer, 4);
	hmac_sha1(h->mac, packet, len + 4, NULL, 0, mac);
	memcpy(packet + len + 4, mac, CM_TAG);
	*ret_len = len + 4 + CM_TAG;
	return OK;
}

static err_t open_rtcp_gcm(struct half *h, uint32_t ssrc, uint32_t word, uint8_t *packet, size_t plain)
{
	uint8_t trailer[4];
	rtp_put32(trailer, word);
	uint32_t index = word & RTCP_INDEX_MAX;
	if (word & RTCP_E)
		return half_unseal(h, ssrc, index, (struct aad){ packet, RTCP_HEAD }, (struct aad){ trailer, 4 }, packet + RTCP_HEAD, plain - RTCP_HEAD)
		     ? OK : ERR_UNAUTHENTIC;
	return ERR_UNAUTHENTIC;  /* plain reports are never agreed on */
}

static err_t open_rtcp_cm(struct half *h, uint32_t ssrc, uint32_t word, uint8_t *packet, size_t plain)
{
	uint8_t mac[HMAC_SHA1_BYTES];
	hmac_sha1(h->mac, packet, plain + 4, NULL, 0, mac);
	if (CRYPTO_memcmp(mac, packet + plain + 4, CM_TAG) != 0 || !(word & RTCP_E)) return ERR_UNAUTHENTIC;
	return cm_crypt(h, ssrc, word & RTCP_INDEX_MAX, packet + RTCP_HEAD, plain - RTCP_HEAD) ? OK : ERR_INTERNAL;
}

static err_t builtin_unseal_rtcp(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len)
{
	struct builtin *b = (struct builtin *)s;
	struct half *h = &b->receive_rtcp;
	uint32_t ssrc = rtp_u32(packet + 4);
	struct srtp_window *w = srtp_windows_find(&b->heard_rtcp, ssrc);
	if (!w) return ERR_FULL;
	bool gcm = s->profile == SRTP_GCM128;
	size_t plain = len - 4 - srtp_tag_bytes(s->profile);
	uint32_t word = rtp_u32(packet + (gcm ? len - 4 : plain));
	if (srtp_window_ask(w, word & RTCP_INDEX_MAX) != SRTP_FRESH) return ERR_REPLAYED;
	TRY(gcm ? open_rtcp_gcm(h, ssrc, word, packet, plain) : open_rtcp_cm(h, ssrc, word, packet, plain));
	srtp_window_mark(w, ssrc, word & RTCP_INDEX_MAX);
	*ret_len = plain;
	return OK;
}

const struct srtp_backend_ops srtp_builtin_ops = {
	.name = "builtin",
	.make = builtin_make,
	.free = builtin_free,
	.fetch = builtin_fetch,
	.seal = builtin_seal,
	.unseal = builtin_unseal,
	.seal_rtcp = builtin_seal_rtcp,
	.unseal_rtcp = builtin_unseal_rtcp,
};
