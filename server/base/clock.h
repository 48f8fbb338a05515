/* clock.h — the two clocks. Stored times are wall milliseconds; durations are monotonic microseconds.
 * Tests set a fake clock for the process before threads start. */
#pragma once
#include <stdint.h>

/* Milliseconds since 1970-01-01 UTC. */
int64_t clock_wall_ms(void);
/* Monotonic microseconds since an arbitrary point. */
int64_t clock_mono_us(void);
/* The same, never faked; and microseconds that this thread has worked, never faked, which is a system call. */
int64_t clock_real_us(void);
int64_t clock_thread_us(void);

/* From now on both clocks stand still at these values until they are moved. */
void clock_fake_set(int64_t wall_ms, int64_t mono_us);
/* Moves both fake clocks forward. */
void clock_fake_advance_us(int64_t us);
/* Back to the real clocks. */
void clock_fake_off(void);
