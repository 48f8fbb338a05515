/* coredump.c — see coredump.h. Where /proc is not mounted the limit alone must do. */
#include "base/coredump.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"

void coredump_off(void)
{
	int fd = open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC);
	bool filtered = fd >= 0 && write(fd, "0", 1) == 1;
	if (fd >= 0) close(fd);
	if (setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}) != 0 || !filtered) log_warn("main", "core dumps cannot be switched off");
}
