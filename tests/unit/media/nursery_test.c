/* Children are born, serve, die and are reaped: the real mela-ingest, found beside this test's folder.
 * CYCLES=100 in the environment makes the run through births and deaths a long one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "media/nursery.h"

#define PORT_FIRST 43100
#define PORT_LAST 43139
#define HANG_US INT64_C(60000000)
#define CYCLES_SHORT 12
#define GROWTH_KB 2048

static const char offer[] =
	"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
	"m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sendonly\r\na=rtcp-mux\r\na=setup:actpass\r\n"
	"a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdefghijkl\r\n"
	"a=fingerprint:sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F\r\n"
	"a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"
	"a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\na=rtcp-fb:96 transport-cc\r\n"
	"a=rtpmap:97 H264/90000\r\na=fmtp:97 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n"
	"a=rtcp-fb:97 nack\r\na=rtcp-fb:97 nack pli\r\na=rtcp-fb:97 transport-cc\r\n"
	"m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=sendonly\r\na=rtcp-mux\r\na=setup:actpass\r\n"
	"a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdefghijkl\r\n"
	"a=fingerprint:sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F\r\n"
	"a=rtpmap:111 opus/48000/2\r\n";

static const char fragment[] =
	"a=ice-ufrag:wxyz\r\na=ice-pwd:abcdefghijkl0123456789\r\nm=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n";

struct house {
	struct loop *loop;
	struct loop_timer *tick;             /* so that a turn of the loop never sleeps for long */
	struct nursery *nursery;
	struct ipc_answer answer;
	char sdp[IPC_SDP_BYTES + 1], reply[4096];
	int answers, fragments, gone;
	err_t fragment_error, why;
};

static void on_answer(void *arg, struct child_id c, const struct ipc_answer *a, const char *sdp)
{
	(void)c;
	struct house *h = arg;
	h->answer = *a;
	h->answers++;
	snprintf(h->sdp, sizeof h->sdp, "%s", sdp);
}

static void on_fragment(void *arg, struct child_id c, err_t e, const char *text)
{
	(void)c;
	struct house *h = arg;
	h->fragments++;
	h->fragment_error = e;
	snprintf(h->reply, sizeof h->reply, "%s", text);
}

static void on_gone(void *arg, struct child_id c, err_t why)
{
	(void)c;
	struct house *h = arg;
	h->gone++;
	h->why = why;
}

static void on_tick(void *arg) { (void)arg; }

/* build/VARIANT/unit/media/nursery_test -> build/VARIANT/mela-ingest */
static void program_path(char ret[static 1024])
{
	ssize_t n = readlink("/proc/self/exe", ret, 1000);
	assert_true(n > 0);
	ret[n] = 0;
	for (int i = 0; i < 3; i++) *strrchr(ret, '/') = 0;
	strcat(ret, "/mela-ingest");
}

static int house_open_at(void **state, const char *announce)
{
	struct house *h = calloc(1, sizeof *h);
	char program[1024];
	program_path(program);
	h->loop = loop_new();
	h->tick = loop_timer_start(h->loop, 20, 20, on_tick, h);
	struct nursery_config config = {.program = program, .announce = announce, .port_first = PORT_FIRST, .port_last = PORT_LAST, .children_max = 2};
	struct nursery_events events = {.arg = h, .on_answer = on_answer, .on_fragment = on_fragment, .on_gone = on_gone};
	*state = h;
	return nursery_open(h->loop, &config, &events, &h->nursery) == OK ? 0 : -1;
}

static int house_open(void **state) { return house_open_at(state, ""); }
static int house_behind_nat(void **state) { return house_open_at(state, "203.0.113.9, 2001:db8::9"); }
static int house_on_loopback(void **state) { return house_open_at(state, "127.0.0.1"); }

static int house_close(void **state)
{
	struct house *h = *state;
	nursery_close(h->nursery);
	loop_timer_stop(h->tick);
	loop_free(h->loop);
	free(h);
	return 0;
}

/* Turns the loop until *count reaches `n`; the µs it took. */
static int64_t turn_until(struct house *h, const int *count, int n)
{
	int64_t began = clock_mono_us();
	while (*count < n && clock_mono_us() - began < HANG_US) loop_turn(h->loop, true);
	assert_true(*count >= n);
	return clock_mono_us() - began;
}

static struct child_id begin(struct house *h, int *ret_fd)
{
	struct child_id c;
	int answers = h->answers;
	assert_int_equal(nursery_start(h->nursery, offer, &c, ret_fd), OK);
	turn_until(h, &h->answers, answers + 1);
	return c;
}

static void answers_with_what_the_phone_needs(void **state)
{
	struct house *h = *state;
	int fd;
	struct child_id c = begin(h, &fd);
	assert_int_equal(h->answer.error, OK);
	assert_int_equal(h->answer.video_codec, CODEC_H264);
	assert_int_equal(h->answer.video_pt, 97);
	assert_int_equal(h->answer.audio_pt, 111);
	static const char *const lines[] = {
		"a=rtcp-fb:97 nack\r\n", "a=rtcp-fb:97 nack pli\r\n", "a=rtcp-fb:97 transport-cc\r\n", "profile-level-id=42e01f",
		"a=extmap:4 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n", "a=recvonly\r\n",
		"a=setup:active\r\n", "a=candidate:1 1 udp ", "a=end-of-candidates\r\n",
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (!strstr(h->sdp, lines[i])) fail_msg("no %s in:\n%s", lines[i], h->sdp);
	for (const char *at = h->sdp; (at = strstr(at, "a=candidate:")); at++) {
		unsigned port;
		assert_int_equal(sscanf(at, "a=candidate:%*u 1 udp %*u %*s %u typ host", &port), 1);
		assert_in_range(port, PORT_FIRST, PORT_LAST);
	}
	assert_int_equal(nursery_stop(h->nursery, c), OK);
	assert_int_equal(nursery_stop(h->nursery, c), ERR_NOT_FOUND);
	turn_until(h, &h->gone, 1);
	assert_int_equal(h->why, OK);
	close(fd);
}

/* Every candidate's address is one of the two; the number of candidates. */
static int candidates_of(struct house *h, const char *a, const char *b)
{
	int fd, n = 0;
	begin(h, &fd);
	close(fd);
	for (const char *at = h->sdp; (at = strstr(at, "a=candidate:")); at++, n++) {
		char address[64];
		assert_int_equal(sscanf(at, "a=candidate:%*u 1 udp %*u %63s", address), 1);
		assert_true(!strcmp(address, a) || !strcmp(address, b));
	}
	return n;
}

static void announces_the_outer_addresses(void **state) { assert_in_range(candidates_of(*state, "203.0.113.9", "2001:db8::9"), 1, 16); }
static void announces_the_one_asked_for(void **state) { assert_int_equal(candidates_of(*state, "127.0.0.1", ""), 1); }

static void refuses_what_it_cannot_answer(void **state)
{
	struct house *h = *state;
	struct child_id c;
	int fd;
	assert_int_equal(nursery_start(h->nursery, "v=0\r\n", &c, &fd), OK);
	turn_until(h, &h->gone, 1);
	assert_int_equal(h->answers, 1);
	assert_int_equal(h->answer.error, ERR_BAD_SDP);
	assert_int_equal(h->why, ERR_BAD_SDP);
	close(fd);
}

static void restarts_ice(void **state)
{
	struct house *h = *state;
	int fd;
	struct child_id c = begin(h, &fd);
	char before[300];
	assert_int_equal(sscanf(strstr(h->sdp, "a=ice-ufrag:"), "a=ice-ufrag:%299s", before), 1);
	assert_int_equal(nursery_patch(h->nursery, c, fragment), OK);
	turn_until(h, &h->fragments, 1);
	assert_int_equal(h->fragment_error, OK);
	assert_non_null(strstr(h->reply, "a=ice-ufrag:"));
	assert_null(strstr(h->reply, before));
	assert_non_null(strstr(h->reply, "a=candidate:"));
	assert_int_equal(nursery_patch(h->nursery, c, "not a fragment"), OK);
	turn_until(h, &h->fragments, 2);
	assert_int_equal(h->fragment_error, ERR_BAD_SDP);
	close(fd);
}

static void holds_its_limit(void **state)
{
	struct house *h = *state;
	struct child_id c;
	int a, b, none;
	begin(h, &a);
	begin(h, &b);
	assert_int_equal(nursery_count(h->nursery), 2);
	assert_int_equal(nursery_start(h->nursery, offer, &c, &none), ERR_FULL);
	close(a);
	close(b);
}

static void notices_a_killed_child_at_once(void **state)
{
	struct house *h = *state;
	int fd;
	struct child_id c = begin(h, &fd);
	kill(nursery_pid(h->nursery, c), SIGKILL);
	assert_in_range(turn_until(h, &h->gone, 1), 0, 2000000);
	assert_int_equal(h->why, ERR_IO);
	assert_int_equal(nursery_pid(h->nursery, c), 0);
	assert_int_equal(nursery_patch(h->nursery, c, fragment), ERR_NOT_FOUND);
	close(fd);
}

static void kills_a_stopped_child(void **state)
{
	struct house *h = *state;
	int fd;
	struct child_id c = begin(h, &fd);
	int pid = nursery_pid(h->nursery, c);
	kill(pid, SIGSTOP);
	assert_in_range(turn_until(h, &h->gone, 1), 0, 5000000);
	assert_int_equal(h->why, ERR_IO);
	assert_int_equal(kill(pid, 0), -1);      /* reaped too */
	close(fd);
}

/* True if one of the process's descriptors is the socket `inode`. */
static bool has_socket(int pid, unsigned long inode)
{
	char dir[64], path[400], target[64], wanted[64];
	bool found = false;
	snprintf(dir, sizeof dir, "/proc/%d/fd", pid);
	snprintf(wanted, sizeof wanted, "socket:[%lu]", inode);
	DIR *d = opendir(dir);
	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d));) {
		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		ssize_t n = readlink(path, target, sizeof target - 1);
		if (n <= 0) continue;
		target[n] = 0;
		found |= !strcmp(target, wanted);
	}
	closedir(d);
	return found;
}

/* Sockets of the process in one of /proc/net's tables that lie outside the ports given to it; *ret_inside counts the others. */
static int sockets_outside(int pid, const char *table, int *ret_inside)
{
	char line[512];
	int outside = 0;
	FILE *f = fopen(table, "re");
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		unsigned port;
		unsigned long inode;
		if (sscanf(line, "%*d: %*[0-9A-F]:%x %*s %*s %*s %*s %*s %*s %*s %lu", &port, &inode) != 2 || !inode) continue;
		if (!has_socket(pid, inode)) continue;
		if (port >= PORT_FIRST && port <= PORT_LAST) (*ret_inside)++;
		else outside++;
	}
	fclose(f);
	return outside;
}

/* mela-render: nobody waits warm, and one that died makes room. */
static void a_cold_house_has_no_spare(void **state)
{
	struct house *h = *state;
	struct nursery *cold;
	struct child_id c, second;
	char program[1024];
	int fd, other;
	program_path(program);
	strcpy(strrchr(program, '/'), "/mela-render");
	struct nursery_config config = {.program = program, .announce = "", .port_first = 1, .port_last = 1, .children_max = 1, .cold = true};
	struct ipc_control first = {.kind = IPC_RENDER, .render = {.codec = CODEC_VP8, .pt = 96}};
	assert_int_equal(nursery_open(h->loop, &config, &(struct nursery_events){.arg = h, .on_gone = on_gone}, &cold), OK);
	assert_int_equal(nursery_count(cold), 0);
	assert_int_equal(nursery_begin(cold, &first, &c, &fd), OK);
	assert_int_equal(nursery_begin(cold, &first, &second, &other), ERR_FULL);
	int pid = nursery_pid(cold, c);
	assert_true(pid > 0);
	kill(pid, SIGKILL);
	turn_until(h, &h->gone, 1);
	assert_int_equal(h->why, ERR_IO);
	assert_int_equal(nursery_pid(cold, c), 0);
	assert_int_equal(nursery_begin(cold, &first, &second, &other), OK);
	assert_int_equal(nursery_stop(cold, second), OK);
	turn_until(h, &h->gone, 2);
	assert_int_equal(h->why, OK);
	close(fd);
	close(other);
	nursery_close(cold);
}

static void sec_37_listens_in_the_declared_ports_only(void **state)
{
	struct house *h = *state;
	int fd, udp = 0, tcp = 0;
	struct child_id c = begin(h, &fd);
	int pid = nursery_pid(h->nursery, c);
	assert_int_equal(sockets_outside(pid, "/proc/net/udp", &udp) + sockets_outside(pid, "/proc/net/udp6", &udp), 0);
	assert_int_equal(sockets_outside(pid, "/proc/net/tcp", &tcp) + sockets_outside(pid, "/proc/net/tcp6", &tcp), 0);
	assert_in_range(udp, 1, 16);
	assert_int_equal(tcp, 0);
	close(fd);
}

static int files_open(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;
	while (readdir(d)) n++;
	closedir(d);
	return n;
}

/* A figure of /proc/self/status: "Threads", or "VmRSS" in kB. */
static int status_of(const char *name)
{
	char line[256];
	int value = -1;
	size_t len = strlen(name);
	FILE *f = fopen("/proc/self/status", "re");
	while (fgets(line, sizeof line, f))
		if (!strncmp(line, name, len) && line[len] == ':') value = atoi(line + len + 1);
	fclose(f);
	return value;
}

static void leaves_nothing_behind(void **state)
{
	struct house *h = *state;
	const char *asked = getenv("CYCLES");
	int fd, gone = 0, cycles = asked ? atoi(asked) : CYCLES_SHORT;
	int files = files_open(), threads = status_of("Threads"), memory_kb = status_of("VmRSS");
	for (int i = 0; i < cycles; i++) {
		struct child_id c = begin(h, &fd);
		assert_int_equal(nursery_stop(h->nursery, c), OK);
		close(fd);
		turn_until(h, &h->gone, ++gone);
	}
	assert_int_equal(files_open(), files);
	assert_int_equal(status_of("Threads"), threads);
	assert_in_range(status_of("VmRSS"), 0, memory_kb + GROWTH_KB);
	assert_int_equal(nursery_count(h->nursery), 0);
}

/* A core of its own dies without a word; its children, a working one and the spare, must follow. */
static void follows_the_core_into_death(void **state)
{
	(void)state;
	int pids[2], told[2];
	assert_int_equal(pipe(told), 0);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	pid_t core = fork();
	if (core == 0) {
		void *s = NULL;
		if (house_open(&s)) _exit(1);
		struct house *h = s;
		struct child_id c = begin(h, &(int){0});
		pids[0] = nursery_pid(h->nursery, c);
		kill(pids[0], SIGSTOP);          /* it cannot even look at its socket */
		if (write(told[1], pids, sizeof *pids) < 0) _exit(1);
		pause();
	}
	assert_int_equal(read(told[0], pids, sizeof *pids), sizeof *pids);
	kill(core, SIGKILL);
	int left = 3;                            /* the core, the stopped child, the spare */
	for (int64_t began = clock_mono_us(); left && clock_mono_us() - began < HANG_US;) {
		if (waitpid(-1, NULL, WNOHANG) > 0) left--;
		else poll(NULL, 0, 20);
	}
	prctl(PR_SET_CHILD_SUBREAPER, 0);
	assert_int_equal(left, 0);
	close(told[0]);
	close(told[1]);
}

#define IN_A_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_open, house_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_HOUSE(answers_with_what_the_phone_needs),
		cmocka_unit_test_setup_teardown(announces_the_outer_addresses, house_behind_nat, house_close),
		cmocka_unit_test_setup_teardown(announces_the_one_asked_for, house_on_loopback, house_close),
		IN_A_HOUSE(refuses_what_it_cannot_answer),
		IN_A_HOUSE(restarts_ice),
		IN_A_HOUSE(holds_its_limit),
		IN_A_HOUSE(notices_a_killed_child_at_once),
		IN_A_HOUSE(kills_a_stopped_child),
		IN_A_HOUSE(a_cold_house_has_no_spare),
		IN_A_HOUSE(sec_37_listens_in_the_declared_ports_only),
		IN_A_HOUSE(leaves_nothing_behind),
		cmocka_unit_test(follows_the_core_into_death),
	};
	/* Any critical message of GLib in a child is a failure. */
	setenv("G_DEBUG", "fatal-criticals", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
