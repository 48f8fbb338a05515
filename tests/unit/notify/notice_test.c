/* notice_test.c — every text is filled in, in both languages, and none is longer than it may be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "notify/notice.h"
#include "notify/sms_length.h"
#include "notify/templates.h"

static void repeat(char *ret, const char *what, int n)
{
	*ret = 0;
	while (n--) strcat(ret, what);
}

static void test_parts_of_an_sms(void **state)
{
	(void)state;
	static char text[2000];
	static const struct { const char *letter; int n, parts; } rows[] = {
		{"a", 0, 1}, {"a", 160, 1}, {"a", 161, 2}, {"a", 306, 2}, {"a", 307, 3}, {"{", 80, 1}, {"{", 81, 2},
		{"म", 70, 1}, {"म", 71, 2}, {"म", 134, 2}, {"म", 135, 3}, {"😀", 35, 1}, {"😀", 36, 2}, {"`", 71, 2},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		repeat(text, rows[i].letter, rows[i].n);
		if (sms_parts(text) != rows[i].parts) fail_msg("%d of %s: %d parts", rows[i].n, rows[i].letter, sms_parts(text));
	}
}

/* Filled with the longest values that there are, of the letters that take most room. */
static void test_no_line_takes_too_many_parts(void **state)
{
	(void)state;
	char longest[200];
	repeat(longest, "क", NOTICE_VALUE_CHARS + 20);
	const struct notice_values v = {longest, longest, "1000000 ×", "₹10,00,00,00,000.00", longest, longest, "1000"};
	for (int n = 0; n < NOTICES; n++)
		for (int hindi = 0; hindi < 2; hindi++) {
			struct buf line, title;
			buf_init(&line);
			buf_init(&title);
			notice_line((enum notice)n, hindi ? "hi" : "en", &v, &line);
			notice_title((enum notice)n, hindi ? "hi" : "en", &v, &title);
			assert_null(strpbrk(line.data, "{}"));
			assert_null(strpbrk(title.data, "{}"));
			if (sms_parts(line.data) > NOTICE_SMS_PARTS) fail_msg("%s: %d parts", notice_wire((enum notice)n), sms_parts(line.data));
			buf_fini(&line);
			buf_fini(&title);
		}
}

static void test_values_stand_where_they_belong(void **state)
{
	(void)state;
	struct buf out;
	buf_init(&out);
	const struct notice_values v = {.number = "O26-000001/1", .product = "ज़री साड़ी", .quantity = "2 ×", .amount = "₹5,000"};
	notice_line(NOTICE_ORDER_PLACED_MAKER, "hi-IN", &v, &out);
	assert_string_equal(out.data, "नया ऑर्डर O26-000001/1: 2 × ज़री साड़ी, ₹5,000। कृपया माल तैयार रखें। हमारी हेल्पलाइन आपको फ़ोन करेगी।");
	buf_clear(&out);
	notice_title(NOTICE_ORDER_READY_BUYER, "de", &v, &out);
	assert_string_equal(out.data, "Order O26-000001/1 is ready");
	buf_clear(&out);
	char name[200];
	repeat(name, "क", NOTICE_VALUE_CHARS + 1);
	notice_line(NOTICE_ORDER_READY_BUYER, "en", &(struct notice_values){.number = "1", .product = name}, &out);
	name[3 * NOTICE_VALUE_CHARS] = 0;
	assert_non_null(strstr(out.data, name));
	strcat(name, "क");
	assert_null(strstr(out.data, name));
	buf_fini(&out);
}

static err_t read_file(const char *text, struct templates **ret)
{
	char path[] = "/tmp/mela-templates-XXXXXX";
	int fd = mkstemp(path);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	err_t e = templates_read(path, ret);
	unlink(path);
	return e;
}

static void test_templates_by_notice(void **state)
{
	(void)state;
	struct templates *t;
	char line[200], id[TEMPLATE_ID_MAX + 2];
	assert_int_equal(read_file("# DLT\norder-placed.maker.hi = 110716\norder-placed.maker.en=110717\n", &t), OK);
	assert_string_equal(templates_find(t, "order-placed.maker.hi"), "110716");
	assert_string_equal(templates_find(t, "order-placed.maker.en"), "110717");
	assert_string_equal(templates_find(t, "order-placed.buyer.en"), "");
	templates_free(t);
	assert_int_equal(read_file("order-lost.maker.hi = 1\n", &t), ERR_CONFIG);
	assert_int_equal(read_file("order-placed.maker = 1\n", &t), ERR_CONFIG);
	assert_int_equal(read_file("trial.anyone.hi = 1\ntrial.anyone.hi = 2\n", &t), ERR_CONFIG);
	for (int extra = 0; extra < 2; extra++) {
		repeat(id, "7", TEMPLATE_ID_MAX + extra);
		snprintf(line, sizeof line, "trial.anyone.hi = %s\n", id);
		assert_int_equal(read_file(line, &t), extra ? ERR_CONFIG : OK);
		if (!extra) templates_free(t);
	}
	assert_int_equal(templates_read("/nowhere/at/all", &t), ERR_IO);
	assert_int_equal(templates_read("", &t), OK);
	templates_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts_of_an_sms), cmocka_unit_test(test_no_line_takes_too_many_parts), cmocka_unit_test(test_values_stand_where_they_belong),
		cmocka_unit_test(test_templates_by_notice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
