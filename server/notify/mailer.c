/* mailer.c — a claim, a send, a settlement; each step begins when the one before is durable. */
#include "notify/mailer.h"

#include <curl/curl.h>
#include <stdlib.h>

#include "base/counters.h"
#include "base/lane.h"
#include "base/log.h"
#include "notify/outbox.h"

struct mailer {
	struct loop *loop;
	struct tick *tick;
	struct smtp_server server;
	struct lane *lane;
	struct loop_timer *timer;
	bool busy;               /* from the claim until it is settled */
};

/* One mail under way. Whoever holds it frees it. */
struct posting { struct mailer *mailer; struct outbox_item item; err_t result; char error[SMTP_ERROR_MAX]; };

static void on_lane(void *arg)
{
	struct posting *p = arg;
	const struct smtp_mail mail = {.id = p->item.id, .to = p->item.to, .subject = p->item.subject, .body = p->item.body};
	p->result = smtp_send(&p->mailer->server, &mail, p->error);
}

static err_t settle(struct tx *tx, void *request)
{
	struct posting *p = request;
	return p->result == OK ? outbox_sent(tx, p->item.id, "") : outbox_failed(tx, p->item.id, p->error, 0);
}

static void on_posted(void *arg)
{
	struct posting *p = arg;
	struct mailer *m = p->mailer;
	counter_add(p->result == OK ? CTR_MAIL_SENT : CTR_MAIL_FAILED, 1);
	if (p->result != OK) log_warn("notify", "mail %s, try %lld: %s", p->item.id, (long long)p->item.tries, p->error);
	if (tick_handle(m->tick, settle, p) != OK) log_warn("notify", "mail %s could not be settled and goes out again", p->item.id);
	free(p);
	m->busy = false;
	mailer_kick(m);
}

static void drop_posting(void *arg)
{
	struct posting *p = arg;
	p->mailer->busy = false;
	free(p);
}

static void on_claim_lost(void *arg, err_t e)
{
	(void)e;
	drop_posting(arg);
}

static void on_claimed(void *arg)
{
	struct posting *p = arg;
	const struct lane_job job = {.run = on_lane, .done = on_posted, .drop = drop_posting, .arg = p};
	if (lane_do(p->mailer->lane, &job) != OK) drop_posting(p);
}

static err_t claim(struct tx *tx, void *request)
{
	struct mailer *m = request;
	int64_t due_ms;
	TRY(outbox_next_due(tx_db(tx), OUTBOX_MAIL, &due_ms));
	if (due_ms > tx_now_ms(tx)) return OK;
	struct posting *p = calloc(1, sizeof *p);
	if (!p) abort();
	p->mailer = m;
	bool some = false;
	err_t e = outbox_claim(tx, OUTBOX_MAIL, &p->item, &some);
	if (e != OK || !some) {
		free(p);
		return e;
	}
	tx_effect(tx, &(struct effect){.run = on_claimed, .fail = on_claim_lost, .drop = drop_posting, .arg = p});
	m->busy = true;
	return OK;
}

void mailer_kick(struct mailer *m)
{
	if (!m->lane || m->busy) return;
	if (tick_handle(m->tick, claim, m) != OK) log_warn("notify", "the outbox cannot be read");
}

static void on_timer(void *arg) { mailer_kick(arg); }

struct mailer *mailer_start(struct loop *loop, struct tick *tick, const struct smtp_server *server)
{
	struct mailer *m = calloc(1, sizeof *m);
	if (!m) abort();
	m->loop = loop;
	m->tick = tick;
	m->server = *server;
	if (!server->url || !*server->url) return m;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	m->lane = lane_start(loop, "outgoing", 4);
	m->timer = loop_timer_start(loop, MAILER_LOOK_MS, MAILER_LOOK_MS, on_timer, m);
	return m;
}

void mailer_stop(struct mailer *m)
{
	if (!m) return;
	loop_timer_stop(m->timer);
	lane_stop(m->lane);
	free(m);
}
