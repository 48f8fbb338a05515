/* main.c — the command line: mela serve | demo | user | check | verify. */
#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/coredump.h"
#include "base/log.h"
#include "server/check.h"
#include "server/demo.h"
#include "server/serve.h"
#include "server/user.h"
#include "server/verify.h"

#define VERSION "0.1.0"

struct options { const char *file, *data, *keys, *role, *word; int port, publishers; };

static int usage(void)
{
	fputs("mela serve [--config FILE] [--data DIR]             run the server\n"
	      "mela demo  [--port N] [--data DIR] [--publishers N]  seed a demonstration fair and serve it\n"
	      "mela user  [--config FILE] [--data DIR] [--role helpline] EMAIL\n"
	      "                                                    make an organizer or a helpline agent; the password is read from standard input\n"
	      "mela check [--config FILE] [--data DIR]             read the settings and the books and say what is wrong\n"
	      "mela verify --keys FILE TEXT                        check the statement of a QR code; FILE is /.well-known/mela-keys.json\n"
	      "mela --version\n", stderr);
	return 2;
}

static bool read_options(int argc, char **argv, struct options *o)
{
	static const struct option longs[] = {{"config", 1, 0, 'c'}, {"data", 1, 0, 'd'}, {"port", 1, 0, 'p'}, {"publishers", 1, 0, 'n'}, {"keys", 1, 0, 'k'}, {"role", 1, 0, 'r'}, {0, 0, 0, 0}};
	for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;) switch (c) {
		case 'c': o->file = optarg; break;
		case 'd': o->data = optarg; break;
		case 'k': o->keys = optarg; break;
		case 'r': o->role = optarg; break;
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

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--version")) return puts("mela " VERSION) < 0;
	if (argc < 2) return usage();
	struct options o = {.publishers = 3};
	const char *verb = argv[1];
	bool demo = !strcmp(verb, "demo");
	bool user = !strcmp(verb, "user"), check = !strcmp(verb, "verify");
	if (!demo && !user && !check && strcmp(verb, "serve") && strcmp(verb, "check")) return usage();
	if (demo) o.port = 8080;
	if (!read_options(argc - 1, argv + 1, &o) || (o.word != NULL) != (user || check) || (o.keys != NULL) != check || sodium_init() < 0) return usage();
	coredump_off();
	signal(SIGPIPE, SIG_IGN);
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL); /* before any thread: signals are read from a signalfd */
	struct config *config = calloc(1, sizeof *config);
	if (!config) abort();
	err_t e = check ? verify_run(o.keys, o.word) : load(&o, config);
	if (e == OK && demo) e = demo_run(config, o.port, o.publishers);
	else if (e == OK && user) e = user_run(config, o.word, o.role ? o.role : "organizer");
	else if (e == OK && !strcmp(verb, "serve")) e = serve(config, NULL);
	else if (e == OK && !strcmp(verb, "check")) e = check_run(config);
	free(config);
	if (e != OK) fprintf(stderr, "mela: %s\n", err_sentence(e));
	return e == OK ? 0 : 1;
}
