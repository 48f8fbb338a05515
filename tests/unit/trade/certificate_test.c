/* certificate_test.c — what is ready gets a certificate; keys, scans, doubts and what the desk makes of them. */
#include "tests/unit/trade/market.h"

#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "notify/outbox.h"
#include "trade/doubt.h"

HANDLER(place, order_place(tx, q->in, q->out))
HANDLER(act, order_act(tx, q->a, &(struct order_actor){.by = BY_STAFF}, (enum order_event)q->n))
HANDLER(publish, origin_key_publish(tx, q->in))
HANDLER(scan, certificate_scan(tx, q->a, q->n, q->b, q->out))
HANDLER(copied, certificate_mark_copied(tx, q->a, q->b))
HANDLER(take_back, certificate_revoke(tx, q->in, q->a))
HANDLER(doubt, doubt_new(tx, q->in, q->out))
HANDLER(decide, doubt_decide(tx, q->a, q->b, q->c, q->d))

static struct order_id ready_order(struct world *w, const struct market *m, int64_t quantity)
{
	struct order_id id;
	const struct order_line_new line = {.product = m->saree.s, .quantity = quantity};
	assert_int_equal(DO(w, place, .in = &(struct order_new){.person = m->buyer.s, .lines = &line, .n_lines = 1, .to = home}, .out = &id), OK);
	assert_int_equal(DO(w, act, .a = id.s, .n = ORDER_EVENT_ACCEPT), OK);
	assert_int_equal(DO(w, act, .a = id.s, .n = ORDER_EVENT_READY), OK);
	return id;
}

struct codes { char code[8][SHORT_CODE_CHARS + 1]; int n; };
static void keep(void *arg, const char *code)
{
	struct codes *c = arg;
	strcpy(c->code[c->n++], code);
}

static struct certificate only_one(struct world *w, const struct order_id *id)
{
	struct order o;
	struct codes codes = {.n = 0};
	struct certificate c;
	assert_int_equal(order_find(w->db, id->s, &o), OK);
	assert_int_equal(certificate_of_child(w->db, o.children[0].id, "", keep, &codes), OK);
	assert_int_equal(codes.n, 1);
	assert_int_equal(certificate_find(w->db, codes.code[0], &c), OK);
	return c;
}

static void test_one_for_each_line_and_piece(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id = ready_order(w, &m, 3);
	struct certificate c = only_one(w, &id);
	struct origin_key *key;
	char token[ORIGIN_TOKEN_CHARS + 1];
	struct origin o;
	assert_int_equal(c.pieces, 3);
	assert_string_equal(c.district_en, "Varanasi");
	assert_string_equal(c.state, "good");
	assert_int_equal(origin_key_open(w->dir, &key), OK);
	for (int64_t piece = 1; piece <= 3; piece++) {
		assert_int_equal(certificate_token(&c, piece, key, token), OK);
		assert_int_equal(origin_verify(token, (const unsigned char (*)[ORIGIN_PUBLIC_BYTES])&key->public_key, 1, &o), OK);
		assert_int_equal(o.piece, piece);
		assert_string_equal(o.artisan, "Weavers");
	}
	assert_int_equal(certificate_token(&c, 0, key, token), ERR_NOT_FOUND);
	assert_int_equal(certificate_token(&c, 4, key, token), ERR_NOT_FOUND);
	origin_key_close(key);
	char path[128];
	snprintf(path, sizeof path, "%s/origin.key", w->dir);
	assert_int_equal(remove(path), 0);
}

static void test_names(void **state)
{
	(void)state;
	char code[SHORT_CODE_CHARS + 1];
	int64_t piece;
	assert_true(certificate_name_read("o4lo6lo5or3gg28a-12", code, &piece));
	assert_string_equal(code, "041061050R3GG28A");
	assert_int_equal(piece, 12);
	assert_true(certificate_name_read("041061050R3GG28A", code, &piece));
	assert_int_equal(piece, 0);
	static const char *const bad[] = {"", "041061050R3GG28A-", "041061050R3GG28A-0", "041061050R3GG28A-01", "041061050R3GG28A-12345678", "041061050R3GG28A-1x", "041061050R3GG28A 1"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(certificate_name_read(bad[i], code, &piece));
}

static void count_key(void *arg, const struct origin_key_row *k)
{
	int *n = arg;
	n[k->until_ms ? 1 : 0]++;
}

static void test_the_key_is_made_once_and_may_be_changed(void **state)
{
	struct world *w = *state;
	struct origin_key *a, *b;
	struct stat st;
	char path[128], old[140];
	int n[2] = {0};
	snprintf(path, sizeof path, "%s/origin.key", w->dir);
	snprintf(old, sizeof old, "%s.old", path);
	assert_int_equal(origin_key_open(w->dir, &a), OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(origin_key_open(w->dir, &b), OK);
	assert_memory_equal(a, b, sizeof *a);
	origin_key_close(b);
	assert_int_equal(DO(w, publish, .in = a), OK);
	world_wait_ms(1000);
	assert_int_equal(DO(w, publish, .in = a), OK);
	assert_int_equal(rename(path, old), 0);
	assert_int_equal(origin_key_open(w->dir, &b), OK);
	assert_memory_not_equal(a->public_key, b->public_key, 32);
	assert_int_equal(DO(w, publish, .in = b), OK);
	assert_int_equal(origin_key_list(w->db, count_key, n), OK);
	assert_int_equal(n[0], 1); /* signs now */
	assert_int_equal(n[1], 1); /* stays published */
	origin_key_close(a);
	origin_key_close(b);
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(origin_key_open(w->dir, &a), ERR_CONFIG);
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(truncate(path, 63), 0);
	assert_int_equal(origin_key_open(w->dir, &a), ERR_CONFIG);
	assert_int_equal(remove(path) | remove(old), 0);
}

static void test_a_code_seen_in_many_places_is_flagged(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id = ready_order(w, &m, 1);
	struct certificate c = only_one(w, &id);
	struct certificate_scans s;
	char ip[32];
	for (int i = 0; i < CERTIFICATE_PLACES_MAX + 5; i++) {
		snprintf(ip, sizeof ip, "10.%d.0.1", i);
		assert_int_equal(DO(w, scan, .a = c.code, .n = 1, .b = ip, .out = &s), OK);
		if (i < CERTIFICATE_PLACES_MAX) assert_int_equal(s.places, i + 1);
	}
	assert_int_equal(s.places, CERTIFICATE_PLACES_MAX);
	assert_int_equal(DO(w, scan, .a = c.code, .n = 1, .b = "10.0.7.7", .out = &s), OK); /* the same network */
	assert_int_equal(s.places, CERTIFICATE_PLACES_MAX);
	assert_int_equal(s.scans, CERTIFICATE_PLACES_MAX + 1);
	assert_int_equal(DO(w, scan, .a = c.code, .n = 1, .b = "::ffff:10.0.7.7", .out = &s), OK);
	assert_int_equal(s.places, CERTIFICATE_PLACES_MAX);
	assert_int_equal(DO(w, scan, .a = c.code, .n = 2, .b = "2001:db8::1", .out = &s), OK);
	assert_int_equal(s.places, 1);
}

static bool mails(struct world *w)
{
	int64_t due_ms;
	assert_int_equal(outbox_next_due(w->db, OUTBOX_MAIL, &due_ms), OK);
	return due_ms != INT64_MAX;
}

static void test_doubts_and_decisions(void **state)
{
	struct world *w = *state;
	struct market m = market(w);
	struct order_id id = ready_order(w, &m, 1), again = ready_order(w, &m, 1);
	struct certificate c = only_one(w, &id), other = only_one(w, &again);
	struct doubt d = {.piece = 1, .reason = "copy"};
	struct doubt_id first, second, third;
	strcpy(d.code, c.code);
	strcpy(d.person, m.guest.s);
	assert_int_equal(DO(w, doubt, .in = &d, .out = &first), OK);
	assert_int_equal(DO(w, doubt, .in = &d, .out = &second), OK);
	assert_int_equal(DO(w, doubt, .in = &d, .out = &third), ERR_TOO_FAST);
	strcpy(d.reason, "ugly");
	assert_int_equal(DO(w, doubt, .in = &d, .out = &third), ERR_BAD_FIELD);
	assert_int_equal(DO(w, decide, .a = first.s, .b = "perhaps", .c = m.guest.s, .d = "x"), ERR_BAD_FIELD);
	assert_int_equal(DO(w, decide, .a = first.s, .b = "copied", .c = m.guest.s, .d = "seen on a cart in Delhi"), OK);
	assert_int_equal(DO(w, decide, .a = first.s, .b = "dismissed", .c = m.guest.s, .d = "x"), ERR_BAD_STATE);
	c = only_one(w, &id);
	assert_string_equal(c.state, "copied");
	assert_false(mails(w));
	assert_int_equal(DO(w, decide, .a = second.s, .b = "false", .c = m.guest.s, .d = "power loom"), OK);
	c = only_one(w, &id), other = only_one(w, &again);
	assert_string_equal(c.state, "revoked");
	assert_string_equal(c.reason, "power loom");
	assert_string_equal(other.state, "revoked"); /* the claim is the product's */
	assert_true(mails(w));
	struct product p;
	assert_int_equal(product_find(w->db, m.saree.s, clock_wall_ms(), &p), ERR_NO_PRODUCT); /* withdrawn */
	assert_int_equal(DO(w, copied, .a = c.code, .b = "x"), ERR_BAD_STATE);
	assert_int_equal(DO(w, take_back, .in = &c, .a = "x"), ERR_BAD_STATE);
	assert_int_equal(DO(w, take_back, .in = &c, .a = ""), ERR_MISSING_FIELD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(test_one_for_each_line_and_piece), WORLD_TEST(test_names), WORLD_TEST(test_the_key_is_made_once_and_may_be_changed),
		WORLD_TEST(test_a_code_seen_in_many_places_is_flagged), WORLD_TEST(test_doubts_and_decisions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
