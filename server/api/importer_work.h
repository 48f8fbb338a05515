/* importer_work.h — what the importer's lane does for one batch: read the file through mela-sheet, judge every row, or make photos of a ZIP.
 * Owns    the bytes, documents, problems and photos, until it is freed.    Thread  the lane while it works, the floor before and after. */
#pragma once
#include "store/photo_store.h"
#include "trade/import_batch.h"

enum import_work_kind { WORK_CHECK, WORK_RUN, WORK_PHOTOS };

/* A file of the ZIP; err: why it is no photo of ours. */
struct import_photo { char name[204]; struct photo photo; err_t err; };

struct import_work {
	struct importer *importer;
	enum import_work_kind kind;
	struct import_batch batch;
	char *bytes;                     /* the upload; NULL: the file that is kept */
	size_t len;
	int64_t rows, products, problems;
	struct import_problem kept[IMPORT_PROBLEMS_MAX];
	size_t n_kept;
	char **documents;                /* of a run: each product as a listing */
	size_t n_documents, room;
	struct import_photo *photos;
	size_t n_photos;
};
struct import_tools { struct db *db; const char *data, *sheet_program, *photo_program; };

struct import_work *import_work_new(enum import_work_kind kind, const struct import_batch *b);
void import_work_free(struct import_work *w);
void import_work_do(struct import_work *w, const struct import_tools *t);
/* As if the file itself had been refused. */
void import_work_refuse(struct import_work *w, err_t e);
