/* category.c — lookups in the table of categories. */
#include "fair/category.h"

#include <stddef.h>
#include <string.h>

#define CATEGORY(code, register_name, en, hi) {code, en, hi},
static const struct category table[] = {
#include "schema/categories.def"
};
#undef CATEGORY
#define CATEGORY(code, register_name, en, hi) register_name,
static const char *const registered[] = {
#include "schema/categories.def"
};
#undef CATEGORY

#define COUNT ((int)(sizeof table / sizeof *table))

const struct category *category_at(int i) { return i >= 0 && i < COUNT ? &table[i] : NULL; }

const struct category *category_find(const char *code)
{
	for (int i = 0; i < COUNT; i++)
		if (strcmp(table[i].code, code) == 0) return &table[i];
	return NULL;
}

const struct category *category_find_registered(const char *name)
{
	for (int i = 0; i < COUNT; i++)
		if (strcmp(registered[i], name) == 0) return &table[i];
	return NULL;
}
