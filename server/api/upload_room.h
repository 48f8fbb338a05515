/* upload_room.h — whether files from people are taken at the moment. Orders do not ask.
 * Thread  the floor.
 * Limits  limits.disk_percent of the disk; of one artisan UPLOAD_PHOTOS_MAX photos and UPLOAD_BYTES_MAX of them as they are kept. */
#pragma once
#include "base/config.h"
#include "gate/http.h"

#define UPLOAD_PHOTOS_MAX 1000
#define UPLOAD_BYTES_MAX (200LL << 20)

/* ERR_NO_SPACE by the disk alone. */
err_t upload_disk_room(const struct config *c);
/* ERR_NO_SPACE. Staff, who bring in what belongs to others, have no limit of their own. */
err_t upload_room(struct db *db, const struct http_request *rq);
