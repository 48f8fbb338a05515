/* name_guard.c — the table is walked by what its rows look like; known names are found by key. */
#include "people/name_guard.h"

#include <string.h>

#include "base/marks.h"
#include "base/skeleton.h"
#include "base/text.h"
#include "people/person.h"

enum how { WHOLE, WORD, INSIDE };

static const struct { const char *text; enum how how; } reserved[] = {
#define NAME(text, how) {text, how},
#include "schema/reserved_names.def"
#undef NAME
};

/* A one and a zero are l and o in a skeleton. */
static bool is_number(const char *s, size_t n) { return strspn(s, "0123456789lo") >= n; }

static bool is_word(const char *word, size_t n, const char *of)
{
	size_t len = strlen(of);
	return n >= len && strncmp(word, of, len) == 0 && is_number(word + len, n - len);
}

static bool has_word(const struct skeleton *name, const char *of)
{
	for (const char *w = name->words; *w; w += strspn(w, " ")) {
		size_t n = strcspn(w, " ");
		if (is_word(w, n, of)) return true;
		w += n;
	}
	return is_word(name->joined, strlen(name->joined), of);
}

static bool is_like(const struct skeleton *name, const char *of, enum how how)
{
	switch (how) {
	case WHOLE: return strcmp(name->joined, of) == 0;
	case WORD: return has_word(name, of);
	case INSIDE: break;
	}
	return strstr(name->joined, of) != NULL;
}

static err_t check_words(const struct skeleton *name)
{
	struct skeleton row;
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (skeleton_of(reserved[i].text, SKELETON_SMALL, &row) && is_like(name, row.joined, reserved[i].how)) return ERR_NAME_RESERVED;
	return OK;
}

err_t name_check_reserved(const char *name)
{
	for (enum skeleton_case c = 0; c < SKELETON_CASES; c++) {
		struct skeleton s;
		if (!skeleton_of(name, c, &s)) return ERR_BAD_FIELD;
		TRY(check_words(&s));
	}
	return OK;
}

static err_t check_known(struct db *db, const char *name)
{
	for (enum skeleton_case c = 0; c < SKELETON_CASES; c++) {
		struct skeleton s;
		int64_t one;
		if (!skeleton_of(name, c, &s)) return ERR_BAD_FIELD;
		err_t e = *s.joined ? db_int(db, &one, Q_KNOWN_NAME, V(s.joined)) : ERR_NOT_FOUND;
		if (e != ERR_NOT_FOUND) return e == OK ? ERR_NAME_RESERVED : e;
	}
	return OK;
}

err_t name_check(struct db *db, const char *name, enum role role)
{
	if (strlen(name) > PERSON_NAME_MAX) return ERR_TOO_LONG;
	if (!text_printable(name, false)) return ERR_BAD_FIELD;
	if (!marks_fit(name)) return ERR_MARKS;
	if (!*name || (role != ROLE_GUEST && role != ROLE_BUYER)) return OK;
	TRY(name_check_reserved(name));
	return check_known(db, name);
}

err_t known_names_put(struct tx *tx, const char *owner, const char *en, const char *hi)
{
	const char *const names[] = {en, hi};
	TRY(db_exec(tx_db(tx), Q_KNOWN_NAME_CLEAR, V(owner)));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct skeleton s;
		if (names[i] && skeleton_of(names[i], SKELETON_SMALL, &s) && *s.joined) TRY(db_exec(tx_db(tx), Q_KNOWN_NAME_INSERT, V(owner), V(s.joined)));
	}
	return OK;
}

#define FILL_ROWS 64

struct missing { char id[ID_CHARS + 1], en[SKELETON_IN_MAX + 1], hi[SKELETON_IN_MAX + 1]; };

static err_t read_missing(struct db *db, const char *after, struct missing ret[static FILL_ROWS], int *ret_n)
{
	struct rows r;
	int n = 0;
	db_query(db, &r, Q_KNOWN_NAME_MISSING, V(after), V(FILL_ROWS));
	for (; rows_next(&r); n++) {
		rows_copy(&r, 0, ret[n].id, sizeof ret[n].id);
		rows_copy(&r, 1, ret[n].en, sizeof ret[n].en);
		rows_copy(&r, 2, ret[n].hi, sizeof ret[n].hi);
	}
	*ret_n = n;
	return rows_end(&r);
}

err_t known_names_fill(struct tx *tx)
{
	struct missing rows[FILL_ROWS];
	char after[ID_CHARS + 1] = "";
	int n = FILL_ROWS;
	while (n == FILL_ROWS) {
		TRY(read_missing(tx_db(tx), after, rows, &n));
		for (int i = 0; i < n; i++) TRY(known_names_put(tx, rows[i].id, rows[i].en, rows[i].hi));
		if (n) text_copy(after, sizeof after, rows[n - 1].id);
	}
	return OK;
}
