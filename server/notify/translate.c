/* translate.c — one request at a time: a service that is slow delays translations, and nothing else. */
#include "notify/translate.h"

#include <curl/curl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/counters.h"
#include "base/json.h"
#include "base/lane.h"
#include "base/text.h"

#define LANG_MAX 12

struct translator {
	struct translate_service service;
	struct lane *lane;
	atomic_bool stopping;
};

/* One text; whoever holds it frees it. */
struct job {
	struct translator *translator;
	struct translation what;         /* its texts are the copies below */
	char text[TRANSLATE_TEXT_MAX + 1], from[LANG_MAX + 1], to[LANG_MAX + 1];
	int64_t asked_us;
	bool answered;
	struct buf answer;
};

static void job_free(struct job *j)
{
	buf_fini(&j->answer);
	free(j);
}

static size_t on_answer(char *data, size_t one, size_t n, void *arg)
{
	struct buf *answer = arg;
	if (answer->len + one * n > TRANSLATE_ANSWER_MAX) return 0;
	buf_add(answer, data, one * n);
	return one * n;
}

static int on_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	(void)a, (void)b, (void)c, (void)d;
	return atomic_load(&((struct translator *)arg)->stopping);
}

static void write_question(const struct job *j, struct buf *out)
{
	struct json w = json_start(out);
	json_obj(&w, NULL);
	json_str(&w, "text", j->text);
	json_str(&w, "from", j->from);
	json_str(&w, "to", j->to);
	json_obj_end(&w);
}

static void set_service(CURL *c, struct translator *t)
{
	curl_easy_setopt(c, CURLOPT_URL, t->service.url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, t->service.timeout_ms ? t->service.timeout_ms : TRANSLATE_TIMEOUT_MS);
	curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(c, CURLOPT_XFERINFODATA, t);
}

static bool ask(struct job *j, CURL *c, const struct curl_slist *headers, const char *question)
{
	long status = 0;
	set_service(c, j->translator);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, question);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_answer);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, &j->answer);
	if (curl_easy_perform(c) != CURLE_OK) return false;
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	return status == 200;
}

static void on_lane(void *arg)
{
	struct job *j = arg;
	if (clock_mono_us() - j->asked_us > TRANSLATE_STALE_MS * INT64_C(1000)) return;
	CURL *c = curl_easy_init();
	if (!c) return;
	struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
	struct buf question;
	buf_init(&question);
	write_question(j, &question);
	j->answered = ask(j, c, headers, question.data);
	buf_fini(&question);
	curl_slist_free_all(headers);
	curl_easy_cleanup(c);
}

static void give_up(struct job *j)
{
	counter_add(CTR_TRANSLATE_FAILED, 1);
	j->what.drop(j->what.arg);
	job_free(j);
}

static void on_done(void *arg)
{
	struct job *j = arg;
	char text[TRANSLATE_TEXT_MAX + 1];
	if (!j->answered || !j->answer.len || j->translator->service.read(j->answer.data, j->answer.len, text) != OK) {
		give_up(j);
		return;
	}
	counter_add(CTR_TRANSLATED, 1);
	j->what.done(j->what.arg, j->to, text);
	job_free(j);
}

static void on_drop(void *arg)
{
	struct job *j = arg;
	j->what.drop(j->what.arg);
	job_free(j);
}

struct translator *translator_start(struct loop *loop, const struct translate_service *service)
{
	if (!*service->url) return NULL;
	struct translator *t = calloc(1, sizeof *t);
	if (!t) abort();
	t->service = *service;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	t->lane = lane_start(loop, "translate", TRANSLATE_WAITING_MAX);
	return t;
}

void translator_stop(struct translator *t)
{
	if (!t) return;
	atomic_store(&t->stopping, true);
	lane_stop(t->lane);
	free(t);
}

void translate(struct translator *t, const struct translation *what)
{
	if (!t || strlen(what->text) > TRANSLATE_TEXT_MAX) {
		what->drop(what->arg);
		return;
	}
	struct job *j = calloc(1, sizeof *j);
	if (!j) abort();
	*j = (struct job){.translator = t, .what = *what, .asked_us = clock_mono_us()};
	text_copy(j->text, sizeof j->text, what->text);
	text_copy(j->from, sizeof j->from, what->from);
	text_copy(j->to, sizeof j->to, what->to);
	buf_init(&j->answer);
	const struct lane_job job = {.run = on_lane, .done = on_done, .drop = on_drop, .arg = j};
	if (lane_do(t->lane, &job) != OK) give_up(j);
}
