/* paper_number_test.c — numbers without gap or double: through handlers undone, commits that fail, years that end and papers that are cancelled. */
#include "tests/unit/trade/paper_bed.h"

#include <sqlite3.h>

#include "trade/india_day.h"

HANDLER(issue, paper_issue(tx, q->in, (int)q->n, (enum paper_kind)q->m, q->out))
HANDLER(cancel, paper_cancel(tx, q->a, q->b, "desk"))
HANDLER(more, product_new(tx, q->in, q->out))

static void test_numbers_have_no_gap_and_no_double(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct product many = product_like("Scarf", "स्कार्फ़", &m.booth, &m.registered, 1000);
	struct product_id id;
	struct order orders[60];
	int64_t gaps = -1, issued = 0;
	assert_int_equal(DO(w, more, .in = &many, .out = &id), OK);
	for (int i = 0; i < 60; i++) orders[i] = ordered(w, &m, &id, 1, i % 2 ? home : in_kerala());
	for (int i = 0; i < 60; i++) {
		char paper[ID_CHARS + 1];
		struct asked q = {.in = &orders[i], .n = 0, .m = PAPER_TAX_INVOICE, .out = paper}, twice = q;
		issued += tick_handle(w->tick, issue, &q) == OK;
		if (i % 3 == 0) assert_int_equal(tick_handle(w->tick, issue, &twice), ERR_CONFLICT); /* undone in the middle of the tick */
		if (i % 7 == 0) tick_end(w->tick);
		if (i % 20 == 19) { /* the commit fails and takes its papers along; each is asked for again, as a client would */
			tick_end(w->tick);
			tick_fail_commits(w->tick, 1);
			assert_int_equal(tick_handle(w->tick, issue, &(struct asked){.in = &orders[i], .m = PAPER_PROFORMA, .out = paper}), OK);
			tick_end(w->tick);
			assert_int_equal(tick_handle(w->tick, issue, &(struct asked){.in = &orders[i], .m = PAPER_PROFORMA, .out = paper}), OK);
		}
	}
	tick_end(w->tick);
	assert_int_equal(issued, 60);
	assert_int_equal(paper_gaps(w->db, &gaps), OK);
	assert_int_equal(gaps, 0);
	struct paper last = paper_about(w, &orders[59], 0, PAPER_TAX_INVOICE), proforma = paper_about(w, &orders[59], 0, PAPER_PROFORMA);
	assert_string_equal(last.number, "TI/25-26/0000060");
	assert_string_equal(proforma.number, "PF/25-26/0000003");
}

static void test_a_new_fiscal_year_begins_at_one(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	int64_t april;
	struct order old = ordered(w, &m, &m.saree, 1, home), fresh = ordered(w, &m, &m.saree, 1, home);
	assert_int_equal(india_day_parse("2026-04-01", &april), OK);
	world_wait_ms(april - 1 - clock_wall_ms());
	made_ready(w, &old);
	world_wait_ms(1);
	made_ready(w, &fresh);
	assert_string_equal(paper_about(w, &old, 0, PAPER_TAX_INVOICE).number, "TI/25-26/0000001");
	assert_string_equal(paper_about(w, &fresh, 0, PAPER_TAX_INVOICE).number, "TI/26-27/0000001");
}

/* As after so many papers; nothing in the server sets a serial, so the test goes behind its back. */
static void set_last_serial(struct world *w, const char *seller, enum paper_kind kind, long last)
{
	char path[128], sql[256];
	sqlite3 *behind;
	snprintf(path, sizeof path, "%s/mela.db", w->dir);
	snprintf(sql, sizeof sql, "INSERT INTO paper_series (seller, year, kind, last) VALUES ('%s', 2025, '%s', %ld)", seller, paper_kind_wire(kind), last);
	assert_int_equal(sqlite3_open(path, &behind), SQLITE_OK);
	assert_int_equal(sqlite3_exec(behind, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(behind);
}

static void test_a_series_has_an_end(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	char id[ID_CHARS + 1];
	struct order o = ordered(w, &m, &m.saree, 1, home), one_more = ordered(w, &m, &m.saree, 1, home);
	set_last_serial(w, m.registered.s, PAPER_PROFORMA, PAPER_SERIAL_MAX - 1);
	assert_int_equal(DO(w, issue, .in = &o, .m = PAPER_PROFORMA, .out = id), OK);
	struct paper p;
	assert_int_equal(paper_find(w->db, id, &p), OK);
	assert_string_equal(p.number, "PF/25-26/9999999");
	assert_int_equal(strlen(p.number), PAPER_NUMBER_CHARS);
	assert_int_equal(DO(w, issue, .in = &one_more, .m = PAPER_PROFORMA, .out = id), ERR_FULL);
}

static void test_a_cancelled_proforma_keeps_its_number(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	char first[ID_CHARS + 1], second[ID_CHARS + 1];
	struct order o = ordered(w, &m, &m.saree, 1, home);
	struct paper p;
	assert_int_equal(DO(w, issue, .in = &o, .m = PAPER_PROFORMA, .out = first), OK);
	assert_int_equal(DO(w, issue, .in = &o, .m = PAPER_PROFORMA, .out = second), ERR_CONFLICT);
	assert_int_equal(DO(w, issue, .in = &o, .m = PAPER_EXPORT_INVOICE, .out = second), ERR_BAD_STATE);
	assert_int_equal(DO(w, cancel, .a = first, .b = ""), ERR_MISSING_FIELD);
	assert_int_equal(DO(w, cancel, .a = first, .b = "wrong address"), OK);
	assert_int_equal(DO(w, cancel, .a = first, .b = "again"), ERR_BAD_STATE);
	assert_int_equal(DO(w, issue, .in = &o, .m = PAPER_PROFORMA, .out = second), OK);
	assert_int_equal(paper_find(w->db, first, &p), OK);
	assert_string_equal(p.state, "cancelled");
	assert_string_equal(p.number, "PF/25-26/0000001");
	assert_int_equal(paper_find(w->db, second, &p), OK);
	assert_string_equal(p.number, "PF/25-26/0000002");
	made_ready(w, &o);
	assert_int_equal(DO(w, cancel, .a = paper_about(w, &o, 0, PAPER_TAX_INVOICE).id, .b = "no"), ERR_BAD_STATE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_numbers_have_no_gap_and_no_double),
		WORLD_TEST(test_a_new_fiscal_year_begins_at_one),
		WORLD_TEST(test_a_series_has_an_end),
		WORLD_TEST(test_a_cancelled_proforma_keeps_its_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
