/* Children are born, serve, die and are reaped.
 * CYCLES=100 in the environment makes the run through births and deaths a long one. */
#include "nursery_bed.h"

#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#define CYCLES_SHORT 12
#define GROWTH_KB 2048

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_HOUSE(holds_its_limit),
		IN_A_HOUSE(notices_a_killed_child_at_once),
		IN_A_HOUSE(kills_a_stopped_child),
		IN_A_HOUSE(a_cold_house_has_no_spare),
		IN_A_HOUSE(leaves_nothing_behind),
		cmocka_unit_test(follows_the_core_into_death),
	};
	setenv("G_DEBUG", "fatal-criticals", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
