/* answer.h — an answer as it goes out: status line, headers, security headers (RFC 9110, 9112).
 * Owns    nothing; the head is written into the caller's buffer.   Thread  the floor. */
#pragma once
#include "gate/exchange.h"

/* Every answer has them, also one that is written by hand. */
#define ANSWER_SECURITY \
	"x-content-type-options: nosniff\r\nx-frame-options: DENY\r\nreferrer-policy: strict-origin-when-cross-origin\r\n" \
	"cross-origin-opener-policy: same-origin\r\n"
/* Camera and microphone are for the pages that film and that check them; every other answer has none. */
#define ANSWER_MAY(own) "permissions-policy: camera=" own ", microphone=" own ", display-capture=(), geolocation=(), payment=(), usb=(), serial=(), browsing-topics=()\r\n"
#define ANSWER_CSP_DATA "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

struct answer_about {
	enum http_method method;
	bool tls, closes, cors;
	bool films;                  /* a page that uses camera and microphone */
	bool hsts, hsts_below;       /* TLS alone from now on; and for all names below this one */
};

struct exchange_answer answer_reply(const struct answer_about *about, const struct http_reply *rp, struct buf *out);
struct exchange_answer answer_file(const struct answer_about *about, const struct file_answer *file, struct buf *out);
/* Adds the Allow header. */
void answer_allow(struct http_reply *rp, unsigned methods);
/* Adds what a foreign page may send (WHIP and WHEP only), and Accept-Post. */
void answer_preflight(struct http_reply *rp, const char *path);
