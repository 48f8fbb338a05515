/* whip.c — libcurl's easy interface. */
#include "tests/tools/phone/whip.h"

#include <curl/curl.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static size_t on_body(char *data, size_t size, size_t n, void *arg)
{
	buf_add(arg, data, size * n);
	return size * n;
}

static struct curl_slist *headers_of(const struct whip *w)
{
	char bearer[512];
	snprintf(bearer, sizeof bearer, "Authorization: Bearer %s", w->token ? w->token : "");
	struct curl_slist *list = curl_slist_append(NULL, "Content-Type: application/sdp");
	return w->token ? curl_slist_append(list, bearer) : list;
}

static CURL *request(const struct whip *w, const char *url, const struct curl_slist *headers, struct buf *ret_body)
{
	CURL *c = curl_easy_init();
	curl_easy_setopt(c, CURLOPT_URL, url);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)WHIP_TIMEOUT_S);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, w->insecure ? 0L : 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, w->insecure ? 0L : 2L);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, ret_body);
	return c;
}

/* Location may be relative to the endpoint (RFC 9110 §10.2.2). */
static void keep_location(struct whip *w, CURL *c)
{
	char *location = NULL, *whole = NULL;
	CURLU *u = curl_url();
	struct curl_header *h;
	if (curl_easy_header(c, "Location", 0, CURLH_HEADER, -1, &h) == CURLHE_OK) location = h->value;
	w->resource[0] = 0;
	if (location && !curl_url_set(u, CURLUPART_URL, w->url, 0) && !curl_url_set(u, CURLUPART_URL, location, 0) &&
	    !curl_url_get(u, CURLUPART_URL, &whole, 0))
		snprintf(w->resource, sizeof w->resource, "%s", whole);
	curl_free(whole);
	curl_url_cleanup(u);
}

err_t whip_post(struct whip *w, const char *offer, struct buf *ret_answer, long *ret_status)
{
	struct curl_slist *headers = headers_of(w);
	CURL *c = request(w, w->url, headers, ret_answer);
	*ret_status = 0;
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, offer);
	CURLcode e = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, ret_status);
	keep_location(w, c);
	curl_easy_cleanup(c);
	curl_slist_free_all(headers);
	if (e != CURLE_OK) return ERR_IO;
	return *ret_status == 201 ? OK : ERR_BAD_REQUEST;
}

bool whip_booth_is_live(const struct whip *w)
{
	static const char door[] = "/whip/";
	const char *at = strstr(w->url, door);
	char url[1024];
	if (!at || (size_t)snprintf(url, sizeof url, "%.*s/api/v1/booths/%s", (int)(at - w->url), w->url, at + strlen(door)) >= sizeof url) return false;
	struct buf body;
	buf_init(&body);
	CURL *c = request(w, url, NULL, &body);
	CURLcode e = curl_easy_perform(c);
	curl_easy_cleanup(c);
	json_t *booth = e == CURLE_OK && body.len ? json_loadb(body.data, body.len, 0, NULL) : NULL;
	const char *state = json_string_value(json_object_get(booth, "state"));
	bool live = state && !strcmp(state, "live");
	json_decref(booth);
	buf_fini(&body);
	return live;
}

void whip_delete(struct whip *w)
{
	if (!w->resource[0]) return;
	struct buf body;
	buf_init(&body);
	struct curl_slist *headers = headers_of(w);
	CURL *c = request(w, w->resource, headers, &body);
	curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, "DELETE");
	curl_easy_perform(c);
	curl_easy_cleanup(c);
	curl_slist_free_all(headers);
	buf_fini(&body);
	w->resource[0] = 0;
}
