/* moment.c — sessions knows the broadcast that is on, media the frame. */
#include "api/moment.h"

#include "base/text.h"
#include "gate/house.h"
#include "sessions/broadcast.h"

static const struct shape_field screen_fields[] = {
	SHAPE_STR(struct screen, viewer, REQ),
	SHAPE_INT(struct screen, rtp_ts, 0, UINT32_MAX, REQ),
};
const struct shape screen_shape = SHAPE("moment", struct screen, screen_fields);

struct moment api_moment(const struct http_request *rq, const char *booth, const struct screen *s)
{
	struct booth_id id;
	text_copy(id.s, sizeof id.s, booth);
	struct broadcast_moment m = broadcast_moment(rq->house->sessions, &id, s->viewer, s->rtp_ts);
	return (struct moment){.broadcast = m.broadcast, .media_us = m.media_us, .estimated = m.estimated};
}

void api_moment_write(struct json *j, const struct moment *m)
{
	if (!*m->broadcast.s) {
		json_nil(j, "moment");
		return;
	}
	json_obj(j, "moment");
	json_str(j, "broadcast", m->broadcast.s);
	json_int(j, "media_us", m->media_us);
	json_bool(j, "estimated", m->estimated);
	json_obj_end(j);
}
