/* shipment_test.c — parcels: from ready to delivered or back, in whatever order the news arrives; and each order moves once. */
#include "tests/unit/trade/market.h"

#include "trade/payment.h"
#include "trade/seller_tax.h"
#include "trade/shipment_job.h"

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, &(struct order_actor){.by = BY_STAFF}, (enum order_event)q->n))
HANDLER(put_place, pickup_place_put(tx, q->a, q->in, q->out))
HANDLER(ask, shipment_ask(tx, q->a, q->in, q->out))
HANDLER(tell, shipment_tell(tx, q->in, (const struct shipment_news *)q->out2, q->out))
HANDLER(run_one, shipment_run(tx, q->in, (size_t)q->n, q->out))
HANDLER(job_claim, shipment_job_claim(tx, q->out, q->out2))
HANDLER(job_done, shipment_job_done(tx, q->a, q->b, q->c))
HANDLER(job_failed, shipment_job_failed(tx, q->a, q->b, q->c, q->m, q->n != 0))
HANDLER(pay, payment_tell(tx, q->a, PAYMENT_EVENT_PAY, &(struct payment_news){.source = "desk", .person = "", .reference = q->b}))

HANDLER(put_tax, seller_tax_put(tx, q->a, q->in, "desk"))
HANDLER(by_bank, payment_choose(tx, q->a, PAY_BANK, &(struct payment_news){.source = "buyer", .person = ""}))

static const struct pickup_place yard = {.name = "Weavers", .phone = "9000000001", .line1 = "4 Madanpura", .city = "Varanasi", .state = "UP", .pin = "221001"};

static void pay_all(struct world *w, const struct order_id *id, const char *reference)
{
	struct payment p[PAYMENTS_MAX];
	int n;
	assert_int_equal(payment_of_order(w->db, id->s, p, &n), OK);
	for (int i = 0; i < n; i++) {
		char own[40];
		snprintf(own, sizeof own, "%s%d", reference, i);
		assert_int_equal(DO(w, pay, .a = p[i].id, .b = own), OK);
	}
}

static const struct address delhi = {.name = "Ravi", .phone = "9000000002", .line1 = "1 Lodhi Road", .city = "New Delhi", .state = "Delhi", .pin = "110003", .country = "IN"};

/* `two`: the second line's maker is enrolled and sells beyond the state through the first one's. */
static struct order_id order_of(struct world *w, const struct market *m, const char *reference, bool two)
{
	struct order_id id;
	const struct order_line_new lines[] = {{.product = m->saree.s, .quantity = 1}, {.product = m->toy.s, .quantity = 2}};
	const struct seller_tax enrolled = {.kind = TAX_ENROLLED, .number = "09AAAPA1234A1EN", .proof = "portal", .from_ms = WORLD_NOW_MS - WORLD_NOW_MS % 86400000};
	if (two) assert_int_equal(DO(w, put_tax, .a = m->unregistered.s, .in = &enrolled), OK);
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m->buyer.s, .lines = lines, .n_lines = two ? 2 : 1, .to = two ? delhi : home}, .out = &id), OK);
	if (*reference) pay_all(w, &id, reference);
	assert_int_equal(DO(w, act, .a = id.s, .n = ORDER_EVENT_ACCEPT), OK);
	assert_int_equal(DO(w, act, .a = id.s, .n = ORDER_EVENT_READY), OK);
	return id;
}

struct found { struct shipment s[4]; int n; };
static void keep(void *arg, const struct shipment *s)
{
	struct found *f = arg;
	f->s[f->n++] = *s;
}
static struct found parcels(struct world *w, const struct order_id *id)
{
	struct found f = {.n = 0};
	assert_int_equal(shipment_of_order(w->db, id->s, "", keep, &f), OK);
	return f;
}

static enum order_state state_of(struct world *w, const struct order_id *id)
{
	struct order o;
	assert_int_equal(order_find(w->db, id->s, &o), OK);
	return o.state;
}

static err_t news(struct world *w, const struct shipment *s, enum shipment_state state, int64_t at_ms, bool *ret_moved)
{
	struct shipment now;
	assert_int_equal(shipment_find(w->db, s->id, &now), OK);
	struct shipment_news n = {.state = state, .by = TOLD_CARRIER, .at_ms = at_ms};
	return DO(w, tell, .in = &now, .out2 = &n, .out = ret_moved);
}

static void test_the_table_of_states(void **state)
{
	(void)state;
	for (enum shipment_state now = 0; now < SHIPMENT_STATES; now++)
		for (enum shipment_state told = SHIPMENT_PICKED_UP; told < SHIPMENT_CANCELLED; told++) {
			bool own = now < SHIPMENT_PICKED_UP;
			if (now == SHIPMENT_CANCELLED) assert_int_equal(shipment_next(now, 10, told, 20), now);
			else {
				assert_int_equal(shipment_next(now, 10, told, 20), told);
				assert_int_equal(shipment_next(now, 10, told, 5), own ? told : now);
				assert_int_equal(shipment_next(now, 10, told, 10), own || told > now ? told : now);
			}
			assert_int_equal(shipment_state_parse(shipment_state_wire(told)), told);
			assert_true(shipment_state_proves(told, ORDER_EVENT_HAND_OVER));
		}
	for (enum shipment_state s = 0; s < SHIPMENT_PICKED_UP; s++) {
		assert_false(shipment_state_told_by(s, TOLD_CARRIER));
		assert_false(shipment_state_proves(s, ORDER_EVENT_HAND_OVER));
	}
	assert_int_equal(shipment_state_parse("lost"), SHIPMENT_STATES);
}

static void test_where_and_how_heavy_come_first(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id = order_of(w, &m, "R1", false);
	struct found f = parcels(w, &id);
	const char *field = NULL;
	assert_int_equal(f.n, 1);
	assert_int_equal(f.s[0].state, SHIPMENT_PACKING);
	struct parcel p = {.weight_g = 900};
	assert_int_equal(DO(w, ask, .a = f.s[0].id, .in = &p, .out = &field), ERR_NO_PICKUP_PLACE);
	struct pickup_place bad = yard;
	strcpy(bad.pin, "110001");
	assert_int_equal(DO(w, put_place, .a = f.s[0].maker, .in = &bad, .out = &field), ERR_BAD_FIELD);
	assert_string_equal(field, "pin");
	assert_int_equal(DO(w, put_place, .a = f.s[0].maker, .in = &yard, .out = &field), OK);
	const struct { struct parcel p; const char *field; } bads[] = {
		{{.weight_g = 0}, "weight_g"}, {{.weight_g = SHIPMENT_GRAMS_MAX + 1}, "weight_g"}, {{.weight_g = 1, .length_mm = SHIPMENT_MM_MAX + 1}, "length_mm"},
		{{.weight_g = 1, .window_from_ms = WORLD_NOW_MS, .window_until_ms = WORLD_NOW_MS}, "window_until"}};
	for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
		assert_int_equal(DO(w, ask, .a = f.s[0].id, .in = &bads[i].p, .out = &field), ERR_BAD_FIELD);
		assert_string_equal(field, bads[i].field);
	}
	p = (struct parcel){.weight_g = SHIPMENT_GRAMS_MAX, .length_mm = SHIPMENT_MM_MAX};
	assert_int_equal(DO(w, ask, .a = f.s[0].id, .in = &p, .out = &field), OK);
	f = parcels(w, &id);
	assert_int_equal(f.s[0].state, SHIPMENT_REQUESTED);
	assert_string_equal(f.s[0].job, "book");
	assert_true(f.s[0].parcel.window_from_ms > WORLD_NOW_MS); /* tomorrow, ten o'clock in India */
	assert_int_equal((f.s[0].parcel.window_from_ms + 330 * 60000) % 86400000, 10 * 3600000);
}

/* ── every order of six pieces of news, each told twice ── */

static const struct { enum shipment_state state; int64_t at; } told[6] = {
	{SHIPMENT_PICKED_UP, 100}, {SHIPMENT_IN_TRANSIT, 200}, {SHIPMENT_UNDELIVERED, 300}, {SHIPMENT_DELIVERED, 400}, {SHIPMENT_RETURNING, 500}, {SHIPMENT_RETURNED, 600}};

struct history { const struct market *m; int permutation, n_told, moves; enum order_state order; enum shipment_state parcel; };

static err_t ready_order(struct tx *tx, const struct history *h, struct order_id *ret)
{
	const struct order_line_new line = {.product = h->m->bowl.s, .quantity = 1};
	struct payment p[PAYMENTS_MAX];
	char reference[32];
	int n;
	TRY(order_place(tx, &(struct order_new){.person = h->m->buyer.s, .lines = &line, .n_lines = 1, .to = home}, ret));
	TRY(payment_of_order(tx_db(tx), ret->s, p, &n));
	snprintf(reference, sizeof reference, "BANK%d-%d", h->n_told, h->permutation);
	TRY(payment_tell(tx, p[0].id, PAYMENT_EVENT_PAY, &(struct payment_news){.source = "desk", .person = "", .reference = reference}));
	TRY(order_act(tx, ret->s, &(struct order_actor){.by = BY_STAFF}, ORDER_EVENT_ACCEPT));
	return order_act(tx, ret->s, &(struct order_actor){.by = BY_STAFF}, ORDER_EVENT_READY);
}

static err_t tell_all(struct tx *tx, struct history *h, const struct order_id *id)
{
	int left[6] = {0, 1, 2, 3, 4, 5};
	for (int i = 0, code = h->permutation; i < h->n_told; i++) {
		int k = code % (h->n_told - i), pick = left[k];
		code /= h->n_told - i;
		memmove(left + k, left + k + 1, (size_t)(5 - k) * sizeof *left);
		for (int twice = 0; twice < 2; twice++) {
			struct found f = {.n = 0};
			bool moved;
			TRY(shipment_of_order(tx_db(tx), id->s, "", keep, &f));
			TRY(shipment_tell(tx, &f.s[0], &(struct shipment_news){.state = told[pick].state, .by = TOLD_CARRIER, .at_ms = WORLD_NOW_MS + told[pick].at}, &moved));
			if (twice && moved) return ERR_INTERNAL;
			h->moves += moved;
		}
	}
	return OK;
}

static err_t live_through(struct tx *tx, void *arg)
{
	struct history *h = arg;
	struct order_id id;
	struct order o;
	struct found f = {.n = 0};
	h->moves = 0;
	TRY(ready_order(tx, h, &id));
	TRY(tell_all(tx, h, &id));
	TRY(order_find(tx_db(tx), id.s, &o));
	TRY(shipment_of_order(tx_db(tx), id.s, "", keep, &f));
	h->order = o.state;
	h->parcel = f.s[0].state;
	return stock_give(tx, h->m->bowl.s, "", 1); /* so that there is always one to sell */
}

static void sec_23_any_order_of_news_has_one_end(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	static const struct { int n_told, permutations; enum order_state order; enum shipment_state parcel; } rows[] = {
		{4, 24, ORDER_DELIVERED, SHIPMENT_DELIVERED}, {5, 120, ORDER_DELIVERED, SHIPMENT_RETURNING}, {6, 720, ORDER_RETURNED, SHIPMENT_RETURNED}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (int p = 0; p < rows[i].permutations; p++) {
			struct history h = {.m = &m, .permutation = p, .n_told = rows[i].n_told};
			assert_int_equal(world_do(w, live_through, &h), OK);
			assert_int_equal(h.order, rows[i].order);
			assert_int_equal(h.parcel, rows[i].parcel);
			assert_in_range(h.moves, 1, 3);
		}
}

static void test_who_may_tell_what(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id = order_of(w, &m, "R1", false);
	struct shipment s = parcels(w, &id).s[0];
	bool moved;
	static const struct { enum shipment_state state; enum shipment_by by; int64_t at; err_t e; } rows[] = {
		{SHIPMENT_BOOKED, TOLD_CARRIER, 0, ERR_FORBIDDEN},   {SHIPMENT_CANCELLED, TOLD_STAFF, 0, ERR_FORBIDDEN}, {SHIPMENT_IN_TRANSIT, TOLD_HOST, 0, ERR_FORBIDDEN},
		{SHIPMENT_DELIVERED, TOLD_HOST, 0, ERR_FORBIDDEN},   {SHIPMENT_PICKED_UP, TOLD_CARRIER, SHIPMENT_AHEAD_MS + 1, ERR_BAD_FIELD},
		{SHIPMENT_PICKED_UP, TOLD_CARRIER, -WORLD_NOW_MS, ERR_BAD_FIELD}, {SHIPMENT_PICKED_UP, TOLD_HOST, SHIPMENT_AHEAD_MS, OK}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct shipment_news n = {.state = rows[i].state, .by = rows[i].by, .at_ms = WORLD_NOW_MS + rows[i].at};
		assert_int_equal(DO(w, tell, .in = &s, .out2 = &n, .out = &moved), rows[i].e);
	}
	assert_int_equal(state_of(w, &id), ORDER_HANDED_OVER);
	for (int i = 1; i < SHIPMENT_EVENTS_MAX; i++) assert_int_equal(news(w, &s, SHIPMENT_IN_TRANSIT, WORLD_NOW_MS + i, &moved), OK);
	assert_int_equal(news(w, &s, SHIPMENT_DELIVERED, WORLD_NOW_MS + 1, &moved), ERR_FULL);
}

static void test_unpaid_goods_that_left_are_seen(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id = order_of(w, &m, "", false);
	struct shipment s = parcels(w, &id).s[0];
	struct payment p;
	bool moved;
	assert_int_equal(payment_find_by_child(w->db, s.child, &p), OK);
	assert_int_equal(DO(w, by_bank, .a = p.id), OK); /* an order in India begins as one that is paid at the door */
	assert_int_equal(news(w, &s, SHIPMENT_PICKED_UP, WORLD_NOW_MS, &moved), OK);
	assert_false(moved);
	assert_int_equal(state_of(w, &id), ORDER_READY);
	s = parcels(w, &id).s[0];
	assert_int_equal(s.state, SHIPMENT_PICKED_UP);
	assert_string_equal(s.fault, "unpaid");
	pay_all(w, &id, "LATE");
	assert_int_equal(news(w, &s, SHIPMENT_DELIVERED, WORLD_NOW_MS + 1, &moved), OK);
	assert_true(moved);
	assert_int_equal(state_of(w, &id), ORDER_DELIVERED);
	assert_string_equal(parcels(w, &id).s[0].fault, "");
}

/* Two makers under one principal: their part of the order moves when both parcels have. */
static void test_two_parcels_of_one_seller(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id = order_of(w, &m, "R1", true);
	struct found f = parcels(w, &id);
	bool moved;
	assert_int_equal(f.n, 2);
	assert_string_not_equal(f.s[0].maker, f.s[1].maker);
	assert_int_equal(news(w, &f.s[0], SHIPMENT_DELIVERED, WORLD_NOW_MS, &moved), OK);
	assert_false(moved);
	assert_int_equal(news(w, &f.s[1], SHIPMENT_PICKED_UP, WORLD_NOW_MS, &moved), OK);
	assert_true(moved);
	assert_int_equal(state_of(w, &id), ORDER_HANDED_OVER);
	assert_int_equal(news(w, &f.s[1], SHIPMENT_DELIVERED, WORLD_NOW_MS + 1, &moved), OK);
	assert_int_equal(state_of(w, &id), ORDER_DELIVERED);
}

static void test_the_orders_own_buttons(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id = order_of(w, &m, "R1", true), other = order_of(w, &m, "R2", false);
	assert_int_equal(DO(w, act, .a = id.s, .n = ORDER_EVENT_HAND_OVER), OK);
	assert_int_equal(parcels(w, &id).s[1].state, SHIPMENT_PICKED_UP);
	assert_int_equal(DO(w, act, .a = id.s, .n = ORDER_EVENT_DELIVER), OK);
	assert_int_equal(parcels(w, &id).s[0].state, SHIPMENT_DELIVERED);
	assert_int_equal(DO(w, act, .a = other.s, .n = ORDER_EVENT_CANCEL), OK);
	struct shipment s = parcels(w, &other).s[0];
	bool moved;
	assert_int_equal(s.state, SHIPMENT_CANCELLED);
	assert_int_equal(news(w, &s, SHIPMENT_PICKED_UP, WORLD_NOW_MS, &moved), OK);
	s = parcels(w, &other).s[0];
	assert_int_equal(s.state, SHIPMENT_CANCELLED);
	assert_string_equal(s.fault, "told-after-cancel");
	assert_int_equal(state_of(w, &other), ORDER_CANCELLED);
}

/* ── what is asked of a carrier ── */

static struct shipment requested(struct world *w, const struct market *m, const char *reference, struct order_id *ret)
{
	*ret = order_of(w, m, reference, false);
	const char *field;
	struct shipment s = parcels(w, ret).s[0];
	assert_int_equal(DO(w, put_place, .a = s.maker, .in = &yard, .out = &field), OK);
	assert_int_equal(DO(w, ask, .a = s.id, .in = &(struct parcel){.weight_g = 500}, .out = &field), OK);
	return parcels(w, ret).s[0];
}

static void test_jobs(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct shipment s = requested(w, &m, "R1", &id), job;
	bool some;
	assert_int_equal(DO(w, job_claim, .out = &job, .out2 = &some), OK);
	assert_true(some);
	assert_string_equal(job.id, s.id);
	assert_int_equal(DO(w, job_claim, .out = &job, .out2 = &some), OK);
	assert_false(some); /* leased */
	world_wait_ms(SHIPMENT_LEASE_MS);
	for (int i = 1; i < SHIPMENT_TRIES; i++) {
		assert_int_equal(DO(w, job_claim, .out = &job, .out2 = &some), OK);
		assert_true(some);
		assert_int_equal(DO(w, job_failed, .a = job.id, .b = "book", .c = "HTTP 500"), OK);
		world_wait_ms(SHIPMENT_LONGEST_MS);
	}
	s = parcels(w, &id).s[0];
	assert_string_equal(s.job, ""); /* given up: the desk fetches it */
	assert_string_equal(s.fault, "HTTP 500");
	assert_int_equal(s.state, SHIPMENT_REQUESTED);
}

static void test_an_answer_may_come_late(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id, other;
	struct shipment s = requested(w, &m, "R1", &id), job;
	bool some, moved;
	assert_int_equal(DO(w, job_claim, .out = &job, .out2 = &some), OK);
	assert_int_equal(news(w, &s, SHIPMENT_PICKED_UP, WORLD_NOW_MS, &moved), OK); /* the van was faster than the answer */
	assert_int_equal(DO(w, job_done, .a = s.id, .b = "book", .c = "AWB1"), OK);
	s = parcels(w, &id).s[0];
	assert_int_equal(s.state, SHIPMENT_PICKED_UP);
	assert_string_equal(s.ref, "AWB1");
	s = requested(w, &m, "R2", &other);
	assert_int_equal(DO(w, job_claim, .out = &job, .out2 = &some), OK);
	assert_int_equal(DO(w, act, .a = other.s, .n = ORDER_EVENT_CANCEL), OK);
	assert_int_equal(DO(w, job_done, .a = s.id, .b = "book", .c = "AWB2"), OK);
	s = parcels(w, &other).s[0];
	assert_string_equal(s.job, "cancel"); /* booked for nothing: it is let go */
	assert_int_equal(DO(w, job_claim, .out = &job, .out2 = &some), OK);
	assert_int_equal(DO(w, job_done, .a = s.id, .b = "cancel", .c = ""), OK);
	assert_string_equal(parcels(w, &other).s[0].job, "");
}

static void test_a_pickup_run(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct shipment s = requested(w, &m, "R1", &id);
	char ids[1][ID_CHARS + 1], run[ID_CHARS + 1];
	struct found f = {.n = 0};
	strcpy(ids[0], s.id);
	assert_int_equal(DO(w, run_one, .in = ids, .n = 0, .out = run), ERR_MISSING_FIELD);
	assert_int_equal(DO(w, run_one, .in = ids, .n = 1, .out = run), OK);
	assert_int_equal(DO(w, run_one, .in = ids, .n = 1, .out = run + 0), ERR_BAD_STATE);
	s = parcels(w, &id).s[0];
	assert_int_equal(s.state, SHIPMENT_BOOKED);
	assert_int_equal(shipment_of_run(w->db, s.run, keep, &f), OK);
	assert_int_equal(f.n, 1);
	struct found late = {.n = 0};
	const struct shipment_filter due = {.before = "", .state = "", .late = true, .limit = 10, .now_ms = WORLD_NOW_MS};
	assert_int_equal(shipment_list(w->db, &due, keep, &late), OK);
	assert_int_equal(late.n, 0);
	const struct shipment_filter later = {.before = "", .state = "booked", .late = true, .limit = 10, .now_ms = s.parcel.window_until_ms + 1};
	assert_int_equal(shipment_list(w->db, &later, keep, &late), OK);
	assert_int_equal(late.n, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_table_of_states), WORLD_TEST(test_where_and_how_heavy_come_first), WORLD_TEST(sec_23_any_order_of_news_has_one_end),
		WORLD_TEST(test_who_may_tell_what), WORLD_TEST(test_unpaid_goods_that_left_are_seen), WORLD_TEST(test_two_parcels_of_one_seller),
		WORLD_TEST(test_the_orders_own_buttons), WORLD_TEST(test_jobs), WORLD_TEST(test_an_answer_may_come_late), WORLD_TEST(test_a_pickup_run),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
