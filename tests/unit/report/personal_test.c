/* personal_test.c — no table that names a person is forgotten by export or erasure. */
#include "tests/unit/trade/market.h"

#include <sqlite3.h>

#include "people/consent.h"
#include "people/person.h"
#include "report/personal.h"

/* Every table with a column `person`, and what becomes of it. Who adds one adds it here, and to schema/personal.def or with a reason. */
static const struct { const char *table, *why; } known[] = {
	{"credential", "staff only"}, {"login", "erased"}, {"sign_in_code", "erased"}, {"mute", "an id, and ends by itself"}, {"idempotency", "erased"},
	{"enquiry", "erased"}, {"enquiry_message", "erased"}, {"lead", "erased"}, {"orders", "erased"}, {"seller_form", "erased"},
	{"seller_move", "who decided: an id"}, {"seller_tax", "who entered: an id"}, {"seller_link", "who entered: an id"}, {"cart_line", "erased"}, {"hold", "given back"},
	{"waiting", "erased"}, {"coupon", "who made it: an id"}, {"coupon_use", "an id: counts per person"}, {"flash_move", "who moved the fund: an id"}, {"outbox", "erased"}, {"contact", "erased"},
	{"withdrawal", "erased"}, {"second_factor", "erased"}, {"second_factor_offer", "erased"}, {"second_step", "erased"}, {"recovery_code", "erased"},
	{"contact_change", "erased"}, {"erase_due", "erased"}, {"look", "who looked: an id"}, {"push_subscription", "erased"}, {"payment_event", "who said it: an id"}, {"certificate_doubt", "erased"}, {"consent", "erased"}, {"paper", "kept by law"},
	{"journal", "kept by law"}, {"display_rate", "who entered: an id"}, {"tax_rate", "who entered: an id"},
	{"call_try", "who called: an id; the note is erased"}, {"import_batch", "who read it in: an id"}, {"paper_cancelled", "kept by law"}, {"photo", "who took it: an id"},
	{"product_draft", "who made it: an id"}, {"product_version", "who changed it: an id"}, {"seller_place", "who entered: an id"},
};

static bool is_known(const char *table)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].table, table) == 0) return true;
	return false;
}

static void test_every_table_that_names_people_is_known(void **state)
{
	struct world *w = *state;
	char path[128], missing[800] = "";
	sqlite3 *db;
	sqlite3_stmt *s;
	snprintf(path, sizeof path, "%s/mela.db", w->dir);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'person' ORDER BY 1", -1, &s, NULL), SQLITE_OK);
	while (sqlite3_step(s) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(s, 0);
		if (is_known(table)) continue;
		strncat(missing, table, sizeof missing - strlen(missing) - 2);
		strcat(missing, " ");
	}
	sqlite3_finalize(s);
	sqlite3_close(db);
	if (*missing) fail_msg("neither exported nor excused: %s", missing);
}

HANDLER(make, person_new(tx, q->in, q->out))
HANDLER(agree, consent_put(tx, q->a, (enum consent_purpose)q->n, "en", q->m != 0))
HANDLER(erase, personal_erase(tx, q->a))

static void test_consents_are_a_ledger(void **state)
{
	struct world *w = *state;
	struct person_id id;
	struct consent c;
	assert_int_equal(DO(w, make, .in = &(struct person_new){.role = ROLE_BUYER, .name = "Asha", .email = "asha@example.in", .email_confirmed = true}, .out = &id), OK);
	assert_int_equal(consent_find(w->db, id.s, CONSENT_FAIR_NEWS, &c), OK);
	assert_false(c.given);
	assert_int_equal(c.at_ms, 0);
	assert_int_equal(DO(w, agree, .a = id.s, .n = CONSENT_FAIR_NEWS, .m = 1), OK);
	assert_int_equal(consent_find(w->db, id.s, CONSENT_FAIR_NEWS, &c), OK);
	assert_true(c.given);
	world_wait_ms(1);
	assert_int_equal(DO(w, agree, .a = id.s, .n = CONSENT_FAIR_NEWS, .m = 0), OK);
	assert_int_equal(consent_find(w->db, id.s, CONSENT_FAIR_NEWS, &c), OK);
	assert_false(c.given);
	assert_int_equal(c.at_ms, WORLD_NOW_MS + 1);
	assert_int_equal(consent_find(w->db, id.s, CONSENT_STUDIES, &c), OK);
	assert_int_equal(c.at_ms, 0);
}

static void test_export_and_erasure_of_one_who_did_little(void **state)
{
	struct world *w = *state;
	struct person_id id;
	struct person p;
	struct buf out;
	assert_int_equal(DO(w, make, .in = &(struct person_new){.role = ROLE_BUYER, .name = "Asha", .email = "asha@example.in", .email_confirmed = true}, .out = &id), OK);
	buf_init(&out);
	struct json j = json_start(&out);
	assert_int_equal(personal_write(w->db, &j, id.s), OK);
	assert_non_null(strstr(out.data, "\"role\":\"buyer\",\"name\":\"Asha\",\"email\":\"asha@example.in\",\"email_confirmed\":1"));
	assert_non_null(strstr(out.data, "\"orders\":[]"));
	buf_fini(&out);
	assert_int_equal(DO(w, erase, .a = id.s), OK);
	assert_int_equal(person_find(w->db, id.s, &p), OK);
	assert_string_equal(p.name, "");
	assert_string_equal(p.email, "");
}

static err_t called_about(struct tx *tx, void *buyer)
{
	struct enquiry_id id;
	char task[ID_CHARS + 1], try[ID_CHARS + 1];
	struct market m;
	TRY(market_open(tx, &m));
	memcpy(buyer, m.guest.s, sizeof m.guest.s);
	TRY(enquiry_open(tx, &(struct enquiry_new){.person = m.guest.s, .product = m.saree.s}, &id, NULL));
	id_new(task);
	id_new(try);
	TRY(db_exec(tx_db(tx), Q_CALL_TASK_INSERT, V(task), V("enquiry"), V(id.s), V(""), V(m.booth.s), V(0), V(0)));
	return db_exec(tx_db(tx), Q_CALL_TRY_INSERT, V(try), V(task), V(""), V("reached"), V(0), V("Meera of Fulda wants it in red"), V(0), V(0));
}

static bool tells_of(struct db *db, const char *person, const char *what)
{
	struct buf out;
	buf_init(&out);
	struct json j = json_start(&out);
	assert_int_equal(personal_write(db, &j, person), OK);
	bool told = strstr(out.data, what) != NULL;
	buf_fini(&out);
	return told;
}

static void test_what_the_helpline_noted_is_exported_and_erased(void **state)
{
	struct world *w = *state;
	char person[ID_CHARS + 1];
	assert_int_equal(world_do(w, called_about, person), OK);
	assert_true(tells_of(w->db, person, "Meera of Fulda"));
	assert_int_equal(DO(w, erase, .a = person), OK);
	assert_false(tells_of(w->db, person, "Meera of Fulda"));
	assert_true(tells_of(w->db, person, "\"outcome\":\"reached\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_every_table_that_names_people_is_known), WORLD_TEST(test_consents_are_a_ledger), WORLD_TEST(test_export_and_erasure_of_one_who_did_little),
		WORLD_TEST(test_what_the_helpline_noted_is_exported_and_erased),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
