/* bank_statement_fuzz.c — any bytes as a statement: credits are positive, texts printable and within their limits. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "trade/bank_statement.h"
#include "trade/money.h"

static err_t each(void *arg, const struct bank_credit *c)
{
	(void)arg;
	assert(c->amount_minor > 0 && c->amount_minor <= MONEY_MINOR_MAX);
	assert(strlen(c->reference) <= BANK_REFERENCE_MAX && strlen(c->narration) <= BANK_NARRATION_MAX);
	assert(text_printable(c->reference, false) && text_printable(c->narration, false));
	return OK;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	struct bank_fault fault;
	char *text = malloc(len + 1);
	if (!text) return 0;
	memcpy(text, data, len);
	text[len] = '\0';
	err_t e = bank_statement_read(text, each, NULL, &fault);
	assert(e == OK || fault.column);
	free(text);
	return 0;
}
