/* phone_call.c — two pipes and a pid for each line. */
#include "notify/phone_call.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/spawn.h"

extern char **environ;

#define RESULT_MAX 40

/* One line; pid 0: free. */
struct line {
	struct phone_calls *calls;
	pid_t pid;
	int fd;                  /* its standard output */
	struct loop_watch *watch;
	struct loop_timer *limit;
	phone_done_fn *done;
	void *arg;
	char result[RESULT_MAX + 1];
	size_t len;
};
struct phone_calls { struct loop *loop; struct phone_config config; struct line lines[PHONE_LINES_MAX]; };

err_t phone_calls_open(struct loop *loop, const struct phone_config *c, struct phone_calls **ret)
{
	*ret = NULL;
	if (!*c->gateway) return OK;
	if (c->lines < 1 || c->lines > PHONE_LINES_MAX) return ERR_CONFIG;
	struct phone_calls *p = calloc(1, sizeof *p);
	if (!p) abort();
	p->loop = loop;
	p->config = *c;
	*ret = p;
	return OK;
}

static void line_free(struct line *l)
{
	loop_watch_stop(l->watch);
	loop_timer_stop(l->limit);
	close(l->fd);
	kill(l->pid, SIGKILL); /* it is over, or has to be */
	waitpid(l->pid, NULL, 0);
	*l = (struct line){0};
}

void phone_calls_close(struct phone_calls *p)
{
	if (!p) return;
	for (int i = 0; i < PHONE_LINES_MAX; i++)
		if (p->lines[i].pid) line_free(&p->lines[i]);
	free(p);
}

static void finish(struct line *l)
{
	char result[RESULT_MAX + 1];
	phone_done_fn *done = l->done;
	void *arg = l->arg;
	l->result[strcspn(l->result, "\n")] = 0;
	snprintf(result, sizeof result, "%s", *l->result ? l->result : "failed 0");
	line_free(l);
	done(arg, result);
}

static void on_output(void *arg)
{
	struct line *l = arg;
	ssize_t n = read(l->fd, l->result + l->len, RESULT_MAX - l->len);
	if (n > 0) l->len += (size_t)n;
	if (n <= 0 || l->len == RESULT_MAX || strchr(l->result, '\n')) finish(l);
}

static void on_limit(void *arg) { finish(arg); }

static void write_wish(const struct phone_config *c, const struct phone_wish *w, struct buf *out)
{
	buf_printf(out, "to sip:%s@%s\nfrom %s\nlang %s\nsay %s\n", w->number, c->gateway, c->from, w->lang, w->say);
	if (*w->thanks) buf_printf(out, "thanks %s\n", w->thanks);
	if (*c->user) buf_printf(out, "user %s\npassword %s\n", c->user, c->password);
}

static err_t start(struct phone_calls *p, struct line *l, const struct buf *wish)
{
	int in[2], out[2];
	if (pipe2(in, O_CLOEXEC)) return ERR_IO;
	if (pipe2(out, O_CLOEXEC)) {
		close(in[0]);
		close(in[1]);
		return ERR_IO;
	}
	char *argv[] = {(char *)p->config.program, NULL};
	bool failed = spawn(p->config.program, argv, environ, (struct spawn_fd[]){{in[0], STDIN_FILENO}, {out[1], STDOUT_FILENO}}, 2, &l->pid) != OK;
	close(in[0]);
	close(out[1]);
	bool told = !failed && write(in[1], wish->data, wish->len) == (ssize_t)wish->len; /* less than a pipe holds */
	close(in[1]);
	l->fd = out[0];
	if (told) return OK;
	if (failed) close(l->fd);
	else line_free(l);
	*l = (struct line){0};
	return ERR_IO;
}

err_t phone_call(struct phone_calls *p, const struct phone_wish *w, phone_done_fn *done, void *arg)
{
	struct line *l = NULL;
	for (int i = 0; i < p->config.lines && !l; i++)
		if (!p->lines[i].pid) l = &p->lines[i];
	if (!l) return ERR_FULL;
	struct buf wish;
	buf_init(&wish);
	write_wish(&p->config, w, &wish);
	err_t e = start(p, l, &wish);
	buf_fini(&wish);
	if (e != OK) {
		log_error("notify", "%s cannot be started", p->config.program);
		return e;
	}
	l->calls = p;
	l->done = done;
	l->arg = arg;
	l->watch = loop_watch_start(p->loop, l->fd, on_output, l);
	l->limit = loop_timer_start(p->loop, PHONE_CALL_S * 1000, 0, on_limit, l);
	return OK;
}

bool phone_calls_free(const struct phone_calls *p)
{
	for (int i = 0; i < p->config.lines; i++)
		if (!p->lines[i].pid) return true;
	return false;
}
