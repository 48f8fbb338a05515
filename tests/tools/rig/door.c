/* door.c — the HTTP side of a test peer. */
#include "tests/tools/rig/door.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static size_t on_body(char *data, size_t one, size_t n, void *arg)
{
	buf_add(arg, data, one * n);
	return one * n;
}

static size_t on_header(char *data, size_t one, size_t n, void *arg)
{
	size_t len = one * n;
	if (len > 10 && !strncasecmp(data, "location: ", 10)) {
		buf_add(arg, data + 10, len - 10);
		struct buf *b = arg;
		while (b->len && (b->data[b->len - 1] == '\r' || b->data[b->len - 1] == '\n')) b->data[--b->len] = 0;
	}
	return len;
}

static void set_up(CURL *c, const char *url, const char *token, struct curl_slist **headers)
{
	struct buf line;
	buf_init(&line);
	buf_printf(&line, "Authorization: Bearer %s", token ? token : "");
	if (token) *headers = curl_slist_append(*headers, line.data);
	buf_fini(&line);
	curl_easy_setopt(c, CURLOPT_URL, url);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, *headers);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 0L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 0L);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_TIMEOUT, 15L);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
}

void door_init(struct door *d)
{
	d->curl = curl_easy_init();
	if (!d->curl) abort();
}

void door_fini(struct door *d) { curl_easy_cleanup(d->curl); }

err_t door_post_on(struct door *d, const char *url, const char *token, const char *offer, long *ret_status, struct buf *ret_answer, struct buf *ret_location)
{
	struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/sdp");
	headers = curl_slist_append(headers, "Expect:");
	CURL *c = d->curl;
	curl_easy_reset(c); /* keeps the connection */
	set_up(c, url, token, &headers);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, offer);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, ret_answer);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, ret_location);
	err_t e = curl_easy_perform(c) == CURLE_OK ? OK : ERR_IO;
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, ret_status);
	curl_slist_free_all(headers);
	return e;
}

err_t door_json(struct door *d, const char *url, const char *body, struct buf *ret)
{
	struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
	curl_easy_reset(d->curl);
	set_up(d->curl, url, NULL, &headers);
	if (body) curl_easy_setopt(d->curl, CURLOPT_POSTFIELDS, body);
	curl_easy_setopt(d->curl, CURLOPT_WRITEDATA, ret);
	err_t e = curl_easy_perform(d->curl) == CURLE_OK ? OK : ERR_IO;
	curl_slist_free_all(headers);
	return e;
}

err_t door_post(const char *url, const char *token, const char *offer, long *ret_status, struct buf *ret_answer, struct buf *ret_location)
{
	struct door d;
	door_init(&d);
	err_t e = door_post_on(&d, url, token, offer, ret_status, ret_answer, ret_location);
	door_fini(&d);
	return e;
}

void door_delete(const char *url, const char *token)
{
	struct curl_slist *headers = curl_slist_append(NULL, "X-Mela: 1");
	struct buf body;
	buf_init(&body);
	CURL *c = curl_easy_init();
	if (!c) abort();
	set_up(c, url, token, &headers);
	curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, "DELETE");
	curl_easy_setopt(c, CURLOPT_WRITEDATA, &body);
	curl_easy_perform(c);
	curl_easy_cleanup(c);
	curl_slist_free_all(headers);
	buf_fini(&body);
}

static void common_lines(const struct rtc_peer *p, const char *mid, bool send, struct buf *ret)
{
	char fingerprint[DTLS_FINGERPRINT_CHARS + 1];
	dtls_fingerprint_text(dtls_context_fingerprint(p->context), fingerprint);
	buf_printf(ret, "c=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\na=ice-ufrag:%s\r\na=ice-pwd:%s\r\na=ice-options:trickle\r\n", p->ufrag, p->pwd);
	buf_printf(ret, "a=fingerprint:sha-256 %s\r\na=setup:actpass\r\na=mid:%s\r\na=%s\r\na=rtcp-mux\r\na=rtcp-rsize\r\n", fingerprint, mid, send ? "sendonly" : "recvonly");
}

static void video_lines(const struct rtc_peer *p, bool send, uint32_t ssrc, struct buf *ret)
{
	buf_puts(ret, send ? "m=video 9 UDP/TLS/RTP/SAVPF 102 103\r\n" : "m=video 9 UDP/TLS/RTP/SAVPF 102 103 96 97\r\n");
	common_lines(p, "0", send, ret);
	buf_puts(ret, "a=rtpmap:102 H264/90000\r\na=rtcp-fb:102 nack\r\na=rtcp-fb:102 nack pli\r\na=rtcp-fb:102 ccm fir\r\na=rtcp-fb:102 goog-remb\r\n"
	              "a=rtcp-fb:102 transport-cc\r\na=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n"
	              "a=rtpmap:103 rtx/90000\r\na=fmtp:103 apt=102\r\n");
	if (send)
		buf_printf(ret, "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\na=ssrc:%u cname:rig\r\na=ssrc:%u msid:rig video\r\n", ssrc, ssrc);
	else
		buf_puts(ret, "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\na=rtcp-fb:96 goog-remb\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n");
}

void door_offer(const struct rtc_peer *p, bool send, uint32_t ssrc, bool audio, struct buf *ret)
{
	buf_printf(ret, "v=0\r\no=- %llu 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0%s\r\na=msid-semantic: WMS rig\r\n",
	           (unsigned long long)(p->tie_breaker >> 2), audio ? " 1" : "");
	video_lines(p, send, ssrc, ret);
	if (!audio) return;
	buf_puts(ret, "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n");
	common_lines(p, "1", send, ret);
	buf_puts(ret, "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n");
	if (send) buf_printf(ret, "a=ssrc:%u cname:rig\r\na=ssrc:%u msid:rig audio\r\n", ssrc + 1, ssrc + 1);
}
