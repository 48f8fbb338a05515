/* paper_fuzz.c — what mela-paper reads: a paper or a statement as JSON. */
#include <stdlib.h>

#include "gate/json_in.h"
#include "trade/paper.h"
#include "trade/statement.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct paper paper;
	static struct statement statement;
	struct json_in_fault fault;
	if (len < 1) return 0;
	if (data[0] == 's') IGNORE(json_in(&statement_shape, (const char *)data + 1, len - 1, &statement, &fault));
	else if (json_in(&paper_shape, (const char *)data + 1, len - 1, &paper, &fault) == OK && paper.n_lines > PAPER_LINES_MAX) abort();
	return 0;
}
