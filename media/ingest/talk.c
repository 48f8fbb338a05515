/* talk.c — one row per kind the core may send. */
#include "media/ingest/talk.h"

#include <errno.h>
#include <glib-unix.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"

struct talk {
	int control_fd, packets_fd;
	struct talk_events events;
	char msg[IPC_MESSAGE_BYTES];
};

static void take_offer(struct talk *t, const struct ipc_control *c) { t->events.on_offer(t->events.arg, c->text); }
static void take_patch(struct talk *t, const struct ipc_control *c) { t->events.on_patch(t->events.arg, c->patch.serial, c->text); }

static void take_keyframe(struct talk *t, const struct ipc_control *c)
{
	(void)c;
	t->events.on_keyframe(t->events.arg);
}

static void take_stop(struct talk *t, const struct ipc_control *c)
{
	(void)c;
	t->events.on_stop(t->events.arg);
}

static void (*const takers[IPC_KIND_COUNT])(struct talk *, const struct ipc_control *) = {
	[IPC_OFFER] = take_offer, [IPC_PATCH] = take_patch, [IPC_KEYFRAME] = take_keyframe, [IPC_STOP] = take_stop,
};

/* Takes one message; false when the other end is gone. */
static bool take(struct talk *t, int fd)
{
	ssize_t n = recv(fd, t->msg, sizeof t->msg, MSG_DONTWAIT);
	if (n < 0) return errno == EAGAIN || errno == EINTR;
	if (n == 0) return false;
	struct ipc_control c;
	if (ipc_control_parse(t->msg, (size_t)n, &c) != OK || !takers[c.kind]) {
		log_error("ingest", "a message of %zd bytes from the core cannot be read", n);
		return false;
	}
	takers[c.kind](t, &c);
	return true;
}

static gboolean on_control(gint fd, GIOCondition what, gpointer arg)
{
	(void)what;
	if (!take(arg, fd)) _exit(EXIT_SUCCESS);
	return G_SOURCE_CONTINUE;
}

/* The worker may let go of its end before the floor says STOP; only the wishes end then. */
static gboolean on_wish(gint fd, GIOCondition what, gpointer arg)
{
	(void)what;
	return take(arg, fd) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean on_heartbeat(gpointer arg)
{
	struct talk *t = arg;
	/* A full socket means that the core is slow, not gone. */
	IGNORE(ipc_control_send(t->control_fd, &(struct ipc_control){.kind = IPC_HEARTBEAT}));
	return G_SOURCE_CONTINUE;
}

struct talk *talk_new(int control_fd, int packets_fd, const struct talk_events *events)
{
	struct talk *t = calloc(1, sizeof *t);
	if (!t) abort();
	t->control_fd = control_fd;
	t->packets_fd = packets_fd;
	t->events = *events;
	g_unix_fd_add(control_fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_control, t);
	g_unix_fd_add(packets_fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_wish, t);
	g_timeout_add(IPC_HEARTBEAT_MS, on_heartbeat, t);
	return t;
}

void talk_say(struct talk *t, const struct ipc_control *c)
{
	err_t e = ipc_control_send(t->control_fd, c);
	if (e == OK) return;
	log_error("ingest", "the core cannot be told: %s", err_wire(e));
	_exit(EXIT_FAILURE);
}
