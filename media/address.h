/* address.h — a transport address, and the 5-tuple that a viewer's packets take.
 * IPv4 is kept as IPv4-mapped IPv6 (RFC 4291 §2.5.5.2), so one form is compared and hashed.
 * Thread  any; plain values. */
#pragma once
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define ADDRESS_TEXT_MAX 46

struct address {
	uint8_t ip[16];
	uint16_t port; /* host order */
	uint32_t scope;
};

/* Where a peer is, which of our addresses it speaks to, and by which stream (-1: UDP). */
struct path {
	struct address remote;
	uint8_t local[16];
	int32_t stream;
};

/* From AF_INET or AF_INET6; false for any other family. */
bool address_from_sockaddr(struct address *ret, const struct sockaddr *sa);
/* For a socket of this family; returns the length, 0 if an IPv6 address cannot be said in AF_INET. */
socklen_t address_to_sockaddr(const struct address *a, int family, struct sockaddr_storage *ret);
/* An IP literal; names are never resolved. */
bool address_parse(struct address *ret, const char *text, uint16_t port);
bool address_is_v4(const struct address *a);
/* The IP alone, as it stands in a candidate. */
void address_text(const struct address *a, char ret[static ADDRESS_TEXT_MAX]);

bool address_same(const struct address *a, const struct address *b);
bool path_same(const struct path *a, const struct path *b);
uint32_t path_hash(const struct path *p);
