/* head.h — the head of an HTTP request as plain texts, and the reading of them. Knows nothing of libwebsockets.
 * Owns    nothing but its bytes.   Thread  any.   Limits  the members' sizes; what is longer is refused when it is copied. */
#pragma once
#include "gate/http.h"

#define HEAD_BODY_DIGITS 8
#define HEAD_PATH_MAX 1023
#define HEAD_LINES_MAX 64

/* All texts "" when absent. */
struct head {
	enum http_method method;
	char path[HEAD_PATH_MAX + 1];     /* decoded */
	char query[HTTP_QUERY_MAX + 1];   /* as sent */
	char host[262], origin[300], fetch_site[16], x_mela[8];
	char content_type[128], content_length[24], authorization[512], cookie[4096];
	char key[80], if_match[80], if_none_match[200], if_range[80], range[64];
	char accept_encoding[128], accept_language[128], forwarded_for[400];
	char hook_id[80], hook_at[24], hook_signature[400];
	bool has_length, has_transfer_encoding;
	bool last;                        /* no request follows on this connection (RFC 9112 §9.3) */
	bool expects;                     /* waits for 100 before it sends its body (RFC 9110 §10.1.1) */
	err_t fault;                      /* something did not fit, or the method is none that we know */
};

/* Length of the body. BAD_REQUEST for Transfer-Encoding or a Content-Length that is not 1–8 digits; NO_LENGTH where
 * POST, PUT or PATCH says none (RFC 9112 §6: anything else is a way to smuggle a second request). */
err_t head_body_len(const struct head *h, size_t *ret);
/* What the values of Connection and the version mean: the client will not use this connection again. */
bool head_is_last(const char *connection, const char *version);
/* The value of one cookie; false if absent or longer than cap - 1. */
bool head_cookie(const char *cookies, const char *name, char *ret, size_t cap);
/* The token of "Bearer x" (RFC 6750 §2.1), or "". */
void head_bearer(const char *authorization, char *ret, size_t cap);
/* "hi" if Hindi is wanted before English, else "en". */
const char *head_lang(const char *accept_language);
/* True if `type` without its parameters is `want`. */
bool head_type_is(const char *type, const char *want);
/* True if `coding` is accepted with a weight above 0. */
bool head_accepts(const char *accept_encoding, const char *coding);
/* 16–64 characters of letters, digits and -_.: */
bool head_key_valid(const char *key);
/* True if one of the entity tags in `list` is `etag` or the list is "*". Weak tags match only if `weak`. */
bool head_etag_matches(const char *list, const char *etag, bool weak);
/* One "bytes=" range of a body of `size` bytes. OK with the inclusive ends, NOT_FOUND if it is to be ignored, BAD_REQUEST if it is out of bounds (416). */
err_t head_range(const char *range, size_t size, size_t *ret_first, size_t *ret_last);
/* The network of an address, as text: IPv4 /24, IPv6 /48 (what one customer gets, RFC 6177). */
#define HEAD_NET_BYTES 46
void head_net(const char *ip, char ret[static HEAD_NET_BYTES]);
/* Whole-word search in a list parted by commas and blanks, whatever the case. */
bool head_listed(const char *list, const char *word);
/* The client's address behind trusted proxies: the rightmost one of X-Forwarded-For that is not itself in `trusted`. */
void head_client_ip(const char *peer, const char *forwarded_for, const char *trusted, char ret[static 46]);
