/* descriptors.c — see getrlimit(2). A limit that is higher already stays. */
#include "base/descriptors.h"

#include <sys/resource.h>

int64_t descriptors_raise(int64_t wanted)
{
	struct rlimit r;
	if (getrlimit(RLIMIT_NOFILE, &r)) return 0;
	rlim_t want = (rlim_t)wanted;
	if (r.rlim_cur < want) {
		rlim_t before = r.rlim_cur;
		r.rlim_cur = r.rlim_max < want ? r.rlim_max : want;
		if (setrlimit(RLIMIT_NOFILE, &r)) r.rlim_cur = before;
	}
	return r.rlim_cur > INT32_MAX ? INT32_MAX : (int64_t)r.rlim_cur;
}
