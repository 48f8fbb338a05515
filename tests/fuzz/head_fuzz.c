/* Any bytes as the values of headers and of the query: what is taken out of them fits its buffer, is valid where it says so, and a
 * range lies within its body. The first byte chooses the method, newlines part the values. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "gate/head.h"
#include "gate/route.h"

static const char *next_line(char **s)
{
	char *line = *s ? strsep(s, "\n") : NULL;
	return line ? line : "";
}

static void copy(char *to, size_t cap, const char *from)
{
	to[0] = 0;
	strncat(to, from, cap - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1 || size > 8000) return 0;
	char *text = malloc(size), *rest = text, small[8], ip[46];
	memcpy(text, data + 1, size - 1);
	text[size - 1] = 0;
	struct head h = {.method = (enum http_method)(1 << data[0] % 7), .has_length = data[0] & 8, .has_transfer_encoding = data[0] & 16};
	size_t len, first, last;
	copy(h.content_length, sizeof h.content_length, next_line(&rest));
	if (head_body_len(&h, &len) == OK && len > 99999999) abort();
	head_cookie(next_line(&rest), "a", small, sizeof small);
	head_bearer(next_line(&rest), small, sizeof small);
	if (strlen(small) >= sizeof small) abort();
	head_lang(next_line(&rest));
	head_accepts(next_line(&rest), "br");
	head_etag_matches(next_line(&rest), "\"a\"", true);
	if (head_range(next_line(&rest), 100, &first, &last) == OK && (first > last || last > 99)) abort();
	head_client_ip("127.0.0.1", next_line(&rest), "127.0.0.1, 10.0.0.1", ip);
	struct http_request rq = {.query = next_line(&rest)};
	if (http_query(&rq, "q", small, sizeof small) && !text_utf8_valid(small, strlen(small))) abort();
	char params[HTTP_PARAMS_MAX][HTTP_PARAM_CHARS + 1];
	route_matches("/api/v1/enquiries/{id}/messages", next_line(&rest), params);
	free(text);
	return 0;
}
