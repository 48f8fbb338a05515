/* shape_test.c — what shape_encode writes, and that absent optional members are left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/shape.h"

struct leaf { char word[8]; int64_t n; };
static const struct shape_field leaf_fields[] = {SHAPE_STR(struct leaf, word, REQ), SHAPE_INT(struct leaf, n, 0, 9, OPT)};
static const struct shape leaf_shape = SHAPE("leaf", struct leaf, leaf_fields);

struct tree { char name[20]; bool tall; const char *extra; bool has_first; struct leaf first; size_t n_leaves; struct leaf leaves[3]; };
static const struct shape_field tree_fields[] = {
	SHAPE_STR(struct tree, name, OPT),
	SHAPE_BOOL(struct tree, tall, OPT),
	SHAPE_RAW(struct tree, extra, OPT),
	SHAPE_OBJECT(struct tree, first, &leaf_shape, OPT),
	SHAPE_LIST(struct tree, leaves, &leaf_shape, OPT),
};
static const struct shape tree_shape = SHAPE("tree", struct tree, tree_fields);

static void writes(const struct tree *t, const char *want)
{
	struct buf b;
	buf_init(&b);
	struct json j = json_start(&b);
	json_obj(&j, NULL);
	shape_encode(&tree_shape, t, &j);
	json_obj_end(&j);
	assert_string_equal(b.data, want);
	buf_fini(&b);
}

static void test_absent_members_are_left_out(void **state)
{
	(void)state;
	writes(&(struct tree){0}, "{}");
}

static void test_every_kind_is_written(void **state)
{
	(void)state;
	writes(&(struct tree){.name = "नीम \"x\"", .tall = true, .extra = "[1]", .has_first = true, .first = {"a", 0}, .n_leaves = 2, .leaves = {{"b", 1}, {"", 2}}},
	       "{\"name\":\"नीम \\\"x\\\"\",\"tall\":true,\"extra\":[1],\"first\":{\"word\":\"a\"},\"leaves\":[{\"word\":\"b\",\"n\":1},{\"word\":\"\",\"n\":2}]}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_absent_members_are_left_out), cmocka_unit_test(test_every_kind_is_written)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
