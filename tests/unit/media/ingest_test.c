/* What mela-ingest, the real one, answers to a phone. */
#include "nursery_bed.h"

#include <dirent.h>

static int house_behind_nat(void **state) { return house_open_at(state, "203.0.113.9, 2001:db8::9"); }
static int house_on_loopback(void **state) { return house_open_at(state, "127.0.0.1"); }

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_HOUSE(answers_with_what_the_phone_needs),
		cmocka_unit_test_setup_teardown(announces_the_outer_addresses, house_behind_nat, house_close),
		cmocka_unit_test_setup_teardown(announces_the_one_asked_for, house_on_loopback, house_close),
		IN_A_HOUSE(refuses_what_it_cannot_answer),
		IN_A_HOUSE(restarts_ice),
		IN_A_HOUSE(sec_37_listens_in_the_declared_ports_only),
	};
	setenv("G_DEBUG", "fatal-criticals", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
