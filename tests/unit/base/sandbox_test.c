/* What the sandbox lets through and what it does not, each in a process of its own. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/sandbox.h"

#define MEMORY (64ll << 20)

/* The status with which a process ends that does this inside. */
static int inside(int (*what)(void))
{
	int status;
	pid_t pid = fork();
	if (pid == 0) {
		if (sandbox_enter(&(struct sandbox_limits){.memory_bytes = MEMORY, .cpu_s = 1}) != OK) _exit(99);
		_exit(what());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}
static bool killed_by(int status, int signal) { return WIFSIGNALED(status) && WTERMSIG(status) == signal; }

static int reckon(void) { return strlen("abc") == 3 ? 7 : 1; }
static int open_socket(void) { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }
static int local_socket(void) { return socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }
static int another_process(void) { return fork() >= 0; }
static int another_program(void) { return execl("/bin/true", "true", NULL); }
static int trace(void) { return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0; }
static int signal_parent(void) { return kill(getppid(), 0); }
static int open_file(void) { return open("/etc/passwd", O_RDONLY) < 0 && errno == EACCES ? 7 : 1; }
static int write_file(void) { return open("/tmp/mela-sandbox", O_WRONLY | O_CREAT, 0600) < 0 && errno == EACCES ? 7 : 1; }
#ifndef __clang__ /* the sanitizers' builds have no limit of memory */
static int too_much_memory(void)
{
	volatile char *p = malloc(MEMORY * 2);
	return p ? 1 : 7;
}
#endif
static int some_memory(void)
{
	volatile char *p = malloc(MEMORY / 2);
	if (!p) return 1;
	memset((void *)p, 1, MEMORY / 2);
	return 7;
}
static int for_ever(void)
{
	volatile bool always = true;
	while (always) continue;
	return 7;
}

static void test_what_goes(void **state)
{
	(void)state;
	int (*const rows[])(void) = {reckon, open_file, write_file, some_memory,
#ifndef __clang__
	                             too_much_memory,
#endif
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int status = inside(rows[i]);
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 7) fail_msg("row %zu: status %x", i, status);
	}
}

static void sec_28_what_ends_it(void **state)
{
	(void)state;
	int (*const rows[])(void) = {open_socket, local_socket, another_process, another_program, trace, signal_parent};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (!killed_by(inside(rows[i]), SIGSYS)) fail_msg("row %zu", i);
}

static void test_time_is_bounded(void **state)
{
	(void)state;
	int status = inside(for_ever);
	assert_true(killed_by(status, SIGXCPU) || killed_by(status, SIGKILL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_goes), cmocka_unit_test(sec_28_what_ends_it), cmocka_unit_test(test_time_is_bounded)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
