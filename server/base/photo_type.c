/* photo_type.c — three formats, each with a beginning and an end. */
#include "base/photo_type.h"

#include <stdint.h>
#include <string.h>

#define JPEG_SOS 0xda

/* Behind the segments of the head, which may hold another JPEG, "ff d9" stands for the end alone: inside the data an ff is followed by 00. */
static bool jpeg_is_whole(const unsigned char *p, size_t len)
{
	size_t at = 2;
	while (at + 4 <= len && p[at] == 0xff) {
		bool fill = p[at + 1] == 0xff, scan = p[at + 1] == JPEG_SOS;
		if (scan) return memmem(p + at, len - at, "\xff\xd9", 2) != NULL;
		at += fill ? 1 : 2 + ((size_t)p[at + 2] << 8 | p[at + 3]);
	}
	return false;
}

static bool png_is_whole(const unsigned char *p, size_t len) { return memmem(p, len, "IEND\xae\x42\x60\x82", 8) != NULL; }

static bool webp_is_whole(const unsigned char *p, size_t len)
{
	uint32_t size = (uint32_t)p[4] | (uint32_t)p[5] << 8 | (uint32_t)p[6] << 16 | (uint32_t)p[7] << 24;
	return (uint64_t)size + 8 <= len;
}

err_t photo_type_check(const unsigned char *p, size_t len)
{
	if (len < 16) return ERR_BAD_TYPE;
	if (memcmp(p, "\xff\xd8\xff", 3) == 0) return jpeg_is_whole(p, len) ? OK : ERR_MALFORMED;
	if (memcmp(p, "\x89PNG\r\n\x1a\n", 8) == 0) return png_is_whole(p, len) ? OK : ERR_MALFORMED;
	if (memcmp(p, "RIFF", 4) == 0 && memcmp(p + 8, "WEBP", 4) == 0) return webp_is_whole(p, len) ? OK : ERR_MALFORMED;
	return ERR_BAD_TYPE;
}
