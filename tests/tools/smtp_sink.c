/* smtp_sink.c — a mail server that keeps what it is given: for the demonstration and the tests.
 *   smtp_sink DIR [PORT]     listens on 127.0.0.1 (0: any free port), prints "port N", appends DIR/mails.jsonl
 * Each mail is one line {"to", "subject", "body", "id"}; whole lines only, so that a reader never sees half a mail.
 * An address that begins with "refused" is refused with 550, one that begins with "later" with 451.
 * Limits  MAIL_MAX bytes a mail, LINE_MAX_BYTES a line. It knows the mails that Mela writes: one base64 part of text. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <uv.h>

#include "base/buf.h"
#include "base/json.h"

#define MAIL_MAX 65536
#define LINE_MAX_BYTES 2000

struct sink { char path[512]; };
struct client { uv_tcp_t tcp; struct sink *sink; struct buf line, mail; char to[256]; bool data; char bytes[4096]; };
struct answer { uv_write_t write; char text[64]; };

static void on_answered(uv_write_t *w, int status)
{
	(void)status;
	free(w);
}

static void say(struct client *c, const char *text)
{
	struct answer *a = calloc(1, sizeof *a);
	if (!a) abort();
	snprintf(a->text, sizeof a->text, "%s\r\n", text);
	uv_buf_t b = uv_buf_init(a->text, (unsigned)strlen(a->text));
	uv_write(&a->write, (uv_stream_t *)&c->tcp, &b, 1, on_answered);
}

static void on_closed(uv_handle_t *h)
{
	struct client *c = h->data;
	buf_fini(&c->line);
	buf_fini(&c->mail);
	free(c);
}

static void hang_up(struct client *c)
{
	if (!uv_is_closing((uv_handle_t *)&c->tcp)) uv_close((uv_handle_t *)&c->tcp, on_closed);
}

/* Appends base64 text, decoded; what is no base64 is left out. */
static void add_decoded(struct buf *out, const char *text, size_t len)
{
	unsigned char *bytes = malloc(len + 1);
	size_t n = 0;
	if (!bytes) abort();
	if (sodium_base642bin(bytes, len, text, len, "\r\n ", &n, NULL, sodium_base64_VARIANT_ORIGINAL) == 0) buf_add(out, bytes, n);
	free(bytes);
}

/* The value of a header, unfolded, with its encoded words (RFC 2047) decoded. */
static void add_header(struct buf *out, const char *mail, const char *name)
{
	const char *at = strcasestr(mail, name);
	if (!at) return;
	for (at += strlen(name); *at && !(at[0] == '\r' && at[2] != ' ');) {
		const char *word = "=?UTF-8?B?", *end;
		if (strncmp(at, word, strlen(word)) == 0 && (end = strstr(at, "?="))) {
			at += strlen(word);
			add_decoded(out, at, (size_t)(end - at));
			at = end + 2;
		} else if (strncmp(at, "\r\n ", 3) == 0) at += 3;
		else buf_putc(out, *at++);
	}
}

static void add_body(struct buf *out, const char *mail)
{
	const char *part = strcasestr(mail, "Content-Transfer-Encoding: base64");
	const char *begin = part ? strstr(part, "\r\n\r\n") : NULL;
	if (!begin) return;
	const char *end = strstr(begin + 4, "\r\n--");
	add_decoded(out, begin + 4, end ? (size_t)(end - begin - 4) : strlen(begin + 4));
}

static void keep(struct client *c)
{
	struct buf subject, body, id, line;
	buf_init(&subject);
	buf_init(&body);
	buf_init(&id);
	buf_init(&line);
	add_header(&subject, c->mail.data, "\r\nSubject: ");
	add_header(&id, c->mail.data, "\r\nMessage-ID: ");
	add_body(&body, c->mail.data);
	struct json j = json_start(&line);
	json_obj(&j, NULL);
	json_str(&j, "to", c->to);
	json_str(&j, "subject", subject.data ? subject.data : "");
	json_str(&j, "body", body.data ? body.data : "");
	json_str(&j, "id", id.data ? id.data : "");
	json_obj_end(&j);
	buf_putc(&line, '\n');
	FILE *f = fopen(c->sink->path, "a");
	if (f) {
		fwrite(line.data, 1, line.len, f);
		fclose(f);
	}
	buf_fini(&subject);
	buf_fini(&body);
	buf_fini(&id);
	buf_fini(&line);
}

static void on_recipient(struct client *c, const char *line)
{
	const char *open = strchr(line, '<'), *close = open ? strchr(open, '>') : NULL;
	if (!close || close - open > 250) { say(c, "501 which address?"); return; }
	snprintf(c->to, sizeof c->to, "%.*s", (int)(close - open - 1), open + 1);
	if (strncmp(c->to, "refused", 7) == 0) say(c, "550 no such mailbox");
	else if (strncmp(c->to, "later", 5) == 0) say(c, "451 try again later");
	else say(c, "250 ok");
}

static void on_command(struct client *c, const char *line)
{
	static const struct { const char *verb, *answer; } plain[] = {
		{"EHLO", "250 sink"}, {"HELO", "250 sink"}, {"MAIL", "250 ok"}, {"RSET", "250 ok"}, {"NOOP", "250 ok"}, {"QUIT", "221 bye"},
	};
	if (strncasecmp(line, "RCPT", 4) == 0) { on_recipient(c, line); return; }
	if (strncasecmp(line, "DATA", 4) == 0) {
		c->data = true;
		buf_clear(&c->mail);
		buf_puts(&c->mail, "\r\n");
		say(c, "354 go on");
		return;
	}
	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
		if (strncasecmp(line, plain[i].verb, 4) == 0) { say(c, plain[i].answer); return; }
	say(c, "502 not known here");
}

/* One line without its CRLF. In a mail a leading dot is doubled (RFC 5321 §4.5.2). */
static void on_line(struct client *c, const char *line)
{
	if (!c->data) { on_command(c, line); return; }
	if (strcmp(line, ".") == 0) {
		c->data = false;
		keep(c);
		say(c, "250 kept");
		return;
	}
	if (c->mail.len < MAIL_MAX) buf_printf(&c->mail, "%s\r\n", *line == '.' ? line + 1 : line);
}

static void on_room(uv_handle_t *h, size_t want, uv_buf_t *ret)
{
	(void)want;
	struct client *c = h->data;
	*ret = uv_buf_init(c->bytes, sizeof c->bytes);
}

static void on_bytes(uv_stream_t *s, ssize_t n, const uv_buf_t *b)
{
	struct client *c = s->data;
	if (n < 0) { hang_up(c); return; }
	for (ssize_t i = 0; i < n; i++) {
		if (b->base[i] == '\r') continue;
		if (b->base[i] != '\n') {
			if (c->line.len < LINE_MAX_BYTES) buf_putc(&c->line, b->base[i]);
			continue;
		}
		on_line(c, c->line.data ? c->line.data : "");
		buf_clear(&c->line);
	}
}

static void on_connection(uv_stream_t *server, int status)
{
	if (status < 0) return;
	struct client *c = calloc(1, sizeof *c);
	if (!c) abort();
	c->sink = server->data;
	buf_init(&c->line);
	buf_init(&c->mail);
	uv_tcp_init(server->loop, &c->tcp);
	c->tcp.data = c;
	if (uv_accept(server, (uv_stream_t *)&c->tcp) != 0) { hang_up(c); return; }
	say(c, "220 sink");
	uv_read_start((uv_stream_t *)&c->tcp, on_room, on_bytes);
}

int main(int argc, char **argv)
{
	if (argc < 2) { fprintf(stderr, "smtp_sink DIR [PORT]\n"); return 2; }
	struct sink sink;
	snprintf(sink.path, sizeof sink.path, "%s/mails.jsonl", argv[1]);
	uv_loop_t *loop = uv_default_loop();
	uv_tcp_t server;
	struct sockaddr_in a;
	uv_tcp_init(loop, &server);
	server.data = &sink;
	uv_ip4_addr("127.0.0.1", argc > 2 ? atoi(argv[2]) : 0, &a);
	if (uv_tcp_bind(&server, (struct sockaddr *)&a, 0) || uv_listen((uv_stream_t *)&server, 16, on_connection)) {
		fprintf(stderr, "smtp_sink: cannot listen\n");
		return 1;
	}
	int len = sizeof a;
	uv_tcp_getsockname(&server, (struct sockaddr *)&a, &len);
	printf("port %d\n", ntohs(a.sin_port));
	fflush(stdout);
	return uv_run(loop, UV_RUN_DEFAULT);
}
