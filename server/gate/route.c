/* route.c — the rows of schema/routes.def, and a plain walk over them: the rows of the wanted method first. */
#include "gate/route.h"

#include <string.h>

#define TX(method, pattern, who, body, body_max, key, handler) http_tx_fn handler;
#define ASYNC(method, pattern, who, body, body_max, key, handler) http_tx_fn handler;
#define READ(method, pattern, who, handler) http_read_fn handler;
#include "schema/routes.def"
#undef TX
#undef ASYNC
#undef READ

static const struct route routes[] = {
#define TX(method, pattern, who, body, body_max, key, handler) {HTTP_##method, pattern, ROUTE_TX, who, body, body_max, key, handler, NULL},
#define ASYNC(method, pattern, who, body, body_max, key, handler) {HTTP_##method, pattern, ROUTE_ASYNC, who, body, body_max, key, handler, NULL},
#define READ(method, pattern, who, handler) {HTTP_##method, pattern, ROUTE_READ, who, BODY_NONE, 0, KEY_NONE, NULL, handler},
#include "schema/routes.def"
#undef TX
#undef ASYNC
#undef READ
};

bool route_matches(const char *pattern, const char *path, char ret_params[HTTP_PARAMS_MAX][HTTP_PARAM_CHARS + 1])
{
	size_t n = 0;
	while (*pattern) {
		if (*pattern != '{') {
			if (*pattern++ != *path++) return false;
			continue;
		}
		size_t len = strcspn(path, "/");
		if (!len || len > HTTP_PARAM_CHARS || n == HTTP_PARAMS_MAX) return false;
		memcpy(ret_params[n], path, len);
		ret_params[n++][len] = 0;
		path += len;
		pattern = strchr(pattern, '}') + 1;
	}
	return !*path;
}

const struct route *route_find(enum http_method method, const char *path, char ret_params[HTTP_PARAMS_MAX][HTTP_PARAM_CHARS + 1], unsigned *ret_allowed)
{
	const enum http_method wanted = method == HTTP_HEAD ? HTTP_GET : method;
	const struct route *const end = routes + sizeof routes / sizeof *routes;
	*ret_allowed = 0;
	for (const struct route *r = routes; r < end; r++)
		if (r->method == wanted && route_matches(r->pattern, path, ret_params)) return r;
	for (const struct route *r = routes; r < end; r++)
		if (route_matches(r->pattern, path, ret_params)) *ret_allowed |= r->method;
	return NULL;
}

size_t route_list(const struct route **ret)
{
	*ret = routes;
	return sizeof routes / sizeof *routes;
}

err_t route_admits(const struct route *r, const struct caller *who)
{
	static const unsigned roles[] = {
		[WHO_ANYONE] = ~0u,
		[WHO_TOKEN] = ~0u,
		[WHO_PARTNER] = ~0u,
		[WHO_BROWSER] = ~0u,
		[WHO_BUYER] = 1u << ROLE_BUYER,
		[WHO_SIGNED_IN] = 1u << ROLE_BUYER | 1u << ROLE_ARTISAN | 1u << ROLE_HELPLINE | 1u << ROLE_ORGANIZER,
		[WHO_ARTISAN] = 1u << ROLE_ARTISAN,
		[WHO_STAFF] = 1u << ROLE_ORGANIZER,
		[WHO_HOST] = 1u << ROLE_ARTISAN | 1u << ROLE_ORGANIZER,
		[WHO_HELPLINE] = 1u << ROLE_HELPLINE | 1u << ROLE_ORGANIZER,
	};
	if (roles[r->who] & 1u << who->person.role) return OK;
	return who->signed_in ? ERR_FORBIDDEN : ERR_NOT_SIGNED_IN;
}

bool route_is_door(const struct route *r)
{
	static const char *const doors[] = {"/api/v1/me/second-factor", "/api/v1/sign-"};
	for (size_t i = 0; i < sizeof doors / sizeof *doors; i++)
		if (strncmp(r->pattern, doors[i], strlen(doors[i])) == 0) return true;
	return strcmp(r->pattern, "/api/v1/me") == 0;
}
