/* beside.h — where things stand that belong to this program: beside it in the tree that was built, or where a package puts them.
 * Thread  any. */
#pragma once
#include <stddef.h>

/* Writes the folder of the program joined with `relative` if that exists, else `installed`. */
void beside(const char *relative, const char *installed, char *ret, size_t cap);
