/* helpers.h — programs that run beside the demonstration: a mail server and publishers. Each dies with this process.
 * Owns    the processes and their pidfds.    Thread  the floor.    Limits  HELPERS_MAX; one that ends is started again after
 * HELPER_REST_MS, at most HELPER_STARTS times. */
#pragma once
#include "base/err.h"
#include "base/loop.h"

#define HELPERS_MAX 16
#define HELPER_ARGS_MAX 24
#define HELPER_STARTS 20
#define HELPER_REST_MS 2000

struct helpers;

struct helpers *helpers_new(struct loop *loop);
/* Ends all of them. NULL is accepted. */
void helpers_free(struct helpers *h);
/* Starts `program` of the tools beside this one; args end with NULL and are copied. ERR_FULL, ERR_IO. */
err_t helpers_start(struct helpers *h, const char *program, const char *const args[]);
