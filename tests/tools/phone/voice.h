/* voice.h — the sound of a phone in a booth: an artisan's few sentences in Hindi and English, said by espeak-ng and repeated.
 * Owns    its samples.    Thread  read-only once open.    Limits  VOICE_SECONDS_MAX. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define VOICE_RATE 22050
#define VOICE_SECONDS_MAX 60

struct voice { int16_t *samples; size_t count; };

/* Has the sentences of this seed spoken. ERR_UNAVAILABLE if espeak-ng does not run. */
err_t voice_open(struct voice *v, unsigned seed);
void voice_close(struct voice *v);
