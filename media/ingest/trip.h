/* trip.h — the round trip to the phone, as one who only receives finds it: our time goes out with our reports, the phone gives it back
 * in its own with how long it lay there. rtpsession of GStreamer 1.22 does neither, but lets others add to its packets and read them.
 *
 * Owns    nothing; a plain value inside its peer, which lives as long as the process.
 * Thread  made and read on any; rtpsession calls back on its own.     RFC 3611 §4.4, 4.5 */
#pragma once
#include <glib-object.h>
#include <stdatomic.h>
#include <stdint.h>

#define TRIP_MAX_S 10            /* longer ones are none of ours */

struct trip { _Atomic int64_t us; uint32_t ssrc; };

void trip_init(struct trip *t);
/* `session`: an RTPSession, the inside of an rtpsession. */
void trip_attach(struct trip *t, GObject *session);
/* The newest; 0 before the first. */
int64_t trip_us(const struct trip *t);
