/* enter.h — coming into a booth and going out of it. The handlers of `enter` and `leave` stand in handlers.h. */
#pragma once
#include "sessions/conn.h"

/* The connection is where it was, and gets a fresh snapshot of it. */
void enter_again(struct sessions *s, struct conn *c);
/* The connection is gone: it is in no booth any more. */
void enter_gone(struct sessions *s, struct conn *c);
