/* nat.h — a NAT that has forgotten its bindings: UDP from inside goes on under other ports (RFC 4787 §4.3, §11).
 * Owns    nothing; a frame is changed in place, its UDP checksum with it (RFC 1624).   Thread  any; no state.
 * Limits  Ethernet with IPv4 without a VLAN; ports from NAT_PORT_LEAST. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NAT_PORT_LEAST 1024

/* Moves the inside's port up on the way out, and down again on the way in. False for what is left as it is. */
bool nat_shift(uint8_t *frame, size_t len, bool outward, uint16_t shift);
