/* gateway.h — SMS and WhatsApp through an HTTP gateway (docs/PROTOCOL.md, "Gateways").
 *
 *   POST url   Authorization: Bearer key   Idempotency-Key: <our id>
 *   {"ref", "kind", "to", "text", "unicode", "sender", "entity", "template", "lang"}   ─►   2xx {"id"}
 *
 * What became of it comes later at /hooks/sms or /hooks/whatsapp with the same `ref`. Our key is the same on every try, so that a gateway
 * which took a message but lost its answer can know it again.
 * Owns    its templates.    Thread  the floor. */
#pragma once
#include "notify/carrier.h"
#include "notify/text_guard.h"

/* Reads the gateway's id out of its answer; the room that reads foreign JSON lies above this one, so main hands it in. */
typedef err_t gateway_read_fn(const char *json, size_t len, char ret_id[static OUTBOX_REF_MAX + 1]);

/* Lent texts. `limits` NULL: none. With an entity (India's DLT registration) a message without a registered template is never sent: operators would drop it. */
struct gateway_config { enum outbox_kind kind; const char *url, *key, *sender, *entity, *templates; gateway_read_fn *read; const struct text_limits *limits; };

struct gateway;

/* NULL in *ret if the url is empty: this kind is off. ERR_CONFIG, ERR_IO from the file of templates. */
err_t gateway_new(const struct gateway_config *c, struct gateway **ret);
void gateway_free(struct gateway *g);
struct carrier gateway_carrier(struct gateway *g);
