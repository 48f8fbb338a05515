/* files.h — the built pages: every file of one folder, read into memory at start, with the .br and .gz beside it.
 * Owns    the bytes.    Thread  any, once open.
 * Limits  FILES_MAX files, FILES_BYTES_MAX bytes in all; names that begin with a dot are not served. */
#pragma once
#include "gate/head.h"

#define FILES_MAX 4096
#define FILES_BYTES_MAX (256u << 20)

struct files;

err_t files_open(const char *dir, struct files **ret);
void files_close(struct files *f);

struct file_answer {
	int status;              /* 200, 206, 304, 404, 416 */
	const char *type, *encoding, *etag; /* encoding: "" for none; etag quoted */
	const char *body;
	size_t len;              /* of this part */
	size_t first, size;      /* where the part begins, and how long the whole is (206, 416) */
	bool immutable;          /* its name changes with its content */
	bool varies;             /* depends on Accept-Encoding */
	bool page;               /* HTML */
};
/* Finds a file, or the page of an address: "/" is index.html, "/booth/…" is booth.html where there is one. False if there is nothing. */
bool files_find(const struct files *f, const struct head *h, struct file_answer *ret);
/* The page that tells a person that there is nothing at this address, with status 404. False where no person looks, or without such a page. */
bool files_find_nowhere(const struct files *f, const struct head *h, struct file_answer *ret);
