/* answer.c — every answer, also a refusal, carries the same security headers. */
#include "gate/answer.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

#define CSP_PAGE "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; " \
	"connect-src 'self' wss:; font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " \
	"require-trusted-types-for 'script'; trusted-types mela; report-uri /api/v1/reports"
static const struct { int status; const char *reason; } reasons[] = {
	{200, "OK"}, {201, "Created"}, {202, "Accepted"}, {204, "No Content"}, {206, "Partial Content"}, {303, "See Other"}, {304, "Not Modified"},
	{308, "Permanent Redirect"}, {400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"},
	{406, "Not Acceptable"}, {409, "Conflict"}, {411, "Length Required"}, {412, "Precondition Failed"}, {413, "Content Too Large"},
	{415, "Unsupported Media Type"}, {416, "Range Not Satisfiable"}, {422, "Unprocessable Content"}, {428, "Precondition Required"},
	{429, "Too Many Requests"}, {500, "Internal Server Error"}, {503, "Service Unavailable"}, {504, "Gateway Timeout"},
};

static const char *reason_of(int status)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (reasons[i].status == status) return reasons[i].reason;
	return "Status";
}

static void begin(const struct answer_about *about, int status, struct buf *out)
{
	char date[40];
	time_t now = (time_t)(clock_wall_ms() / 1000);
	struct tm tm;
	gmtime_r(&now, &tm);
	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &tm);
	buf_printf(out, "HTTP/1.1 %d %s\r\ndate: %s\r\n" ANSWER_SECURITY, status, reason_of(status), date);
	buf_printf(out, "connection: %s\r\n", about->closes ? "close" : "keep-alive");
	buf_puts(out, about->films ? ANSWER_MAY("(self)") : ANSWER_MAY("()"));
	if (about->hsts) buf_printf(out, "strict-transport-security: max-age=63072000%s\r\n", about->hsts_below ? "; includeSubDomains" : "");
	if (about->cors) buf_puts(out, "access-control-allow-origin: *\r\naccess-control-expose-headers: location, etag, link, accept-post\r\ncross-origin-resource-policy: cross-origin\r\n");
	else buf_puts(out, "cross-origin-resource-policy: same-origin\r\n");
}

/* A page's policy tells browsers too where to say what it stopped (api/report.c): by report-uri, which all know and which goes at once;
 * report-to waits, and is sent by some of them to valid certificates alone. */
static void write_policy(bool page, struct buf *out) { buf_printf(out, "content-security-policy: %s\r\n", page ? CSP_PAGE : ANSWER_CSP_DATA); }

static bool has_header(const struct http_reply *rp, const char *name)
{
	for (size_t i = 0; i < rp->n_headers; i++)
		if (!strcmp(rp->headers[i].name, name)) return true;
	return false;
}

struct exchange_answer answer_reply(const struct answer_about *about, const struct http_reply *rp, struct buf *out)
{
	int status = rp->status ? rp->status : rp->body.len ? 200 : 204;
	const char *type = rp->type ? rp->type : "application/json";
	begin(about, status, out);
	write_policy(!strncmp(type, "text/html", 9), out);
	if (rp->body.len) buf_printf(out, "content-type: %s\r\n", type);
	if (status != 204) buf_printf(out, "content-length: %zu\r\n", rp->body.len);
	if (!has_header(rp, "cache-control")) buf_puts(out, "cache-control: no-store\r\n");
	for (size_t i = 0; i < rp->n_headers; i++) buf_printf(out, "%s: %s\r\n", rp->headers[i].name, rp->headers[i].value);
	buf_puts(out, "\r\n");
	size_t len = about->method == HTTP_HEAD ? 0 : rp->body.len;
	return (struct exchange_answer){out->data, out->len, rp->body.data, len};
}

struct exchange_answer answer_file(const struct answer_about *about, const struct file_answer *file, struct buf *out)
{
	begin(about, file->status, out);
	write_policy(file->page, out);
	buf_printf(out, "etag: %s\r\n", file->etag);
	buf_printf(out, "cache-control: %s\r\n", file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
	if (file->varies) buf_puts(out, "vary: accept-encoding\r\n");
	if (*file->encoding) buf_printf(out, "content-encoding: %s\r\n", file->encoding);
	else buf_puts(out, "accept-ranges: bytes\r\n");
	if (file->status == 206) buf_printf(out, "content-range: bytes %zu-%zu/%zu\r\n", file->first, file->first + file->len - 1, file->size);
	if (file->status == 416) buf_printf(out, "content-range: bytes */%zu\r\n", file->size);
	if (file->status != 304) buf_printf(out, "content-type: %s\r\ncontent-length: %zu\r\n", file->type, file->len);
	buf_puts(out, "\r\n");
	return (struct exchange_answer){out->data, out->len, file->body, about->method == HTTP_HEAD ? 0 : file->len};
}

void answer_allow(struct http_reply *rp, unsigned methods)
{
	static const struct { unsigned bit; const char *name; } names[] = {
		{HTTP_GET, "GET, HEAD"}, {HTTP_POST, "POST"}, {HTTP_PUT, "PUT"}, {HTTP_PATCH, "PATCH"}, {HTTP_DELETE, "DELETE"}, {HTTP_OPTIONS, "OPTIONS"}};
	char line[80] = "";
	size_t n = 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (methods & names[i].bit) n += (size_t)snprintf(line + n, sizeof line - n, "%s%s", n ? ", " : "", names[i].name);
	http_reply_header(rp, "allow", line);
}

void answer_preflight(struct http_reply *rp, const char *path)
{
	if (strncmp(path, "/whip/", 6) && strncmp(path, "/whep/", 6)) return;
	http_reply_header(rp, "accept-post", "application/sdp");
	http_reply_header(rp, "access-control-allow-origin", "*");
	http_reply_header(rp, "access-control-allow-methods", "POST, PATCH, DELETE, OPTIONS");
	http_reply_header(rp, "access-control-allow-headers", "authorization, content-type, if-match");
	http_reply_header(rp, "access-control-max-age", "86400");
	http_reply_header(rp, "access-control-expose-headers", "location, etag, link, accept-post");
}
