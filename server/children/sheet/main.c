/* main.c — mela-sheet: reads one uploaded table or ZIP for the core and says what is in it.
 *
 *   mela-sheet csv|xlsx    fd 1: cells parted by US (0x1f), rows ended by RS (0x1e)
 *   mela-sheet photos      fd 1: "name\nlength\n" and the bytes, for each file
 *   exit                   an err_t                                                          */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/photo.h"
#include "base/sandbox.h"
#include "sheet/sheet.h"

#define MEMORY_BYTES (512ll << 20)
#define CPU_S 30

static err_t say(const void *data, size_t len) { return fwrite(data, 1, len, stdout) == len ? OK : ERR_IO; }

static err_t say_row(void *unused, const char *const cells[], size_t n)
{
	(void)unused;
	for (size_t i = 0; i < n; i++) {
		for (const char *s = cells[i]; *s; s++) putc(*s == 0x1e || *s == 0x1f ? ' ' : *s, stdout);
		putc(i + 1 < n ? 0x1f : 0x1e, stdout);
	}
	return ferror(stdout) ? ERR_IO : OK;
}

static err_t say_file(void *unused, const char *name, const void *bytes, size_t len)
{
	(void)unused;
	printf("%s\n%zu\n", name, len);
	return say(bytes, len);
}

static err_t read_table(const char *kind, char *bytes, size_t len)
{
	const struct sheet_sink rows = {.row = say_row};
	const struct zip_sink files = {.file = say_file};
	if (strcmp(kind, "csv") == 0) return sheet_csv(bytes, len, &rows);
	if (strcmp(kind, "xlsx") == 0) return sheet_xlsx(bytes, len, &rows);
	return sheet_zip(bytes, len, PHOTO_BYTES_MAX, &files);
}

int main(int argc, char **argv)
{
	struct stat st;
	static char out[65536];
	signal(SIGPIPE, SIG_IGN);
	if (argc != 2 || fstat(STDIN_FILENO, &st) != 0) return ERR_IO;
	if (st.st_size <= 0) return ERR_BAD_TYPE;
	size_t len = (size_t)st.st_size;
	char *bytes = malloc(len + 1);
	for (size_t at = 0; bytes && at < len;) {
		ssize_t n = read(STDIN_FILENO, bytes + at, len - at);
		if (n <= 0) return ERR_IO;
		at += (size_t)n;
	}
	if (!bytes) return ERR_TOO_BIG;
	bytes[len] = 0;
	setvbuf(stdout, out, _IOFBF, sizeof out);
	err_t e = sandbox_enter(&(struct sandbox_limits){.memory_bytes = MEMORY_BYTES, .cpu_s = CPU_S});
	if (e == OK) e = read_table(argv[1], bytes, len);
	if (fflush(stdout) != 0 && e == OK) e = ERR_IO;
	_exit((int)e);
}
