/* scope.h — whose enquiries, leads and orders a list shows: the staff's all, a host's booth's, else one's own. */
#pragma once
#include "gate/http.h"

/* Filters for the lists of trade; "" filters nothing. */
struct api_scope { const char *person, *booth; };

/* Lends texts of `who`. False for somebody who can have none. */
bool api_scope_of(const struct caller *who, struct api_scope *ret);
/* A booth by id or slug, as bodies name it. ERR_NO_BOOTH. */
err_t api_booth_id(struct db *db, const char *name, struct booth_id *ret);
