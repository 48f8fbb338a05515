/* janus_door.c — create, attach, watch, wait for the offer, start. */
#include "tests/tools/rig/janus_door.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POLLS_MAX 8

/* POSTs `body` (taken), or GETs without one; NULL unless JSON came back. */
static json_t *ask(struct door *d, const char *url, json_t *body)
{
	struct buf answer;
	buf_init(&answer);
	char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
	json_t *got = door_json(d, url, text, &answer) == OK ? json_loads(answer.data ? answer.data : "", 0, NULL) : NULL;
	free(text);
	json_decref(body);
	buf_fini(&answer);
	return got;
}

static json_int_t ask_id(struct door *d, const char *url, json_t *body)
{
	json_t *got = ask(d, url, body);
	json_int_t id = json_integer_value(json_object_get(json_object_get(got, "data"), "id"));
	json_decref(got);
	return id;
}

/* Polls the session until the event that carries the offer. */
static char *wait_for_offer(struct door *d, const char *session)
{
	char url[256], *sdp = NULL;
	snprintf(url, sizeof url, "%s?maxev=1", session);
	for (int i = 0; i < POLLS_MAX && !sdp; i++) {
		json_t *event = ask(d, url, NULL);
		const char *text = json_string_value(json_object_get(json_object_get(event, "jsep"), "sdp"));
		if (text) sdp = strdup(text);
		json_decref(event);
	}
	return sdp;
}

/* One m-line of the answer for each of the offer, with its first payload type. */
static void write_answer(const char *offer, const struct rtc_peer *p, struct buf *ret)
{
	char print[DTLS_FINGERPRINT_CHARS + 1];
	dtls_fingerprint_text(dtls_context_fingerprint(p->context), print);
	const char *group = strstr(offer, "a=group:BUNDLE");
	buf_puts(ret, "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
	if (group) buf_printf(ret, "%.*s\r\n", (int)strcspn(group, "\r\n"), group);
	for (const char *m = strstr(offer, "m="); m; m = strstr(m + 1, "\nm="), m = m ? m + 1 : NULL) {
		char kind[8], mid[32] = "0", map[64] = "";
		unsigned pt = 0;
		if (sscanf(m, "m=%7s %*u %*s %u", kind, &pt) != 2) continue;
		const char *at = strstr(m, "a=mid:"), *name = strstr(m, "a=rtpmap:");
		if (at) sscanf(at, "a=mid:%31[^\r\n]", mid);
		if (name) sscanf(name, "%63[^\r\n]", map);
		buf_printf(ret, "m=%s 9 UDP/TLS/RTP/SAVPF %u\r\nc=IN IP4 0.0.0.0\r\na=recvonly\r\na=mid:%s\r\na=rtcp-mux\r\n%s\r\n", kind, pt, mid, map);
		buf_printf(ret, "a=rtcp-fb:%u nack\r\na=rtcp-fb:%u nack pli\r\na=rtcp-fb:%u goog-remb\r\n", pt, pt, pt);
		buf_printf(ret, "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\na=fingerprint:sha-256 %s\r\na=setup:active\r\n", p->ufrag, p->pwd, print);
	}
}

static err_t start(struct door *d, const char *handle, const char *offer, struct rtc_peer *peer, int64_t now_us)
{
	struct buf answer;
	buf_init(&answer);
	write_answer(offer, peer, &answer);
	json_t *got = ask(d, handle, json_pack("{s:s,s:s,s:{s:s},s:{s:s,s:s}}", "janus", "message", "transaction", "start", "body", "request", "start",
	                                       "jsep", "type", "answer", "sdp", answer.data));
	buf_fini(&answer);
	bool taken = got != NULL;
	json_decref(got);
	char *remote = strdup(offer), *setup = strstr(remote, "a=setup:actpass");
	if (setup) memcpy(setup, "a=setup:passive", 15);
	err_t e = taken ? rtc_peer_connect(peer, remote, NULL, now_us) : ERR_IO;
	free(remote);
	return e;
}

err_t janus_door_join(struct door *d, const char *url, int mountpoint, struct rtc_peer *peer, int64_t now_us)
{
	char session[160], handle[200];
	json_int_t sid = ask_id(d, url, json_pack("{s:s,s:s}", "janus", "create", "transaction", "create"));
	snprintf(session, sizeof session, "%s/%lld", url, (long long)sid);
	json_int_t hid = sid ? ask_id(d, session, json_pack("{s:s,s:s,s:s}", "janus", "attach", "plugin", "janus.plugin.streaming", "transaction", "attach")) : 0;
	snprintf(handle, sizeof handle, "%s/%lld", session, (long long)hid);
	if (!hid) return ERR_IO;
	json_decref(ask(d, handle, json_pack("{s:s,s:s,s:{s:s,s:i}}", "janus", "message", "transaction", "watch", "body", "request", "watch", "id", mountpoint)));
	char *offer = wait_for_offer(d, session);
	err_t e = offer ? start(d, handle, offer, peer, now_us) : ERR_IO;
	free(offer);
	return e;
}
