/* csv.c — every text cell is quoted; numbers are not. */
#include "report/csv.h"

#include <string.h>
#include <time.h>

struct csv csv_start(struct buf *out)
{
	buf_puts(out, "\xEF\xBB\xBF");
	return (struct csv){.out = out};
}

static void separate(struct csv *c)
{
	if (c->begun) buf_putc(c->out, ',');
	c->begun = true;
}

void csv_text(struct csv *c, const char *cell)
{
	separate(c);
	buf_putc(c->out, '"');
	if (*cell && strchr("=+-@\t\r", *cell)) buf_putc(c->out, '\'');
	for (; *cell; cell++) {
		if (*cell == '"') buf_putc(c->out, '"');
		buf_putc(c->out, *cell);
	}
	buf_putc(c->out, '"');
}

void csv_int(struct csv *c, int64_t cell)
{
	separate(c);
	buf_printf(c->out, "%lld", (long long)cell);
}

void csv_money(struct csv *c, int64_t minor, const char *currency)
{
	separate(c);
	if (!*currency) return;
	const long long size = minor < 0 ? -minor : minor;
	buf_printf(c->out, "%s%lld.%02lld", minor < 0 ? "-" : "", size / 100, size % 100);
}

void csv_time(struct csv *c, int64_t wall_ms)
{
	char text[40] = "";
	time_t s = (time_t)(wall_ms / 1000);
	struct tm t;
	separate(c);
	if (!wall_ms) return;
	gmtime_r(&s, &t);
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &t);
	buf_puts(c->out, text);
}

void csv_end_row(struct csv *c)
{
	buf_puts(c->out, "\r\n");
	c->begun = false;
}
