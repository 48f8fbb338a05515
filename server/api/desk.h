/* desk.h — shared by the routes of the organizers' desk and the studio. */
#pragma once
#include "fair/booth_row.h"
#include "gate/http.h"

/* "publish": {whip, token}. The token is a secret of host and staff. */
void api_publish_write(struct json *j, const struct booth_row *b);
/* Names in both languages, as bodies give them. */
struct both_body { char en[BOOTH_NAME_MAX + 1], hi[BOOTH_NAME_MAX + 1]; };
extern const struct shape both_shape;
