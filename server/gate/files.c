/* files.c — a sorted table of paths; each file has up to three bodies. ETags are hashes of the bytes that are sent (RFC 9110 §8.8.3). */
#include "gate/files.h"

#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"

enum coding { PLAIN, GZIP, BROTLI, CODINGS };
static const char *const coding_names[CODINGS] = {[PLAIN] = "", [GZIP] = "gzip", [BROTLI] = "br"};
static const char *const coding_ends[CODINGS] = {[PLAIN] = "", [GZIP] = ".gz", [BROTLI] = ".br"};

struct bytes { char *data; size_t len; char etag[24]; };
struct file { char *path; const char *type; bool immutable, page; struct bytes bodies[CODINGS]; };
struct files { struct file *items; size_t len, bytes; };

static const struct { const char *end, *type; } types[] = {
	{".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".mjs", "text/javascript; charset=utf-8"},
	{".css", "text/css; charset=utf-8"}, {".json", "application/json"}, {".map", "application/json"}, {".svg", "image/svg+xml"},
	{".png", "image/png"}, {".jpg", "image/jpeg"}, {".webp", "image/webp"}, {".ico", "image/x-icon"}, {".woff2", "font/woff2"},
	{".webmanifest", "application/manifest+json"}, {".txt", "text/plain; charset=utf-8"}, {".ics", "text/calendar; charset=utf-8"},
};

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n >= m && !strcmp(s + n - m, end);
}

static const char *type_of(const char *path)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (ends_with(path, types[i].end)) return types[i].type;
	return "application/octet-stream";
}

/* Vite writes assets/name-XXXXXXXX.ext, where X is a hash of the content. */
static bool is_hashed(const char *path)
{
	const char *dash = strrchr(path, '-'), *dot = strrchr(path, '.');
	return !strncmp(path, "/assets/", 8) && dash && dot > dash && dot - dash == 9;
}

static void name_bytes(struct bytes *b)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[17];
	crypto_hash_sha256(hash, (unsigned char *)b->data, b->len);
	sodium_bin2hex(hex, sizeof hex, hash, 8);
	snprintf(b->etag, sizeof b->etag, "\"%s\"", hex);
}

static bool read_whole(const char *name, struct bytes *ret)
{
	FILE *f = fopen(name, "re");
	struct stat st;
	if (!f) return false;
	bool ok = !fstat(fileno(f), &st) && S_ISREG(st.st_mode) && st.st_size <= (off_t)FILES_BYTES_MAX;
	if (ok) {
		ret->data = malloc((size_t)st.st_size + 1);
		if (!ret->data) abort();
		ret->len = fread(ret->data, 1, (size_t)st.st_size, f);
		name_bytes(ret);
	}
	fclose(f);
	return ok;
}

static err_t add(struct files *f, const char *root, const char *path)
{
	char name[1200];
	if (f->len == FILES_MAX) return ERR_FULL;
	struct file *file = &f->items[f->len];
	*file = (struct file){.type = type_of(path), .immutable = is_hashed(path), .page = ends_with(path, ".html")};
	for (int c = 0; c < CODINGS; c++) {
		snprintf(name, sizeof name, "%s%s%s", root, path, coding_ends[c]);
		if (read_whole(name, &file->bodies[c])) f->bytes += file->bodies[c].len;
	}
	if (!file->bodies[PLAIN].data) return OK;
	file->path = strdup(path);
	if (!file->path) abort();
	f->len++;
	return f->bytes > FILES_BYTES_MAX ? ERR_FULL : OK;
}

static err_t walk(struct files *f, const char *root, const char *under)
{
	char name[1200], path[1024];
	snprintf(name, sizeof name, "%s%s", root, under);
	DIR *d = opendir(name);
	if (!d) return ERR_IO;
	err_t e = OK;
	for (struct dirent *entry; e == OK && (entry = readdir(d));) {
		struct stat st;
		if (entry->d_name[0] == '.' || ends_with(entry->d_name, ".br") || ends_with(entry->d_name, ".gz")) continue;
		if ((size_t)snprintf(path, sizeof path, "%s/%s", under, entry->d_name) >= sizeof path) continue;
		snprintf(name, sizeof name, "%s%s", root, path);
		if (stat(name, &st)) continue;
		if (S_ISDIR(st.st_mode)) e = walk(f, root, path);
		else if (S_ISREG(st.st_mode)) e = add(f, root, path);
	}
	closedir(d);
	return e;
}

static int by_path(const void *a, const void *b)
{
	const struct file *x = a, *y = b;
	return strcmp(x->path, y->path);
}

err_t files_open(const char *dir, struct files **ret)
{
	struct files *f = calloc(1, sizeof *f);
	if (!f || !(f->items = calloc(FILES_MAX, sizeof *f->items))) abort();
	err_t e = walk(f, dir, "");
	if (e != OK) {
		log_error("gate", "the pages in %s cannot be read: %s", dir, err_wire(e));
		files_close(f);
		return e;
	}
	qsort(f->items, f->len, sizeof *f->items, by_path);
	*ret = f;
	return OK;
}

void files_close(struct files *f)
{
	if (!f) return;
	for (size_t i = 0; i < f->len; i++) {
		free(f->items[i].path);
		for (int c = 0; c < CODINGS; c++) free(f->items[i].bodies[c].data);
	}
	free(f->items);
	free(f);
}

static const struct file *find_exact(const struct files *f, char *path)
{
	struct file key = {.path = path};
	return bsearch(&key, f->items, f->len, sizeof *f->items, by_path);
}

/* /booth/indigo is the page /booth.html; so is /booth, but not /assets/x. */
static const struct file *find_page(const struct files *f, const char *path)
{
	char page[64];
	size_t len = strcspn(path + 1, "/");
	if (!len) return find_exact(f, (char[]){"/index.html"});
	if (len > 40 || memchr(path + 1, '.', len)) return NULL;
	snprintf(page, sizeof page, "/%.*s.html", (int)len, path + 1);
	return find_exact(f, page);
}

static enum coding choose(const struct file *file, const struct head *h)
{
	for (enum coding c = CODINGS - 1; c > PLAIN; c--)
		if (file->bodies[c].data && head_accepts(h->accept_encoding, coding_names[c])) return c;
	return PLAIN;
}

/* RFC 9110 §13.2.2 and §14: If-None-Match before Range; If-Range keeps a stale client from mixing two versions. */
static void condition(const struct head *h, const struct bytes *b, struct file_answer *ret)
{
	size_t first, last;
	if (*h->if_none_match && head_etag_matches(h->if_none_match, b->etag, true)) {
		ret->status = 304;
		ret->len = 0;
		return;
	}
	if (!*h->range || h->method != HTTP_GET || (*h->if_range && strcmp(h->if_range, b->etag))) return;
	err_t e = head_range(h->range, b->len, &first, &last);
	if (e == ERR_NOT_FOUND) return;
	ret->status = e == OK ? 206 : 416;
	ret->first = e == OK ? first : 0;
	ret->len = e == OK ? last - first + 1 : 0;
	ret->body = b->data + ret->first;
}

static const struct bytes *lend(const struct file *file, enum coding c, int status, struct file_answer *ret)
{
	const struct bytes *b = &file->bodies[c];
	*ret = (struct file_answer){
		.status = status, .type = file->type, .encoding = coding_names[c], .etag = b->etag, .body = b->data, .len = b->len, .size = b->len,
		.immutable = file->immutable, .varies = file->bodies[GZIP].data || file->bodies[BROTLI].data, .page = file->page,
	};
	return b;
}

bool files_find(const struct files *f, const struct head *h, struct file_answer *ret)
{
	char path[sizeof h->path];
	memcpy(path, h->path, sizeof path);
	if (path[0] != '/') return false;
	const struct file *file = find_exact(f, path);
	if (!file) file = find_page(f, path);
	if (!file) return false;
	condition(h, lend(file, *h->range ? PLAIN : choose(file, h), 200, ret), ret);
	return true;
}

/* Browsers say where a request comes from (Sec-Fetch-Site); what has a dot is a file's name, and scripts read what lies under /api. */
bool files_find_nowhere(const struct files *f, const struct head *h, struct file_answer *ret)
{
	if (!*h->fetch_site || strchr(h->path, '.') || !strncmp(h->path, "/api/", 5)) return false;
	const struct file *file = find_exact(f, (char[]){"/nowhere.html"});
	if (file) lend(file, choose(file, h), 404, ret);
	return file;
}
