/* disk.c — statvfs(3). */
#include "base/disk.h"

#include <sys/statvfs.h>

err_t disk_look(const char *dir, struct disk *ret)
{
	struct statvfs v;
	if (statvfs(dir, &v) != 0) return ERR_IO;
	*ret = (struct disk){(int64_t)((v.f_blocks - v.f_bfree) * v.f_frsize), (int64_t)(v.f_bavail * v.f_frsize)};
	return OK;
}

bool disk_has_room(const struct disk *d, int64_t percent)
{
	if (d->free_bytes >= DISK_SPARE_BYTES) return true;
	int64_t whole_kb = (d->used_bytes + d->free_bytes) >> 10, used_kb = d->used_bytes >> 10;
	return used_kb * 100 < whole_kb * percent;
}
