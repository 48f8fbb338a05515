/* route.h — the table of addresses, from schema/routes.def, and how a request finds its row. */
#pragma once
#include "gate/http.h"

enum route_who { WHO_ANYONE, WHO_BUYER, WHO_SIGNED_IN, WHO_ARTISAN, WHO_STAFF, WHO_HOST, WHO_HELPLINE, WHO_TOKEN, WHO_PARTNER, WHO_BROWSER };
enum route_body { BODY_NONE, BODY_JSON, BODY_SDP, BODY_FRAG, BODY_BYTES, BODY_REPORT };
enum route_key { KEY_NONE, KEY_NEEDED };
enum route_kind { ROUTE_TX, ROUTE_ASYNC, ROUTE_READ };

struct route {
	enum http_method method;
	const char *pattern;
	enum route_kind kind;
	enum route_who who;
	enum route_body body;
	size_t body_max;
	enum route_key key;
	http_tx_fn *tx;      /* TX, ASYNC */
	http_read_fn *read;  /* READ */
};

/* The row for a method and a decoded path, with what stood for {…} in ret_params.
 * NULL if there is none; then *ret_allowed holds the methods that this path has (0: no such path). */
const struct route *route_find(enum http_method method, const char *path, char ret_params[HTTP_PARAMS_MAX][HTTP_PARAM_CHARS + 1], unsigned *ret_allowed);
/* True if `path` matches `pattern`. */
bool route_matches(const char *pattern, const char *path, char ret_params[HTTP_PARAMS_MAX][HTTP_PARAM_CHARS + 1]);
/* OK, NOT_SIGNED_IN or FORBIDDEN. */
err_t route_admits(const struct route *r, const struct caller *who);
/* Signing in and out, and setting up a second factor: open also to those who must have one and have none yet. */
bool route_is_door(const struct route *r);
/* All rows; for the tests that walk them. */
size_t route_list(const struct route **ret);
