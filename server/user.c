/* user.c — the first organizer of an installation comes in here, and its helpline. */
#include "server/user.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "people/failure.h"
#include "people/login.h"
#include "people/password.h"
#include "people/password_check.h"
#include "people/person.h"
#include "store/datadir.h"
#include "store/tick.h"

struct wish { const char *email; enum role role; char hash[PASSWORD_HASH_MAX]; bool kept; };

static void on_kept(void *arg) { ((struct wish *)arg)->kept = true; }

static err_t keep(struct tx *tx, void *request)
{
	struct wish *wish = request;
	char email[PERSON_EMAIL_MAX + 1];
	struct person_id id;
	TRY(email_clean(wish->email, email));
	err_t e = person_find_by_email(tx_db(tx), email, wish->role, &id);
	if (e == ERR_NOT_FOUND) e = person_new(tx, &(struct person_new){.role = wish->role, .name = wish->role == ROLE_HELPLINE ? "Helpline" : "Fair desk", .email = email, .email_confirmed = true}, &id);
	TRY(e);
	TRY(credential_set(tx, id.s, wish->hash));
	TRY(failures_forget(tx, email));
	TRY(login_close_all(tx, id.s)); /* whoever knew the former password is out */
	tx_effect(tx, &(struct effect){.run = on_kept, .arg = wish});
	return OK;
}

/* One line, without its end; a terminal does not show it. */
static err_t read_password(char *ret, size_t cap)
{
	struct termios shown, hidden;
	bool terminal = tcgetattr(STDIN_FILENO, &shown) == 0;
	if (terminal) {
		fputs("Password: ", stderr);
		hidden = shown;
		hidden.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	}
	bool some = fgets(ret, (int)cap, stdin) != NULL;
	if (terminal) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
		fputc('\n', stderr);
	}
	if (!some) return ERR_MISSING_FIELD;
	ret[strcspn(ret, "\r\n")] = 0;
	return OK;
}

static err_t write_down(const struct config *config, struct wish *wish)
{
	int lock;
	struct db *db;
	TRY(datadir_take(config->data, &lock));
	err_t e = db_open(config->data, true, &db);
	if (e == OK) {
		struct tick *tick = tick_new(db);
		e = tick_handle(tick, keep, wish);
		tick_end(tick);
		if (e == OK && !wish->kept) e = ERR_STORE;
		tick_free(tick);
	}
	close(lock);
	return e;
}

static err_t check(const struct config *config, const char *email, const char *password)
{
	const struct password_about about = {.names = {email, config->http_origin, config->pay_name}, .list = config->password_list};
	const char *why = NULL;
	err_t e = password_check(password, &about, &why);
	if (e == ERR_BAD_FIELD) fprintf(stderr, "mela: this password is among the first that are tried: %s\n", why);
	else if (e == ERR_CONFIG) fprintf(stderr, "mela: auth.password_list cannot be read\n");
	return e;
}

err_t user_run(const struct config *config, const char *email, const char *role)
{
	struct wish wish = {.email = email, .role = role_parse(role)};
	if (wish.role != ROLE_ORGANIZER && wish.role != ROLE_HELPLINE) return ERR_BAD_FIELD;
	char password[PASSWORD_MAX + 3]; /* room for the line's end and one byte too many */
	TRY(read_password(password, sizeof password));
	err_t e = check(config, email, password);
	if (e == OK) e = password_hash(password, wish.hash);
	sodium_memzero(password, sizeof password);
	return e == OK ? write_down(config, &wish) : e;
}
