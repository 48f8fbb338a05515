/* notice.c — copies a text and puts values where their names stand in braces. */
#include "notify/notice.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static const struct { const char *wire, *basis, *title[2], *line[2]; } rows[NOTICES] = { /* [0] Hindi, [1] English */
#define NOTICE(id, wire, basis, title_hi, title_en, line_hi, line_en) [NOTICE_##id] = {wire, basis, {title_hi, title_en}, {line_hi, line_en}},
#include "schema/notices.def"
#undef NOTICE
};

static const struct { const char *name; size_t at; } names[] = {
#define NAME(n) {#n, offsetof(struct notice_values, n)}
	NAME(number), NAME(product), NAME(quantity), NAME(amount), NAME(place), NAME(name), NAME(minutes),
#undef NAME
};

const char *notice_wire(enum notice n) { return rows[n].wire; }
const char *notice_basis(enum notice n) { return rows[n].basis; }

static const char *value_of(const struct notice_values *v, const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strlen(names[i].name) != len || memcmp(names[i].name, name, len) != 0) continue;
		const char *value = *(const char *const *)((const char *)v + names[i].at);
		return value ? value : "";
	}
	assert(false && "a text names a variable that there is not");
	return "";
}

/* Bytes of the first `most` characters. */
static size_t cut(const char *s, size_t most)
{
	size_t n = 0, chars = 0;
	for (; s[n]; n++)
		if (((unsigned char)s[n] & 0xc0) != 0x80 && chars++ == most) break;
	return n;
}

static void fill(const char *text, const struct notice_values *v, size_t most, struct buf *out)
{
	for (const char *s = text; *s;) {
		size_t plain = strcspn(s, "{");
		buf_add(out, s, plain);
		s += plain;
		if (!*s) return;
		size_t name = strcspn(s, "}");
		const char *value = value_of(v, s + 1, name - 1);
		buf_add(out, value, cut(value, most));
		s += name + 1;
	}
}

static int language(const char *lang) { return strncmp(lang, "hi", 2) != 0; }

void notice_title(enum notice n, const char *lang, const struct notice_values *v, struct buf *out) { fill(rows[n].title[language(lang)], v, SIZE_MAX, out); }
void notice_line(enum notice n, const char *lang, const struct notice_values *v, struct buf *out)
{
	fill(rows[n].line[language(lang)], v, NOTICE_VALUE_CHARS, out);
}
