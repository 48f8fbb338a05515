/* gcm.c — two ways to the same bytes; which one is settled once for the process. */
#include "media/gcm.h"

#include <assert.h>
#include <openssl/crypto.h>

#if MELA_IPSEC_MB
#include <intel-ipsec-mb.h>
#include <pthread.h>

static_assert(sizeof(struct gcm_key_data) <= GCM_ROOM_BYTES);

/* The library's functions for this processor: found once, only read afterwards. */
static IMB_MGR *fast;

static void find_fast(void)
{
	IMB_MGR *m = alloc_mb_mgr(0);
	if (!m) return;
	init_mb_mgr_auto(m, NULL);
	if (imb_get_errno(m) == 0 && (m->features & IMB_FEATURE_AESNI) && (m->features & IMB_FEATURE_PCLMULQDQ)) fast = m;
	else free_mb_mgr(m);
}

static bool is_fast(void)
{
	/* Not call_once: ThreadSanitizer sees the order pthread_once makes, and not C11's. */
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, find_fast);
	return fast != NULL;
}

static void fast_init(struct gcm *g, const uint8_t *key) { IMB_AES128_GCM_PRE(fast, key, (struct gcm_key_data *)(void *)g->key); }

static void fast_seal(const struct gcm *g, const uint8_t *iv, const uint8_t *aad, size_t aad_len, uint8_t *p, size_t len)
{
	struct gcm_context_data scratch;
	IMB_AES128_GCM_ENC(fast, (const struct gcm_key_data *)(const void *)g->key, &scratch, p, p, len, iv, aad, aad_len, p + len, GCM_TAG_BYTES);
}
#else
static bool is_fast(void) { return false; }
static void fast_init(struct gcm *g, const uint8_t *key) { (void)g, (void)key; }
static void fast_seal(const struct gcm *g, const uint8_t *iv, const uint8_t *aad, size_t aad_len, uint8_t *p, size_t len)
{
	(void)g, (void)iv, (void)aad, (void)aad_len, (void)p, (void)len;
}
#endif

const char *gcm_fastest(void) { return is_fast() ? "ipsec-mb" : "openssl"; }

bool gcm_init(struct gcm *g, enum gcm_by by, const uint8_t key[static GCM_KEY_BYTES])
{
	g->context = NULL;
	if (by == GCM_FASTEST && is_fast()) return fast_init(g, key), true;
	g->context = EVP_CIPHER_CTX_new();
	return g->context && EVP_EncryptInit_ex(g->context, EVP_aes_128_gcm(), NULL, key, NULL) == 1;
}

void gcm_fini(struct gcm *g)
{
	EVP_CIPHER_CTX_free(g->context);
	OPENSSL_cleanse(g, sizeof *g);
}

/* Only the IV changes, which neither fetches nor allocates. */
static bool slow_seal(EVP_CIPHER_CTX *c, const uint8_t *iv, const uint8_t *aad, size_t aad_len, uint8_t *p, size_t len)
{
	int done = 0;
	return EVP_EncryptInit_ex(c, NULL, NULL, NULL, iv) == 1
	    && EVP_EncryptUpdate(c, NULL, &done, aad, (int)aad_len) == 1
	    && (len == 0 || EVP_EncryptUpdate(c, p, &done, p, (int)len) == 1)
	    && EVP_EncryptFinal_ex(c, p + len, &done) == 1
	    && EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, GCM_TAG_BYTES, p + len) == 1;
}

bool gcm_seal(struct gcm *g, const uint8_t iv[static GCM_IV_BYTES], const uint8_t *aad, size_t aad_len, uint8_t *p, size_t len)
{
	if (g->context) return slow_seal(g->context, iv, aad, aad_len, p, len);
	return fast_seal(g, iv, aad, aad_len, p, len), true;
}
