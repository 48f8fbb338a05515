/* public_address.h — whether an address belongs to the open internet: where a stranger may send us, and nowhere else.
 * Source  IANA's registries of special-purpose addresses (RFC 6890 and its updates).    Thread  any. */
#pragma once
#include <stdbool.h>
#include <sys/socket.h>

/* False for every family but IPv4 and IPv6, and for IPv4 inside IPv6 (mapped, NAT64, 6to4, Teredo) wholly. */
bool public_address(const struct sockaddr *sa);
