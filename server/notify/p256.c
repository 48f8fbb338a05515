/* p256.c — points by OpenSSL's EC_POINT, signatures by EVP, which wants keys in parameters and gives DER. */
#include "notify/p256.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <sodium.h>
#include <stdlib.h>

struct curve { EC_GROUP *group; BIGNUM *scalar; EC_POINT *point, *peer; BN_CTX *ctx; };

static void curve_fini(struct curve *c)
{
	EC_POINT_free(c->point);
	EC_POINT_free(c->peer);
	BN_clear_free(c->scalar);
	BN_CTX_free(c->ctx);
	EC_GROUP_free(c->group);
}

static void curve_init(struct curve *c)
{
	c->group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
	c->ctx = BN_CTX_new();
	c->scalar = BN_secure_new();
	if (!c->group || !c->ctx || !c->scalar) abort();
	c->point = EC_POINT_new(c->group);
	c->peer = EC_POINT_new(c->group);
	if (!c->point || !c->peer) abort();
}

static bool take_scalar(struct curve *c, const unsigned char private[static P256_PRIVATE])
{
	if (!BN_bin2bn(private, P256_PRIVATE, c->scalar)) abort();
	return !BN_is_zero(c->scalar) && BN_cmp(c->scalar, EC_GROUP_get0_order(c->group)) < 0;
}

void p256_make(unsigned char ret_private[static P256_PRIVATE], unsigned char ret_public[static P256_PUBLIC])
{
	do randombytes_buf(ret_private, P256_PRIVATE);
	while (!p256_public_of(ret_private, ret_public));
}

bool p256_public_of(const unsigned char private[static P256_PRIVATE], unsigned char ret_public[static P256_PUBLIC])
{
	[[gnu::cleanup(curve_fini)]] struct curve c;
	curve_init(&c);
	return take_scalar(&c, private) && EC_POINT_mul(c.group, c.point, c.scalar, NULL, NULL, c.ctx) == 1 &&
	       EC_POINT_point2oct(c.group, c.point, POINT_CONVERSION_UNCOMPRESSED, ret_public, P256_PUBLIC, c.ctx) == P256_PUBLIC;
}

bool p256_agree(const unsigned char private[static P256_PRIVATE], const unsigned char peer[static P256_PUBLIC], unsigned char ret_shared[static P256_SHARED])
{
	[[gnu::cleanup(curve_fini)]] struct curve c;
	unsigned char product[P256_PUBLIC];
	curve_init(&c);
	if (!take_scalar(&c, private) || EC_POINT_oct2point(c.group, c.peer, peer, P256_PUBLIC, c.ctx) != 1) return false;
	bool done = EC_POINT_mul(c.group, c.point, NULL, c.peer, c.scalar, c.ctx) == 1 &&
	            EC_POINT_point2oct(c.group, c.point, POINT_CONVERSION_UNCOMPRESSED, product, sizeof product, c.ctx) == sizeof product;
	if (done)
		for (int i = 0; i < P256_SHARED; i++) ret_shared[i] = product[1 + i];
	sodium_memzero(product, sizeof product);
	return done;
}

/* A key for EVP; the private half may be NULL. NULL if it is none. */
static EVP_PKEY *key_of(const unsigned char *private, const unsigned char public[static P256_PUBLIC])
{
	EVP_PKEY *key = NULL;
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	BIGNUM *scalar = private ? BN_bin2bn(private, P256_PRIVATE, BN_secure_new()) : NULL;
	if (!build || !ctx) abort();
	OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
	OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, public, P256_PUBLIC);
	if (scalar) OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, scalar);
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
	if (EVP_PKEY_fromdata_init(ctx) != 1 || EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEYPAIR, params) != 1) key = NULL;
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_clear_free(scalar);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

static bool from_der(const unsigned char *der, size_t len, unsigned char ret[static P256_SIGNATURE])
{
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, (long)len);
	bool done = sig && BN_bn2binpad(ECDSA_SIG_get0_r(sig), ret, 32) == 32 && BN_bn2binpad(ECDSA_SIG_get0_s(sig), ret + 32, 32) == 32;
	ECDSA_SIG_free(sig);
	return done;
}

bool p256_sign(const unsigned char private[static P256_PRIVATE], const char *text, size_t len, unsigned char ret[static P256_SIGNATURE])
{
	unsigned char public[P256_PUBLIC], der[80];
	size_t der_len = sizeof der;
	EVP_PKEY *key = p256_public_of(private, public) ? key_of(private, public) : NULL;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool done = key && EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
	            EVP_DigestSign(ctx, der, &der_len, (const unsigned char *)text, len) == 1 && from_der(der, der_len, ret);
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	return done;
}

bool p256_verify(const unsigned char public[static P256_PUBLIC], const char *text, size_t len, const unsigned char signature[static P256_SIGNATURE])
{
	unsigned char *der = NULL;
	EVP_PKEY *key = key_of(NULL, public);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	ECDSA_SIG *sig = ECDSA_SIG_new();
	ECDSA_SIG_set0(sig, BN_bin2bn(signature, 32, NULL), BN_bin2bn(signature + 32, 32, NULL));
	int n = i2d_ECDSA_SIG(sig, &der);
	bool fits = key && n > 0 && EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
	            EVP_DigestVerify(ctx, der, (size_t)n, (const unsigned char *)text, len) == 1;
	OPENSSL_free(der);
	ECDSA_SIG_free(sig);
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	return fits;
}
