/* page.h — lists as answers: {items} of what is few, a page {items, next} of what is many.
 *
 *   TRY(api_page_begin(&p, db, rq, rp, LEAD_PAGE_MAX));
 *   TRY(lead_list(db, … p.cursor, p.rows …, each_lead, &p));       each row: if (api_page_row(p, l->id.s)) p->err = …write p->json…;
 *   return api_page_end(&p);
 *
 * Owns    nothing; the answer's body is the reply's.    Thread  as the handler's.    Limits  API_PAGE_MAX rows a page. */
#pragma once
#include "api/api.h"

/* One row more than are shown is asked for, and tells that there is a next page. */
struct api_page {
	struct db *db;
	struct json json;
	char cursor[HTTP_PARAM_CHARS + 1]; /* the row behind which it begins; "" for the first page */
	int64_t rows;                      /* to ask the store for */
	int64_t seen;
	char key[HTTP_PARAM_CHARS + 1];    /* the last row's place, from which the next page goes on */
	err_t err;                         /* of a row; the rows behind it are passed over */
};
/* Reads ?cursor= and ?limit=; `most` rows are what the store gives at once. */
err_t api_page_begin(struct api_page *ret, struct db *db, const struct http_request *rq, struct http_reply *rp, int64_t most);
/* Counts a row whose place is `key`; false if it is not to be written. */
bool api_page_row(struct api_page *p, const char *key);
/* Ends items and says what is next; other members may follow. */
void api_page_end_items(struct api_page *p);
/* Ends the whole. The error of the row that failed. */
err_t api_page_end(struct api_page *p);

/* All of them: {items: …}. */
struct json api_items_begin(struct http_reply *rp);
void api_items_end(struct json *j);
