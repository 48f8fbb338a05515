/* proof.c — after the commit of the news: to the lane of uploads, and back with a name. */
#include "gate/proof.h"

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
	return db_exec(tx_db(tx), Q_SHIPMENT_EVENT_PROVE, V(p->of.shipment), V(shipment_state_wire(p->of.state)), V(p->of.at_ms), V(m->hash));
}

static void on_looked(void *arg)
{
	struct proof *p = arg;
	err_t e = p->outcome;
	if (e == OK) e = tick_handle(p->house->tick, attach, p);
	if (e != OK) log_warn("gate", "the photo with news of parcel %s is passed over: %s", p->of.shipment, err_wire(e));
	free(p);
}

static void begin(void *arg)
{
	struct proof *p = arg;
	if (lane_do(p->house->uploads, &(struct lane_job){.run = look, .done = on_looked, .drop = free, .arg = p}) == OK) return;
	log_warn("gate", "the photo with news of parcel %s is passed over: too many uploads", p->of.shipment);
	free(p);
}

static void on_lost(void *arg, err_t unused)
{
	(void)unused;
	free(arg); /* the news comes again, and the photo with it */
}

err_t proof_take(struct tx *tx, const struct house *house, const struct proof_of *of, const char *base64)
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
	if (!house->uploads) free(p);
	else tx_effect(tx, &(struct effect){.run = begin, .fail = on_lost, .drop = free, .arg = p});
	return OK;
}
