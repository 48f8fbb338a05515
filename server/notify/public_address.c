/* public_address.c — two tables of networks that are not public; of IPv6 only 2000::/3 is given out at all. */
#include "notify/public_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define V4(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

static const struct { uint32_t net; int bits; } not_public_v4[] = {
	{V4(0, 0, 0, 0), 8},        /* this network, RFC 791 */
	{V4(10, 0, 0, 0), 8},       /* private, RFC 1918 */
	{V4(100, 64, 0, 0), 10},    /* carriers' NAT, RFC 6598 */
	{V4(127, 0, 0, 0), 8},      /* loopback, RFC 1122 */
	{V4(169, 254, 0, 0), 16},   /* link-local and the metadata of clouds, RFC 3927 */
	{V4(172, 16, 0, 0), 12},    /* private, RFC 1918 */
	{V4(192, 0, 0, 0), 24},     /* protocol assignments, RFC 6890 */
	{V4(192, 0, 2, 0), 24},     /* documentation, RFC 5737 */
	{V4(192, 88, 99, 0), 24},   /* 6to4 relays, RFC 7526 */
	{V4(192, 168, 0, 0), 16},   /* private, RFC 1918 */
	{V4(198, 18, 0, 0), 15},    /* benchmarks, RFC 2544 */
	{V4(198, 51, 100, 0), 24},  /* documentation, RFC 5737 */
	{V4(203, 0, 113, 0), 24},   /* documentation, RFC 5737 */
	{V4(224, 0, 0, 0), 3},      /* multicast, reserved, broadcast */
};

static const struct { uint8_t net[6]; int bits; } not_public_v6[] = {
	{{0x20, 0x01, 0x00, 0x00}, 23},  /* protocol assignments with Teredo, RFC 2928 */
	{{0x20, 0x01, 0x0d, 0xb8}, 32},  /* documentation, RFC 3849 */
	{{0x20, 0x02}, 16},              /* 6to4, RFC 3056 */
	{{0x3f, 0xff, 0x00}, 20},        /* documentation, RFC 9637 */
};

static bool public_v4(const struct sockaddr_in *in)
{
	uint32_t a = ntohl(in->sin_addr.s_addr);
	for (size_t i = 0; i < sizeof not_public_v4 / sizeof *not_public_v4; i++)
		if (a >> (32 - not_public_v4[i].bits) == not_public_v4[i].net >> (32 - not_public_v4[i].bits)) return false;
	return true;
}

static bool within(const uint8_t *a, const uint8_t *net, int bits)
{
	int whole = bits / 8, rest = bits % 8;
	if (memcmp(a, net, (size_t)whole) != 0) return false;
	return !rest || (a[whole] ^ net[whole]) >> (8 - rest) == 0;
}

static bool public_v6(const struct sockaddr_in6 *in)
{
	const uint8_t *a = in->sin6_addr.s6_addr;
	if (a[0] >> 5 != 1) return false;
	for (size_t i = 0; i < sizeof not_public_v6 / sizeof *not_public_v6; i++)
		if (within(a, not_public_v6[i].net, not_public_v6[i].bits)) return false;
	return true;
}

bool public_address(const struct sockaddr *sa)
{
	if (sa->sa_family == AF_INET) return public_v4((const struct sockaddr_in *)(const void *)sa);
	if (sa->sa_family == AF_INET6) return public_v6((const struct sockaddr_in6 *)(const void *)sa);
	return false;
}
