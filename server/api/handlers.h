/* handlers.h — the prototypes of every handler, from schema/routes.def. */
#pragma once
#include "gate/http.h"

#define TX(method, pattern, who, body, body_max, key, handler) http_tx_fn handler;
#define ASYNC(method, pattern, who, body, body_max, key, handler) http_tx_fn handler;
#define READ(method, pattern, who, handler) http_read_fn handler;
#include "schema/routes.def"
#undef TX
#undef ASYNC
#undef READ
#define HOOK(partner, secrets, handler) http_tx_fn handler;
#define HOOK_BODY HOOK
#include "schema/hooks.def"
#undef HOOK_BODY
#undef HOOK
