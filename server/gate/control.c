/* control.c — see control.h. What the kernel says of the peer counts (SO_PEERCRED), besides the file's mode. */
#include "gate/control.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "gate/json_in.h"
#include "people/password.h"
#include "people/person.h"
#include "people/staff.h"
#include "trade/account_guard.h"

struct client {
	struct control *all;
	int fd;
	struct loop_watch *watch;
	struct loop_timer *timer;
	char line[CONTROL_LINE];
	size_t len;
};

struct control {
	struct loop *loop;
	struct tick *tick;
	int fd;
	struct loop_watch *watch;
	struct sockaddr_un at;
	struct client clients[CONTROL_CLIENTS];
};

static err_t address(const char *dir, struct sockaddr_un *ret)
{
	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	int n = snprintf(ret->sun_path, sizeof ret->sun_path, "%s/control.sock", dir);
	return n < (int)sizeof ret->sun_path ? OK : ERR_TOO_LONG;
}

static void hang_up(void *arg)
{
	struct client *c = arg;
	loop_watch_stop(c->watch);
	loop_timer_stop(c->timer);
	if (c->fd >= 0) close(c->fd);
	*c = (struct client){.all = c->all, .fd = -1};
}

static void answer(struct client *c, err_t e)
{
	char line[80];
	int n = e == OK ? snprintf(line, sizeof line, "{\"ok\":true}\n") : snprintf(line, sizeof line, "{\"error\":\"%s\"}\n", err_wire(e));
	if (send(c->fd, line, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL) != n) log_warn("gate", "a command's answer found nobody");
	hang_up(c);
}

static void on_kept(void *arg) { answer(arg, OK); }
static void on_lost(void *arg, err_t e) { answer(arg, e); }

struct command { char what[20], email[PERSON_EMAIL_MAX + 1], role[12], hash[PASSWORD_HASH_MAX]; };
static const struct shape_field command_fields[] = {
	{.name = "do", .kind = SHAPE_KIND_STR, .need = SHAPE_REQ, .offset = offsetof(struct command, what), .size = sizeof((struct command *)0)->what},
	SHAPE_STR(struct command, email, REQ), SHAPE_STR(struct command, role, REQ), SHAPE_STR(struct command, hash, OPT),
};
static const struct shape command_shape = SHAPE("command", struct command, command_fields);

static err_t keep_user(struct tx *tx, const struct command *c) { return staff_keep(tx, &(struct staff_new){c->email, c->hash, role_parse(c->role)}); }
static err_t end_second_factor(struct tx *tx, const struct command *c) { return guard_end_second_factor(tx, c->email, role_parse(c->role)); }

struct asked { const struct command *command; struct client *client; };

static err_t run(struct tx *tx, void *request)
{
	static const struct { const char *what; err_t (*run)(struct tx *tx, const struct command *c); } commands[] = {{"user", keep_user}, {"no-second-factor", end_second_factor}};
	const struct asked *a = request;
	err_t e = ERR_UNKNOWN_MESSAGE;
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (strcmp(a->command->what, commands[i].what) == 0) e = commands[i].run(tx, a->command);
	TRY(e);
	tx_effect(tx, &(struct effect){.run = on_kept, .fail = on_lost, .arg = a->client});
	return OK;
}

/* The whole line is there. From here to the commit the client waits, whatever it sends. */
static void obey(struct client *c)
{
	struct command command;
	struct json_in_fault fault;
	err_t e = json_in(&command_shape, c->line, c->len, &command, &fault);
	loop_watch_stop(c->watch);
	c->watch = NULL;
	loop_timer_stop(c->timer);
	c->timer = NULL;
	if (e == OK) e = tick_handle(c->all->tick, run, &(struct asked){&command, c});
	if (e != OK) answer(c, e);
}

static void on_bytes(void *arg)
{
	struct client *c = arg;
	ssize_t n = recv(c->fd, c->line + c->len, sizeof c->line - c->len, MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
	if (n <= 0) { hang_up(c); return; }
	const char *end = memchr(c->line + c->len, '\n', (size_t)n);
	c->len = end ? (size_t)(end - c->line) : c->len + (size_t)n;
	if (end) obey(c);
	else if (c->len == sizeof c->line) answer(c, ERR_TOO_BIG);
}

static bool is_ours(int fd)
{
	struct ucred who;
	socklen_t len = sizeof who;
	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) == 0 && (who.uid == 0 || who.uid == geteuid());
}

static void on_client(void *arg)
{
	struct control *all = arg;
	int fd = accept4(all->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (fd < 0) return;
	struct client *c = NULL;
	for (int i = 0; i < CONTROL_CLIENTS && !c; i++)
		if (all->clients[i].fd < 0) c = &all->clients[i];
	if (!c || !is_ours(fd)) { close(fd); return; }
	c->fd = fd;
	c->watch = loop_watch_start(all->loop, fd, on_bytes, c);
	c->timer = loop_timer_start(all->loop, CONTROL_WAIT_MS, 0, hang_up, c);
}

/* The folder's lock is held, so that a socket that lies there is one of a dead server. */
static int listen_at(const struct sockaddr_un *at)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	unlink(at->sun_path);
	mode_t before = umask(0177);
	bool bound = fd >= 0 && bind(fd, (const struct sockaddr *)at, sizeof *at) == 0 && listen(fd, CONTROL_CLIENTS) == 0;
	umask(before);
	if (bound) return fd;
	log_error("gate", "%s: %s", at->sun_path, strerror(errno));
	if (fd >= 0) close(fd);
	return -1;
}

err_t control_open(struct loop *loop, struct tick *tick, const char *dir, struct control **ret)
{
	struct sockaddr_un at;
	TRY(address(dir, &at));
	int fd = listen_at(&at);
	if (fd < 0) return ERR_IO;
	struct control *c = calloc(1, sizeof *c);
	if (!c) abort();
	*c = (struct control){.loop = loop, .tick = tick, .fd = fd, .at = at};
	for (int i = 0; i < CONTROL_CLIENTS; i++) c->clients[i] = (struct client){.all = c, .fd = -1};
	c->watch = loop_watch_start(loop, fd, on_client, c);
	*ret = c;
	return OK;
}

void control_close(struct control *c)
{
	if (!c) return;
	loop_watch_stop(c->watch);
	for (int i = 0; i < CONTROL_CLIENTS; i++) hang_up(&c->clients[i]);
	unlink(c->at.sun_path);
	close(c->fd);
	free(c);
}

/* ── the other side ── */

static err_t meaning_of(const char *line)
{
	char said[64];
	if (strncmp(line, "{\"ok\":true}", 11) == 0) return OK;
	if (sscanf(line, "{\"error\":\"%63[a-z-]\"}", said) != 1) return ERR_TIMEOUT;
	for (int e = 1; e < ERR_COUNT; e++)
		if (strcmp(err_wire((err_t)e), said) == 0) return (err_t)e;
	return ERR_INTERNAL;
}

static err_t exchange(int fd, const char *line)
{
	char got[256] = "";
	size_t len = 0;
	const struct timeval wait = {.tv_sec = 2 * CONTROL_WAIT_MS / 1000};
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
	if (send(fd, line, strlen(line), MSG_NOSIGNAL) < 0 || send(fd, "\n", 1, MSG_NOSIGNAL) < 0) return ERR_IO;
	while (len < sizeof got - 1 && !strchr(got, '\n')) {
		ssize_t n = recv(fd, got + len, sizeof got - 1 - len, 0);
		if (n <= 0) break;
		len += (size_t)n;
		got[len] = 0;
	}
	return meaning_of(got);
}

err_t control_ask(const char *dir, const char *line, bool *ret_nobody)
{
	struct sockaddr_un at;
	*ret_nobody = true;
	if (address(dir, &at) != OK) return ERR_NOT_FOUND; /* no server could listen there either */
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0) return ERR_IO;
	*ret_nobody = connect(fd, (const struct sockaddr *)&at, sizeof at) != 0;
	err_t e = *ret_nobody ? ERR_NOT_FOUND : exchange(fd, line);
	close(fd);
	return e;
}
