/* tell_test.c — who hears of an order, by what, in which language and when. */
#include "tests/unit/trade/market.h"

#include "notify/subscription.h"
#include "people/consent.h"
#include "people/contact.h"
#include "trade/amount_text.h"
#include "trade/fair_news.h"
#include "trade/tell.h"

#define P256DH "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
#define AUTH "BTBZMqHH6r4Tts7J_aSIgg"

HANDLER(set_up_house, tell_set_up(tx, q->in, "https://mela.example"))
HANDLER(say, contact_put(tx, q->a, q->in))
HANDLER(subscribe, subscription_put(tx, q->a, q->in, q->out))
HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, q->in, (enum order_event)q->n))
HANDLER(take, outbox_claim(tx, (enum outbox_kind)q->n, q->out, q->out2))
HANDLER(sent, outbox_sent(tx, q->a, ""))
HANDLER(waits, tell_enquiry_waits(tx, q->in))
HANDLER(agree, consent_put(tx, q->a, CONSENT_FAIR_NEWS, "en", q->n != 0))
HANDLER(new_fair, fair_new(tx, q->in, q->out))
HANDLER(news, fair_news(tx, q->out))
HANDLER(offer, tell(tx, q->in, NULL, NULL))
HANDLER(ask_about, enquiry_open(tx, q->in, q->out, NULL))

static void carry(struct world *w, bool mail, bool sms, bool push)
{
	const bool carriers[OUTBOX_KINDS] = {[OUTBOX_MAIL] = mail, [OUTBOX_SMS] = sms, [OUTBOX_PUSH] = push};
	assert_int_equal(DO(w, set_up_house, .in = carriers), OK);
}

static struct person_id artisan_of(struct world *w, const struct booth_id *booth)
{
	struct booth_row b;
	assert_int_equal(booth_row_find(w->db, booth->s, &b), OK);
	return b.artisan;
}

static void reach(struct world *w, const char *person, const char *phone, const char *lang, int from_min, int until_min)
{
	struct contact c = {.zone = "Asia/Kolkata", .by = {true, true, true, true}, .quiet_from_min = from_min, .quiet_until_min = until_min};
	strcpy(c.phone, phone);
	strcpy(c.lang, lang);
	assert_int_equal(DO(w, say, .a = person, .in = &c), OK);
}

static struct order_id buy(struct world *w, const struct market *m)
{
	const struct order_line_new lines[] = {{.product = m->saree.s, .quantity = 2}, {.product = m->saree.s, .quantity = 1}, {.product = m->bowl.s, .quantity = 3}};
	const struct order_new n = {.person = m->buyer.s, .lines = lines, .n_lines = 3, .to = home};
	struct order_id id;
	err_t e = DO(w, place, .in = &n, .out = &id);
	if (e != OK) fail_msg("%s", err_wire(e));
	return id;
}

static bool next(struct world *w, enum outbox_kind kind, struct outbox_item *item)
{
	bool some;
	assert_int_equal(DO(w, take, .n = kind, .out = item, .out2 = &some), OK);
	return some;
}

static void test_each_maker_hears_of_its_own_things_and_the_buyer_of_all(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct outbox_item item;
	carry(w, true, true, true);
	reach(w, artisan_of(w, &m.booth).s, "+919800000001", "hi", 0, 0);
	reach(w, artisan_of(w, &m.other_booth).s, "+919800000002", "en", 0, 0);
	buy(w, &m);
	assert_true(next(w, OUTBOX_SMS, &item));
	assert_string_equal(item.to, "+919800000001");
	assert_string_equal(item.notice, "order-placed.maker.hi");
	assert_non_null(strstr(item.body, "3 × ज़री सिल्क साड़ी +1, ₹7,500।"));
	assert_true(next(w, OUTBOX_SMS, &item));
	assert_string_equal(item.to, "+919800000002");
	assert_non_null(strstr(item.body, "3 × Black Bowl, Rs 7,500."));
	assert_false(next(w, OUTBOX_SMS, &item)); /* the buyer gave no number */
	for (int child = 0; child < 2; child++) {
		assert_true(next(w, OUTBOX_MAIL, &item));
		assert_string_equal(item.to, "asha@example.in");
		assert_non_null(strstr(item.body, "https://mela.example/mine"));
	}
	assert_false(next(w, OUTBOX_MAIL, &item));
	assert_false(next(w, OUTBOX_WHATSAPP, &item)); /* wished for, but the house has none */
}

static void test_moves_are_told(void **state)
{
	static const struct { enum order_event event; const char *buyer, *maker; } rows[] = {
		{ORDER_EVENT_ACCEPT, "order-accepted.buyer.en", ""}, {ORDER_EVENT_READY, "order-ready.buyer.en", ""},
		{ORDER_EVENT_HAND_OVER, "order-sent.buyer.en", ""}, {ORDER_EVENT_DELIVER, "order-delivered.buyer.en", "order-delivered.maker.hi"},
		{ORDER_EVENT_RETURN, "order-returned.buyer.en", "order-returned.maker.hi"},
	};
	struct world *w = *state;
	struct market m = market(w);
	struct outbox_item item;
	reach(w, artisan_of(w, &m.booth).s, "+919800000001", "hi", 0, 0);
	struct order_line_new line = {.product = m.saree.s, .quantity = 1};
	struct order_id id;
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m.buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = &id), OK);
	reach(w, m.buyer.s, "", "en", 0, 0);
	carry(w, true, true, false);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct order_actor staff = {.by = BY_STAFF};
		err_t e = DO(w, act, .a = id.s, .in = &staff, .n = rows[i].event);
		if (e != OK) fail_msg("%s: %s", order_event_wire(rows[i].event), err_wire(e));
		assert_true(next(w, OUTBOX_MAIL, &item));
		assert_string_equal(item.notice, rows[i].buyer);
		assert_int_equal(next(w, OUTBOX_SMS, &item), *rows[i].maker != 0);
		if (*rows[i].maker) assert_string_equal(item.notice, rows[i].maker);
	}
}

static void test_a_push_message_to_each_browser(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct outbox_item item;
	struct subscription s = {.p256dh = P256DH, .auth = AUTH};
	char id[ID_CHARS + 1];
	carry(w, false, false, true);
	for (int i = 0; i < 2; i++) {
		snprintf(s.endpoint, sizeof s.endpoint, "https://push.example.net/%d", i);
		assert_int_equal(DO(w, subscribe, .a = m.buyer.s, .in = &s, .out = id), OK);
	}
	buy(w, &m);
	for (int i = 0; i < 4; i++) {
		assert_true(next(w, OUTBOX_PUSH, &item));
		assert_non_null(strstr(item.body, "\"url\":\"/mine\""));
	}
	assert_string_equal(item.to, id);
	assert_false(next(w, OUTBOX_PUSH, &item));
}

/* WORLD_NOW_MS is 2025-11-24 16:00 UTC, 21:30 in Kolkata. */
static void test_quiet_hours(void **state)
{
	static const struct { int from, until; int64_t wait_min; } rows[] = {
		{0, 0, 0}, {22 * 60, 7 * 60, 0}, {21 * 60, 7 * 60, 570}, {21 * 60 + 30, 21 * 60 + 31, 1}, {21 * 60 + 29, 21 * 60 + 30, 0}, {9 * 60, 22 * 60, 30}, {600, 599, 13 * 60 + 29 - 60},
	};
	struct world *w = *state;
	struct market m = market(w);
	struct person_id artisan = artisan_of(w, &m.other_booth);
	carry(w, true, true, false);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct outbox_item item;
		struct order_id id;
		int64_t due;
		struct order_line_new line = {.product = m.bowl.s, .quantity = 1};
		reach(w, artisan.s, "+919800000002", "hi", rows[i].from, rows[i].until);
		assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m.buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = &id), OK);
		assert_int_equal(outbox_next_due(w->db, OUTBOX_SMS, &due), OK);
		if (due - WORLD_NOW_MS != rows[i].wait_min * 60000) fail_msg("%d–%d: %lld min", rows[i].from, rows[i].until, (long long)(due - WORLD_NOW_MS) / 60000);
		assert_true(next(w, OUTBOX_MAIL, &item)); /* a letter makes no sound */
		clock_fake_set(due, 1000000);
		assert_true(next(w, OUTBOX_SMS, &item));
		assert_int_equal(DO(w, sent, .a = item.id), OK);
		clock_fake_set(WORLD_NOW_MS, 1000000);
	}
}

static void test_an_enquiry_that_waits(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct outbox_item item;
	struct enquiry_id id;
	struct enquiry e;
	carry(w, false, true, false);
	reach(w, artisan_of(w, &m.booth).s, "+919800000001", "hi", 0, 0);
	assert_int_equal(DO(w, ask_about, .in = &(struct enquiry_new){.person = m.guest.s, .product = m.saree.s}, .out = &id), OK);
	assert_int_equal(enquiry_find(w->db, id.s, &e), OK);
	assert_int_equal(DO(w, waits, .in = &e), OK);
	assert_true(next(w, OUTBOX_SMS, &item));
	assert_non_null(strstr(item.body, "ज़री सिल्क साड़ी के बारे में पूछा"));
}

static void test_every_notice_has_a_basis(void **state)
{
	(void)state;
	enum consent_purpose p;
	for (enum notice n = 0; n < NOTICES; n++) {
		const char *basis = notice_basis(n);
		if (strcmp(basis, "contract") && strcmp(basis, "request") && consent_parse(basis, &p) != OK) fail_msg("%s: %s", notice_wire(n), basis);
	}
}

static void test_a_withdrawn_consent_stops_news_and_not_the_orders(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct outbox_item item;
	carry(w, true, true, true);
	for (int given = 0; given < 3; given++) { /* never asked, given, taken back */
		struct fair f = {.name_en = "Fair", .name_hi = "मेला", .time_zone = "Asia/Kolkata", .begins_ms = clock_wall_ms(), .ends_ms = clock_wall_ms() + 1000};
		struct fair_id id;
		assert_int_equal(DO(w, new_fair, .in = &f, .out = &id), OK);
		if (given) assert_int_equal(DO(w, agree, .a = m.buyer.s, .n = given == 1), OK);
		assert_int_equal(DO(w, news), OK);
		assert_int_equal(next(w, OUTBOX_MAIL, &item), given == 1);
		if (given == 1) assert_string_equal(item.notice, "fair-opens.anyone.en");
		assert_int_equal(DO(w, news), OK); /* once is enough */
		assert_false(next(w, OUTBOX_MAIL, &item));
		world_wait_ms(1);
	}
	buy(w, &m);
	assert_true(next(w, OUTBOX_MAIL, &item));
	assert_string_equal(item.notice, "order-placed.buyer.en");
}

static void sec_15_a_buyers_number_gets_so_many_texts_a_day(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct outbox_item item;
	struct telling t = {.notice = NOTICE_TRIAL_ANYONE, .person = m.buyer.s, .about = "", .path = "/"};
	carry(w, false, true, false);
	reach(w, m.buyer.s, "+919800000003", "en", 0, 0);
	for (int i = 0; i <= TELL_A_DAY; i++) {
		assert_int_equal(DO(w, offer, .in = &t), OK);
		assert_int_equal(next(w, OUTBOX_SMS, &item), i < TELL_A_DAY);
		if (i < TELL_A_DAY) assert_int_equal(DO(w, sent, .a = item.id), OK);
	}
	reach(w, m.guest.s, "+919800000003", "en", 0, 0); /* another account, the same number */
	t.person = m.guest.s;
	assert_int_equal(DO(w, offer, .in = &t), OK);
	assert_false(next(w, OUTBOX_SMS, &item));
	world_wait_ms(86400000);
	assert_int_equal(DO(w, offer, .in = &t), OK);
	assert_true(next(w, OUTBOX_SMS, &item));
}

static void test_what_is_over_by_morning_wakes_nobody(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct outbox_item item;
	struct telling t = {.notice = NOTICE_WAITING_OFFER_BUYER, .person = m.buyer.s, .about = "", .path = "/cart", .until_ms = WORLD_NOW_MS + 30 * 60000};
	carry(w, true, true, false);
	reach(w, m.buyer.s, "+919800000003", "en", 21 * 60, 22 * 60); /* half an hour of silence is left */
	assert_int_equal(DO(w, offer, .in = &t), OK);
	assert_true(next(w, OUTBOX_MAIL, &item));
	world_wait_ms(30 * 60000);
	assert_false(next(w, OUTBOX_SMS, &item));
	clock_fake_set(WORLD_NOW_MS, 1000000);
	t.until_ms++;
	assert_int_equal(DO(w, offer, .in = &t), OK);
	world_wait_ms(30 * 60000);
	assert_true(next(w, OUTBOX_SMS, &item));
}

static void test_amounts_in_a_sentence(void **state)
{
	(void)state;
	static const struct { int64_t minor; const char *currency, *lang, *text; } rows[] = {
		{0, "INR", "hi", "₹0"}, {100, "INR", "en", "Rs 1"}, {99950, "INR", "hi", "₹999.50"}, {100000, "INR", "hi", "₹1,000"}, {12345650, "INR", "en", "Rs 1,23,456.50"},
		{100000000000005, "INR", "hi", "₹10,00,00,00,00,000.05"}, {123456789, "EUR", "en", "EUR 1,234,567.89"}, {-500, "INR", "hi", "-₹5"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct money m = {rows[i].minor, ""};
		char text[AMOUNT_TEXT_MAX];
		strcpy(m.currency, rows[i].currency);
		amount_text(m, rows[i].lang, text);
		assert_string_equal(text, rows[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_each_maker_hears_of_its_own_things_and_the_buyer_of_all), WORLD_TEST(test_moves_are_told), WORLD_TEST(test_a_push_message_to_each_browser),
		WORLD_TEST(test_quiet_hours), WORLD_TEST(test_an_enquiry_that_waits), cmocka_unit_test(test_every_notice_has_a_basis),
		WORLD_TEST(test_a_withdrawn_consent_stops_news_and_not_the_orders), WORLD_TEST(test_what_is_over_by_morning_wakes_nobody),
		WORLD_TEST(sec_15_a_buyers_number_gets_so_many_texts_a_day), cmocka_unit_test(test_amounts_in_a_sentence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
