/* reach.c — interfaces, the announce list and libnice's gathered candidates brought together. */
#include "media/ingest/reach.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#define REACH_NOMINATE_MS 15000  /* after an ICE restart browsers stay with the old pair for 5 s or more before they nominate a new one */
#define HOST_PREFERENCE 126      /* RFC 8445 §5.1.2.2 */

static bool add(char list[][SDP_ADDRESS_CHARS + 1], size_t *count, const char *address)
{
	for (size_t i = 0; i < *count; i++)
		if (!strcmp(list[i], address)) return true;
	if (*count == REACH_ADDRESSES_MAX) return false;
	snprintf(list[(*count)++], SDP_ADDRESS_CHARS + 1, "%s", address);
	return true;
}

/* Numeric, without a scope: link-local IPv6 is of no use in an answer. */
static bool address_of(const struct ifaddrs *i, char ret[SDP_ADDRESS_CHARS + 1])
{
	if (!i->ifa_addr || !(i->ifa_flags & IFF_UP)) return false;
	if (i->ifa_addr->sa_family == AF_INET) {
		const struct sockaddr_in *a = (const void *)i->ifa_addr;
		return inet_ntop(AF_INET, &a->sin_addr, ret, SDP_ADDRESS_CHARS + 1);
	}
	const struct sockaddr_in6 *a = (const void *)i->ifa_addr;
	if (i->ifa_addr->sa_family != AF_INET6 || IN6_IS_ADDR_LINKLOCAL(&a->sin6_addr)) return false;
	return inet_ntop(AF_INET6, &a->sin6_addr, ret, SDP_ADDRESS_CHARS + 1);
}

static void add_interfaces(struct reach *r, const struct ifaddrs *all, bool loopback)
{
	char address[SDP_ADDRESS_CHARS + 1];
	for (const struct ifaddrs *i = all; i; i = i->ifa_next)
		if (!!(i->ifa_flags & IFF_LOOPBACK) == loopback && address_of(i, address)) add(r->local, &r->local_count, address);
}

static bool is_local(const struct ifaddrs *all, const char *address)
{
	char here[SDP_ADDRESS_CHARS + 1];
	for (const struct ifaddrs *i = all; i; i = i->ifa_next)
		if (address_of(i, here) && !strcmp(here, address)) return true;
	return false;
}

/* Reads one address into its usual spelling. */
static err_t normalize(char *address)
{
	unsigned char raw[16];
	int family = strchr(address, ':') ? AF_INET6 : AF_INET;
	if (inet_pton(family, address, raw) != 1) return ERR_CONFIG;
	return inet_ntop(family, raw, address, SDP_ADDRESS_CHARS + 1) ? OK : ERR_CONFIG;
}

static err_t read_list(struct reach *r, const char *announce, const struct ifaddrs *all)
{
	for (const char *at = announce; *at;) {
		char address[SDP_ADDRESS_CHARS + 1];
		size_t skip = strspn(at, ", "), len = strcspn(at + skip, ", ");
		at += skip;
		if (!len) break;
		if (len > SDP_ADDRESS_CHARS) return ERR_CONFIG;
		memcpy(address, at, len);
		address[len] = 0;
		at += len;
		TRY(normalize(address));
		if (is_local(all, address)) add(r->local, &r->local_count, address);
		else add(r->outer, &r->outer_count, address);
	}
	return OK;
}

err_t reach_init(struct reach *r, const char *announce)
{
	struct ifaddrs *all;
	*r = (struct reach){0};
	if (getifaddrs(&all)) return ERR_IO;
	err_t e = read_list(r, announce, all);
	r->told_count = r->local_count;
	if (r->local_count == 0 || r->outer_count) add_interfaces(r, all, false);
	if (r->local_count == 0) add_interfaces(r, all, true);
	if (r->told_count == 0 && r->outer_count == 0) r->told_count = r->local_count;
	freeifaddrs(all);
	return e != OK || r->local_count ? e : ERR_CONFIG;
}

void reach_prepare(const struct reach *r, NiceAgent *agent)
{
	g_object_set(agent, "upnp", FALSE, "ice-tcp", FALSE, "idle-timeout", (guint)REACH_NOMINATE_MS, NULL);
	for (size_t i = 0; i < r->local_count; i++) {
		NiceAddress a;
		nice_address_init(&a);
		if (nice_address_set_from_string(&a, r->local[i])) nice_agent_add_local_address(agent, &a);
	}
}

static bool same_family(const char *a, const char *b) { return !strchr(a, ':') == !strchr(b, ':'); }

static bool is_told(const struct reach *r, const char *address)
{
	for (size_t i = 0; i < r->told_count; i++)
		if (!strcmp(r->local[i], address)) return true;
	return false;
}

/* Announces one gathered address: each outer one of its family, and itself if it was listed. */
static size_t announce_one(const struct reach *r, const char *here, uint16_t port, struct sdp_candidate *ret, size_t n)
{
	for (size_t o = 0; o <= r->outer_count; o++) {
		const char *address = o < r->outer_count ? r->outer[o] : here;
		bool say = o < r->outer_count ? same_family(address, here) : is_told(r, here);
		if (!say || n == SDP_ANSWER_CANDIDATES_MAX) continue;
		ret[n] = (struct sdp_candidate){.port = port};
		snprintf(ret[n++].address, sizeof ret->address, "%s", address);
	}
	return n;
}

size_t reach_candidates(const struct reach *r, NiceAgent *agent, guint stream, struct sdp_candidate *ret)
{
	GSList *list = nice_agent_get_local_candidates(agent, stream, NICE_COMPONENT_TYPE_RTP);
	size_t n = 0;
	for (GSList *l = list; l; l = l->next) {
		const NiceCandidate *c = l->data;
		char here[NICE_ADDRESS_STRING_LEN];
		if (c->type != NICE_CANDIDATE_TYPE_HOST || c->transport != NICE_CANDIDATE_TRANSPORT_UDP) continue;
		nice_address_to_string(&c->addr, here);
		n = announce_one(r, here, (uint16_t)nice_address_get_port(&c->addr), ret, n);
	}
	g_slist_free_full(list, (GDestroyNotify)nice_candidate_free);
	return n;
}

void reach_line(const struct sdp_candidate *c, size_t i, struct buf *ret)
{
	uint32_t priority = (uint32_t)HOST_PREFERENCE << 24 | (uint32_t)(0xffff - i) << 8 | 255;
	buf_printf(ret, "a=candidate:%zu 1 udp %u %s %u typ host\r\n", i + 1, priority, c->address, c->port);
}
