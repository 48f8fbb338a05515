/* personal_test.c — who may erase what is held of a person, and until when it can be called off. */
#include "tests/unit/gate/ask.h"

#include "api/handlers.h"
#include "notify/outbox.h"
#include "people/login.h"
#include "sessions/erasure.h"
#include "trade/seller.h"
#include "trade/seller_place.h"
#include "trade/tell.h"

HANDLER(sign_in, login_open(tx, q->a, q->out))

static void ask_signed_in_as(struct ground *g, const char *person)
{
	struct login_token t;
	assert_int_equal(DO(g->w, sign_in, .a = person, .out = &t), OK);
	ask_as(g, person);
	memcpy(g->as.token, t.s, sizeof t.s);
}

static void ask_with_login(struct ground *g) { ask_signed_in_as(g, g->m.buyer.s); }

#define ERASE "{\"erase\":\"erase\"}"

static err_t carry_mail(struct tx *tx, void *arg)
{
	(void)arg;
	return tell_set_up(tx, (const bool[OUTBOX_KINDS]){[OUTBOX_MAIL] = true}, "https://mela.example");
}

struct taken { struct outbox_item item; bool some; };
static err_t take_mail(struct tx *tx, void *arg)
{
	struct taken *t = arg;
	TRY(outbox_claim(tx, OUTBOX_MAIL, &t->item, &t->some));
	return t->some ? outbox_sent(tx, t->item.id, "") : OK;
}

static err_t place_one(struct tx *tx, void *arg)
{
	struct ground *g = arg;
	struct order_line_new line = {.product = g->m.saree.s, .quantity = 1};
	struct order_id id;
	return order_place(tx, &(struct order_new){.person = g->m.buyer.s, .lines = &line, .n_lines = 1, .to = home}, &id);
}

static bool is_erased(struct ground *g)
{
	struct person p;
	assert_int_equal(person_find(g->w->db, g->m.buyer.s, &p), OK);
	return !*p.email;
}

static err_t give_form(struct tx *tx, void *arg)
{
	struct ground *g = arg;
	const struct seller own = {.name = "Bowl maker", .country = "IN", .booth = g->m.booth};
	const struct seller_place place = {.line1 = "4 Loom Lane", .city = "Varanasi", .pin = "221001"};
	struct seller_id id;
	TRY(seller_new(tx, &own, &id));
	TRY(db_exec(tx_db(tx), Q_SELLER_FORM_INSERT, V(id.s), V("9000000001"), V("UP1234"), V("AAAPA1234A"), V("SBIN0001234"), V("123456789"), V(""), V("enrolled"), V(""), V(""),
	            V(tx_now_ms(tx))));
	return seller_place_put(tx, id.s, &place, "desk");
}

static void test_an_artisan_takes_out_what_it_gave_as_a_seller(void **state)
{
	static const char *const own[] = {"\"phone\":\"9000000001\"", "UP1234", "AAAPA1234A", "\"account\":\"123456789\"", "4 Loom Lane", "Bowl maker"};
	struct ground *g = *state;
	assert_int_equal(world_do(g->w, give_form, g), OK);
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .read = me_data_get), 200);
	for (size_t i = 0; i < sizeof own / sizeof *own; i++) SAYS(g, own[i]);
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .read = me_data_get), 200);
	for (size_t i = 0; i < sizeof own / sizeof *own; i++) SAYS_NOT(g, own[i]);
}

static err_t close_shop(struct tx *tx, void *arg)
{
	struct ground *g = arg;
	struct seller s;
	TRY(seller_find_by_booth(tx_db(tx), g->m.booth.s, &s));
	return seller_act(tx, s.id.s, SELLER_EVENT_CLOSE, SELLER_STAFF, "desk", "");
}

static void sec_43_an_artisan_erases_once_the_shop_is_closed(void **state)
{
	struct ground *g = *state;
	struct person p;
	assert_int_equal(world_do(g->w, give_form, g), OK);
	g->config.erase_hours = 0;
	ask_signed_in_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = me_erase_post, .body = ERASE), 409);
	assert_int_equal(world_do(g->w, close_shop, g), OK);
	assert_int_equal(ASK(g, .tx = me_erase_post, .body = ERASE), 200);
	assert_int_equal(person_find(g->w->db, g->artisan.s, &p), OK);
	assert_string_equal(p.name, "");
	assert_int_equal(ASK(g, .read = me_data_get), 200);
	SAYS(g, "AAAPA1234A"); /* the papers stand on it */
	static const char *const gone[] = {"9000000001", "UP1234", "123456789"};
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) SAYS_NOT(g, gone[i]);
}

static void sec_43_an_artisan_with_something_to_make_is_kept(void **state)
{
	struct ground *g = *state;
	assert_int_equal(world_do(g->w, give_form, g), OK);
	assert_int_equal(world_do(g->w, place_one, g), OK);
	assert_int_equal(world_do(g->w, close_shop, g), OK);
	g->config.erase_hours = 0;
	ask_signed_in_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = me_erase_post, .body = ERASE), 409);
	SAYS(g, "bad-state");
}

static void sec_43_erasure_wants_a_fresh_sign_in(void **state)
{
	struct ground *g = *state;
	ask_with_login(g);
	world_wait_ms(LOGIN_FRESH_MS + 1);
	assert_int_equal(ASK(g, .tx = me_erase_post, .body = "{\"erase\":\"erase\"}"), 403);
	SAYS(g, "sign-in-again");
	ask_with_login(g);
	world_wait_ms(LOGIN_FRESH_MS);
	assert_int_equal(ASK(g, .tx = me_erase_post, .body = "{\"erase\":\"no\"}"), 422);
	g->config.erase_hours = 0;
	assert_int_equal(ASK(g, .tx = me_erase_post, .body = ERASE), 200);
	assert_true(is_erased(g));
}

static void carry(struct ground *g) { assert_int_equal(world_do(g->w, carry_mail, NULL), OK); }

/* The mail that was written last, which is then taken as sent; its token in `ret`. */
static void read_mail(struct ground *g, const char *notice, char ret[static LOGIN_TOKEN_CHARS + 1])
{
	struct taken t;
	assert_int_equal(world_do(g->w, take_mail, &t), OK);
	assert_true(t.some);
	assert_string_equal(t.item.notice, notice);
	const char *at = strstr(t.item.body, "?keep=");
	snprintf(ret, LOGIN_TOKEN_CHARS + 1, "%s", at ? at + 6 : "");
}

static void ask_erasure(struct ground *g)
{
	ask_with_login(g);
	assert_int_equal(ASK(g, .tx = me_erase_post, .body = ERASE), 202);
	SAYS(g, "\"due_at\":\"");
	ask_as(g, NULL);
}

static void sweep(struct ground *g) { assert_int_equal(world_do(g->w, erasure_sweep, NULL), OK); }

static void sec_43_two_days_to_think_again_and_not_less(void **state)
{
	struct ground *g = *state;
	struct login_token token;
	struct person p;
	bool stale;
	assert_int_equal(DO(g->w, sign_in, .a = g->m.buyer.s, .out = &token), OK);
	ask_erasure(g);
	assert_int_equal(login_find(g->w->db, token.s, clock_wall_ms(), &p, &stale), ERR_NOT_SIGNED_IN); /* everywhere */
	world_wait_ms(48 * 3600000LL - 1);
	sweep(g);
	assert_false(is_erased(g));
	world_wait_ms(1);
	sweep(g);
	assert_true(is_erased(g));
}

static int keep(struct ground *g, const char *token)
{
	char body[128];
	snprintf(body, sizeof body, "{\"token\":\"%s\"}", token);
	return ASK(g, .tx = erase_keep_post, .body = body);
}

static void sec_43_the_link_calls_it_off_once(void **state)
{
	struct ground *g = *state;
	char first[LOGIN_TOKEN_CHARS + 1], second[LOGIN_TOKEN_CHARS + 1], none[LOGIN_TOKEN_CHARS + 1];
	carry(g);
	ask_erasure(g);
	read_mail(g, "erase-soon.anyone.en", first);
	assert_int_equal(keep(g, "wrong"), 401);
	assert_int_equal(keep(g, first), 204);
	assert_int_equal(keep(g, first), 401);
	read_mail(g, "erase-off.anyone.en", none);
	assert_string_equal(none, "");
	ask_erasure(g);
	read_mail(g, "erase-soon.anyone.en", second);
	assert_int_equal(keep(g, first), 401);
	assert_int_equal(keep(g, second), 204);
	world_wait_ms(48 * 3600000LL);
	sweep(g);
	assert_false(is_erased(g));
}

HANDLER(kept_by_sign_in, erasure_keep_by(tx, q->a))
HANDLER(ask_directly, erasure_ask(tx, q->a, q->n, q->out))

static void sec_43_an_order_that_is_under_way_keeps_it(void **state)
{
	struct ground *g = *state;
	int64_t due = 0;
	char none[LOGIN_TOKEN_CHARS + 1];
	ask_erasure(g);
	assert_int_equal(DO(g->w, kept_by_sign_in, .a = g->m.buyer.s), OK);
	world_wait_ms(48 * 3600000LL);
	sweep(g);
	assert_false(is_erased(g));
	ask_erasure(g);
	assert_int_equal(world_do(g->w, place_one, g), OK); /* by the desk, out of an enquiry */
	assert_int_equal(DO(g->w, ask_directly, .a = g->m.buyer.s, .n = 1, .out = &due), ERR_BAD_STATE);
	carry(g);
	world_wait_ms(48 * 3600000LL);
	sweep(g);
	assert_false(is_erased(g));
	read_mail(g, "erase-off.anyone.en", none);
}

static void sec_43_a_guest_erases_what_its_browser_holds(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .tx = me_erase_post, .body = "{\"erase\":\"erase\"}"), 200);
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .tx = me_erase_post, .body = "{\"erase\":\"erase\"}"), 401);
}

static void sec_43_signing_in_calls_it_off(void **state)
{
	struct ground *g = *state;
	struct person buyer;
	struct taken t;
	char body[300];
	assert_int_equal(person_find(g->w->db, g->m.buyer.s, &buyer), OK);
	ask_erasure(g);
	world_wait_ms(48 * 3600000LL - 60000);
	ask_as(g, g->m.guest.s);
	snprintf(body, sizeof body, "{\"email\":\"%s\"}", buyer.email);
	assert_int_equal(ASK(g, .tx = sign_in_email_post, .body = body), 202);
	assert_int_equal(world_do(g->w, take_mail, &t), OK);
	snprintf(body, sizeof body, "{\"email\":\"%s\",\"code\":\"%.6s\"}", buyer.email, t.item.subject);
	assert_int_equal(ASK(g, .tx = sign_in_confirm_post, .body = body), 200);
	world_wait_ms(60000);
	sweep(g);
	assert_false(is_erased(g));
}

int main(void)
{
	const struct CMUnitTest tests[] = {GROUND_TEST(test_an_artisan_takes_out_what_it_gave_as_a_seller), GROUND_TEST(sec_43_an_artisan_erases_once_the_shop_is_closed), GROUND_TEST(sec_43_an_artisan_with_something_to_make_is_kept),
		GROUND_TEST(sec_43_erasure_wants_a_fresh_sign_in), GROUND_TEST(sec_43_a_guest_erases_what_its_browser_holds),
	                                    GROUND_TEST(sec_43_two_days_to_think_again_and_not_less), GROUND_TEST(sec_43_the_link_calls_it_off_once),
	                                    GROUND_TEST(sec_43_an_order_that_is_under_way_keeps_it), GROUND_TEST(sec_43_signing_in_calls_it_off)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
