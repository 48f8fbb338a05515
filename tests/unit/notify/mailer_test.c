/* mailer_test.c — the outbox against a real mail server (tests/tools/smtp_sink) in a process of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "base/loop.h"
#include "notify/mailer.h"
#include "notify/outbox.h"
#include "tests/unit/scratch.h"

extern char **environ;

struct world { char dir[SCRATCH_BYTES], url[64]; FILE *sink_out; pid_t sink; struct loop *loop; struct tick *tick; struct mailer *mailer; };

/* Beside this test's own folder: build/<variant>/unit/notify/mailer_test → build/<variant>/tools/smtp_sink. */
static void sink_path(char *ret, size_t cap)
{
	char self[400];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	assert_true(n > 0);
	self[n] = '\0';
	for (int up = 0; up < 3; up++) *strrchr(self, '/') = '\0';
	snprintf(ret, cap, "%s/tools/smtp_sink", self);
}

static void start_sink(struct world *w)
{
	char path[500], line[64] = "";
	int ends[2];
	sink_path(path, sizeof path);
	assert_int_equal(pipe(ends), 0);
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
	posix_spawn_file_actions_addclose(&actions, ends[0]);
	char *argv[] = {path, w->dir, NULL};
	assert_int_equal(posix_spawn(&w->sink, path, &actions, NULL, argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	w->sink_out = fdopen(ends[0], "r");
	assert_non_null(fgets(line, sizeof line, w->sink_out));
	snprintf(w->url, sizeof w->url, "smtp://127.0.0.1:%d", atoi(line + 5));
}

static void on_turn(void *tick) { tick_end(tick); }

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	if (!scratch_new(w->dir, "mailer")) return -1;
	start_sink(w);
	struct db *db;
	if (db_open(w->dir, true, &db) != OK) return -1;
	w->loop = loop_new();
	w->tick = tick_new(db);
	loop_on_turn(w->loop, on_turn, w->tick);
	const struct smtp_server server = {.url = w->url, .user = "", .password = "", .from = "मेला <fair@mela.example>"};
	w->mailer = mailer_start(w->loop, w->tick, &server);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;
	tick_end(w->tick);
	mailer_stop(w->mailer);
	tick_free(w->tick);
	loop_stop(w->loop);
	loop_free(w->loop);
	kill(w->sink, SIGTERM);
	waitpid(w->sink, NULL, 0);
	fclose(w->sink_out);
	char command[100];
	snprintf(command, sizeof command, "rm -r %s", w->dir);
	int rc = system(command);
	free(w);
	return rc;
}

static err_t add(struct tx *tx, void *mail) { return outbox_add(tx, mail); }

static err_t count(struct tx *tx, void *request)
{
	struct { const char *state; int64_t n; } *want = request;
	struct rows r;
	want->n = 0;
	db_query(tx_db(tx), &r, Q_OUTBOX_COUNTS);
	while (rows_next(&r))
		if (strcmp(rows_text(&r, 0), want->state) == 0) want->n = rows_int(&r, 1);
	return rows_end(&r);
}

static int64_t how_many(struct world *w, const char *state_word)
{
	struct { const char *state; int64_t n; } want = {state_word, 0};
	assert_int_equal(tick_handle(w->tick, count, &want), OK);
	return want.n;
}

static void post(struct world *w, const char *to, const char *subject, const char *body)
{
	struct outbox_mail mail = {to, subject, body};
	assert_int_equal(tick_handle(w->tick, add, &mail), OK);
	mailer_kick(w->mailer);
}

static void read_mails(struct world *w, char *ret, size_t cap)
{
	char path[100];
	snprintf(path, sizeof path, "%s/mails.jsonl", w->dir);
	FILE *f = fopen(path, "r");
	size_t n = f ? fread(ret, 1, cap - 1, f) : 0;
	ret[n] = '\0';
	if (f) fclose(f);
}

static void test_mails_arrive_whole(void **state)
{
	struct world *w = *state;
	post(w, "b@buyer.example", "123456 आपका मेला कोड है, जो दस मिनट तक चलेगा", "नमस्ते,\n.\nआपका कोड: 123456\n");
	post(w, "c@buyer.example", "plain", "two");
	while (how_many(w, "sent") < 2) loop_turn(w->loop, true);
	char mails[4000];
	read_mails(w, mails, sizeof mails);
	assert_non_null(strstr(mails, "{\"to\":\"b@buyer.example\",\"subject\":\"123456 आपका मेला कोड है, जो दस मिनट तक चलेगा\",\"body\":\"नमस्ते,\\n.\\nआपका कोड: 123456\\n\",\"id\":\"<"));
	assert_non_null(strstr(mails, "{\"to\":\"c@buyer.example\",\"subject\":\"plain\",\"body\":\"two\""));
}

static void test_a_refused_mail_waits_and_does_not_stop_the_next(void **state)
{
	struct world *w = *state;
	post(w, "refused@buyer.example", "x", "y");
	post(w, "d@buyer.example", "after", "y");
	while (how_many(w, "sent") < 1) loop_turn(w->loop, true);
	assert_int_equal(how_many(w, "due"), 1);
	char mails[4000];
	read_mails(w, mails, sizeof mails);
	assert_null(strstr(mails, "refused@"));
}

static void test_no_server_leaves_mail_where_it_is(void **state)
{
	struct world *w = *state;
	const struct smtp_server none = {.url = ""};
	struct mailer *idle = mailer_start(w->loop, w->tick, &none);
	mailer_kick(idle);
	mailer_stop(idle);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_mails_arrive_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_refused_mail_waits_and_does_not_stop_the_next, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_server_leaves_mail_where_it_is, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
