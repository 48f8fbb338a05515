/* page_test.c — a page of a list shows so many rows, and says what is next if there is one more. */
#include "tests/unit/gate/ask.h"

#include "api/page.h"

/* The answer to `query` over a list of `rows` rows named a, b, c …, of a store that gives at most `most`. */
static void page_says(const char *query, int rows, int64_t most, const char *says)
{
	const struct http_request rq = {.query = query};
	struct http_reply rp = {0};
	struct api_page p;
	assert_int_equal(api_page_begin(&p, NULL, &rq, &rp, most), OK);
	for (int i = 0; i < rows && i < p.rows; i++) {
		char key[2] = {(char)('a' + i), 0};
		if (api_page_row(&p, key)) json_str(&p.json, NULL, key);
	}
	assert_int_equal(api_page_end(&p), OK);
	assert_string_equal(rp.body.data, says);
	http_reply_fini(&rp);
}

static void one_row_more_makes_a_next_page(void **state)
{
	(void)state;
	page_says("limit=2", 0, 100, "{\"items\":[],\"next\":null}");
	page_says("limit=2", 2, 100, "{\"items\":[\"a\",\"b\"],\"next\":null}");
	page_says("limit=2", 3, 100, "{\"items\":[\"a\",\"b\"],\"next\":\"b\"}");
	page_says("limit=2", 3, 2, "{\"items\":[\"a\"],\"next\":\"a\"}");
}

static void behind_a_row_that_fails_none_is_written(void **state)
{
	(void)state;
	const struct http_request rq = {.query = "cursor=x"};
	struct http_reply rp = {0};
	struct api_page p;
	assert_int_equal(api_page_begin(&p, NULL, &rq, &rp, 100), OK);
	assert_string_equal(p.cursor, "x");
	assert_int_equal(p.rows, API_PAGE + 1);
	assert_true(api_page_row(&p, "a"));
	p.err = ERR_NOT_FOUND;
	assert_false(api_page_row(&p, "b"));
	assert_int_equal(api_page_end(&p), ERR_NOT_FOUND);
	http_reply_fini(&rp);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(one_row_more_makes_a_next_page), cmocka_unit_test(behind_a_row_that_fails_none_is_written)};
	return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
