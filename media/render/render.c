/* render.c — mela-render: makes the small copy of one booth's picture. Started by the nursery only, with the control socket
 * as fd 3 and the packets socket as fd 4 (ipc.h): the picture comes in on fd 4 and goes back small on the same.
 * It exits when told to, when the pipeline fails, or when the core is gone. */
#include <errno.h>
#include <gst/gst.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/haste.h"
#include "base/log.h"
#include "media/ipc.h"
#include "media/render/shrink.h"
#include "media/rtp.h"

struct render {
	struct shrink *shrink;             /* NULL until RENDER has come */
	int64_t heartbeat_us;
	struct ipc_batch out;              /* the pipeline's thread */
	char message[IPC_MESSAGE_BYTES];
};

static void say(enum ipc_kind kind)
{
	if (ipc_control_send(IPC_CONTROL_FD, &(struct ipc_control){.kind = kind}) == ERR_IO) _exit(EXIT_SUCCESS);
}

/* A frame's packets cross together. What the core does not take is lost; the next second begins with a key frame. */
static void on_packet(void *arg, const uint8_t *packet, size_t len)
{
	struct render *r = arg;
	struct rtp head;
	struct ipc_packet p = {.record = IPC_RTP, .track = IPC_VIDEO, .arrival_us = clock_mono_us(), .data = packet, .len = len};
	if (rtp_parse(packet, len, &head) != OK) return;
	err_t e = ipc_batch_add(&r->out, &p);
	if (e == OK && !head.marker) return;
	IGNORE(ipc_batch_send(IPC_PACKETS_FD, &r->out));
	ipc_batch_start(&r->out, 0);
}

static ssize_t hear(struct render *r, int fd)
{
	ssize_t n = recv(fd, r->message, sizeof r->message, MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR)) return -1;
	if (n <= 0) _exit(EXIT_SUCCESS);
	return n;
}

static void take_control(struct render *r)
{
	struct ipc_control c;
	ssize_t n = hear(r, IPC_CONTROL_FD);
	if (n < 0) return;
	if (ipc_control_parse(r->message, (size_t)n, &c) != OK || (c.kind != IPC_RENDER && c.kind != IPC_STOP)) {
		log_error("render", "a message of %zd bytes from the core cannot be read", n);
		_exit(EXIT_FAILURE);
	}
	if (c.kind == IPC_STOP) _exit(EXIT_SUCCESS);
	if (!r->shrink && shrink_new((enum codec)c.render.codec, c.render.pt, on_packet, r, &r->shrink) != OK) _exit(EXIT_FAILURE);
}

static void take_packets(struct render *r)
{
	struct ipc_reader reader;
	struct ipc_packet p;
	ssize_t n = hear(r, IPC_PACKETS_FD);
	if (n < 0 || ipc_packets_open(r->message, (size_t)n, &reader) != OK) return;
	while (ipc_packets_next(&reader, &p))
		if (p.record == IPC_RTP) shrink_push(r->shrink, p.data, p.len);
}

/* While the decoder is behind, packets stay in the socket, and the core counts what does not fit. */
static void turn(struct render *r)
{
	bool takes = r->shrink && !shrink_full(r->shrink);
	struct pollfd fds[] = {{.fd = IPC_CONTROL_FD, .events = POLLIN}, {.fd = takes ? IPC_PACKETS_FD : -1, .events = POLLIN}};
	poll(fds, 2, r->shrink && !takes ? 10 : IPC_HEARTBEAT_MS);
	if (fds[0].revents) take_control(r);
	if (takes && fds[1].revents) take_packets(r);
	if (r->shrink && shrink_failed(r->shrink)) _exit(EXIT_FAILURE);
	int64_t now = clock_mono_us();
	if (now - r->heartbeat_us < IPC_HEARTBEAT_MS * INT64_C(1000)) return;
	r->heartbeat_us = now;
	say(IPC_HEARTBEAT);
}

int main(void)
{
	/* A stopped child does not see its socket close; the kernel ends it with the core. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	haste_set(HASTE_PATIENT);
	mallopt(M_ARENA_MAX, 2);
	gst_init(NULL, NULL);
	struct render *r = calloc(1, sizeof *r);
	if (!r) abort();
	ipc_batch_start(&r->out, 0);
	say(IPC_READY);
	for (;;) turn(r);
}
