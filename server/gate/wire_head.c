/* wire_head.c — libwebsockets keeps known headers by token and the others by name. */
#include "gate/wire_head.h"

#include <libwebsockets.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static void copy(struct lws *wsi, struct head *h, enum lws_token_indexes token, char *ret, size_t cap)
{
	int len = lws_hdr_total_length(wsi, token);
	if (len <= 0) return;
	if ((size_t)len + 1 > cap || lws_hdr_copy(wsi, ret, (int)cap, token) < 0) {
		*ret = 0;
		h->fault = ERR_HEAD_TOO_BIG;
	}
}

static void copy_custom(struct lws *wsi, struct head *h, const char *name, char *ret, size_t cap)
{
	int n = (int)strlen(name), len = lws_hdr_custom_length(wsi, name, n);
	if (len <= 0) return;
	if ((size_t)len + 1 > cap || lws_hdr_custom_copy(wsi, ret, (int)cap, name, n) < 0) {
		*ret = 0;
		h->fault = ERR_HEAD_TOO_BIG;
	}
}

static void put_query(struct head *h, size_t *n, char c)
{
	if (*n < HTTP_QUERY_MAX) h->query[(*n)++] = c;
	else h->fault = ERR_ADDRESS_TOO_LONG;
}

/* libwebsockets hands out the parameters decoded and one by one; they are put together again as they were sent. */
static void copy_query(struct lws *wsi, struct head *h)
{
	static const char digits[] = "0123456789ABCDEF";
	char part[HTTP_QUERY_MAX + 2];
	size_t n = 0;
	for (int i = 0; lws_hdr_fragment_length(wsi, WSI_TOKEN_HTTP_URI_ARGS, i) > 0; i++) {
		int len = lws_hdr_copy_fragment(wsi, part, sizeof part, WSI_TOKEN_HTTP_URI_ARGS, i);
		bool named = false;
		if (len < 0) h->fault = ERR_ADDRESS_TOO_LONG;
		if (len > 0 && n) put_query(h, &n, '&');
		for (int k = 0; k < len; k++) {
			unsigned char c = (unsigned char)part[k];
			if (c == '=' && !named) named = true;
			else if (c <= ' ' || c >= 127 || strchr("%+&=#", c)) {
				put_query(h, &n, '%');
				put_query(h, &n, digits[c >> 4]);
				c = (unsigned char)digits[c & 15];
			}
			put_query(h, &n, (char)c);
		}
	}
	h->query[n] = 0;
}

/* Those that libwebsockets knows, each as often as it came; of others it keeps no list, they share the bytes of the whole head. The request
 * line's address and version lie among them. */
static size_t count_lines(struct lws *wsi)
{
	size_t n = 0;
	for (int t = 0; t < WSI_TOKEN_COUNT; t++) {
		if (t == WSI_TOKEN_HTTP_URI_ARGS || !lws_hdr_total_length(wsi, (enum lws_token_indexes)t)) continue;
		for (int i = 0; lws_hdr_fragment_length(wsi, (enum lws_token_indexes)t, i) > 0; i++) n++;
	}
	return n > 2 ? n - 2 : 0;
}

static void copy_path(struct lws *wsi, struct head *h)
{
	static const enum http_method methods[] = {HTTP_GET, HTTP_POST, HTTP_OPTIONS, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, 0, HTTP_HEAD};
	char *uri;
	int len, m = lws_http_get_uri_and_method(wsi, &uri, &len);
	h->method = m >= 0 && (size_t)m < sizeof methods / sizeof *methods ? methods[m] : 0;
	if (!h->method) h->fault = ERR_METHOD;
	if (m < 0 || len < 1 || len > HEAD_PATH_MAX) {
		h->fault = len > HEAD_PATH_MAX ? ERR_ADDRESS_TOO_LONG : ERR_BAD_REQUEST;
		return;
	}
	memcpy(h->path, uri, (size_t)len);
	h->path[len] = 0;
	if (h->path[0] != '/' || memchr(h->path, 0, (size_t)len)) h->fault = ERR_BAD_REQUEST;
}

void wire_head_read(struct lws *wsi, struct head *h)
{
	*h = (struct head){0};
	copy_path(wsi, h);
	copy_query(wsi, h);
	const struct { enum lws_token_indexes token; char *text; size_t cap; } known[] = {
		{WSI_TOKEN_HOST, h->host, sizeof h->host},
		{WSI_TOKEN_ORIGIN, h->origin, sizeof h->origin},
		{WSI_TOKEN_HTTP_CONTENT_TYPE, h->content_type, sizeof h->content_type},
		{WSI_TOKEN_HTTP_CONTENT_LENGTH, h->content_length, sizeof h->content_length},
		{WSI_TOKEN_HTTP_AUTHORIZATION, h->authorization, sizeof h->authorization},
		{WSI_TOKEN_HTTP_COOKIE, h->cookie, sizeof h->cookie},
		{WSI_TOKEN_HTTP_IF_MATCH, h->if_match, sizeof h->if_match},
		{WSI_TOKEN_HTTP_IF_NONE_MATCH, h->if_none_match, sizeof h->if_none_match},
		{WSI_TOKEN_HTTP_IF_RANGE, h->if_range, sizeof h->if_range},
		{WSI_TOKEN_HTTP_RANGE, h->range, sizeof h->range},
		{WSI_TOKEN_HTTP_ACCEPT_ENCODING, h->accept_encoding, sizeof h->accept_encoding},
		{WSI_TOKEN_HTTP_ACCEPT_LANGUAGE, h->accept_language, sizeof h->accept_language},
		{WSI_TOKEN_X_FORWARDED_FOR, h->forwarded_for, sizeof h->forwarded_for},
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) copy(wsi, h, known[i].token, known[i].text, known[i].cap);
	copy_custom(wsi, h, "sec-fetch-site:", h->fetch_site, sizeof h->fetch_site);
	copy_custom(wsi, h, "x-mela:", h->x_mela, sizeof h->x_mela);
	copy_custom(wsi, h, "idempotency-key:", h->key, sizeof h->key);
	copy_custom(wsi, h, "webhook-id:", h->hook_id, sizeof h->hook_id);
	copy_custom(wsi, h, "webhook-timestamp:", h->hook_at, sizeof h->hook_at);
	copy_custom(wsi, h, "webhook-signature:", h->hook_signature, sizeof h->hook_signature);
	if (!*h->hook_signature) {
		copy_custom(wsi, h, "x-razorpay-event-id:", h->hook_id, sizeof h->hook_id);
		copy_custom(wsi, h, "x-razorpay-signature:", h->hook_signature, sizeof h->hook_signature);
	}
	char connection[128] = "", version[12] = "", expect[32] = "";
	copy(wsi, h, WSI_TOKEN_CONNECTION, connection, sizeof connection);
	copy(wsi, h, WSI_TOKEN_HTTP, version, sizeof version);
	copy(wsi, h, WSI_TOKEN_HTTP_EXPECT, expect, sizeof expect);
	if (count_lines(wsi) > HEAD_LINES_MAX) h->fault = ERR_HEAD_TOO_BIG;
	h->last = head_is_last(connection, version);
	h->expects = !strcasecmp(expect, "100-continue") && !strcasecmp(version, "HTTP/1.1");
	h->has_length = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) > 0;
	h->has_transfer_encoding = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0;
}
