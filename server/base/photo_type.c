/* photo_type.c — four formats, each with a beginning and an end. */
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

static size_t big_endian(const unsigned char *p) { return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3]; }

/* ISO/IEC 23008-12: a picture of its own (not a film's), as phones write it. */
static bool is_heif(const unsigned char *p)
{
	static const char *const brands[] = {"heic", "heix", "mif1"};
	if (memcmp(p + 4, "ftyp", 4) != 0) return false;
	for (size_t i = 0; i < sizeof brands / sizeof *brands; i++)
		if (memcmp(p + 8, brands[i], 4) == 0) return true;
	return false;
}

/* ISO/IEC 14496-12, 4.2: boxes one behind the other, each with its length; the last may say 0, "to the end". */
static bool heif_is_whole(const unsigned char *p, size_t len)
{
	bool meta = false, data = false;
	for (size_t at = 0; at < len;) {
		if (len - at < 8) return false;
		size_t size = big_endian(p + at);
		if (size == 0) size = len - at;
		if (size < 8 || size > len - at) return false;
		meta = meta || memcmp(p + at + 4, "meta", 4) == 0;
		data = data || memcmp(p + at + 4, "mdat", 4) == 0;
		at += size;
	}
	return meta && data;
}

err_t photo_type_check(const unsigned char *p, size_t len)
{
	if (len < 16) return ERR_BAD_TYPE;
	if (memcmp(p, "\xff\xd8\xff", 3) == 0) return jpeg_is_whole(p, len) ? OK : ERR_MALFORMED;
	if (memcmp(p, "\x89PNG\r\n\x1a\n", 8) == 0) return png_is_whole(p, len) ? OK : ERR_MALFORMED;
	if (memcmp(p, "RIFF", 4) == 0 && memcmp(p + 8, "WEBP", 4) == 0) return webp_is_whole(p, len) ? OK : ERR_MALFORMED;
	if (is_heif(p)) return heif_is_whole(p, len) ? OK : ERR_MALFORMED;
	return ERR_BAD_TYPE;
}
