/* paper_test.c — who gets which paper and which figures through the API, and what the desk does with them. */
#include "tests/unit/gate/ask.h"

#include <sqlite3.h>
#include <unistd.h>

#include "base/filter.h"
#include "trade/paper.h"

#define KEY(n) "0123456789abcdef" n

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, &(struct order_actor){.by = BY_STAFF}, (enum order_event)q->n))
HANDLER(set_form, db_exec(tx_db(tx), Q_SELLER_FORM_INSERT, V(q->a), V("9000000000"), V(""), V(""), V("SBIN0001234"), V("12345678901"), V(""), V("regular"), V(""), V(""), V(1)))
HANDLER(somebody, person_new(tx, q->in, q->out))

/* The weavers come to own their booth; sellers of the tables are made without one, so the test goes behind the server's back. */
static void own_booth(struct ground *g)
{
	char path[128], sql[200];
	sqlite3 *behind;
	snprintf(path, sizeof path, "%s/mela.db", g->w->dir);
	snprintf(sql, sizeof sql, "UPDATE seller SET booth = '%s' WHERE id = '%s'", g->m.booth.s, g->m.registered.s);
	assert_int_equal(sqlite3_open(path, &behind), SQLITE_OK);
	assert_int_equal(sqlite3_exec(behind, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(behind);
}

/* One saree, delivered and paid for at the door. */
static struct order delivered(struct ground *g)
{
	struct order_line_new line = {.product = g->m.saree.s, .quantity = 1};
	struct order_id id;
	struct order o;
	assert_int_equal(DO(g->w, place, .in = &(struct order_new){.person = g->m.buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = &id), OK);
	for (enum order_event e = ORDER_EVENT_ACCEPT; e <= ORDER_EVENT_DELIVER; e++) assert_int_equal(DO(g->w, act, .a = id.s, .n = e), OK);
	assert_int_equal(order_find(g->w->db, id.s, &o), OK);
	return o;
}

static void sec_09_papers_are_for_those_they_concern(void **state)
{
	struct ground *g = *state;
	struct order o = delivered(g);
	char id[ID_CHARS + 1];
	struct { const char *who; int status; } rows[] = {
		{g->m.buyer.s, 200}, {g->organizer.s, 200}, {g->m.guest.s, 404}, {g->artisan.s, 200}, {NULL, 401},
	};
	own_booth(g);
	assert_int_equal(paper_of(g->w->db, o.children[0].id, PAPER_TAX_INVOICE, id), OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ask_as(g, rows[i].who);
		assert_int_equal(ASK(g, .read = paper_get, .at = id), rows[i].status);
		if (rows[i].status != 200) continue;
		SAYS(g, "\"number\":\"TI/25-26/0000001\"");
		SAYS(g, "\"cgst_minor\":5952");
		assert_int_equal(ASK(g, .read = order_papers_get, .at = o.id.s), 200);
		SAYS(g, "\"kind\":\"tax-invoice\"");
	}
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .read = order_papers_get, .at = o.id.s), 403);
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .read = studio_papers_get), 200);
	SAYS(g, "TI/25-26/0000001");
}

static void test_a_proforma_for_the_asking(void **state)
{
	struct ground *g = *state;
	struct order o = delivered(g);
	char id[128], body[120];
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .tx = order_papers_post, .at = o.id.s, .body = "{\"kind\":\"proforma\"}", .key = KEY("a")), 403);
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .tx = order_papers_post, .at = o.id.s, .body = "{\"kind\":\"tax-invoice\"}", .key = KEY("b")), 422);
	snprintf(body, sizeof body, "{\"kind\":\"proforma\",\"child\":\"%s\"}", o.children[0].id);
	assert_int_equal(ASK(g, .tx = order_papers_post, .at = o.id.s, .body = body, .key = KEY("c")), 201);
	SAYS(g, "PF/25-26/0000001");
	told(g, "id", id);
	assert_int_equal(ASK(g, .tx = order_papers_post, .at = o.id.s, .body = body, .key = KEY("c")), 201); /* the first answer again */
	SAYS(g, "PF/25-26/0000001");
	assert_int_equal(ASK(g, .tx = order_papers_post, .at = o.id.s, .body = body, .key = KEY("d")), 409);
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = paper_cancel_post, .at = id, .body = "{\"reason\":\"wrong\"}", .key = KEY("e")), 200);
	SAYS(g, "\"state\":\"cancelled\"");
}

static void test_a_pdf_comes_from_the_press(void **state)
{
	struct ground *g = *state;
	struct order o = delivered(g);
	char id[ID_CHARS + 1], self[512];
	const ssize_t n = readlink("/proc/self/exe", self, 400);
	assert_true(n > 0);
	self[n] = 0;
	strcpy(strstr(self, "/unit/"), "/mela-paper");
	assert_int_equal(paper_of(g->w->db, o.children[0].id, PAPER_TAX_INVOICE, id), OK);
	ask_as(g, g->m.buyer.s);
	assert_int_equal(ASK(g, .async = paper_pdf_get, .at = id), 503); /* no press */
	g->house.press = filter_new(g->loop, &(struct filter_config){.program = self, .at_work = 1, .waiting = 1, .longest_ms = 60000, .memory_bytes = 1u << 30, .out_bytes = 4u << 20});
	assert_int_equal(ASK(g, .async = paper_pdf_get, .at = id, .query = "form=poster"), 422);
	assert_int_equal(ASK(g, .async = paper_pdf_get, .at = id), 200);
	assert_memory_equal(g->rp.body.data, "%PDF-", 5);
	assert_string_equal(g->rp.type, "application/pdf");
	assert_int_equal(ASK(g, .async = paper_pdf_get, .at = id, .query = "form=label"), 200);
	ask_as(g, g->m.guest.s);
	assert_int_equal(ASK(g, .async = paper_pdf_get, .at = id), 404);
	own_booth(g);
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .async = studio_money_pdf_get), 200);
	assert_memory_equal(g->rp.body.data, "%PDF-", 5);
	filter_free(g->house.press);
	g->house.press = NULL;
}

static void test_my_money(void **state)
{
	struct ground *g = *state;
	delivered(g);
	ask_as(g, g->artisan.s);
	assert_int_equal(ASK(g, .tx = studio_money_get), 404); /* the booth has no seller of its own */
	own_booth(g);
	assert_int_equal(ASK(g, .tx = studio_money_get), 200);
	SAYS(g, "\"after_minor\":248810"); /* ₹2,500 less half a percent of its value */
	SAYS(g, "\"cause\":\"delivered\"");
	assert_int_equal(ASK(g, .tx = studio_money_get, .query = "from=2024-01-01&until=2024-12-31"), 200);
	SAYS(g, "\"after_minor\":0");
	assert_int_equal(ASK(g, .tx = studio_money_get, .query = "from=yesterday"), 422);
	assert_int_equal(ASK(g, .tx = studio_money_csv_get), 200);
	SAYS(g, "\"Goods delivered\",\"माल पहुँचा\",\"O25-000001/1\",2488.10,2488.10");
	assert_int_equal(ASK(g, .tx = studio_money_csv_get, .query = "principal=00000000-0000-7000-8000-000000000000"), 422);
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = desk_seller_money_get, .at = g->m.registered.s), 200);
	SAYS(g, "\"after_minor\":248810");
}

static void sec_11_the_desk_pays_out_by_two_people(void **state)
{
	struct ground *g = *state;
	struct person_id second;
	char run_id[128];
	delivered(g);
	assert_int_equal(DO(g->w, set_form, .a = g->m.registered.s), OK);
	assert_int_equal(DO(g->w, somebody, .in = &(struct person_new){.role = ROLE_ORGANIZER, .name = "Second", .email = "two@example.in", .email_confirmed = true}, .out = &second), OK);
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .read = desk_books_get), 200);
	SAYS(g, "\"sound\":true");
	SAYS(g, "\"tcs_to_deposit\":{\"minor\":1200,"); /* ₹11.90 */
	SAYS(g, "{\"kind\":\"carrier\",\"balance\":{\"minor\":250000,\"currency\":\"INR\"}}");
	assert_int_equal(ASK(g, .tx = desk_settlements_post, .body = "{}", .key = KEY("a")), 201);
	SAYS(g, "\"can\":[\"drop\"]");
	SAYS(g, "\"account_end\":\"8901\"");
	SAYS_NOT(g, "12345678901");
	told(g, "id", run_id);
	assert_int_equal(ASK(g, .read = desk_payout_csv_get, .at = run_id), 409);
	assert_int_equal(ASK(g, .tx = desk_settlement_state_post, .at = run_id, .body = "{\"event\":\"approve\"}", .key = KEY("b")), 403);
	ask_as(g, second.s);
	assert_int_equal(ASK(g, .tx = desk_settlement_state_post, .at = run_id, .body = "{\"event\":\"burn\"}", .key = KEY("c")), 422);
	assert_int_equal(ASK(g, .tx = desk_settlement_state_post, .at = run_id, .body = "{\"event\":\"approve\"}", .key = KEY("d")), 200);
	SAYS(g, "\"state\":\"approved\"");
	assert_int_equal(ASK(g, .read = desk_payout_csv_get, .at = run_id), 200);
	SAYS(g, "\"NEFT\",\"Weavers\",\"12345678901\",\"SBIN0001234\",\"\",2488.10,\"INR\",\"S25-000001\"");
	assert_int_equal(ASK(g, .tx = desk_settlement_state_post, .at = run_id, .body = "{\"event\":\"sent\"}", .key = KEY("e")), 200);
	assert_int_equal(ASK(g, .read = desk_settlements_get), 200);
	SAYS(g, "\"state\":\"paid\"");
	assert_int_equal(ASK(g, .tx = desk_books_entries_post, .body = "{\"cause\":\"carrier-remits\",\"reference\":\"UTR1\",\"amount_minor\":250000}", .key = KEY("f")), 201);
	assert_int_equal(ASK(g, .tx = desk_books_entries_post, .body = "{\"cause\":\"carrier-remits\",\"reference\":\"UTR1\",\"amount_minor\":250000}", .key = KEY("g")), 409);
	assert_int_equal(ASK(g, .tx = desk_books_entries_post, .body = "{\"cause\":\"delivered\",\"reference\":\"x\",\"amount_minor\":1}", .key = KEY("h")), 422);
	assert_int_equal(ASK(g, .read = desk_books_get), 200);
	SAYS(g, "\"sound\":true");
}

static void test_rates_and_places(void **state)
{
	struct ground *g = *state;
	ask_as(g, g->artisan.s);
	own_booth(g);
	assert_int_equal(ASK(g, .tx = studio_place_put, .body = "{\"line1\":\"4 Loom Lane\",\"city\":\"Varanasi\",\"pin\":\"110001\"}"), 422);
	SAYS(g, "\"field\":\"pin\"");
	assert_int_equal(ASK(g, .tx = studio_place_put, .body = "{\"line1\":\"4 Loom Lane\",\"city\":\"Varanasi\",\"pin\":\"221001\"}"), 200);
	assert_int_equal(ASK(g, .tx = studio_tax_rates_post, .body = "{\"hsn\":\"8301\",\"from\":\"2025-11-01\",\"bps\":1800,\"proof\":\"own\"}", .key = KEY("a")), 201);
	assert_int_equal(ASK(g, .tx = studio_tax_rates_post, .body = "{\"hsn\":\"8301\",\"from\":\"2025-11-01\",\"bps\":4001,\"proof\":\"own\"}", .key = KEY("b")), 422);
	assert_int_equal(ASK(g, .tx = studio_tax_get), 200);
	SAYS(g, "\"line1\":\"4 Loom Lane\"");
	SAYS(g, "\"hsn\":\"8301\"");
	SAYS(g, "\"missing\":[]");
	ask_as(g, g->organizer.s);
	assert_int_equal(ASK(g, .tx = desk_tax_rates_get), 200);
	SAYS(g, "\"rates\":[]"); /* a seller's own rate is not everyone's */
	assert_int_equal(ASK(g, .tx = desk_rates_post, .body = "{\"csv\":\"currency,date,inr\\nUSD,2025-11-20,88.75\\n\",\"source\":\"RBI\"}", .key = KEY("c")), 201);
	assert_int_equal(ASK(g, .tx = desk_rates_post, .body = "{\"csv\":\"currency,date,inr\\nUSD,2025-11-20,x\\n\",\"source\":\"RBI\"}", .key = KEY("d")), 422);
	SAYS(g, "Line 2");
	ask_as(g, NULL);
	assert_int_equal(ASK(g, .read = rates_get), 200);
	SAYS(g, "\"currency\":\"USD\",\"micro_inr\":88750000");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GROUND_TEST(sec_09_papers_are_for_those_they_concern), GROUND_TEST(test_a_proforma_for_the_asking), GROUND_TEST(test_a_pdf_comes_from_the_press),
		GROUND_TEST(test_my_money), GROUND_TEST(sec_11_the_desk_pays_out_by_two_people), GROUND_TEST(test_rates_and_places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
