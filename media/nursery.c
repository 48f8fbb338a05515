/* nursery.c — a table of slots; a child's id is its slot with a generation above it. */
#include "media/nursery.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/spawn.h"

#define NURSERY_LOOK_MS 250          /* how often heartbeats are looked at */
#define NURSERY_WARM_MS 30000        /* until READY: GStreamer may scan its plugins first */
#define NURSERY_RETRY_MS 1000        /* between two spares, should they die at birth */
#define NURSERY_FILES_MAX 256
#define NURSERY_MEMORY_BYTES (2ull << 30)    /* of address space; a phone takes about 300 MB */

/* The shadow memory of the sanitizers (built by clang) is terabytes wide. */
#ifdef __clang__
#define NURSERY_SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define NURSERY_SANITIZED 0
#endif

enum phase { VACANT, SPARE, WORKING, STOPPING };

struct child {
	struct nursery *nursery;
	uint64_t id;
	enum phase phase;
	bool ready;
	pid_t pid;
	int control_fd, packets_fd, pidfd;   /* packets_fd is -1 once given away */
	struct loop_watch *control, *exit;
	int64_t heard_us, stopped_us;
	uint64_t patches;
	err_t why;
};

struct nursery {
	struct loop *loop;
	struct nursery_events events;
	char *program, *announce, first[8], last[8];
	int children_max;
	bool cold;
	uint64_t generation;
	struct loop_timer *look;
	int64_t born_us;                     /* when the last spare was started */
	struct child children[NURSERY_MAX + 1];
};

/* ---- birth ---- */

static void limit(pid_t pid)
{
	if (!NURSERY_SANITIZED) prlimit(pid, RLIMIT_AS, &(struct rlimit){NURSERY_MEMORY_BYTES, NURSERY_MEMORY_BYTES}, NULL);
	prlimit(pid, RLIMIT_NOFILE, &(struct rlimit){NURSERY_FILES_MAX, NURSERY_FILES_MAX}, NULL);
	prlimit(pid, RLIMIT_CORE, &(struct rlimit){0, 0}, NULL);
}

/* A pair of which [1] is well above the numbers the child wants it at. */
static err_t pair_open(int ret[2])
{
	int fds[2];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds)) return ERR_IO;
	int high = fcntl(fds[1], F_DUPFD_CLOEXEC, IPC_PACKETS_FD + 4);
	close(fds[1]);
	if (high < 0) { close(fds[0]); return ERR_IO; }
	ret[0] = fds[0];
	ret[1] = high;
	return OK;
}

static err_t start(const struct nursery *n, int control, int packets, pid_t *ret)
{
	char *argv[] = {n->program, (char *)n->first, (char *)n->last, n->announce, NULL};
	const struct spawn_fd fds[] = {{-1, STDIN_FILENO}, {control, IPC_CONTROL_FD}, {packets, IPC_PACKETS_FD}};
	return spawn(n->program, argv, environ, fds, sizeof fds / sizeof *fds, ret);
}

static void on_control(void *arg);
static void on_exit_seen(void *arg);

static struct child *slot_find(struct nursery *n, enum phase phase)
{
	for (size_t i = 0; i <= NURSERY_MAX; i++)
		if (n->children[i].phase == phase) return &n->children[i];
	return NULL;
}

static err_t bear(struct nursery *n)
{
	struct child *c = slot_find(n, VACANT);
	int control[2], packets[2];
	pid_t pid;
	if (!c) return ERR_FULL;
	TRY(pair_open(control));
	err_t e = pair_open(packets);
	if (e == OK) e = start(n, control[1], packets[1], &pid);
	close(control[1]);
	if (e != OK) { close(control[0]); return e; }
	close(packets[1]);
	limit(pid);
	n->born_us = clock_mono_us();
	*c = (struct child){
		.nursery = n, .id = ++n->generation << 16 | (uint64_t)(c - n->children), .phase = SPARE, .pid = pid,
		.control_fd = control[0], .packets_fd = packets[0], .pidfd = pidfd_open(pid, 0), .heard_us = n->born_us, .why = ERR_IO,
	};
	c->control = loop_watch_start(n->loop, c->control_fd, on_control, c);
	c->exit = loop_watch_start(n->loop, c->pidfd, on_exit_seen, c);
	return OK;
}

/* ---- what a child says ---- */

static struct child_id id_of(const struct child *c) { return (struct child_id){c->id}; }

static void take_ready(struct child *c, const struct ipc_control *m) { (void)m; c->ready = true; }
static void take_heartbeat(struct child *c, const struct ipc_control *m) { (void)c, (void)m; }

static void take_answer(struct child *c, const struct ipc_control *m)
{
	const struct nursery_events *e = &c->nursery->events;
	if (m->answer.error != OK) c->why = (err_t)m->answer.error;
	if (e->on_answer) e->on_answer(e->arg, id_of(c), &m->answer, m->text);
}

static void take_fragment(struct child *c, const struct ipc_control *m)
{
	const struct nursery_events *e = &c->nursery->events;
	if (e->on_fragment) e->on_fragment(e->arg, id_of(c), (err_t)m->fragment.error, m->text);
}

static void take_state(struct child *c, const struct ipc_control *m)
{
	const struct nursery_events *e = &c->nursery->events;
	if (m->state.phase == IPC_PHASE_FAILED) c->why = m->state.error ? (err_t)m->state.error : ERR_IO;
	if (e->on_state) e->on_state(e->arg, id_of(c), (enum ipc_phase)m->state.phase);
}

static void take_stats(struct child *c, const struct ipc_control *m)
{
	const struct nursery_events *e = &c->nursery->events;
	if (e->on_stats) e->on_stats(e->arg, id_of(c), &m->stats);
}

static void (*const takers[IPC_KIND_COUNT])(struct child *, const struct ipc_control *) = {
	[IPC_READY] = take_ready, [IPC_HEARTBEAT] = take_heartbeat, [IPC_ANSWER] = take_answer,
	[IPC_FRAGMENT] = take_fragment, [IPC_STATE] = take_state, [IPC_STATS] = take_stats,
};

/* Takes all that waits; false once the socket is closed or speaks nonsense. After STOP nobody listens any more. */
static bool drain(struct child *c)
{
	char msg[IPC_MESSAGE_BYTES];
	uint64_t id = c->id;
	for (;;) {
		ssize_t n = recv(c->control_fd, msg, sizeof msg, MSG_DONTWAIT);
		if (n < 0) return errno == EAGAIN || errno == EINTR;
		struct ipc_control m;
		if (n == 0 || ipc_control_parse(msg, (size_t)n, &m) != OK || !takers[m.kind]) return false;
		c->heard_us = clock_mono_us();
		if (c->phase != STOPPING) takers[m.kind](c, &m);
		assert(c->id == id);
	}
}

/* ---- death ---- */

static void shut(struct child *c)
{
	loop_watch_stop(c->control);
	loop_watch_stop(c->exit);
	close(c->control_fd);
	close(c->pidfd);
	if (c->packets_fd >= 0) close(c->packets_fd);
	*c = (struct child){.phase = VACANT};
}

static void on_control(void *arg)
{
	struct child *c = arg;
	if (drain(c)) return;
	loop_watch_stop(c->control);
	c->control = NULL;
	if (c->phase != STOPPING) kill(c->pid, SIGKILL);
}

static void on_exit_seen(void *arg)
{
	struct child *c = arg;
	struct nursery *n = c->nursery;
	struct child_id id = id_of(c);
	siginfo_t how = {0};
	drain(c);
	if (waitid(P_PIDFD, (id_t)c->pidfd, &how, WEXITED | WNOHANG) || how.si_pid == 0) return;
	bool spare = c->phase == SPARE;
	err_t why = c->phase == STOPPING ? OK : c->why;
	if (spare || why == ERR_IO) log_warn("media", "%s %d ended by itself (%d)", n->program, (int)c->pid, how.si_status);
	shut(c);
	if (!spare && n->events.on_gone) n->events.on_gone(n->events.arg, id, why);
}

static void look_at(struct child *c, int64_t now)
{
	int64_t patience_us = (c->ready ? NURSERY_SILENCE_MS : NURSERY_WARM_MS) * INT64_C(1000);
	if (c->phase == STOPPING && now - c->stopped_us > NURSERY_GOODBYE_MS * INT64_C(1000)) kill(c->pid, SIGKILL);
	if (now - c->heard_us <= patience_us) return;
	/* If it was the floor that slept, the heartbeats wait in the socket. */
	drain(c);
	if (clock_mono_us() - c->heard_us <= patience_us) return;
	log_warn("media", "%s %d is silent and is killed", c->nursery->program, (int)c->pid);
	kill(c->pid, SIGKILL);
}

static void on_look(void *arg)
{
	struct nursery *n = arg;
	int64_t now = clock_mono_us();
	for (size_t i = 0; i <= NURSERY_MAX; i++)
		if (n->children[i].phase != VACANT) look_at(&n->children[i], now);
	if (!n->cold && !slot_find(n, SPARE) && now - n->born_us > NURSERY_RETRY_MS * INT64_C(1000)) IGNORE(bear(n));
}

/* ---- the face ---- */

err_t nursery_open(struct loop *loop, const struct nursery_config *config, const struct nursery_events *events, struct nursery **ret)
{
	if (!config->port_first || config->port_last < config->port_first) return ERR_CONFIG;
	if (access(config->program, X_OK)) return ERR_CONFIG;
	struct nursery *n = calloc(1, sizeof *n);
	if (!n) abort();
	n->loop = loop;
	n->events = *events;
	n->program = strdup(config->program);
	n->announce = strdup(config->announce ? config->announce : "");
	if (!n->program || !n->announce) abort();
	snprintf(n->first, sizeof n->first, "%u", config->port_first);
	snprintf(n->last, sizeof n->last, "%u", config->port_last);
	n->children_max = config->children_max < NURSERY_MAX ? config->children_max : NURSERY_MAX;
	n->look = loop_timer_start(loop, NURSERY_LOOK_MS, NURSERY_LOOK_MS, on_look, n);
	n->cold = config->cold;
	if (!n->cold) IGNORE(bear(n)); /* tried again by on_look */
	*ret = n;
	return OK;
}

void nursery_close(struct nursery *n)
{
	if (!n) return;
	loop_timer_stop(n->look);
	for (size_t i = 0; i <= NURSERY_MAX; i++) {
		struct child *c = &n->children[i];
		if (c->phase == VACANT) continue;
		kill(c->pid, SIGKILL);
		waitpid(c->pid, NULL, 0);
		shut(c);
	}
	free(n->program);
	free(n->announce);
	free(n);
}

/* A child at work by its id; NULL once it is gone or told to stop. */
static struct child *find(const struct nursery *n, struct child_id id)
{
	const struct child *c = &n->children[id.v & 0xffff];
	if ((id.v & 0xffff) > NURSERY_MAX || c->id != id.v || c->phase != WORKING) return NULL;
	return (struct child *)c;
}

err_t nursery_start(struct nursery *n, const char *offer, struct child_id *ret, int *ret_packets_fd)
{
	return nursery_begin(n, &(struct ipc_control){.kind = IPC_OFFER, .text = offer}, ret, ret_packets_fd);
}

err_t nursery_begin(struct nursery *n, const struct ipc_control *first, struct child_id *ret, int *ret_packets_fd)
{
	if (nursery_count(n) >= n->children_max) return ERR_FULL;
	if (!slot_find(n, SPARE)) TRY(bear(n));
	struct child *c = slot_find(n, SPARE);
	TRY(ipc_control_send(c->control_fd, first));
	c->phase = WORKING;
	*ret = id_of(c);
	*ret_packets_fd = c->packets_fd;
	c->packets_fd = -1;
	if (!n->cold) IGNORE(bear(n));
	return OK;
}

err_t nursery_patch(struct nursery *n, struct child_id id, const char *fragment)
{
	struct child *c = find(n, id);
	if (!c) return ERR_NOT_FOUND;
	return ipc_control_send(c->control_fd, &(struct ipc_control){.kind = IPC_PATCH, .patch = {++c->patches}, .text = fragment});
}

err_t nursery_stop(struct nursery *n, struct child_id id)
{
	struct child *c = find(n, id);
	if (!c) return ERR_NOT_FOUND;
	c->phase = STOPPING;
	c->stopped_us = clock_mono_us();
	if (ipc_control_send(c->control_fd, &(struct ipc_control){.kind = IPC_STOP}) != OK) kill(c->pid, SIGKILL);
	return OK;
}

int nursery_count(const struct nursery *n)
{
	int count = 0;
	for (size_t i = 0; i <= NURSERY_MAX; i++) count += n->children[i].phase >= WORKING;
	return count;
}

int nursery_pid(const struct nursery *n, struct child_id id)
{
	const struct child *c = find(n, id);
	return c ? c->pid : 0;
}
