/* SRTP: both back ends against the RFCs' vectors, against each other, around the roll-over, and at their limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "bytes.h"
#include "media/rtp.h"
#include "media/srtp.h"
#include "media/srtp_backend.h"
#include "media/srtp_window.h"

#define PLAIN 200

static const enum srtp_profile profiles[] = { SRTP_CM80, SRTP_GCM128 };

static struct srtp_keys keys_of(enum srtp_profile profile, bool other_end)
{
	struct srtp_keys k = { .profile = profile };
	struct srtp_key *mine = other_end ? &k.remote : &k.local, *theirs = other_end ? &k.local : &k.remote;
	for (uint8_t i = 0; i < SRTP_KEY_BYTES; i++) mine->key[i] = i, theirs->key[i] = (uint8_t)(0x80 + i);
	for (uint8_t i = 0; i < SRTP_SALT_BYTES; i++) mine->salt[i] = (uint8_t)(0x40 + i), theirs->salt[i] = (uint8_t)(0xc0 + i);
	return k;
}

static struct srtp *make(enum srtp_backend backend, enum srtp_profile profile, bool other_end)
{
	struct srtp_keys k = keys_of(profile, other_end);
	struct srtp *s = NULL;
	assert_int_equal(srtp_new(backend, &k, &s), OK);
	return s;
}

static size_t plain_rtp(uint8_t *p, uint32_t ssrc, uint16_t seq)
{
	const struct rtp_ext ext = { 1, 2, (const uint8_t *)"mm" };
	uint8_t block[RTP_EXT_BLOCK_MAX];
	size_t block_len = rtp_ext_write(block, sizeof block, &ext, 1);
	size_t at = rtp_write(p, 96, false, seq, seq * 3000u, ssrc, block, block_len);
	for (size_t i = at; i < PLAIN; i++) p[i] = (uint8_t)(i + seq);
	return PLAIN;
}

static void derives_the_keys_of_rfc_3711(void **state)
{
	(void)state;
	struct srtp_key master;
	struct srtp_session_keys got;
	uint8_t want[20];
	bytes_from("E1F97A0D3E018BE0D64FA32C06DE4139", master.key, sizeof master.key);
	bytes_from("0EC675AD498AFEEBB6960B3AABE6", master.salt, sizeof master.salt);
	assert_true(srtp_kdf(SRTP_CM80, &master, &got));
	assert_memory_equal(got.rtp.key, want, bytes_from("C61E7A93744F39EE10734AFE3FF7A087", want, sizeof want));
	assert_memory_equal(got.rtp.salt, want, bytes_from("30CBBC08863D8C85D49DB34A9AE1", want, sizeof want));
	assert_memory_equal(got.rtp.auth, want, bytes_from("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4", want, sizeof want));
}

/* RFC 3711 B.2: with a zero SSRC and index, sealing zeros shows the keystream. */
static void makes_the_keystream_of_rfc_3711(void **state)
{
	(void)state;
	struct srtp_session_keys keys = { 0 };
	uint8_t p[12 + 48 + SRTP_ROOM] = { 0x80 }, want[48];
	struct srtp *s = NULL;
	size_t len = 0;
	bytes_from("2B7E151628AED2A6ABF7158809CF4F3C", keys.rtp.key, sizeof keys.rtp.key);
	bytes_from("F0F1F2F3F4F5F6F7F8F9FAFBFCFD", keys.rtp.salt, sizeof keys.rtp.salt);
	assert_int_equal(srtp_builtin_from_session(SRTP_CM80, &keys, &keys, &s), OK);
	assert_int_equal(srtp_seal(s, p, 12 + 48, &len), OK);
	bytes_from("E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0", want, sizeof want);
	assert_memory_equal(p + 12, want, 48);
	srtp_free(s);
}

static struct srtp *gcm_of_rfc_7714(void)
{
	struct srtp_session_keys keys = { 0 };
	struct srtp *s = NULL;
	bytes_from("000102030405060708090a0b0c0d0e0f", keys.rtp.key, sizeof keys.rtp.key);
	bytes_from("517569642070726f2071756f", keys.rtp.salt, sizeof keys.rtp.salt);
	keys.rtcp = keys.rtp;
	assert_int_equal(srtp_builtin_from_session(SRTP_GCM128, &keys, &keys, &s), OK);
	return s;
}

static void seals_as_rfc_7714(void **state)
{
	(void)state;
	uint8_t p[128], plain[128], want[128];
	size_t len = bytes_from("8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573", p, sizeof p);
	size_t want_len = bytes_from("8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf"
	                             "8833899d 7f27beb1 6a9152cf 765ee439 0cce", want, sizeof want);
	size_t sealed = 0, back = 0;
	memcpy(plain, p, len);
	struct srtp *s = gcm_of_rfc_7714();
	assert_int_equal(srtp_seal(s, p, len, &sealed), OK);
	assert_int_equal(sealed, want_len);
	assert_memory_equal(p, want, want_len);
	assert_int_equal(srtp_unseal(s, p, sealed, &back), OK);
	assert_int_equal(back, len);
	assert_memory_equal(p, plain, len);
	srtp_free(s);
}

static void seals_rtcp_as_rfc_7714(void **state)
{
	(void)state;
	static const char plain[] = "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef";
	uint8_t p[128], want[128];
	size_t want_len = bytes_from("81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded"
	                             "0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4", want, sizeof want);
	struct srtp *s = gcm_of_rfc_7714();
	size_t len = 0, back = 0;
	for (uint32_t index = 1; index <= 0x5d4; index++)
		assert_int_equal(srtp_seal_rtcp(s, p, bytes_from(plain, p, sizeof p), &len), OK);
	assert_int_equal(len, want_len);
	assert_memory_equal(p, want, want_len);
	assert_int_equal(srtp_unseal_rtcp(s, p, len, &back), OK);
	assert_memory_equal(p, want, bytes_from(plain, want, sizeof want));
	srtp_free(s);
}

/* Calls `fn` for both profiles and each pair of back ends; the third says who seals. */
static void for_all_pairs(void (*fn)(struct srtp *from, struct srtp *to))
{
	for (size_t p = 0; p < 2; p++)
		for (int pair = 0; pair < 4; pair++) {
			struct srtp *from = make(pair & 1 ? SRTP_LIBSRTP : SRTP_BUILTIN, profiles[p], false);
			struct srtp *to = make(pair & 2 ? SRTP_LIBSRTP : SRTP_BUILTIN, profiles[p], true);
			fn(from, to);
			srtp_free(from);
			srtp_free(to);
		}
}

static void pass(struct srtp *from, struct srtp *to, uint32_t ssrc, uint16_t seq)
{
	uint8_t p[PLAIN + SRTP_ROOM], plain[PLAIN];
	size_t sealed = 0, back = 0;
	plain_rtp(p, ssrc, seq);
	memcpy(plain, p, PLAIN);
	assert_int_equal(srtp_seal(from, p, PLAIN, &sealed), OK);
	assert_int_equal(sealed, PLAIN + srtp_overhead(from));
	assert_memory_not_equal(p + 20, plain + 20, PLAIN - 20);
	assert_memory_equal(p, plain, 20);
	assert_int_equal(srtp_unseal(to, p, sealed, &back), OK);
	assert_int_equal(back, PLAIN);
	assert_memory_equal(p, plain, PLAIN);
}

static void pair_passes_rtp_and_rtcp(struct srtp *from, struct srtp *to)
{
	for (uint16_t seq = 100; seq < 150; seq++) {
		pass(from, to, 7, seq);
		pass(from, to, 8, seq);
	}
	for (int i = 0; i < 5; i++) {
		uint8_t p[28 + SRTP_ROOM], plain[28];
		size_t sealed = 0, back = 0;
		bytes_from("80c80006 00000007 0102030405060708 00015f90 00000064 00004e20", plain, sizeof plain);
		memcpy(p, plain, 28);
		assert_int_equal(srtp_seal_rtcp(from, p, 28, &sealed), OK);
		assert_true(sealed <= sizeof p);
		assert_int_equal(srtp_unseal_rtcp(to, p, sealed, &back), OK);
		assert_int_equal(back, 28);
		assert_memory_equal(p, plain, 28);
	}
}
static void back_ends_understand_each_other(void **state) { (void)state; for_all_pairs(pair_passes_rtp_and_rtcp); }

/* Twice around the 16 bits, with some packets late by three and some lost. */
static void pair_rolls_over(struct srtp *from, struct srtp *to)
{
	for (uint32_t i = 30000; i < 30000 + 2 * 65536; i += 1 + i % 97 * 7) {
		pass(from, to, 7, (uint16_t)(i + 3));
		pass(from, to, 7, (uint16_t)i);
	}
}
static void the_rollover_counter_survives(void **state) { (void)state; for_all_pairs(pair_rolls_over); }

static void pair_refuses_replays(struct srtp *from, struct srtp *to)
{
	uint8_t p[PLAIN + SRTP_ROOM], copy[PLAIN + SRTP_ROOM];
	size_t sealed = 0, back = 0;
	plain_rtp(p, 7, 5000);
	assert_int_equal(srtp_seal(from, p, PLAIN, &sealed), OK);
	memcpy(copy, p, sealed);
	assert_int_equal(srtp_unseal(to, p, sealed, &back), OK);
	memcpy(p, copy, sealed);
	assert_int_equal(srtp_unseal(to, p, sealed, &back), ERR_REPLAYED);
	pass(from, to, 7, 5000 + SRTP_WINDOW);
	memcpy(p, copy, sealed);
	assert_int_equal(srtp_unseal(to, p, sealed, &back), ERR_REPLAYED);
}
static void replays_are_refused(void **state) { (void)state; for_all_pairs(pair_refuses_replays); }

static void pair_never_uses_an_index_twice(struct srtp *from, struct srtp *to)
{
	uint8_t p[PLAIN + SRTP_ROOM], first[PLAIN + SRTP_ROOM];
	size_t len = 0;
	pass(from, to, 7, 5000);
	plain_rtp(p, 7, 5001);
	assert_int_equal(srtp_seal(from, p, PLAIN, &len), OK);
	memcpy(first, p, len);
	plain_rtp(p, 7, 5001);
	assert_int_equal(srtp_seal(from, p, PLAIN, &len), ERR_REPLAYED);
	assert_int_equal(srtp_seal_again(from, p, PLAIN, &len), OK);
	assert_memory_equal(p, first, len);
	plain_rtp(p, 7, 5002);
	assert_int_equal(srtp_seal_again(from, p, PLAIN, &len), ERR_REPLAYED);  /* never sent */
	pass(from, to, 7, 5000 + SRTP_WINDOW);
	plain_rtp(p, 7, 5000);
	assert_int_equal(srtp_seal(from, p, PLAIN, &len), ERR_REPLAYED);
	assert_int_equal(srtp_seal_again(from, p, PLAIN, &len), ERR_REPLAYED);  /* out of the window */
}
static void no_index_is_used_twice(void **state) { (void)state; for_all_pairs(pair_never_uses_an_index_twice); }

static void pair_refuses_every_flipped_bit(struct srtp *from, struct srtp *to)
{
	uint8_t p[PLAIN + SRTP_ROOM], copy[PLAIN + SRTP_ROOM];
	size_t sealed = 0, back = 0;
	plain_rtp(copy, 7, 9);
	assert_int_equal(srtp_seal(from, copy, PLAIN, &sealed), OK);
	for (size_t bit = 0; bit < sealed * 8; bit += 3) {
		memcpy(p, copy, sealed);
		p[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_int_not_equal(srtp_unseal(to, p, sealed, &back), OK);
	}
	for (size_t n = 0; n < sealed; n++) {
		memcpy(p, copy, sealed);
		assert_int_not_equal(srtp_unseal(to, p, n, &back), OK);
	}
	memcpy(p, copy, sealed);
	assert_int_equal(srtp_unseal(to, p, sealed, &back), OK);  /* and none of that did harm */
}
static void flipped_bits_are_refused(void **state) { (void)state; for_all_pairs(pair_refuses_every_flipped_bit); }

static void pair_refuses_bad_rtcp(struct srtp *from, struct srtp *to)
{
	uint8_t p[8 + SRTP_ROOM + 4], copy[8 + SRTP_ROOM + 4];
	size_t sealed = 0, back = 0;
	bytes_from("80c90001 00000007", copy, sizeof copy);
	assert_int_equal(srtp_seal_rtcp(from, copy, 8, &sealed), OK);
	for (size_t bit = 0; bit < sealed * 8; bit++) {
		memcpy(p, copy, sealed);
		p[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_int_not_equal(srtp_unseal_rtcp(to, p, sealed, &back), OK);
	}
	memcpy(p, copy, sealed);
	assert_int_equal(srtp_unseal_rtcp(to, p, sealed, &back), OK);
	memcpy(p, copy, sealed);
	assert_int_equal(srtp_unseal_rtcp(to, p, sealed, &back), ERR_REPLAYED);
	assert_int_equal(srtp_unseal_rtcp(to, p, 7, &back), ERR_MALFORMED);
}
static void bad_rtcp_is_refused(void **state) { (void)state; for_all_pairs(pair_refuses_bad_rtcp); }

static void pair_limits_streams(struct srtp *from, struct srtp *to)
{
	uint8_t p[PLAIN + SRTP_ROOM];
	size_t len = 0;
	for (uint32_t ssrc = 1; ssrc <= SRTP_STREAMS_MAX; ssrc++) pass(from, to, ssrc, 1);
	plain_rtp(p, SRTP_STREAMS_MAX + 1, 1);
	assert_int_equal(srtp_seal(from, p, PLAIN, &len), ERR_FULL);
	memset(p + PLAIN, 0, SRTP_ROOM);
	assert_int_equal(srtp_unseal(to, p, PLAIN + 16, &len), ERR_FULL);
}
static void streams_are_limited(void **state) { (void)state; for_all_pairs(pair_limits_streams); }

static void the_unauthentic_take_no_place(void **state)
{
	(void)state;
	for (enum srtp_backend b = SRTP_BUILTIN; b <= SRTP_LIBSRTP; b++) {
		struct srtp *from = make(SRTP_BUILTIN, SRTP_CM80, false), *to = make(b, SRTP_CM80, true);
		for (uint32_t ssrc = 100; ssrc < 120; ssrc++) {
			uint8_t p[PLAIN + SRTP_ROOM] = { 0 };
			size_t len = 0;
			plain_rtp(p, ssrc, 1);
			assert_int_equal(srtp_unseal(to, p, PLAIN + 10, &len), ERR_UNAUTHENTIC);
		}
		pass(from, to, 7, 1);
		srtp_free(from);
		srtp_free(to);
	}
}

static void nothing_precedes_the_first_packet(void **state)
{
	(void)state;
	struct srtp *s = make(SRTP_BUILTIN, SRTP_GCM128, false);
	uint8_t p[PLAIN + SRTP_ROOM];
	size_t len = 0;
	plain_rtp(p, 7, 2);
	assert_int_equal(srtp_seal(s, p, PLAIN, &len), OK);
	plain_rtp(p, 7, 65535);  /* would be index -1 */
	assert_int_equal(srtp_seal(s, p, PLAIN, &len), ERR_REPLAYED);
	srtp_free(s);
}

static void the_window_tells_n_from_n_plus_one(void **state)
{
	(void)state;
	struct srtp_window w = { 0 };
	srtp_window_mark(&w, 1, 5000);
	srtp_window_mark(&w, 1, 5000 + SRTP_WINDOW - 1);
	assert_int_equal(srtp_window_ask(&w, 5000), SRTP_SEEN);
	assert_int_equal(srtp_window_ask(&w, 5001), SRTP_FRESH);
	assert_int_equal(srtp_window_ask(&w, 4999), SRTP_TOO_OLD);
	srtp_window_mark(&w, 1, 5000 + SRTP_WINDOW);
	assert_int_equal(srtp_window_ask(&w, 5000), SRTP_TOO_OLD);
	srtp_window_mark(&w, 1, 5000 + 10 * SRTP_WINDOW);
	assert_int_equal(srtp_window_ask(&w, 5001 + 9 * SRTP_WINDOW), SRTP_FRESH);
}

static void knows_its_back_ends(void **state)
{
	(void)state;
	enum srtp_backend b = SRTP_BUILTIN;
	assert_int_equal(srtp_backend_find("libsrtp", &b), OK);
	assert_int_equal(b, SRTP_LIBSRTP);
	assert_int_equal(srtp_backend_find("nss", &b), ERR_CONFIG);
	struct srtp_keys k = keys_of(SRTP_NONE, false);
	struct srtp *s = NULL;
	assert_int_equal(srtp_new(SRTP_BUILTIN, &k, &s), ERR_CONFIG);
	srtp_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(derives_the_keys_of_rfc_3711),
		cmocka_unit_test(makes_the_keystream_of_rfc_3711),
		cmocka_unit_test(seals_as_rfc_7714),
		cmocka_unit_test(seals_rtcp_as_rfc_7714),
		cmocka_unit_test(back_ends_understand_each_other),
		cmocka_unit_test(the_rollover_counter_survives),
		cmocka_unit_test(replays_are_refused),
		cmocka_unit_test(no_index_is_used_twice),
		cmocka_unit_test(flipped_bits_are_refused),
		cmocka_unit_test(bad_rtcp_is_refused),
		cmocka_unit_test(streams_are_limited),
		cmocka_unit_test(the_unauthentic_take_no_place),
		cmocka_unit_test(nothing_precedes_the_first_packet),
		cmocka_unit_test(the_window_tells_n_from_n_plus_one),
		cmocka_unit_test(knows_its_back_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
