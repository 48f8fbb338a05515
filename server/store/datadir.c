/* datadir.c — flock(2): the lock goes with the process, also after kill -9. */
#include "store/datadir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

err_t datadir_make(const char *dir)
{
	char path[512];
	if (snprintf(path, sizeof path, "%s", dir) >= (int)sizeof path) return ERR_CONFIG;
	for (char *slash = strchr(path + 1, '/');; slash = strchr(slash + 1, '/')) {
		if (slash) *slash = 0;
		if (mkdir(path, 0700) < 0 && errno != EEXIST) { log_error("store", "%s: %s", path, strerror(errno)); return ERR_IO; }
		if (!slash) return OK;
		*slash = '/';
	}
}

err_t datadir_take(const char *dir, int *ret_fd)
{
	TRY(datadir_make(dir));
	char path[600];
	snprintf(path, sizeof path, "%s/lock", dir);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) { log_error("store", "%s: %s", path, strerror(errno)); return ERR_IO; }
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		close(fd);
		log_error("store", "%s is in use by another process", dir);
		return ERR_CONFLICT;
	}
	*ret_fd = fd;
	return OK;
}

#define LOOK_EVERY_MS 50

void datadir_wait(const char *dir, int most_ms)
{
	char path[600];
	snprintf(path, sizeof path, "%s/lock", dir);
	int fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0) return;
	for (int waited = 0; waited < most_ms && flock(fd, LOCK_EX | LOCK_NB) < 0; waited += LOOK_EVERY_MS)
		nanosleep(&(struct timespec){.tv_nsec = LOOK_EVERY_MS * 1000000L}, NULL);
	close(fd);
}
