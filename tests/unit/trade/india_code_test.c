/* india_code_test.c — each number at its shortest, its longest, and one place beyond; and where in India an address lies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "trade/gstin.h"
#include "trade/india_code.h"
#include "trade/region.h"

static void test_each_code(void **state)
{
	(void)state;
	static const struct { enum india_code kind; const char *text; bool want; } rows[] = {
		{INDIA_GSTIN, "27AAPFU0939F1ZV", true},  {INDIA_GSTIN, "09AAAPA1234A1ZR", true},   {INDIA_GSTIN, "09AABCU9603R1ZL", true},
		{INDIA_GSTIN, "38AAAPA1234A1ZQ", true},  {INDIA_GSTIN, "20ALYPD6528PQC5", false},  {INDIA_GSTIN, "09AABCU9603R1CW", false}, /* collectors' form */
		{INDIA_GSTIN, "27AAPFU0939F1ZW", false}, {INDIA_GSTIN, "00AAPFU0939F1ZV", false},  {INDIA_GSTIN, "27AAPFU0939F1Z", false},
		{INDIA_GSTIN, "27AAPFU0939F1ZVV", false}, {INDIA_GSTIN, "27aapfu0939f1zv", false}, {INDIA_GSTIN, "", false},
		{INDIA_PAN, "AAAPA1234A", true},         {INDIA_PAN, "AAAPA1234", false},          {INDIA_PAN, "AAAPA1234AA", false},
		{INDIA_PAN, "AAAPA12345", false},        {INDIA_PAN, "aaapa1234a", false},         {INDIA_PAN, "AAAPA 234A", false},
		{INDIA_IEC, "AAAPA1234A", true},         {INDIA_IEC, "0512345678", true},          {INDIA_IEC, "051234567", false},
		{INDIA_IEC, "05123456789", false},       {INDIA_IEC, "A512345678", false},
		{INDIA_HSN, "5007", true},               {INDIA_HSN, "500720", true},              {INDIA_HSN, "50072010", true},
		{INDIA_HSN, "500", false},               {INDIA_HSN, "50072", false},              {INDIA_HSN, "5007201", false},
		{INDIA_HSN, "500720101", false},         {INDIA_HSN, "0007", false},               {INDIA_HSN, "7701", false}, {INDIA_HSN, "9983", true},
		{INDIA_PIN, "226001", true},             {INDIA_PIN, "026001", false},             {INDIA_PIN, "22600", false},
		{INDIA_PIN, "2260011", false},           {INDIA_PIN, "22600a", false},             {INDIA_PIN, "२२६००१", false},
		{INDIA_IFSC, "SBIN0001234", true},       {INDIA_IFSC, "SBIN1001234", false},       {INDIA_IFSC, "SBIN000123", false},
		{INDIA_IFSC, "SBIN00012345", false},     {INDIA_IFSC, "SBI00001234", false},       {INDIA_IFSC, "HDFC0CAAB12", true},
		{INDIA_ENROLMENT, "09AAAPA1234A1EN", true}, {INDIA_ENROLMENT, "09AAAPA1234A1E", false}, {INDIA_ENROLMENT, "09AAAPA1234A1EN1", false},
		{INDIA_LUT, "AD0904260001234", true},    {INDIA_LUT, "AD090426000123", false},     {INDIA_LUT, "AD09042600012345", false},
		{INDIA_ACCOUNT, "123456789", true},      {INDIA_ACCOUNT, "12345678", false},       {INDIA_ACCOUNT, "123456789012345678", true},
		{INDIA_ACCOUNT, "1234567890123456789", false},
		{INDIA_PEHCHAN, "UP1234", true},         {INDIA_PEHCHAN, "UP123", false},          {INDIA_PEHCHAN, "ABCDEFGHIJ1234567890", true},
		{INDIA_PEHCHAN, "ABCDEFGHIJ12345678901", false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (india_code_valid(rows[i].kind, rows[i].text) != rows[i].want) fail_msg("%s %s", india_code_wire(rows[i].kind), rows[i].text);
	for (enum india_code k = 0; k < INDIA_CODES; k++) assert_true(*india_code_wire(k));
}

static void test_check_digit_of_the_collectors_form(void **state)
{
	(void)state;
	assert_int_equal(gstin_check_char("20ALYPD6528PQC"), '5');
	assert_int_equal(gstin_check_char("09AABCU9603R1C"), 'W');
	assert_true(gstin_has_pan("09AAAPA1234A1ZR", "AAAPA1234A"));
	assert_false(gstin_has_pan("09AAAPA1234A1ZR", "AAAPA1234B"));
}

static void test_upi(void **state)
{
	(void)state;
	char name[64];
	memset(name, 'a', sizeof name);
	memcpy(name + 60, "@ok", 4);
	assert_true(upi_valid(name));            /* sixty before the @ */
	memcpy(name + 59, "aa@", 4);
	assert_false(upi_valid(name));           /* no handle */
	static const struct { const char *text; bool want; } rows[] = {
		{"asha@upi", true}, {"asha.devi-1_2@okaxis", true}, {"a@upi", false}, {"asha@u", false}, {"ab@up", true}, {"asha", false}, {"@upi", false},
		{"asha@upi@upi", false}, {"asha devi@upi", false}, {"asha@upi1", false}, {"आशा@upi", false},
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@ok", false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_int_equal(upi_valid(rows[i].text), rows[i].want);
}

static void test_names_of_regions(void **state)
{
	(void)state;
	static const struct { const char *name; int want; } rows[] = {
		{"UP", 9}, {"up", 9}, {"Uttar Pradesh", 9}, {"UTTAR PRADESH", 9}, {"उत्तर प्रदेश", 9}, {"U.P.", 9}, {"09", 9}, {"9", 0}, {"KL", 32}, {"केरल", 32},
		{"Ladakh", 38}, {"39", 0}, {"00", 0}, {"", 0}, {"Bavaria", 0}, {"25", 0}, {"Orissa", 21},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_int_equal(region_find(rows[i].name), rows[i].want);
	assert_string_equal(region_en(REGION_UP), "Uttar Pradesh");
	assert_string_equal(region_hi(32), "केरल");
	assert_string_equal(region_en(99), "");
}

static void test_name_and_pin_together(void **state)
{
	(void)state;
	static const struct { const char *name, *pin; int want; } rows[] = {
		{"UP", "226001", 9}, {"UP", "201301", 9}, {"UP", "285001", 9}, {"UP", "200999", 0}, {"UP", "286000", 0}, /* the borders of its PIN codes */
		{"UP", "682001", 0}, {"Kerala", "682001", 32}, {"Kerala", "226001", 0}, {"Lakshadweep", "682555", 31},
		{"Uttarakhand", "248001", 5}, {"UP", "247001", 9}, {"somewhere", "248001", 0},   /* in two regions: the name must tell */
		{"somewhere", "226001", 9}, {"", "110001", 7}, {"Haryana", "121001", 6}, {"UP", "2260010", 0}, {"UP", "", 0}, {"Ladakh", "194101", 38},
		{"Telangana", "500001", 36}, {"Andhra Pradesh", "507001", 37},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (region_of(rows[i].name, rows[i].pin) != rows[i].want) fail_msg("%s %s: %d", rows[i].name, rows[i].pin, region_of(rows[i].name, rows[i].pin));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_code), cmocka_unit_test(test_check_digit_of_the_collectors_form), cmocka_unit_test(test_upi),
		cmocka_unit_test(test_names_of_regions), cmocka_unit_test(test_name_and_pin_together),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
