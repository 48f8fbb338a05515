/* AES-GCM: both ways give the same bytes at every length, and those of the standard's examples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "bytes.h"
#include "media/gcm.h"

#define PACKET_MAX 1500
#define AAD_MAX    40

static void seal_with(enum gcm_by by, const uint8_t *key, const uint8_t *iv, const uint8_t *aad, size_t aad_len, uint8_t *p, size_t len)
{
	struct gcm g;
	assert_true(gcm_init(&g, by, key));
	assert_true(gcm_seal(&g, iv, aad, aad_len, p, len));
	gcm_fini(&g);
}

/* Test case 4 of the GCM submission: 60 bytes, 20 of them beside. */
static void seals_the_known_case(void **state)
{
	(void)state;
	uint8_t key[16], iv[12], aad[20], want[60 + GCM_TAG_BYTES];
	bytes_from("feffe9928665731c6d6a8f9467308308", key, sizeof key);
	bytes_from("cafebabefacedbaddecaf888", iv, sizeof iv);
	bytes_from("feedfacedeadbeeffeedfacedeadbeefabaddad2", aad, sizeof aad);
	bytes_from("42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
	           "5bc94fbc3221a5db94fae95ae7121a47", want, sizeof want);
	for (enum gcm_by by = GCM_FASTEST; by <= GCM_OPENSSL; by++) {
		uint8_t p[60 + GCM_TAG_BYTES];
		bytes_from("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39", p, 60);
		seal_with(by, key, iv, aad, sizeof aad, p, 60);
		assert_memory_equal(p, want, sizeof want);
	}
}

static void both_ways_agree_at_every_length(void **state)
{
	(void)state;
	uint8_t key[GCM_KEY_BYTES], iv[GCM_IV_BYTES], aad[AAD_MAX], a[PACKET_MAX + GCM_TAG_BYTES], b[PACKET_MAX + GCM_TAG_BYTES];
	for (size_t i = 0; i < sizeof key; i++) key[i] = (uint8_t)(i * 7 + 3);
	for (size_t i = 0; i < sizeof iv; i++) iv[i] = (uint8_t)(0xf0 + i);
	for (size_t i = 0; i < sizeof aad; i++) aad[i] = (uint8_t)(i * 11);
	struct gcm fast, slow;
	assert_true(gcm_init(&fast, GCM_FASTEST, key));
	assert_true(gcm_init(&slow, GCM_OPENSSL, key));
	for (size_t len = 0; len <= PACKET_MAX; len++) {
		for (size_t i = 0; i < len; i++) a[i] = b[i] = (uint8_t)(i * 31 + len);
		iv[11] = (uint8_t)len, iv[10] = (uint8_t)(len >> 8);
		assert_true(gcm_seal(&fast, iv, aad, 12 + len % (AAD_MAX - 11), a, len));
		assert_true(gcm_seal(&slow, iv, aad, 12 + len % (AAD_MAX - 11), b, len));
		assert_memory_equal(a, b, len + GCM_TAG_BYTES);
	}
	gcm_fini(&fast);
	gcm_fini(&slow);
}

static void wipes_its_key(void **state)
{
	(void)state;
	static const uint8_t key[GCM_KEY_BYTES] = {1};
	struct gcm g, zero = {0};
	assert_true(gcm_init(&g, GCM_FASTEST, key));
	gcm_fini(&g);
	assert_memory_equal(&g, &zero, sizeof zero);
	gcm_fini(&zero);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seals_the_known_case),
		cmocka_unit_test(both_ways_agree_at_every_length),
		cmocka_unit_test(wipes_its_key),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
