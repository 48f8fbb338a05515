/* importer_work.c — on the lane: a child says the rows, and each is judged as if a person had typed it in. */
#include "api/importer_work.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "base/text.h"
#include "trade/import_table.h"

#define PATIENCE_MS 60000
#define ZIP_PATIENCE_MS 600000
#define ROW_BYTES_MAX (SHEET_CELLS_MAX * SHEET_CELL_MAX)
#define ROW_END 0x1e
#define CELL_END 0x1f
#define ZIP_SAID_MAX (256u << 20)

struct import_work *import_work_new(enum import_work_kind kind, const struct import_batch *b)
{
	struct import_work *w = calloc(1, sizeof *w);
	if (!w) abort();
	w->kind = kind;
	w->batch = *b;
	return w;
}

void import_work_free(struct import_work *w)
{
	if (!w) return;
	for (size_t i = 0; i < w->n_documents; i++) free(w->documents[i]);
	free(w->documents);
	free(w->photos);
	free(w->bytes);
	free(w);
}

static void keep_problem(struct import_work *w, int64_t row, const struct import_fault *f, err_t e)
{
	w->problems++;
	if (w->n_kept == IMPORT_PROBLEMS_MAX) return;
	struct import_problem *p = &w->kept[w->n_kept++];
	*p = (struct import_problem){.row = row, .col = (int64_t)f->col};
	text_copy(p->field, sizeof p->field, f->field ? f->field : "");
	text_copy(p->code, sizeof p->code, err_wire(e));
	text_copy(p->cell, sizeof p->cell, f->cell ? f->cell : "");
}

void import_work_refuse(struct import_work *w, err_t e) { keep_problem(w, 0, &(struct import_fault){.field = ""}, e); }

/* ── rows ── */

static void on_fault(void *arg, int64_t row, const struct import_fault *f, err_t e) { keep_problem(arg, row, f, e); }

static void keep_document(struct import_work *w, const struct listing *l)
{
	struct buf text;
	buf_init(&text);
	listing_write(l, &text);
	if (w->n_documents == w->room) {
		w->room = w->room ? w->room * 2 : 1024;
		w->documents = realloc(w->documents, w->room * sizeof *w->documents);
		if (!w->documents) abort();
	}
	w->documents[w->n_documents++] = buf_take(&text);
}

static void on_product(void *arg, const struct listing *l)
{
	struct import_work *w = arg;
	w->products++;
	if (w->kind == WORK_RUN) keep_document(w, l);
}

/* One row as the child said it, its end cut off. */
static err_t cut_row(struct import_table *t, char *text)
{
	const char *cells[SHEET_CELLS_MAX];
	size_t n = 0;
	for (char *at = text; at;) {
		char *next = strchr(at, CELL_END);
		if (next) *next++ = 0;
		if (n == SHEET_CELLS_MAX) return ERR_TOO_BIG;
		cells[n++] = at;
		at = next;
	}
	import_table_row(t, cells, n);
	return OK;
}

static err_t read_rows(struct import_table *t, struct child *c)
{
	struct buf said;
	char chunk[65536];
	size_t n = 1;
	err_t e = OK;
	buf_init(&said);
	while (e == OK && (e = child_read(c, chunk, sizeof chunk, &n)) == OK && n) {
		size_t from = 0;
		buf_add(&said, chunk, n);
		for (char *end; e == OK && (end = memchr(said.data + from, ROW_END, said.len - from)); from = (size_t)(end - said.data) + 1) {
			*end = 0;
			e = text_utf8_valid(said.data + from, (size_t)(end - said.data) - from) ? cut_row(t, said.data + from) : ERR_BAD_UTF8;
		}
		memmove(said.data, said.data + from, said.len - from);
		said.len -= from;
		if (said.len > ROW_BYTES_MAX) e = ERR_TOO_BIG;
	}
	buf_fini(&said);
	return e;
}

static err_t read_table(struct import_work *w, const struct import_tools *t, int fd)
{
	struct import_table *table = NULL;
	struct child c;
	const struct import_from from = {t->db, w->batch.id, w->batch.booth, {on_fault, on_product, w}};
	err_t e = import_table_new(&from, &table);
	if (e == OK) e = child_start(t->sheet_program, (const char *const[]){w->batch.kind, NULL}, fd, PATIENCE_MS, &c);
	if (e == OK) {
		e = read_rows(table, &c);
		if (e != OK) kill(c.pid, SIGKILL);
		err_t end = child_end(&c);
		if (e == OK) e = end;
	}
	if (table) w->rows = import_table_end(table);
	import_table_free(table);
	if (e == OK && !w->rows && !w->problems) e = ERR_MISSING_FIELD;
	if (e == OK && !w->batch.listed && w->rows > IMPORT_OWN_ROWS_MAX) e = ERR_TOO_BIG;
	return e;
}

/* ── the file ── */

static void file_path(const struct import_tools *t, const char *id, char ret[static 700]) { snprintf(ret, 700, "%s/imports/%s", t->data, id); }

static err_t keep_file(const struct import_work *w, const struct import_tools *t)
{
	char path[700];
	file_path(t, w->batch.id, path);
	FILE *f = fopen(path, "we");
	if (!f) return ERR_IO;
	bool whole = fwrite(w->bytes, 1, w->len, f) == w->len;
	whole = fflush(f) == 0 && fsync(fileno(f)) == 0 && whole;
	return fclose(f) == 0 && whole ? OK : ERR_IO;
}

/* ── photos ── */

static void take_photo(struct import_work *w, const struct import_tools *t, const char *name, const char *bytes, size_t len)
{
	w->photos = realloc(w->photos, (w->n_photos + 1) * sizeof *w->photos);
	if (!w->photos) abort();
	struct import_photo *p = &w->photos[w->n_photos++];
	*p = (struct import_photo){.err = ERR_BAD_UTF8};
	if (text_utf8_valid(name, strlen(name)) && text_printable(name, false)) {
		text_copy(p->name, sizeof p->name, name);
		p->err = photo_store(t->photo_program, t->data, bytes, len, &p->photo);
	} else {
		snprintf(p->name, sizeof p->name, "#%zu", w->n_photos); /* its place in the ZIP stands for a name that cannot be told */
	}
}

/* "name\nlength\n" and the bytes, again and again. */
static err_t take_photos(struct import_work *w, const struct import_tools *t, const struct buf *said)
{
	for (char *at = said->data, *end = said->data + said->len; at < end;) {
		char *name = at, *line = memchr(at, '\n', (size_t)(end - at)), *digits = line ? line + 1 : end;
		char *second = memchr(digits, '\n', (size_t)(end - digits));
		if (!line || !second) return ERR_MALFORMED;
		*line = *second = 0;
		size_t len = (size_t)strtoull(digits, NULL, 10);
		if (len > (size_t)(end - second - 1)) return ERR_MALFORMED;
		take_photo(w, t, name, second + 1, len);
		at = second + 1 + len;
	}
	return OK;
}

static err_t read_zip(struct import_work *w, const struct import_tools *t)
{
	struct buf said;
	int fd = child_input(w->bytes, w->len);
	if (fd < 0) return ERR_IO;
	buf_init(&said);
	err_t e = child_run(t->sheet_program, (const char *const[]){"photos", NULL}, fd, ZIP_PATIENCE_MS, ZIP_SAID_MAX, &said);
	close(fd);
	if (e == OK && said.len) e = take_photos(w, t, &said);
	buf_fini(&said);
	return e;
}

void import_work_do(struct import_work *w, const struct import_tools *t)
{
	char path[700];
	if (w->kind == WORK_PHOTOS) {
		err_t e = read_zip(w, t);
		if (e != OK) import_work_refuse(w, e);
		return;
	}
	err_t e = w->bytes ? keep_file(w, t) : OK;
	file_path(t, w->batch.id, path);
	int fd = e == OK ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (e == OK && fd < 0) e = ERR_IO;
	if (e == OK) e = read_table(w, t, fd);
	if (fd >= 0) close(fd);
	if (e != OK) import_work_refuse(w, e);
}
