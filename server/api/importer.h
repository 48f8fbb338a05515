/* importer.h — carries tables of products in while the fair goes on.
 *
 *   upload ─► lane: mela-sheet reads, every row is checked ─► floor: figures and problems
 *   run    ─► lane: the same again ─► floor: IMPORT_SLICE rows a turn at most, unseen ─► one flip: all are seen
 *
 * Owns    its lane with a reading connection, the files in DATA/imports, and the rows that wait to be staged.
 * Thread  the floor.    Limits  one batch is staged at a time, then ERR_FULL; sheet/sheet.h.
 * Cost    a slice holds the floor about 2 ms; on a busy machine it is one row, and the floor rests as long. What was interrupted is swept when
 *         the importer is opened. */
#pragma once
#include <stddef.h>

#include "base/err.h"
#include "trade/import_batch.h"

#define IMPORT_SLICE 4
#define IMPORT_FILE_BYTES_MAX 16777216
#define IMPORT_ZIP_BYTES_MAX 67108864

struct importer;
struct importer_needs { struct loop *loop; struct tick *tick; const char *data, *sheet_program, *photo_program; };

err_t importer_open(const struct importer_needs *needs, struct importer **ret);
/* Waits for the lane. NULL is accepted. */
void importer_close(struct importer *im);

/* Looks a table through; `bytes` are taken and kept as the batch's file. From an effect of the commit that made the batch. */
void importer_check(struct importer *im, const struct import_batch *b, char *bytes, size_t len);
/* Photos for a batch, by name; `bytes` are taken. Afterwards the table is looked through again. */
void importer_photos(struct importer *im, const struct import_batch *b, char *bytes, size_t len);
/* True while a batch is being staged. */
bool importer_is_busy(const struct importer *im);
/* Stages a batch that is in 'staging' and flips it. */
void importer_run(struct importer *im, const struct import_batch *b);
