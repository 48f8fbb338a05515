/* verify.c — the list is read like any foreign JSON. */
#include "server/verify.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/log.h"
#include "gate/json_in.h"
#include "trade/origin_key.h"

#define KEYS_FILE_MAX 65536

struct key_body { char id[ORIGIN_KEY_ID_CHARS + 1], public_key[ORIGIN_PUBLIC_CHARS + 1], from_at[40], until_at[40]; };
static const struct shape_field key_fields[] = {
	SHAPE_STR(struct key_body, id, REQ), SHAPE_STR(struct key_body, public_key, REQ), SHAPE_STR(struct key_body, from_at, OPT), SHAPE_STR(struct key_body, until_at, OPT)};
static const struct shape key_shape = SHAPE("key", struct key_body, key_fields);
struct keys_body { struct key_body keys[ORIGIN_KEYS_MAX]; size_t n_keys; };
static const struct shape_field keys_fields[] = {SHAPE_LIST(struct keys_body, keys, &key_shape, REQ)};
static const struct shape keys_shape = SHAPE("keys", struct keys_body, keys_fields);

static err_t read_file(const char *path, struct buf *ret)
{
	char part[4096];
	FILE *f = fopen(path, "re");
	if (!f) return ERR_CONFIG;
	for (size_t n; ret->len <= KEYS_FILE_MAX && (n = fread(part, 1, sizeof part, f)) > 0;) buf_add(ret, part, n);
	fclose(f);
	return ret->len && ret->len <= KEYS_FILE_MAX ? OK : ERR_CONFIG;
}

static err_t read_keys(const char *path, unsigned char (*ret)[ORIGIN_PUBLIC_BYTES], size_t *ret_n)
{
	struct buf text;
	struct json_in_fault fault;
	struct keys_body *b = calloc(1, sizeof *b);
	if (!b) abort();
	buf_init(&text);
	err_t e = read_file(path, &text);
	if (e == OK) e = json_in(&keys_shape, text.data, text.len, b, &fault);
	size_t n = 0, len;
	for (size_t i = 0; e == OK && i < b->n_keys; i++)
		if (!sodium_base642bin(ret[n], ORIGIN_PUBLIC_BYTES, b->keys[i].public_key, strlen(b->keys[i].public_key), NULL, &len, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) &&
		    len == ORIGIN_PUBLIC_BYTES)
			n++;
	if (e != OK) log_error("verify", "%s: is no list of keys", path);
	*ret_n = n;
	buf_fini(&text);
	free(b);
	return e == OK ? OK : ERR_CONFIG;
}

static void print(const struct origin *o)
{
	char code[SHORT_CODE_CHARS + 1], when[32];
	time_t at = (time_t)o->issued_s;
	struct tm tm;
	short_code_from_bytes(o->code, code);
	strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S UTC", gmtime_r(&at, &tm));
	printf("genuine: signed by the fair\ncode     %s-%lld of %lld\nproduct  %s\nartisan  %s\ndistrict %s\n", code, (long long)o->piece, (long long)o->pieces, o->product,
	       o->artisan, o->district);
	if (*o->gi_user) printf("gi user  %s\n", o->gi_user);
	printf("issued   %s\n", when);
	puts("Whether it has been taken back since, only the fair's page can tell.");
}

err_t verify_run(const char *keys_file, const char *text)
{
	unsigned char keys[ORIGIN_KEYS_MAX][ORIGIN_PUBLIC_BYTES];
	struct origin o;
	size_t n = 0;
	const char *hash = strrchr(text, '#');
	TRY(read_keys(keys_file, keys, &n));
	TRY(origin_verify(hash ? hash + 1 : text, (const unsigned char (*)[ORIGIN_PUBLIC_BYTES])keys, n, &o));
	print(&o);
	return OK;
}
