/* id.c — UUIDv7: 48 bits of wall milliseconds, 12 bits of counter within a millisecond, 62 random bits. */
#include "base/id.h"

#include <pthread.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"

static pthread_mutex_t order_lock = PTHREAD_MUTEX_INITIALIZER; /* keeps ids increasing across threads */
static uint64_t last_stamp;                                    /* milliseconds << 12 | counter */

static uint64_t next_stamp(void)
{
	uint64_t now = (uint64_t)clock_wall_ms() << 12;
	pthread_mutex_lock(&order_lock);
	last_stamp = now > last_stamp ? now : last_stamp + 1;
	uint64_t stamp = last_stamp;
	pthread_mutex_unlock(&order_lock);
	return stamp;
}

void id_new(char ret_s[static ID_CHARS + 1])
{
	uint64_t stamp = next_stamp(), r;
	randombytes_buf(&r, sizeof r);
	uint64_t ms = stamp >> 12;
	snprintf(ret_s, ID_CHARS + 1, "%08x-%04x-7%03x-%04x-%012llx", (unsigned)(ms >> 16), (unsigned)(ms & 0xffff), (unsigned)(stamp & 0xfff),
	         (unsigned)(0x8000 | (r >> 50 & 0x3fff)), (unsigned long long)(r & 0xffffffffffffULL));
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
