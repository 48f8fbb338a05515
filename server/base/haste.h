/* haste.h — who goes first when the processors are short: packets before pages, pages before work that can wait.
 * Thread  the one that calls, and those that it starts later.
 * Limits  to be quicker needs the system's leave (root, CAP_SYS_NICE or RLIMIT_NICE); without it nothing changes. */
#pragma once

enum haste { HASTE_PACKETS, HASTE_USUAL, HASTE_PATIENT };

void haste_set(enum haste h);
