/* clock.c — real clocks, and one fake pair for unit tests. */
#include "base/clock.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

static atomic_bool fake;
static _Atomic int64_t fake_wall_us, fake_mono_us;

static int64_t read_us(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_wall_ms(void) { return (atomic_load(&fake) ? atomic_load(&fake_wall_us) : read_us(CLOCK_REALTIME)) / 1000; }
int64_t clock_mono_us(void) { return atomic_load(&fake) ? atomic_load(&fake_mono_us) : read_us(CLOCK_MONOTONIC); }

int64_t clock_real_us(void) { return read_us(CLOCK_MONOTONIC); }
int64_t clock_thread_us(void) { return read_us(CLOCK_THREAD_CPUTIME_ID); }

void clock_fake_set(int64_t wall_ms, int64_t mono_us)
{
	atomic_store(&fake_wall_us, wall_ms * 1000);
	atomic_store(&fake_mono_us, mono_us);
	atomic_store(&fake, true);
}

void clock_fake_advance_us(int64_t us)
{
	atomic_fetch_add(&fake_wall_us, us);
	atomic_fetch_add(&fake_mono_us, us);
}

void clock_fake_off(void) { atomic_store(&fake, false); }
