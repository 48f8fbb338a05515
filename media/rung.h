/* rung.h — the ladder for weak buyers: what of a booth's picture and sound a viewer is sent.
 *
 *   high ─ low ─ stills (a picture a second) ─ sound ─ text (nothing; the connection stays)          auto: the server chooses
 *
 * Owns    nothing.   Thread  any; no state. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum rung { RUNG_AUTO, RUNG_HIGH, RUNG_LOW, RUNG_STILLS, RUNG_SOUND, RUNG_TEXT, RUNGS };

/* As on the wire: "auto", "high", … Static. */
const char *rung_name(enum rung r);
/* RUNGS if it is none. */
enum rung rung_find(const char *name);
static inline bool rung_has_picture(enum rung r) { return r < RUNG_SOUND; }
static inline bool rung_has_sound(enum rung r) { return r != RUNG_TEXT; }
