/* upload_room.c — the disk first, then who asks. */
#include "api/upload_room.h"

#include "base/disk.h"
#include "gate/house.h"

err_t upload_disk_room(const struct config *c)
{
	struct disk d;
	TRY(disk_look(c->data, &d));
	return disk_has_room(&d, c->disk_percent) ? OK : ERR_NO_SPACE;
}

err_t upload_room(struct db *db, const struct http_request *rq)
{
	struct rows r;
	int64_t photos = 0, bytes = 0;
	TRY(upload_disk_room(rq->house->config));
	if (role_is_staff(rq->who.person.role)) return OK;
	db_query(db, &r, Q_PHOTO_SUM_OF_PERSON, V(rq->who.person.id.s));
	while (rows_next(&r)) {
		photos = rows_int(&r, 0);
		bytes = rows_int(&r, 1);
	}
	TRY(rows_end(&r));
	return photos < UPLOAD_PHOTOS_MAX && bytes < UPLOAD_BYTES_MAX ? OK : ERR_NO_SPACE;
}
