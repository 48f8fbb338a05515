/* control_test.c — a command over the real socket: kept in a tick, answered after the commit; and what is refused. */
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/unit/world.h"

#include "gate/control.h"
#include "people/login.h"
#include "people/person.h"
#include "people/staff.h"
#include "trade/tell.h"

#define HASH "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$aGFzaA"
#define USER(email, role, hash) "{\"do\":\"user\",\"email\":\"" email "\",\"role\":\"" role "\",\"hash\":\"" hash "\"}"

struct bench { struct world *w; struct loop *loop; struct control *control; };

static void on_turn(void *arg) { tick_end(((struct world *)arg)->tick); }

static int set_up(void **state)
{
	struct bench *b = calloc(1, sizeof *b);
	if (world_set_up((void **)&b->w) < 0) return -1;
	b->loop = loop_new();
	loop_on_turn(b->loop, on_turn, b->w);
	*state = b;
	return control_open(b->loop, b->w->tick, b->w->dir, &b->control) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
	struct bench *b = *state;
	control_close(b->control);
	loop_free(b->loop);
	world_tear_down((void **)&b->w);
	free(b);
	return 0;
}

struct asker { const char *dir, *line; err_t e; bool nobody; _Atomic bool done; };

static void *ask_it(void *arg)
{
	struct asker *a = arg;
	a->e = control_ask(a->dir, a->line, &a->nobody);
	a->done = true;
	return NULL;
}

/* The asker stands in another thread, as it would in another process; the floor turns meanwhile. */
static err_t ask(struct bench *b, const char *line)
{
	struct asker a = {.dir = b->w->dir, .line = line};
	pthread_t t;
	pthread_create(&t, NULL, ask_it, &a);
	while (!a.done) loop_turn(b->loop, false);
	pthread_join(t, NULL);
	return a.e;
}

static void test_a_user_is_made_and_given_a_new_password(void **state)
{
	struct bench *b = *state;
	struct person_id first, second;
	assert_int_equal(ask(b, USER("Desk@Fair.example", "organizer", HASH)), OK);
	assert_int_equal(person_find_by_email(b->w->db, "desk@fair.example", ROLE_ORGANIZER, &first), OK);
	assert_int_equal(ask(b, USER("desk@fair.example", "organizer", HASH)), OK);
	assert_int_equal(person_find_by_email(b->w->db, "desk@fair.example", ROLE_ORGANIZER, &second), OK);
	assert_string_equal(first.s, second.s);
	assert_int_equal(ask(b, USER("desk@fair.example", "helpline", HASH)), OK);
	assert_int_equal(person_find_by_email(b->w->db, "desk@fair.example", ROLE_HELPLINE, &second), OK);
}

#define LOST(email, role) "{\"do\":\"no-second-factor\",\"email\":\"" email "\",\"role\":\"" role "\"}"

HANDLER(carry_mail, tell_set_up(tx, (const bool[OUTBOX_KINDS]){[OUTBOX_MAIL] = true}, "https://mela.example"))
HANDLER(put_factor, db_exec(tx_db(tx), Q_SECOND_FACTOR_PUT, V(q->a), V("sealed"), V(0), V(tx_now_ms(tx))))
HANDLER(sign_in, login_open(tx, q->a, q->out))

/* Its owner is signed out and told; only the factor of that role goes. */
static void test_a_second_factor_that_was_lost_is_taken_away(void **state)
{
	struct bench *b = *state;
	struct person_id id, agent;
	struct login_token token;
	struct person p;
	bool stale;
	assert_int_equal(ask(b, USER("desk@fair.example", "organizer", HASH)), OK);
	assert_int_equal(ask(b, USER("desk@fair.example", "helpline", HASH)), OK);
	assert_int_equal(person_find_by_email(b->w->db, "desk@fair.example", ROLE_ORGANIZER, &id), OK);
	assert_int_equal(person_find_by_email(b->w->db, "desk@fair.example", ROLE_HELPLINE, &agent), OK);
	assert_int_equal(ask(b, LOST("desk@fair.example", "organizer")), ERR_NOT_FOUND);
	assert_int_equal(DO(b->w, put_factor, .a = id.s), OK);
	assert_int_equal(DO(b->w, put_factor, .a = agent.s), OK);
	assert_int_equal(DO(b->w, sign_in, .a = id.s, .out = &token), OK);
	assert_int_equal(DO(b->w, carry_mail), OK);
	int64_t before = letters(b->w);
	assert_int_equal(ask(b, LOST("Desk@fair.example", "organizer")), OK);
	assert_true(letters(b->w) > before);
	assert_int_equal(person_find(b->w->db, id.s, &p), OK);
	assert_false(p.second_factor);
	assert_int_equal(person_find(b->w->db, agent.s, &p), OK);
	assert_true(p.second_factor);
	assert_int_equal(login_find(b->w->db, token.s, clock_wall_ms(), &p, &stale), ERR_NOT_SIGNED_IN);
	assert_int_equal(ask(b, LOST("nobody@fair.example", "organizer")), ERR_NOT_FOUND);
	assert_int_equal(ask(b, LOST("nobody", "organizer")), ERR_BAD_FIELD);
}

static void test_what_is_no_command_is_refused(void **state)
{
	struct bench *b = *state;
	const struct { const char *line; err_t want; } rows[] = {
		{"", ERR_BAD_JSON}, {"user", ERR_BAD_JSON}, {"{\"do\":\"user\"}", ERR_MISSING_FIELD}, {USER("a@b.in", "buyer", HASH), ERR_BAD_FIELD},
		{USER("a@b.in", "organizer", "plain text"), ERR_BAD_FIELD}, {USER("nobody", "organizer", HASH), ERR_BAD_FIELD},
		{"{\"do\":\"stop\",\"email\":\"a@b.in\",\"role\":\"organizer\",\"hash\":\"x\"}", ERR_UNKNOWN_MESSAGE},
		{"{\"do\":\"user\",\"email\":\"a@b.in\",\"role\":\"organizer\",\"hash\":\"x\",\"more\":1}", ERR_UNKNOWN_FIELD},
	};
	struct person_id id;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) assert_int_equal(ask(b, rows[i].line), rows[i].want);
	assert_int_equal(person_find_by_email(b->w->db, "a@b.in", ROLE_ORGANIZER, &id), ERR_NOT_FOUND);
}

static void test_a_line_of_the_most_bytes_and_one_more(void **state)
{
	struct bench *b = *state;
	char line[CONTROL_LINE + 1];
	memset(line, ' ', sizeof line);
	line[CONTROL_LINE - 1] = 0;
	assert_int_equal(ask(b, line), ERR_BAD_JSON);
	line[CONTROL_LINE - 1] = ' ';
	line[CONTROL_LINE] = 0;
	assert_int_equal(ask(b, line), ERR_TOO_BIG);
}

static void test_a_commit_that_fails_is_no_yes(void **state)
{
	struct bench *b = *state;
	tick_fail_commits(b->w->tick, 1);
	assert_int_equal(ask(b, USER("a@b.in", "organizer", HASH)), ERR_STORE);
	assert_int_equal(ask(b, USER("a@b.in", "organizer", HASH)), OK);
}

/* So many wait with nothing said; one more is hung up on, and finds a place when another has gone. */
static void test_four_at_once_and_a_fifth(void **state)
{
	struct bench *b = *state;
	int fds[CONTROL_CLIENTS];
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	snprintf(at.sun_path, sizeof at.sun_path, "%s/control.sock", b->w->dir);
	for (int i = 0; i < CONTROL_CLIENTS; i++) {
		fds[i] = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		assert_int_equal(connect(fds[i], (const struct sockaddr *)&at, sizeof at), 0);
		loop_turn(b->loop, false);
	}
	assert_int_not_equal(ask(b, USER("a@b.in", "organizer", HASH)), OK);
	close(fds[0]);
	loop_turn(b->loop, false);
	assert_int_equal(ask(b, USER("a@b.in", "organizer", HASH)), OK);
	for (int i = 1; i < CONTROL_CLIENTS; i++) close(fds[i]);
}

static void test_the_door_is_the_owners_and_goes_with_the_house(void **state)
{
	struct bench *b = *state;
	struct stat st;
	char path[128];
	snprintf(path, sizeof path, "%s/control.sock", b->w->dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	control_close(b->control);
	b->control = NULL;
	assert_int_equal(stat(path, &st), -1);
	bool nobody = false;
	assert_int_equal(control_ask(b->w->dir, "{}", &nobody), ERR_NOT_FOUND);
	assert_true(nobody);
}

#define BENCH_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(test_a_user_is_made_and_given_a_new_password),
		BENCH_TEST(test_a_second_factor_that_was_lost_is_taken_away),
		BENCH_TEST(test_what_is_no_command_is_refused),
		BENCH_TEST(test_a_line_of_the_most_bytes_and_one_more),
		BENCH_TEST(test_a_commit_that_fails_is_no_yes),
		BENCH_TEST(test_four_at_once_and_a_fifth),
		BENCH_TEST(test_the_door_is_the_owners_and_goes_with_the_house),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
