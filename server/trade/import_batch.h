/* import_batch.h — one table of products on its way in: looked through first, then taken whole or not at all.
 *
 *   reading ──► checked ──► staging ──► done          products of a batch are seen once it is done, all of them at once
 *          └──► refused         └──► checked          (interrupted: what was staged is swept, and it may be run again)
 *
 * Owns    the rows of `import_batch`, `import_problem`, `import_photo` and `import_photo_fault`.
 * Thread  writes on the floor; reads with any connection.    Limits  IMPORT_PROBLEMS_MAX problems are kept, all are counted. */
#pragma once
#include "store/tick.h"
#include "trade/listing.h"

#define IMPORT_PROBLEMS_MAX 500
#define IMPORT_FILE_MAX 120
#define IMPORT_OWN_ROWS_MAX 200   /* of a table that an artisan brings in; the desk may send a longer one */
#define IMPORT_CELL_SHOWN 80

struct import_batch {
	char id[ID_CHARS + 1], kind[8], file[IMPORT_FILE_MAX + 1], state[12];
	struct booth_id booth;
	struct person_id person;
	int64_t rows, products, done, problems, photos, photo_faults, created_ms;
	bool listed;                     /* seen once it is done; else the desk looks at each product first */
};
struct import_problem { int64_t row, col; char field[24], code[24], cell[IMPORT_CELL_SHOWN + 1]; };

/* What a step has found or done. */
struct import_figures { int64_t rows, products, done, problems; };

/* b->booth, person, kind, file and listed are taken. */
err_t import_batch_new(struct tx *tx, const struct import_batch *b, char ret_id[static ID_CHARS + 1]);
err_t import_batch_find(struct db *db, const char *id, struct import_batch *ret);
err_t import_batch_list(struct db *db, const char *booth, void (*each)(void *arg, const struct import_batch *b), void *arg);
/* Moves it from one state to another and sets its figures; ERR_BAD_STATE if it is not in `from`. */
err_t import_batch_move(struct tx *tx, const char *id, const char *from, const char *to, const struct import_figures *f);
err_t import_batch_progress(struct tx *tx, const char *id, int64_t done);
/* The first batch that was under way then; ERR_NOT_FOUND. */
err_t import_batch_find_open(struct db *db, int64_t before_ms, struct import_batch *ret);

err_t import_problems_clear(struct tx *tx, const char *batch);
err_t import_problem_put(struct tx *tx, const char *batch, const struct import_problem *p);
err_t import_problem_list(struct db *db, const char *batch, int64_t limit, void (*each)(void *arg, const struct import_problem *p), void *arg);

err_t import_photo_put(struct tx *tx, const char *batch, const char *name, const char *photo);
/* A file of the ZIP that is no photo; of no use any more once a good one of that name has come. */
err_t import_photo_fault_put(struct tx *tx, const char *batch, const char *name, const char *code);
err_t import_photo_fault_list(struct db *db, const char *batch, int64_t limit, void (*each)(void *arg, const char *name, const char *code), void *arg);
/* ERR_NOT_FOUND; ERR_BAD_TYPE for one that came and is no photo. */
err_t import_photo_find(struct db *db, const char *batch, const char *name, char ret[static PHOTO_HASH_CHARS + 1]);

/* Takes back up to `most` products of a batch that was never done; how many there were. */
err_t import_batch_sweep(struct tx *tx, const char *batch, int64_t most, int64_t *ret_swept);
