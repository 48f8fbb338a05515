/* page.c — see page.h. */
#include "api/page.h"

#include "base/text.h"

struct json api_items_begin(struct http_reply *rp)
{
	struct json j = http_reply_json(rp);
	json_obj(&j, NULL);
	json_arr(&j, "items");
	return j;
}

void api_items_end(struct json *j)
{
	json_arr_end(j);
	json_obj_end(j);
}

err_t api_page_begin(struct api_page *ret, struct db *db, const struct http_request *rq, struct http_reply *rp, int64_t most)
{
	struct api_page p = {.db = db};
	int64_t limit;
	TRY(api_param(rq, rp, "cursor", p.cursor, sizeof p.cursor));
	TRY(api_limit(rq, rp, &limit));
	p.rows = limit < most ? limit + 1 : most;
	p.json = api_items_begin(rp);
	*ret = p;
	return OK;
}

bool api_page_row(struct api_page *p, const char *key)
{
	if (p->err != OK || ++p->seen >= p->rows) return false;
	text_copy(p->key, sizeof p->key, key);
	return true;
}

void api_page_end_items(struct api_page *p)
{
	json_arr_end(&p->json);
	json_str(&p->json, "next", p->seen >= p->rows ? p->key : NULL);
}

err_t api_page_end(struct api_page *p)
{
	api_page_end_items(p);
	json_obj_end(&p->json);
	return p->err;
}
