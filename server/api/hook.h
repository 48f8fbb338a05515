/* hook.h — what partners tell us: signed messages at POST /hooks/{partner}, in the form of Standard Webhooks 1.0.
 *
 *   webhook-id         1–64 of A–Z a–z 0–9 - _ .   the same for every repetition of a message
 *   webhook-timestamp  seconds since 1970, of this attempt
 *   webhook-signature  v1,<base64 of HMAC-SHA256(secret, id "." timestamp "." body)>, several parted by blanks
 *
 * or, for partners listed so, in Razorpay's: X-Razorpay-Event-Id, and X-Razorpay-Signature with the hexadecimal HMAC-SHA256(secret, body).
 * It signs neither time nor id: what keeps a repetition out is that the same id counts once and that handlers end alike whatever comes twice.
 *
 *   bytes as they came ─► signature ─► age ─► seen before? ─► the handler of schema/hooks.def
 *
 * A message that came before is answered like the first time and does nothing; the same id with another body is refused.
 * Messages may come in any order: handlers go by what they say, never by when they arrive.
 * Thread  the floor.    Limits  HOOK_SECRETS_MAX secrets, HOOK_SIGNATURES_MAX signatures, HOOK_TOLERANCE_MS either way. */
#pragma once
#include "gate/http.h"

#define HOOK_TOLERANCE_MS 300000
#define HOOK_SECRETS_MAX 4     /* two while one is replaced by the other */
#define HOOK_SECRET_MIN 16     /* bytes; a shorter one is passed over */
#define HOOK_SECRET_MAX 128
#define HOOK_SIGNATURES_MAX 8

/* Secrets are parted by commas or blanks: "whsec_" and base64, or plain text.
 * BAD_SIGNATURE where none of them fits, or a header is malformed; STALE when it does but the time is off. Comparing takes the same
 * time wherever the bytes differ. */
err_t hook_check(const struct http_hook *h, const char *secrets, const void *body, size_t len, int64_t now_ms);
/* The same in Razorpay's form; STALE does not occur. */
err_t hook_check_body(const struct http_hook *h, const char *secrets, const void *body, size_t len);
/* The signature header for a message of our own, or of a test: "v1,…". BAD_FIELD for a secret that cannot be used. */
#define HOOK_SIGNATURE_CHARS 47
err_t hook_sign(const char *secret, const char *id, const char *at, const void *body, size_t len, char ret[static HOOK_SIGNATURE_CHARS + 1]);
/* One message of `partner`: runs `fn` if it is the first. `checked` is what hook_check or hook_check_body said of it. */
err_t hook_run(struct tx *tx, struct http_request *rq, struct http_reply *rp, const char *partner, err_t checked, http_tx_fn *fn);
