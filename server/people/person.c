/* person.c — rows of people. */
#include "people/person.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "people/name_guard.h"

/* Names, language and country are shown to others: bounded and free of control characters, and a name is not the fair's own. */
static err_t check_said(struct db *db, enum role role, const char *name, const char *lang, const char *country)
{
	if (strlen(lang) > 12) return ERR_TOO_LONG;
	if (!text_printable(lang, false)) return ERR_BAD_FIELD;
	TRY(name_check(db, name, role));
	if (*country && (strlen(country) != 2 || country[0] < 'A' || country[0] > 'Z' || country[1] < 'A' || country[1] > 'Z')) return ERR_BAD_FIELD;
	return OK;
}

err_t person_new(struct tx *tx, const struct person_new *p, struct person_id *ret_id)
{
	const char *name = text_or_empty(p->name), *lang = text_or_empty(p->lang), *country = text_or_empty(p->country);
	char email[PERSON_EMAIL_MAX + 1] = "";
	TRY(check_said(tx_db(tx), p->role, name, lang, country));
	if (p->email && *p->email) TRY(email_clean(p->email, email));
	struct person_id id;
	id_new(id.s);
	TRY(db_exec(tx_db(tx), Q_PERSON_INSERT, V(id.s), V(role_wire(p->role)), V(name), V(email), V(p->email_confirmed), V(""), V(*lang ? lang : "en"),
	            V(country), V(tx_now_ms(tx))));
	*ret_id = id;
	return OK;
}

void person_read(struct rows *r, int col, struct person *ret, struct person_id *ret_merged)
{
	*ret = (struct person){.role = role_parse(rows_text(r, col + 1)), .email_confirmed = rows_int(r, col + 4) != 0,
	                        .second_factor = rows_int(r, col + 9) != 0};
	rows_copy(r, col, ret->id.s, sizeof ret->id.s);
	rows_copy(r, col + 2, ret->name, sizeof ret->name);
	rows_copy(r, col + 3, ret->email, sizeof ret->email);
	rows_copy(r, col + 5, ret->booth.s, sizeof ret->booth.s);
	rows_copy(r, col + 6, ret->lang, sizeof ret->lang);
	rows_copy(r, col + 7, ret->country, sizeof ret->country);
	rows_copy(r, col + 8, ret_merged->s, sizeof ret_merged->s);
}

/* One row, without following a merge. */
static err_t read_one(struct db *db, const char *id, struct person *ret, struct person_id *ret_merged)
{
	struct rows r;
	db_query(db, &r, Q_PERSON_BY_ID, V(id));
	bool found = rows_next(&r);
	if (found) person_read(&r, 0, ret, ret_merged);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t person_find(struct db *db, const char *id, struct person *ret)
{
	struct person p;
	struct person_id merged, end;
	TRY(read_one(db, id, &p, &merged));
	if (*merged.s) TRY(read_one(db, merged.s, &p, &end)); /* a guest is merged once, into a buyer, who is never merged */
	*ret = p;
	return OK;
}

err_t person_find_by_email(struct db *db, const char *email, enum role role, struct person_id *ret_id)
{
	struct rows r;
	db_query(db, &r, Q_PERSON_BY_EMAIL, V(email), V(role_wire(role)));
	bool found = rows_next(&r);
	if (found) rows_copy(&r, 0, ret_id->s, sizeof ret_id->s);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t person_describe(struct tx *tx, const char *id, const char *name, const char *lang, const char *country)
{
	struct person p;
	TRY(person_find(tx_db(tx), id, &p));
	name = text_or_empty(name), lang = text_or_empty(lang), country = text_or_empty(country);
	TRY(check_said(tx_db(tx), p.role, strcmp(name, p.name) ? name : "", lang, country));
	return db_exec(tx_db(tx), Q_PERSON_RENAME, V(p.id.s), V(*name ? name : p.name), V(*lang ? lang : p.lang), V(*country ? country : p.country));
}

err_t person_set_booth(struct tx *tx, const char *id, const char *booth)
{
	int64_t changed = 0;
	TRY(db_exec_n(tx_db(tx), &changed, Q_PERSON_SET_BOOTH, V(id), V(booth)));
	return changed ? OK : ERR_NOT_FOUND;
}

err_t credential_set(struct tx *tx, const char *person, const char *hash)
{
	return db_exec(tx_db(tx), Q_CREDENTIAL_PUT, V(person), V(hash), V(tx_now_ms(tx)));
}

err_t credential_find(struct db *db, const char *email, struct person_id *ret_person, char *ret_hash, size_t cap)
{
	char clean[PERSON_EMAIL_MAX + 1] = "";
	if (email_clean(email, clean) != OK) clean[0] = 0;
	ret_person->s[0] = ret_hash[0] = 0;
	struct rows r;
	db_query(db, &r, Q_CREDENTIAL_BY_EMAIL, V(clean));
	if (rows_next(&r)) {
		rows_copy(&r, 0, ret_person->s, sizeof ret_person->s);
		rows_copy(&r, 1, ret_hash, cap);
	}
	return rows_end(&r);
}

err_t email_clean(const char *email, char ret[static PERSON_EMAIL_MAX + 1])
{
	size_t n = strlen(email);
	if (n > PERSON_EMAIL_MAX) return ERR_TOO_LONG;
	const char *at = strchr(email, '@');
	if (!at || at == email || strchr(at + 1, '@') || !strchr(at + 1, '.') || at[1] == '.' || email[n - 1] == '.') return ERR_BAD_FIELD;
	char clean[PERSON_EMAIL_MAX + 1];
	for (size_t i = 0; i < n; i++) {
		char c = email[i];
		/* What a mail header could misread is refused here, at the one door. */
		if (c <= ' ' || c >= 0x7f || strchr("<>,;:\"()[]\\", c)) return ERR_BAD_FIELD;
		clean[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	clean[n] = 0;
	memcpy(ret, clean, n + 1);
	return OK;
}
