/* spawn.c — posix_spawn, with all that it must be told. */
#include "base/spawn.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

err_t spawn(const char *program, char *const argv[], char *const environment[], const struct spawn_fd *fds, size_t n, pid_t *ret)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none, all;
	int last = STDERR_FILENO;
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawn_file_actions_init(&files);
	for (size_t i = 0; i < n; i++) {
		if (fds[i].fd < 0) posix_spawn_file_actions_addopen(&files, fds[i].as, "/dev/null", O_RDONLY, 0);
		else posix_spawn_file_actions_adddup2(&files, fds[i].fd, fds[i].as);
		if (fds[i].as > last) last = fds[i].as;
	}
	posix_spawn_file_actions_addclosefrom_np(&files, last + 1);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	int e = posix_spawn(ret, program, &files, &attr, argv, environment);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	if (e) log_error("base", "%s cannot be started: %s", program, strerror(e));
	return e ? ERR_IO : OK;
}
