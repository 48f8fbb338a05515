/* serve.c — the composition: each step makes one object, and `close_all` takes them down in reverse. */
#include "server/serve.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "base/bucket.h"
#include "base/clock.h"
#include "base/descriptors.h"
#include "base/filter.h"
#include "base/lane.h"
#include "base/log.h"
#include "base/vitals.h"
#include "base/loop.h"
#include "api/sign_in_try.h"
#include "api/haulier_http.h"
#include "gate/control.h"
#include "gate/gate.h"
#include "gate/pay_gateway_in.h"
#include "api/proof.h"
#include "gate/house.h"
#include "api/importer.h"
#include "gate/translation_in.h"
#include "media/media.h"
#include "people/name_guard.h"
#include "notify/outgoing.h"
#include "sessions/erasure.h"
#include "sessions/notice.h"
#include "sessions/sessions.h"
#include "people/vault.h"
#include "store/datadir.h"
#include "store/readers.h"
#include "server/auto_call.h"
#include "server/beside.h"
#include "server/books_round.h"
#include "server/carriers.h"
#include "store/tick.h"
#include "trade/call_task.h"
#include "trade/haul.h"
#include "trade/fair_news.h"
#include "trade/housekeeping.h"
#include "trade/india_day.h"
#include "trade/origin_key.h"
#include "trade/books.h"
#include "trade/seed.h"

#define BEAT_MS 100
#define TIDY_MS 5000
#define HOLDS_MS 200
#define SWEEP_MS 60000
#define DUE_MS 100 /* between turns that index anew what sellers' papers have changed */
#define WATCH_MS 10000 /* for orders and enquiries that wait too long */
#define SWEEP_SOON_MS 250 /* while more is due */
#define COMPUTE_SLOTS 64
#define UPLOAD_SLOTS 16 /* each holds a file of up to 8 MB */
#define FILES_ASIDE 4096 /* beside HTTP connections: viewers by TCP, children, the store */
#define ACCOUNT_SLOTS 4096
#define HOUR_MINUTES 60
#define PRESS_AT_WORK 2
#define PRESS_WAITING 64
#define PRESS_MS 20000
#define PRESS_BYTES (512u << 20)
#define PRESS_PDF_BYTES (8u << 20)

struct server {
	const struct config *config;
	struct house house;
	int lock_fd, signal_fd;
	struct db *db;
	struct loop_watch *signals;
	struct loop_timer *beat, *tidy, *holds, *sweep, *due, *watch;
	struct housekeeping keeping;
	struct search_due due_since;
	struct call_watch waits;
	struct books_round *books;
	struct vitals vitals;
	int64_t sweep_due_us;
	struct carriers *carriers;
	struct auto_call *auto_call;
	struct translator *translator;
	struct origin_key *origin_key;
	struct vault *vault;
	struct control *control;
	char back_url[400];
	char ingest_program[CONFIG_TEXT_MAX], render_program[CONFIG_TEXT_MAX], photo_program[CONFIG_TEXT_MAX], sheet_program[CONFIG_TEXT_MAX];
	struct haul_partner logistics;
	struct haul *haul;
};

static void on_turn(void *arg)
{
	struct server *s = arg;
	tick_end(s->house.tick);
}

/* Settings hold until the next start; what is renewed while the house is open is the certificate. */
static void reload(struct server *s)
{
	err_t e = gate_reload(s->house.gate);
	if (e != OK) log_warn("main", "the certificate stays as it was: %s", err_sentence(e));
	else log_info("main", "the certificate has been read again");
}

static void on_signal(void *arg)
{
	struct server *s = arg;
	struct signalfd_siginfo info;
	if (read(s->signal_fd, &info, sizeof info) != (ssize_t)sizeof info) return;
	if (info.ssi_signo == SIGHUP) return reload(s);
	log_info("main", "stopping on signal %u", info.ssi_signo);
	loop_stop(s->house.loop);
}

static void on_beat(void *arg) { sessions_beat(((struct server *)arg)->house.sessions); }

/* When the house is quiet the WAL is emptied. */
static void on_tidy(void *arg)
{
	struct server *s = arg;
	if (!tick_is_open(s->house.tick) && db_wal_pages(s->db) > 0) db_checkpoint(s->db, db_wal_pages(s->db) > 1000);
}

static err_t end_holds(struct tx *tx, void *arg) { return notice_holds_over(tx, ((struct server *)arg)->house.sessions); }

static void on_holds(void *arg) { IGNORE(tick_handle(((struct server *)arg)->house.tick, end_holds, arg)); } /* what failed is due again */

static void on_sweep(void *arg)
{
	struct server *s = arg;
	if (clock_mono_us() < s->sweep_due_us) return;
	bool swept = tick_handle(s->house.tick, housekeeping, &s->keeping) == OK; /* what stays is swept the next time */
	s->keeping.guests_seen_ms = swept ? s->keeping.guests_next_ms : 0;
	if (swept) memcpy(s->keeping.renewing.seen, s->keeping.renewing.next, sizeof s->keeping.renewing.seen);
	if (!swept || !s->keeping.more) s->sweep_due_us = clock_mono_us() + SWEEP_MS * INT64_C(1000);
}

static void on_due(void *arg)
{
	struct server *s = arg;
	if (tick_handle(s->house.tick, search_due, &s->due_since) == OK) s->due_since.seen = s->due_since.next; /* else the same again */
}

static void on_watch(void *arg)
{
	struct server *s = arg;
	vitals_look(&s->vitals, s->config);
	if (tick_handle(s->house.tick, call_watch, &s->waits) != OK) log_warn("main", "what waits could not be looked at");
	if (tick_handle(s->house.tick, erasure_sweep, NULL) != OK) log_warn("main", "what is to be erased could not be");
	if (tick_handle(s->house.tick, fair_news, NULL) != OK) log_warn("main", "that the fair opens could not be told");
	if (tick_handle(s->house.tick, proof_resume, &s->house) != OK) log_warn("main", "carriers' photos could not be looked at");
}

/* Renews the register of districts, so that a fair can be made of it. */
static err_t guard_names(struct tx *tx, void *unused) { return (void)unused, known_names_fill(tx); }

static err_t fill_register(struct tx *tx, void *unused)
{
	(void)unused;
	char tables[CONFIG_TEXT_MAX];
	beside("../../schema/seed", "/usr/share/mela/seed", tables, sizeof tables);
	return seed_register(tx, tables);
}

static err_t publish_key(struct tx *tx, void *key) { return origin_key_publish(tx, key); }

static err_t open_store(struct server *s)
{
	const struct config *c = s->config;
	TRY(datadir_take(c->data, &s->lock_fd));
	TRY(db_open(c->data, true, &s->db));
	s->house.tick = tick_new(s->db);
	if (getenv("MELA_TWICE")) tick_twice(s->house.tick);
	loop_on_turn(s->house.loop, on_turn, s);
	TRY(readers_open(s->house.loop, c->data, (int)c->readers, &s->house.readers));
	s->house.compute = lane_start(s->house.loop, "compute", COMPUTE_SLOTS);
	s->house.uploads = lane_start(s->house.loop, "uploads", UPLOAD_SLOTS);
	if (*c->photo_program) snprintf(s->photo_program, sizeof s->photo_program, "%s", c->photo_program);
	else beside("mela-photo", "/usr/lib/mela/mela-photo", s->photo_program, sizeof s->photo_program);
	s->house.photo_program = s->photo_program;
	if (*c->sheet_program) snprintf(s->sheet_program, sizeof s->sheet_program, "%s", c->sheet_program);
	else beside("mela-sheet", "/usr/lib/mela/mela-sheet", s->sheet_program, sizeof s->sheet_program);
	TRY(importer_open(&(struct importer_needs){s->house.loop, s->house.tick, c->data, s->sheet_program, s->photo_program}, &s->house.importer));
	s->house.accounts = buckets_new(ACCOUNT_SLOTS, (struct bucket_rule){.per_min = PASSWORD_TRIES_PER_MIN, .burst = PASSWORD_TRIES_PER_MIN});
	s->house.wrong = buckets_new(ACCOUNT_SLOTS, (struct bucket_rule){PASSWORD_WRONG, PASSWORD_WRONG, PASSWORD_MINUTES});
	s->house.guest_holds = buckets_new(ACCOUNT_SLOTS, (struct bucket_rule){s->config->guest_holds, s->config->guest_holds, HOUR_MINUTES});
	TRY(origin_key_open(c->data, &s->origin_key));
	s->house.origin_key = s->origin_key;
	TRY(vault_open(c->data, &s->vault));
	s->house.vault = s->vault;
	TRY(tick_handle(s->house.tick, publish_key, s->origin_key));
	TRY(tick_handle(s->house.tick, guard_names, NULL));
	return tick_handle(s->house.tick, fill_register, NULL);
}

static err_t open_media(struct server *s)
{
	const struct config *c = s->config;
	unsigned first, last;
	if (sscanf(c->ingest_ports, "%u-%u", &first, &last) != 2 || first < 1 || last > 65535 || first > last) {
		log_error("main", "media.ingest_ports: must be FIRST-LAST");
		return ERR_CONFIG;
	}
	if (*c->ingest_program) snprintf(s->ingest_program, sizeof s->ingest_program, "%s", c->ingest_program);
	else beside("mela-ingest", "/usr/lib/mela/mela-ingest", s->ingest_program, sizeof s->ingest_program);
	if (*c->render_program) snprintf(s->render_program, sizeof s->render_program, "%s", c->render_program);
	else beside("mela-render", "/usr/lib/mela/mela-render", s->render_program, sizeof s->render_program);
	struct media_config m = {
		.announce = c->announce, .port = (uint16_t)c->media_port, .ingest_port_first = (uint16_t)first, .ingest_port_last = (uint16_t)last,
		.workers = (int)c->media_workers, .ingest = c->ingest, .ingest_program = s->ingest_program, .srtp = c->srtp,
		.viewers_max = (int)c->viewers_max, .publishers_max = (int)c->publishers_max,
		.render_program = s->render_program, .renders_max = (int)c->renders_max,
	};
	struct media_events events = sessions_media_events(s->house.sessions);
	TRY(media_open(s->house.loop, &m, &events, &s->house.media));
	sessions_set_media(s->house.sessions, s->house.media);
	return OK;
}

/* The gateway has told something of an order's payment. */
static err_t on_payment(void *arg, struct tx *tx, const char *order)
{
	struct order_id id;
	snprintf(id.s, sizeof id.s, "%s", order);
	return notice_order_changed(tx, ((struct server *)arg)->house.sessions, &id);
}

static void open_gateway(struct server *s)
{
	const struct config *c = s->config;
	snprintf(s->back_url, sizeof s->back_url, "%s/mine", s->house.origin);
	s->house.gateway = pay_gateway_start(s->house.loop, s->house.tick, s->house.outgoing, &(struct pay_gateway_service){
		.url = c->gateway_url, .key = c->gateway_key, .secret = c->gateway_secret, .back_url = s->back_url, .read = pay_gateway_in, .told = on_payment, .told_arg = s});
}

static void open_press(struct server *s)
{
	char program[CONFIG_TEXT_MAX];
	if (*s->config->paper_program) snprintf(program, sizeof program, "%s", s->config->paper_program);
	else beside("mela-paper", "/usr/lib/mela/mela-paper", program, sizeof program);
	s->house.press = filter_new(s->house.loop, &(struct filter_config){.program = program, .at_work = PRESS_AT_WORK, .waiting = PRESS_WAITING, .longest_ms = PRESS_MS,
	                                                                    .memory_bytes = PRESS_BYTES, .out_bytes = PRESS_PDF_BYTES});
}

static err_t mark_books(struct tx *tx, void *unused) { (void)unused; return books_mark(tx); }

/* What came behind the mark; the whole where that is in doubt, as after a clock that was put back. Books that do not add up are told of
 * loudly, and the fair goes on: what is owed can still be looked up and put right. */
static void check_books(struct server *s)
{
	struct books_health h;
	err_t e = books_check(s->db, false, &h);
	if (e == OK && !books_sound(&h)) e = books_check(s->db, true, &h);
	if (e != OK || !books_sound(&h)) log_error("main", "the books do not add up: see the desk, settlement");
	else if (tick_handle(s->house.tick, mark_books, NULL) != OK) log_warn("main", "how far the books are right could not be kept");
}

static err_t open_rooms(struct server *s)
{
	const struct config *c = s->config;
	s->house.gate = gate_new(&s->house);
	s->house.outgoing = outgoing_start(s->house.loop);
	s->house.sessions = sessions_new(&(struct sessions_config){.tick = s->house.tick, .outlet = gate_outlet(s->house.gate), .grace_ms = c->grace_s * 1000,
	                                                           .chat_per_min = (int)c->chat_per_min});
	tick_on_loss(s->house.tick, sessions_rebuild, s->house.sessions);
	open_press(s);
	check_books(s);
	TRY(open_media(s));
	TRY(sessions_start(s->house.sessions));
	s->translator = translator_start(s->house.loop, &(struct translate_service){.url = c->translate_url, .read = translation_in});
	sessions_set_translator(s->house.sessions, s->translator);
	open_gateway(s);
	s->logistics = (struct haul_partner){.face = &haulier_http, .url = c->logistics_url, .token = c->logistics_token};
	s->haul = haul_start(s->house.loop, s->house.tick, s->house.outgoing, &s->logistics);
	TRY(carriers_open(c, &s->house, &s->carriers));
	return auto_call_open(c, &s->house, &s->auto_call);
}

static err_t watch(struct server *s)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	s->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (s->signal_fd < 0) return ERR_IO;
	s->signals = loop_watch_start(s->house.loop, s->signal_fd, on_signal, s);
	s->beat = loop_timer_start(s->house.loop, BEAT_MS, BEAT_MS, on_beat, s);
	s->tidy = loop_timer_start(s->house.loop, TIDY_MS, TIDY_MS, on_tidy, s);
	s->holds = loop_timer_start(s->house.loop, HOLDS_MS, HOLDS_MS, on_holds, s);
	s->waits = (struct call_watch){.accept_ms = s->config->accept_min * 60000, .answer_ms = s->config->answer_min * 60000};
	s->watch = loop_timer_start(s->house.loop, WATCH_MS, WATCH_MS, on_watch, s);
	s->due_since.seen.at_ms = clock_wall_ms() - INDIA_DAY_MS; /* what came while nobody was here; of longer the round takes care */
	s->due = loop_timer_start(s->house.loop, DUE_MS, DUE_MS, on_due, s);
	s->books = books_round_start(&s->house);
	s->sweep = loop_timer_start(s->house.loop, SWEEP_MS, SWEEP_SOON_MS, on_sweep, s);
	return OK;
}

static void close_all(struct server *s)
{
	if (s->db) tick_end(s->house.tick); /* a command that waits for its commit gets its answer */
	control_close(s->control);
	loop_timer_stop(s->beat);
	loop_timer_stop(s->tidy);
	loop_timer_stop(s->holds);
	loop_timer_stop(s->sweep);
	loop_timer_stop(s->due);
	loop_timer_stop(s->watch);
	books_round_stop(s->books);
	loop_watch_stop(s->signals);
	if (s->house.sessions) sessions_set_translator(s->house.sessions, NULL);
	translator_stop(s->translator);
	outgoing_stop(s->house.outgoing);
	haul_stop(s->haul);
	carriers_close(s->carriers);
	pay_gateway_stop(s->house.gateway);
	filter_free(s->house.press);
	lane_stop(s->house.compute);
	lane_stop(s->house.uploads);
	importer_close(s->house.importer);
	readers_close(s->house.readers);
	buckets_free(s->house.accounts);
	buckets_free(s->house.wrong);
	buckets_free(s->house.guest_holds);
	media_close(s->house.media);
	gate_free(s->house.gate);
	if (s->db) tick_end(s->house.tick); /* what waits belongs to rooms that are still there */
	sessions_free(s->house.sessions);
	if (s->db) {
		tick_end(s->house.tick);
		db_checkpoint(s->db, true);
	}
	tick_free(s->house.tick);
	origin_key_close(s->origin_key);
	vault_close(s->vault);
	loop_free(s->house.loop);
	if (s->signal_fd >= 0) close(s->signal_fd);
	if (s->lock_fd >= 0) close(s->lock_fd);
}

static err_t open_all(struct server *s, const struct serve_extras *x)
{
	s->house.loop = loop_new();
	TRY(open_store(s));
	if (x && x->before) TRY(x->before(x->arg, &s->house));
	TRY(open_rooms(s));
	TRY(gate_start(s->house.gate));
	TRY(watch(s));
	if (control_open(s->house.loop, s->house.tick, s->config->data, &s->control) != OK) log_warn("main", "commands of this machine find no door; mela user needs this server stopped");
	if (x && x->ready) TRY(x->ready(x->arg, &s->house));
	return OK;
}

/* A limit of connections that the system does not allow would show as accepts that fail for ever. */
static void make_room(struct config *c)
{
	int64_t allowed = descriptors_raise(c->connections_max + FILES_ASIDE);
	int64_t room = allowed > 2 * FILES_ASIDE ? allowed - FILES_ASIDE : allowed / 2;
	if (c->connections_max <= room) return;
	log_warn("main", "limits.connections: the system allows %lld open files, so %lld it is", (long long)allowed, (long long)room);
	c->connections_max = room;
}

err_t serve(struct config *config, const struct serve_extras *extras)
{
	if (!*config->web_dir) beside("../web", "/usr/share/mela/web", config->web_dir, sizeof config->web_dir);
	make_room(config);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) log_warn("main", "programs that the server starts may gain rights"); /* children inherit it */
	struct server *s = calloc(1, sizeof *s);
	if (!s) abort();
	s->config = config;
	s->house.config = config;
	if (*config->http_origin) snprintf(s->house.origin, sizeof s->house.origin, "%.*s", (int)sizeof s->house.origin - 1, config->http_origin);
	else snprintf(s->house.origin, sizeof s->house.origin, "https://localhost:%d", (int)config->https_port);
	s->lock_fd = s->signal_fd = -1;
	err_t e = open_all(s, extras);
	if (e == OK) {
		sd_notify(0, "READY=1");
		loop_run(s->house.loop);
		sd_notify(0, "STOPPING=1");
	}
	if (extras && extras->after) extras->after(extras->arg);
	close_all(s);
	free(s);
	return e;
}
