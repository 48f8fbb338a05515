/* hook.c — the signature first: who cannot sign learns nothing else. */
#include "api/hook.h"

#include <ctype.h>
#include <sodium.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/counters.h"
#include "api/handlers.h"
#include "gate/house.h"
#include "trade/hook_event.h"

#define MAC_BYTES crypto_auth_hmacsha256_BYTES

static const struct partner { const char *name; size_t secrets; http_tx_fn *fn; bool body_only; } partners[] = {
#define HOOK(partner, secrets, handler) {partner, offsetof(struct config, secrets), handler, false},
#define HOOK_BODY(partner, secrets, handler) {partner, offsetof(struct config, secrets), handler, true},
#include "schema/hooks.def"
#undef HOOK_BODY
#undef HOOK
	{NULL, 0, NULL, false},
};

struct secret { unsigned char bytes[HOOK_SECRET_MAX]; size_t len; };

/* One secret of the list, without its blanks. */
static bool read_secret(const char *text, size_t len, struct secret *ret)
{
	static const char prefix[] = "whsec_";
	const size_t n = sizeof prefix - 1;
	if (len > n && !strncmp(text, prefix, n)) {
		const char *end;
		if (sodium_base642bin(ret->bytes, sizeof ret->bytes, text + n, len - n, NULL, &ret->len, &end, sodium_base64_VARIANT_ORIGINAL) || end != text + len) return false;
	} else {
		if (len > sizeof ret->bytes) return false;
		memcpy(ret->bytes, text, len);
		ret->len = len;
	}
	return ret->len >= HOOK_SECRET_MIN;
}

static void make_mac(const struct secret *s, const char *id, const char *at, const void *body, size_t len, unsigned char ret[static MAC_BYTES])
{
	crypto_auth_hmacsha256_state st;
	crypto_auth_hmacsha256_init(&st, s->bytes, s->len);
	if (id) {
		crypto_auth_hmacsha256_update(&st, (const unsigned char *)id, strlen(id));
		crypto_auth_hmacsha256_update(&st, (const unsigned char *)".", 1);
		crypto_auth_hmacsha256_update(&st, (const unsigned char *)at, strlen(at));
		crypto_auth_hmacsha256_update(&st, (const unsigned char *)".", 1);
	}
	crypto_auth_hmacsha256_update(&st, body, len);
	crypto_auth_hmacsha256_final(&st, ret);
	sodium_memzero(&st, sizeof st);
}

/* The v1 signatures of the header; those of other versions are passed over. */
static size_t read_signatures(const char *text, unsigned char ret[HOOK_SIGNATURES_MAX][MAC_BYTES])
{
	size_t n = 0;
	for (const char *s = text; *s && n < HOOK_SIGNATURES_MAX;) {
		size_t len = strcspn(s, " "), got = 0;
		const char *end;
		if (len > 3 && !strncmp(s, "v1,", 3) &&
		    !sodium_base642bin(ret[n], MAC_BYTES, s + 3, len - 3, NULL, &got, &end, sodium_base64_VARIANT_ORIGINAL) && end == s + len && got == MAC_BYTES)
			n++;
		s += len;
		s += strspn(s, " ");
	}
	return n;
}

static bool id_is_plain(const char *id)
{
	size_t n = 0;
	for (; id[n]; n++)
		if (n == HOOK_EVENT_CHARS || (!isalnum((unsigned char)id[n]) && !strchr("-_.", id[n]))) return false;
	return n > 0;
}

static bool at_is_plain(const char *at) { return *at && strlen(at) <= 12 && !at[strspn(at, "0123456789")]; }

/* Whether one of `n` given codes is the right one: under any of the secrets, of id, time and body, or, with a NULL id, of the body alone. */
static bool fits_one(unsigned char given[][MAC_BYTES], size_t n, const char *id, const char *at, const char *secrets, const void *body, size_t len)
{
	unsigned char mac[MAC_BYTES];
	struct secret secret;
	size_t tried = 0;
	bool fits = false;
	for (const char *s = secrets; *s && tried < HOOK_SECRETS_MAX; tried++) {
		s += strspn(s, ", ");
		size_t word = strcspn(s, ", ");
		if (word && read_secret(s, word, &secret)) {
			make_mac(&secret, id, at, body, len, mac);
			for (size_t i = 0; i < n; i++) fits |= !sodium_memcmp(mac, given[i], MAC_BYTES);
		}
		s += word;
	}
	sodium_memzero(&secret, sizeof secret);
	return fits;
}

static bool is_signed(const struct http_hook *h, const char *secrets, const void *body, size_t len)
{
	unsigned char given[HOOK_SIGNATURES_MAX][MAC_BYTES];
	return fits_one(given, read_signatures(h->signature, given), h->id, h->at, secrets, body, len);
}

err_t hook_check_body(const struct http_hook *h, const char *secrets, const void *body, size_t len)
{
	unsigned char given[1][MAC_BYTES];
	size_t got;
	if (!id_is_plain(h->id) || strlen(h->signature) != 2 * MAC_BYTES) return ERR_BAD_SIGNATURE;
	if (sodium_hex2bin(given[0], MAC_BYTES, h->signature, 2 * MAC_BYTES, NULL, &got, NULL) || got != MAC_BYTES) return ERR_BAD_SIGNATURE;
	return fits_one(given, 1, NULL, NULL, secrets, body, len) ? OK : ERR_BAD_SIGNATURE;
}

err_t hook_check(const struct http_hook *h, const char *secrets, const void *body, size_t len, int64_t now_ms)
{
	if (!id_is_plain(h->id) || !at_is_plain(h->at) || !is_signed(h, secrets, body, len)) return ERR_BAD_SIGNATURE;
	int64_t off_ms = strtoll(h->at, NULL, 10) * 1000 - now_ms;
	return off_ms < -HOOK_TOLERANCE_MS || off_ms > HOOK_TOLERANCE_MS ? ERR_STALE : OK;
}

err_t hook_sign(const char *secret, const char *id, const char *at, const void *body, size_t len, char ret[static HOOK_SIGNATURE_CHARS + 1])
{
	struct secret s;
	unsigned char mac[MAC_BYTES];
	if (!read_secret(secret, strlen(secret), &s)) return ERR_BAD_FIELD;
	make_mac(&s, id, at, body, len, mac);
	memcpy(ret, "v1,", 3);
	sodium_bin2base64(ret + 3, HOOK_SIGNATURE_CHARS - 2, mac, sizeof mac, sodium_base64_VARIANT_ORIGINAL);
	sodium_memzero(&s, sizeof s);
	return OK;
}

err_t hook_run(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *partner, err_t checked, http_tx_fn *fn)
{
	bool first = false;
	err_t e = checked;
	if (e == OK) e = hook_event_take(tx, partner, rq->hook.id, rq->body, &first);
	counter_add(e == OK ? CTR_HOOKS : CTR_HOOKS_REFUSED, 1);
	TRY(e);
	if (first) TRY(fn(tx, rq, rp));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_bool(&j, "first", first);
	json_obj_end(&j);
	return OK;
}

err_t hook_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	for (const struct partner *p = partners; p->name; p++) {
		const char *secrets = (const char *)rq->house->config + p->secrets;
		if (strcmp(p->name, rq->params[0]) || !*secrets) continue;
		err_t checked = p->body_only ? hook_check_body(&rq->hook, secrets, rq->body, rq->body_len)
		                             : hook_check(&rq->hook, secrets, rq->body, rq->body_len, tx_now_ms(tx));
		return hook_run(tx, rq, rp, p->name, checked, p->fn);
	}
	return ERR_NOT_FOUND;
}
