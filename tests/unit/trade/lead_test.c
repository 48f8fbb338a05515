/* lead_test.c — the life of a lead: every state and event, and what the row keeps. */
#include "tests/unit/trade/market.h"

#include "trade/lead.h"

static void test_every_state_and_event(void **state)
{
	(void)state;
	/* One row a state, one column an event (contact win lose): where it leads; -1 for nowhere. */
	static const int table[LEAD_STATES][LEAD_EVENTS] = {
		[LEAD_OPEN]      = {LEAD_CONTACTED, LEAD_WON, LEAD_LOST},
		[LEAD_CONTACTED] = {-1,             LEAD_WON, LEAD_LOST},
		[LEAD_WON]       = {-1,             -1,       -1},
		[LEAD_LOST]      = {LEAD_CONTACTED, -1,       -1},
	};
	for (enum lead_state s = 0; s < LEAD_STATES; s++) {
		assert_int_equal(lead_state_parse(lead_state_wire(s)), s);
		for (enum lead_event e = 0; e < LEAD_EVENTS; e++) {
			enum lead_state to = s;
			assert_int_equal(lead_next(s, e, &to), table[s][e] < 0 ? ERR_BAD_STATE : OK);
			assert_int_equal(to, table[s][e] < 0 ? (int)s : table[s][e]);
		}
	}
	for (enum lead_event e = 0; e < LEAD_EVENTS; e++) {
		enum lead_event back;
		assert_int_equal(lead_event_parse(lead_event_wire(e), &back), OK);
		assert_int_equal(back, e);
	}
	assert_int_equal(lead_event_parse("fly", &(enum lead_event){0}), ERR_BAD_FIELD);
}

static err_t open_one(struct tx *tx, void *arg)
{
	struct { struct market m; struct lead_id id; } *a = arg;
	struct enquiry_id enquiry;
	TRY(enquiry_open(tx, &(struct enquiry_new){.person = a->m.buyer.s, .product = a->m.saree.s, .quantity = 50}, &enquiry, NULL));
	return lead_open(tx, &(struct lead_new){.enquiry = enquiry.s, .unit = "piece", .incoterm = "FOB", .destination = "Hamburg", .quantity = 50}, &a->id);
}

struct act { const char *id; enum lead_event event; };
static err_t act(struct tx *tx, void *arg)
{
	const struct act *a = arg;
	return lead_act(tx, a->id, a->event);
}

static void test_a_lead_is_lost_and_found_again(void **state)
{
	struct world *w = *state;
	struct { struct market m; struct lead_id id; } a = {.m = market(w)};
	struct lead l;
	assert_int_equal(world_do(w, open_one, &a), OK);
	assert_int_equal(world_do(w, act, &(struct act){a.id.s, LEAD_EVENT_LOSE}), OK);
	assert_int_equal(world_do(w, act, &(struct act){a.id.s, LEAD_EVENT_WIN}), ERR_BAD_STATE);
	assert_int_equal(world_do(w, act, &(struct act){a.id.s, LEAD_EVENT_CONTACT}), OK);
	assert_int_equal(lead_find(w->db, a.id.s, &l), OK);
	assert_int_equal(l.state, LEAD_CONTACTED);
	assert_int_equal(world_do(w, act, &(struct act){"no such lead", LEAD_EVENT_WIN}), ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_state_and_event),
		cmocka_unit_test_setup_teardown(test_a_lead_is_lost_and_found_again, world_set_up, world_tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
