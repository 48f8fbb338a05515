/* moment.h — where in which broadcast something was wished for: what stood on the buyer's screen. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"

struct moment {
	struct broadcast_id broadcast;   /* .s[0] == 0: outside of any */
	int64_t media_us;
	bool estimated;                  /* the screen did not say; the server's present moment */
};
