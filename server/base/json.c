/* json.c — the writer keeps one bit of state: whether the next value needs a comma. */
#include "base/json.h"

#include <stdio.h>
#include <time.h>

struct json json_start(struct buf *out) { return (struct json){.out = out}; }

static void quoted(struct buf *out, const char *s)
{
	buf_putc(out, '"');
	const char *run = s;
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c >= 0x20 && c != '"' && c != '\\') continue;
		buf_add(out, run, (size_t)(s - run));
		if (c == '"' || c == '\\') buf_printf(out, "\\%c", c);
		else if (c == '\n') buf_puts(out, "\\n");
		else buf_printf(out, "\\u%04x", c);
		run = s + 1;
	}
	buf_add(out, run, (size_t)(s - run));
	buf_putc(out, '"');
}

static void lead(struct json *j, const char *key)
{
	if (j->comma) buf_putc(j->out, ',');
	j->comma = true;
	if (!key) return;
	quoted(j->out, key);
	buf_putc(j->out, ':');
}

static void open_with(struct json *j, const char *key, char c)
{
	lead(j, key);
	buf_putc(j->out, c);
	j->comma = false;
}

static void close_with(struct json *j, char c)
{
	buf_putc(j->out, c);
	j->comma = true;
}

void json_obj(struct json *j, const char *key) { open_with(j, key, '{'); }
void json_obj_end(struct json *j) { close_with(j, '}'); }
void json_arr(struct json *j, const char *key) { open_with(j, key, '['); }
void json_arr_end(struct json *j) { close_with(j, ']'); }

void json_str(struct json *j, const char *key, const char *value)
{
	if (!value) { json_nil(j, key); return; }
	lead(j, key);
	quoted(j->out, value);
}

void json_opt(struct json *j, const char *key, const char *value) { json_str(j, key, value && *value ? value : NULL); }

void json_int(struct json *j, const char *key, int64_t value)
{
	lead(j, key);
	buf_int(j->out, value);
}

void json_bool(struct json *j, const char *key, bool value) { json_raw(j, key, value ? "true" : "false"); }
void json_nil(struct json *j, const char *key) { json_raw(j, key, "null"); }

void json_raw(struct json *j, const char *key, const char *text)
{
	lead(j, key);
	buf_puts(j->out, text);
}

void json_money(struct json *j, const char *key, int64_t minor, const char *currency)
{
	json_obj(j, key);
	json_int(j, "minor", minor);
	json_str(j, "currency", currency);
	json_obj_end(j);
}

void json_time(struct json *j, const char *key, int64_t wall_ms)
{
	if (!wall_ms) { json_nil(j, key); return; }
	time_t s = (time_t)(wall_ms / 1000);
	struct tm t;
	gmtime_r(&s, &t);
	char text[40];
	size_t n = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &t);
	snprintf(text + n, sizeof text - n, ".%03dZ", (int)(wall_ms % 1000));
	json_str(j, key, text);
}
