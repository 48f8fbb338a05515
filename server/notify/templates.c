/* templates.c — a small table, looked through from the beginning. */
#include "notify/templates.h"

#include <errno.h>
#include <ini.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "notify/notice.h"
#include "notify/outbox.h"

#define ROWS (2 * NOTICES)

struct templates { int n; struct { char notice[OUTBOX_NOTICE_MAX + 1], id[TEMPLATE_ID_MAX + 1]; } rows[ROWS]; };

static bool known(const char *name)
{
	char wanted[OUTBOX_NOTICE_MAX + 1];
	for (int i = 0; i < NOTICES; i++)
		for (int hindi = 0; hindi < 2; hindi++) {
			snprintf(wanted, sizeof wanted, "%s.%s", notice_wire((enum notice)i), hindi ? "hi" : "en");
			if (strcmp(wanted, name) == 0) return true;
		}
	return false;
}

static int on_line(void *arg, const char *section, const char *name, const char *value)
{
	struct templates *t = arg;
	if (*section || !known(name) || *templates_find(t, name) || !*value || strlen(value) > TEMPLATE_ID_MAX || !text_printable(value, false)) return 0;
	text_copy(t->rows[t->n].notice, sizeof t->rows[t->n].notice, name);
	text_copy(t->rows[t->n].id, sizeof t->rows[t->n].id, value);
	t->n++;
	return 1;
}

err_t templates_read(const char *path, struct templates **ret)
{
	struct templates *t = calloc(1, sizeof *t);
	if (!t) abort();
	int bad = *path ? ini_parse(path, on_line, t) : 0;
	if (bad) {
		if (bad > 0) log_error("notify", "%s, line %d: no notice with its id, or named twice", path, bad);
		else log_error("notify", "%s: %s", path, strerror(errno));
		templates_free(t);
		return bad > 0 ? ERR_CONFIG : ERR_IO;
	}
	*ret = t;
	return OK;
}

void templates_free(struct templates *t) { free(t); }

const char *templates_find(const struct templates *t, const char *notice)
{
	for (int i = 0; i < t->n; i++)
		if (strcmp(t->rows[i].notice, notice) == 0) return t->rows[i].id;
	return "";
}
