/* log.h — one line per event on stderr: time, level, room, message.
 * Thread  any. Never log personal data; log an error once, where it is handled (sessions, gate, main). */
#pragma once

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below `level` are dropped. Set before threads start. */
void log_level_set(enum log_level level);

[[gnu::format(printf, 3, 4)]]
void log_line(enum log_level level, const char *room, const char *fmt, ...);

#define log_debug(room, ...) log_line(LOG_DEBUG, room, __VA_ARGS__)
#define log_info(room, ...)  log_line(LOG_INFO, room, __VA_ARGS__)
#define log_warn(room, ...)  log_line(LOG_WARN, room, __VA_ARGS__)
#define log_error(room, ...) log_line(LOG_ERROR, room, __VA_ARGS__)
