/* child.c — a process, a pipe and a clock. */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/spawn.h"

#define CHILD_ARGS_MAX 8

static err_t start(const char *program, const char *const args[], int in_fd, int out_fd, pid_t *ret)
{
	char *argv[CHILD_ARGS_MAX + 2] = {(char *)program};
	char *environment[] = {"LC_ALL=C.UTF-8", "VIPS_CONCURRENCY=1", "G_SLICE=always-malloc", "MALLOC_ARENA_MAX=2", NULL};
	for (int i = 0; args[i] && i < CHILD_ARGS_MAX; i++) argv[i + 1] = (char *)args[i];
	return spawn(program, argv, environment, (struct spawn_fd[]){{in_fd, STDIN_FILENO}, {out_fd, STDOUT_FILENO}}, 2, ret);
}

err_t child_start(const char *program, const char *const args[], int in_fd, int patience_ms, struct child *ret)
{
	int pipe_fds[2];
	struct child c = {.until_us = clock_mono_us() + patience_ms * INT64_C(1000)};
	if (lseek(in_fd, 0, SEEK_SET) < 0 || pipe2(pipe_fds, O_CLOEXEC) != 0) return ERR_IO;
	err_t e = start(program, args, in_fd, pipe_fds[1], &c.pid);
	close(pipe_fds[1]);
	c.out_fd = pipe_fds[0];
	if (e != OK) close(c.out_fd);
	else *ret = c;
	return e;
}

err_t child_read(struct child *c, void *buf, size_t cap, size_t *ret_n)
{
	for (;;) {
		int64_t left_us = c->until_us - clock_mono_us();
		struct pollfd p = {.fd = c->out_fd, .events = POLLIN};
		if (left_us <= 0) return ERR_TIMEOUT;
		int ready = poll(&p, 1, (int)(left_us / 1000) + 1);
		if (ready < 0 && errno != EINTR) return ERR_IO;
		if (ready <= 0) continue;
		ssize_t n = read(c->out_fd, buf, cap);
		if (n < 0 && errno == EINTR) continue;
		if (n < 0) return ERR_IO;
		*ret_n = (size_t)n;
		return OK;
	}
}

err_t child_end(struct child *c)
{
	int status = 0;
	close(c->out_fd);
	/* One that has said all is about to exit by itself; one that is in the middle hears its pipe break. */
	while (waitpid(c->pid, &status, WNOHANG) == 0) {
		if (clock_mono_us() > c->until_us) kill(c->pid, SIGKILL);
		poll(NULL, 0, 1);
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) < ERR_COUNT) return (err_t)WEXITSTATUS(status);
	log_warn("base", "a child that read an upload ended by signal %d", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
	return ERR_MALFORMED;
}

err_t child_run(const char *program, const char *const args[], int in_fd, int patience_ms, size_t out_max, struct buf *out)
{
	struct child c;
	char chunk[65536];
	size_t n = 1;
	TRY(child_start(program, args, in_fd, patience_ms, &c));
	err_t e = OK;
	while (e == OK && n) {
		e = child_read(&c, chunk, sizeof chunk, &n);
		if (e == OK && n > out_max - out->len) e = ERR_TOO_BIG;
		if (e == OK) buf_add(out, chunk, n);
	}
	if (e == ERR_TIMEOUT) kill(c.pid, SIGKILL);
	err_t end = child_end(&c);
	return e == OK ? end : e;
}

int child_input(const void *data, size_t len)
{
	int fd = memfd_create("upload", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	size_t done = 0;
	while (fd >= 0 && done < len) {
		ssize_t n = write(fd, (const char *)data + done, len - done);
		if (n < 0 && errno == EINTR) continue;
		if (n < 0) {
			close(fd);
			return -1;
		}
		done += (size_t)n;
	}
	if (fd >= 0) fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
	return fd;
}
