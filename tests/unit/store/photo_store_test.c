/* Uploads through the real mela-photo: turned upright, without the camera's notes; bombs, cut-offs and other files refused; no socket is asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "store/photo_store.h"
#include "tests/unit/scratch.h"

struct bench { char program[600], dir[SCRATCH_BYTES]; };

static int set_up(void **state)
{
	struct bench *b = calloc(1, sizeof *b);
	ssize_t n = readlink("/proc/self/exe", b->program, sizeof b->program - 1);
	for (int up = 0; up < 3 && n > 0; n--)
		if (b->program[n - 1] == '/') b->program[n - 1] = 0, up++;
	strcat(b->program, "/mela-photo");
	*state = b;
	return scratch_new(b->dir, "photos") && access(b->program, X_OK) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
	struct bench *b = *state;
	char command[120];
	snprintf(command, sizeof command, "rm -rf %s", b->dir);
	int bad = system(command);
	free(b);
	return bad;
}

static void load(const char *path, struct buf *ret)
{
	char chunk[4096];
	FILE *f = fopen(path, "re");
	assert_non_null(f);
	buf_init(ret);
	for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;) buf_add(ret, chunk, n);
	fclose(f);
}

static void put32(struct buf *b, uint32_t v) { buf_add(b, (const char[]){(char)(v >> 24), (char)(v >> 16), (char)(v >> 8), (char)v}, 4); }
static void chunk(struct buf *b, const char *type, const void *data, size_t len)
{
	put32(b, (uint32_t)len);
	size_t from = b->len;
	buf_add(b, type, 4);
	buf_add(b, data, len);
	put32(b, (uint32_t)crc32(0, (const unsigned char *)b->data + from, (unsigned)(b->len - from)));
}

/* A PNG of one colour that is tiny as a file, however large as a picture. */
static void make_png(struct buf *b, uint32_t width, uint32_t height)
{
	unsigned char out[65536];
	struct buf data, head;
	z_stream z = {0};
	unsigned char *row = calloc(1, width + 1);
	buf_init(b), buf_init(&data), buf_init(&head);
	assert_int_equal(deflateInit(&z, 9), Z_OK);
	for (uint32_t y = 0; y <= height; y++) {
		z.next_in = row, z.avail_in = y < height ? width + 1 : 0;
		do {
			z.next_out = out, z.avail_out = sizeof out;
			deflate(&z, y < height ? Z_NO_FLUSH : Z_FINISH);
			buf_add(&data, out, sizeof out - z.avail_out);
		} while (z.avail_out == 0);
	}
	deflateEnd(&z);
	put32(&head, width), put32(&head, height);
	buf_add(&head, "\x08\0\0\0\0", 5); /* eight bits of grey */
	buf_add(b, "\x89PNG\r\n\x1a\n", 8);
	chunk(b, "IHDR", head.data, head.len);
	chunk(b, "IDAT", data.data, data.len);
	chunk(b, "IEND", "", 0);
	buf_fini(&data), buf_fini(&head), free(row);
}

static err_t store(struct bench *b, const struct buf *upload, struct photo *ret) { return photo_store(b->program, b->dir, upload->data, upload->len, ret); }

static void sec_28_a_photo_is_turned_and_forgets_its_place(void **state)
{
	struct bench *b = *state;
	struct buf upload, file;
	struct photo p;
	static const char *const endings[] = {"-l.webp", "-m.webp", "-s.webp", "-m.jpg"};
	load("tests/unit/store/photos/tall.jpg", &upload);
	assert_non_null(memmem(upload.data, upload.len, "SECRETPLACE", 11));
	assert_int_equal(store(b, &upload, &p), OK);
	assert_int_equal(p.width, 32); /* it lies as 64 by 32 with the note to turn it */
	assert_int_equal(p.height, 64);
	for (int i = 0; i < 4; i++) {
		char name[100];
		const char *type;
		snprintf(name, sizeof name, "%s%s", p.hash, endings[i]);
		buf_init(&file);
		assert_int_equal(photo_read(b->dir, name, &file, &type), OK);
		assert_null(memmem(file.data, file.len, "SECRET", 6));
		assert_string_equal(type, i < 3 ? "image/webp" : "image/jpeg");
		buf_fini(&file);
	}
	buf_fini(&upload);
}

static void sec_28_pixels_at_the_limit_and_beyond(void **state)
{
	struct bench *b = *state;
	const struct { uint32_t w, h; err_t e; } rows[] = {
		{8000, 5000, OK}, {8001, 5000, ERR_TOO_BIG}, {20000, 2000, OK}, {20001, 10, ERR_TOO_BIG}, {30000, 30000, ERR_TOO_BIG}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf upload;
		struct photo p;
		make_png(&upload, rows[i].w, rows[i].h);
		err_t e = store(b, &upload, &p);
		if (e != rows[i].e) fail_msg("%u by %u: %s", rows[i].w, rows[i].h, err_wire(e));
		buf_fini(&upload);
	}
}

static void sec_28_bytes_at_the_limit_and_beyond(void **state)
{
	struct bench *b = *state;
	struct buf upload;
	struct photo p;
	make_png(&upload, 100, 100);
	char *much = calloc(1, PHOTO_BYTES_MAX + 1);
	memcpy(much, upload.data, upload.len);
	assert_int_equal(photo_store(b->program, b->dir, much, PHOTO_BYTES_MAX, &p), OK);
	assert_int_equal(photo_store(b->program, b->dir, much, PHOTO_BYTES_MAX + 1, &p), ERR_TOO_BIG);
	free(much);
	buf_fini(&upload);
}

/* As an iPhone keeps its pictures. A film in the same boxes is none. */
static void sec_28_heic_is_made_anew_like_the_others(void **state)
{
	struct bench *b = *state;
	struct buf upload, file;
	struct photo p;
	char name[100];
	const char *type;
	load("tests/unit/store/photos/wide.heic", &upload);
	assert_non_null(memmem(upload.data, upload.len, "SECRETPLACE", 11));
	assert_int_equal(store(b, &upload, &p), OK);
	assert_int_equal(p.width, 64);
	assert_int_equal(p.height, 32);
	snprintf(name, sizeof name, "%s-m.jpg", p.hash);
	buf_init(&file);
	assert_int_equal(photo_read(b->dir, name, &file, &type), OK);
	assert_null(memmem(file.data, file.len, "SECRET", 6));
	assert_int_equal(photo_store(b->program, b->dir, upload.data, upload.len - 1, &p), ERR_MALFORMED);
	memcpy(upload.data + 8, "mp42", 4);
	assert_int_equal(store(b, &upload, &p), ERR_BAD_TYPE);
	buf_fini(&file);
	buf_fini(&upload);
}

static void sec_28_what_is_no_photo(void **state)
{
	struct bench *b = *state;
	struct photo p;
	struct buf jpeg;
	const struct { const char *text; size_t len; err_t e; } rows[] = {
		{"", 0, ERR_BAD_TYPE}, {"<svg xmlns='http://www.w3.org/2000/svg'/>", 41, ERR_BAD_TYPE}, {"GIF89a..........", 16, ERR_BAD_TYPE},
		{"%PDF-1.7 ........", 17, ERR_BAD_TYPE}, {"RIFF\xff\xff\xff\x7fWEBPVP8 ....", 20, ERR_MALFORMED}, {"\xff\xd8\xff\xe0............", 16, ERR_MALFORMED}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_int_equal(photo_store(b->program, b->dir, rows[i].text, rows[i].len, &p), rows[i].e);
	load("tests/unit/store/photos/tall.jpg", &jpeg);
	assert_int_equal(photo_store(b->program, b->dir, jpeg.data, jpeg.len - 200, &p), ERR_MALFORMED);
	buf_fini(&jpeg);
}

static void sec_29_names_lead_nowhere_else(void **state)
{
	struct bench *b = *state;
	struct buf out;
	const char *type;
	buf_init(&out);
	static const char *const names[] = {"", "../../etc/passwd", "..", "0000", "0000000000000000000000000000000000000000000000000000000000000000-m.webp",
	                                    "0000000000000000000000000000000000000000000000000000000000000000/../x", "000000000000000000000000000000000000000000000000000000000000000/-m.webp"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) assert_int_equal(photo_read(b->dir, names[i], &out, &type), ERR_NOT_FOUND);
	buf_fini(&out);
}

/* Watched from outside: from the moment it stands in its sandbox, nothing of the network and no file is asked for with success. */
static void sec_28_the_child_asks_for_no_socket(void **state)
{
	struct bench *b = *state;
	char command[1500];
	if (system("command -v strace >/dev/null") != 0) skip();
	snprintf(command, sizeof command,
	         "strace -f -qq -o %s/trace %s < tests/unit/store/photos/tall.jpg | cat > /dev/null && grep -q 'seccomp(SECCOMP_SET_MODE_FILTER' %s/trace && "
	         "! sed '1,/seccomp(SECCOMP_SET_MODE_FILTER/d' %s/trace | grep -E '(socket|connect|execve|fork|openat)\\(' | grep -v EACCES", b->dir, b->program, b->dir, b->dir);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(sec_28_a_photo_is_turned_and_forgets_its_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sec_28_pixels_at_the_limit_and_beyond, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sec_28_bytes_at_the_limit_and_beyond, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sec_28_heic_is_made_anew_like_the_others, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sec_28_what_is_no_photo, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sec_29_names_lead_nowhere_else, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sec_28_the_child_asks_for_no_socket, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
