/* address.c — plain conversions. */
#include "media/address.h"

#include <arpa/inet.h>
#include <string.h>

static const uint8_t V4_MAPPED[12] = {[10] = 0xff, [11] = 0xff};

bool address_is_v4(const struct address *a) { return memcmp(a->ip, V4_MAPPED, sizeof V4_MAPPED) == 0; }

static void set_v4(struct address *a, const void *four)
{
	memcpy(a->ip, V4_MAPPED, sizeof V4_MAPPED);
	memcpy(a->ip + 12, four, 4);
}

bool address_from_sockaddr(struct address *ret, const struct sockaddr *sa)
{
	*ret = (struct address){0};
	if (sa->sa_family == AF_INET) {
		struct sockaddr_in v4;
		memcpy(&v4, sa, sizeof v4);
		set_v4(ret, &v4.sin_addr);
		ret->port = ntohs(v4.sin_port);
		return true;
	}
	if (sa->sa_family != AF_INET6) return false;
	struct sockaddr_in6 v6;
	memcpy(&v6, sa, sizeof v6);
	memcpy(ret->ip, &v6.sin6_addr, 16);
	ret->port = ntohs(v6.sin6_port);
	ret->scope = v6.sin6_scope_id;
	return true;
}

socklen_t address_to_sockaddr(const struct address *a, int family, struct sockaddr_storage *ret)
{
	if (family == AF_INET6) {
		struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(a->port), .sin6_scope_id = a->scope};
		memcpy(&v6.sin6_addr, a->ip, 16);
		memcpy(ret, &v6, sizeof v6);
		return sizeof v6;
	}
	if (!address_is_v4(a)) return 0;
	struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(a->port)};
	memcpy(&v4.sin_addr, a->ip + 12, 4);
	memcpy(ret, &v4, sizeof v4);
	return sizeof v4;
}

bool address_parse(struct address *ret, const char *text, uint16_t port)
{
	uint8_t raw[16];
	*ret = (struct address){.port = port};
	if (inet_pton(AF_INET, text, raw) == 1) return set_v4(ret, raw), true;
	if (inet_pton(AF_INET6, text, raw) != 1) return false;
	memcpy(ret->ip, raw, 16);
	return true;
}

void address_text(const struct address *a, char ret[static ADDRESS_TEXT_MAX])
{
	if (address_is_v4(a)) inet_ntop(AF_INET, a->ip + 12, ret, ADDRESS_TEXT_MAX);
	else inet_ntop(AF_INET6, a->ip, ret, ADDRESS_TEXT_MAX);
}

bool address_same(const struct address *a, const struct address *b)
{
	return a->port == b->port && a->scope == b->scope && memcmp(a->ip, b->ip, 16) == 0;
}

bool path_same(const struct path *a, const struct path *b)
{
	return a->stream == b->stream && address_same(&a->remote, &b->remote) && memcmp(a->local, b->local, 16) == 0;
}

uint32_t path_hash(const struct path *p)
{
	uint64_t lo, hi;
	memcpy(&lo, p->remote.ip, 8);
	memcpy(&hi, p->remote.ip + 8, 8);
	uint64_t h = (lo ^ (hi * 0x9e3779b97f4a7c15ULL) ^ p->remote.port ^ ((uint64_t)(uint32_t)p->stream << 32)) * 0xff51afd7ed558ccdULL;
	return (uint32_t)(h >> 32);
}
