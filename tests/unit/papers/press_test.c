/* press_test.c — mela-paper makes a PDF of every kind of paper, and nothing of anything else; programs as filters keep their limits.
 * With MELA_KEEP=DIR the PDFs stay there to be looked at. */
#include "tests/unit/trade/market.h"

#include <unistd.h>

#include "base/filter.h"
#include "trade/paper.h"
#include "trade/parcel_sheet.h"
#include "trade/seller_place.h"
#include "trade/seller_tax.h"

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, &(struct order_actor){.by = BY_STAFF}, (enum order_event)q->n))
HANDLER(issue, paper_issue(tx, q->in, 0, (enum paper_kind)q->m, q->out))
HANDLER(put_place, seller_place_put(tx, q->a, q->in, "desk"))
HANDLER(put_tax, seller_tax_put(tx, q->a, q->in, "desk"))

struct heard { bool over; err_t err; struct buf out; };

static void on_done(void *arg, err_t e, const struct buf *out)
{
	struct heard *h = arg;
	h->over = true;
	h->err = e;
	buf_clear(&h->out);
	if (out->data) buf_add(&h->out, out->data, out->len);
}

static const char *program(char ret[static 512])
{
	char self[400];
	const ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	assert_true(n > 0);
	self[n] = 0;
	*strstr(self, "/unit/") = 0;
	snprintf(ret, 512, "%s/mela-paper", self);
	return ret;
}

static struct heard run(const struct filter_config *c, const char *arg, const char *in, size_t len)
{
	struct loop *loop = loop_new();
	struct filter *f = filter_new(loop, c);
	struct heard h = {.over = false};
	buf_init(&h.out);
	assert_int_equal(filter_run(f, &(struct filter_job){.args = {arg}, .in = in, .in_len = len, .done = on_done, .arg = &h}), OK);
	while (!h.over) loop_turn(loop, true);
	filter_free(f);
	loop_free(loop);
	return h;
}

static void keep(const char *name, const char *form, const struct buf *pdf)
{
	char path[300];
	if (!getenv("MELA_KEEP")) return;
	snprintf(path, sizeof path, "%s/%s-%s.pdf", getenv("MELA_KEEP"), name, form);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fwrite(pdf->data, 1, pdf->len, f);
	fclose(f);
}

static void press_document(const struct shape *shape, const void *document, const char *form, const char *name)
{
	char path[512];
	struct filter_config c = {.program = program(path), .at_work = 2, .waiting = 2, .longest_ms = 60000, .memory_bytes = 1u << 30, .out_bytes = 4u << 20};
	struct buf text;
	buf_init(&text);
	struct json j = json_start(&text);
	json_obj(&j, NULL);
	shape_encode(shape, document, &j);
	json_obj_end(&j);
	struct heard h = run(&c, form, text.data, text.len);
	assert_int_equal(h.err, OK);
	assert_true(h.out.len > 2000);
	assert_memory_equal(h.out.data, "%PDF-", 5);
	keep(name, form, &h.out);
	buf_fini(&h.out);
	buf_fini(&text);
}

static void press(struct world *w, const char *id, const char *form, const char *name)
{
	struct paper p;
	memset(&p, 0, sizeof p);
	assert_int_equal(paper_find(w->db, id, &p), OK);
	press_document(&paper_shape, &p, form, name);
}

static struct order ready(struct world *w, const struct market *m, struct address to)
{
	struct order_line_new lines[] = {{.product = m->saree.s, .quantity = 2}, {.product = m->saree.s, .quantity = 1}};
	struct order_id id;
	struct order o;
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m->buyer.s, .lines = lines, .n_lines = 2, .to = to}, .out = &id), OK);
	assert_int_equal(DO(w, act, .a = id.s, .n = ORDER_EVENT_ACCEPT), OK);
	assert_int_equal(DO(w, act, .a = id.s, .n = ORDER_EVENT_READY), OK);
	assert_int_equal(order_find(w->db, id.s, &o), OK);
	return o;
}

static void press_of(struct world *w, const struct order *o, enum paper_kind kind, const char *form)
{
	char id[ID_CHARS + 1];
	assert_int_equal(paper_of(w->db, o->children[0].id, kind, id), OK);
	press(w, id, form, paper_kind_wire(kind));
}

static void test_every_kind_of_paper_becomes_a_pdf(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct address abroad = home;
	char proforma[ID_CHARS + 1];
	abroad.city = "Berlin", abroad.state = "Berlin", abroad.pin = "10115", abroad.country = "DE";
	struct seller_tax iec = {.kind = TAX_IEC, .number = "DEMOA0001F", .from_ms = WORLD_NOW_MS, .proof = "DGFT"};
	struct seller_tax lut = {.kind = TAX_LUT, .number = "AD0900000000011", .from_ms = WORLD_NOW_MS, .until_ms = WORLD_NOW_MS + 86400000, .proof = "RFD-11"};
	struct seller_place at = {.line1 = "4 Loom Lane", .line2 = "Peeli Kothi", .city = "Varanasi", .pin = "221001", .ad_code = "05100090000123"};
	assert_int_equal(DO(w, put_place, .a = m.registered.s, .in = &at), OK);
	assert_int_equal(DO(w, put_tax, .a = m.registered.s, .in = &iec), OK);
	assert_int_equal(DO(w, put_tax, .a = m.registered.s, .in = &lut), OK);
	struct order near = ready(w, &m, home);
	press_of(w, &near, PAPER_TAX_INVOICE, "a4");
	press_of(w, &near, PAPER_TAX_INVOICE, "label");
	assert_int_equal(DO(w, issue, .in = &near, .m = PAPER_PROFORMA, .out = proforma), OK);
	press(w, proforma, "a4", "proforma");
	assert_int_equal(DO(w, act, .a = near.id.s, .n = ORDER_EVENT_CANCEL), OK);
	press_of(w, &near, PAPER_CREDIT_NOTE, "a4");
	struct order far = ready(w, &m, abroad);
	press_of(w, &far, PAPER_EXPORT_INVOICE, "a4");
	press_of(w, &far, PAPER_PACKING_LIST, "a4");
	struct seller_tax enrolled = {.kind = TAX_ENROLLED, .number = "09DEMOA0001ENRL", .from_ms = WORLD_NOW_MS, .proof = "portal"};
	assert_int_equal(DO(w, put_tax, .a = m.unregistered.s, .in = &enrolled), OK);
	m.saree = m.toy;
	struct order bill = ready(w, &m, home);
	press_of(w, &bill, PAPER_BILL_OF_SUPPLY, "a4");
}

/* As many pieces and stops as a document may have; what they say is long, as at its worst. */
static void test_labels_and_manifests_become_pdfs(void **state)
{
	(void)state;
	const struct parcel_address from = {"Hastkala Sahkari Samiti", "+91 94150 00000", "B 21/42 Kamachha", "Peeli Kothi", "Varanasi", "UP", "221001", "IN"};
	const struct parcel_address to = {"Asha Verma", "+91 90000 00000", "12 Lanka", "", "Kochi", "KL", "682001", "IN"};
	struct parcel_label *l = calloc(1, sizeof *l);
	*l = (struct parcel_label){.code = "7K2M9QXA4TNB3RCD", .number = "UP-2026-000042-1", .ref = "AWB 4711", .tracking = "https://mela.example/track/7K2M9QXA4TNB3RCD", .weight_g = 1250, .collect_minor = 28000,
	                           .first = 1, .pieces_total = LABEL_PIECES_MAX, .has_from = true, .from = from, .has_to = true, .to = to, .n_pieces = LABEL_PIECES_MAX};
	for (size_t i = 0; i < l->n_pieces; i++) {
		struct label_piece *p = &l->pieces[i];
		*p = (struct label_piece){.product_en = "Banarasi silk saree, indigo with zari border", .product_hi = "बनारसी सिल्क साड़ी, ज़री किनारी वाली नील", .artisan_en = "Weavers of Madanpura",
		                          .artisan_hi = "मदनपुरा के बुनकर", .district_en = "Varanasi", .district_hi = "वाराणसी", .gi_user = "AU/99/2009"};
		snprintf(p->code, sizeof p->code, "7K2M9QXA4TNB3RCD-%d", (int)(i % 100));
		int n = snprintf(p->url, sizeof p->url, "https://mela.example/verify/%s#", p->code);
		memset(p->url + n, 'x', ORIGIN_TOKEN_CHARS);
	}
	press_document(&parcel_label_shape, l, "parcel", "label");
	free(l);
	struct run_manifest *m = calloc(1, sizeof *m);
	*m = (struct run_manifest){.id = "01900000-0000-7000-8000-000000000001", .made_ms = WORLD_NOW_MS, .n_stops = RUN_PARCELS_MAX};
	for (size_t i = 0; i < m->n_stops; i++)
		m->stops[i] = (struct run_stop){.id = "01900000-0000-7000-8000-000000000002", .code = "7K2M9QXA4TNB3RCD", .number = "UP-2026-000042-1", .state = "requested", .maker_en = "Weavers of Madanpura",
		                                .maker_hi = "मदनपुरा के बुनकर", .weight_g = 1250, .collect_minor = i % 2 ? 123456700 : 0, .window_from_ms = WORLD_NOW_MS, .window_until_ms = WORLD_NOW_MS + 7200000,
		                                .has_from = i % 5 != 4, .from = from, .has_to = true, .to = to};
	press_document(&run_manifest_shape, m, "manifest", "manifest");
	free(m);
}

static void test_anything_else_becomes_nothing(void **state)
{
	(void)state;
	char path[512];
	struct filter_config c = {.program = program(path), .at_work = 1, .waiting = 0, .longest_ms = 60000, .memory_bytes = 1u << 30, .out_bytes = 4u << 20};
	static const struct { const char *form, *in; } rows[] = {{"a4", ""}, {"a4", "{}"}, {"a4", "[1]"}, {"a4", "\xff"}, {"nothing", "{}"}, {NULL, "{}"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct heard h = run(&c, rows[i].form, rows[i].in, strlen(rows[i].in));
		assert_int_equal(h.err, ERR_IO);
		assert_int_equal(h.out.len, 0);
		buf_fini(&h.out);
	}
}

static void test_a_filter_keeps_its_limits(void **state)
{
	(void)state;
	struct filter_config c = {.program = "/bin/cat", .at_work = 1, .waiting = 1, .longest_ms = 60000, .memory_bytes = 1u << 30, .out_bytes = 70000};
	char *text = calloc(1, 70001);
	struct heard fits = run(&c, NULL, text, 70000), big = run(&c, NULL, text, 70001);
	assert_int_equal(fits.err, OK);
	assert_int_equal(fits.out.len, 70000);
	assert_int_equal(big.err, ERR_TOO_BIG);
	free(text);
	buf_fini(&fits.out);
	buf_fini(&big.out);
	c.program = "/bin/sleep", c.longest_ms = 50;
	struct heard late = run(&c, "10", "", 0);
	assert_int_equal(late.err, ERR_TIMEOUT);
	c.program = "/nowhere/at/all";
	struct loop *loop = loop_new();
	struct filter *f = filter_new(loop, &c);
	assert_int_equal(filter_run(f, &(struct filter_job){.in = "", .done = on_done, .arg = &late}), ERR_IO);
	filter_free(f);
	loop_free(loop);
}

/* One at work and one that waits; a third is refused, and what is not done when the filter goes hears of it. */
static void test_a_filter_has_a_short_queue(void **state)
{
	(void)state;
	struct filter_config c = {.program = "/bin/sleep", .at_work = 1, .waiting = 1, .longest_ms = 60000, .memory_bytes = 1u << 30, .out_bytes = 100};
	struct loop *loop = loop_new();
	struct filter *f = filter_new(loop, &c);
	struct heard h[3] = {0};
	struct filter_job job = {.args = {"30"}, .in = "", .done = on_done, .arg = &h[0]};
	assert_int_equal(filter_run(f, &job), OK);
	job.arg = &h[1];
	assert_int_equal(filter_run(f, &job), OK);
	job.arg = &h[2];
	assert_int_equal(filter_run(f, &job), ERR_FULL);
	filter_free(f);
	assert_true(h[0].over && h[1].over && !h[2].over);
	assert_int_equal(h[0].err, ERR_UNAVAILABLE);
	assert_int_equal(h[1].err, ERR_UNAVAILABLE);
	loop_free(loop);
}

static void test_who_waits_comes_next(void **state)
{
	(void)state;
	struct filter_config c = {.program = "/bin/cat", .at_work = 1, .waiting = 3, .longest_ms = 60000, .memory_bytes = 1u << 30, .out_bytes = 100};
	struct loop *loop = loop_new();
	struct filter *f = filter_new(loop, &c);
	struct heard h[4] = {0};
	for (int i = 0; i < 4; i++) {
		const char in[2] = {(char)('a' + i), 0};
		assert_int_equal(filter_run(f, &(struct filter_job){.in = in, .in_len = 1, .done = on_done, .arg = &h[i]}), OK);
	}
	while (!h[3].over) loop_turn(loop, true);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(h[i].err, OK);
		assert_int_equal(h[i].out.data[0], 'a' + i);
		buf_fini(&h[i].out);
	}
	filter_free(f);
	loop_free(loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_every_kind_of_paper_becomes_a_pdf), cmocka_unit_test(test_labels_and_manifests_become_pdfs),
		cmocka_unit_test(test_anything_else_becomes_nothing), cmocka_unit_test(test_a_filter_keeps_its_limits),
		cmocka_unit_test(test_a_filter_has_a_short_queue), cmocka_unit_test(test_who_waits_comes_next),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
