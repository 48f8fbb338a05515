/* nat.c — one field, and the sum over it. */
#include "tests/tools/rig/nat.h"

#define ETHER_BYTES 14
#define UDP_BYTES   8
#define PROTO_UDP   17

static uint16_t u16(const uint8_t *p) { return (uint16_t)(p[0] << 8 | p[1]); }
static void put_u16(uint8_t *p, uint16_t v) { p[0] = (uint8_t)(v >> 8), p[1] = (uint8_t)v; }

/* RFC 1624 eqn. 3; a UDP sum of 0 says that there is none. */
static uint16_t resummed(uint16_t sum, uint16_t before, uint16_t after)
{
	uint32_t s = (uint16_t)~sum + (uint32_t)(uint16_t)~before + after;
	s = (s & 0xffff) + (s >> 16);
	s = (s & 0xffff) + (s >> 16);
	uint16_t r = (uint16_t)~s;
	return r ? r : 0xffff;
}

/* Where the UDP header is; NULL if this is no first fragment of UDP over IPv4. */
static uint8_t *udp_of(uint8_t *frame, size_t len)
{
	if (len < ETHER_BYTES + 20 || u16(frame + 12) != 0x0800) return NULL;
	uint8_t *ip = frame + ETHER_BYTES;
	size_t head = (size_t)(ip[0] & 15) * 4;
	bool fragment = u16(ip + 6) & 0x1fff;
	return ip[0] >> 4 == 4 && head >= 20 && ip[9] == PROTO_UDP && !fragment && len >= ETHER_BYTES + head + UDP_BYTES ? ip + head : NULL;
}

bool nat_shift(uint8_t *frame, size_t len, bool outward, uint16_t shift)
{
	uint8_t *udp = udp_of(frame, len);
	if (!udp || !shift) return false;
	uint8_t *port = outward ? udp : udp + 2;
	uint16_t before = u16(port), after = (uint16_t)(outward ? before + shift : before - shift);
	if (before < NAT_PORT_LEAST || after < NAT_PORT_LEAST) return false;
	put_u16(port, after);
	if (u16(udp + 6)) put_u16(udp + 6, resummed(u16(udp + 6), before, after));
	return true;
}
