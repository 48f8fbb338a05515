/* contact_test.c — numbers as people write them, and what holds for who has said nothing. */
#include "tests/unit/world.h"

#include "people/contact.h"
#include "people/person.h"

HANDLER(put, contact_put(tx, q->a, q->in))
HANDLER(make, person_new(tx, &(struct person_new){.role = ROLE_GUEST}, q->out))

static void test_numbers(void **state)
{
	(void)state;
	static const struct { const char *text, *clean; } rows[] = {
		{"9800000000", "+919800000000"}, {"098000 00000", "+919800000000"}, {"91-9800000000", "+919800000000"}, {"+91 98000-00000", "+919800000000"},
		{"+49 (30) 901820", "+4930901820"}, {" +123456789012345", "+123456789012345"}, {"+1234567890123456", NULL}, {"+1234567", NULL}, {"+12345678", "+12345678"},
		{"5800000000", NULL}, {"980000000", NULL}, {"98000000000", NULL}, {"+0123456789", NULL}, {"", NULL}, {"+", NULL}, {"98000०0000", NULL},
		{"9800000000;rm", NULL}, {"++919800000000", NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char phone[PHONE_CHARS + 1] = "";
		err_t e = phone_clean(rows[i].text, phone);
		if (e != (rows[i].clean ? OK : ERR_BAD_FIELD) || (rows[i].clean && strcmp(phone, rows[i].clean))) fail_msg("%s: %s", rows[i].text, phone);
	}
}

static void test_said_and_unsaid(void **state)
{
	struct world *w = *state;
	struct person_id p;
	struct contact c;
	assert_int_equal(DO(w, make, .out = &p), OK);
	assert_int_equal(contact_find(w->db, p.s, "en", &c), OK);
	assert_string_equal(c.phone, "");
	assert_string_equal(c.lang, "en");
	assert_true(c.by[OUTBOX_MAIL] && c.by[OUTBOX_SMS] && c.by[OUTBOX_PUSH] && !c.by[OUTBOX_WHATSAPP]);
	assert_int_equal(c.quiet_from_min, c.quiet_until_min);
	strcpy(c.phone, "+919800000000");
	strcpy(c.lang, "hi");
	c.by[OUTBOX_SMS] = false;
	c.quiet_from_min = 1439;
	assert_int_equal(DO(w, put, .a = p.s, .in = &c), OK);
	memset(&c, 0, sizeof c);
	assert_int_equal(contact_find(w->db, p.s, "en", &c), OK);
	assert_string_equal(c.phone, "+919800000000");
	assert_string_equal(c.lang, "hi");
	assert_string_equal(c.zone, "Asia/Kolkata");
	assert_false(c.by[OUTBOX_SMS]);
	assert_int_equal(c.quiet_from_min, 1439);
	c.quiet_from_min = 1440;
	assert_int_equal(DO(w, put, .a = p.s, .in = &c), ERR_BAD_FIELD);
	c.quiet_from_min = 0;
	strcpy(c.phone, "9800000000");
	assert_int_equal(DO(w, put, .a = p.s, .in = &c), ERR_BAD_FIELD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_numbers), WORLD_TEST(test_said_and_unsaid)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
