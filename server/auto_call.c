/* auto_call.c — take a task, call, write down what came of it; each begins when the one before is durable. */
#include "server/auto_call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "gate/house.h"
#include "notify/phone_call.h"
#include "server/beside.h"
#include "store/tick.h"
#include "trade/call_text.h"

#define LOOK_MS 1000

struct auto_call {
	struct tick *tick;
	struct phone_calls *calls;
	struct loop_timer *timer;
	char program[CONFIG_TEXT_MAX];
};

/* One call under way. Whoever holds it frees it. */
struct attempt { struct auto_call *owner; char task[ID_CHARS + 1], result[48]; struct call_text text; };

static void attempt_free(void *arg)
{
	struct attempt *a = arg;
	call_text_fini(&a->text);
	free(a);
}

static void on_lost(void *arg, err_t e)
{
	(void)e;
	attempt_free(arg);
}

/* Nothing but a pressed 1 settles the task; a person calls again. */
static err_t settle(struct tx *tx, void *request)
{
	struct attempt *a = request;
	struct call_result r = {.outcome = CALL_NOT_REACHED, .note = a->result};
	if (strcmp(a->result, "pressed 1") == 0) r.outcome = CALL_READY;
	else if (strcmp(a->result, "busy") == 0) r.outcome = CALL_BUSY;
	err_t e = call_task_outcome(tx, a->task, "", &r);
	return e == ERR_BAD_STATE ? OK : e; /* the artisan accepted it in the studio meanwhile */
}

static void on_done(void *arg, const char *result)
{
	struct attempt *a = arg;
	snprintf(a->result, sizeof a->result, "%s", result);
	log_info("main", "automatic call for %s: %s", a->task, result);
	if (tick_handle(a->owner->tick, settle, a) != OK) log_warn("main", "the call for %s could not be written down", a->task);
	attempt_free(a);
}

static void on_taken(void *arg)
{
	struct attempt *a = arg;
	const struct phone_wish w = {.number = a->text.phone, .lang = a->text.lang, .say = a->text.say.data, .thanks = a->text.thanks.data};
	if (phone_call(a->owner->calls, &w, on_done, a) != OK) on_done(a, "failed 0");
}

static err_t take(struct tx *tx, void *request)
{
	struct auto_call *owner = request;
	struct call_task t;
	char id[ID_CHARS + 1];
	err_t e = call_task_next_auto(tx_db(tx), tx_now_ms(tx), id);
	if (e == ERR_NOT_FOUND) return OK;
	TRY(e);
	TRY(call_task_find(tx_db(tx), id, &t));
	struct attempt *a = calloc(1, sizeof *a);
	if (!a) abort();
	a->owner = owner;
	memcpy(a->task, id, sizeof a->task);
	e = call_text_write(tx_db(tx), &t, &a->text);
	if (e == ERR_NOT_FOUND) e = call_task_outcome(tx, id, "", &(struct call_result){.outcome = CALL_NOT_REACHED, .note = "no number"});
	else if (e == OK) {
		e = call_task_take(tx, id, CALL_AUTOMATIC);
		if (e == OK) {
			tx_effect(tx, &(struct effect){.run = on_taken, .fail = on_lost, .drop = attempt_free, .arg = a});
			return OK;
		}
	}
	attempt_free(a);
	return e;
}

static void on_timer(void *arg)
{
	struct auto_call *a = arg;
	if (phone_calls_free(a->calls) && tick_handle(a->tick, take, a) != OK) log_warn("main", "no task could be taken for an automatic call");
}

err_t auto_call_open(const struct config *config, const struct house *house, struct auto_call **ret)
{
	*ret = NULL;
	struct auto_call *a = calloc(1, sizeof *a);
	if (!a) abort();
	a->tick = house->tick;
	if (*config->call_program) snprintf(a->program, sizeof a->program, "%s", config->call_program);
	else beside("mela-call", "/usr/lib/mela/mela-call", a->program, sizeof a->program);
	const struct phone_config c = {.program = a->program, .gateway = config->call_sip, .from = config->call_from, .user = config->call_user,
	                               .password = config->call_password, .lines = (int)config->call_lines};
	err_t e = phone_calls_open(house->loop, &c, &a->calls);
	if (e != OK || !a->calls) {
		free(a);
		return e;
	}
	a->timer = loop_timer_start(house->loop, LOOK_MS, LOOK_MS, on_timer, a);
	*ret = a;
	return OK;
}

void auto_call_close(struct auto_call *a)
{
	if (!a) return;
	loop_timer_stop(a->timer);
	phone_calls_close(a->calls);
	free(a);
}
