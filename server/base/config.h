/* config.h — the settings, from schema/config.def: defaults, then the INI file, then the environment.
 * Owns    its strings.    Thread  read-only after config_load. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define CONFIG_TEXT_MAX 512

struct config {
#define STR(id, key, dflt, help) char id[CONFIG_TEXT_MAX];
#define INT(id, key, dflt, min, max, help) int64_t id;
#define YES(id, key, dflt, help) bool id;
#define ONE(id, key, dflt, words, help) char id[CONFIG_TEXT_MAX];
#include "schema/config.def"
#undef STR
#undef INT
#undef YES
#undef ONE
};

/* Fills *ret with the defaults. */
void config_defaults(struct config *ret);
/* One setting by its key; ERR_CONFIG (logged) for an unknown key or a bad value. */
err_t config_set(struct config *c, const char *key, const char *value);
/* Reads the file (skipped if NULL) and the environment's MELA_* names; ERR_CONFIG names the line. */
err_t config_load(struct config *c, const char *path);
