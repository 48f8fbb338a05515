/* payment.c — a payment as JSON; members in the order of docs/PROTOCOL.md. */
#include "api/payment.h"

#include "base/clock.h"
#include "base/config.h"
#include "base/text.h"
#include "api/qr_svg.h"
#include "trade/withdrawal.h"

struct pay_payee api_payment_fair(const struct config *c)
{
	struct pay_payee fair = {0};
	text_copy(fair.name, sizeof fair.name, *c->pay_name ? c->pay_name : "Mela");
	text_copy(fair.upi, sizeof fair.upi, c->pay_upi);
	text_copy(fair.account, sizeof fair.account, c->pay_account);
	text_copy(fair.ifsc, sizeof fair.ifsc, c->pay_ifsc);
	return fair;
}

static err_t write_upi(struct json *j, const struct payment *p, const struct pay_payee *to)
{
	struct buf link, svg;
	buf_init(&link);
	buf_init(&svg);
	upi_link(to, p->mark, p->order_number, p->amount, &link);
	err_t e = qr_svg(link.data, &svg);
	if (e == OK) {
		json_obj(j, "upi");
		json_str(j, "address", to->upi);
		json_str(j, "link", link.data);
		json_str(j, "qr_svg", svg.data);
		json_obj_end(j);
	}
	buf_fini(&link);
	buf_fini(&svg);
	return e;
}

static void write_bank(struct json *j, const struct pay_payee *to)
{
	json_obj(j, "bank");
	json_str(j, "name", to->name);
	json_str(j, "account", to->account);
	json_str(j, "ifsc", to->ifsc);
	json_obj_end(j);
}

/* What was chosen before stays open: the buyer may have come to pay first since. */
static bool is_open(enum pay_method m, const struct payment *p, const struct pay_payee *to, const struct config *c, bool first)
{
	if (first && m == PAY_COD && p->method != PAY_COD) return false;
	return pay_method_open(m, p->amount, p->country, to, *c->gateway_url, clock_wall_ms());
}

/* The ways that are open, and for the chosen one where the money goes. */
static err_t write_ways(struct db *db, const struct config *c, struct json *j, const struct payment *p)
{
	const struct pay_payee fair = api_payment_fair(c);
	struct pay_payee to;
	bool first;
	TRY(payment_payee(db, p, &fair, &to));
	TRY(order_buyer_pays_first(db, p->orders, c->withdrawals, clock_wall_ms(), &first));
	json_bool(j, "pay_first", first);
	json_arr(j, "ways");
	for (enum pay_method m = 0; m < PAY_METHODS; m++)
		if (p->left ? m == p->method : is_open(m, p, &to, c, first)) json_str(j, NULL, pay_method_wire(m));
	json_arr_end(j);
	json_str(j, "payee", to.name);
	if (p->method == PAY_UPI && *to.upi) TRY(write_upi(j, p, &to));
	if (p->method == PAY_BANK && *to.account) write_bank(j, &to);
	return OK;
}

static void each_note(void *arg, const struct payment_note *n)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "event", n->event);
	json_str(j, "state", n->state);
	json_str(j, "source", n->source);
	json_opt(j, "reference", n->reference);
	json_time(j, "at", n->at_ms);
	json_obj_end(j);
}

err_t api_payment_write(struct db *db, const struct config *c, struct json *j, const struct payment *p, enum payment_view view)
{
	json_obj(j, NULL);
	json_str(j, "id", p->id);
	json_str(j, "order", p->orders);
	json_str(j, "number", p->order_number);
	json_str(j, "mark", p->mark);
	json_str(j, "method", pay_method_wire(p->method));
	json_str(j, "state", payment_state_wire(p->state));
	json_money(j, "amount", p->amount.minor, p->amount.currency);
	json_opt(j, "reference", p->reference);
	json_time(j, "at", p->created_ms);
	json_time(j, "changed_at", p->changed_ms);
	if (view == PAYMENT_BUYER) {
		json_opt(j, "url", p->gateway_url);
		TRY(write_ways(db, c, j, p));
	} else {
		json_arr(j, "history");
		TRY(payment_history(db, p->id, each_note, j));
		json_arr_end(j);
	}
	json_obj_end(j);
	return OK;
}
