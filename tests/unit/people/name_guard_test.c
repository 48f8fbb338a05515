/* name_guard_test.c — who may be called what. */
#include "tests/unit/world.h"

#include "base/marks.h"
#include "base/skeleton.h"
#include "fair/fair.h"
#include "people/name_guard.h"
#include "people/person.h"

HANDLER(make, person_new(tx, q->in, q->out))
HANDLER(describe, person_describe(tx, q->a, q->b, "", ""))
HANDLER(fill, known_names_fill(tx))
HANDLER(know, known_names_put(tx, "owner", q->a, q->b))

static void sec_18_what_looks_alike_has_one_skeleton(void **state)
{
	(void)state;
	static const char *const alike[] = {"Official", "OFFICIAL", "OfficiaI", "0fficial", "Оfficiаl", "offic1al", "Officiál", "𝐎𝐟𝐟𝐢𝐜𝐢𝐚𝐥", "ⓞⓕⓕⓘⓒⓘⓐⓛ", "ｏｆｆｉｃｉａｌ", "o f f i c i a l", "Of\u200bfi\u00adcial", "OFF|CIAL"};
	struct skeleton first, s;
	assert_true(skeleton_of("official", SKELETON_SMALL, &first));
	for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
		assert_true(skeleton_of(alike[i], SKELETON_AS_WRITTEN, &s));
		bool same = !strcmp(s.joined, first.joined);
		assert_true(skeleton_of(alike[i], SKELETON_SMALL, &s));
		if (!same && strcmp(s.joined, first.joined)) fail_msg("%s is %s", alike[i], s.joined);
	}
}

static void sec_18_names_like_those_of_the_fair_are_refused(void **state)
{
	struct world *w = *state;
	static const char *const bad[] = {"Mela", "MELA", "Меlа", "m e l a", "मेला", "Official", "Mela OfficiaI", "0fficial Shop", "Helpline", "Неlpline 24", "हेल्पलाइन", "मेला हेल्पलाइन नंबर",
	                                  "Admin", "Admin1", "ADMIN 007", "Adm\u0131n", "Fair Desk", "FairDesk", "Mela Support", "Support", "Supp0rt", "Customer Care",
	                                  "Organizer", "Organiser", "The Organizers", "आयोजक", "आधिकारिक विक्रेता", "एडमिन", "सहायता"};
	static const char *const good[] = {"Mela Ram", "Melanie", "Amin", "Badminton fan", "Padmini", "Stafford", "Rashid Ansari", "माला", "मेला राम", "सुशीला", "Sahay", "ஆதிரா", "زینب", "মিতা", "Ann #3", "!", "🙂", "李"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (name_check(w->db, bad[i], ROLE_GUEST) != ERR_NAME_RESERVED) fail_msg("%s was taken", bad[i]);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (name_check(w->db, good[i], ROLE_BUYER) != OK) fail_msg("%s was refused", good[i]);
}

static void sec_18_those_who_work_here_may_have_them(void **state)
{
	struct world *w = *state;
	assert_int_equal(name_check(w->db, "Fair desk", ROLE_ORGANIZER), OK);
	assert_int_equal(name_check(w->db, "Helpline", ROLE_HELPLINE), OK);
	assert_int_equal(name_check_reserved("Mela Official"), ERR_NAME_RESERVED);
	assert_int_equal(name_check_reserved("Rani Chikan House"), OK);
}

static void sec_18_the_names_of_fairs_and_booths_are_theirs(void **state)
{
	struct world *w = *state;
	assert_int_equal(name_check(w->db, "Azamgarh Black Pottery", ROLE_GUEST), OK);
	assert_int_equal(DO(w, know, .a = "Azamgarh Black Pottery", .b = "आज़मगढ़ काली मिट्टी"), OK);
	static const char *const bad[] = {"azamgarh black pottery", "Azamgarh BIack Pottery", "Azamgarh-Black-Pottery", "आजमगढ काली मिट्टी"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (name_check(w->db, bad[i], ROLE_GUEST) != ERR_NAME_RESERVED) fail_msg("%s was taken", bad[i]);
	assert_int_equal(name_check(w->db, "Azamgarh Red Pottery", ROLE_GUEST), OK);
	assert_int_equal(DO(w, know, .a = "Nizamabad Pottery", .b = ""), OK);
	assert_int_equal(name_check(w->db, "azamgarh black pottery", ROLE_GUEST), OK);
}

/* A hundred fairs from before there was a guard; and no work where all are known. */
static err_t old_fairs(struct tx *tx, void *arg)
{
	(void)arg;
	for (int i = 0; i < 100; i++) {
		struct fair f = {.name_hi = "मेला", .time_zone = "Asia/Kolkata", .begins_ms = WORLD_NOW_MS, .ends_ms = WORLD_NOW_MS + 1};
		struct fair_id id;
		snprintf(f.name_en, sizeof f.name_en, "Crafts of %c%c", 'a' + i / 10, 'a' + i % 10);
		TRY(fair_new(tx, &f, &id));
		TRY(db_exec(tx_db(tx), Q_KNOWN_NAME_CLEAR, V(id.s)));
	}
	return OK;
}

static void sec_18_names_from_before_are_known_after_a_start(void **state)
{
	struct world *w = *state;
	assert_int_equal(world_do(w, old_fairs, NULL), OK);
	assert_int_equal(name_check(w->db, "crafts of aa", ROLE_GUEST), OK);
	for (int i = 0; i < 2; i++) assert_int_equal(DO(w, fill, 0), OK);
	assert_int_equal(name_check(w->db, "crafts of aa", ROLE_GUEST), ERR_NAME_RESERVED);
	assert_int_equal(name_check(w->db, "Crafts of JJ", ROLE_GUEST), ERR_NAME_RESERVED);
}

static void sec_18_a_guest_keeps_the_name_it_had(void **state)
{
	struct world *w = *state;
	struct person_id id;
	assert_int_equal(DO(w, make, .in = &(struct person_new){.name = "Weavers of Mau"}, .out = &id), OK);
	assert_int_equal(DO(w, know, .a = "Weavers of Mau", .b = "मऊ के बुनकर"), OK);
	assert_int_equal(DO(w, make, .in = &(struct person_new){.name = "Weavers of Mau"}, .out = &id), ERR_NAME_RESERVED);
	assert_int_equal(DO(w, describe, .a = id.s, .b = "Weavers of Mau"), OK);
	assert_int_equal(DO(w, describe, .a = id.s, .b = "मऊ के बुनकर"), ERR_NAME_RESERVED);
}

static void sec_18_piles_of_marks_on_a_name(void **state)
{
	struct world *w = *state;
	char name[40] = "a";
	for (int i = 0; i < MARKS_MAX; i++) strcat(name, "\u0301");
	assert_int_equal(name_check(w->db, name, ROLE_GUEST), OK);
	assert_int_equal(name_check(w->db, strcat(name, "\u0301"), ROLE_GUEST), ERR_MARKS);
	assert_int_equal(name_check(w->db, name, ROLE_ORGANIZER), ERR_MARKS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(sec_18_what_looks_alike_has_one_skeleton), WORLD_TEST(sec_18_names_like_those_of_the_fair_are_refused),
		WORLD_TEST(sec_18_those_who_work_here_may_have_them), WORLD_TEST(sec_18_the_names_of_fairs_and_booths_are_theirs),
		WORLD_TEST(sec_18_names_from_before_are_known_after_a_start), WORLD_TEST(sec_18_a_guest_keeps_the_name_it_had), WORLD_TEST(sec_18_piles_of_marks_on_a_name),
	};
	return cmocka_run_group_tests_name("name_guard", tests, NULL, NULL);
}
