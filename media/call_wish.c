/* call_wish.c — see call_wish.h. */
#include "media/call_wish.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const struct { const char *name; size_t at, cap; } fields[] = {
#define FIELD(f) {#f, offsetof(struct call_wish, f), sizeof(((struct call_wish *)0)->f)}
	FIELD(to), FIELD(from), FIELD(user), FIELD(password), FIELD(lang), FIELD(say), FIELD(thanks), FIELD(ring),
#undef FIELD
};

static err_t take(struct call_wish *w, char *line)
{
	char *text = strchr(line, ' ');
	if (!text) return ERR_MISSING_FIELD;
	*text++ = 0;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		if (strcmp(fields[i].name, line) != 0) continue;
		if (strlen(text) >= fields[i].cap) return ERR_TOO_LONG;
		strcpy((char *)w + fields[i].at, text);
		return OK;
	}
	return ERR_UNKNOWN_FIELD;
}

err_t call_wish_read(int fd, struct call_wish *ret)
{
	char line[CALL_WISH_TEXT_MAX + 40];
	err_t e = OK;
	struct call_wish w = {0};
	FILE *in = fdopen(fd, "r");
	if (!in) return ERR_IO;
	while (e == OK && fgets(line, sizeof line, in)) {
		size_t n = strcspn(line, "\n");
		if (!line[n] && !feof(in)) e = ERR_TOO_LONG;
		line[n] = 0;
		if (e == OK && n) e = take(&w, line);
	}
	fclose(in);
	if (e == OK && (!*w.to || !*w.from || !*w.say)) e = ERR_MISSING_FIELD;
	if (e == OK) *ret = w;
	return e;
}
