/* A table of products, row by row: what is one product, what is a size of the one above, and where a fault stands. */
#include "tests/unit/trade/market.h"

#include "base/text.h"
#include "fair/odop_line.h"
#include "trade/import_batch.h"
#include "trade/import_table.h"

struct heard { int products, faults; struct listing last; int64_t row; size_t col; err_t e; };

static void on_fault(void *arg, int64_t row, const struct import_fault *f, err_t e)
{
	struct heard *h = arg;
	h->faults++;
	h->row = row, h->col = f->col, h->e = e;
}

static void on_product(void *arg, const struct listing *l)
{
	struct heard *h = arg;
	h->products++;
	h->last = *l;
}

static err_t prepare(struct tx *tx, void *arg)
{
	const struct market *m = arg;
	struct odop_line l = {.district = "varanasi", .code = "first", .name_en = "Silk sarees", .name_hi = "सिल्क साड़ी", .category = "textile", .hsn = "5007",
	                      .from_day = 20180124, .grade = 'B'};
	struct seller_id seller;
	TRY(odop_line_put(tx, &l));
	TRY(seller_new(tx, &(struct seller){.name = "Weavers of the booth", .booth = m->booth, .country = "IN", .principal = m->registered}, &seller));
	struct import_batch b = {.booth = m->booth, .person = m->buyer, .kind = "csv", .file = "t.csv"};
	char id[ID_CHARS + 1];
	for (int i = 0; i < 10; i++) {
		char hash[8], name[12];
		snprintf(hash, sizeof hash, "h%d", i);
		snprintf(name, sizeof name, "%d.jpg", i);
		TRY(db_exec(tx_db(tx), Q_PHOTO_INSERT, V(hash), V(8), V(6), V(10), V(""), V(1)));
		if (i == 0) TRY(import_batch_new(tx, &b, id));
		TRY(import_photo_put(tx, id, name, hash));
	}
	return import_photo_fault_put(tx, id, "spoilt.jpg", "malformed");
}

static void only_batch(void *arg, const struct import_batch *b) { text_copy(arg, ID_CHARS + 1, b->id); }

/* The table is one text: rows by newline, cells by '|'. */
static struct heard judge(struct world *w, const struct market *m, const char *text)
{
	struct heard h = {0};
	struct import_table *t;
	char id[ID_CHARS + 1] = "", copy[8192], *rows = copy;
	assert_int_equal(import_batch_list(w->db, m->booth.s, only_batch, id), OK);
	const struct import_from from = {w->db, id, m->booth, {on_fault, on_product, &h}};
	assert_int_equal(import_table_new(&from, &t), OK);
	text_copy(copy, sizeof copy, text);
	for (char *row; (row = strsep(&rows, "\n")) && *row;) {
		const char *cells[SHEET_CELLS_MAX];
		size_t n = 0;
		for (char *cell; n < SHEET_CELLS_MAX && (cell = strsep(&row, "|"));) cells[n++] = cell;
		import_table_row(t, cells, n);
	}
	import_table_end(t);
	import_table_free(t);
	return h;
}

static struct market opened(struct world *w)
{
	struct market m = market(w);
	assert_int_equal(world_do(w, prepare, &m), OK);
	return m;
}

#define HEAD "sku|name_en|variant_sku|variant_en|price|stock|weight_g|unit|photo_1\n"

static void test_rows_of_one_code_are_one_product(void **state)
{
	struct world *w = *state;
	struct market m = opened(w);
	struct heard h = judge(w, &m, HEAD "S1|Saree|M|Medium|1200|3|400|piece|1.jpg\nS1||L|Large|1350.50|2|450||2.jpg\nS1|Saree|XL|Extra large||1|||1.jpg\nS2|Stole|||500|9|||\n");
	assert_int_equal(h.faults, 0);
	assert_int_equal(h.products, 2);
	h = judge(w, &m, HEAD "S1|Saree|M|Medium|1200|3|400|piece|1.jpg\nS1||L|Large|1350.50|2|450||2.jpg\nS1|Saree|XL|Extra large||1|||1.jpg\n");
	const struct listing *l = &h.last;
	assert_int_equal(l->n_variants, 3);
	assert_int_equal(l->price_minor, 120000);
	assert_int_equal(l->variants[0].extra_minor, 0);
	assert_int_equal(l->variants[1].extra_minor, 15050);
	assert_int_equal(l->variants[2].extra_minor, 0);
	assert_int_equal(l->variants[0].stock + l->variants[1].stock + l->variants[2].stock, 6);
	assert_int_equal(l->variants[1].weight_g, 450);
	assert_int_equal(l->variants[0].weight_g, 0);
	assert_string_equal(l->variants[1].name_hi, "Large");
	assert_int_equal(l->n_photos, 2);
}

static void test_faults_of_sizes_name_row_and_column(void **state)
{
	struct world *w = *state;
	struct market m = opened(w);
	static const struct { const char *rows; int64_t row; size_t col; err_t e; } wrong[] = {
		{"S1|Saree|M|Medium|1200|3|||\nS1||M|Large|1|2|||\n", 3, 3, ERR_BAD_FIELD},               /* the number twice */
		{"S1|Saree|M|Medium|1200|3|||\nS1||L||1|2|||\n", 3, 3, ERR_MISSING_FIELD},                 /* no name */
		{"S1|Saree|M|Medium|1200|3|||\nS1|Sari|L|Large|1|2|||\n", 3, 2, ERR_CONFLICT},             /* another name for the same product */
		{"S1|Saree|M|Medium|1200|3||piece|\nS1||L|Large|1|2||pair|\n", 3, 8, ERR_CONFLICT},
		{"S1|Saree|M|Medium|1200|3|||\nS2|Stole|||500|1|||\nS1||L|Large|1300|2|||\n", 4, 2, ERR_MISSING_FIELD}, /* not below its product */
		{"|Saree|M|Medium|1200|3|||\n", 2, 1, ERR_MISSING_FIELD},                                  /* sizes need the product's code */
		{"S1|Saree|M|Medium|1200|3|||\nS1||L|Large|cheap|2|||\n", 3, 5, ERR_BAD_FIELD},
		{"S1|Saree|M|Medium|1200|3|||spoilt.jpg\n", 2, 9, ERR_BAD_TYPE},                           /* it came, and is no photo */
		{"S1|Saree|M|Medium|1200|3|||none.jpg\n", 2, 9, ERR_NOT_FOUND},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char text[1024];
		snprintf(text, sizeof text, "%s%s", HEAD, wrong[i].rows);
		struct heard h = judge(w, &m, text);
		assert_int_equal(h.faults, 1);
		assert_int_equal(h.row, wrong[i].row);
		assert_int_equal(h.col, wrong[i].col);
		assert_int_equal(h.e, wrong[i].e);
	}
}

static void test_below_a_wrong_product_its_sizes_are_not_wrong_too(void **state)
{
	struct world *w = *state;
	struct market m = opened(w);
	struct heard h = judge(w, &m, HEAD "S1|Saree|M|Medium|cheap|3|||\nS1||L|Large|1300|2|||\nS1||XL|Extra|1300|2|||\n");
	assert_int_equal(h.faults, 1);
	assert_int_equal(h.row, 2);
	assert_int_equal(h.products, 0);
}

static void test_as_many_sizes_as_a_product_may_have_and_one_more(void **state)
{
	struct world *w = *state;
	struct market m = opened(w);
	char text[8192];
	size_t at = (size_t)snprintf(text, sizeof text, "%sS1|Saree|V0|Zero|1200|1|||\n", HEAD);
	for (int i = 1; i < VARIANTS_MAX; i++) at += (size_t)snprintf(text + at, sizeof text - at, "S1||V%d|No %d|1200|1|||\n", i, i);
	struct heard h = judge(w, &m, text);
	assert_int_equal(h.faults, 0);
	assert_int_equal(h.last.n_variants, VARIANTS_MAX);
	snprintf(text + at, sizeof text - at, "S1||one-more|One more|1200|1|||\n");
	h = judge(w, &m, text);
	assert_int_equal(h.faults, 1);
	assert_int_equal(h.e, ERR_TOO_BIG);
	assert_int_equal(h.row, VARIANTS_MAX + 2);
}

static void test_as_many_photos_as_a_product_may_have_and_one_more(void **state)
{
	struct world *w = *state;
	struct market m = opened(w);
	char text[4096];
	size_t at = (size_t)snprintf(text, sizeof text, "%sS1|Saree|V0|Zero|1200|1|||0.jpg\n", HEAD);
	for (int i = 1; i < PHOTOS_MAX; i++) at += (size_t)snprintf(text + at, sizeof text - at, "S1||V%d|No %d|1200|1|||%d.jpg\n", i, i, i);
	assert_int_equal(judge(w, &m, text).last.n_photos, PHOTOS_MAX);
	snprintf(text + at, sizeof text - at, "S1||one-more|One more|1200|1|||9.jpg\n");
	struct heard h = judge(w, &m, text);
	assert_int_equal(h.e, ERR_TOO_BIG);
	assert_int_equal(h.col, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_rows_of_one_code_are_one_product),
		WORLD_TEST(test_faults_of_sizes_name_row_and_column),
		WORLD_TEST(test_below_a_wrong_product_its_sizes_are_not_wrong_too),
		WORLD_TEST(test_as_many_sizes_as_a_product_may_have_and_one_more),
		WORLD_TEST(test_as_many_photos_as_a_product_may_have_and_one_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
