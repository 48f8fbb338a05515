/* crowd.h — how many connections each address has open, how fast they come, and who of them may stay.
 * Owns    a counter for each address that has any, buckets for those that knock.   Thread  the floor.
 * Limits  crowd_rules. Indian mobile networks share addresses: an address may have twice its number if people sign in. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crowd;
struct crowd_rules { size_t max, per_ip; int64_t new_per_s, tls_per_s; };   /* new_per_s of an address, with a burst of 2 × per_ip; tls_per_s of all, twice at once */

enum crowd_verdict {
	CROWD_IN,
	CROWD_MEMBERS,     /* in, but only people who are signed in are served */
	CROWD_FULL,        /* no room in all */
	CROWD_PER_IP,      /* its address has twice its number */
	CROWD_TOO_FAST,    /* its address comes too fast */
	CROWD_TLS_TOO_FAST /* too many TLS handshakes at once, of everyone */
};

struct crowd *crowd_new(const struct crowd_rules *rules);
void crowd_free(struct crowd *c);
/* One more of this address knocks; what is let in (CROWD_IN, CROWD_MEMBERS) is counted until crowd_leave. `trusted`: this machine and our
 * proxies, for which the limits of an address do not hold. */
struct knock { const char *ip; bool trusted, tls; };
enum crowd_verdict crowd_enter(struct crowd *c, const struct knock *k, int64_t now_us);
void crowd_leave(struct crowd *c, const char *ip);
size_t crowd_len(const struct crowd *c);
