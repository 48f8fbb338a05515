/* id.c — UUIDv7: 48 bits of wall milliseconds, 12 bits of counter within a millisecond, 62 random bits. */
#include "base/id.h"

#include <pthread.h>
#include <sodium.h>
#include <stdint.h>
#include <string.h>

#include "base/clock.h"

#define RANDOM_WORDS 64 /* asked of the kernel together: one system call for so many ids */

static pthread_mutex_t order_lock = PTHREAD_MUTEX_INITIALIZER; /* keeps ids increasing across threads */
static uint64_t last_stamp;                                    /* milliseconds << 12 | counter */
static uint64_t random_words[RANDOM_WORDS];
static int random_left;

static uint64_t next_stamp(uint64_t *ret_random)
{
	uint64_t now = (uint64_t)clock_wall_ms() << 12;
	pthread_mutex_lock(&order_lock);
	last_stamp = now > last_stamp ? now : last_stamp + 1;
	uint64_t stamp = last_stamp;
	if (!random_left) {
		randombytes_buf(random_words, sizeof random_words);
		random_left = RANDOM_WORDS;
	}
	*ret_random = random_words[--random_left];
	pthread_mutex_unlock(&order_lock);
	return stamp;
}

void id_new(char ret_s[static ID_CHARS + 1])
{
	static const char digits[] = "0123456789abcdef";
	uint64_t r, stamp = next_stamp(&r);
	const uint64_t high = (stamp >> 12) << 16 | 0x7000 | (stamp & 0xfff), low = 0x8000000000000000 | r >> 2; /* version 7, variant 10 */
	char *to = ret_s;
	for (int i = 0; i < 32; i++) {
		if (i == 8 || i == 12 || i == 16 || i == 20) *to++ = '-';
		*to++ = digits[(i < 16 ? high >> (60 - 4 * i) : low >> (124 - 4 * i)) & 15];
	}
	*to = 0;
}

bool id_valid(const char *s)
{
	if (!s || strlen(s) != ID_CHARS) return false;
	for (int i = 0; i < ID_CHARS; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? s[i] != '-' : !((s[i] >= '0' && s[i] <= '9') || (s[i] >= 'a' && s[i] <= 'f'))) return false;
	}
	return true;
}

bool id_parse(const char *s, char ret_s[static ID_CHARS + 1])
{
	if (!id_valid(s)) return false;
	memcpy(ret_s, s, ID_CHARS + 1);
	return true;
}

void id_secret(char ret_s[static 44])
{
	unsigned char raw[32];
	randombytes_buf(raw, sizeof raw);
	sodium_bin2base64(ret_s, 44, raw, sizeof raw, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
