/* enquiry_test.c — a wish is kept once, from anyone; it becomes one thing at most. */
#include "tests/unit/trade/market.h"

#include "trade/idempotency.h"
#include "trade/lead.h"
#include "trade/mine.h"
#include "notify/outbox.h"
#include "people/login.h"
#include "store/retention.h"

HANDLER(open_one, enquiry_open(tx, q->in, q->out, q->out2))
HANDLER(write_one, enquiry_write(tx, q->in, q->out, q->out2))
HANDLER(close_one, enquiry_close(tx, q->a))
HANDLER(to_lead, lead_open(tx, q->in, q->out))
HANDLER(to_order, order_place_from(tx, q->a, NULL, q->n, q->in, NULL, q->out))
HANDLER(send_code, email_code_send(tx, q->a, q->b, "Asha", "en"))
HANDLER(confirm, mine_confirm(tx, q->a, q->b, q->c, q->out))
HANDLER(claim, outbox_claim(tx, OUTBOX_MAIL, q->out, q->out2))
HANDLER(keep, idempotency_put(tx, q->a, q->b, q->c, 201, q->d))
HANDLER(sweep, retention_sweep(tx, RETENTION_ANSWERS, 10))

static struct enquiry_id wish(struct world *w, const struct market *m, const char *person)
{
	struct enquiry_id id;
	struct enquiry_new n = {.person = person, .product = m->saree.s, .quantity = 2, .note = "In blue?"};
	assert_int_equal(DO(w, open_one, .in = &n, .out = &id), OK);
	return id;
}

static struct enquiry look(struct world *w, const struct enquiry_id *id)
{
	struct enquiry e;
	assert_int_equal(enquiry_find(w->db, id->s, &e), OK);
	return e;
}

static const struct lead_new *lead_from(const struct enquiry_id *id)
{
	static struct lead_new n;
	n = (struct lead_new){.enquiry = id->s, .unit = "piece", .incoterm = "FOB", .destination = "DE", .quantity = 100, .target = {200000, "INR"}};
	return &n;
}

static void test_a_guest_is_heard_at_once(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct enquiry_id id = wish(w, &m, m.guest.s);
	struct enquiry e = look(w, &id);
	assert_int_equal(e.state, ENQUIRY_OPEN);
	assert_false(e.confirmed);
	assert_string_equal(e.name, "Guest");
	assert_string_equal(e.country, "DE");
	assert_string_equal(e.unit, "piece");
	assert_string_equal(e.booth.s, m.booth.s);
	assert_string_equal(e.note, "In blue?");
}

static void test_a_retry_gives_the_same_enquiry(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct enquiry_id first, second;
	bool again;
	struct enquiry_new n = {.person = m.guest.s, .product = m.saree.s, .quantity = 2, .key = "0123456789abcdef"};
	assert_int_equal(DO(w, open_one, .in = &n, .out = &first, .out2 = &again), OK);
	assert_false(again);
	assert_int_equal(DO(w, open_one, .in = &n, .out = &second, .out2 = &again), OK);
	assert_true(again);
	assert_string_equal(first.s, second.s);
	n.quantity = 3;
	assert_int_equal(DO(w, open_one, .in = &n, .out = &second, .out2 = &again), ERR_KEY_REUSED);
	n.quantity = 2, n.person = m.buyer.s; /* a key is one person's own */
	assert_int_equal(DO(w, open_one, .in = &n, .out = &second, .out2 = &again), OK);
	assert_false(again);
}

static void test_what_is_refused(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct enquiry_id id;
	char note[ENQUIRY_NOTE_MAX + 2];
	memset(note, 'n', sizeof note);
	note[ENQUIRY_NOTE_MAX + 1] = 0;
	const struct { struct enquiry_new n; err_t want; } rows[] = {
		{{.person = m.guest.s}, ERR_MISSING_FIELD},
		{{.person = m.guest.s, .booth = m.booth.s}, OK},
		{{.person = m.guest.s, .booth = "nowhere"}, ERR_NO_BOOTH},
		{{.person = m.guest.s, .product = "nothing"}, ERR_NO_PRODUCT},
		{{.person = m.guest.s, .booth = m.other_booth.s, .product = m.saree.s}, ERR_NO_PRODUCT},
		{{.person = m.guest.s, .booth = m.booth.s, .note = note}, ERR_TOO_LONG},
		{{.person = m.guest.s, .booth = m.booth.s, .note = note + 1}, OK},
		{{.person = m.guest.s, .booth = m.booth.s, .quantity = ENQUIRY_QUANTITY_MAX}, OK},
		{{.person = m.guest.s, .booth = m.booth.s, .quantity = ENQUIRY_QUANTITY_MAX + 1}, ERR_BAD_FIELD},
		{{.person = m.guest.s, .booth = m.booth.s, .quantity = -1}, ERR_BAD_FIELD},
		{{.person = m.guest.s, .booth = m.booth.s, .country = "IND"}, ERR_BAD_FIELD},
		{{.person = m.guest.s, .booth = m.booth.s, .email = "no address"}, ERR_BAD_FIELD},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_int_equal(DO(w, open_one, .in = &rows[i].n, .out = &id), rows[i].want);
}

static void test_every_state_and_event(void **state)
{
	(void)state;
	enum { O = ENQUIRY_OPEN, A = ENQUIRY_ANSWERED, L = ENQUIRY_LEAD, R = ENQUIRY_ORDER, C = ENQUIRY_CLOSED, X = -1, T = -2 }; /* X bad-state, T converted */
	static const int table[ENQUIRY_STATES][ENQUIRY_EVENTS] = { /* buyer wrote, host wrote, to lead, to order, close */
		[ENQUIRY_OPEN] = {O, A, L, R, C}, [ENQUIRY_ANSWERED] = {O, A, L, R, C}, [ENQUIRY_LEAD] = {L, L, T, T, X},
		[ENQUIRY_ORDER] = {R, R, T, T, X}, [ENQUIRY_CLOSED] = {O, A, X, X, X},
	};
	for (enum enquiry_state s = 0; s < ENQUIRY_STATES; s++)
		for (enum enquiry_event e = 0; e < ENQUIRY_EVENTS; e++) {
			enum enquiry_state to = ENQUIRY_STATES;
			int want = table[s][e];
			assert_int_equal(enquiry_next(s, e, &to), want == X ? ERR_BAD_STATE : want == T ? ERR_CONVERTED : OK);
			if (want >= 0) assert_int_equal(to, want);
		}
}

static char said[400];
static void hear(void *arg, const struct enquiry_message *m)
{
	(void)arg;
	size_t n = strlen(said);
	snprintf(said + n, sizeof said - n, "%s:%s%s;", m->by, m->text, m->phrase);
}

static void test_both_sides_write_in_the_thread(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct enquiry_id id = wish(w, &m, m.guest.s);
	char message[ID_CHARS + 1];
	bool again;
	struct enquiry_words host = {.enquiry = id.s, .person = m.buyer.s, .side = ENQUIRY_HOST, .phrase = "namaste"};
	assert_int_equal(DO(w, write_one, .in = &host, .out = message), OK);
	assert_int_equal(look(w, &id).state, ENQUIRY_ANSWERED);
	struct enquiry_words guest = {.enquiry = id.s, .person = m.guest.s, .side = ENQUIRY_BUYER, .text = "And red?", .lang = "en", .key = "k-0123456789abcdef"};
	assert_int_equal(DO(w, write_one, .in = &guest, .out = message, .out2 = &again), OK);
	assert_int_equal(DO(w, write_one, .in = &guest, .out = message, .out2 = &again), OK);
	assert_true(again);
	assert_int_equal(look(w, &id).state, ENQUIRY_OPEN);
	said[0] = 0;
	assert_int_equal(enquiry_thread(w->db, id.s, hear, NULL), OK);
	assert_string_equal(said, "artisan:namaste;buyer:And red?;");
	host.phrase = "no-such-phrase";
	assert_int_equal(DO(w, write_one, .in = &host, .out = message), ERR_BAD_FIELD);
	host.phrase = "";
	assert_int_equal(DO(w, write_one, .in = &host, .out = message), ERR_MISSING_FIELD);
	host.phrase = "namaste", host.text = "both";
	assert_int_equal(DO(w, write_one, .in = &host, .out = message), ERR_BAD_FIELD);
}

static void test_a_thread_ends_at_its_limit(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct enquiry_id id = wish(w, &m, m.guest.s);
	char message[ID_CHARS + 1];
	struct enquiry_words words = {.enquiry = id.s, .person = m.guest.s, .text = "x"};
	for (int i = 0; i < ENQUIRY_MESSAGES_MAX; i++) assert_int_equal(tick_handle(w->tick, write_one, &(struct asked){.in = &words, .out = message}), OK);
	assert_int_equal(DO(w, write_one, .in = &words, .out = message), ERR_FULL);
}

static void test_exactly_one_conversion(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct enquiry_id id = wish(w, &m, m.buyer.s), other = wish(w, &m, m.buyer.s);
	struct lead_id lead;
	struct order_id order;
	struct lead l;
	struct order o;
	assert_int_equal(DO(w, to_lead, .in = lead_from(&id), .out = &lead), OK);
	assert_int_equal(DO(w, to_lead, .in = lead_from(&id), .out = &lead), ERR_CONVERTED);
	assert_int_equal(DO(w, to_order, .a = id.s, .n = 1, .in = &home, .out = &order), ERR_CONVERTED);
	struct enquiry e = look(w, &id);
	assert_int_equal(e.state, ENQUIRY_LEAD);
	assert_string_equal(e.lead.s, lead.s);
	assert_int_equal(lead_find(w->db, lead.s, &l), OK);
	assert_string_equal(l.number, "L25-000001");
	assert_int_equal(l.quantity, 100);
	assert_string_equal(l.email, "asha@example.in");
	assert_string_equal(l.product_hi, "ज़री सिल्क साड़ी");
	assert_int_equal(stock_of(w, &m.saree), 5);

	assert_int_equal(DO(w, to_order, .a = other.s, .n = 2, .in = &home, .out = &order), OK);
	assert_int_equal(DO(w, to_order, .a = other.s, .n = 2, .in = &home, .out = &order), ERR_CONVERTED);
	assert_int_equal(DO(w, to_lead, .in = lead_from(&other), .out = &lead), ERR_CONVERTED);
	assert_int_equal(order_find(w->db, order.s, &o), OK);
	assert_string_equal(o.enquiry.s, other.s);
	assert_string_equal(look(w, &other).order.s, order.s);
	assert_int_equal(stock_of(w, &m.saree), 3);
}

static void test_a_refused_conversion_leaves_the_enquiry_open(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct enquiry_id id = wish(w, &m, m.guest.s), sold = wish(w, &m, m.buyer.s), done = wish(w, &m, m.buyer.s);
	struct lead_id lead;
	struct order_id order;
	assert_int_equal(DO(w, to_lead, .in = lead_from(&id), .out = &lead), ERR_UNCONFIRMED);
	assert_int_equal(DO(w, to_order, .a = id.s, .n = 1, .in = &home, .out = &order), ERR_UNCONFIRMED);
	assert_int_equal(look(w, &id).state, ENQUIRY_OPEN);
	assert_int_equal(DO(w, to_order, .a = sold.s, .n = 6, .in = &home, .out = &order), ERR_SOLD_OUT);
	assert_int_equal(look(w, &sold).state, ENQUIRY_OPEN);
	assert_int_equal(DO(w, close_one, .a = done.s), OK);
	assert_int_equal(DO(w, to_lead, .in = lead_from(&done), .out = &lead), ERR_BAD_STATE);
	assert_int_equal(DO(w, close_one, .a = done.s), ERR_BAD_STATE);
}

static void test_what_a_lead_must_say(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct enquiry_id id = wish(w, &m, m.buyer.s);
	struct lead_id lead;
	struct lead_new n = *lead_from(&id);
#define REFUSES(change, want) do { struct lead_new bad = n; bad.change; assert_int_equal(DO(w, to_lead, .in = &bad, .out = &lead), want); } while (0)
	REFUSES(incoterm = "XXX", ERR_BAD_FIELD);
	REFUSES(incoterm = NULL, ERR_MISSING_FIELD);
	char place[LEAD_PLACE_MAX + 2];
	memset(place, 'p', sizeof place);
	place[LEAD_PLACE_MAX + 1] = 0;
	REFUSES(destination = place, ERR_TOO_LONG);
	REFUSES(destination = "", ERR_MISSING_FIELD);
	REFUSES(quantity = 0, ERR_BAD_FIELD);
	REFUSES(quantity = ENQUIRY_QUANTITY_MAX + 1, ERR_BAD_FIELD);
	REFUSES(target.currency[0] = 'i', ERR_BAD_FIELD);
	REFUSES(unit = "", ERR_MISSING_FIELD);
#undef REFUSES
	n.quantity = ENQUIRY_QUANTITY_MAX, n.target = (struct money){0};
	assert_int_equal(DO(w, to_lead, .in = &n, .out = &lead), OK);
}

static void test_a_guests_wishes_become_the_buyers(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct enquiry_id id;
	struct enquiry_new n = {.person = m.guest.s, .product = m.saree.s, .key = "0123456789abcdef"};
	assert_int_equal(DO(w, open_one, .in = &n, .out = &id), OK);
	assert_int_equal(DO(w, send_code, .a = m.guest.s, .b = "asha@example.in"), OK);
	struct outbox_item item;
	bool some, again;
	assert_int_equal(DO(w, claim, .out = &item, .out2 = &some), OK);
	item.subject[6] = 0;
	struct email_code_try t;
	assert_int_equal(DO(w, confirm, .a = m.guest.s, .b = "asha@example.in", .c = item.subject, .out = &t), OK);
	assert_int_equal(t.result, EMAIL_CODE_RIGHT);
	assert_string_equal(t.buyer.s, m.buyer.s);
	struct enquiry e = look(w, &id);
	assert_string_equal(e.person.s, m.buyer.s);
	assert_true(e.confirmed);
	struct enquiry_id retry; /* the reply was lost; the page asks again, still as the guest it was */
	assert_int_equal(DO(w, open_one, .in = &n, .out = &retry, .out2 = &again), OK);
	assert_true(again);
	assert_string_equal(retry.s, id.s);
}

static void test_who_is_on_which_side(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct enquiry_id id = wish(w, &m, m.guest.s);
	struct enquiry e = look(w, &id);
	enum enquiry_side side;
	assert_int_equal(enquiry_side_of(&e, &(struct person){.id = m.guest}, &side), OK);
	assert_int_equal(side, ENQUIRY_BUYER);
	assert_int_equal(enquiry_side_of(&e, &(struct person){.role = ROLE_ARTISAN, .booth = m.booth}, &side), OK);
	assert_int_equal(side, ENQUIRY_HOST);
	assert_int_equal(enquiry_side_of(&e, &(struct person){.role = ROLE_ORGANIZER}, &side), OK);
	assert_int_equal(side, ENQUIRY_STAFF);
	assert_int_equal(enquiry_side_of(&e, &(struct person){.role = ROLE_ARTISAN, .booth = m.other_booth}, &side), ERR_FORBIDDEN);
	assert_int_equal(enquiry_side_of(&e, &(struct person){.id = m.buyer, .role = ROLE_BUYER}, &side), ERR_FORBIDDEN);
}

static void test_kept_answers(void **state)
{
	struct world *w = *state;
	struct buf b;
	int status = -1;
	buf_init(&b);
	assert_int_equal(idempotency_find(w->db, "p", "key", "POST /x {}", &status, &b), OK);
	assert_int_equal(status, 0);
	assert_int_equal(DO(w, keep, .a = "p", .b = "key", .c = "POST /x {}", .d = "{\"id\":1}"), OK);
	assert_int_equal(DO(w, keep, .a = "p", .b = "key", .c = "POST /x {}", .d = "{\"id\":2}"), ERR_CONFLICT);
	assert_int_equal(idempotency_find(w->db, "p", "key", "POST /x {}", &status, &b), OK);
	assert_int_equal(status, 201);
	assert_string_equal(b.data, "{\"id\":1}");
	assert_int_equal(idempotency_find(w->db, "p", "key", "POST /x {1}", &status, &b), ERR_KEY_REUSED);
	world_wait_ms(retention_ms(RETENTION_ANSWERS));
	assert_int_equal(DO(w, sweep, .n = 0), OK);
	assert_int_equal(idempotency_find(w->db, "p", "key", "POST /x {1}", &status, &b), ERR_KEY_REUSED);
	world_wait_ms(1);
	assert_int_equal(DO(w, sweep, .n = 0), OK);
	assert_int_equal(idempotency_find(w->db, "p", "key", "POST /x {1}", &status, &b), OK);
	assert_int_equal(status, 0);
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_a_guest_is_heard_at_once),
		WORLD_TEST(test_a_retry_gives_the_same_enquiry),
		WORLD_TEST(test_what_is_refused),
		cmocka_unit_test(test_every_state_and_event),
		WORLD_TEST(test_both_sides_write_in_the_thread),
		WORLD_TEST(test_a_thread_ends_at_its_limit),
		WORLD_TEST(test_exactly_one_conversion),
		WORLD_TEST(test_a_refused_conversion_leaves_the_enquiry_open),
		WORLD_TEST(test_what_a_lead_must_say),
		WORLD_TEST(test_a_guests_wishes_become_the_buyers),
		WORLD_TEST(test_who_is_on_which_side),
		WORLD_TEST(test_kept_answers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
