/* beside.c — /proc/self/exe is true also when the program was found by PATH. */
#include "server/beside.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

void beside(const char *relative, const char *installed, char *ret, size_t cap)
{
	char self[400];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	self[n > 0 ? n : 0] = 0;
	char *slash = strrchr(self, '/');
	if (slash) *slash = 0;
	snprintf(ret, cap, "%s/%s", self, relative);
	if (access(ret, R_OK) < 0) snprintf(ret, cap, "%s", installed);
}
