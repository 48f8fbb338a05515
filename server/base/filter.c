/* filter.c — a list of jobs; the first few have a process. */
#include "base/filter.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/spawn.h"

#define FILTER_FILES_MAX 64
#define CHUNK 65536

/* The shadow memory of the sanitizers (built by clang) is terabytes wide. */
#ifdef __clang__
#define FILTER_SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define FILTER_SANITIZED 0
#endif

struct work {
	struct filter *filter;
	struct work *next;
	char *args[FILTER_ARGS_MAX + 2];
	int in_fd, out_fd, pidfd;
	pid_t pid;                   /* 0: waits */
	struct loop_watch *out_watch, *exit_watch;
	struct loop_timer *deadline;
	struct buf out;
	err_t err;                   /* why it was killed */
	void (*done)(void *arg, err_t e, const struct buf *out);
	void *arg;
};
struct filter { struct loop *loop; struct filter_config config; char *program; int running, waiting; struct work *first; };

static char *copy(const char *s)
{
	char *c = strdup(s);
	if (!c) abort();
	return c;
}

struct filter *filter_new(struct loop *loop, const struct filter_config *config)
{
	struct filter *f = calloc(1, sizeof *f);
	if (!f) abort();
	*f = (struct filter){.loop = loop, .config = *config, .program = copy(config->program)};
	if (f->config.at_work > FILTER_AT_WORK_MAX) f->config.at_work = FILTER_AT_WORK_MAX;
	return f;
}

static void free_work(struct work *w)
{
	loop_watch_stop(w->out_watch);
	loop_watch_stop(w->exit_watch);
	loop_timer_stop(w->deadline);
	for (char **a = w->args; *a; a++) free(*a);
	for (int i = 0; i < 3; i++) {
		const int fd = (const int[]){w->in_fd, w->out_fd, w->pidfd}[i];
		if (fd >= 0) close(fd);
	}
	buf_fini(&w->out);
	free(w);
}

static void unlink_work(struct work *w)
{
	struct work **at = &w->filter->first;
	while (*at != w) at = &(*at)->next;
	*at = w->next;
	if (w->pid) w->filter->running--;
	else w->filter->waiting--;
}

/* ── a process ── */

static void limit(const struct filter_config *c, pid_t pid)
{
	const rlim_t seconds = (rlim_t)(c->longest_ms + 999) / 1000;
	if (!FILTER_SANITIZED) prlimit(pid, RLIMIT_AS, &(struct rlimit){c->memory_bytes, c->memory_bytes}, NULL);
	prlimit(pid, RLIMIT_CPU, &(struct rlimit){seconds, seconds + 1}, NULL);
	prlimit(pid, RLIMIT_NOFILE, &(struct rlimit){FILTER_FILES_MAX, FILTER_FILES_MAX}, NULL);
	prlimit(pid, RLIMIT_FSIZE, &(struct rlimit){c->out_bytes, c->out_bytes}, NULL);
	prlimit(pid, RLIMIT_CORE, &(struct rlimit){0, 0}, NULL);
}

static void kill_work(struct work *w, err_t why)
{
	if (w->err == OK) w->err = why;
	kill(w->pid, SIGKILL);
}

/* Takes what is there. */
static void drain(struct work *w)
{
	char chunk[CHUNK];
	for (;;) {
		const ssize_t n = read(w->out_fd, chunk, sizeof chunk);
		if (n == 0) {
			loop_watch_stop(w->out_watch);
			w->out_watch = NULL;
		}
		if (n <= 0) return;
		if (w->out.len + (size_t)n > w->filter->config.out_bytes) { kill_work(w, ERR_TOO_BIG); return; }
		buf_add(&w->out, chunk, (size_t)n);
	}
}

static void start_waiting(struct filter *f);

static void end(struct work *w, err_t e)
{
	struct filter *f = w->filter;
	unlink_work(w);
	w->done(w->arg, e, &w->out);
	free_work(w);
	start_waiting(f);
}

static void on_out(void *arg) { drain(arg); }
static void on_late(void *arg) { kill_work(arg, ERR_TIMEOUT); }

static void on_exit_seen(void *arg)
{
	struct work *w = arg;
	siginfo_t how = {0};
	if (waitid(P_PIDFD, (id_t)w->pidfd, &how, WEXITED | WNOHANG) || how.si_pid == 0) return;
	drain(w);
	const bool fine = how.si_code == CLD_EXITED && how.si_status == 0;
	if (w->err == OK && !fine) {
		log_warn("base", "%s ended with %d", w->filter->program, how.si_status);
		w->err = ERR_IO;
	}
	end(w, w->err);
}

static err_t start(struct work *w)
{
	int out[2];
	if (pipe2(out, O_CLOEXEC | O_NONBLOCK) < 0) return ERR_IO;
	fcntl(out[1], F_SETFL, 0); /* the program writes as programs do */
	const err_t e = spawn(w->filter->program, w->args, environ, (struct spawn_fd[]){{w->in_fd, STDIN_FILENO}, {out[1], STDOUT_FILENO}}, 2, &w->pid);
	close(out[1]);
	w->out_fd = out[0];
	if (e != OK) {
		w->pid = 0;
		return e;
	}
	struct filter *f = w->filter;
	limit(&f->config, w->pid);
	f->running++;
	w->pidfd = pidfd_open(w->pid, 0);
	w->out_watch = loop_watch_start(f->loop, w->out_fd, on_out, w);
	w->exit_watch = loop_watch_start(f->loop, w->pidfd, on_exit_seen, w);
	w->deadline = loop_timer_start(f->loop, f->config.longest_ms, 0, on_late, w);
	return OK;
}

static struct work *find_waiting(struct filter *f)
{
	struct work *w = f->first;
	while (w && w->pid) w = w->next;
	return w;
}

static void start_waiting(struct filter *f)
{
	struct work *w;
	while (f->running < f->config.at_work && (w = find_waiting(f))) {
		f->waiting--;
		if (start(w) == OK) continue;
		f->waiting++;
		end(w, ERR_IO);
		return;
	}
}

/* ── the face ── */

static int memory_file(const void *in, size_t len)
{
	const int fd = memfd_create("filter", MFD_CLOEXEC);
	if (fd < 0) return -1;
	if (write(fd, in, len) == (ssize_t)len && lseek(fd, 0, SEEK_SET) == 0) return fd;
	close(fd);
	return -1;
}

static void enlist(struct filter *f, struct work *w)
{
	struct work **last = &f->first;
	while (*last) last = &(*last)->next;
	*last = w;
}

err_t filter_run(struct filter *f, const struct filter_job *job)
{
	if (f->running >= f->config.at_work && f->waiting >= f->config.waiting) return ERR_FULL;
	struct work *w = calloc(1, sizeof *w);
	if (!w) abort();
	*w = (struct work){.filter = f, .in_fd = memory_file(job->in, job->in_len), .out_fd = -1, .pidfd = -1, .done = job->done, .arg = job->arg};
	buf_init(&w->out);
	w->args[0] = copy(f->program);
	for (int i = 0; i < FILTER_ARGS_MAX && job->args[i]; i++) w->args[i + 1] = copy(job->args[i]);
	const bool now = f->running < f->config.at_work;
	if (w->in_fd < 0 || (now && start(w) != OK)) {
		free_work(w);
		return ERR_IO;
	}
	if (!now) f->waiting++;
	enlist(f, w);
	return OK;
}

void filter_free(struct filter *f)
{
	if (!f) return;
	for (struct work *w = f->first, *next; w; w = next) {
		next = w->next;
		if (w->pid) {
			kill(w->pid, SIGKILL);
			waitpid(w->pid, NULL, 0);
		}
		w->done(w->arg, ERR_UNAVAILABLE, &w->out);
		free_work(w);
	}
	free(f->program);
	free(f);
}
