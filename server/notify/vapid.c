/* vapid.c — a JSON Web Token signed with ES256, made anew for each message: signing costs less than keeping. */
#include "notify/vapid.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/log.h"
#include "notify/p256.h"

#define URL64 sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define KEY_CHARS 43 /* 32 bytes as base64url */

struct vapid { unsigned char private[P256_PRIVATE]; char public[VAPID_PUBLIC_CHARS + 1]; const char *subject; };

static void add64(struct buf *out, const void *bytes, size_t len)
{
	char text[400];
	sodium_bin2base64(text, sizeof text, bytes, len, URL64);
	buf_puts(out, text);
}

/* Written aside and renamed, so that a power cut leaves a whole key or none. */
static err_t make_key(const char *path, unsigned char ret[static P256_PRIVATE])
{
	unsigned char public[P256_PUBLIC];
	char aside[520], text[KEY_CHARS + 1];
	snprintf(aside, sizeof aside, "%s.new", path);
	p256_make(ret, public);
	sodium_bin2base64(text, sizeof text, ret, P256_PRIVATE, URL64);
	int fd = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0) return ERR_IO;
	bool written = write(fd, text, KEY_CHARS) == KEY_CHARS && fsync(fd) == 0;
	sodium_memzero(text, sizeof text);
	return close(fd) == 0 && written && rename(aside, path) == 0 ? OK : ERR_IO;
}

static err_t read_key(const char *path, unsigned char ret[static P256_PRIVATE])
{
	char text[KEY_CHARS + 2];
	size_t got = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
	ssize_t n = read(fd, text, sizeof text);
	close(fd);
	if (n < KEY_CHARS || sodium_base642bin(ret, P256_PRIVATE, text, KEY_CHARS, NULL, &got, NULL, URL64) != 0 || got != P256_PRIVATE) return ERR_CONFIG;
	return OK;
}

err_t vapid_open(const char *dir, const char *subject, struct vapid **ret)
{
	char path[512];
	unsigned char public[P256_PUBLIC];
	struct vapid *v = calloc(1, sizeof *v);
	if (!v) abort();
	v->subject = subject;
	snprintf(path, sizeof path, "%s/vapid.key", dir);
	err_t e = read_key(path, v->private);
	if (e == ERR_NOT_FOUND) e = make_key(path, v->private);
	if (e == OK && !p256_public_of(v->private, public)) e = ERR_CONFIG;
	if (e != OK) {
		log_error("notify", "vapid.key: %s", err_sentence(e));
		vapid_free(v);
		return e;
	}
	sodium_bin2base64(v->public, sizeof v->public, public, sizeof public, URL64);
	*ret = v;
	return OK;
}

void vapid_free(struct vapid *v)
{
	if (!v) return;
	sodium_memzero(v->private, sizeof v->private);
	free(v);
}

const char *vapid_public(const struct vapid *v) { return v->public; }

/* Scheme and host with its port, as RFC 6454 writes an origin. */
static size_t origin_length(const char *endpoint)
{
	const char *host = strstr(endpoint, "://");
	return host ? (size_t)(host + 3 - endpoint) + strcspn(host + 3, "/?#") : 0;
}

static void write_claims(const struct vapid *v, const char *endpoint, size_t origin, int64_t now_ms, struct buf *out)
{
	char audience[300];
	snprintf(audience, sizeof audience, "%.*s", (int)origin, endpoint);
	struct json j = json_start(out);
	json_obj(&j, NULL);
	json_str(&j, "aud", audience);
	json_int(&j, "exp", now_ms / 1000 + VAPID_HOURS * 3600);
	if (*v->subject) json_str(&j, "sub", v->subject);
	json_obj_end(&j);
}

err_t vapid_authorize(const struct vapid *v, const char *endpoint, int64_t now_ms, struct buf *ret)
{
	static const char head[] = "{\"typ\":\"JWT\",\"alg\":\"ES256\"}";
	unsigned char signature[P256_SIGNATURE];
	struct buf claims, token;
	size_t origin = origin_length(endpoint);
	if (!origin || origin >= 260) return ERR_BAD_FIELD;
	buf_init(&claims);
	buf_init(&token);
	write_claims(v, endpoint, origin, now_ms, &claims);
	add64(&token, head, sizeof head - 1);
	buf_putc(&token, '.');
	bool fits = claims.len <= 290;
	if (fits) add64(&token, claims.data, claims.len);
	bool done = fits && p256_sign(v->private, token.data, token.len, signature);
	if (done) {
		buf_putc(&token, '.');
		add64(&token, signature, sizeof signature);
		buf_printf(ret, "vapid t=%s, k=%s", token.data, v->public);
	}
	buf_fini(&claims);
	buf_fini(&token);
	return done ? OK : ERR_BAD_FIELD;
}
