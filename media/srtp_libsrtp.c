/* srtp_libsrtp.c — the same face over libsrtp2. Streams join with the first packet of an SSRC, so that there is a limit. */
#include <arpa/inet.h>
#include <pthread.h>
#include <srtp2/srtp.h>
#include <stdlib.h>
#include <string.h>

#include "media/rtp.h"
#include "media/srtp_backend.h"
#include "media/srtp_window.h"

struct direction {
	srtp_t session;
	uint8_t key[SRTP_KEY_BYTES + SRTP_SALT_BYTES];
	uint32_t ssrcs[SRTP_STREAMS_MAX];
	size_t count;
};

struct wrapped {
	struct srtp base;
	struct direction send, receive;
	struct srtp_windows sent;  /* libsrtp lets an index be used again, or never; we tell when */
};

/* libsrtp keeps one table of ciphers for the process; pthread_once is its guard, not state of ours. */
static void start_library(void) { (void)srtp_init(); }

static err_t err_of(srtp_err_status_t e)
{
	static const struct { srtp_err_status_t from; err_t to; } rows[] = {
		{ srtp_err_status_ok, OK },
		{ srtp_err_status_auth_fail, ERR_UNAUTHENTIC },
		{ srtp_err_status_cant_check, ERR_UNAUTHENTIC },
		{ srtp_err_status_cipher_fail, ERR_UNAUTHENTIC },
		{ srtp_err_status_replay_fail, ERR_REPLAYED },
		{ srtp_err_status_replay_old, ERR_REPLAYED },
		{ srtp_err_status_pkt_idx_old, ERR_REPLAYED },
		{ srtp_err_status_bad_param, ERR_MALFORMED },
		{ srtp_err_status_parse_err, ERR_MALFORMED },
		{ srtp_err_status_key_expired, ERR_FULL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].from == e) return rows[i].to;
	return ERR_INTERNAL;
}

static srtp_policy_t policy_of(struct direction *d, enum srtp_profile profile, uint32_t ssrc)
{
	srtp_policy_t p = { .ssrc = { ssrc_specific, ssrc }, .key = d->key, .window_size = SRTP_WINDOW, .allow_repeat_tx = 1 };
	if (profile == SRTP_GCM128) {
		srtp_crypto_policy_set_aes_gcm_128_16_auth(&p.rtp);
		srtp_crypto_policy_set_aes_gcm_128_16_auth(&p.rtcp);
	} else {
		srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&p.rtp);
		srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&p.rtcp);
	}
	return p;
}

/* Makes a stream for a new SSRC; *ret_new tells whether it did. */
static err_t join(struct direction *d, enum srtp_profile profile, uint32_t ssrc, bool *ret_new)
{
	*ret_new = false;
	for (size_t i = 0; i < d->count; i++)
		if (d->ssrcs[i] == ssrc) return OK;
	if (d->count == SRTP_STREAMS_MAX) return ERR_FULL;
	srtp_policy_t p = policy_of(d, profile, ssrc);
	TRY(err_of(srtp_add_stream(d->session, &p)));
	d->ssrcs[d->count++] = ssrc;
	*ret_new = true;
	return OK;
}

/* What was not authentic shall not take a place. */
static void leave_last(struct direction *d)
{
	(void)srtp_remove_stream(d->session, htonl(d->ssrcs[--d->count]));
}

static void wrapped_free(struct srtp *s)
{
	struct wrapped *w = (struct wrapped *)s;
	if (w->send.session) (void)srtp_dealloc(w->send.session);
	if (w->receive.session) (void)srtp_dealloc(w->receive.session);
	srtp_windows_fini(&w->sent);
	explicit_bzero(w, sizeof *w);
	free(w);
}

static void direction_init(struct direction *d, const struct srtp_key *k)
{
	memcpy(d->key, k->key, SRTP_KEY_BYTES);
	memcpy(d->key + SRTP_KEY_BYTES, k->salt, SRTP_SALT_BYTES);
}

static err_t wrapped_make(const struct srtp_keys *keys, struct srtp **ret)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, start_library);
	struct wrapped *w = calloc(1, sizeof *w);
	if (!w) abort();
	w->base = (struct srtp){ &srtp_libsrtp_ops, keys->profile };
	direction_init(&w->send, &keys->local);
	direction_init(&w->receive, &keys->remote);
	if (srtp_create(&w->send.session, NULL) != srtp_err_status_ok || srtp_create(&w->receive.session, NULL) != srtp_err_status_ok) {
		wrapped_free((struct srtp *)w);
		return ERR_INTERNAL;
	}
	*ret = (struct srtp *)w;
	return OK;
}

static err_t wrapped_seal(struct srtp *s, uint8_t *packet, size_t len, bool again, size_t *ret_len)
{
	struct wrapped *w = (struct wrapped *)s;
	uint32_t ssrc = rtp_u32(packet + 8);
	struct srtp_window *sent = srtp_windows_find(&w->sent, ssrc);
	if (!sent) return ERR_FULL;
	uint64_t index = 0;
	if (!srtp_window_index(sent, rtp_u16(packet + 2), &index)) return ERR_REPLAYED;
	if (srtp_window_ask(sent, index) != (again ? SRTP_SEEN : SRTP_FRESH)) return ERR_REPLAYED;
	bool is_new = false;
	TRY(join(&w->send, s->profile, ssrc, &is_new));
	if (!again) srtp_window_mark(sent, ssrc, index);
	int n = (int)len;
	TRY(err_of(srtp_protect(w->send.session, packet, &n)));
	*ret_len = (size_t)n;
	return OK;
}

static err_t wrapped_seal_rtcp(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len)
{
	struct wrapped *w = (struct wrapped *)s;
	bool is_new = false;
	TRY(join(&w->send, s->profile, rtp_u32(packet + 4), &is_new));
	int n = (int)len;
	TRY(err_of(srtp_protect_rtcp(w->send.session, packet, &n)));
	*ret_len = (size_t)n;
	return OK;
}

typedef srtp_err_status_t unprotect_fn(srtp_t session, void *packet, int *len);

static err_t unseal_with(unprotect_fn *fn, struct wrapped *w, uint32_t ssrc, uint8_t *packet, size_t len, size_t *ret_len)
{
	bool is_new = false;
	TRY(join(&w->receive, w->base.profile, ssrc, &is_new));
	int n = (int)len;
	err_t e = err_of(fn(w->receive.session, packet, &n));
	if (e == OK) *ret_len = (size_t)n;
	else if (is_new) leave_last(&w->receive);
	return e;
}

static err_t wrapped_unseal(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len)
{
	return unseal_with(srtp_unprotect, (struct wrapped *)s, rtp_u32(packet + 8), packet, len, ret_len);
}

static err_t wrapped_unseal_rtcp(struct srtp *s, uint8_t *packet, size_t len, size_t *ret_len)
{
	return unseal_with(srtp_unprotect_rtcp, (struct wrapped *)s, rtp_u32(packet + 4), packet, len, ret_len);
}

const struct srtp_backend_ops srtp_libsrtp_ops = {
	.name = "libsrtp",
	.make = wrapped_make,
	.free = wrapped_free,
	.seal = wrapped_seal,
	.unseal = wrapped_unseal,
	.seal_rtcp = wrapped_seal_rtcp,
	.unseal_rtcp = wrapped_unseal_rtcp,
};
