/* photo_type.h — what an upload is by its bytes, and whether its end is there: decoders paint a picture that was cut off grey and say nothing.
 * Owns    nothing.    Thread  any.
 * Source  ITU T.81 B.1 (JPEG segments), PNG 5.3 (chunks), RFC 9649 2.3 (RIFF of WebP), ISO/IEC 14496-12 4.2 (boxes of HEIC). */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* ERR_BAD_TYPE if it is no JPEG, PNG, WebP or HEIC; ERR_MALFORMED if it was cut off. */
err_t photo_type_check(const unsigned char *p, size_t len);
