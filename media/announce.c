/* announce.c — the setting, or the interfaces. */
#include "media/announce.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <string.h>

static void add(struct announce *a, const struct address *one)
{
	for (size_t i = 0; i < a->n; i++)
		if (address_same(&a->list[i], one)) return;
	if (a->n < ANNOUNCE_MAX) a->list[a->n++] = *one;
}

static err_t from_setting(const char *setting, struct announce *ret)
{
	while (*setting) {
		size_t len = strcspn(setting, ",");
		char word[64];
		struct address one;
		const char *begin = setting + strspn(setting, " ");
		size_t n = len - (size_t)(begin - setting);
		while (n && begin[n - 1] == ' ') n--;
		if (n == 0 || n >= sizeof word) return ERR_CONFIG;
		memcpy(word, begin, n);
		word[n] = 0;
		if (!address_parse(&one, word, 0)) return ERR_CONFIG;
		add(ret, &one);
		setting += len + (setting[len] == ',');
	}
	return OK;
}

static bool link_local(const struct sockaddr *sa)
{
	return sa->sa_family == AF_INET6 && IN6_IS_ADDR_LINKLOCAL(&((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr);
}

static void from_interfaces(const struct ifaddrs *all, bool loopback, struct announce *ret)
{
	for (const struct ifaddrs *i = all; i; i = i->ifa_next) {
		struct address one;
		if (!i->ifa_addr || !(i->ifa_flags & IFF_UP) || !!(i->ifa_flags & IFF_LOOPBACK) != loopback) continue;
		if (link_local(i->ifa_addr) || !address_from_sockaddr(&one, i->ifa_addr)) continue;
		one.port = 0;
		one.scope = 0;
		add(ret, &one);
	}
}

err_t announce_open(const char *setting, struct announce *ret)
{
	*ret = (struct announce){0};
	if (setting && setting[strspn(setting, " ")]) return from_setting(setting, ret);
	struct ifaddrs *all;
	if (getifaddrs(&all) != 0) return ERR_IO;
	from_interfaces(all, false, ret);
	if (!ret->n) from_interfaces(all, true, ret);
	freeifaddrs(all);
	return ret->n ? OK : ERR_IO;
}
