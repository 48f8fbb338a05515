/* seed.c — tables into rows; each knows its columns by name. */
#include "trade/seed.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/csv_read.h"
#include "base/log.h"
#include "base/text.h"
#include "fair/booth_row.h"
#include "fair/odop_line.h"
#include "fair/slot.h"
#include "trade/gstin.h"
#include "trade/display_rate.h"
#include "trade/india_day.h"
#include "trade/product.h"
#include "trade/seller_tax.h"
#include "trade/shipping.h"
#include "trade/tax_rate.h"

#define BOOTHS_MAX 100
#define DEMO_SOURCE "DEMO: no real rate · नमूना, असली दर नहीं"
#define HOUR_MS 3600000LL
#define DAY_MS (24 * HOUR_MS)
#define INDIA_AHEAD_MS (330 * 60000LL)

/* A row of a table, read by the names in its head. */
struct row { char *head[CSV_FIELDS_MAX], *cells[CSV_FIELDS_MAX]; int n; };

static const char *cell(const struct row *r, const char *name)
{
	for (int i = 0; i < r->n; i++)
		if (strcmp(r->head[i], name) == 0) return r->cells[i];
	return "";
}
static int64_t number(const struct row *r, const char *name) { return strtoll(cell(r, name), NULL, 10); }
static bool yes(const struct row *r, const char *name) { return strcmp(cell(r, name), "yes") == 0; }
#define PUT(field, row, name) text_copy((field), sizeof (field), cell((row), (name)))

static err_t load(const char *dir, const char *file, struct buf *ret)
{
	char path[600], chunk[4096];
	size_t n;
	if (snprintf(path, sizeof path, "%s/%s", dir, file) >= (int)sizeof path) return ERR_CONFIG;
	FILE *f = fopen(path, "re");
	if (!f) {
		log_error("trade", "%s: %s", path, strerror(errno));
		return ERR_IO;
	}
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) buf_add(ret, chunk, n);
	bool bad = ferror(f) != 0;
	fclose(f);
	return bad ? ERR_IO : OK;
}

/* Calls `each` for every row below the head; says where a table is wrong. */
static err_t each_row(const char *dir, const char *file, err_t (*each)(struct tx *tx, void *arg, const struct row *r), struct tx *tx, void *arg)
{
	struct buf text;
	struct row row = {.n = 0};
	int n = 0;
	buf_init(&text);
	err_t e = load(dir, file, &text);
	buf_puts(&text, ""); /* makes its NUL, whatever was loaded */
	struct csv_reader c = csv_read_start(text.data);
	if (e == OK) e = csv_read_row(&c, row.head, &row.n);
	if (e == OK && !row.n) e = ERR_MALFORMED;
	while (e == OK && (e = csv_read_row(&c, row.cells, &n)) == OK && n) e = each(tx, arg, &row);
	if (e != OK) log_error("trade", "%s, line %d: %s", file, c.line, err_wire(e));
	buf_fini(&text);
	return e;
}

/* The scheme was opened on this day, with one line for each district. */
#define SCHEME_OPENED 20180124

static err_t add_first_line(struct tx *tx, const struct district *d)
{
	struct odop_line l = {.code = "first", .from_day = SCHEME_OPENED, .grade = d->grade};
	text_copy(l.district, sizeof l.district, d->code);
	text_copy(l.name_en, sizeof l.name_en, d->product_en);
	text_copy(l.name_hi, sizeof l.name_hi, d->product_hi);
	text_copy(l.category, sizeof l.category, d->category);
	text_copy(l.hsn, sizeof l.hsn, d->hsn);
	return odop_line_put(tx, &l);
}

static err_t add_district(struct tx *tx, void *arg, const struct row *r)
{
	(void)arg;
	struct district d = {.gi = yes(r, "gi"), .grade = cell(r, "grade")[0]};
	PUT(d.code, r, "code");
	PUT(d.name_en, r, "name_en");
	PUT(d.name_hi, r, "name_hi");
	PUT(d.product_en, r, "product_en");
	PUT(d.product_hi, r, "product_hi");
	PUT(d.category, r, "category");
	PUT(d.hsn, r, "hsn");
	TRY(district_put(tx, &d));
	return add_first_line(tx, &d);
}

/* What was registered later, and beside the first. */
static err_t add_line(struct tx *tx, void *arg, const struct row *r)
{
	(void)arg;
	struct odop_line l = {.from_day = number(r, "from_day"), .until_day = number(r, "until_day"), .grade = cell(r, "grade")[0]};
	PUT(l.district, r, "district");
	PUT(l.code, r, "code");
	PUT(l.name_en, r, "name_en");
	PUT(l.name_hi, r, "name_hi");
	PUT(l.category, r, "category");
	PUT(l.hsn, r, "hsn");
	return odop_line_put(tx, &l);
}

err_t seed_register(struct tx *tx, const char *dir)
{
	TRY(each_row(dir, "districts.csv", add_district, tx, NULL));
	return each_row(dir, "odop_lines.csv", add_line, tx, NULL);
}

/* The booths made so far, for those that come after. */
struct stand { char district[48]; struct booth_id booth; struct seller_id seller; };
struct stands { int n, products; int64_t today_ms; struct stand rows[BOOTHS_MAX]; };

static struct stand *stand_of(struct stands *s, const char *district)
{
	for (int i = 0; i < s->n; i++)
		if (strcmp(s->rows[i].district, district) == 0) return &s->rows[i];
	return NULL;
}

/* A registration that is well-formed and says DEMO. */
static void demo_gstin(int serial, char ret[static GSTIN_CHARS + 1])
{
	snprintf(ret, GSTIN_CHARS + 1, "09DEMOA%04dF1Z", serial % 10000);
	ret[14] = gstin_check_char(ret);
	ret[15] = 0;
}

/* A standing that is well-formed and says DEMO, like the GSTIN. */
static err_t add_standing(struct tx *tx, const struct seller_id *id, enum tax_kind kind, const char *number, int64_t until_ms)
{
	struct seller_tax t = {.kind = kind, .from_ms = tx_now_ms(tx), .until_ms = until_ms, .proof = "DEMO"};
	text_copy(t.number, sizeof t.number, number);
	return seller_tax_put(tx, id->s, &t, "");
}

/* Some sub-vendors are enrolled, some principals export under a letter of undertaking of this fiscal year. */
static err_t add_standings(struct tx *tx, const struct stands *s, const struct row *r, const struct seller_id *id)
{
	char number[SELLER_NUMBER_MAX + 1];
	int64_t begins_ms, ends_ms;
	fiscal_year_of(tx_now_ms(tx), &begins_ms, &ends_ms);
	if (yes(r, "enrolled")) {
		snprintf(number, sizeof number, "09DEMOA%04dENRL", (s->n + 1) % 10000);
		TRY(add_standing(tx, id, TAX_ENROLLED, number, 0));
	}
	if (!yes(r, "exports")) return OK;
	snprintf(number, sizeof number, "DEMOA%04dF", (s->n + 1) % 10000);
	TRY(add_standing(tx, id, TAX_IEC, number, 0));
	snprintf(number, sizeof number, "AD0900000%06d", s->n + 1);
	return add_standing(tx, id, TAX_LUT, number, ends_ms);
}

static err_t add_seller(struct tx *tx, struct stands *s, const struct row *r, const struct booth_id *booth, struct seller_id *ret)
{
	struct seller seller = {.country = "IN", .booth = *booth, .demo = true};
	const char *under = cell(r, "principal");
	PUT(seller.name, r, "artisan_en");
	PUT(seller.name_hi, r, "artisan_hi");
	if (*under) {
		const struct stand *principal = stand_of(s, under);
		if (!principal) return ERR_MALFORMED; /* a principal stands above its sub-vendors in the table */
		seller.principal = principal->seller;
	} else {
		demo_gstin(s->n + 1, seller.gstin);
	}
	TRY(seller_new(tx, &seller, ret));
	return add_standings(tx, s, r, ret);
}

/* Two slots each, 45 minutes, over four days between 10:00 and 18:00 in India. */
static err_t add_slots(struct tx *tx, const struct stands *s, const struct booth_id *booth)
{
	struct slot_id id;
	for (int i = 0; i < 2; i++) {
		int64_t begins = s->today_ms + (s->n + 2 * i) % 4 * DAY_MS + (10 + s->n % 8) * HOUR_MS;
		TRY(slot_new(tx, booth->s, begins, begins + 45 * 60000, &id));
	}
	return OK;
}

static err_t add_booth(struct tx *tx, void *arg, const struct row *r)
{
	struct stands *s = arg;
	struct district d;
	if (s->n == BOOTHS_MAX) return ERR_FULL;
	TRY(district_find(tx_db(tx), cell(r, "district"), &d));
	struct booth_words w = {.name_en = cell(r, "name_en"), .name_hi = cell(r, "name_hi"), .artisan_en = cell(r, "artisan_en"), .artisan_hi = cell(r, "artisan_hi"),
	                        .about_en = d.product_en, .about_hi = d.product_hi, .district = d.code, .category = d.category, .languages = cell(r, "languages")};
	struct stand *made = &s->rows[s->n];
	text_copy(made->district, sizeof made->district, d.code);
	TRY(booth_row_new(tx, &w, &made->booth));
	TRY(add_seller(tx, s, r, &made->booth, &made->seller));
	TRY(add_slots(tx, s, &made->booth));
	s->n++;
	return OK;
}

static err_t add_product(struct tx *tx, void *arg, const struct row *r)
{
	struct stands *s = arg;
	struct district d;
	struct product_id id;
	const struct stand *stand = stand_of(s, cell(r, "district"));
	if (!stand) return ERR_MALFORMED;
	TRY(district_find(tx_db(tx), stand->district, &d));
	struct product p = {.booth = stand->booth, .seller = stand->seller, .price = {number(r, "price_paise"), "INR"}, .stock = number(r, "stock"), .moq = number(r, "moq"),
	                    .lead_days = number(r, "lead_days"), .made_to_order = yes(r, "made_to_order"), .gi = district_shows_gi(&d), .grade = d.grade,
	                    .seed = s->products++ * 37 % PRODUCT_SEEDS};
	text_copy(p.district, sizeof p.district, d.code);
	text_copy(p.category, sizeof p.category, d.category);
	PUT(p.name_en, r, "name_en");
	PUT(p.name_hi, r, "name_hi");
	PUT(p.about_en, r, "about_en");
	PUT(p.about_hi, r, "about_hi");
	PUT(p.unit, r, "unit");
	PUT(p.hsn, r, "hsn");
	return product_new(tx, &p, &id);
}

/* Headings whose rate is in no list get one that says DEMO, so that everything shown can be invoiced. */
static err_t add_rate(struct tx *tx, void *arg, const struct row *r)
{
	struct tax_rate rate = {.from_ms = tx_now_ms(tx), .bps = number(r, "bps"), .proof = "DEMO"};
	(void)arg;
	PUT(rate.hsn, r, "hsn");
	return tax_rate_put(tx, &rate, "");
}

static err_t add_tariff(struct tx *tx, void *arg, const struct row *r)
{
	struct shipping_rate rate = {.zone = cell(r, "zone"), .source = DEMO_SOURCE, .upto_g = number(r, "upto_g"), .price_minor = number(r, "price_paise")};
	(void)arg;
	TRY(india_day_parse(cell(r, "date"), &rate.from_ms));
	return shipping_rate_put(tx, &rate);
}

/* What the desk of a real fair would enter: rates to show prices by, and what sending costs. Round figures that say what they are. */
static err_t add_desk_tables(struct tx *tx, const char *dir)
{
	struct buf text;
	int line;
	TRY(each_row(dir, "demo_rates.csv", add_rate, tx, NULL));
	TRY(each_row(dir, "demo_tariff.csv", add_tariff, tx, NULL));
	buf_init(&text);
	err_t e = load(dir, "demo_display.csv", &text);
	if (e == OK) e = display_rate_import(tx, text.data, DEMO_SOURCE, "", &line);
	buf_fini(&text);
	return e;
}

err_t seed_demo(struct tx *tx, const struct seed_demo *d, struct fair_id *ret_fair, struct person_id *ret_organizer)
{
	struct fair fair;
	struct fair_id fair_id;
	struct person_id organizer;
	err_t e = fair_find_current(tx_db(tx), &fair);
	if (e != ERR_NOT_FOUND) return e == OK ? ERR_CONFLICT : e;
	struct stands stands = {.today_ms = (tx_now_ms(tx) + INDIA_AHEAD_MS) / DAY_MS * DAY_MS - INDIA_AHEAD_MS};
	fair = (struct fair){.name_en = "One District One Product Fair", .name_hi = "एक जनपद एक उत्पाद मेला", .time_zone = "Asia/Kolkata",
	                     .begins_ms = stands.today_ms - DAY_MS, .ends_ms = stands.today_ms + 6 * DAY_MS};
	TRY(seed_register(tx, d->dir));
	TRY(fair_new(tx, &fair, &fair_id));
	TRY(each_row(d->dir, "booths.csv", add_booth, tx, &stands));
	TRY(each_row(d->dir, "products.csv", add_product, tx, &stands));
	TRY(add_desk_tables(tx, d->dir));
	TRY(person_new(tx, &(struct person_new){.role = ROLE_ORGANIZER, .name = "Fair desk", .email = d->organizer_email, .email_confirmed = true, .country = "IN"}, &organizer));
	TRY(credential_set(tx, organizer.s, d->password_hash));
	*ret_fair = fair_id;
	*ret_organizer = organizer;
	return OK;
}
