/* port.h — one worker's UDP port: batched reading, and three senders behind one face.
 *
 *   port_room -> write a datagram there -> port_send ... port_flush
 *
 * Datagrams lie end to end in one arena. Neighbours of equal size to one peer become one run, which the kernel cuts
 * up again (UDP_SEGMENT); all runs of a flush cross in one sendmmsg. Where a network card or kernel refuses segments
 * (EIO, EINVAL at run time), the same datagrams go out one message each, and stay so for this port.
 *
 * Owns    the socket, the arena, the receive buffers.     Thread  one media worker.
 * Limits  PORT_DATAGRAM_MAX per datagram; what the socket does not take at once is dropped and counted.
 * Cost    per datagram no malloc, no lock, no system call; one system call per PORT_RUNS_MAX runs. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "media/address.h"

#define PORT_DATAGRAM_MAX 1500
#define PORT_RUNS_MAX     64

struct port;

enum port_sender { PORT_SEGMENTS, PORT_MESSAGES, PORT_SINGLES };

/* in_runs: of those sent, the ones that shared a run. */
struct port_counts { uint64_t sent, sent_bytes, in_runs, dropped, received, calls; };

/* What arrived: lent until the next port_read. */
struct port_datagram {
	struct path path;
	uint8_t *data;
	size_t len;
	int64_t age_us;   /* it lay here before it was read: when it came is told by the kernel, not by how busy we are */
};

/* Binds `number` on every address, both families where there are two; 0 picks one. */
err_t port_open(uint16_t number, struct port **ret);
void port_close(struct port *p);
int port_fd(const struct port *p);
uint16_t port_number(const struct port *p);
/* Starts with the fastest; a test may choose. */
void port_sender_set(struct port *p, enum port_sender s);
enum port_sender port_sender(const struct port *p);

/* Datagrams for paths with a stream go there (lent; NULL: nowhere). */
struct streams;
void port_streams_set(struct port *p, struct streams *s);
/* Nobody is spoken to on this path any more: a stream of it ends. */
void port_forget(struct port *p, const struct path *path);

/* Room for one datagram of up to PORT_DATAGRAM_MAX bytes; flushes first if the arena is full. */
uint8_t *port_room(struct port *p);
/* Queues the `len` bytes just written into the room. */
void port_send(struct port *p, const struct path *to, size_t len);
void port_flush(struct port *p);

/* Reads up to `max` datagrams (at most PORT_READ_MAX); returns how many. */
#define PORT_READ_MAX 32
size_t port_read(struct port *p, struct port_datagram *ret, size_t max);

const struct port_counts *port_counts(const struct port *p);
