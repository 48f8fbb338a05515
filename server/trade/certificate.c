/* certificate.c — rows of certificates; what was sold under them stays as it was when they were issued. */
#include "trade/certificate.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "notify/outbox.h"
#include "people/secret.h"

#define OWNERS_TOLD_MAX 200 /* whoever is beyond is told by the desk */

/* ── issue ── */

static err_t issue_line(struct tx *tx, const char *line)
{
	char code[SHORT_CODE_CHARS + 1];
	short_code_new(code);
	return db_exec(tx_db(tx), Q_CERTIFICATE_INSERT, V(code), V(line), V(tx_now_ms(tx)));
}

err_t certificate_moved(struct tx *tx, const struct order *o, int child, enum order_event event)
{
	char lines[ORDER_LINES_MAX][ID_CHARS + 1];
	int n = 0;
	struct rows r;
	if (event != ORDER_EVENT_READY) return OK;
	db_query(tx_db(tx), &r, Q_CERTIFICATE_LINES, V(o->children[child].id));
	while (rows_next(&r) && n < ORDER_LINES_MAX) rows_copy(&r, 0, lines[n++], sizeof lines[0]);
	TRY(rows_end(&r));
	for (int i = 0; i < n; i++) TRY(issue_line(tx, lines[i]));
	return OK;
}

/* ── read ── */

static void read_row(struct rows *r, struct certificate *c)
{
	const struct { int col; char *to; size_t cap; } texts[] = {
#define INTO(col, field) {col, c->field, sizeof c->field}
		INTO(0, code), INTO(2, child), INTO(3, product.s), INTO(4, maker), INTO(6, artisan_en), INTO(7, artisan_hi), INTO(8, district),
		INTO(9, district_en), INTO(10, district_hi), INTO(11, product_en), INTO(12, product_hi), INTO(13, gi_user), INTO(14, broadcast.s),
		INTO(17, state), INTO(18, reason), INTO(20, product_slug), INTO(21, booth_slug),
#undef INTO
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) rows_copy(r, texts[i].col, texts[i].to, texts[i].cap);
	c->pieces = rows_int(r, 5);
	c->media_us = rows_int(r, 15);
	c->issued_ms = rows_int(r, 16);
	c->changed_ms = rows_int(r, 19);
}

err_t certificate_find(struct db *db, const char *code, struct certificate *ret)
{
	struct rows r;
	db_query(db, &r, Q_CERTIFICATE_BY_CODE, V(code));
	bool found = rows_next(&r);
	if (found) read_row(&r, ret);
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

err_t certificate_of_child(struct db *db, const char *child, const char *maker, void (*each)(void *arg, const char *code), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_CERTIFICATE_OF_CHILD, V(child), V(maker));
	while (rows_next(&r)) each(arg, rows_text(&r, 0));
	return rows_end(&r);
}

bool certificate_name_read(const char *text, char ret_code[static SHORT_CODE_CHARS + 1], int64_t *ret_piece)
{
	char code[SHORT_CODE_CHARS + 1];
	size_t n = strnlen(text, SHORT_CODE_CHARS);
	memcpy(code, text, n);
	code[n] = 0;
	const char *rest = text + n;
	int64_t piece = 0;
	if (*rest) {
		size_t digits = strspn(rest + 1, "0123456789");
		if (*rest != '-' || !digits || digits > 7 || rest[1 + digits] || rest[1] == '0') return false;
		piece = strtoll(rest + 1, NULL, 10);
	}
	if (!short_code_clean(code, ret_code)) return false;
	*ret_piece = piece;
	return true;
}

/* ── the statement ── */

/* A UUID as its 16 bytes; "" as zeros. */
static void pack_id(const char *id, unsigned char ret[static 16])
{
	size_t len;
	memset(ret, 0, 16);
	if (*id) sodium_hex2bin(ret, 16, id, strlen(id), "-", &len, NULL);
}

err_t certificate_token(const struct certificate *c, int64_t piece, const struct origin_key *key, char ret[static ORIGIN_TOKEN_CHARS + 1])
{
	struct origin o = {.piece = piece, .pieces = c->pieces, .issued_s = c->issued_ms / 1000};
	if (piece < 1 || piece > c->pieces) return ERR_NOT_FOUND;
	memcpy(o.key, key->id, sizeof o.key);
	short_code_to_bytes(c->code, o.code);
	text_copy(o.artisan, sizeof o.artisan, c->artisan_en);
	text_copy(o.district, sizeof o.district, c->district);
	text_copy(o.product, sizeof o.product, c->product_en);
	text_copy(o.gi_user, sizeof o.gi_user, c->gi_user);
	pack_id(c->broadcast.s, o.broadcast);
	if (*c->broadcast.s) o.media_us = c->media_us;
	return origin_sign(&o, key->secret_key, ret);
}

/* ── scans ── */

/* The network that an address lies in: the first half of an IPv4 address, the first 32 bits of an IPv6 one. */
static void network_of(const char *ip, char ret[static 16])
{
	unsigned char b[16] = {0};
	const char *four = strncmp(ip, "::ffff:", 7) ? ip : ip + 7;
	if (inet_pton(AF_INET, four, b) == 1) snprintf(ret, 16, "4 %02x%02x", b[0], b[1]);
	else if (inet_pton(AF_INET6, ip, b) == 1) snprintf(ret, 16, "6 %02x%02x%02x%02x", b[0], b[1], b[2], b[3]);
	else snprintf(ret, 16, "-");
}

err_t certificate_scan(struct tx *tx, const char *code, int64_t piece, const char *ip, struct certificate_scans *ret)
{
	char network[16], text[64], place[SECRET_HASH_CHARS + 1];
	int64_t known = 0;
	network_of(ip, network);
	snprintf(text, sizeof text, "%s %s", code, network);
	secret_hash(text, place);
	place[16] = 0;
	TRY(db_exec_n(tx_db(tx), &known, Q_CERTIFICATE_SCAN_MORE, V(code), V(piece), V(place), V(tx_now_ms(tx))));
	if (!known) TRY(db_exec(tx_db(tx), Q_CERTIFICATE_SCAN_FIRST, V(code), V(piece), V(place), V(tx_now_ms(tx)), V(CERTIFICATE_PLACES_MAX)));
	struct rows r;
	db_query(tx_db(tx), &r, Q_CERTIFICATE_SCANS, V(code), V(piece));
	if (rows_next(&r)) *ret = (struct certificate_scans){rows_int(&r, 0), rows_int(&r, 1), rows_int(&r, 2)};
	return rows_end(&r);
}

err_t certificate_seen_often(struct db *db, int64_t most, void (*each)(void *arg, const struct certificate_often *o), void *arg)
{
	struct rows r;
	db_query(db, &r, Q_CERTIFICATE_SEEN_OFTEN, V(CERTIFICATE_PLACES_MANY), V(most));
	while (rows_next(&r)) each(arg, &(struct certificate_often){rows_text(&r, 0), rows_int(&r, 1), rows_int(&r, 2), rows_int(&r, 3)});
	return rows_end(&r);
}

/* ── what became of it ── */

static err_t check_reason(const char *reason)
{
	if (!*reason) return ERR_MISSING_FIELD;
	return strlen(reason) > CERTIFICATE_REASON_MAX ? ERR_TOO_LONG : OK;
}

err_t certificate_mark_copied(struct tx *tx, const char *code, const char *reason)
{
	int64_t changed = 0;
	TRY(check_reason(reason));
	TRY(db_exec_n(tx_db(tx), &changed, Q_CERTIFICATE_MARK, V(code), V("copied"), V(reason), V(tx_now_ms(tx))));
	return changed ? OK : ERR_BAD_STATE;
}

struct owner { char email[PERSON_EMAIL_MAX + 1], lang[3], order[NUMBER_CHARS + 1]; };

static err_t tell_owner(struct tx *tx, const struct certificate *c, const struct owner *o, const char *reason)
{
	struct buf body;
	bool hindi = !strcmp(o->lang, "hi");
	buf_init(&body);
	buf_printf(&body, hindi ? "आपके ऑर्डर %s में \"%s\" का ज़िला-प्रमाणपत्र वापस ले लिया गया है।\nकारण: %s\nमेला डेस्क आपसे आगे की बात करेगा।\n"
	                        : "The certificate of origin of \"%2$s\" in your order %1$s has been taken back.\nReason: %3$s\nThe fair's desk will speak with you about it.\n",
	           o->order, hindi ? c->product_hi : c->product_en, reason);
	err_t e = outbox_add(tx, &(struct outbox_mail){.to = o->email, .subject = hindi ? "प्रमाणपत्र वापस लिया गया" : "A certificate of origin was taken back", .body = body.data});
	buf_fini(&body);
	return e;
}

static err_t tell_owners(struct tx *tx, const struct certificate *c, const char *reason)
{
	struct owner owners[OWNERS_TOLD_MAX];
	int n = 0;
	struct rows r;
	db_query(tx_db(tx), &r, Q_CERTIFICATE_OWNERS, V(c->product.s), V(c->maker), V(tx_now_ms(tx)), V(OWNERS_TOLD_MAX));
	while (rows_next(&r) && n < OWNERS_TOLD_MAX) {
		rows_copy(&r, 1, owners[n].email, sizeof owners[n].email);
		rows_copy(&r, 2, owners[n].lang, sizeof owners[n].lang);
		rows_copy(&r, 3, owners[n].order, sizeof owners[n].order);
		n += *owners[n].email != 0;
	}
	TRY(rows_end(&r));
	for (int i = 0; i < n; i++) TRY(tell_owner(tx, c, &owners[i], reason));
	return OK;
}

err_t certificate_revoke(struct tx *tx, const struct certificate *c, const char *reason)
{
	int64_t changed = 0;
	TRY(check_reason(reason));
	TRY(db_exec_n(tx_db(tx), &changed, Q_CERTIFICATE_REVOKE_PRODUCT, V(c->product.s), V(c->maker), V(reason), V(tx_now_ms(tx))));
	if (!changed) return ERR_BAD_STATE;
	TRY(db_exec(tx_db(tx), Q_CERTIFICATE_WITHDRAW_PRODUCT, V(c->product.s)));
	return tell_owners(tx, c, reason);
}
