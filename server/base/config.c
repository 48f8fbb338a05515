/* config.c — one table of settings; the same rows name the key, the environment variable and the check. */
#include "base/config.h"

#include <ctype.h>
#include <ini.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

enum kind { KIND_STR, KIND_INT, KIND_YES, KIND_ONE };

static const struct row { const char *key; enum kind kind; size_t offset; const char *text; int64_t number, min, max; const char *words; } rows[] = {
#define STR(id, key, dflt, help) {key, KIND_STR, offsetof(struct config, id), dflt, 0, 0, 0, NULL},
#define INT(id, key, dflt, min, max, help) {key, KIND_INT, offsetof(struct config, id), NULL, dflt, min, max, NULL},
#define YES(id, key, dflt, help) {key, KIND_YES, offsetof(struct config, id), NULL, dflt, 0, 1, NULL},
#define ONE(id, key, dflt, words, help) {key, KIND_ONE, offsetof(struct config, id), dflt, 0, 0, 0, words},
#include "schema/config.def"
#undef STR
#undef INT
#undef YES
#undef ONE
};
#define ROWS (sizeof rows / sizeof *rows)

void config_defaults(struct config *ret)
{
	memset(ret, 0, sizeof *ret);
	for (size_t i = 0; i < ROWS; i++) {
		char *at = (char *)ret + rows[i].offset;
		if (rows[i].text) snprintf(at, CONFIG_TEXT_MAX, "%s", rows[i].text);
		else if (rows[i].kind == KIND_INT) *(int64_t *)(void *)at = rows[i].number;
		else *(bool *)at = rows[i].number != 0;
	}
}

static err_t refuse(const char *key, const char *why)
{
	log_error("config", "%s: %s", key, why);
	return ERR_CONFIG;
}

/* "a|b|c" */
static bool is_one_of(const char *words, const char *value)
{
	size_t n = strlen(value);
	for (const char *s = words; *s; s += strcspn(s, "|"), s += *s == '|')
		if (strcspn(s, "|") == n && !strncmp(s, value, n)) return true;
	return false;
}

static err_t set_row(struct config *c, const struct row *row, const char *value)
{
	char *at = (char *)c + row->offset, *end;
	if (row->kind == KIND_ONE && !is_one_of(row->words, value)) return refuse(row->key, row->words);
	if (row->kind == KIND_STR || row->kind == KIND_ONE) {
		if (strlen(value) >= CONFIG_TEXT_MAX) return refuse(row->key, "too long");
		strcpy(at, value);
		return OK;
	}
	if (row->kind == KIND_YES) {
		bool yes = !strcmp(value, "yes"), no = !strcmp(value, "no");
		if (!yes && !no) return refuse(row->key, "must be yes or no");
		*(bool *)at = yes;
		return OK;
	}
	int64_t n = strtoll(value, &end, 10);
	if (end == value || *end) return refuse(row->key, "must be a whole number");
	if (n < row->min || n > row->max) return refuse(row->key, "is out of range");
	*(int64_t *)(void *)at = n;
	return OK;
}

err_t config_set(struct config *c, const char *key, const char *value)
{
	for (size_t i = 0; i < ROWS; i++)
		if (!strcmp(rows[i].key, key)) return set_row(c, &rows[i], value);
	return refuse(key, "is no setting");
}

static int on_ini(void *arg, const char *section, const char *name, const char *value)
{
	char key[160];
	snprintf(key, sizeof key, "%s.%s", section, name);
	return config_set(arg, key, value) == OK;
}

/* media.ingest_ports -> MELA_MEDIA_INGEST_PORTS */
static const char *from_environment(const char *key)
{
	char name[160] = "MELA_";
	size_t n = strlen(name);
	for (; *key && n < sizeof name - 1; key++) name[n++] = *key == '.' ? '_' : (char)toupper((unsigned char)*key);
	name[n] = 0;
	return getenv(name);
}

err_t config_load(struct config *c, const char *path)
{
	if (path) {
		int line = ini_parse(path, on_ini, c);
		if (line < 0) return refuse(path, "cannot be read");
		if (line > 0) { log_error("config", "%s:%d cannot be used", path, line); return ERR_CONFIG; }
	}
	for (size_t i = 0; i < ROWS; i++) {
		const char *value = from_environment(rows[i].key);
		if (value) TRY(set_row(c, &rows[i], value));
	}
	return OK;
}
