/* import.c — tables of products: sent, looked through, run; their problems as a table of their own, and the templates to begin with. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/text.h"
#include "fair/category.h"
#include "api/catalogue.h"
#include "api/handlers.h"
#include "gate/house.h"
#include "api/idempotent.h"
#include "api/page.h"
#include "api/importer.h"
#include "api/upload_room.h"
#include "report/csv.h"
#include "trade/card.h"
#include "trade/import_row.h"

#define PROBLEMS_SHOWN 100
#define TEMPLATE_ROWS 2000 /* how far down the drop-downs reach */

static void write_batch(struct json *j, const struct import_batch *b)
{
	json_str(j, "id", b->id);
	json_str(j, "kind", b->kind);
	json_str(j, "file", b->file);
	json_str(j, "state", b->state);
	json_int(j, "rows", b->rows);
	json_int(j, "products", b->products);
	json_int(j, "done", b->done);
	json_int(j, "problems_total", b->problems);
	json_int(j, "photos", b->photos);
	json_int(j, "photo_problems_total", b->photo_faults);
	json_time(j, "at", b->created_ms);
}

/* Another booth's import is not there for an artisan. */
static err_t find_own(struct db *db, const struct http_request *rq, struct import_batch *ret)
{
	TRY(import_batch_find(db, rq->params[0], ret));
	bool own = role_is_staff(rq->who.person.role) || strcmp(ret->booth.s, rq->who.person.booth.s) == 0;
	return own ? OK : ERR_NOT_FOUND;
}

/* ── send ── */

/* From the commit to the importer. */
struct handover { struct importer *importer; struct import_batch batch; bool photos; char *bytes; size_t len; };

static void hand_over(void *arg)
{
	struct handover *h = arg;
	if (!h->bytes) importer_run(h->importer, &h->batch);
	else if (h->photos) importer_photos(h->importer, &h->batch, h->bytes, h->len);
	else importer_check(h->importer, &h->batch, h->bytes, h->len);
	free(h);
}

static void drop_handover(void *arg)
{
	struct handover *h = arg;
	free(h->bytes);
	free(h);
}
static void lose_handover(void *arg, err_t e)
{
	(void)e;
	drop_handover(arg);
}

static err_t give(struct tx *tx, const struct http_request *rq, const char *id, bool photos, bool bytes)
{
	struct handover *h = calloc(1, sizeof *h);
	if (!h) abort();
	h->importer = rq->house->importer;
	h->photos = photos;
	err_t e = import_batch_find(tx_db(tx), id, &h->batch);
	if (e != OK) {
		free(h);
		return e;
	}
	if (bytes) {
		h->len = rq->body_len;
		h->bytes = malloc(h->len + 1);
		if (!h->bytes) abort();
		memcpy(h->bytes, rq->body, h->len);
	}
	tx_effect(tx, &(struct effect){.run = hand_over, .fail = lose_handover, .drop = drop_handover, .arg = h});
	return OK;
}

static err_t answer_batch(struct db *db, struct http_reply *rp, const char *id)
{
	struct import_batch b;
	TRY(import_batch_find(db, id, &b));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	write_batch(&j, &b);
	json_obj_end(&j);
	return OK;
}

err_t imports_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct import_batch b = {.person = rq->who.person.id, .listed = role_is_staff(rq->who.person.role)};
	char named[SLUG_MAX + 1], id[ID_CHARS + 1];
	TRY(api_param(rq, rp, "booth", named, sizeof named));
	TRY(api_param(rq, rp, "kind", b.kind, sizeof b.kind));
	TRY(api_param(rq, rp, "file", b.file, sizeof b.file));
	if (strcmp(b.kind, "csv") != 0 && strcmp(b.kind, "xlsx") != 0) return http_fault(rp, "kind", ERR_BAD_FIELD);
	if (!rq->body_len) return ERR_MISSING_FIELD;
	TRY(upload_disk_room(rq->house->config));
	TRY(api_catalogue_booth(tx_db(tx), rq, rp, named, &b.booth));
	TRY(import_batch_new(tx, &b, id));
	TRY(give(tx, rq, id, false, true));
	api_created(rp, "catalogue/imports", id);
	return answer_batch(tx_db(tx), rp, id);
}

err_t import_photos_post(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct import_batch b;
	TRY(find_own(tx_db(tx), rq, &b));
	if (strcmp(b.state, "checked") != 0 && strcmp(b.state, "refused") != 0) return ERR_BAD_STATE;
	TRY(upload_room(tx_db(tx), rq));
	TRY(import_batch_move(tx, b.id, b.state, "reading", &(struct import_figures){0}));
	TRY(give(tx, rq, b.id, true, true));
	rp->status = 202;
	return answer_batch(tx_db(tx), rp, b.id);
}

static err_t run(struct tx *tx, struct http_request *rq, struct http_reply *rp)
{
	struct import_batch b;
	TRY(find_own(tx_db(tx), rq, &b));
	if (importer_is_busy(rq->house->importer)) return ERR_FULL;
	TRY(import_batch_move(tx, b.id, "checked", "staging", &(struct import_figures){.rows = b.rows, .products = b.products}));
	TRY(give(tx, rq, b.id, false, false));
	rp->status = 202;
	return answer_batch(tx_db(tx), rp, b.id);
}
err_t import_run_post(struct tx *tx, struct http_request *rq, struct http_reply *rp) { return idempotent_run(tx, rq, rp, run); }

/* ── read ── */

static void each_batch(void *arg, const struct import_batch *b)
{
	struct json *j = arg;
	json_obj(j, NULL);
	write_batch(j, b);
	json_obj_end(j);
}

err_t imports_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct booth_id booth;
	TRY(api_catalogue_booth_asked(db, rq, rp, &booth));
	struct json j = api_items_begin(rp);
	TRY(import_batch_list(db, booth.s, each_batch, &j));
	api_items_end(&j);
	return OK;
}

static void each_problem(void *arg, const struct import_problem *p)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_int(j, "row", p->row);
	json_int(j, "col", p->col);
	json_str(j, "field", p->field);
	const struct import_column *column = import_column_find(p->field);
	if (column) card_write_both(j, "column", column->en, column->hi);
	else json_nil(j, "column");
	json_str(j, "code", p->code);
	json_str(j, "cell", p->cell);
	json_obj_end(j);
}

static void each_photo_fault(void *arg, const char *name, const char *code)
{
	struct json *j = arg;
	json_obj(j, NULL);
	json_str(j, "name", name);
	json_str(j, "code", code);
	json_obj_end(j);
}

err_t import_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	struct import_batch b;
	TRY(find_own(db, rq, &b));
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	write_batch(&j, &b);
	json_arr(&j, "problems");
	TRY(import_problem_list(db, b.id, PROBLEMS_SHOWN, each_problem, &j));
	json_arr_end(&j);
	json_arr(&j, "photo_problems");
	TRY(import_photo_fault_list(db, b.id, PROBLEMS_SHOWN, each_photo_fault, &j));
	json_arr_end(&j);
	json_obj_end(&j);
	return OK;
}

static void each_problem_row(void *arg, const struct import_problem *p)
{
	struct csv *c = arg;
	csv_int(c, p->row);
	csv_int(c, p->col);
	const struct import_column *column = import_column_find(p->field);
	char words[200];
	if (column) snprintf(words, sizeof words, "%s / %s", column->en, column->hi);
	csv_text(c, column ? words : p->field);
	csv_text(c, p->code);
	csv_text(c, p->cell);
	csv_end_row(c);
}

static void each_photo_fault_row(void *arg, const char *name, const char *code)
{
	struct csv *c = arg;
	csv_int(c, 0);
	csv_int(c, 0);
	csv_text(c, "ZIP");
	csv_text(c, code);
	csv_text(c, name);
	csv_end_row(c);
}

err_t import_problems_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	static const char *const head[] = {"row / पंक्ति", "column / स्तंभ", "field / खाना", "problem / समस्या", "cell / लिखा"};
	struct import_batch b;
	TRY(find_own(db, rq, &b));
	struct csv c = csv_start(&rp->body);
	for (size_t i = 0; i < sizeof head / sizeof *head; i++) csv_text(&c, head[i]);
	csv_end_row(&c);
	TRY(import_problem_list(db, b.id, IMPORT_PROBLEMS_MAX, each_problem_row, &c));
	TRY(import_photo_fault_list(db, b.id, IMPORT_PROBLEMS_MAX, each_photo_fault_row, &c));
	rp->type = "text/csv; charset=utf-8";
	http_reply_header(rp, "content-disposition", "attachment; filename=\"problems.csv\"");
	return OK;
}

/* ── templates ── */

err_t template_csv_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	const struct import_column *columns;
	size_t n = import_column_list(&columns);
	(void)db, (void)rq;
	struct csv c = csv_start(&rp->body);
	for (size_t i = 0; i < n; i++) csv_text(&c, columns[i].key);
	csv_end_row(&c);
	for (size_t i = 0; i < n; i++) csv_text(&c, columns[i].hi);
	csv_end_row(&c);
	rp->type = "text/csv; charset=utf-8";
	http_reply_header(rp, "content-disposition", "attachment; filename=\"mela-products.csv\"");
	return OK;
}

/* Drop-downs for what has few answers. */
static void add_choices(lxw_worksheet *sheet, const char *key, lxw_col_t col)
{
	static const char *const units[] = {"piece", "pair", "set", "metre", "kg", "dozen", NULL};
	static const char *const answers[] = {"yes", "no", NULL};
	static const char *const categories[] = {
#define CATEGORY(code, register, en, hi) code,
#include "schema/categories.def"
#undef CATEGORY
		NULL};
	static const struct { const char *key; const char *const *choices; } rows[] = {
		{"unit", units}, {"category", categories}, {"made_to_order", answers}, {"one_of_a_kind", answers}, {"cites", answers}, {"export_held", answers}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (strcmp(rows[i].key, key) != 0) continue;
		lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_LIST, .value_list = (char **)(uintptr_t)rows[i].choices};
		worksheet_data_validation_range(sheet, 2, col, TEMPLATE_ROWS, col, &v);
	}
}

static err_t write_book(const char *path)
{
	const struct import_column *columns;
	size_t n = import_column_list(&columns);
	lxw_workbook *book = workbook_new(path);
	if (!book) return ERR_IO;
	lxw_worksheet *sheet = workbook_add_worksheet(book, "उत्पाद");
	lxw_format *bold = workbook_add_format(book), *text = workbook_add_format(book);
	format_set_bold(bold);
	format_set_num_format(text, "@"); /* a code keeps its zeros, and what begins with = stays a text */
	for (size_t i = 0; i < n; i++) {
		lxw_col_t col = (lxw_col_t)i;
		worksheet_set_column(sheet, col, col, 20, text);
		worksheet_write_string(sheet, 0, col, columns[i].key, bold);
		worksheet_write_string(sheet, 1, col, columns[i].hi, bold);
		add_choices(sheet, columns[i].key, col);
	}
	worksheet_freeze_panes(sheet, 2, 0);
	return workbook_close(book) == LXW_NO_ERROR ? OK : ERR_IO;
}

err_t template_xlsx_get(struct db *db, const struct http_request *rq, struct http_reply *rp)
{
	char path[] = "/tmp/mela-template-XXXXXX", chunk[8192];
	(void)db, (void)rq;
	int fd = mkstemp(path);
	if (fd < 0) return ERR_IO;
	close(fd);
	err_t e = write_book(path);
	FILE *f = e == OK ? fopen(path, "re") : NULL;
	for (size_t n; f && (n = fread(chunk, 1, sizeof chunk, f)) > 0;) buf_add(&rp->body, chunk, n);
	if (f) fclose(f);
	unlink(path);
	if (e != OK || !f) return ERR_IO;
	rp->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	http_reply_header(rp, "content-disposition", "attachment; filename=\"mela-products.xlsx\"");
	return OK;
}
