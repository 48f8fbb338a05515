/* stage.h — a fair with one booth, its people and products, a room of sessions on top, and ears at its outlet.
 * Stands in for media too: the few functions of media.h that sessions calls are defined here and keep what they were told. */
#pragma once
#include "../world.h"

#include "base/text.h"
#include "fair/booth_row.h"
#include "fair/fair.h"
#include "people/person.h"
#include "sessions/broadcast.h"
#include "sessions/inside.h"
#include "sessions/notice.h"
#include "sessions/switchboard.h"
#include "trade/product.h"
#include "trade/seller.h"

enum { HOST = 1, ANN, BOB, STAFF, PHONE2, CONNS }; /* connections and their ids */
enum { SHAWL, RUG, LAMP, BELL, PRODUCTS };              /* only the bell's seller may sell directly */

struct media { struct booth_id closed; int closes; bool knows_frame; int64_t frame_mono_us; };

struct heard { uint64_t conn; char *text; };
struct stage {
	struct world *w;
	struct sessions *s;
	struct outlet out;
	struct media media;
	struct heard *heard;
	size_t n, first;               /* `first`: what stage_forget has put behind us */
	struct booth_id in[CONNS];     /* who reads which ring */
	int resyncs, closes, forgotten; /* publishers' names that were given up */
	struct booth_id booth;
	char slug[SLUG_MAX + 1];
	struct product_id products[PRODUCTS];
	struct conn_person people[CONNS];
};

void media_source_close(struct media *m, struct booth_id booth) { m->closed = booth, m->closes++; }
err_t media_publish_stop(struct media *m, struct publisher_id p) { (void)m, (void)p; return OK; }
bool media_moment(const struct media *m, struct viewer_id v, uint32_t rtp_ts, int64_t *ret)
{
	if (!m->knows_frame || v.v != 7 || rtp_ts != 90000) return false;
	*ret = m->frame_mono_us;
	return true;
}

static inline void stage_hear(struct stage *g, uint64_t conn, const char *text, size_t len)
{
	assert_int_equal(strlen(text), len);
	assert_false(tick_is_open(g->w->tick)); /* nothing leaves before its commit */
	g->heard = realloc(g->heard, (g->n + 1) * sizeof *g->heard);
	g->heard[g->n++] = (struct heard){conn, strdup(text)};
}

static void stage_to_conn(void *arg, struct conn_id c, const char *text, size_t len) { stage_hear(arg, c.v, text, len); }
static void stage_to_booth(void *arg, const struct booth_id *b, int64_t seq, const char *text, size_t len)
{
	struct stage *g = arg;
	assert_true(seq > 0);
	for (uint64_t c = 1; c < CONNS; c++)
		if (strcmp(g->in[c].s, b->s) == 0) stage_hear(g, c, text, len);
}
static void stage_enter(void *arg, struct conn_id c, const struct booth_id *b) { ((struct stage *)arg)->in[c.v < CONNS ? c.v : 0] = *b; }
static void stage_leave(void *arg, struct conn_id c) { ((struct stage *)arg)->in[c.v < CONNS ? c.v : 0] = (struct booth_id){0}; }
static void stage_resync(void *arg, const struct booth_id *b) { (void)b, ((struct stage *)arg)->resyncs++; }
static void stage_close(void *arg, struct conn_id c, err_t e) { (void)c, (void)e, ((struct stage *)arg)->closes++; }
static bool stage_find_viewer(void *arg, const char *name, struct viewer_id *ret)
{
	(void)arg;
	if (strcmp(name, "v7") != 0) return false;
	ret->v = 7;
	return true;
}
static void stage_forget_publisher(void *arg, const struct booth_id *b) { (void)b, ((struct stage *)arg)->forgotten++; }
static void stage_name_publisher(void *arg, struct publisher_id p, char ret[static 25]) { (void)arg, snprintf(ret, 25, "p%llu", (unsigned long long)p.v); }

static inline err_t stage_make_person(struct tx *tx, struct conn_person *p, enum role role, const char *name, const char *country)
{
	text_copy(p->name, sizeof p->name, name);
	text_copy(p->role, sizeof p->role, role_wire(role));
	text_copy(p->country, sizeof p->country, country);
	text_copy(p->lang, sizeof p->lang, "en");
	p->confirmed = role == ROLE_BUYER;
	char email[40];
	snprintf(email, sizeof email, "%s@example.org", name);
	return person_new(tx, &(struct person_new){.role = role, .name = name, .email = role == ROLE_GUEST ? "" : email, .lang = "en", .country = country,
	                                           .email_confirmed = role != ROLE_GUEST}, &p->id);
}

static err_t stage_make_people(struct tx *tx, struct stage *g)
{
	TRY(stage_make_person(tx, &g->people[ANN], ROLE_BUYER, "ann", "IN"));
	TRY(stage_make_person(tx, &g->people[BOB], ROLE_GUEST, "bob", "DE"));
	TRY(stage_make_person(tx, &g->people[STAFF], ROLE_ORGANIZER, "olga", "IN"));
	struct booth_row row;
	TRY(booth_row_find(tx_db(tx), g->booth.s, &row));
	text_copy(g->slug, sizeof g->slug, row.slug);
	g->people[HOST] = (struct conn_person){.id = row.artisan, .name = "Asha", .role = "artisan", .booth = g->booth, .country = "IN", .lang = "hi"};
	g->people[PHONE2] = g->people[HOST];
	return OK;
}

static err_t stage_make_goods(struct tx *tx, struct stage *g)
{
	static const char *const names[PRODUCTS] = {"Blue shawl", "Red rug", "Brass lamp", "Small bell"};
	struct seller_id seller, registered;
	struct seller sells = {.name = "Registered", .gstin = "09AAACM1234A1Z", .country = "IN"};
	sells.gstin[14] = gstin_check_char(sells.gstin);
	TRY(seller_new(tx, &sells, &registered));
	TRY(seller_new(tx, &(struct seller){.name = "Asha Works", .country = "IN"}, &seller));
	for (int i = 0; i < PRODUCTS; i++) {
		struct product p = {.booth = g->booth, .seller = i == BELL ? registered : seller, .district = "VARANASI", .category = "textile", .price = {90000, "INR"}, .unit = "piece",
		                    .hsn = "6214", .stock = 5, .moq = 1, .lead_days = 3, .grade = 'A'};
		text_copy(p.name_en, sizeof p.name_en, names[i]);
		text_copy(p.name_hi, sizeof p.name_hi, names[i]);
		TRY(product_new(tx, &p, &g->products[i]));
	}
	return OK;
}

static err_t stage_make(struct tx *tx, void *request)
{
	struct stage *g = request;
	struct fair_id fair;
	TRY(fair_new(tx, &(struct fair){.name_en = "Fair", .name_hi = "मेला", .time_zone = "Asia/Kolkata", .begins_ms = 1, .ends_ms = 86400000}, &fair));
	TRY(district_put(tx, &(struct district){.code = "VARANASI", .name_en = "Varanasi", .name_hi = "वाराणसी", .product_en = "Silk", .product_hi = "रेशम",
	                                        .category = "textile", .hsn = "5007", .gi = true, .grade = 'A'}));
	TRY(booth_row_new(tx, &(struct booth_words){.name_en = "Indigo", .name_hi = "नील", .artisan_en = "Asha", .artisan_hi = "आशा", .district = "VARANASI",
	                                            .category = "textile"}, &g->booth));
	TRY(stage_make_people(tx, g));
	return stage_make_goods(tx, g);
}

/* A room with nothing in its memory on the same store: what a restart leaves. */
static inline void stage_open_room(struct stage *g)
{
	g->s = sessions_new(&(struct sessions_config){.tick = g->w->tick, .outlet = &g->out});
	sessions_set_media(g->s, &g->media);
	tick_on_loss(g->w->tick, sessions_rebuild, g->s);
	memset(g->in, 0, sizeof g->in);
	for (uint64_t c = 1; c < CONNS; c++) assert_int_equal(sessions_connect(g->s, (struct conn_id){c}, &g->people[c]), OK);
}

static inline int stage_set_up(void **state)
{
	struct stage *g = calloc(1, sizeof *g);
	void *world;
	if (world_set_up(&world) != 0) return -1;
	g->w = world;
	g->out = (struct outlet){.arg = g, .to_conn = stage_to_conn, .to_booth = stage_to_booth, .enter = stage_enter, .leave = stage_leave, .resync = stage_resync,
	                         .close = stage_close, .find_viewer = stage_find_viewer, .name_publisher = stage_name_publisher, .forget_publisher = stage_forget_publisher};
	if (tick_handle(g->w->tick, stage_make, g) != OK) return -1;
	tick_end(g->w->tick);
	tick_twice(g->w->tick);
	stage_open_room(g);
	*state = g;
	return 0;
}

static inline int stage_tear_down(void **state)
{
	struct stage *g = *state;
	sessions_free(g->s);
	for (size_t i = 0; i < g->n; i++) free(g->heard[i].text);
	free(g->heard);
	void *world = g->w;
	free(g);
	return world_tear_down(&world);
}

#define STAGE_TEST(f) cmocka_unit_test_setup_teardown(f, stage_set_up, stage_tear_down)

/* One message; its answer and all else is heard after the tick. */
#define SAY(g, conn, kind, ...) sessions_receive((g)->s, (struct conn_id){conn}, LIVE_##kind, "r", (g)->slug, &(struct live_##kind){__VA_ARGS__})
#define SAY_NOW(g, conn, kind, ...) (SAY(g, conn, kind, __VA_ARGS__), tick_end((g)->w->tick))
static inline void stage_forget(struct stage *g) { g->first = g->n; }
/* The last frame that this connection heard since stage_forget and that has `part` in it; NULL if there is none. */
static inline const char *stage_heard(const struct stage *g, uint64_t conn, const char *part)
{
	for (size_t i = g->n; i-- > g->first;)
		if (g->heard[i].conn == conn && strstr(g->heard[i].text, part)) return g->heard[i].text;
	return NULL;
}
static inline int stage_count(const struct stage *g, uint64_t conn, const char *part)
{
	int n = 0;
	for (size_t i = g->first; i < g->n; i++) n += g->heard[i].conn == conn && strstr(g->heard[i].text, part);
	return n;
}
#define HEARS(g, conn, part) do { if (!stage_heard(g, conn, part)) { stage_print(g); fail_msg("%s did not hear %s", #conn, part); } } while (0)
#define HEARS_NOT(g, conn, part) do { if (stage_heard(g, conn, part)) { stage_print(g); fail_msg("%s heard %s", #conn, part); } } while (0)
static inline void stage_print(const struct stage *g)
{
	for (size_t i = g->first; i < g->n; i++) printf("  %llu < %s\n", (unsigned long long)g->heard[i].conn, g->heard[i].text);
}

static inline void stage_all_enter(struct stage *g)
{
	SAY(g, HOST, enter, 0);
	SAY(g, ANN, enter, 0);
	SAY(g, BOB, enter, 0);
	tick_end(g->w->tick);
	stage_forget(g);
}
/* A second passes, with the beat at its end. */
static inline void stage_second(struct stage *g)
{
	world_wait_ms(1000);
	sessions_beat(g->s);
	tick_end(g->w->tick);
}
static inline void stage_up(struct stage *g, uint64_t publisher)
{
	struct media_events e = sessions_media_events(g->s);
	e.publisher_up(e.arg, (struct publisher_id){publisher}, g->booth);
	tick_end(g->w->tick);
}
static inline void stage_gone(struct stage *g, uint64_t publisher, err_t why)
{
	struct media_events e = sessions_media_events(g->s);
	e.publisher_gone(e.arg, (struct publisher_id){publisher}, g->booth, why);
	tick_end(g->w->tick);
}
