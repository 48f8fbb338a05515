/* helpers.c — posix_spawn through setpriv, so that a helper ends even when this process is killed. */
#include "server/helpers.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "server/beside.h"

extern char **environ;

struct helper {
	struct helpers *all;
	char *args[HELPER_ARGS_MAX + 4];
	pid_t pid;
	int pidfd, starts;
	struct loop_watch *watch;
	struct loop_timer *rest;
};
struct helpers { struct loop *loop; struct helper items[HELPERS_MAX]; int len; };

struct helpers *helpers_new(struct loop *loop)
{
	struct helpers *h = calloc(1, sizeof *h);
	if (!h) abort();
	h->loop = loop;
	return h;
}

static void forget(struct helper *p)
{
	loop_watch_stop(p->watch);
	if (p->pidfd >= 0) close(p->pidfd);
	waitpid(p->pid, NULL, 0);
	p->watch = NULL;
	p->pidfd = -1;
	p->pid = 0;
}

void helpers_free(struct helpers *h)
{
	if (!h) return;
	for (int i = 0; i < h->len; i++) {
		struct helper *p = &h->items[i];
		loop_timer_stop(p->rest);
		if (p->pid) {
			kill(p->pid, SIGKILL);
			forget(p);
		}
		for (char **a = p->args; *a; a++) free(*a);
	}
	free(h);
}

static err_t run(struct helper *p);

static void on_rested(void *arg)
{
	struct helper *p = arg;
	loop_timer_stop(p->rest);
	p->rest = NULL;
	if (run(p) != OK) log_warn("demo", "%s could not be started again", p->args[3]);
}

static void on_ended(void *arg)
{
	struct helper *p = arg;
	forget(p);
	if (p->starts >= HELPER_STARTS) { log_warn("demo", "%s ends again and again; it is left alone", p->args[3]); return; }
	p->rest = loop_timer_start(p->all->loop, HELPER_REST_MS, 0, on_rested, p);
}

static err_t run(struct helper *p)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none;
	sigemptyset(&none);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigmask(&attr, &none);
	int rc = posix_spawnp(&p->pid, p->args[0], &files, &attr, p->args, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	if (rc) { p->pid = 0; return ERR_IO; }
	p->starts++;
	p->pidfd = (int)syscall(SYS_pidfd_open, p->pid, 0);
	p->watch = p->pidfd < 0 ? NULL : loop_watch_start(p->all->loop, p->pidfd, on_ended, p);
	return OK;
}

static char *copy(const char *s)
{
	char *c = strdup(s);
	if (!c) abort();
	return c;
}

err_t helpers_start(struct helpers *h, const char *program, const char *const args[])
{
	if (h->len == HELPERS_MAX) return ERR_FULL;
	char tool[64], path[512];
	snprintf(tool, sizeof tool, "tools/%s", program);
	beside(tool, "", path, sizeof path);
	if (access(path, X_OK) < 0) { log_error("demo", "%s is not built (make tools)", tool); return ERR_IO; }
	struct helper *p = &h->items[h->len++];
	*p = (struct helper){.all = h, .pidfd = -1};
	const char *const head[] = {"setpriv", "--pdeathsig", "KILL", path};
	int at = 0;
	for (; at < 4; at++) p->args[at] = copy(head[at]);
	for (int i = 0; args[i] && i < HELPER_ARGS_MAX - 1; i++) p->args[at++] = copy(args[i]);
	return run(p);
}
