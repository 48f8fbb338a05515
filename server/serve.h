/* serve.h — makes every object of the house, wires them, runs, and stops in reverse.
 * Thread  main, which becomes the floor. */
#pragma once
#include "base/config.h"
#include "base/err.h"

struct house;

/* What a demonstration adds; NULL members are not called. All on the floor. */
struct serve_extras {
	void *arg;
	/* The store is open and nothing listens yet. */
	err_t (*before)(void *arg, const struct house *house);
	/* The doors are open. */
	err_t (*ready)(void *arg, const struct house *house);
	/* The loop has ended; the doors are still open. */
	void (*after)(void *arg);
};

/* Runs until SIGTERM or SIGINT. Fills in what `config` leaves to it (where the pages are). */
err_t serve(struct config *config, const struct serve_extras *extras);
