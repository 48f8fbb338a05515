/* parcel_sheet.c — the documents' members, and where they come from. */
#include "trade/parcel_sheet.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "trade/payment.h"

#define A(member, need) SHAPE_STR(struct parcel_address, member, need)
static const struct shape_field address_fields[] = {A(name, REQ), A(phone, OPT), A(line1, OPT), A(line2, OPT), A(city, OPT), A(state, OPT), A(pin, OPT), A(country, REQ)};
static const struct shape address_shape = SHAPE("address", struct parcel_address, address_fields);
#undef A

#define P(member, need) SHAPE_STR(struct label_piece, member, need)
static const struct shape_field piece_fields[] = {P(code, REQ), P(url, REQ), P(product_en, OPT), P(product_hi, OPT), P(artisan_en, OPT), P(artisan_hi, OPT),
                                                  P(district_en, OPT), P(district_hi, OPT), P(gi_user, OPT)};
static const struct shape piece_shape = SHAPE("piece", struct label_piece, piece_fields);
#undef P

#define L(member, need) SHAPE_STR(struct parcel_label, member, need)
static const struct shape_field label_fields[] = {
	L(code, REQ), L(number, REQ), L(ref, OPT), L(tracking, REQ), SHAPE_INT(struct parcel_label, weight_g, 0, SHIPMENT_GRAMS_MAX, OPT),
	SHAPE_INT(struct parcel_label, collect_minor, 0, MONEY_MINOR_MAX, OPT), SHAPE_INT(struct parcel_label, first, 1, PRODUCT_STOCK_MAX, REQ), SHAPE_INT(struct parcel_label, pieces_total, 0, INT64_MAX, OPT),
	SHAPE_OBJECT(struct parcel_label, from, &address_shape, OPT), SHAPE_OBJECT(struct parcel_label, to, &address_shape, REQ),
	SHAPE_LIST(struct parcel_label, pieces, &piece_shape, OPT)};
const struct shape parcel_label_shape = SHAPE("parcel-label", struct parcel_label, label_fields);
#undef L

#define S(member, need) SHAPE_STR(struct run_stop, member, need)
#define N(member, most) SHAPE_INT(struct run_stop, member, 0, most, OPT)
static const struct shape_field stop_fields[] = {
	SHAPE_ID(struct run_stop, id, OPT), S(code, REQ), S(number, REQ), S(state, OPT), S(maker_en, OPT), S(maker_hi, OPT), N(weight_g, SHIPMENT_GRAMS_MAX),
	N(window_from_ms, INT64_MAX), N(window_until_ms, INT64_MAX), N(collect_minor, MONEY_MINOR_MAX),
	SHAPE_OBJECT(struct run_stop, from, &address_shape, OPT), SHAPE_OBJECT(struct run_stop, to, &address_shape, REQ)};
static const struct shape stop_shape = SHAPE("stop", struct run_stop, stop_fields);
#undef S
#undef N
static const struct shape_field manifest_fields[] = {
	SHAPE_ID(struct run_manifest, id, REQ), SHAPE_INT(struct run_manifest, made_ms, 0, INT64_MAX, REQ), SHAPE_LIST(struct run_manifest, stops, &stop_shape, REQ)};
const struct shape run_manifest_shape = SHAPE("manifest", struct run_manifest, manifest_fields);

/* ── places ── */

struct lines { const char *name, *phone, *line1, *line2, *city, *state, *pin, *country; };

static void take_lines(const struct lines *l, struct parcel_address *ret)
{
	const struct { char *to; size_t cap; const char *from; } texts[] = {
		{ret->name, sizeof ret->name, l->name}, {ret->phone, sizeof ret->phone, l->phone}, {ret->line1, sizeof ret->line1, l->line1}, {ret->line2, sizeof ret->line2, l->line2},
		{ret->city, sizeof ret->city, l->city}, {ret->state, sizeof ret->state, l->state}, {ret->pin, sizeof ret->pin, l->pin}, {ret->country, sizeof ret->country, l->country}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) text_copy(texts[i].to, texts[i].cap, texts[i].from);
}

err_t parcel_addresses(struct db *db, const struct shipment *s, const struct order *o, struct parcel_address *ret_from, bool *ret_has_from, struct parcel_address *ret_to)
{
	struct pickup_place p;
	err_t e = pickup_place_find(db, s->maker, &p);
	if (e != OK && e != ERR_NOT_FOUND) return e;
	*ret_has_from = e == OK;
	if (e == OK) take_lines(&(struct lines){p.name, p.phone, p.line1, p.line2, p.city, p.state, p.pin, "IN"}, ret_from);
	take_lines(&(struct lines){o->to_name, o->to_phone, o->to_line1, o->to_line2, o->to_city, o->to_state, o->to_pin, o->to_country}, ret_to);
	return OK;
}

/* ── what is paid at the door ── */

static void first_of(void *arg, const struct shipment *s)
{
	char *first = arg;
	if (!*first) memcpy(first, s->id, ID_CHARS + 1);
}

err_t parcel_collect(struct db *db, const struct shipment *s, int64_t *ret_minor)
{
	struct payment p;
	char first[ID_CHARS + 1] = "";
	*ret_minor = 0;
	err_t e = payment_find_by_child(db, s->child, &p);
	if (e == ERR_NOT_FOUND) return OK;
	TRY(e);
	TRY(shipment_of_order(db, s->orders, s->child, first_of, first));
	if (p.state == PAYMENT_DUE && pay_method_proof(p.method) == PAY_BY_DOOR && !strcmp(first, s->id)) *ret_minor = p.amount.minor;
	return OK;
}

/* ── the label ── */

static err_t take_piece(const struct certificate *c, int64_t piece, const struct label_wish *wish, struct label_piece *ret)
{
	char token[ORIGIN_TOKEN_CHARS + 1], code[sizeof c->code + 24];
	TRY(certificate_token(c, piece, wish->key, token));
	snprintf(code, sizeof code, "%s-%lld", c->code, (long long)piece);
	text_copy(ret->code, sizeof ret->code, code);
	/* behind '#', so that it is checked without a server, and goes into no log */
	int n = snprintf(ret->url, sizeof ret->url, "%s/verify/%s#%s", wish->house, code, token);
	const struct { char *to; size_t cap; const char *from; } texts[] = {
		{ret->product_en, sizeof ret->product_en, c->product_en}, {ret->product_hi, sizeof ret->product_hi, c->product_hi}, {ret->artisan_en, sizeof ret->artisan_en, c->artisan_en},
		{ret->artisan_hi, sizeof ret->artisan_hi, c->artisan_hi}, {ret->district_en, sizeof ret->district_en, c->district_en}, {ret->district_hi, sizeof ret->district_hi, c->district_hi},
		{ret->gi_user, sizeof ret->gi_user, c->gi_user}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) text_copy(texts[i].to, texts[i].cap, texts[i].from);
	return n < (int)sizeof ret->url ? OK : ERR_TOO_LONG;
}

static err_t take_pieces(struct db *db, const char *code, const struct label_wish *wish, struct parcel_label *l)
{
	struct certificate c;
	TRY(certificate_find(db, code, &c));
	int64_t piece = wish->first > l->pieces_total ? wish->first - l->pieces_total : 1;
	for (; piece <= c.pieces && l->n_pieces < wish->most; piece++) TRY(take_piece(&c, piece, wish, &l->pieces[l->n_pieces++]));
	l->pieces_total += c.pieces;
	return OK;
}

struct codes { char code[ORDER_LINES_MAX][SHORT_CODE_CHARS + 1]; int n; };
static void keep_code(void *arg, const char *code)
{
	struct codes *c = arg;
	if (c->n < ORDER_LINES_MAX) memcpy(c->code[c->n++], code, SHORT_CODE_CHARS + 1);
}

err_t parcel_label_make(struct db *db, const struct shipment *s, const struct label_wish *wish, struct parcel_label *ret)
{
	struct order o;
	struct codes codes = {.n = 0};
	TRY(order_find(db, s->orders, &o));
	memset(ret, 0, sizeof *ret);
	text_copy(ret->code, sizeof ret->code, s->code);
	text_copy(ret->number, sizeof ret->number, s->number);
	text_copy(ret->ref, sizeof ret->ref, s->ref);
	snprintf(ret->tracking, sizeof ret->tracking, "%.300s/track/%s", wish->house, s->code);
	ret->weight_g = s->parcel.weight_g;
	ret->first = wish->first;
	ret->has_to = true;
	TRY(parcel_addresses(db, s, &o, &ret->from, &ret->has_from, &ret->to));
	TRY(parcel_collect(db, s, &ret->collect_minor));
	TRY(certificate_of_child(db, s->child, s->maker, keep_code, &codes));
	for (int i = 0; i < codes.n; i++) TRY(take_pieces(db, codes.code[i], wish, ret));
	return OK;
}

/* ── the manifest ── */

struct stops { struct db *db; struct run_manifest *m; err_t err; };

static err_t take_stop(struct db *db, const struct shipment *s, struct run_stop *ret)
{
	struct order o;
	TRY(order_find(db, s->orders, &o));
	const struct { char *to; size_t cap; const char *from; } texts[] = {
		{ret->id, sizeof ret->id, s->id}, {ret->code, sizeof ret->code, s->code}, {ret->number, sizeof ret->number, s->number},
		{ret->state, sizeof ret->state, shipment_state_wire(s->state)}, {ret->maker_en, sizeof ret->maker_en, s->maker_en}, {ret->maker_hi, sizeof ret->maker_hi, s->maker_hi}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) text_copy(texts[i].to, texts[i].cap, texts[i].from);
	ret->weight_g = s->parcel.weight_g;
	ret->window_from_ms = s->parcel.window_from_ms;
	ret->window_until_ms = s->parcel.window_until_ms;
	ret->has_to = true;
	TRY(parcel_collect(db, s, &ret->collect_minor));
	return parcel_addresses(db, s, &o, &ret->from, &ret->has_from, &ret->to);
}

static void each_stop(void *arg, const struct shipment *s)
{
	struct stops *st = arg;
	if (st->err == OK && st->m->n_stops < RUN_PARCELS_MAX) st->err = take_stop(st->db, s, &st->m->stops[st->m->n_stops++]);
}

err_t run_manifest_make(struct db *db, const char *run, int64_t now_ms, struct run_manifest *ret)
{
	struct stops st = {.db = db, .m = ret};
	memset(ret, 0, sizeof *ret);
	text_copy(ret->id, sizeof ret->id, run);
	ret->made_ms = now_ms;
	TRY(shipment_of_run(db, run, each_stop, &st));
	TRY(st.err);
	return ret->n_stops ? OK : ERR_NOT_FOUND;
}
