/* answer_test.c — the security headers of an answer, as TLS, page and settings have them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gate/answer.h"

/* The head of a page or of data. */
static void head(const struct answer_about *about, bool page, struct buf *out)
{
	const struct file_answer file = {.status = 200, .type = page ? "text/html; charset=utf-8" : "image/png", .encoding = "", .etag = "\"e\"", .body = "x", .len = 1, .size = 1, .page = page};
	buf_init(out);
	answer_file(about, &file, out);
}

static void says(const struct answer_about *about, bool page, const char *part, bool want)
{
	struct buf out;
	head(about, page, &out);
	if ((strstr(out.data, part) != NULL) != want) fail_msg("%s %s: %s", want ? "no" : "a", part, out.data);
	buf_fini(&out);
}

static void test_tls_alone_from_now_on(void **state)
{
	(void)state;
	says(&(struct answer_about){.method = HTTP_GET}, true, "strict-transport-security", false);
	says(&(struct answer_about){.method = HTTP_GET, .hsts = true}, true, "strict-transport-security: max-age=63072000\r\n", true);
	says(&(struct answer_about){.method = HTTP_GET, .hsts = true, .hsts_below = true}, false, "strict-transport-security: max-age=63072000; includeSubDomains\r\n", true);
}

static void test_camera_and_microphone_where_something_is_filmed(void **state)
{
	(void)state;
	says(&(struct answer_about){.method = HTTP_GET}, true, "permissions-policy: camera=(), microphone=(), ", true);
	says(&(struct answer_about){.method = HTTP_GET, .films = true}, true, "permissions-policy: camera=(self), microphone=(self), ", true);
}

static void sec_17_a_page_takes_no_script_out_of_text(void **state)
{
	(void)state;
	const struct answer_about about = {.method = HTTP_GET};
	says(&about, true, "require-trusted-types-for 'script'; trusted-types mela;", true);
	says(&about, true, "report-uri /api/v1/reports\r\n", true);
	says(&about, false, "content-security-policy: " ANSWER_CSP_DATA "\r\n", true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tls_alone_from_now_on), cmocka_unit_test(test_camera_and_microphone_where_something_is_filmed),
		cmocka_unit_test(sec_17_a_page_takes_no_script_out_of_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
