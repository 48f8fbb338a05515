/* main.c — the command line: mela serve | demo | user | check | verify | key | backup | restore. */
#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/coredump.h"
#include "base/log.h"
#include "server/backup.h"
#include "server/check.h"
#include "server/demo.h"
#include "server/serve.h"
#include "server/user.h"
#include "server/verify.h"

#define VERSION "0.1.0"

struct options { const char *file, *data, *keys, *role, *to, *from, *recipient, *key, *word; int port, publishers; bool no_second_factor; struct buf *why; };

static int usage(void)
{
	fputs("mela serve [--config FILE] [--data DIR]             run the server\n"
	      "mela demo  [--port N] [--data DIR] [--publishers N]  seed a demonstration fair and serve it\n"
	      "mela user  [--config FILE] [--data DIR] [--role helpline] EMAIL\n"
	      "                                                    make an organizer or a helpline agent; the password is read from standard input\n"
	      "mela user  [--config FILE] [--data DIR] [--role helpline] --no-second-factor EMAIL\n"
	      "                                                    take away the second factor of who lost it\n"
	      "mela check [--config FILE] [--data DIR]             read the settings and the books and say what is wrong\n"
	      "mela verify --keys FILE TEXT                        check the statement of a QR code; FILE is /.well-known/mela-keys.json\n"
	      "mela key FILE                                       make a key for backups, away from the server: its secret into FILE, its recipient printed\n"
	      "mela backup [--config FILE] [--data DIR] --to FILE --recipient KEY\n"
	      "                                                    all of the data folder as one file that only the key opens; also beside a server\n"
	      "mela restore [--data DIR] --from FILE --key FILE    a backup into a folder that is new or empty\n"
	      "mela --version\n", stderr);
	return 2;
}

static bool read_options(int argc, char **argv, struct options *o)
{
	static const struct option longs[] = {{"config", 1, 0, 'c'}, {"data", 1, 0, 'd'}, {"port", 1, 0, 'p'}, {"publishers", 1, 0, 'n'}, {"keys", 1, 0, 'k'}, {"role", 1, 0, 'r'},
	                                      {"to", 1, 0, 't'}, {"from", 1, 0, 'f'}, {"recipient", 1, 0, 'R'}, {"key", 1, 0, 'K'},
	                                      {"no-second-factor", 0, 0, 's'}, {0, 0, 0, 0}};
	for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) switch (c) {
		case 'c': o->file = optarg; break;
		case 'd': o->data = optarg; break;
		case 'k': o->keys = optarg; break;
		case 'r': o->role = optarg; break;
		case 't': o->to = optarg; break;
		case 'f': o->from = optarg; break;
		case 'R': o->recipient = optarg; break;
		case 'K': o->key = optarg; break;
		case 's': o->no_second_factor = true; break;
		case 'p': o->port = atoi(optarg); break;
		case 'n': o->publishers = atoi(optarg); break;
		default: return false;
	}
	if (optind < argc) o->word = argv[optind++];
	return optind == argc;
}

static err_t load(const struct options *o, struct config *ret)
{
	config_defaults(ret);
	if (o->port) TRY(demo_ports(ret, o->port));
	if (o->data) TRY(config_set(ret, "store.data", o->data));
	TRY(config_load(ret, o->file));
	static const char *const levels[] = {"debug", "info", "warn", "error"};
	for (int i = 0; i < 4; i++)
		if (!strcmp(ret->log_level, levels[i])) log_level_set((enum log_level)i);
	return OK;
}

/* ── the verbs ── */

static err_t run_serve(const struct options *o, struct config *c) { (void)o; return serve(c, NULL); }
static err_t run_demo(const struct options *o, struct config *c) { return demo_run(c, o->port, o->publishers); }
static err_t run_user(const struct options *o, struct config *c)
{
	const char *role = o->role ? o->role : "organizer";
	return o->no_second_factor ? user_second_factor_end(c, o->word, role) : user_run(c, o->word, role, o->why);
}
static err_t run_check(const struct options *o, struct config *c) { (void)o; return check_run(c); }
static err_t run_verify(const struct options *o, struct config *c) { (void)c; return verify_run(o->keys, o->word); }
static err_t run_key(const struct options *o, struct config *c) { (void)c; return backup_key_run(o->word, o->why); }
static err_t run_backup(const struct options *o, struct config *c) { return backup_run(c, o->to, o->recipient, o->why); }
static err_t run_restore(const struct options *o, struct config *c) { return backup_restore_run(c, o->from, o->key, o->why); }

/* What a verb must be given; what it must not be given is refused too. */
enum { WORD = 1, KEYS = 2, TO = 4, FROM = 8 };
static const struct verb { const char *name; unsigned needs; bool settings; err_t (*run)(const struct options *o, struct config *c); } verbs[] = {
	{"serve", 0, true, run_serve},       {"demo", 0, true, run_demo},         {"user", WORD, true, run_user}, {"check", 0, true, run_check},
	{"verify", WORD | KEYS, false, run_verify}, {"key", WORD, false, run_key}, {"backup", TO, true, run_backup}, {"restore", FROM, true, run_restore},
};

static const struct verb *find_verb(const char *name)
{
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (!strcmp(verbs[i].name, name)) return &verbs[i];
	return NULL;
}

static bool options_fit(const struct verb *v, const struct options *o)
{
	unsigned given = (o->word ? WORD : 0u) | (o->keys ? KEYS : 0u) | (o->to && o->recipient ? TO : 0u) | (o->from && o->key ? FROM : 0u);
	if (o->no_second_factor && v->run != run_user) return false;
	return given == v->needs && !o->to == !o->recipient && !o->from == !o->key;
}

/* Before any thread: signals are read from a signalfd. */
static void block_signals(void)
{
	sigset_t set;
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--version")) return puts("mela " VERSION) < 0;
	const struct verb *verb = argc < 2 ? NULL : find_verb(argv[1]);
	struct buf why = {0};
	struct options o = {.publishers = 3, .why = &why};
	if (!verb) return usage();
	if (verb->run == run_demo) o.port = 8080;
	if (!read_options(argc - 1, argv + 1, &o) || !options_fit(verb, &o) || sodium_init() < 0) return usage();
	coredump_off();
	if (verb->run != run_backup && verb->run != run_restore) block_signals(); /* these two may simply be ended */
	struct config *config = calloc(1, sizeof *config);
	if (!config) abort();
	err_t e = verb->settings ? load(&o, config) : OK;
	if (e == OK) e = verb->run(&o, config);
	free(config);
	if (e != OK) fprintf(stderr, "mela: %s\n", why.len ? why.data : err_sentence(e));
	buf_fini(&why);
	return e == OK ? 0 : 1;
}
