/* press.c — one job: from the document to the answer. */
#include "api/press.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/filter.h"
#include "gate/house.h"

struct job { const struct house *house; struct http_token token; const char *form; char disposition[120]; struct buf text; };

static void free_job(void *arg)
{
	struct job *j = arg;
	buf_fini(&j->text);
	free(j);
}

static void finish(struct job *j, err_t e)
{
	http_finish(j->house, j->token, e, NULL);
	free_job(j);
}

static void on_lost(void *arg, err_t e) { finish(arg, e); }

static void on_pressed(void *arg, err_t e, const struct buf *pdf)
{
	struct job *j = arg;
	struct http_reply rp = {.status = 200, .type = "application/pdf"};
	if (e != OK) { finish(j, e); return; }
	buf_init(&rp.body);
	buf_add(&rp.body, pdf->data, pdf->len);
	http_reply_header(&rp, "content-disposition", j->disposition);
	http_reply_header(&rp, "cache-control", "private, no-store");
	http_finish(j->house, j->token, OK, &rp);
	free_job(j);
}

static void start(void *arg)
{
	struct job *j = arg;
	err_t e = filter_run(j->house->press, &(struct filter_job){.args = {j->form}, .in = j->text.data, .in_len = j->text.len, .done = on_pressed, .arg = j});
	if (e != OK) finish(j, e);
}

err_t press_answer(struct tx *tx, const struct http_request *rq, const char *form, const struct shape *shape, const void *document, const char *name)
{
	if (!rq->house->press) return ERR_UNAVAILABLE;
	struct job *j = calloc(1, sizeof *j);
	if (!j) abort();
	*j = (struct job){.house = rq->house, .token = rq->token, .form = form};
	snprintf(j->disposition, sizeof j->disposition, "inline; filename=\"%.80s.pdf\"", name);
	buf_init(&j->text);
	struct json json = json_start(&j->text);
	json_obj(&json, NULL);
	shape_encode(shape, document, &json);
	json_obj_end(&json);
	tx_effect(tx, &(struct effect){.run = start, .fail = on_lost, .drop = free_job, .arg = j});
	return OK;
}
