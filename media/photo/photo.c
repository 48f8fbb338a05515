/* photo.c — mela-photo: looks at one uploaded picture for the core and makes it anew in three sizes, so that nothing of the original's
 * bytes is ever served: no place names from a phone's GPS, no code hidden in a picture.
 *
 *   fd 0  the upload (JPEG, PNG, WebP or HEIC)      fd 1  "W H" and four lengths on one line, then the bytes: large, middle, small, JPEG
 *   exit  an err_t: ERR_BAD_TYPE, ERR_TOO_BIG (pixels), ERR_MALFORMED                                                          */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vips/vips.h>
#include <vips/vector.h>

#include "base/err.h"
#include "base/photo.h"
#include "base/photo_type.h"
#include "base/sandbox.h"

#define MEMORY_BYTES (256ll << 20)
#define CPU_S 4

/* Says no before a single pixel is decoded. */
static err_t check_header(const void *data, size_t len)
{
	VipsImage *head = vips_image_new_from_buffer(data, len, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL);
	if (!head) return ERR_MALFORMED;
	int64_t w = head->Xsize, h = head->Ysize;
	g_object_unref(head);
	return w > PHOTO_SIDE_MAX || h > PHOTO_SIDE_MAX || w * h > PHOTO_PIXELS_MAX ? ERR_TOO_BIG : OK;
}

struct made { void *data; size_t len; };

/* All that stood beside the picture: where and with what it was taken, comments, profiles. What is left is sRGB. */
static void forget(VipsImage *image)
{
	char **fields = vips_image_get_fields(image);
	for (char **f = fields; f && *f; f++) {
		GType type = vips_image_get_typeof(image, *f);
		if (type == VIPS_TYPE_BLOB || type == VIPS_TYPE_REF_STRING) vips_image_remove(image, *f);
	}
	g_strfreev(fields);
}

/* Turned as the camera was held, in sRGB, not larger than `side`. */
static VipsImage *shrink(VipsImage *from, const void *data, size_t len, int side)
{
	VipsImage *lazy = NULL, *whole = NULL;
	int bad = from ? vips_thumbnail_image(from, &lazy, side, "height", side, "size", VIPS_SIZE_DOWN, NULL)
	               : vips_thumbnail_buffer((void *)data, len, &lazy, side, "height", side, "size", VIPS_SIZE_DOWN, "export_profile", "srgb", "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
	if (!bad) whole = vips_image_copy_memory(lazy); /* it can be read but once otherwise */
	if (lazy) g_object_unref(lazy);
	if (whole) forget(whole);
	return whole;
}

static err_t save(VipsImage *image, bool jpeg, struct made *ret)
{
	int bad = jpeg ? vips_jpegsave_buffer(image, &ret->data, &ret->len, "Q", 80, "strip", TRUE, "optimize_coding", TRUE, NULL)
	               : vips_webpsave_buffer(image, &ret->data, &ret->len, "Q", 78, "strip", TRUE, "reduction_effort", 2, NULL);
	return bad ? ERR_MALFORMED : OK;
}

static err_t say(const void *data, size_t len)
{
	const char *at = data;
	while (len) {
		ssize_t n = write(STDOUT_FILENO, at, len);
		if (n <= 0) return ERR_IO;
		at += n;
		len -= (size_t)n;
	}
	return OK;
}

static err_t make(const void *data, size_t len)
{
	static const int sides[PHOTO_SIZES] = {PHOTO_LARGE, PHOTO_MIDDLE, PHOTO_SMALL};
	VipsImage *large = shrink(NULL, data, len, sides[0]), *image = large;
	struct made made[PHOTO_SIZES + 1] = {{0}};
	char line[120];
	if (!large) return ERR_MALFORMED;
	for (int i = 0; i < PHOTO_SIZES; i++) {
		if (i) image = shrink(large, NULL, 0, sides[i]);
		if (!image) return ERR_MALFORMED;
		TRY(save(image, false, &made[i]));
		if (i == 1) TRY(save(image, true, &made[PHOTO_SIZES]));
	}
	int n = snprintf(line, sizeof line, "%d %d %zu %zu %zu %zu\n", large->Xsize, large->Ysize, made[0].len, made[1].len, made[2].len, made[3].len);
	TRY(say(line, (size_t)n));
	for (int i = 0; i <= PHOTO_SIZES; i++) TRY(say(made[i].data, made[i].len));
	return OK;
}

/* What a library has to say about somebody's picture is nobody's business; and it would look for a journal's socket first. */
static GLogWriterOutput silent(GLogLevelFlags level, const GLogField *fields, gsize n, gpointer unused)
{
	(void)level, (void)fields, (void)n, (void)unused;
	return G_LOG_WRITER_HANDLED;
}

int main(int argc, char **argv)
{
	struct stat st;
	(void)argc;
	signal(SIGPIPE, SIG_IGN);
	g_log_set_writer_func(silent, NULL, NULL);
	if (VIPS_INIT(argv[0])) return ERR_IO;
	vips_block_untrusted_set(TRUE);
	vips_vector_set_enabled(FALSE); /* it would write machine code while it runs */
	vips_concurrency_set(1);
	vips_cache_set_max(0);
	if (fstat(STDIN_FILENO, &st) != 0 || st.st_size <= 0) return ERR_MALFORMED;
	if (st.st_size > PHOTO_BYTES_MAX) return ERR_TOO_BIG;
	size_t len = (size_t)st.st_size;
	void *data = mmap(NULL, len, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
	if (data == MAP_FAILED) return ERR_IO;
	err_t e = sandbox_enter(&(struct sandbox_limits){.memory_bytes = MEMORY_BYTES, .cpu_s = CPU_S});
	if (e == OK) e = photo_type_check(data, len);
	if (e == OK) e = check_header(data, len);
	if (e == OK) e = make(data, len);
	_exit((int)e); /* no destructor looks at anything any more */
}
