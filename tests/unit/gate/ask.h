/* ask.h — calls the API's handlers as the door would, without a socket: request in, reply out, one tick each, run twice.
 * The later answers of http.h (http_finish, http_continue) end here. */
#pragma once
#include "tests/unit/trade/market.h"

#include "base/bucket.h"
#include "base/config.h"
#include "base/lane.h"
#include "base/loop.h"
#include "api/handlers.h"
#include "api/sign_in_try.h"
#include "gate/house.h"
#include "gate/problem.h"
#include "people/login.h"
#include "people/vault.h"
#include "sessions/sessions.h"
#include "store/readers.h"

#define GROUND_TRIES 3 /* passwords a minute and account */

struct ground {
	struct world *w;
	struct market m;
	struct person_id organizer, artisan;
	struct loop *loop;
	struct outlet outlet;
	struct house house;
	struct config config;
	struct vault *vault;
	struct http_request rq;
	struct http_reply rp;
	struct caller as;            /* who asks next */
	bool answered;
	err_t err;
	http_step_fn *step;
	void *step_arg;
};

/* The one ground of a test, for http_finish and http_continue. */
static struct ground *ground_now;

/* Ends a request: a failure becomes its document, as in the exchange. */
static inline void ask_end(struct ground *g, err_t e)
{
	g->err = e;
	g->answered = true;
	if (e != OK) problem_write(&g->rp, e);
}

void http_finish(const struct house *house, struct http_token token, err_t e, struct http_reply *rp)
{
	(void)house, (void)token;
	if (ground_now->answered) return;
	http_reply_fini(&ground_now->rp);
	if (rp) ground_now->rp = *rp, *rp = (struct http_reply){0};
	ask_end(ground_now, e);
}

static err_t ask_step(struct tx *tx, void *arg)
{
	struct ground *g = arg;
	http_reply_fini(&g->rp);
	g->rq.who = g->as;
	return g->step(tx, &g->rq, &g->rp, g->step_arg);
}

bool http_continue(const struct house *house, struct http_token token, http_step_fn *fn, void *arg)
{
	(void)house, (void)token;
	ground_now->step = fn;
	ground_now->step_arg = arg;
	ask_end(ground_now, tick_handle(ground_now->w->tick, ask_step, ground_now));
	return true;
}

struct ask { http_tx_fn *tx, *async; http_read_fn *read; const char *at, *query, *body, *key, *if_match; struct http_hook hook; };

static err_t ask_tx(struct tx *tx, void *arg)
{
	struct { struct ground *g; http_tx_fn *fn; } *q = arg;
	http_reply_fini(&q->g->rp);
	q->g->rq.who = q->g->as;
	return q->fn(tx, &q->g->rq, &q->g->rp);
}

/* The reply stands in g->rp until the next ask; gives its status. */
static inline int ask_for(struct ground *g, const struct ask *a)
{
	struct { struct ground *g; http_tx_fn *fn; } q = {g, a->tx ? a->tx : a->async};
	g->rq = (struct http_request){.path = a->at ? a->at : "", .query = a->query ? a->query : "", .body = a->body ? a->body : "", .key = a->key ? a->key : "",
	                              .body_len = a->body ? strlen(a->body) : 0, .if_match = a->if_match ? a->if_match : "", .if_none_match = "", .bearer = "", .range = "",
	                              .accept_encoding = "", .who = g->as, .house = &g->house, .hook = a->hook};
	if (a->at) snprintf(g->rq.params[0], sizeof g->rq.params[0], "%s", a->at);
	http_reply_fini(&g->rp);
	g->answered = false;
	if (a->read) ask_end(g, a->read(g->w->db, &g->rq, &g->rp));
	else {
		err_t e = tick_handle(g->w->tick, ask_tx, &q);
		tick_end(g->w->tick);
		if (e != OK || a->tx) ask_end(g, e);
	}
	while (!g->answered) loop_turn(g->loop, true);
	tick_end(g->w->tick);
	return g->rp.status ? g->rp.status : 200;
}
#define ASK(g, ...) ask_for(g, &(struct ask){__VA_ARGS__})
#define SAYS(g, part) do { if (!(g)->rp.body.data || !strstr((g)->rp.body.data, part)) fail_msg("no %s in %s", part, (g)->rp.body.data ? (g)->rp.body.data : "nothing"); } while (0)
#define SAYS_NOT(g, part) do { if ((g)->rp.body.data && strstr((g)->rp.body.data, part)) fail_msg("%s in %s", part, (g)->rp.body.data); } while (0)

/* The text value of the first member of this name in the reply. */
static inline const char *told(struct ground *g, const char *member, char ret[static 128])
{
	char name[48];
	snprintf(name, sizeof name, "\"%s\":\"", member);
	const char *at = g->rp.body.data ? strstr(g->rp.body.data, name) : NULL;
	if (!at) fail_msg("no %s in %s", member, g->rp.body.data ? g->rp.body.data : "nothing");
	snprintf(ret, 128, "%.*s", (int)strcspn(at + strlen(name), "\""), at + strlen(name));
	return ret;
}

/* From now on this person asks; NULL: a browser without a cookie. */
static inline void ask_as(struct ground *g, const char *person)
{
	g->as = (struct caller){.ip = "192.0.2.1", .lang = "en"};
	if (!person) return;
	assert_int_equal(person_find(g->w->db, person, &g->as.person), OK);
	g->as.known = true;
	g->as.signed_in = g->as.person.role != ROLE_GUEST;
}

static err_t ground_people(struct tx *tx, void *arg)
{
	struct ground *g = arg;
	struct booth_row b;
	TRY(booth_row_find(tx_db(tx), g->m.booth.s, &b));
	g->artisan = b.artisan;
	return person_new(tx, &(struct person_new){.role = ROLE_ORGANIZER, .name = "Olga", .email = "olga@example.org", .email_confirmed = true}, &g->organizer);
}

static inline int ground_set_up(void **state)
{
	struct ground *g = calloc(1, sizeof *g);
	void *world;
	if (world_set_up(&world) != 0) return -1;
	g->w = world;
	g->m = market(g->w);
	if (world_do(g->w, ground_people, g) != OK) return -1;
	tick_twice(g->w->tick);
	g->loop = loop_new();
	g->house = (struct house){.loop = g->loop, .tick = g->w->tick, .config = &g->config, .origin = "https://mela.example"};
	config_defaults(&g->config);
	g->house.sessions = sessions_new(&(struct sessions_config){.tick = g->w->tick, .outlet = &g->outlet});
	g->house.compute = lane_start(g->loop, "compute", 4);
	g->house.accounts = buckets_new(16, (struct bucket_rule){.per_min = GROUND_TRIES, .burst = GROUND_TRIES});
	g->house.wrong = buckets_new(16, (struct bucket_rule){PASSWORD_WRONG, PASSWORD_WRONG, PASSWORD_MINUTES});
	if (readers_open(g->loop, g->w->dir, 1, &g->house.readers) != OK) return -1;
	if (vault_open(g->w->dir, &g->vault) != OK) return -1;
	g->house.vault = g->vault;
	ground_now = g;
	ask_as(g, NULL);
	*state = g;
	return 0;
}

static inline int ground_tear_down(void **state)
{
	struct ground *g = *state;
	void *world = g->w;
	http_reply_fini(&g->rp);
	readers_close(g->house.readers);
	lane_stop(g->house.compute);
	buckets_free(g->house.accounts);
	buckets_free(g->house.wrong);
	sessions_free(g->house.sessions);
	loop_stop(g->loop);
	loop_free(g->loop);
	vault_close(g->vault);
	char path[SCRATCH_BYTES + 16];
	snprintf(path, sizeof path, "%s/vault.key", g->w->dir);
	remove(path);
	free(g);
	return world_tear_down(&world);
}

/* A picture arrives in the first booth. */
static inline void go_live(struct ground *g)
{
	struct media_events e = sessions_media_events(g->house.sessions);
	e.publisher_up(e.arg, (struct publisher_id){1}, g->m.booth);
	tick_end(g->w->tick);
}

#define GROUND_TEST(f) cmocka_unit_test_setup_teardown(f, ground_set_up, ground_tear_down)
