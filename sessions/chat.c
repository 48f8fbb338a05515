/* chat.c — lines of text and phrases, and the host's means against bad manners. Who may speak is asked of the store:
 * it knows the lines of this very tick too. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/graphemes.h"
#include "base/marks.h"
#include "base/text.h"
#include "fair/booth_log.h"
#include "fair/booth_row.h"
#include "fair/booth_state.h"
#include "fair/phrase.h"
#include "people/person.h"
#include "sessions/forget.h"
#include "sessions/handlers.h"
#include "sessions/inside.h"
#include "sessions/say.h"
#include "sessions/translation.h"
#include "trade/idempotency.h"

static bool is_host(const struct asking *a) { return conn_is_host(a->conn, &a->booth->id); }

static err_t check_slow(struct tx *tx, struct asking *a)
{
	struct booth_row row;
	int64_t last_ms;
	TRY(booth_row_find(tx_db(tx), a->booth->id.s, &row));
	if (!row.slow_s) return OK;
	err_t e = booth_log_last_by(tx_db(tx), a->booth->id.s, a->conn->who.id.s, live_rows[LIVE_chat_said].wire, &last_ms);
	if (e == ERR_NOT_FOUND) return OK;
	TRY(e);
	a->retry_ms = last_ms + row.slow_s * 1000 - tx_now_ms(tx);
	if (a->retry_ms > 0) return ERR_SLOW_MODE;
	a->retry_ms = 0;
	return OK;
}

static err_t may_speak(struct tx *tx, struct asking *a)
{
	int64_t until_ms;
	if (is_host(a)) return OK;
	TRY(mute_until(tx_db(tx), a->booth->id.s, a->conn->who.id.s, tx_now_ms(tx), &until_ms));
	if (until_ms) return a->retry_ms = until_ms - tx_now_ms(tx), ERR_MUTED;
	return check_slow(tx, a);
}

/* An artisan is one at home only; in another's booth an artisan is a guest like others. */
static const char *role_here(const struct asking *a)
{
	return role_parse(a->conn->who.role) == ROLE_ARTISAN && !is_host(a) ? role_wire(ROLE_BUYER) : a->conn->who.role;
}

/* Live keys stand beside the API's Idempotency-Keys under a name of their own. */
#define KEY_BYTES (5 + 64 + 1)
static const char *key_of(const char *key, char ret[static KEY_BYTES]) { return snprintf(ret, KEY_BYTES, "live:%s", key), ret; }

/* The number of the line that was said with this key before, or 0. */
static err_t said_before(struct tx *tx, const char *person, const char *key, const char *words, int64_t *ret_seq)
{
	char name[KEY_BYTES];
	struct buf answer;
	int status = 0;
	*ret_seq = 0;
	if (!*key) return OK;
	buf_init(&answer);
	err_t e = idempotency_find(tx_db(tx), person, key_of(key, name), words, &status, &answer);
	if (e == OK && status) *ret_seq = strtoll(answer.data, NULL, 10);
	buf_fini(&answer);
	return e;
}

static err_t remember_said(struct tx *tx, const char *person, const char *key, const char *words, int64_t seq)
{
	char name[KEY_BYTES], answer[24];
	if (!*key) return OK;
	snprintf(answer, sizeof answer, "%lld", (long long)seq);
	return idempotency_put(tx, person, key_of(key, name), words, 200, answer);
}

static err_t speak(struct tx *tx, struct asking *a, struct live_chat_said *line, const char *key)
{
	const struct conn_person *who = &a->conn->who;
	const char *words = *line->phrase ? line->phrase : line->text;
	TRY(said_before(tx, who->id.s, key, words, &a->ok.line_seq));
	if (a->ok.line_seq) return OK;
	TRY(may_speak(tx, a));
	text_copy(line->person, sizeof line->person, who->id.s);
	text_copy(line->name, sizeof line->name, who->name);
	text_copy(line->role, sizeof line->role, role_here(a));
	text_copy(line->country, sizeof line->country, who->country);
	line->at_ms = tx_now_ms(tx);
	TRY(say_public(tx, a->sessions, &a->booth->id, LIVE_chat_said, who->id.s, line, &a->ok.line_seq));
	translation_of_line(tx, a->sessions, &a->booth->id, a->ok.line_seq, who->id.s, line->text, line->lang);
	return remember_said(tx, who->id.s, key, words, a->ok.line_seq);
}

#define CHAT_LETTERS_MAX 200 /* as a person counts them; the row of chat.say bounds the bytes */

static bool blank(const char *s) { return s[strspn(s, " \t\n")] == 0; }

err_t chat_on_say(struct tx *tx, struct asking *a, const void *msg)
{
	const struct live_chat_say *m = msg;
	struct live_chat_said line = {0};
	if (blank(m->text) || !text_printable(m->text, true)) return a->field = "text", ERR_BAD_FIELD;
	if (!text_utf8_valid(m->text, strlen(m->text))) return a->field = "text", ERR_BAD_UTF8;
	if (!graphemes_fit(m->text, CHAT_LETTERS_MAX)) return a->field = "text", ERR_TOO_LONG;
	if (!marks_fit(m->text)) return a->field = "text", ERR_MARKS;
	text_copy(line.text, sizeof line.text, m->text);
	text_copy(line.lang, sizeof line.lang, *m->lang ? m->lang : a->conn->who.lang);
	return speak(tx, a, &line, m->key);
}

err_t chat_on_phrase(struct tx *tx, struct asking *a, const void *msg)
{
	const struct live_chat_phrase *m = msg;
	struct live_chat_said line = {0};
	if (!phrase_find(m->phrase)) return a->field = "phrase", ERR_BAD_FIELD;
	text_copy(line.phrase, sizeof line.phrase, m->phrase);
	return speak(tx, a, &line, m->key);
}

err_t chat_on_slow_set(struct tx *tx, struct asking *a, const void *msg)
{
	const struct live_slow_set *m = msg;
	TRY(booth_row_set_slow(tx, a->booth->id.s, m->seconds));
	return say_public(tx, a->sessions, &a->booth->id, LIVE_slow_changed, a->conn->who.id.s, &(struct live_slow_changed){.seconds = m->seconds}, NULL);
}

/* Hosts cannot be muted in their own booth, nor the staff anywhere. */
static err_t may_mute(struct tx *tx, struct asking *a, const char *id)
{
	struct person person;
	err_t e = person_find(tx_db(tx), id, &person);
	if (e == ERR_NOT_FOUND) return a->field = "person", e;
	TRY(e);
	bool hosts = role_is_staff(person.role) || strcmp(person.booth.s, a->booth->id.s) == 0;
	return hosts ? ERR_FORBIDDEN : OK;
}

err_t chat_on_person_mute(struct tx *tx, struct asking *a, const void *msg)
{
	const struct live_person_mute *m = msg;
	struct live_person_muted said = {0};
	TRY(may_mute(tx, a, m->person));
	TRY(mute_set(tx, a->booth->id.s, m->person, m->minutes, a->conn->who.id.s, &said.until_ms));
	text_copy(said.person, sizeof said.person, m->person);
	return say_public(tx, a->sessions, &a->booth->id, LIVE_person_muted, a->conn->who.id.s, &said, NULL);
}

struct line_found { bool is_line; char actor[ID_CHARS + 1]; int64_t at_ms; };

static void look_at_line(void *arg, const struct booth_log_row *row)
{
	struct line_found *f = arg;
	f->is_line = strcmp(row->kind, live_rows[LIVE_chat_said].wire) == 0;
	f->at_ms = row->at_ms;
	text_copy(f->actor, sizeof f->actor, row->actor);
}

err_t chat_on_line_remove(struct tx *tx, struct asking *a, const void *msg)
{
	const struct live_line_remove *m = msg;
	struct line_found found = {0};
	a->field = "line_seq";
	TRY(booth_log_row(tx_db(tx), a->booth->id.s, m->line_seq, look_at_line, &found));
	if (!found.is_line) return ERR_NOT_FOUND;
	TRY(forget_line(tx, &a->booth->id, m->line_seq, found.actor, found.at_ms));
	return say_public(tx, a->sessions, &a->booth->id, LIVE_line_removed, a->conn->who.id.s, &(struct live_line_removed){.line_seq = m->line_seq}, NULL);
}
