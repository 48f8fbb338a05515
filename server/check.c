/* check.c — see check.h. */
#include "server/check.h"

#include <stdio.h>
#include <unistd.h>

#include "trade/books.h"
#include "trade/look.h"

/* The last link tells, held against one that was kept elsewhere, whether the newest rows were cut off. */
static void print_looks(const struct look_chain *c)
{
	if (c->broken) printf("looks: %lld; the chain is broken at number %lld\n", (long long)c->rows, (long long)c->broken);
	else printf("looks: %lld, unbroken; last link %s\n", (long long)c->rows, *c->last ? c->last : "none");
}

err_t check_run(const struct config *c)
{
	char path[CONFIG_TEXT_MAX + 16];
	struct books_health h;
	struct db *db;
	snprintf(path, sizeof path, "%s/mela.db", c->data);
	if (access(path, R_OK) != 0) return OK;
	if (db_open(c->data, false, &db) != OK) {
		fputs("the books were not walked: the first start of this version brings the house up to it\n", stderr);
		return OK;
	}
	db_patient(db);
	struct look_chain looks = {0};
	err_t e = books_check(db, true, &h);
	if (e == OK) e = look_check(db, &looks);
	db_close(db);
	TRY(e);
	print_looks(&looks);
	printf("books: %lld entries; %lld do not add up, %lld are empty, %lld accounts differ from their postings, all together %lld paise\n", (long long)h.journals,
	       (long long)h.unbalanced, (long long)h.empty, (long long)h.drifted, (long long)h.sum_minor);
	return books_sound(&h) && !looks.broken ? OK : ERR_CONFLICT;
}
