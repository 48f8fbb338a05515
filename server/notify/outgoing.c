/* outgoing.c — requests go in by one queue and come back by another; between them curl_multi drives them all. */
#include "notify/outgoing.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/queue.h"
#include "notify/public_address.h"

#define CONNECT_MS 5000L
#define WAIT_MS 1000 /* between looks when nothing happens; a new request wakes the thread at once */

struct outgoing {
	struct queue *todo, *finished;
	struct loop_watch *watch;
	pthread_t thread;
	atomic_bool stopping;
	int out;                          /* under way, seen from the floor */
	CURLM *multi;                     /* the thread's, with what it has in hand */
	struct flight *hand[OUTGOING_MAX];
};

/* One request under way; on the thread from the first queue to the second. */
struct flight {
	CURL *curl;
	struct curl_slist *headers;
	struct buf body, answer;
	bool public_only, too_big, refused;
	CURLcode code;
	void (*done)(void *arg, const struct outgoing_answer *a);
	void (*drop)(void *arg);
	void *arg;
};

static void flight_free(struct flight *f)
{
	curl_easy_cleanup(f->curl);
	curl_slist_free_all(f->headers);
	buf_fini(&f->body);
	buf_fini(&f->answer);
	free(f);
}

/* ── on the thread ── */

static size_t on_answer(char *data, size_t one, size_t n, void *arg)
{
	struct flight *f = arg;
	f->too_big = f->answer.len + one * n > OUTGOING_ANSWER_MAX;
	if (f->too_big) return 0;
	buf_add(&f->answer, data, one * n);
	return one * n;
}

/* The address that curl is about to connect to, after all resolving: what is checked here is what is used. */
static curl_socket_t on_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct flight *f = arg;
	(void)purpose;
	f->refused = f->public_only && !public_address(&to->addr);
	return f->refused ? CURL_SOCKET_BAD : socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static void begin(struct outgoing *o, struct flight *f)
{
	for (size_t i = 0; i < OUTGOING_MAX; i++)
		if (!o->hand[i]) {
			o->hand[i] = f;
			curl_multi_add_handle(o->multi, f->curl);
			return;
		}
	abort(); /* no more are out than there are hands */
}

static void settle(struct outgoing *o, CURL *curl, CURLcode code)
{
	for (size_t i = 0; i < OUTGOING_MAX; i++) {
		struct flight *f = o->hand[i];
		if (!f || f->curl != curl) continue;
		o->hand[i] = NULL;
		f->code = code;
		curl_multi_remove_handle(o->multi, curl);
		IGNORE(queue_push(o->finished, &f)); /* has a slot for every request that is out */
	}
}

static void *outgoing_main(void *arg)
{
	struct outgoing *o = arg;
	struct flight *f;
	struct curl_waitfd wake = {.fd = queue_fd(o->todo), .events = CURL_WAIT_POLLIN};
	for (int running = 0, left; !atomic_load(&o->stopping);) {
		queue_drained(o->todo);
		while (queue_pop(o->todo, &f)) begin(o, f);
		curl_multi_perform(o->multi, &running);
		for (CURLMsg *m; (m = curl_multi_info_read(o->multi, &left));)
			if (m->msg == CURLMSG_DONE) settle(o, m->easy_handle, m->data.result);
		curl_multi_poll(o->multi, &wake, 1, WAIT_MS, NULL);
	}
	return NULL;
}

/* ── on the floor ── */

static err_t outcome(const struct flight *f)
{
	if (f->code == CURLE_OK) return OK;
	if (f->refused) return ERR_FORBIDDEN;
	if (f->too_big) return ERR_TOO_BIG;
	return f->code == CURLE_OPERATION_TIMEDOUT ? ERR_TIMEOUT : ERR_UNAVAILABLE;
}

static void on_finished(void *arg)
{
	struct outgoing *o = arg;
	struct flight *f;
	queue_drained(o->finished);
	while (queue_pop(o->finished, &f)) {
		struct outgoing_answer a = {.err = outcome(f), .body = f->answer.len ? f->answer.data : "", .len = f->answer.len, .why = ""};
		long status = 0;
		curl_off_t wait = 0;
		curl_easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &status);
		curl_easy_getinfo(f->curl, CURLINFO_RETRY_AFTER, &wait);
		if (a.err == OK) a.status = (int)status, a.retry_after_s = wait;
		else a.why = f->refused ? "not a public address" : curl_easy_strerror(f->code);
		o->out--;
		f->done(f->arg, &a);
		flight_free(f);
	}
}

struct outgoing *outgoing_start(struct loop *loop)
{
	struct outgoing *o = calloc(1, sizeof *o);
	if (!o) abort();
	curl_global_init(CURL_GLOBAL_DEFAULT);
	o->todo = queue_new(OUTGOING_MAX, sizeof(struct flight *));
	o->finished = queue_new(OUTGOING_MAX, sizeof(struct flight *));
	o->multi = curl_multi_init();
	if (!o->todo || !o->finished || !o->multi) abort();
	o->watch = loop_watch_start(loop, queue_fd(o->finished), on_finished, o);
	if (pthread_create(&o->thread, NULL, outgoing_main, o)) abort();
	pthread_setname_np(o->thread, "outgoing");
	return o;
}

static void drop(struct flight *f)
{
	f->drop(f->arg);
	flight_free(f);
}

void outgoing_stop(struct outgoing *o)
{
	struct flight *f;
	if (!o) return;
	atomic_store(&o->stopping, true);
	curl_multi_wakeup(o->multi);
	pthread_join(o->thread, NULL);
	loop_watch_stop(o->watch);
	while (queue_pop(o->finished, &f)) drop(f);
	while (queue_pop(o->todo, &f)) drop(f);
	for (size_t i = 0; i < OUTGOING_MAX; i++) {
		if (!o->hand[i]) continue;
		curl_multi_remove_handle(o->multi, o->hand[i]->curl);
		drop(o->hand[i]);
	}
	curl_multi_cleanup(o->multi);
	queue_free(o->todo);
	queue_free(o->finished);
	free(o);
}

static void set_up(struct flight *f, const struct outgoing_request *r)
{
	CURL *c = f->curl;
	curl_easy_setopt(c, CURLOPT_URL, r->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	/* On a connection that was kept, libcurl repeats by itself a request whose answer was lost; only the caller may decide that. */
	curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, r->timeout_ms ? r->timeout_ms : OUTGOING_TIMEOUT_MS);
	curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	if (r->public_only) curl_easy_setopt(c, CURLOPT_PROXY, "");
	if (r->body_len || strcmp(r->method, "POST") == 0) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)f->body.len);
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, f->body.len ? f->body.data : "");
	}
	curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, r->method);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, f->headers);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_answer);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, f);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, f);
}

err_t outgoing_call(struct outgoing *o, const struct outgoing_request *r)
{
	if (o->out == OUTGOING_MAX) return ERR_FULL;
	if (strncmp(r->url, "http://", 7) != 0 && strncmp(r->url, "https://", 8) != 0) return ERR_BAD_FIELD;
	struct flight *f = calloc(1, sizeof *f);
	if (!f || !(f->curl = curl_easy_init())) abort();
	buf_init(&f->body);
	buf_init(&f->answer);
	f->public_only = r->public_only;
	f->done = r->done;
	f->drop = r->drop;
	f->arg = r->arg;
	buf_add(&f->body, r->body ? r->body : "", r->body_len);
	for (const char *const *h = r->headers; h && *h; h++) f->headers = curl_slist_append(f->headers, *h);
	set_up(f, r);
	IGNORE(queue_push(o->todo, &f)); /* has a slot for every request that is out */
	o->out++;
	return OK;
}
