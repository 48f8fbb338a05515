/* push_seal_test.c — the vector of RFC 8291 Appendix A, what is too long, keys that are none; and tokens of RFC 8292. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#include "notify/push_seal.h"
#include "notify/vapid.h"
#include "tests/unit/scratch.h"

#define URL64 sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define P256DH "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
#define AUTH "BTBZMqHH6r4Tts7J_aSIgg"

static void read64(const char *text, void *ret, size_t len)
{
	size_t got;
	assert_int_equal(sodium_base642bin(ret, len, text, strlen(text), NULL, &got, NULL, URL64), 0);
	assert_int_equal(got, len);
}

static void test_the_vector_of_rfc_8291(void **state)
{
	(void)state;
	struct push_chance chance;
	struct buf body;
	char text[400];
	buf_init(&body);
	read64("DGv6ra1nlYgDCS1FRnbzlw", chance.salt, sizeof chance.salt);
	read64("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw", chance.private, sizeof chance.private);
	assert_int_equal(push_seal(P256DH, AUTH, "When I grow up, I want to be a watermelon", &chance, &body), OK);
	sodium_bin2base64(text, sizeof text, (unsigned char *)body.data, body.len, URL64);
	assert_string_equal(text, "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
	                          "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
	buf_fini(&body);
}

static void test_the_longest_message_and_one_byte_more(void **state)
{
	(void)state;
	static char text[PUSH_TEXT_MAX + 2];
	struct buf body;
	buf_init(&body);
	memset(text, 'x', PUSH_TEXT_MAX);
	assert_int_equal(push_seal(P256DH, AUTH, text, NULL, &body), OK);
	assert_int_equal(body.len, 4096);
	text[PUSH_TEXT_MAX] = 'x';
	assert_int_equal(push_seal(P256DH, AUTH, text, NULL, &body), ERR_TOO_LONG);
	assert_int_equal(body.len, 4096);
	buf_fini(&body);
}

static void test_no_two_are_alike(void **state)
{
	(void)state;
	struct buf a, b;
	buf_init(&a);
	buf_init(&b);
	assert_int_equal(push_seal(P256DH, AUTH, "x", NULL, &a), OK);
	assert_int_equal(push_seal(P256DH, AUTH, "x", NULL, &b), OK);
	assert_memory_not_equal(a.data, b.data, PUSH_SALT);
	assert_memory_not_equal(a.data + 21, b.data + 21, P256_PUBLIC);
	buf_fini(&a);
	buf_fini(&b);
}

static void test_keys_that_are_none(void **state)
{
	(void)state;
	char off_curve[] = P256DH;
	off_curve[60] = off_curve[60] == 'A' ? 'B' : 'A';
	static const char *const bad_auth[] = {"", "BTBZMqHH6r4Tts7J_aSIg", "BTBZMqHH6r4Tts7J_aSIggg", "BTBZMqHH6r4Tts7J+aSIgg"};
	struct buf body;
	buf_init(&body);
	assert_int_equal(push_seal(off_curve, AUTH, "x", NULL, &body), ERR_BAD_FIELD);
	assert_int_equal(push_seal("", AUTH, "x", NULL, &body), ERR_BAD_FIELD);
	for (size_t i = 0; i < sizeof bad_auth / sizeof *bad_auth; i++) assert_int_equal(push_seal(P256DH, bad_auth[i], "x", NULL, &body), ERR_BAD_FIELD);
	assert_int_equal(body.len, 0);
	buf_fini(&body);
}

static void check_token(const struct vapid *v, const char *endpoint, const char *audience)
{
	struct buf line;
	unsigned char public[P256_PUBLIC], signature[P256_SIGNATURE];
	char claims[300] = "", want[300];
	size_t got;
	buf_init(&line);
	assert_int_equal(vapid_authorize(v, endpoint, 1764000000000, &line), OK);
	assert_memory_equal(line.data, "vapid t=", 8);
	char *token = line.data + 8, *payload = strchr(token, '.') + 1, *sign = strchr(payload, '.') + 1, *key = strstr(sign, ", k=");
	assert_string_equal(key + 4, vapid_public(v));
	read64(key + 4, public, sizeof public);
	*key = 0;
	read64(sign, signature, sizeof signature);
	assert_true(p256_verify(public, token, (size_t)(sign - 1 - token), signature));
	signature[9] ^= 1;
	assert_false(p256_verify(public, token, (size_t)(sign - 1 - token), signature));
	sign[-1] = 0;
	assert_int_equal(sodium_base642bin((unsigned char *)claims, sizeof claims - 1, payload, strlen(payload), NULL, &got, NULL, URL64), 0);
	snprintf(want, sizeof want, "{\"aud\":\"%s\",\"exp\":%d,\"sub\":\"mailto:desk@mela.example\"}", audience, 1764000000 + VAPID_HOURS * 3600);
	assert_string_equal(claims, want);
	buf_fini(&line);
}

static void test_a_token_for_each_push_service(void **state)
{
	(void)state;
	char dir[SCRATCH_BYTES], path[80], public[VAPID_PUBLIC_CHARS + 1];
	struct vapid *v;
	struct buf line;
	struct stat s;
	assert_non_null(scratch_new(dir, "vapid"));
	assert_int_equal(vapid_open(dir, "mailto:desk@mela.example", &v), OK);
	check_token(v, "https://push.example.net/v2/abc?x=1", "https://push.example.net");
	check_token(v, "https://push.example.net:444/", "https://push.example.net:444");
	buf_init(&line);
	assert_int_equal(vapid_authorize(v, "push.example.net", 0, &line), ERR_BAD_FIELD);
	buf_fini(&line);
	strcpy(public, vapid_public(v));
	vapid_free(v);
	assert_int_equal(vapid_open(dir, "", &v), OK); /* the same key the next time */
	assert_string_equal(vapid_public(v), public);
	vapid_free(v);
	snprintf(path, sizeof path, "%s/vapid.key", dir);
	assert_int_equal(stat(path, &s), 0);
	assert_int_equal(s.st_mode & 0777, 0600);
	assert_int_equal(truncate(path, 20), 0);
	assert_int_equal(vapid_open(dir, "", &v), ERR_CONFIG); /* a broken key is not replaced: every subscription would be lost unsaid */
	unlink(path);
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_vector_of_rfc_8291), cmocka_unit_test(test_the_longest_message_and_one_byte_more), cmocka_unit_test(test_no_two_are_alike),
		cmocka_unit_test(test_keys_that_are_none), cmocka_unit_test(test_a_token_for_each_push_service),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
