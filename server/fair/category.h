/* category.h — the fifteen categories, from schema/categories.def. */
#pragma once
#include <stdbool.h>

struct category { const char *code, *en, *hi; };

/* NULL behind the last. Static. */
const struct category *category_at(int i);
/* NULL if there is no such code. */
const struct category *category_find(const char *code);
/* By the name in the register of districts ("Leather & footwear"). NULL if unknown. */
const struct category *category_find_registered(const char *name);
