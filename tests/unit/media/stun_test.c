/* STUN against RFC 5769, our own writers, and hostile bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <string.h>

#include "bytes.h"
#include "media/rtp.h"
#include "media/stun.h"

#define PWD "VOkJxbRl1RmTxUk/WvJxBt"
#define HEAD "2112a442 b7e7a701bc34d686fa87dfae"

static const char rfc_request[] =
	"00010058" HEAD
	"80220010 5354554e207465737420636c69656e74"
	"00240004 6e0001ff 80290008 932ff9b151263b36"
	"00060009 6576746a3a68367659202020"
	"00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2 80280004 e57a3bcf";
static const char rfc_response4[] =
	"0101003c" HEAD "8022000b 7465737420766563746f7220 00200008 0001a147e112a643"
	"00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004 c07d4c96";
static const char rfc_response6[] =
	"01010048" HEAD "8022000b 7465737420766563746f7220 00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
	"00080014 a382954e4be67bf11784c97c8292c275bfe3ed41 80280004 c8fb0b4c";

static struct hmac_sha1 key_of(const char *pwd)
{
	struct hmac_sha1 key;
	stun_key_init(&key, pwd, strlen(pwd));
	return key;
}

static struct sockaddr_in v4_address(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(32853) };
	inet_pton(AF_INET, "192.0.2.1", &a.sin_addr);
	return a;
}

static void hmac_agrees_with_rfc_2202(void **state)
{
	(void)state;
	static const struct { const char *key, *data, *mac; int key_len; } rows[] = {
		{ "Jefe", "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", 4 },
		{ NULL, "Test Using Larger Than Block-Size Key - Hash Key First", "aa4ae5e15272d00e95705637ce8a3b55ed402112", 80 },
	};
	uint8_t long_key[80], want[20], got[20];
	memset(long_key, 0xaa, sizeof long_key);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct hmac_sha1 h;
		hmac_sha1_init(&h, rows[i].key ? (const void *)rows[i].key : long_key, (size_t)rows[i].key_len);
		bytes_from(rows[i].mac, want, sizeof want);
		hmac_sha1(&h, rows[i].data, 5, rows[i].data + 5, strlen(rows[i].data) - 5, got);
		assert_memory_equal(got, want, 20);
	}
}

static void reads_the_request_of_rfc_5769(void **state)
{
	(void)state;
	uint8_t p[256];
	size_t len = bytes_from(rfc_request, p, sizeof p), ufrag_len = 0;
	struct stun_msg m;
	assert_int_equal(stun_parse(p, len, &m), OK);
	assert_int_equal(m.type, STUN_REQUEST);
	assert_int_equal(m.priority, 0x6e0001ff);
	assert_true(m.controlled && m.fingerprint && !m.controlling && !m.use_candidate);
	assert_true(m.tie_breaker == 0x932ff9b151263b36u);
	assert_memory_equal(stun_local_ufrag(&m, &ufrag_len), "evtj", 4);
	assert_int_equal(ufrag_len, 4);
	struct hmac_sha1 right = key_of(PWD), wrong = key_of("VOkJxbRl1RmTxUk/WvJxBT");
	assert_true(stun_authentic(&m, &right));
	assert_false(stun_authentic(&m, &wrong));
}

static void reads_the_responses_of_rfc_5769(void **state)
{
	(void)state;
	uint8_t p[256];
	struct stun_msg m;
	struct hmac_sha1 key = key_of(PWD);
	assert_int_equal(stun_parse(p, bytes_from(rfc_response4, p, sizeof p), &m), OK);
	struct sockaddr_in v4 = v4_address();
	assert_true(m.has_mapped && stun_authentic(&m, &key));
	assert_memory_equal(&m.mapped.v4, &v4, sizeof v4);
	assert_int_equal(stun_parse(p, bytes_from(rfc_response6, p, sizeof p), &m), OK);
	struct in6_addr v6;
	inet_pton(AF_INET6, "2001:db8:1234:5678:11:2233:4455:6677", &v6);
	assert_true(m.has_mapped && stun_authentic(&m, &key));
	assert_memory_equal(&m.mapped.v6.sin6_addr, &v6, 16);
	assert_int_equal(m.mapped.v6.sin6_port, htons(32853));
}

static size_t our_request(uint8_t *p, bool controlling, bool nominate)
{
	struct stun_request r = { .txid = "abcdefghijk", .username = "server:client", .priority = 77, .tie_breaker = 5,
	                          .controlling = controlling, .use_candidate = nominate };
	struct hmac_sha1 key = key_of(PWD);
	return stun_write_request(p, STUN_REQUEST_MAX, &r, &key);
}

static void answers_a_check(void **state)
{
	(void)state;
	uint8_t p[STUN_REQUEST_MAX], out[STUN_REPLY_MAX];
	struct hmac_sha1 key = key_of(PWD);
	struct sockaddr_in from = v4_address();
	for (int nominate = 0; nominate < 2; nominate++) {
		struct stun_msg m, reply;
		size_t len = 0;
		bool nominated = !nominate;
		assert_int_equal(stun_parse(p, our_request(p, true, nominate), &m), OK);
		assert_int_equal(stun_answer(&m, &key, (void *)&from, out, sizeof out, &len, &nominated), OK);
		assert_int_equal(nominated, nominate);
		assert_int_equal(stun_parse(out, len, &reply), OK);
		assert_int_equal(reply.type, STUN_SUCCESS);
		assert_true(reply.fingerprint && stun_authentic(&reply, &key));
		assert_memory_equal(reply.txid, m.txid, STUN_TXID_BYTES);
		assert_memory_equal(&reply.mapped.v4, &from, sizeof from);
	}
}

static void tells_both_kinds_of_v6_peer_their_address(void **state)
{
	(void)state;
	uint8_t out[STUN_REPLY_MAX], txid[STUN_TXID_BYTES] = { 1, 2, 3 };
	struct hmac_sha1 key = key_of(PWD);
	struct sockaddr_in6 from = { .sin6_family = AF_INET6, .sin6_port = htons(9) };
	struct stun_msg m;
	inet_pton(AF_INET6, "::ffff:192.0.2.1", &from.sin6_addr);
	assert_int_equal(stun_parse(out, stun_write_success(out, sizeof out, txid, (void *)&from, &key), &m), OK);
	assert_int_equal(m.mapped.any.sa_family, AF_INET);
	inet_pton(AF_INET6, "2001:db8::1", &from.sin6_addr);
	assert_int_equal(stun_parse(out, stun_write_success(out, sizeof out, txid, (void *)&from, &key), &m), OK);
	assert_memory_equal(&m.mapped.v6.sin6_addr, &from.sin6_addr, 16);
	assert_int_equal(stun_write_success(out, 60, txid, (void *)&from, &key), 0);
}

static void refuses_a_controlled_peer_and_unknown_attributes(void **state)
{
	(void)state;
	uint8_t p[STUN_REQUEST_MAX + 8], out[STUN_REPLY_MAX];
	struct hmac_sha1 key = key_of(PWD);
	struct sockaddr_in from = v4_address();
	struct stun_msg m, reply;
	size_t len = 0;
	bool nominated = true;
	assert_int_equal(stun_parse(p, our_request(p, false, true), &m), OK);
	assert_int_equal(stun_answer(&m, &key, (void *)&from, out, sizeof out, &len, &nominated), OK);
	assert_false(nominated);
	assert_int_equal(stun_parse(out, len, &reply), OK);
	assert_int_equal(reply.error_code, 487);
	assert_int_equal(stun_parse(p, our_request(p, true, true), &m), OK);
	m.unknown[0] = 0x7777;
	m.unknown_count = 1;
	assert_int_equal(stun_answer(&m, &key, (void *)&from, out, sizeof out, &len, &nominated), OK);
	assert_int_equal(stun_parse(out, len, &reply), OK);
	assert_int_equal(reply.error_code, 420);
}

static void gives_no_answer_to_the_unauthentic(void **state)
{
	(void)state;
	uint8_t p[STUN_REQUEST_MAX], out[STUN_REPLY_MAX];
	struct hmac_sha1 key = key_of(PWD), other = key_of("another password of 22 c");
	struct sockaddr_in from = v4_address();
	struct stun_msg m;
	size_t len = 0;
	bool nominated = false;
	size_t request = our_request(p, true, true);
	assert_int_equal(stun_parse(p, request, &m), OK);
	assert_int_equal(stun_answer(&m, &other, (void *)&from, out, sizeof out, &len, &nominated), ERR_UNAUTHENTIC);
	rtp_put16(p + 2, (uint16_t)(request - 8 - STUN_HEADER_BYTES));  /* without the fingerprint */
	assert_int_equal(stun_parse(p, request - 8, &m), OK);
	assert_int_equal(stun_answer(&m, &key, (void *)&from, out, sizeof out, &len, &nominated), ERR_UNAUTHENTIC);
	assert_int_equal(stun_parse(p, bytes_from(rfc_response4, p, sizeof p), &m), OK);
	assert_int_equal(stun_answer(&m, &key, (void *)&from, out, sizeof out, &len, &nominated), ERR_MALFORMED);
	assert_int_equal(len, 0);
}

static void refuses_every_truncation_and_every_flipped_bit(void **state)
{
	(void)state;
	uint8_t p[256];
	struct stun_msg m;
	struct hmac_sha1 key = key_of(PWD);
	size_t len = bytes_from(rfc_request, p, sizeof p);
	for (size_t n = 0; n < len; n++) assert_int_equal(stun_parse(p, n, &m), ERR_MALFORMED);
	for (size_t bit = 0; bit < len * 8; bit++) {
		p[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(stun_parse(p, len, &m) == OK && m.fingerprint && stun_authentic(&m, &key));
		p[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
}

static void limits_the_number_of_attributes(void **state)
{
	(void)state;
	uint8_t p[STUN_HEADER_BYTES + 4 * (STUN_ATTRIBUTES_MAX + 1)];
	struct stun_msg m;
	bytes_from("00010000" HEAD, p, sizeof p);
	for (size_t i = 0; i <= STUN_ATTRIBUTES_MAX; i++) rtp_put32(p + STUN_HEADER_BYTES + 4 * i, 0x80990000);
	rtp_put16(p + 2, 4 * STUN_ATTRIBUTES_MAX);
	assert_int_equal(stun_parse(p, STUN_HEADER_BYTES + 4 * STUN_ATTRIBUTES_MAX, &m), OK);
	rtp_put16(p + 2, 4 * (STUN_ATTRIBUTES_MAX + 1));
	assert_int_equal(stun_parse(p, sizeof p, &m), ERR_MALFORMED);
}

static void limits_the_username(void **state)
{
	(void)state;
	uint8_t p[STUN_REQUEST_MAX];
	char name[STUN_USERNAME_MAX + 2];
	memset(name, 'u', sizeof name);
	name[4] = ':';
	struct hmac_sha1 key = key_of(PWD);
	struct stun_request r = { .username = name, .controlling = true, .use_candidate = true };
	struct stun_msg m;
	name[STUN_USERNAME_MAX] = 0;
	assert_int_equal(stun_parse(p, stun_write_request(p, sizeof p, &r, &key), &m), OK);
	assert_int_equal(m.username_len, STUN_USERNAME_MAX);
	name[STUN_USERNAME_MAX] = 'u';
	name[STUN_USERNAME_MAX + 1] = 0;
	assert_int_equal(stun_write_request(p, sizeof p, &r, &key), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hmac_agrees_with_rfc_2202),
		cmocka_unit_test(reads_the_request_of_rfc_5769),
		cmocka_unit_test(reads_the_responses_of_rfc_5769),
		cmocka_unit_test(answers_a_check),
		cmocka_unit_test(tells_both_kinds_of_v6_peer_their_address),
		cmocka_unit_test(refuses_a_controlled_peer_and_unknown_attributes),
		cmocka_unit_test(gives_no_answer_to_the_unauthentic),
		cmocka_unit_test(refuses_every_truncation_and_every_flipped_bit),
		cmocka_unit_test(limits_the_number_of_attributes),
		cmocka_unit_test(limits_the_username),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
