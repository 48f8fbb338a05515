/* personal.c — a table of statements. */
#include "report/personal.h"

#include <string.h>

#include "trade/hold.h"

#define NAME_MAX_CHARS 32

static const struct { const char *name, *columns; enum query query; } lists[] = {
#define PERSONAL(id, name, columns) {name, columns, Q_PERSONAL_##id},
#include "schema/personal.def"
#undef PERSONAL
};

static const enum query erasures[] = {
#define ERASE(id) Q_ERASE_##id,
#include "schema/personal.def"
#undef ERASE
};

/* The next name of the list without its sign; NULL at the end. */
static const char *next_column(const char *s, char *ret_sign, char ret_name[static NAME_MAX_CHARS])
{
	s += strspn(s, " ");
	if (!*s) return NULL;
	*ret_sign = *s == '#' || *s == '@' ? *s++ : ' ';
	size_t n = strcspn(s, " ");
	if (n >= NAME_MAX_CHARS) n = NAME_MAX_CHARS - 1;
	memcpy(ret_name, s, n);
	ret_name[n] = '\0';
	return s + strcspn(s, " ");
}

static void write_row(struct json *j, struct rows *r, const char *columns)
{
	char sign, name[NAME_MAX_CHARS];
	json_obj(j, NULL);
	for (int col = 0; (columns = next_column(columns, &sign, name)); col++) {
		if (sign == '#') json_int(j, name, rows_int(r, col));
		else if (sign == '@') json_time(j, name, rows_int(r, col));
		else json_str(j, name, rows_text(r, col));
	}
	json_obj_end(j);
}

err_t personal_write(struct db *db, struct json *j, const char *person)
{
	json_obj(j, NULL);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		struct rows r;
		json_arr(j, lists[i].name);
		db_query(db, &r, lists[i].query, V(person));
		while (rows_next(&r)) write_row(j, &r, lists[i].columns);
		TRY(rows_end(&r));
		json_arr_end(j);
	}
	json_obj_end(j);
	return OK;
}

static void ignore(void *arg, const char *product) { (void)arg, (void)product; }

err_t personal_may_erase(struct db *db, const char *person)
{
	int64_t orders, refunds, sales;
	TRY(db_int(db, &orders, Q_PERSONAL_OPEN_ORDERS, V(person)));
	TRY(db_int(db, &refunds, Q_PERSONAL_OPEN_REFUNDS, V(person)));
	TRY(db_int(db, &sales, Q_PERSONAL_OPEN_SALES, V(person)));
	return orders || refunds || sales ? ERR_BAD_STATE : OK;
}

err_t personal_erase(struct tx *tx, const char *person)
{
	TRY(personal_may_erase(tx_db(tx), person));
	TRY(hold_end_all(tx, person, ignore, NULL));
	for (size_t i = 0; i < sizeof erasures / sizeof *erasures; i++) TRY(db_exec(tx_db(tx), erasures[i], V(person)));
	return db_exec(tx_db(tx), Q_PERSON_ERASE, V(person), V(tx_now_ms(tx)));
}
