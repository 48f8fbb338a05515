/* announce.h — which addresses stand as candidates in our answers.
 * Thread  any.   Limits  ANNOUNCE_MAX; more are left out. */
#pragma once
#include <stddef.h>

#include "base/err.h"
#include "media/address.h"

#define ANNOUNCE_MAX 16

struct announce { size_t n; struct address list[ANNOUNCE_MAX]; };

/* `setting` is a comma-separated list of IP literals; empty takes every address of every running interface, both families,
 * without link-local ones, and loopback only where there is nothing else. ERR_CONFIG for anything but literals. */
err_t announce_open(const char *setting, struct announce *ret);
