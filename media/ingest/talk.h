/* talk.h — the child's end of the control socket, and the key-frame wishes that come in on the packets socket.
 * Owns    its sources on the default main context; the sockets stay the caller's.
 * Thread  the main thread.
 * Rule    when the control socket closes, the core is gone and so is this process, at once.                     */
#pragma once
#include "media/ipc.h"

struct talk;

/* What the core says; text is lent for the call. */
struct talk_events {
	void *arg;
	void (*on_offer)(void *arg, const char *sdp);
	void (*on_patch)(void *arg, uint64_t serial, const char *fragment);
	void (*on_keyframe)(void *arg);
	void (*on_stop)(void *arg);
};

/* Listens, and sends a heartbeat each IPC_HEARTBEAT_MS from then on. */
struct talk *talk_new(int control_fd, int packets_fd, const struct talk_events *events);
/* Sends one message. Without room for an answer there is no use in going on, so a failure ends the process. */
void talk_say(struct talk *t, const struct ipc_control *c);
