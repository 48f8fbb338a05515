/* cookie.h — the two cookies. A guest's browser holds the second, someone who is signed in the first (and often both). */
#pragma once

#define COOKIE_LOGIN "__Host-mela"
#define COOKIE_GUEST "__Host-mela-guest"
