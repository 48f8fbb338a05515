/* voice.h — a sentence as sound for the telephone: espeak-ng speaks it, and it is brought to 8,000 samples a second.
 * Owns    its samples.    Limits  VOICE_SECONDS_MAX seconds. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define VOICE_RATE 8000
#define VOICE_SECONDS_MAX 60

struct voice { int16_t *samples; size_t len; };

/* `lang` is a voice of espeak-ng; for one that it does not know it takes its own. ERR_UNAVAILABLE without espeak-ng, ERR_MALFORMED, ERR_TOO_LONG. */
err_t voice_speak(const char *text, const char *lang, struct voice *ret);
void voice_fini(struct voice *v);
/* Reads what espeak-ng writes: RIFF, 16 bits, one channel, any rate that is not below ours. Sizes in its head are not believed. */
err_t voice_read(const void *wav, size_t len, struct voice *ret);
