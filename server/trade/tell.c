/* tell.c — one row a carrier; which carriers is a table of functions by kind. */
#include "trade/tell.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "fair/booth_row.h"
#include "fair/local_time.h"
#include "notify/subscription.h"
#include "people/consent.h"
#include "people/contact.h"
#include "trade/seller.h"

#define DAY_MIN 1440
#define ORIGIN_MAX 300

/* One person being told. */
struct hearing {
	struct tx *tx;
	const struct telling *telling;
	struct person person;
	struct contact contact;
	char carriers[40], origin[ORIGIN_MAX], notice[OUTBOX_NOTICE_MAX + 1];
	struct buf title, line;  /* written when a carrier wants them */
	void (*fill)(void *arg, const char *lang, struct notice_values *v);
	void *arg;
	int64_t due_ms;          /* for carriers that make a sound */
	err_t err;
};

/* The person, how they want to be told, which carriers there are, and where the pages are. ERR_NOT_FOUND. */
static err_t read_one(struct hearing *h, const char *person, struct person_id *ret_merged)
{
	struct rows r;
	db_query(tx_db(h->tx), &r, Q_TELL_HEARING, V(person));
	bool found = rows_next(&r);
	if (found) {
		person_read(&r, 0, &h->person, ret_merged);
		contact_read(&r, 10, h->person.lang, &h->contact);
		rows_copy(&r, 19, h->carriers, sizeof h->carriers);
		rows_copy(&r, 20, h->origin, sizeof h->origin);
	}
	TRY(rows_end(&r));
	return found ? OK : ERR_NOT_FOUND;
}

/* A guest who has become a buyer is told as that. */
static err_t read_hearing(struct hearing *h, const char *person)
{
	struct person_id merged, end;
	TRY(read_one(h, person, &merged));
	return *merged.s ? read_one(h, merged.s, &end) : OK;
}

err_t tell_set_up(struct tx *tx, const bool carriers[static OUTBOX_KINDS], const char *origin)
{
	char list[40] = "";
	for (int k = 0; k < OUTBOX_KINDS; k++)
		if (carriers[k]) snprintf(list + strlen(list), sizeof list - strlen(list), "%s ", outbox_kind_wire((enum outbox_kind)k));
	TRY(db_exec(tx_db(tx), Q_SETTING_PUT, V("notice.carriers"), V(list)));
	return db_exec(tx_db(tx), Q_SETTING_PUT, V("notice.origin"), V(origin));
}

err_t tell_phone(struct db *db, const struct person *p, char ret[static 17])
{
	struct contact c;
	struct seller s;
	struct seller_form f;
	TRY(contact_find(db, p->id.s, p->lang, &c));
	memcpy(ret, c.phone, sizeof c.phone);
	if (*ret || !*p->booth.s) return OK;
	err_t e = seller_find_by_booth(db, p->booth.s, &s);
	if (e == ERR_NOT_FOUND) return OK;
	TRY(e);
	TRY(seller_form_find(db, s.id.s, &f));
	if (*f.phone && phone_clean(f.phone, ret) != OK) *ret = 0;
	return OK;
}

/* ── a carrier each ── */

/* Once, and only for whom there is a carrier. */
static void compose(struct hearing *h)
{
	struct notice_values values = h->telling->values;
	if (h->title.data) return;
	if (h->fill) h->fill(h->arg, h->contact.lang, &values);
	notice_title(h->telling->notice, h->contact.lang, &values, &h->title);
	notice_line(h->telling->notice, h->contact.lang, &values, &h->line);
}

static err_t put(struct hearing *h, enum outbox_kind kind, const char *to, const char *subject, const char *body)
{
	return outbox_put(h->tx, &(struct outbox_message){.kind = kind, .to = to, .subject = subject, .body = body, .notice = h->notice,
	                                                  .about = h->telling->about, .person = h->person.id.s, .due_ms = kind == OUTBOX_MAIL ? 0 : h->due_ms});
}

static err_t by_mail(struct hearing *h, enum outbox_kind kind)
{
	struct buf body;
	char subject[OUTBOX_SUBJECT_MAX + 1];
	if (!h->person.email_confirmed || !*h->person.email) return OK;
	compose(h);
	buf_init(&body);
	buf_printf(&body, "%s\n\n%s%s\n", h->line.data, h->origin, h->telling->path);
	text_copy(subject, sizeof subject, h->title.data);
	err_t e = put(h, kind, h->person.email, subject, body.data);
	buf_fini(&body);
	return e;
}

/* A maker's number was seen by the desk. A buyer's may be anyone's: it is not to ring all day, nor at the fair's cost. */
static err_t may_text(struct hearing *h, const char *phone, bool *ret)
{
	int64_t sent = 0;
	*ret = true;
	if (h->person.role != ROLE_BUYER && h->person.role != ROLE_GUEST) return OK;
	TRY(db_int(tx_db(h->tx), &sent, Q_OUTBOX_TO_NUMBER, V(phone), V(tx_now_ms(h->tx) - DAY_MIN * 60000LL)));
	*ret = sent < TELL_A_DAY;
	return OK;
}

static err_t by_phone(struct hearing *h, enum outbox_kind kind)
{
	char phone[PHONE_CHARS + 1];
	TRY(tell_phone(tx_db(h->tx), &h->person, phone));
	bool may = false;
	if (*phone) TRY(may_text(h, phone, &may));
	if (may) compose(h);
	return may ? put(h, kind, phone, "", h->line.data) : OK;
}

static void each_browser(void *arg, const struct subscription *s)
{
	struct hearing *h = arg;
	struct buf body;
	if (h->err != OK) return;
	compose(h);
	buf_init(&body);
	struct json j = json_start(&body);
	json_obj(&j, NULL);
	json_str(&j, "title", h->title.data);
	json_str(&j, "body", h->line.data);
	json_str(&j, "url", h->telling->path);
	json_str(&j, "tag", *h->telling->about ? h->telling->about : h->notice);
	json_str(&j, "lang", h->contact.lang);
	json_obj_end(&j);
	h->err = put(h, OUTBOX_PUSH, s->id, "", body.data);
	buf_fini(&body);
}

static err_t by_push(struct hearing *h, enum outbox_kind kind)
{
	(void)kind;
	TRY(subscription_list(tx_db(h->tx), h->person.id.s, each_browser, h));
	return h->err;
}

static err_t (*const ways[OUTBOX_KINDS])(struct hearing *h, enum outbox_kind kind) = {
	[OUTBOX_MAIL] = by_mail, [OUTBOX_SMS] = by_phone, [OUTBOX_WHATSAPP] = by_phone, [OUTBOX_PUSH] = by_push};

/* ── one person ── */

/* The first moment outside the quiet hours. */
static err_t after_quiet(const struct contact *c, int64_t now_ms, int64_t *ret_ms)
{
	int minute, from = c->quiet_from_min, until = c->quiet_until_min;
	*ret_ms = now_ms;
	if (from == until) return OK;
	TRY(local_minute_of_day(now_ms, c->zone, &minute));
	int since = (minute - from + DAY_MIN) % DAY_MIN, length = (until - from + DAY_MIN) % DAY_MIN;
	if (since < length) *ret_ms = now_ms - now_ms % 60000 + (length - since) * 60000LL;
	return OK;
}

static bool carried(const struct hearing *h, enum outbox_kind kind)
{
	const char *word = outbox_kind_wire(kind), *at = strstr(h->carriers, word);
	return at && at[strlen(word)] == ' ';
}

static err_t send(struct hearing *h)
{
	for (int k = 0; k < OUTBOX_KINDS; k++) {
		bool wanted = h->contact.by[k] || (h->telling->urgent && k != OUTBOX_WHATSAPP);
		if (!wanted || !carried(h, (enum outbox_kind)k)) continue;
		if (k != OUTBOX_MAIL && h->telling->until_ms && h->due_ms >= h->telling->until_ms) continue;
		TRY(ways[k](h, (enum outbox_kind)k));
	}
	return OK;
}

/* A sale's own news needs no consent (it is part of the contract), nor what the person asked for; all else does. */
static err_t may_tell(struct db *db, const char *person, enum notice n, bool *ret)
{
	const char *basis = notice_basis(n);
	enum consent_purpose p;
	struct consent c;
	*ret = strcmp(basis, "contract") == 0 || strcmp(basis, "request") == 0;
	if (*ret || consent_parse(basis, &p) != OK) return OK;
	TRY(consent_find(db, person, p, &c));
	*ret = c.given;
	return OK;
}

static err_t prepare(struct hearing *h, const struct telling *t)
{
	if (t->urgent) h->due_ms = tx_now_ms(h->tx);
	else TRY(after_quiet(&h->contact, tx_now_ms(h->tx), &h->due_ms));
	snprintf(h->notice, sizeof h->notice, "%s.%s", notice_wire(t->notice), strncmp(h->contact.lang, "hi", 2) == 0 ? "hi" : "en");
	return OK;
}

err_t tell(struct tx *tx, const struct telling *t, void (*fill)(void *arg, const char *lang, struct notice_values *v), void *arg)
{
	struct hearing h = {.tx = tx, .telling = t, .fill = fill, .arg = arg};
	bool may;
	TRY(may_tell(tx_db(tx), t->person, t->notice, &may));
	if (!may) return OK;
	err_t e = read_hearing(&h, t->person);
	if (e == ERR_NOT_FOUND) return OK;
	TRY(e);
	TRY(prepare(&h, t));
	e = send(&h);
	buf_fini(&h.title);
	buf_fini(&h.line);
	return e;
}
