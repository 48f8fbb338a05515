/* payment_test.c — paid once, whatever order the news comes in; no parcel leaves unpaid. */
#include "tests/unit/trade/market.h"

#include <sqlite3.h>

#include "trade/bank_line.h"
#include "trade/follow.h"
#include "trade/pay_gateway.h"
#include "trade/pay_job.h"
#include "trade/payment.h"

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, q->in, (enum order_event)q->n))
HANDLER(choose, payment_choose(tx, q->a, (enum pay_method)q->n, &(struct payment_news){.source = "buyer"}))
HANDLER(tell, payment_tell(tx, q->a, (enum payment_event)q->n, &(struct payment_news){.source = "desk", .reference = q->b}))
HANDLER(gateway_tells, pay_gateway_tell(tx, q->in, q->out))
HANDLER(give_back, payment_give_back(tx, q->in, &(struct payment_news){.source = "desk"}))
HANDLER(take, bank_statement_take(tx, q->out2, "", q->out))

static const struct order_actor staff = {.by = BY_STAFF};
static const struct order_actor the_buyer = {.by = BY_BUYER};
static const struct address abroad = {.name = "Anna", .phone = "+49300000", .line1 = "Hafen 1", .city = "Hamburg", .state = "HH", .pin = "20095", .country = "DE"};

static struct payment payment_for(struct world *w, const struct market *m, const struct product_id *product, int64_t quantity, struct order *ret_order)
{
	struct order_id id;
	struct payment p;
	struct order_line_new line = {.product = product->s, .quantity = quantity};
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m->buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = &id), OK);
	assert_int_equal(order_find(w->db, id.s, ret_order), OK);
	assert_int_equal(payment_find_by_child(w->db, ret_order->children[0].id, &p), OK);
	return p;
}

static struct payment now(struct world *w, const struct payment *p)
{
	struct payment ret;
	assert_int_equal(payment_find(w->db, p->id, &ret), OK);
	return ret;
}

static void go(struct world *w, const struct order *o, enum order_event event, err_t expected)
{
	assert_int_equal(DO(w, act, .a = o->id.s, .in = &staff, .n = event), expected);
}

static void test_an_order_of_two_sellers_is_two_payments(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	struct payment ps[PAYMENTS_MAX];
	int n;
	struct order_line_new lines[] = {{.product = m.saree.s, .quantity = 1}, {.product = m.bowl.s, .quantity = 2}};
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m.buyer.s, .lines = lines, .n_lines = 2, .to = home}, .out = &id), OK);
	assert_int_equal(payment_of_order(w->db, id.s, ps, &n), OK);
	assert_int_equal(n, 2);
	assert_int_equal(ps[0].amount.minor, 250000);
	assert_int_equal(ps[1].amount.minor, 500000);
	assert_string_equal(ps[0].mark, "O25000001X1");
	assert_string_equal(ps[1].mark, "O25000001X2");
}

static void test_nothing_leaves_unpaid_but_for_cash_at_the_door(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order o;
	struct payment p = payment_for(w, &m, &m.bowl, 1, &o);
	assert_int_equal(p.method, PAY_COD);
	assert_int_equal(DO(w, choose, .a = p.id, .n = PAY_UPI), OK);
	go(w, &o, ORDER_EVENT_ACCEPT, OK);
	go(w, &o, ORDER_EVENT_READY, OK);
	go(w, &o, ORDER_EVENT_HAND_OVER, ERR_UNPAID);
	assert_int_equal(DO(w, tell, .a = p.id, .b = "123456789012", .n = PAYMENT_EVENT_CLAIM), OK);
	go(w, &o, ORDER_EVENT_HAND_OVER, ERR_UNPAID); /* a claim is no money */
	assert_int_equal(DO(w, tell, .a = p.id, .b = "123456789012", .n = PAYMENT_EVENT_PAY), OK);
	go(w, &o, ORDER_EVENT_HAND_OVER, OK);
	assert_int_equal(DO(w, choose, .a = p.id, .n = PAY_COD), ERR_BAD_STATE);

	struct payment door = payment_for(w, &m, &m.bowl, 1, &o);
	go(w, &o, ORDER_EVENT_ACCEPT, OK);
	go(w, &o, ORDER_EVENT_READY, OK);
	go(w, &o, ORDER_EVENT_HAND_OVER, OK);
	assert_int_equal(now(w, &door).state, PAYMENT_DUE);
	assert_int_equal(DO(w, choose, .a = door.id, .n = PAY_UPI), ERR_BAD_STATE); /* it left because it is paid at the door */
	assert_int_equal(DO(w, act, .a = o.id.s, .in = &the_buyer, .n = ORDER_EVENT_DELIVER), ERR_UNPAID); /* that it was paid is not the buyer's to say */
	go(w, &o, ORDER_EVENT_DELIVER, OK);
	assert_int_equal(now(w, &door).state, PAYMENT_PAID);
}

static void test_an_order_given_up_owes_nothing_or_money_back(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order o;
	struct payment unpaid = payment_for(w, &m, &m.bowl, 1, &o);
	go(w, &o, ORDER_EVENT_CANCEL, OK);
	assert_int_equal(now(w, &unpaid).state, PAYMENT_VOID);
	assert_int_equal(DO(w, tell, .a = unpaid.id, .b = "222222222222", .n = PAYMENT_EVENT_PAY), OK); /* the transfer was under way */
	assert_int_equal(now(w, &unpaid).state, PAYMENT_REFUND_DUE);
	struct payment paid = payment_for(w, &m, &m.bowl, 1, &o);
	assert_int_equal(DO(w, tell, .a = paid.id, .b = "333333333333", .n = PAYMENT_EVENT_PAY), OK);
	go(w, &o, ORDER_EVENT_CANCEL, OK);
	assert_int_equal(now(w, &paid).state, PAYMENT_REFUND_DUE);
	assert_int_equal(DO(w, tell, .a = paid.id, .n = PAYMENT_EVENT_REFUND), OK);
	assert_int_equal(now(w, &paid).state, PAYMENT_REFUNDED);
	assert_string_equal(now(w, &paid).reference, "333333333333");
}

/* Every order of what a gateway may tell of one payment, each message also twice, ends in the same state. */
static void sec_23_news_in_any_order_ends_alike(void **state)
{
	struct world *w = *state;
	(void)w;
	const enum payment_event news[] = {PAYMENT_EVENT_FAIL, PAYMENT_EVENT_PAY, PAYMENT_EVENT_REFUND, PAYMENT_EVENT_PAY, PAYMENT_EVENT_FAIL, PAYMENT_EVENT_VOID};
	const struct { int n; enum payment_state end; } sets[] = {{2, PAYMENT_PAID}, {3, PAYMENT_REFUNDED}, {6, PAYMENT_REFUNDED}};
	for (size_t s = 0; s < sizeof sets / sizeof *sets; s++) {
		int order[6], n = sets[s].n, tried = 0;
		for (int code = 0; code < 46656; code++) { /* 6^6: those that are permutations */
			unsigned used = 0;
			for (int i = 0, c = code; i < n; i++, c /= 6) {
				order[i] = c % 6;
				used |= 1u << order[i];
			}
			if (used != (1u << n) - 1) continue;
			enum payment_state at = PAYMENT_DUE;
			for (int i = 0; i < n; i++) {
				enum payment_state to;
				bool again = news[order[i]] == PAYMENT_EVENT_PAY && (at == PAYMENT_PAID || at == PAYMENT_REFUND_DUE);
				if (again) continue;
				assert_int_equal(payment_next(at, news[order[i]], &to), OK);
				at = to;
			}
			assert_int_equal(at, sets[s].end);
			tried++;
		}
		assert_true(tried >= n);
	}
}

static void sec_23_one_reference_pays_once(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order o;
	struct payment a = payment_for(w, &m, &m.bowl, 1, &o), b = payment_for(w, &m, &m.bowl, 1, &o);
	assert_int_equal(DO(w, tell, .a = a.id, .b = "123456789012", .n = PAYMENT_EVENT_CLAIM), OK);
	assert_int_equal(DO(w, tell, .a = b.id, .b = "123456789012", .n = PAYMENT_EVENT_CLAIM), OK); /* anyone may claim */
	assert_int_equal(DO(w, tell, .a = a.id, .b = "123456789012", .n = PAYMENT_EVENT_PAY), OK);
	assert_int_equal(DO(w, tell, .a = a.id, .b = "123456789012", .n = PAYMENT_EVENT_PAY), OK); /* once more: nothing moves */
	assert_int_equal(DO(w, tell, .a = b.id, .b = "123456789012", .n = PAYMENT_EVENT_PAY), ERR_CONFLICT);
	assert_int_equal(now(w, &b).state, PAYMENT_CLAIMED);
}

static int64_t number_of(struct world *w, const char *sql)
{
	char path[SCRATCH_BYTES + 16];
	sqlite3 *db;
	sqlite3_stmt *s;
	snprintf(path, sizeof path, "%s/mela.db", w->dir);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
	int64_t n = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : -1;
	sqlite3_finalize(s);
	sqlite3_close(db);
	return n;
}

static void by_gateway(struct world *w, const struct payment *p, const char *id, enum pay_gateway_what what, int64_t minor)
{
	char order[ID_CHARS + 1];
	assert_int_equal(DO(w, gateway_tells, .in = &(struct pay_gateway_news){p->mark, id, "INR", minor, what}, .out = order), OK);
}

/* The link lies open in another tab while the buyer takes cash at the door instead, and pays by the link all the same. */
static void test_the_way_it_was_paid_is_the_way_it_came(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order o, other;
	struct payment p = payment_for(w, &m, &m.bowl, 1, &o), q = payment_for(w, &m, &m.bowl, 2, &other);
	assert_int_equal(p.method, PAY_COD);
	by_gateway(w, &p, "pay_1", PAY_GATEWAY_PAID, 250000);
	assert_int_equal(now(w, &p).method, PAY_GATEWAY);
	assert_int_equal(number_of(w, "SELECT balance_minor FROM account WHERE name = 'gateway'"), 250000);
	go(w, &o, ORDER_EVENT_CANCEL, OK);
	assert_int_equal(number_of(w, "SELECT count(*) FROM pay_job WHERE kind = 'refund'"), 1);
	char text[200];
	snprintf(text, sizeof text, "Date,Narration,Credit\n25/11/2025,UPI/%s,5000.00\n", q.mark);
	struct bank_report r;
	assert_int_equal(DO(w, take, .out2 = text, .out = &r), OK);
	assert_int_equal(r.matched, 1);
	assert_int_equal(now(w, &q).method, PAY_BANK);
	assert_int_equal(number_of(w, "SELECT balance_minor FROM account WHERE name = 'bank'"), 500000);
}

static void sec_23_a_second_payment_is_not_swallowed(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order o;
	struct payment p = payment_for(w, &m, &m.bowl, 1, &o);
	assert_int_equal(DO(w, tell, .a = p.id, .b = "526012345678", .n = PAYMENT_EVENT_PAY), OK);
	for (int i = 0; i < 2; i++) by_gateway(w, &p, "pay_2", PAY_GATEWAY_PAID, 250000);
	assert_string_equal(now(w, &p).reference, "526012345678");
	assert_int_equal(number_of(w, "SELECT sum(amount_minor) FROM bank_line WHERE state = 'open' AND reference = 'pay_2'"), 250000);
}

static void sec_23_a_part_given_back_is_not_the_whole(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order o;
	struct payment p = payment_for(w, &m, &m.bowl, 1, &o);
	by_gateway(w, &p, "pay_3", PAY_GATEWAY_PAID, 250000);
	by_gateway(w, &p, "pay_3", PAY_GATEWAY_REFUNDED, 249999);
	assert_int_equal(now(w, &p).state, PAYMENT_PAID);
	by_gateway(w, &p, "pay_3", PAY_GATEWAY_REFUNDED, 250000);
	assert_int_equal(now(w, &p).state, PAYMENT_REFUNDED);
	by_gateway(w, &p, "pay_3", PAY_GATEWAY_PAID, 250000);
	assert_int_equal(number_of(w, "SELECT count(*) FROM bank_line"), 0); /* its own news, late */
}

/* Who sends things back has them still: no money goes before the desk says so. */
static void sec_23_a_return_of_the_buyers_own_word_pays_nothing_back(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order o;
	struct payment p = payment_for(w, &m, &m.bowl, 1, &o);
	static const enum order_event way[] = {ORDER_EVENT_ACCEPT, ORDER_EVENT_READY, ORDER_EVENT_HAND_OVER, ORDER_EVENT_DELIVER};
	by_gateway(w, &p, "pay_4", PAY_GATEWAY_PAID, 250000);
	for (size_t i = 0; i < sizeof way / sizeof *way; i++) go(w, &o, way[i], OK);
	assert_int_equal(DO(w, act, .a = o.id.s, .in = &the_buyer, .n = ORDER_EVENT_RETURN), OK);
	p = now(w, &p);
	assert_int_equal(p.state, PAYMENT_REFUND_DUE);
	assert_int_equal(number_of(w, "SELECT count(*) FROM pay_job WHERE kind = 'refund'"), 0);
	assert_int_equal(DO(w, give_back, .in = &p), OK);
	assert_int_equal(number_of(w, "SELECT count(*) FROM pay_job WHERE kind = 'refund'"), 1);
	assert_int_equal(now(w, &p).state, PAYMENT_REFUND_DUE); /* until the gateway says that it is done */
}

static struct bank_report take_text(struct world *w, const char *text, err_t expected)
{
	struct bank_report r;
	char copy[4096];
	snprintf(copy, sizeof copy, "%s", text);
	assert_int_equal(DO(w, take, .out2 = copy, .out = &r), expected);
	return r;
}

/* What the banks write above their columns; the page hands the same texts over. */
static void test_the_headings_of_many_banks(void **state)
{
	struct world *w = *state;
	market(w);
	static const char *const tables[] = {
		"Date,Narration,Value Dat,Debit Amount,Credit Amount,Chq/Ref Number,Closing Balance\n01/04/26,x,01/04/26,0.00,10.00,REF1,2\n",
		"Sl. No.,Transaction Date,Value Date,Description,Chq / Ref No.,Amount,Dr / Cr,Balance\n1,01-04-2026,01-04-2026,x,REF1,10.00,CR,1\n",
		"Txn No.,Txn Date,Description,Branch Name,Cheque No.,Dr Amount,Cr Amount,Balance\nS1,01/04/2026,x,,REF1,,10.00,1\n",
		"Date,Particulars,Reference No.,Withdrawal (Dr),Deposit (Cr),Balance\n01-Apr-2026,x,REF1,,10.00,1\n",
		"S No.,Transaction Date,Cheque Number,Transaction Remarks,Withdrawal Amount (INR ),Deposit Amount (INR )\n1,01/04/2026,REF1,x,,10.00\n"};
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		take_text(w, tables[i], OK);
		assert_int_equal(number_of(w, "SELECT count(*) FROM bank_line WHERE reference = 'REF1' AND narration = 'x' AND amount_minor = 1000"), 1); /* all the same credit */
	}
}

static void test_methods_by_place_and_amount(void **state)
{
	(void)state;
	const struct pay_payee fair = {.name = "Fair", .upi = "fair@bank", .account = "123456789", .ifsc = "ABCD0123456"}, nobody = {0};
	const struct { enum pay_method m; int64_t minor; const char *currency, *country; const struct pay_payee *to; bool gateway, open; } rows[] = {
		{PAY_UPI, 10000000, "INR", "IN", &fair, false, true}, {PAY_UPI, 10000001, "INR", "IN", &fair, false, false},
		{PAY_UPI, 100, "INR", "DE", &fair, false, false}, {PAY_UPI, 100, "INR", "IN", &nobody, false, false},
		{PAY_COD, 5000000, "INR", "IN", &nobody, false, true}, {PAY_COD, 5000001, "INR", "IN", &nobody, false, false}, {PAY_COD, 100, "INR", "NP", &fair, false, false},
		{PAY_BANK, 5000000000, "INR", "DE", &fair, false, true}, {PAY_BANK, 100, "INR", "IN", &nobody, true, false},
		{PAY_GATEWAY, 100, "INR", "DE", &nobody, true, true}, {PAY_GATEWAY, 100, "INR", "IN", &fair, false, false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(pay_method_open(rows[i].m, (struct money){rows[i].minor, .currency = "INR"}, rows[i].country, rows[i].to, rows[i].gateway, WORLD_NOW_MS), rows[i].open);
}

static void test_the_link_that_opens_an_app(void **state)
{
	(void)state;
	const struct pay_payee to = {.name = "Weavers & Sons", .upi = "weavers@bank"};
	struct buf b;
	buf_init(&b);
	upi_link(&to, "O25000001X1", "O25-000001/1", (struct money){123405, "INR"}, &b);
	assert_string_equal(b.data, "upi://pay?pa=weavers@bank&pn=Weavers%20%26%20Sons&tr=O25000001X1&tn=O25-000001%2F1&am=1234.05&cu=INR");
	buf_fini(&b);
}

static void test_references_as_people_copy_them(void **state)
{
	(void)state;
	char ref[PAY_REFERENCE_MAX + 1];
	assert_int_equal(pay_reference(PAY_UPI, "1234 5678 9012", ref), OK);
	assert_string_equal(ref, "123456789012");
	assert_int_equal(pay_reference(PAY_UPI, "12345678901", ref), ERR_BAD_FIELD);
	assert_int_equal(pay_reference(PAY_UPI, "1234567890123", ref), ERR_BAD_FIELD);
	assert_int_equal(pay_reference(PAY_BANK, "sbin-526012345678", ref), OK);
	assert_string_equal(ref, "SBIN526012345678");
	assert_int_equal(pay_reference(PAY_BANK, "ABCDEFGHIJ", ref), ERR_BAD_FIELD);
	assert_int_equal(pay_reference(PAY_BANK, "1234567890123456789012", ref), OK);
	assert_int_equal(pay_reference(PAY_BANK, "12345678901234567890123", ref), ERR_BAD_FIELD);
}

static void test_a_statement_settles_what_it_names(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order o;
	struct payment by_mark = payment_for(w, &m, &m.bowl, 1, &o), by_ref = payment_for(w, &m, &m.bowl, 2, &o), wrong = payment_for(w, &m, &m.bowl, 3, &o);
	char text[2048];
	assert_int_equal(DO(w, tell, .a = by_ref.id, .b = "526012345678", .n = PAYMENT_EVENT_CLAIM), OK);
	snprintf(text, sizeof text,
	         "A Bank of India\r\nStatement of account\r\n\r\nTxn Date,Description,Ref No./Cheque No.,Debit,Credit,Balance\r\n"
	         "24/11/2025,UPI/CR/%s/ASHA,526000000001,,\"2,500.00\",\"2,500.00\"\r\n"
	         "24 Nov 2025,UPI 526012345678 ASHA,, ,5000.00,7500.00\r\n"
	         "25-11-25,UPI/%s,526000000009,,7499.99,14999.99\r\n"
	         "25-11-25,CHARGES,,10.00,,14989.99\r\n\r\nClosing balance,14989.99\r\n", by_mark.mark, wrong.mark);
	struct bank_report r = take_text(w, text, OK);
	assert_int_equal(r.credits, 3);
	assert_int_equal(r.fresh, 3);
	assert_int_equal(r.matched, 2);
	assert_int_equal(now(w, &by_mark).state, PAYMENT_PAID);
	assert_string_equal(now(w, &by_mark).reference, "526000000001");
	assert_int_equal(now(w, &by_ref).state, PAYMENT_PAID);
	assert_int_equal(now(w, &wrong).state, PAYMENT_DUE); /* a paisa short */
	r = take_text(w, text, OK);
	assert_int_equal(r.credits, 3);
	assert_int_equal(r.fresh, 0);
}

static void test_a_bad_row_refuses_the_whole_statement_and_names_its_place(void **state)
{
	struct world *w = *state;
	market(w);
	struct bank_report r = take_text(w, "Name\nDate,Narration,Credit\n01/04/2026,good,1.00\n31/02/2026,bad,1.00\n", ERR_MALFORMED);
	assert_int_equal(r.fault.line, 4);
	assert_string_equal(r.fault.column, "day");
	r = take_text(w, "Date,Narration,Credit\n01/04/2026,x,1.005\n", ERR_MALFORMED);
	assert_string_equal(r.fault.column, "credit");
	take_text(w, "Date,Narration,Debit\n01/04/2026,x,1.00\n", ERR_MALFORMED);
	take_text(w, "Date,Narration,Credit\n01/04/2026,\xff,1.00\n", ERR_BAD_UTF8);
	r = take_text(w, "Date,Narration,Amount,Dr/Cr\n2026-04-01,x,1.00,CR\n2026-04-01,x,1.00,CR\n2026-04-01,y,2.00,DR\n", OK);
	assert_int_equal(r.fresh, 2); /* two equal transfers are two */
}

static void test_rows_at_the_limit(void **state)
{
	struct world *w = *state;
	market(w);
	for (int extra = 0; extra < 2; extra++) {
		char *text = malloc(40 * (BANK_ROWS_MAX + 2)), *at = text;
		struct bank_report r;
		at += sprintf(at, "Date,Narration,Credit\n");
		for (int i = 0; i < BANK_ROWS_MAX + extra; i++) at += sprintf(at, "01/04/2026,%d-%d,1.00\n", extra, i);
		assert_int_equal(DO(w, take, .out2 = text, .out = &r), extra ? ERR_TOO_BIG : OK);
		free(text);
	}
}

static void test_abroad_is_paid_before_it_leaves(void **state)
{
	(void)state;
	const struct pay_payee nobody = {0};
	assert_false(pay_method_open(PAY_COD, (struct money){100, "INR"}, abroad.country, &nobody, false, WORLD_NOW_MS));
}

int main(void)
{
#define T(name) WORLD_TEST(test_##name)
	const struct CMUnitTest tests[] = {
		T(an_order_of_two_sellers_is_two_payments), T(nothing_leaves_unpaid_but_for_cash_at_the_door), T(an_order_given_up_owes_nothing_or_money_back),
		WORLD_TEST(sec_23_news_in_any_order_ends_alike), WORLD_TEST(sec_23_one_reference_pays_once), WORLD_TEST(test_the_way_it_was_paid_is_the_way_it_came), WORLD_TEST(sec_23_a_second_payment_is_not_swallowed),
		WORLD_TEST(sec_23_a_part_given_back_is_not_the_whole), WORLD_TEST(sec_23_a_return_of_the_buyers_own_word_pays_nothing_back), WORLD_TEST(test_the_headings_of_many_banks), T(methods_by_place_and_amount), T(the_link_that_opens_an_app),
		T(references_as_people_copy_them), T(a_statement_settles_what_it_names), T(a_bad_row_refuses_the_whole_statement_and_names_its_place),
		T(rows_at_the_limit), T(abroad_is_paid_before_it_leaves),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
