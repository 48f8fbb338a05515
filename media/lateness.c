/* lateness.c — two maxima. */
#include "media/lateness.h"

#include "media/source.h"

void lateness_note(struct lateness *l, int64_t late_us, int64_t now_us)
{
	int64_t since_us = now_us - l->from_us;
	if (since_us > SOURCE_STRETCH_US) *l = (struct lateness){.most_us = {0, since_us > 2 * SOURCE_STRETCH_US ? 0 : l->most_us[0]}, .from_us = now_us};
	if (late_us > l->most_us[0]) l->most_us[0] = late_us;
	l->last_us = now_us;
}

int64_t lateness_us(const struct lateness *l, int64_t now_us)
{
	if (!l->last_us || now_us - l->last_us >= SOURCE_LATE_US) return 0;
	return l->most_us[0] > l->most_us[1] ? l->most_us[0] : l->most_us[1];
}
