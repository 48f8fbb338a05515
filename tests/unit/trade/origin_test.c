/* origin_test.c — the statement of origin: a vector signed by another program, every bit flipped, every cut, and the limits. */
#include "tests/unit/world.h"

#include <sodium.h>

#include "trade/origin.h"

/* The seed and public key of RFC 8032 §7.1, TEST 1; the token was made with OpenSSL's Ed25519. web/test/origin.test.ts has the same. */
#define SEED "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
#define PUBLIC "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
#define TOKEN \
	"AQEEIf4x3wIKAQIDBAUGBwgJCgMBAgQBBQUEaSSBAAYJQXNoYSBEZXZpBwh2YXJhbmFzaQgfWmFyaSBTaWxrIFNhcmVlIMK3IOCknOCkvOCksOClgAkNQVUvMTIzNC9HSS85" \
	"OQoQAZq83gEjcACAAAEjRWeJqwsELPYGaKL2xVWJOmcp9ZI8kHrKl1-zDu_A7ylxqA7r633vRrzCe3o03TI9Hkb1Yq3UEIOlBA96vp1FQTEeDq9nUUzyjgw"

static const struct origin piece = {
	.key = {0x21, 0xfe, 0x31, 0xdf}, .code = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, .piece = 2, .pieces = 5, .issued_s = 1764000000, .artisan = "Asha Devi",
	.district = "varanasi", .product = "Zari Silk Saree · ज़री", .gi_user = "AU/1234/GI/99",
	.broadcast = {0x01, 0x9a, 0xbc, 0xde, 0x01, 0x23, 0x70, 0x00, 0x80, 0x00, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab}, .media_us = 754321000};

struct pair { unsigned char public_key[1][ORIGIN_PUBLIC_BYTES], secret_key[ORIGIN_SECRET_BYTES]; };
static struct pair keys(void)
{
	struct pair k;
	unsigned char seed[32];
	sodium_hex2bin(seed, sizeof seed, SEED, 64, NULL, NULL, NULL);
	crypto_sign_seed_keypair(k.public_key[0], k.secret_key, seed);
	return k;
}
static err_t verify(const char *token, const struct pair *k, struct origin *ret) { return origin_verify(token, (const unsigned char (*)[ORIGIN_PUBLIC_BYTES])k->public_key, 1, ret); }

static void test_a_vector_of_another_program(void **state)
{
	(void)state;
	struct pair k = keys();
	char token[ORIGIN_TOKEN_CHARS + 1], hex[65];
	struct origin o;
	assert_string_equal(sodium_bin2hex(hex, sizeof hex, k.public_key[0], 32), PUBLIC);
	assert_int_equal(origin_sign(&piece, k.secret_key, token), OK);
	assert_string_equal(token, TOKEN);
	assert_int_equal(verify(TOKEN, &k, &o), OK);
	assert_memory_equal(&o, &piece, sizeof o);
}

static void test_forged_by_another_key(void **state)
{
	(void)state;
	struct pair k = keys(), other;
	char token[ORIGIN_TOKEN_CHARS + 1];
	struct origin o;
	crypto_sign_keypair(other.public_key[0], other.secret_key);
	assert_int_equal(origin_sign(&piece, other.secret_key, token), OK); /* it names our key and is signed with another */
	assert_int_equal(verify(token, &k, &o), ERR_BAD_SIGNATURE);
	assert_int_equal(verify(TOKEN, &other, &o), ERR_NOT_FOUND);
	assert_int_equal(origin_verify(TOKEN, NULL, 0, &o), ERR_NOT_FOUND);
}

static void test_every_bit_counts(void **state)
{
	(void)state;
	struct pair k = keys();
	unsigned char bytes[ORIGIN_BYTES_MAX + 64], bad[sizeof bytes];
	char token[ORIGIN_TOKEN_CHARS + 1];
	size_t len;
	struct origin o;
	sodium_base642bin(bytes, sizeof bytes, TOKEN, strlen(TOKEN), NULL, &len, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	for (size_t bit = 0; bit < len * 8; bit++) {
		memcpy(bad, bytes, len);
		bad[bit / 8] ^= (unsigned char)(1 << bit % 8);
		sodium_bin2base64(token, sizeof token, bad, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
		assert_int_not_equal(verify(token, &k, &o), OK);
	}
	for (size_t cut = 0; cut < strlen(TOKEN); cut++) {
		snprintf(token, sizeof token, "%.*s", (int)cut, TOKEN);
		assert_int_not_equal(verify(token, &k, &o), OK);
	}
	assert_int_equal(verify(TOKEN "A", &k, &o), ERR_MALFORMED);
	assert_int_equal(verify(TOKEN "=", &k, &o), ERR_MALFORMED);
	assert_int_equal(verify("", &k, &o), ERR_MALFORMED);
}

/* One form only: whoever reads a statement and writes it again gets the same bytes. */
static void test_other_forms_are_malformed(void **state)
{
	(void)state;
	struct origin o;
	struct origin_bytes s;
	unsigned char b[ORIGIN_BYTES_MAX + 1];
	assert_int_equal(origin_write(&piece, &s), OK);
	assert_int_equal(origin_read(s.b, s.len, &o), OK);
	memcpy(b, s.b, s.len);
	b[s.len] = 0;
	assert_int_equal(origin_read(b, s.len + 1, &o), ERR_MALFORMED);
	assert_int_equal(origin_read(b, s.len - 1, &o), ERR_MALFORMED);
	b[0] = 2;
	assert_int_equal(origin_read(b, s.len, &o), ERR_MALFORMED);
	assert_int_equal(origin_read(b, 0, &o), ERR_MALFORMED);
	const unsigned char zero_led[] = {1, 1, 4, 1, 2, 3, 4, 2, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3, 2, 0, 1, 4, 1, 5, 5, 1, 9, 6, 1, 'a', 7, 1, 'd', 8, 1, 'p'};
	assert_int_equal(origin_read(zero_led, sizeof zero_led, &o), ERR_MALFORMED);
	unsigned char plain[sizeof zero_led];
	memcpy(plain, zero_led, sizeof plain);
	memmove(plain + 20, zero_led + 21, sizeof plain - 21);
	plain[20] = 1, plain[21] = 1;
	memmove(plain + 21, zero_led + 22, sizeof plain - 22);
	assert_int_equal(origin_read(plain, sizeof plain - 1, &o), OK); /* the same without the leading zero */
}

static void test_limits(void **state)
{
	(void)state;
	struct origin o = piece, back;
	struct origin_bytes s;
	memset(o.artisan, 'a', ORIGIN_TEXT_MAX);
	memset(o.product, 'p', ORIGIN_TEXT_MAX);
	memset(o.district, 'd', ORIGIN_DISTRICT_MAX);
	memset(o.gi_user, 'g', ORIGIN_GI_MAX);
	o.piece = o.pieces = o.issued_s = o.media_us = INT64_MAX;
	assert_int_equal(origin_write(&o, &s), OK);
	assert_true(s.len <= ORIGIN_BYTES_MAX);
	assert_int_equal(origin_read(s.b, s.len, &back), OK);
	assert_memory_equal(&o, &back, sizeof o);
	memset(o.artisan, 'a', sizeof o.artisan); /* one more, without an end */
	assert_int_equal(origin_write(&o, &s), ERR_BAD_FIELD);
	const struct { size_t offset; } must[] = {{offsetof(struct origin, piece)}, {offsetof(struct origin, pieces)}, {offsetof(struct origin, issued_s)}};
	for (size_t i = 0; i < sizeof must / sizeof *must; i++) {
		o = piece;
		memset((char *)&o + must[i].offset, 0, sizeof(int64_t));
		assert_int_equal(origin_write(&o, &s), ERR_BAD_FIELD);
	}
	o = piece, o.piece = 6;
	assert_int_equal(origin_write(&o, &s), ERR_BAD_FIELD);
	o = piece, strcpy(o.product, "a\nb");
	assert_int_equal(origin_write(&o, &s), ERR_BAD_FIELD);
	o = piece, memset(o.broadcast, 0, 16);
	assert_int_equal(origin_write(&o, &s), ERR_BAD_FIELD); /* a time in no broadcast */
	o.media_us = 0, memset(o.gi_user, 0, sizeof o.gi_user);
	assert_int_equal(origin_write(&o, &s), OK);
	assert_int_equal(origin_read(s.b, s.len, &back), OK);
	assert_memory_equal(&o, &back, sizeof o);
}

static void test_short_codes(void **state)
{
	(void)state;
	char code[SHORT_CODE_CHARS + 1], back[SHORT_CODE_CHARS + 1];
	unsigned char bytes[SHORT_CODE_BYTES];
	short_code_from_bytes(piece.code, code);
	assert_string_equal(code, "041061050R3GG28A");
	for (int i = 0; i < 1000; i++) {
		short_code_new(code);
		short_code_to_bytes(code, bytes);
		short_code_from_bytes(bytes, back);
		assert_string_equal(code, back);
	}
	assert_true(short_code_clean("o4i06l050r3gg28a", code));
	assert_string_equal(code, "041061050R3GG28A");
	static const char *const bad[] = {"", "041061050R3GG28", "041061050R3GG28AA", "U41061050R3GG28A", "0410-61050R3GG28A", "041061050R3GG28\xff"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(short_code_clean(bad[i], code));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_vector_of_another_program), cmocka_unit_test(test_forged_by_another_key), cmocka_unit_test(test_every_bit_counts),
		cmocka_unit_test(test_other_forms_are_malformed), cmocka_unit_test(test_limits), cmocka_unit_test(test_short_codes),
	};
	if (sodium_init() < 0) return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
