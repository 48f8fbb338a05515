/* auto_call.h — calls makers by itself about what was bought, before a person does (setting call.sip): "press 1, it will be ready".
 * Who presses 1 has accepted the order; everybody else stays in the helpline's queue, with what came of the call.
 * Owns    its lines and timer.    Thread  the floor. */
#pragma once
#include "base/config.h"
#include "base/err.h"

struct auto_call;
struct house;

/* NULL in *ret without call.sip. ERR_CONFIG. */
err_t auto_call_open(const struct config *config, const struct house *house, struct auto_call **ret);
void auto_call_close(struct auto_call *a);
