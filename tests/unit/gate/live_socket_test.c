/* live_socket_test.c — the live channel over real sockets, spoken frame by frame (RFC 6455). */
#include "house_under_test.h"

#include "base/counters.h"

static struct under_test *u;
static int start(void **state) { (void)state; u = house_start(NULL); return 0; }
static int stop(void **state) { (void)state; house_stop(u); return 0; }

enum { CONTINUED = 0, TEXT = 1, BINARY = 2, CLOSE = 8, FIN = 0x80 };

/* Answers the status of the handshake; the socket in *ret. */
static int shake(const char *path, const char *headers, int *ret)
{
	struct answer a;
	char text[2000];
	*ret = dial(u->config.http_port);
	snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
	         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n", path, headers);
	say(*ret, text);
	memset(&a, 0, sizeof a);
	while (!strstr(a.text, "\r\n\r\n") && recv(*ret, a.text + a.len, 1, 0) == 1) a.len++;
	return strncmp(a.text, "HTTP/1.1 ", 9) ? 0 : atoi(a.text + 9);
}

static const char *origin(void)
{
	static char line[100];
	snprintf(line, sizeof line, "Origin: http://localhost:%d\r\nSec-WebSocket-Protocol: mela.v1\r\n", (int)u->config.http_port);
	return line;
}

static int enter_live(void)
{
	int fd;
	assert_int_equal(shake("/live", origin(), &fd), 101);
	return fd;
}

static void send_frame(int fd, int first, const char *data, size_t len)
{
	unsigned char head[14] = {(unsigned char)first};
	size_t n = 2;
	head[1] = len < 126 ? (unsigned char)(0x80 | len) : 0x80 | 126;
	if (len >= 126) head[n++] = (unsigned char)(len >> 8), head[n++] = (unsigned char)len;
	n += 4; /* a mask of zeros leaves the bytes as they are */
	assert_int_equal(send(fd, head, n, MSG_NOSIGNAL), (ssize_t)n);
	if (len) assert_int_equal(send(fd, data, len, MSG_NOSIGNAL), (ssize_t)len);
}

static void send_text(int fd, const char *text) { send_frame(fd, FIN | TEXT, text, strlen(text)); }

static bool recv_all(int fd, void *to, size_t len)
{
	return recv(fd, to, len, MSG_WAITALL) == (ssize_t)len;
}

/* The next frame's opcode, its payload NUL-terminated; -1 at the end of the connection. */
static int hear(int fd, char *ret, size_t cap)
{
	unsigned char head[2], more[8];
	if (!recv_all(fd, head, 2)) return -1;
	size_t len = head[1] & 127;
	if (len == 126) {
		if (!recv_all(fd, more, 2)) return -1;
		len = (size_t)more[0] << 8 | more[1];
	} else if (len == 127) {
		if (!recv_all(fd, more, 8)) return -1;
		len = 0;
		for (int i = 0; i < 8; i++) len = len << 8 | more[i];
	}
	assert_true(len < cap);
	if (len && !recv_all(fd, ret, len)) return -1;
	ret[len] = 0;
	return head[0] & 15;
}

/* Reads on until a text that holds `want`. */
static void hear_text(int fd, const char *want)
{
	char text[70000];
	int op;
	do {
		op = hear(fd, text, sizeof text);
		if (op == -1 || op == CLOSE) fail_msg("closed before %s", want);
	} while (op != TEXT || !strstr(text, want));
}

static void hear_close(int fd, int code)
{
	char text[70000];
	int op;
	while ((op = hear(fd, text, sizeof text)) != CLOSE) assert_int_not_equal(op, -1);
	assert_int_equal((unsigned char)text[0] << 8 | (unsigned char)text[1], code);
}

static void sec_07_only_our_pages_and_our_protocol_get_in(void **state)
{
	(void)state;
	static const struct { const char *path, *headers; int status; } tries[] = {
		{"/live", "Sec-WebSocket-Protocol: mela.v1\r\nOrigin: https://evil.example\r\n", 403},
		{"/live", "Sec-WebSocket-Protocol: mela.v1\r\nOrigin: null\r\n", 403},
		{"/live", "Sec-WebSocket-Protocol: mela.v1\r\nOrigin: https://localhost\r\n", 403},
		{"/live", "Sec-WebSocket-Protocol: mela.v1\r\nOrigin: http://localhost.\r\n", 403},
		{"/live", "Sec-WebSocket-Protocol: mela.v1\r\nCookie: __Host-mela=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", 403},
		{"/other", "Sec-WebSocket-Protocol: mela.v1\r\n", 404},
		{"/live", "Sec-WebSocket-Protocol: chat\r\n", 0},
		{"/live", "", 0},
		{"/live", "Sec-WebSocket-Protocol: mela.v1\r\n", 101},
	};
	int fd;
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		assert_int_equal(shake(tries[i].path, tries[i].headers, &fd), tries[i].status);
		close(fd);
	}
}

static void a_guest_enters_and_speaks(void **state)
{
	(void)state;
	int a = enter_live(), b = enter_live();
	send_text(a, "{\"t\":\"enter\",\"id\":\"1\",\"booth\":\"indigo\",\"d\":{\"name\":\"Ann\",\"country\":\"DE\"}}");
	hear_text(a, "\"t\":\"snapshot\"");
	send_text(b, "{\"t\":\"enter\",\"id\":\"1\",\"booth\":\"indigo\",\"d\":{\"name\":\"Bob\"}}");
	hear_text(b, "\"t\":\"snapshot\"");
	send_text(a, "{\"t\":\"chat.say\",\"id\":\"2\",\"booth\":\"indigo\",\"d\":{\"text\":\"नमस्ते\"}}");
	hear_text(a, "\"id\":\"2\"");
	hear_text(b, "नमस्ते");
	send_text(a, "{\"t\":\"ping\",\"id\":\"3\"}");
	hear_text(a, "\"t\":\"pong\"");
	close(a);
	close(b);
}

static void bad_frames_get_an_error_and_the_channel_stays(void **state)
{
	(void)state;
	static const struct { const char *text, *code; } tries[] = {
		{"{", "bad-json"},
		{"[]", "bad-json"},
		{"{\"t\":\"nothing\"}", "unknown-message"},
		{"{\"t\":\"snapshot\"}", "unknown-message"},
		{"{\"id\":\"x\"}", "missing-field"},
		{"{\"t\":\"ping\",\"more\":1}", "unknown-field"},
		{"{\"t\":\"ping\",\"d\":{\"more\":1}}", "unknown-field"},
		{"{\"t\":\"ping\",\"t\":\"ping\"}", "bad-json"},
		{"{\"t\":\"ping\",\"d\":[]}", "bad-field"},
		{"{\"t\":7}", "bad-field"},
		{"{\"t\":\"chat.say\",\"d\":{}}", "missing-field"},
		{"{\"t\":\"chat.say\",\"d\":{\"text\":1}}", "bad-field"},
		{"{\"t\":\"chat.say\",\"booth\":\"indigo\",\"d\":{\"text\":\"x\"}}", "not-in-booth"},
		{"{\"t\":\"enter\",\"booth\":\"nowhere\",\"d\":{}}", "no-booth"},
		{"[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", "too-deep"},
	};
	char want[80];
	int fd = enter_live();
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		send_text(fd, tries[i].text);
		snprintf(want, sizeof want, "\"code\":\"%s\"", tries[i].code);
		hear_text(fd, want);
	}
	close(fd);
}

/* A chat line whose frame is exactly `len` bytes; its text is far too long, which is another error than too-big. */
static char *padded(size_t len)
{
	char *text = malloc(len + 1);
	memset(text, 'x', len);
	memcpy(text, "{\"t\":\"chat.say\",\"d\":{\"text\":\"", 29);
	memcpy(text + len - 3, "\"}}", 4);
	return text;
}

static void sec_06_a_message_at_its_limit_and_one_byte_more(void **state)
{
	(void)state;
	int fd = enter_live();
	char *text = padded(16384);
	send_frame(fd, FIN | TEXT, text, 16384);
	hear_text(fd, "\"code\":\"too-long\"");
	free(text);
	text = padded(16385);
	send_frame(fd, FIN | TEXT, text, 16385);
	hear_text(fd, "\"code\":\"too-big\"");
	send_text(fd, "{\"t\":\"ping\"}");
	hear_text(fd, "pong");
	free(text);
	close(fd);
}

static void send_in_parts(int fd, const char *text, int parts)
{
	size_t len = strlen(text), each = len / (size_t)parts;
	for (int i = 0; i < parts; i++) {
		size_t n = i + 1 < parts ? each : len - each * (size_t)(parts - 1);
		send_frame(fd, (i ? CONTINUED : TEXT) | (i + 1 < parts ? 0 : FIN), text + each * (size_t)i, n);
	}
}

static void sec_06_eight_fragments_and_nine(void **state)
{
	(void)state;
	int fd = enter_live();
	send_in_parts(fd, "{\"t\":\"ping\",\"id\":\"parts\"}", 8);
	hear_text(fd, "parts");
	send_in_parts(fd, "{\"t\":\"ping\",\"id\":\"parts\"}", 9);
	hear_text(fd, "\"code\":\"too-big\"");
	close(fd);
}

static void not_text(void **state)
{
	(void)state;
	int fd = enter_live();
	send_frame(fd, FIN | BINARY, "\x01\x02", 2);
	hear_text(fd, "\"code\":\"bad-type\"");
	send_frame(fd, FIN | TEXT, "{\"t\":\"\xc3\x28\"}", 9);
	hear_text(fd, "\"code\":\"bad-utf8\"");
	hear_close(fd, 1007);
	close(fd);
}

static void sec_19_twenty_at_once_and_one_more(void **state)
{
	(void)state;
	int fd = enter_live();
	for (int i = 0; i < 21; i++) send_text(fd, "{\"t\":\"leave\",\"id\":\"x\"}");
	hear_text(fd, "\"code\":\"too-fast\"");
	close(fd);
}

static void fail_one(void *tick) { tick_fail_commits(tick, 1); }

static void a_guest_whose_row_is_lost_is_not_let_in(void **state)
{
	(void)state;
	int fd;
	assert_int_equal(loop_post(u->house.loop, fail_one, u->house.tick), OK);
	assert_int_equal(shake("/live", "Sec-WebSocket-Protocol: mela.v1\r\n", &fd), 101);
	hear_close(fd, 1008);
	close(fd);
	fd = enter_live();
	send_text(fd, "{\"t\":\"ping\"}");
	hear_text(fd, "pong");
	close(fd);
}

static void a_hundred_guests_share_few_commits(void **state)
{
	(void)state;
	enum { N = 100 };
	int fds[N];
	int64_t before = counter_get(CTR_TICKS);
	for (int i = 0; i < N; i++) fds[i] = dial(u->config.http_port);
	char text[600];
	snprintf(text, sizeof text, "GET /live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
	         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n", origin());
	for (int i = 0; i < N; i++) say(fds[i], text);
	for (int i = 0; i < N; i++) {
		char c[4] = "";
		while (memcmp(c, "\r\n\r\n", 4) && recv(fds[i], (memmove(c, c + 1, 3), c + 3), 1, 0) == 1) {}
		send_text(fds[i], "{\"t\":\"ping\"}");
		hear_text(fds[i], "pong");
		close(fds[i]);
	}
	print_message("%lld commits\n", (long long)(counter_get(CTR_TICKS) - before));
	assert_true(counter_get(CTR_TICKS) - before <= N / 2);
}

/* Speaks to the booth past sessions, on the floor, as many bytes as no socket takes. */
static void shout(void *arg)
{
	static char line[4001];
	memset(line, 'y', 4000);
	const struct outlet *out = gate_outlet(u->house.gate);
	for (int i = 0; i < 1000; i++) out->to_booth(out->arg, arg, i + 1, line, 4000);
}

static void sec_45_a_reader_who_falls_behind_gets_a_snapshot(void **state)
{
	(void)state;
	int fd = enter_live();
	send_text(fd, "{\"t\":\"enter\",\"booth\":\"indigo\",\"d\":{\"name\":\"Slow\"}}");
	hear_text(fd, "\"t\":\"snapshot\"");
	assert_int_equal(loop_post(u->house.loop, shout, &u->booth), OK);
	hear_text(fd, "\"t\":\"snapshot\"");
	send_text(fd, "{\"t\":\"ping\"}");
	hear_text(fd, "pong");
	close(fd);
}

static void each_message_is_counted_once(void **state)
{
	(void)state;
	static const struct { const char *text, *answer; int refused; } rows[] = {
		{"{\"t\":\"ping\",\"id\":\"1\"}", "pong", 0}, {"{]", "bad-json", 1}, {"{\"t\":\"pin.clear\",\"d\":{\"product\":\"00000000-0000-7000-8000-000000000000\"}}", "error", 1},
	};
	char text[4000];
	int fd = enter_live();
	int64_t out = counter_get(CTR_LIVE_OUT);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t in = counter_get(CTR_LIVE_IN), refused = counter_get(CTR_LIVE_REFUSED);
		send_text(fd, rows[i].text);
		assert_int_equal(hear(fd, text, sizeof text), TEXT);
		assert_non_null(strstr(text, rows[i].answer));
		send_text(fd, "{\"t\":\"ping\"}");      /* its answer says that the counting is over */
		assert_int_equal(hear(fd, text, sizeof text), TEXT);
		assert_int_equal(counter_get(CTR_LIVE_IN) - in, 2);
		assert_int_equal(counter_get(CTR_LIVE_REFUSED) - refused, rows[i].refused);
	}
	assert_in_range(counter_get(CTR_LIVE_OUT) - out, 5, 6); /* the last one is counted just behind its writing */
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_message_is_counted_once),
		cmocka_unit_test(sec_07_only_our_pages_and_our_protocol_get_in),
		cmocka_unit_test(a_guest_enters_and_speaks),
		cmocka_unit_test(bad_frames_get_an_error_and_the_channel_stays),
		cmocka_unit_test(sec_06_a_message_at_its_limit_and_one_byte_more),
		cmocka_unit_test(sec_06_eight_fragments_and_nine),
		cmocka_unit_test(not_text),
		cmocka_unit_test(sec_19_twenty_at_once_and_one_more),
		cmocka_unit_test(a_guest_whose_row_is_lost_is_not_let_in),
		cmocka_unit_test(a_hundred_guests_share_few_commits),
		cmocka_unit_test(sec_45_a_reader_who_falls_behind_gets_a_snapshot),
	};
	return cmocka_run_group_tests_name("live_socket", tests, start, stop);
}
