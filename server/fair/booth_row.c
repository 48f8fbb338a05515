/* booth_row.c — rows of booths. */
#include "fair/booth_row.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "fair/category.h"
#include "fair/fair.h"
#include "people/name_guard.h"
#include "people/person.h"

static err_t check_text(const char *s, size_t max, bool lines)
{
	if (strlen(s) > max) return ERR_TOO_LONG;
	return text_printable(s, lines) ? OK : ERR_BAD_FIELD;
}

static err_t check(struct db *db, const struct booth_words *w)
{
	const char *const names[] = {w->name_en, w->name_hi, w->artisan_en, w->artisan_hi};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!names[i] || !*names[i]) return ERR_MISSING_FIELD;
		TRY(check_text(names[i], BOOTH_NAME_MAX, false));
	}
	TRY(check_text(w->about_en, BOOTH_ABOUT_MAX, true));
	TRY(check_text(w->about_hi, BOOTH_ABOUT_MAX, true));
	TRY(check_text(w->languages, BOOTH_LANGUAGES_MAX, false));
	if (!w->category || !category_find(w->category)) return ERR_BAD_FIELD;
	struct district d;
	err_t e = w->district ? district_find(db, w->district, &d) : ERR_NOT_FOUND;
	return e == ERR_NOT_FOUND ? ERR_BAD_FIELD : e;
}

static err_t slug_taken(void *arg, const char *slug, int *ret_taken)
{
	int64_t one;
	err_t e = db_int(arg, &one, Q_BOOTH_SLUG_TAKEN, V(slug));
	*ret_taken = e == OK;
	return e == ERR_NOT_FOUND ? OK : e;
}

err_t booth_row_new(struct tx *tx, const struct booth_words *given, struct booth_id *ret_id)
{
	struct db *db = tx_db(tx);
	struct booth_words w = *given;
	if (!w.about_en) w.about_en = "";
	if (!w.about_hi) w.about_hi = "";
	if (!w.hall) w.hall = "";
	if (!w.languages || !*w.languages) w.languages = "hi";
	TRY(check(db, &w));
	struct fair fair;
	struct booth_id id;
	struct person_id artisan;
	char slug[SLUG_MAX + 1], token[BOOTH_TOKEN_CHARS + 1], name[PERSON_NAME_MAX + 1];
	TRY(fair_find_current(db, &fair));
	TRY(slug_unique(w.name_en, slug_taken, db, slug));
	id_new(id.s);
	id_secret(token);
	text_copy(name, sizeof name, w.artisan_en);
	TRY(person_new(tx, &(struct person_new){.role = ROLE_ARTISAN, .name = name, .lang = "hi", .country = "IN"}, &artisan));
	TRY(person_set_booth(tx, artisan.s, id.s));
	TRY(db_exec(db, Q_BOOTH_INSERT, V(id.s), V(fair.id.s), V(w.hall), V(slug), V(w.name_en), V(w.name_hi), V(w.artisan_en), V(w.artisan_hi), V(w.about_en),
	            V(w.about_hi), V(w.district), V(w.category), V(w.languages), V(token), V(artisan.s), V(tx_now_ms(tx))));
	*ret_id = id;
	return known_names_put(tx, id.s, w.name_en, w.name_hi);
}

err_t booth_row_change(struct tx *tx, const char *id, const struct booth_words *w)
{
	struct booth_row b;
	TRY(booth_row_find(tx_db(tx), id, &b));
#define EITHER(field) .field = w->field ? w->field : b.field
	struct booth_words n = {EITHER(name_en), EITHER(name_hi), EITHER(artisan_en), EITHER(artisan_hi), EITHER(about_en), EITHER(about_hi),
	                        EITHER(district), EITHER(category), EITHER(languages)};
#undef EITHER
	TRY(check(tx_db(tx), &n));
	TRY(db_exec(tx_db(tx), Q_BOOTH_UPDATE, V(b.id.s), V(n.name_en), V(n.name_hi), V(n.artisan_en), V(n.artisan_hi), V(n.about_en), V(n.about_hi),
	            V(n.district), V(n.category), V(n.languages)));
	return known_names_put(tx, b.id.s, n.name_en, n.name_hi);
}

static void read_row(struct rows *r, struct booth_row *b)
{
	const struct { char *to; size_t cap; } columns[] = {
#define INTO(field) {b->field, sizeof b->field}
		INTO(id.s), INTO(fair.s), INTO(slug), INTO(name_en), INTO(name_hi), INTO(artisan_en), INTO(artisan_hi), INTO(about_en), INTO(about_hi),
		INTO(district), INTO(district_en), INTO(district_hi), INTO(category), INTO(languages), INTO(publish_token), INTO(artisan.s),
#undef INTO
	};
	int n = (int)(sizeof columns / sizeof *columns);
	for (int i = 0; i < n; i++) rows_copy(r, i, columns[i].to, columns[i].cap);
	b->slow_s = rows_int(r, n);
	b->seq = rows_int(r, n + 1);
	b->epoch = rows_int(r, n + 2);
}

static err_t find(struct db *db, enum query q, const char *key, struct booth_row *ret)
{
	struct rows r;
	db_query(db, &r, q, V(key));
	bool found = rows_next(&r);
	if (found) read_row(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_NO_BOOTH;
}

err_t booth_row_find(struct db *db, const char *id, struct booth_row *ret) { return find(db, Q_BOOTH_BY_ID, id, ret); }
err_t booth_row_find_by_slug(struct db *db, const char *slug, struct booth_row *ret) { return find(db, Q_BOOTH_BY_SLUG, slug, ret); }

err_t booth_row_artisan(struct db *db, const char *id, struct person_id *ret)
{
	struct rows r;
	db_query(db, &r, Q_BOOTH_ARTISAN, V(id));
	bool found = rows_next(&r);
	if (found) rows_copy(&r, 0, ret->s, sizeof ret->s);
	TRY(rows_end(&r));
	return found ? OK : ERR_NO_BOOTH;
}

err_t booth_row_set_slow(struct tx *tx, const char *id, int64_t seconds)
{
	if (seconds < 0 || seconds > 300) return ERR_BAD_FIELD;
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_BOOTH_SET_SLOW, V(id), V(seconds)));
	return changed ? OK : ERR_NO_BOOTH;
}

err_t booth_row_list(struct db *db, const struct booth_filter *f, void (*each)(void *arg, const struct booth_row *b), void *arg)
{
	struct rows r;
	struct booth_row b;
	db_query(db, &r, Q_BOOTH_LIST, V(f->fair), V(f->after), V(f->district), V(f->category), V(f->limit));
	while (rows_next(&r)) {
		read_row(&r, &b);
		each(arg, &b);
	}
	return rows_end(&r);
}

bool booth_row_token_fits(const struct booth_row *b, const char *token)
{
	return strlen(token) == BOOTH_TOKEN_CHARS && sodium_memcmp(token, b->publish_token, BOOTH_TOKEN_CHARS) == 0;
}
