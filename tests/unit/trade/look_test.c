/* look_test.c — each look is a row of the chain, limits at N and N + 1, and what was tampered with is found. */
#include "tests/unit/world.h"

#include <sqlite3.h>

#include "people/person.h"
#include "trade/look.h"
#include "trade/tell.h"

#define ALERT 3
#define MOST 5

static const struct look_limits limits = {ALERT, MOST};

HANDLER(make, person_new(tx, q->in, q->out))
HANDLER(look, look_add(tx, q->in, limits, q->out))
HANDLER(look_once, look_add_once(tx, q->in, limits, q->n))

static err_t carry_mail(struct tx *tx, void *arg)
{
	(void)arg;
	return tell_set_up(tx, (const bool[OUTBOX_KINDS]){[OUTBOX_MAIL] = true}, "https://mela.example");
}

static struct person_id organizer(struct world *w)
{
	struct person_id id;
	assert_int_equal(world_do(w, carry_mail, NULL), OK);
	assert_int_equal(DO(w, make, .in = &(struct person_new){.role = ROLE_ORGANIZER, .name = "Olga", .email = "olga@example.org", .email_confirmed = true}, .out = &id), OK);
	return id;
}

static struct look order_by(const struct person_id *who)
{
	return (struct look){.person = who->s, .kind = LOOK_ORDER, .subject = "order-1", .whose = "buyer-1", .task = "", .reason = LOOK_FOR_DELIVERY};
}

static void sec_11_looks_at_the_limits_and_one_more(void **state)
{
	struct world *w = *state;
	struct person_id who = organizer(w);
	struct look l = order_by(&who);
	int64_t today = 0;
	for (int i = 1; i <= ALERT; i++) assert_int_equal(DO(w, look, .in = &l, .out = &today), OK);
	assert_int_equal(today, ALERT);
	assert_int_equal(letters(w), 0);
	assert_int_equal(DO(w, look, .in = &l, .out = &today), OK);
	assert_int_equal(letters(w), 1); /* one beyond: the organizers hear of it */
	assert_int_equal(DO(w, look, .in = &l, .out = &today), OK);
	assert_int_equal(today, MOST);
	assert_int_equal(letters(w), 1); /* once */
	assert_int_equal(DO(w, look, .in = &l, .out = &today), ERR_TOO_FAST);
	l.kind = LOOK_LABEL; /* what is printed is written down, and goes on */
	assert_int_equal(DO(w, look, .in = &l, .out = &today), OK);
	l.kind = LOOK_ORDER;
	world_wait_ms(LOOK_DAY_MS - 1);
	assert_int_equal(DO(w, look, .in = &l, .out = &today), ERR_TOO_FAST);
	world_wait_ms(1);
	assert_int_equal(DO(w, look, .in = &l, .out = &today), OK);
	assert_int_equal(today, 1);
}

static void sec_11_a_lease_is_one_look(void **state)
{
	struct world *w = *state;
	struct person_id who = organizer(w);
	struct look l = order_by(&who);
	struct look_chain c;
	assert_int_equal(DO(w, look_once, .in = &l, .n = WORLD_NOW_MS), OK);
	assert_int_equal(DO(w, look_once, .in = &l, .n = WORLD_NOW_MS), OK);
	assert_int_equal(look_check(w->db, &c), OK);
	assert_int_equal(c.rows, 1);
	world_wait_ms(1);
	assert_int_equal(DO(w, look_once, .in = &l, .n = WORLD_NOW_MS + 1), OK);
	assert_int_equal(look_check(w->db, &c), OK);
	assert_int_equal(c.rows, 2);
}

/* As somebody with the file and no scruples would. */
static void tamper(struct world *w, const char *sql)
{
	char path[128];
	sqlite3 *db;
	snprintf(path, sizeof path, "%s/mela.db", w->dir);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static int64_t broken_at(struct world *w)
{
	struct look_chain c;
	assert_int_equal(look_check(w->db, &c), OK);
	return c.broken;
}

static void sec_11_a_chain_that_was_tampered_with_is_broken(void **state)
{
	struct world *w = *state;
	struct person_id who = organizer(w);
	struct look l = order_by(&who);
	assert_int_equal(broken_at(w), 0);
	for (int i = 0; i < 4; i++) assert_int_equal(DO(w, look, .in = &l), OK);
	assert_int_equal(broken_at(w), 0);
	static const struct { const char *sql, *back; int64_t at; } rows[] = {
		{"UPDATE look SET reason = 'payment' WHERE n = 3", "UPDATE look SET reason = 'delivery' WHERE n = 3", 3},
		{"UPDATE look SET person = 'another' WHERE n = 1", "UPDATE look SET person = (SELECT person FROM look WHERE n = 2) WHERE n = 1", 1},
		{"UPDATE look SET at_ms = at_ms + 1 WHERE n = 4", "UPDATE look SET at_ms = at_ms - 1 WHERE n = 4", 4},
		{"DELETE FROM look WHERE n = 2", NULL, 3},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		tamper(w, rows[i].sql);
		assert_int_equal(broken_at(w), rows[i].at);
		if (rows[i].back) tamper(w, rows[i].back);
		if (rows[i].back) assert_int_equal(broken_at(w), 0);
	}
	tamper(w, "DELETE FROM look WHERE n <= 3"); /* as the sweep does */
	assert_int_equal(broken_at(w), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(sec_11_looks_at_the_limits_and_one_more), WORLD_TEST(sec_11_a_lease_is_one_look), WORLD_TEST(sec_11_a_chain_that_was_tampered_with_is_broken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
