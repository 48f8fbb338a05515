/* paper_fuzz.c — what mela-paper reads: a paper, a statement, a parcel's label or a manifest as JSON. */
#include <stdlib.h>

#include "gate/json_in.h"
#include "trade/paper.h"
#include "trade/parcel_sheet.h"
#include "trade/statement.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct paper paper;
	static struct statement statement;
	static struct parcel_label label;
	static struct run_manifest manifest;
	struct json_in_fault fault;
	if (len < 1) return 0;
	if (data[0] == 's') IGNORE(json_in(&statement_shape, (const char *)data + 1, len - 1, &statement, &fault));
	else if (data[0] == 'l') IGNORE(json_in(&parcel_label_shape, (const char *)data + 1, len - 1, &label, &fault));
	else if (data[0] == 'm') IGNORE(json_in(&run_manifest_shape, (const char *)data + 1, len - 1, &manifest, &fault));
	else if (json_in(&paper_shape, (const char *)data + 1, len - 1, &paper, &fault) == OK && paper.n_lines > PAPER_LINES_MAX) abort();
	return 0;
}
