/* smtp.c — libcurl speaks SMTP and builds the MIME body; the headers are ours. */
#include "notify/smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "notify/encoded_word.h"

struct letter { CURL *curl; curl_mime *mime; struct curl_slist *headers, *to; };

static void letter_fini(struct letter *l)
{
	curl_mime_free(l->mime);
	curl_slist_free_all(l->headers);
	curl_slist_free_all(l->to);
	curl_easy_cleanup(l->curl);
}

/* "Mela <fair@example.org>" → display "Mela", address "fair@example.org". */
static void split_sender(const char *from, char *display, size_t display_cap, char *address, size_t address_cap)
{
	const char *open = strchr(from, '<'), *close = open ? strchr(open, '>') : NULL;
	*display = '\0';
	if (!close) {
		text_copy(address, address_cap, from);
		return;
	}
	snprintf(address, address_cap, "%.*s", (int)(close - open - 1), open + 1);
	while (open > from && open[-1] == ' ') open--;
	snprintf(display, display_cap, "%.*s", (int)(open - from), from);
}

static void header(struct letter *l, struct buf *line)
{
	l->headers = curl_slist_append(l->headers, line->data);
	buf_clear(line);
}

static void add_sender(struct letter *l, struct buf *line, const char *display, const char *address)
{
	buf_puts(line, "From: ");
	encoded_word_add(line, display);
	buf_printf(line, *display ? " <%s>" : "%s", address);
	header(l, line);
}

static void add_headers(struct letter *l, const struct smtp_server *server, const struct smtp_mail *m)
{
	char display[201], address[201], bracketed[210], date[40];
	split_sender(server->from, display, sizeof display, address, sizeof address);
	time_t now = (time_t)(clock_wall_ms() / 1000);
	struct tm utc;
	gmtime_r(&now, &utc);
	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &utc);
	struct buf line;
	buf_init(&line);
	add_sender(l, &line, display, address);
	buf_printf(&line, "To: <%s>", m->to);
	header(l, &line);
	buf_puts(&line, "Subject: ");
	encoded_word_add(&line, m->subject);
	header(l, &line);
	const char *at = strrchr(address, '@');
	buf_printf(&line, "Message-ID: <%s%s>", m->id, at ? at : "@localhost");
	header(l, &line);
	buf_printf(&line, "Date: %s", date);
	header(l, &line);
	buf_puts(&line, "Auto-Submitted: auto-generated"); /* RFC 3834: no vacation replies, please */
	header(l, &line);
	buf_fini(&line);
	snprintf(bracketed, sizeof bracketed, "<%s>", address);
	curl_easy_setopt(l->curl, CURLOPT_MAIL_FROM, bracketed);
	snprintf(bracketed, sizeof bracketed, "<%s>", m->to);
	l->to = curl_slist_append(NULL, bracketed);
	curl_easy_setopt(l->curl, CURLOPT_MAIL_RCPT, l->to);
	curl_easy_setopt(l->curl, CURLOPT_HTTPHEADER, l->headers);
}

static void add_body(struct letter *l, const char *body)
{
	l->mime = curl_mime_init(l->curl);
	curl_mimepart *part = curl_mime_addpart(l->mime);
	curl_mime_data(part, body, CURL_ZERO_TERMINATED);
	curl_mime_type(part, "text/plain; charset=utf-8");
	curl_mime_encoder(part, "base64");
	curl_easy_setopt(l->curl, CURLOPT_MIMEPOST, l->mime);
}

static void set_server(CURL *curl, const struct smtp_server *s)
{
	curl_easy_setopt(curl, CURLOPT_URL, s->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_TRY);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, SMTP_CONNECT_S);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, SMTP_TIMEOUT_S);
	if (s->user && *s->user) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, s->user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, s->password);
	}
}

err_t smtp_send(const struct smtp_server *server, const struct smtp_mail *mail, char ret_error[static SMTP_ERROR_MAX])
{
	[[gnu::cleanup(letter_fini)]] struct letter l = {.curl = curl_easy_init()};
	if (!l.curl) return ERR_UNAVAILABLE;
	set_server(l.curl, server);
	add_headers(&l, server, mail);
	add_body(&l, mail->body);
	CURLcode code = curl_easy_perform(l.curl);
	if (code == CURLE_OK) return OK;
	long response = 0;
	curl_easy_getinfo(l.curl, CURLINFO_RESPONSE_CODE, &response);
	snprintf(ret_error, SMTP_ERROR_MAX, "%s (%ld)", curl_easy_strerror(code), response);
	return ERR_UNAVAILABLE;
}
