/* log.c — a line is built whole and written with one write(2), so that threads do not mix. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static _Atomic int lowest = LOG_INFO;

void log_level_set(enum log_level level) { atomic_store(&lowest, (int)level); }

void log_line(enum log_level level, const char *room, const char *fmt, ...)
{
	static const char *const names[] = {"debug", "info", "warn", "error"};
	if ((int)level < atomic_load(&lowest)) return;
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	struct tm utc;
	gmtime_r(&now.tv_sec, &utc);
	char line[1024];
	int n = (int)strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%S", &utc);
	n += snprintf(line + n, sizeof line - (size_t)n, ".%03ldZ %s %s: ", now.tv_nsec / 1000000, names[level], room);
	va_list ap;
	va_start(ap, fmt);
	int m = vsnprintf(line + n, sizeof line - (size_t)n - 1, fmt, ap);
	va_end(ap);
	int end = m < 0 ? n : n + m;
	if (end > (int)sizeof line - 2) end = (int)sizeof line - 2;
	for (int i = n; i < end; i++)
		if ((unsigned char)line[i] < 0x20) line[i] = ' ';
	line[end++] = '\n';
	if (write(STDERR_FILENO, line, (size_t)end) < 0) return;
}
