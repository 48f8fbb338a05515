/* Whatever a child or the core might send: both readers must survive it, and what is read must be readable whole. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "media/ipc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ipc_control c;
	if (ipc_control_parse(data, size, &c) == OK) assert(c.kind < IPC_KIND_COUNT && strlen(c.text) <= IPC_SDP_BYTES);

	struct ipc_reader r;
	struct ipc_packet p;
	volatile unsigned sum = 0;
	if (ipc_packets_open(data, size, &r) != OK) return 0;
	while (ipc_packets_next(&r, &p)) {
		assert(p.len > 0 && p.len <= IPC_PACKET_BYTES && p.track < IPC_TRACK_COUNT);
		sum += p.data[0] + p.data[p.len - 1];
	}
	assert(r.at == r.end && sum + 1 > 0);
	return 0;
}
