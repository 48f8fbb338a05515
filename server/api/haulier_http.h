/* haulier_http.h — the logistics partner over HTTP (docs/PROTOCOL.md, "Logistics"): POST pickups, POST pickups/{shipment}/cancel. */
#pragma once
#include "trade/haulier.h"

extern const struct haulier haulier_http;
