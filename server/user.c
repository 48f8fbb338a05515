/* user.c — the first organizer of an installation comes in here, and its helpline. */
#include "server/user.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/json.h"
#include "gate/control.h"
#include "people/password.h"
#include "people/password_check.h"
#include "people/staff.h"
#include "store/datadir.h"
#include "store/tick.h"
#include "trade/account_guard.h"

/* Without a hash it is the second factor that is to go. */
struct wish { struct staff_new staff; bool kept; };

static void on_kept(void *arg) { ((struct wish *)arg)->kept = true; }

static err_t keep(struct tx *tx, void *request)
{
	struct wish *wish = request;
	TRY(wish->staff.hash ? staff_keep(tx, &wish->staff) : guard_end_second_factor(tx, wish->staff.email, wish->staff.role));
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

/* No server runs: the folder is taken for a moment. */
static err_t write_down(const struct config *config, const struct staff_new *staff)
{
	int lock;
	struct db *db;
	struct wish wish = {.staff = *staff};
	TRY(datadir_take(config->data, &lock));
	err_t e = db_open(config->data, true, &db);
	if (e == OK) {
		struct tick *tick = tick_new(db);
		e = tick_handle(tick, keep, &wish);
		tick_end(tick);
		if (e == OK && !wish.kept) e = ERR_STORE;
		tick_free(tick);
	}
	close(lock);
	return e;
}

/* The running server does it, in one of its ticks; the password itself stays here. */
static err_t ask_server(const struct config *config, const struct staff_new *staff, bool *ret_nobody)
{
	struct buf line;
	buf_init(&line);
	struct json j = json_start(&line);
	json_obj(&j, NULL);
	json_str(&j, "do", staff->hash ? "user" : "no-second-factor");
	json_str(&j, "email", staff->email);
	json_str(&j, "role", role_wire(staff->role));
	if (staff->hash) json_str(&j, "hash", staff->hash);
	json_obj_end(&j);
	err_t e = control_ask(config->data, line.data, ret_nobody);
	buf_fini(&line);
	return e;
}

static err_t carry_out(const struct config *config, const struct staff_new *staff)
{
	bool nobody = false;
	err_t e = ask_server(config, staff, &nobody);
	return nobody ? write_down(config, staff) : e;
}

static err_t check(const struct config *config, const char *email, const char *password, struct buf *why)
{
	const struct password_about about = {.names = {email, config->http_origin, config->pay_name}, .list = config->password_list};
	const char *weak = NULL;
	err_t e = password_check(password, &about, &weak);
	if (e == ERR_BAD_FIELD) buf_printf(why, "this password is among the first that are tried: %s", weak);
	else if (e == ERR_CONFIG) buf_puts(why, "auth.password_list cannot be read");
	return e;
}

err_t user_run(const struct config *config, const char *email, const char *role, struct buf *why)
{
	char password[PASSWORD_MAX + 3], hash[PASSWORD_HASH_MAX]; /* room for the line's end and one byte too many */
	const struct staff_new staff = {email, hash, role_parse(role)};
	if (staff.role != ROLE_ORGANIZER && staff.role != ROLE_HELPLINE) return ERR_BAD_FIELD;
	TRY(read_password(password, sizeof password));
	err_t e = check(config, email, password, why);
	if (e == OK) e = password_hash(password, hash);
	sodium_memzero(password, sizeof password);
	if (e != OK) return e;
	return carry_out(config, &staff);
}

err_t user_second_factor_end(const struct config *config, const char *email, const char *role)
{
	const struct staff_new staff = {.email = email, .role = role_parse(role)};
	if (!role_works_here(staff.role)) return ERR_BAD_FIELD;
	return carry_out(config, &staff);
}
