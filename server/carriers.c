/* carriers.c — a gateway each for SMS and WhatsApp where one is set; push always, for it needs no partner but the browsers'. */
#include "server/carriers.h"

#include <stdlib.h>

#include "gate/gateway_in.h"
#include "gate/house.h"
#include "notify/courier.h"
#include "notify/gateway.h"
#include "notify/mailer.h"
#include "notify/push.h"
#include "trade/tell.h"

struct carriers {
	struct house *house;
	struct smtp_server smtp;
	struct gateway *sms, *whatsapp;
	struct text_limits sms_limits, whatsapp_limits;
	struct vapid *vapid;
	struct push push;
	struct courier *courier;
};

/* From now on messages are written for those carriers that there are. */
static err_t set_up(struct tx *tx, void *arg)
{
	const struct carriers *c = arg;
	const bool kinds[OUTBOX_KINDS] = {[OUTBOX_MAIL] = true, [OUTBOX_SMS] = c->sms, [OUTBOX_WHATSAPP] = c->whatsapp, [OUTBOX_PUSH] = true};
	TRY(outbox_release(tx));
	return tell_set_up(tx, kinds, c->house->origin);
}

static err_t open_all(const struct config *s, struct carriers *c)
{
	c->sms_limits = (struct text_limits){s->sms_countries, s->sms_per_prefix, s->sms_per_day, *s->sms_hook};
	c->whatsapp_limits = (struct text_limits){s->sms_countries, s->sms_per_prefix, s->sms_per_day, *s->whatsapp_hook};
	const struct gateway_config sms = {OUTBOX_SMS, s->sms_url, s->sms_key, s->sms_sender, s->sms_entity, s->sms_templates, gateway_in, &c->sms_limits};
	const struct gateway_config whatsapp = {OUTBOX_WHATSAPP, s->whatsapp_url, s->whatsapp_key, s->whatsapp_sender, "", s->whatsapp_templates, gateway_in, &c->whatsapp_limits};
	TRY(gateway_new(&sms, &c->sms));
	TRY(gateway_new(&whatsapp, &c->whatsapp));
	TRY(vapid_open(s->data, s->push_subject, &c->vapid));
	c->push = (struct push){.vapid = c->vapid, .exempt = s->push_exempt};
	return tick_handle(c->house->tick, set_up, c);
}

err_t carriers_open(const struct config *config, struct house *house, struct carriers **ret)
{
	struct carrier list[OUTBOX_KINDS];
	size_t n = 0;
	struct carriers *c = calloc(1, sizeof *c);
	if (!c) abort();
	c->house = house;
	err_t e = open_all(config, c);
	if (e != OK) {
		carriers_close(c);
		return e;
	}
	c->smtp = (struct smtp_server){.url = config->smtp_url, .user = config->smtp_user, .password = config->smtp_password, .from = config->smtp_from};
	house->mailer = mailer_start(house->loop, house->tick, &c->smtp);
	house->push_key = vapid_public(c->vapid);
	if (c->sms) list[n++] = gateway_carrier(c->sms);
	if (c->whatsapp) list[n++] = gateway_carrier(c->whatsapp);
	list[n++] = push_carrier(&c->push);
	c->courier = courier_start(house->loop, house->tick, house->outgoing, list, n);
	*ret = c;
	return OK;
}

void carriers_close(struct carriers *c)
{
	if (!c) return;
	mailer_stop(c->house->mailer);
	c->house->mailer = NULL;
	courier_stop(c->courier);
	gateway_free(c->sms);
	gateway_free(c->whatsapp);
	vapid_free(c->vapid);
	free(c);
}
