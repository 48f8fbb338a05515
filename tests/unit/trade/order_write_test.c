/* order_write_test.c — what those who follow an order are shown is what the store keeps of it, field by field. */
#include "tests/unit/trade/market.h"

#include "trade/coupon.h"

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(new_coupon, coupon_new(tx, q->in, "desk", q->out2, q->out))

#define SAME(a, b, field) assert_string_equal((a)->field, (b)->field)
#define EQUAL(a, b, field) assert_int_equal((a)->field, (b)->field)

static void same_head(const struct order *a, const struct order *b)
{
	SAME(a, b, id.s), SAME(a, b, person.s), SAME(a, b, enquiry.s), SAME(a, b, number), SAME(a, b, total.currency);
	SAME(a, b, to_name), SAME(a, b, to_phone), SAME(a, b, to_line1), SAME(a, b, to_line2), SAME(a, b, to_city), SAME(a, b, to_state), SAME(a, b, to_pin);
	SAME(a, b, to_country), SAME(a, b, to_gstin);
	EQUAL(a, b, state), EQUAL(a, b, total.minor), EQUAL(a, b, created_ms), EQUAL(a, b, n_children), EQUAL(a, b, n_lines);
}

static void same_child(const struct order_child *a, const struct order_child *b)
{
	SAME(a, b, id), SAME(a, b, number), SAME(a, b, seller.s), SAME(a, b, seller_name), SAME(a, b, seller_hi), SAME(a, b, paper), SAME(a, b, tax);
	SAME(a, b, total.currency);
	EQUAL(a, b, state), EQUAL(a, b, total.minor), EQUAL(a, b, shipping_minor);
}

static void same_line(const struct order_line *a, const struct order_line *b)
{
	SAME(a, b, id), SAME(a, b, product.s), SAME(a, b, variant.s), SAME(a, b, booth.s), SAME(a, b, booth_slug), SAME(a, b, variant_en), SAME(a, b, variant_hi), SAME(a, b, slug);
	SAME(a, b, name_en), SAME(a, b, name_hi), SAME(a, b, unit), SAME(a, b, hsn), SAME(a, b, maker.s), SAME(a, b, maker_en), SAME(a, b, maker_hi);
	SAME(a, b, price.currency), SAME(a, b, funder), SAME(a, b, moment.broadcast.s);
	EQUAL(a, b, child), EQUAL(a, b, quantity), EQUAL(a, b, shown_minor), EQUAL(a, b, price.minor), EQUAL(a, b, off_minor), EQUAL(a, b, flash);
	EQUAL(a, b, moment.media_us), EQUAL(a, b, moment.estimated);
}

static void test_an_order_is_what_the_store_keeps(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id;
	char coupon[ID_CHARS + 1];
	const char *field;
	static struct order made, kept;
	struct address to = home;
	struct coupon c = {.code = "DIWALI", .funder = FUNDER_FAIR, .off_bps = 1000, .from_ms = WORLD_NOW_MS, .until_ms = WORLD_NOW_MS + 86400000};
	assert_int_equal(DO(w, new_coupon, .in = &c, .out = coupon, .out2 = &field), OK);
	to.line2 = "near the ghat";
	memset(&made, 0x55, sizeof made); /* nothing is taken for granted */
	memset(&kept, 0xaa, sizeof kept);
	struct order_line_new lines[] = {{.product = m.bowl.s, .quantity = 2, .moment = {.media_us = 12345, .estimated = true}},
	                                 {.product = m.saree.s, .quantity = 1, .shown_minor = 260000},
	                                 {.product = m.saree.s, .quantity = 1}};
	id_new(lines[0].moment.broadcast.s);
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m.buyer.s, .lines = lines, .n_lines = 3, .to = to, .coupon = "DIWALI", .ret_order = &made}, .out = &id), OK);
	assert_int_equal(order_find(w->db, id.s, &kept), OK);
	same_head(&made, &kept);
	assert_int_equal(kept.n_children, 2);
	assert_int_equal(kept.n_lines, 3);
	for (int i = 0; i < kept.n_children; i++) same_child(&made.children[i], &kept.children[i]);
	for (int i = 0; i < kept.n_lines; i++) same_line(&made.lines[i], &kept.lines[i]);
	assert_true(kept.lines[0].off_minor > 0);
	assert_string_equal(kept.lines[0].funder, "fair");
}

int main(void)
{
	const struct CMUnitTest tests[] = {WORLD_TEST(test_an_order_is_what_the_store_keeps)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
