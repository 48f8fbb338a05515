/* json_in_test.c — every way in which foreign JSON is refused, and the member that is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/id.h"
#include "gate/json_in.h"

struct line { char product[ID_CHARS + 1]; int64_t quantity; };
static const struct shape_field line_fields[] = {SHAPE_ID(struct line, product, REQ), SHAPE_INT(struct line, quantity, 1, 10, REQ)};
static const struct shape line_shape = SHAPE("line", struct line, line_fields);

struct wish { char note[9]; char story[401]; int64_t level; bool gift; bool has_best; struct line best; size_t n_lines; struct line lines[2]; };
static const struct shape_field wish_fields[] = {
	SHAPE_STR(struct wish, note, REQ),
	SHAPE_STR(struct wish, story, OPT),
	SHAPE_INT(struct wish, level, INT64_MIN, INT64_MAX, OPT),
	SHAPE_BOOL(struct wish, gift, OPT),
	SHAPE_OBJECT(struct wish, best, &line_shape, OPT),
	SHAPE_LIST(struct wish, lines, &line_shape, OPT),
};
static const struct shape wish_shape = SHAPE("wish", struct wish, wish_fields);

#define P "\"product\":\"0190a000-0000-7000-8000-000000000001\""

static const struct { const char *text; err_t want; const char *field; } rows[] = {
	{"{\"note\":\"12345678\"}", OK, ""},
	{"{\"note\":\"123456789\"}", ERR_TOO_LONG, "note"},
	{"{\"note\":\"शाल\"}", ERR_TOO_LONG, "note"},
	{"{\"note\":\"शा\"}", OK, ""},
	{"{\"note\":\"\"}", ERR_MISSING_FIELD, "note"},
	{"{}", ERR_MISSING_FIELD, "note"},
	{"{\"note\":null}", ERR_MISSING_FIELD, "note"},
	{"{\"note\":5}", ERR_BAD_FIELD, "note"},
	{"{\"note\":\"a\\nb\"}", ERR_BAD_FIELD, "note"},
	{"{\"note\":\"a\\u202eb\"}", ERR_BAD_FIELD, "note"},
	{"{\"note\":\"a\\u0000b\"}", ERR_BAD_JSON, ""},
	{"{\"note\":\"a\",\"story\":\"one\\ntwo\"}", OK, ""},
	{"{\"note\":\"a\",\"story\":null}", OK, ""},
	{"{\"note\":\"a\",\"level\":9007199254740991}", OK, ""},
	{"{\"note\":\"a\",\"level\":9007199254740992}", ERR_BAD_FIELD, "level"},
	{"{\"note\":\"a\",\"level\":-9007199254740991}", OK, ""},
	{"{\"note\":\"a\",\"level\":-9007199254740992}", ERR_BAD_FIELD, "level"},
	{"{\"note\":\"a\",\"level\":9223372036854775807}", ERR_BAD_FIELD, "level"},
	{"{\"note\":\"a\",\"level\":9223372036854775808}", ERR_BAD_JSON, ""},
	{"{\"note\":\"a\",\"level\":1.0}", ERR_BAD_FIELD, "level"},
	{"{\"note\":\"a\",\"level\":\"1\"}", ERR_BAD_FIELD, "level"},
	{"{\"note\":\"a\",\"gift\":true}", OK, ""},
	{"{\"note\":\"a\",\"gift\":1}", ERR_BAD_FIELD, "gift"},
	{"{\"note\":\"a\",\"best\":{" P ",\"quantity\":10}}", OK, ""},
	{"{\"note\":\"a\",\"best\":{" P ",\"quantity\":11}}", ERR_BAD_FIELD, "best.quantity"},
	{"{\"note\":\"a\",\"best\":{" P ",\"quantity\":0}}", ERR_BAD_FIELD, "best.quantity"},
	{"{\"note\":\"a\",\"best\":[]}", ERR_BAD_FIELD, "best"},
	{"{\"note\":\"a\",\"best\":{\"product\":\"x\",\"quantity\":1}}", ERR_BAD_FIELD, "best.product"},
	{"{\"note\":\"a\",\"lines\":[{" P ",\"quantity\":1},{" P ",\"quantity\":2}]}", OK, ""},
	{"{\"note\":\"a\",\"lines\":[{" P ",\"quantity\":1},{" P ",\"quantity\":2},{" P ",\"quantity\":3}]}", ERR_TOO_LONG, "lines"},
	{"{\"note\":\"a\",\"lines\":[{" P ",\"quantity\":1},{" P "}]}", ERR_MISSING_FIELD, "lines[1].quantity"},
	{"{\"note\":\"a\",\"lines\":[{" P ",\"quantity\":1,\"colour\":2}]}", ERR_UNKNOWN_FIELD, "lines[0].colour"},
	{"{\"note\":\"a\",\"lines\":[7]}", ERR_BAD_FIELD, "lines[0]"},
	{"{\"note\":\"a\",\"shape\":1}", ERR_UNKNOWN_FIELD, "shape"},
	{"{\"note\":\"a\",\"note\":\"b\"}", ERR_BAD_JSON, ""},
	{"{\"note\":\"a\"} x", ERR_BAD_JSON, ""},
	{"{\"note\":\"a\"", ERR_BAD_JSON, ""},
	{"", ERR_BAD_JSON, ""},
	{"[]", ERR_BAD_FIELD, ""},
	{"{\"note\":\"\xff\"}", ERR_BAD_UTF8, ""},
	{"{\"note\":\"\xc0\x80\"}", ERR_BAD_UTF8, ""},
	{"{\"note\":\"\\ud800\"}", ERR_BAD_JSON, ""},
	{"{\"note\":\"\\udc00\"}", ERR_BAD_JSON, ""},
	{"{\"note\":\"\\ud83e\\udeb7\"}", OK, ""},
	{"{\"note\":\"a\",\"level\":1e2}", ERR_BAD_FIELD, "level"},
	{"{\"note\":\"a\",\"level\":1e999}", ERR_BAD_JSON, ""},
	{"{\"note\":\"]]]]]]]]\"}", OK, ""},
};

static void sec_10_each_row_is_taken_or_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct wish w;
		struct json_in_fault fault;
		err_t e = json_in(&wish_shape, rows[i].text, strlen(rows[i].text), &w, &fault);
		if (e != rows[i].want || strcmp(fault.field, rows[i].field) != 0)
			fail_msg("%s: %s at '%s', wanted %s at '%s'", rows[i].text, err_wire(e), fault.field, err_wire(rows[i].want), rows[i].field);
	}
}

static err_t at_depth(int depth)
{
	char text[128];
	int n = snprintf(text, sizeof text, "{\"note\":");
	for (int i = 1; i < depth; i++) text[n++] = '[';
	for (int i = 1; i < depth; i++) text[n++] = ']';
	text[n++] = '}';
	struct wish w;
	struct json_in_fault fault;
	return json_in(&wish_shape, text, (size_t)n, &w, &fault);
}

static void sec_04_depth_at_the_limit_and_one_beyond(void **state)
{
	(void)state;
	assert_int_equal(at_depth(JSON_IN_DEPTH), ERR_BAD_FIELD);
	assert_int_equal(at_depth(JSON_IN_DEPTH + 1), ERR_TOO_DEEP);
}

/* `n` members or items, in brackets; a comma in a text is none. */
static err_t with_many(int n, bool list)
{
	static char doc[8000];
	json_t *parsed = NULL;
	int at = snprintf(doc, sizeof doc, list ? "{\"a\":[" : "{");
	for (int i = 0; i < n; i++) at += snprintf(doc + at, sizeof doc - (size_t)at, list ? "%s\",\"" : "%s\"k,%d\":[1,2]", i ? "," : "", i);
	snprintf(doc + at, sizeof doc - (size_t)at, list ? "]}" : "}");
	err_t e = json_in_parse(doc, strlen(doc), &parsed);
	json_decref(parsed);
	return e;
}

static void sec_04_members_and_items_at_the_limit_and_one_more(void **state)
{
	(void)state;
	assert_int_equal(with_many(JSON_IN_KEYS, false), OK);
	assert_int_equal(with_many(JSON_IN_KEYS + 1, false), ERR_TOO_LONG);
	assert_int_equal(with_many(JSON_IN_ITEMS, true), OK);
	assert_int_equal(with_many(JSON_IN_ITEMS + 1, true), ERR_TOO_LONG);
}

/* An object of `n` members in so many objects of one. */
static err_t keys_below(int depth, int n)
{
	static char doc[4000];
	json_t *parsed = NULL;
	int at = 0;
	for (int i = 0; i < depth; i++) at += snprintf(doc + at, sizeof doc - (size_t)at, "{\"a\":");
	at += snprintf(doc + at, sizeof doc - (size_t)at, "{");
	for (int i = 0; i < n; i++) at += snprintf(doc + at, sizeof doc - (size_t)at, "%s\"k%d\":1", i ? "," : "", i);
	for (int i = 0; i <= depth; i++) at += snprintf(doc + at, sizeof doc - (size_t)at, "}");
	err_t e = json_in_parse(doc, (size_t)at, &parsed);
	json_decref(parsed);
	return e;
}

/* Keys that all fall into one place of a table cost the square of their number, so their number has an end in each object, however deep it
 * lies: the worst is JSON_IN_KEYS squared for each brace of a body that is bounded itself. That jansson seeds its tables anew at each start is
 * beside this. */
static void sec_05_no_object_has_more_keys_than_its_worst_case_bears(void **state)
{
	(void)state;
	for (int depth = 0; depth < JSON_IN_DEPTH; depth++) {
		assert_int_equal(keys_below(depth, JSON_IN_KEYS), OK);
		assert_int_equal(keys_below(depth, JSON_IN_KEYS + 1), ERR_TOO_LONG);
	}
}

static void test_values_arrive_and_failure_leaves_zero(void **state)
{
	(void)state;
	static const char good[] = "{\"lines\":[{" P ",\"quantity\":3}],\"note\":\"ok\",\"level\":-4,\"gift\":true}";
	struct wish w;
	struct json_in_fault fault;
	assert_int_equal(json_in(&wish_shape, good, strlen(good), &w, &fault), OK);
	assert_int_equal(w.n_lines, 1);
	assert_int_equal(w.lines[0].quantity, 3);
	assert_string_equal(w.lines[0].product, "0190a000-0000-7000-8000-000000000001");
	assert_int_equal(w.level, -4);
	assert_true(w.gift);
	assert_false(w.has_best);
	static const char bad[] = "{\"note\":\"ok\",\"level\":\"x\"}";
	assert_int_equal(json_in(&wish_shape, bad, strlen(bad), &w, &fault), ERR_BAD_FIELD);
	assert_string_equal(w.note, "");
}

static void test_a_long_foreign_name_is_cut_at_a_character(void **state)
{
	(void)state;
	char text[1200] = "{\"";
	for (int i = 0; i < 300; i++) strcat(text, "म");
	strcat(text, "\":1}");
	struct wish w;
	struct json_in_fault fault;
	assert_int_equal(json_in(&wish_shape, text, strlen(text), &w, &fault), ERR_UNKNOWN_FIELD);
	assert_int_equal(strlen(fault.field), 93);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sec_10_each_row_is_taken_or_refused), cmocka_unit_test(sec_04_depth_at_the_limit_and_one_beyond),
		cmocka_unit_test(sec_04_members_and_items_at_the_limit_and_one_more),
		cmocka_unit_test(sec_05_no_object_has_more_keys_than_its_worst_case_bears),
		cmocka_unit_test(test_values_arrive_and_failure_leaves_zero), cmocka_unit_test(test_a_long_foreign_name_is_cut_at_a_character),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
