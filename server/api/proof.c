/* proof.c — to the lane of uploads and back with a name; the row goes when the photo stands in the history, or never will. */
#include "api/proof.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/lane.h"
#include "base/log.h"
#include "gate/house.h"
#include "store/photo_store.h"

struct proof {
	const struct house *house;
	struct proof_of of;
	err_t outcome;
	struct photo made;
	size_t len;
	unsigned char bytes[PROOF_CHARS_MAX];
};

static err_t forget(struct tx *tx, const struct proof_of *of)
{
	return db_exec(tx_db(tx), Q_PROOF_DUE_DELETE, V(of->shipment), V(shipment_state_wire(of->state)), V(of->at_ms));
}

static void look(void *arg)
{
	struct proof *p = arg;
	p->outcome = photo_store(p->house->photo_program, p->house->config->data, p->bytes, p->len, &p->made);
}

static err_t attach(struct tx *tx, void *arg)
{
	const struct proof *p = arg;
	const struct photo *m = &p->made;
	TRY(db_exec(tx_db(tx), Q_PHOTO_INSERT, V(m->hash), V(m->width), V(m->height), V(m->bytes), V(""), V(tx_now_ms(tx))));
	TRY(db_exec(tx_db(tx), Q_SHIPMENT_EVENT_PROVE, V(p->of.shipment), V(shipment_state_wire(p->of.state)), V(p->of.at_ms), V(m->hash)));
	return forget(tx, &p->of);
}

static err_t pass_over(struct tx *tx, void *arg) { return forget(tx, &((const struct proof *)arg)->of); }

/* A child that failed or was too slow may do better next time; bytes that are no photo will not. */
static bool may_succeed_later(err_t e) { return e == ERR_IO || e == ERR_TIMEOUT; }

static void on_looked(void *arg)
{
	struct proof *p = arg;
	err_t e = p->outcome;
	if (e == OK) e = tick_handle(p->house->tick, attach, p);
	else if (!may_succeed_later(e) && tick_handle(p->house->tick, pass_over, p) != OK) e = ERR_STORE;
	if (e != OK) log_warn("gate", "the photo with news of parcel %s was not kept: %s", p->of.shipment, err_wire(e));
	free(p);
}

static void begin(void *arg)
{
	struct proof *p = arg;
	if (lane_do(p->house->uploads, &(struct lane_job){.run = look, .done = on_looked, .drop = free, .arg = p}) != OK) free(p); /* its row is due again */
}

static void on_lost(void *arg, err_t unused)
{
	(void)unused;
	free(arg);
}

static err_t decode(const struct house *house, const struct proof_of *of, const char *base64, struct proof **ret)
{
	const char *end;
	struct proof *p = calloc(1, sizeof *p);
	if (!p) abort();
	p->house = house;
	p->of = *of;
	if (sodium_base642bin(p->bytes, sizeof p->bytes, base64, strlen(base64), NULL, &p->len, &end, sodium_base64_VARIANT_ORIGINAL) || *end || !p->len) {
		free(p);
		return ERR_BAD_FIELD;
	}
	*ret = p;
	return OK;
}

static void begin_after_commit(struct tx *tx, struct proof *p)
{
	tx_effect(tx, &(struct effect){.run = begin, .fail = on_lost, .drop = free, .arg = p});
}

err_t proof_take(struct tx *tx, const struct house *house, const struct proof_of *of, const char *base64)
{
	struct proof *p;
	TRY(decode(house, of, base64, &p));
	err_t e = house->uploads ? db_exec(tx_db(tx), Q_PROOF_DUE_PUT, V(of->shipment), V(shipment_state_wire(of->state)), V(of->at_ms), V(base64), V(tx_now_ms(tx) + PROOF_LEASE_MS)) : OK;
	if (house->uploads && e == OK) begin_after_commit(tx, p);
	else free(p);
	return e;
}

/* ── after a start ── */

static err_t take_due(struct tx *tx, const struct house *house, bool *ret_some)
{
	struct proof_of of = {0};
	struct proof *p = NULL;
	int64_t tries = 0;
	struct rows r;
	err_t e = OK;
	*ret_some = false;
	db_query(tx_db(tx), &r, Q_PROOF_DUE_CLAIM, V(tx_now_ms(tx)), V(tx_now_ms(tx) + PROOF_LEASE_MS));
	while (rows_next(&r)) {
		*ret_some = true;
		rows_copy(&r, 0, of.shipment, sizeof of.shipment);
		of.state = shipment_state_parse(rows_text(&r, 1));
		of.at_ms = rows_int(&r, 2);
		tries = rows_int(&r, 4);
		if (tries <= PROOF_TRIES) e = decode(house, &of, rows_text(&r, 3), &p);
	}
	if (p) begin_after_commit(tx, p);
	TRY(rows_end(&r));
	if (!*ret_some || p) return OK;
	log_warn("gate", "the photo with news of parcel %s is passed over: %s", of.shipment, e == OK ? "looked at too often" : err_wire(e));
	return forget(tx, &of);
}

err_t proof_resume(struct tx *tx, void *arg)
{
	const struct house *house = arg;
	int64_t due = 0;
	TRY(db_int(tx_db(tx), &due, Q_PROOF_DUE_ANY, V(tx_now_ms(tx))));
	bool some = due != 0;
	for (int i = 0; some && i < PROOF_AT_ONCE; i++) TRY(take_due(tx, house, &some));
	return OK;
}
