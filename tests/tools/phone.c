/* phone.c — publishes by WHIP as a phone in a booth would: a moving picture with a burnt-in clock, speech as sound.
 *   phone --url URL [--token T] [--insecure] [--codec h264|vp8] [--size 640x360] [--fps 25] [--kbps 600]
 *         [--seconds N] [--label TEXT] [--seed N] [--retries N] [--mute]
 * A connection that fails is made anew with the same token, at most --retries times in a row, one second apart. One that was live
 * and is lost is not made anew while somebody else is live in the booth: a person who takes over is not fought.
 * It prints one JSON line per change of state: {"state":"connecting|live|lost|waiting|refused|ended","at":wall ms,…}.
 * Exit status 0 if it has been live.    The clock's format: phone/scene.h. */
#include <curl/curl.h>
#include <getopt.h>
#include <gst/gst.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "tests/tools/phone/call.h"
#include "tests/tools/phone/whip.h"

#define LOOK_US 100000
#define CONNECT_US 10000000
#define NAP_US 1000000

struct phone {
	struct call_config call;
	struct scene scene;
	struct voice voice;
	struct whip whip;
	int seconds, retries;
	bool mute, was_live;
	int64_t began_us;
	volatile sig_atomic_t *stop;
};

static void tell(const struct phone *p, const char *state, long status, unsigned keyframes)
{
	struct buf line;
	buf_init(&line);
	struct json j = json_start(&line);
	json_obj(&j, NULL);
	json_str(&j, "state", state);
	json_int(&j, "at", clock_wall_ms());
	json_str(&j, "label", p->scene.label);
	if (status) json_int(&j, "status", status);
	json_int(&j, "keyframes_asked", keyframes);
	json_obj_end(&j);
	puts(line.data);
	fflush(stdout);
	buf_fini(&line);
}

static bool over(const struct phone *p)
{
	return *p->stop || (p->seconds && clock_mono_us() - p->began_us > p->seconds * INT64_C(1000000));
}

/* Waits until the call is lost or the time is over; true if it was live at all. */
static bool stay(struct phone *p, struct call *c)
{
	bool live = false;
	int64_t until = clock_mono_us() + CONNECT_US;
	while (!over(p) && !call_failed(c)) {
		bool alive = call_alive(c);
		if (alive && !live) tell(p, "live", 0, 0);
		if ((live && !alive) || (!live && clock_mono_us() > until)) break;
		live |= alive;
		g_usleep(LOOK_US);
	}
	tell(p, over(p) ? "ended" : "lost", 0, call_keyframes_asked(c));
	return live;
}

/* One connection from offer to end; true if it was live. */
static bool connect_once(struct phone *p)
{
	struct call *c = NULL;
	struct buf offer, answer;
	long status = 0;
	bool live = false;
	buf_init(&offer);
	buf_init(&answer);
	tell(p, "connecting", 0, 0);
	err_t e = call_open(&p->call, &c, &offer);
	if (e == OK) e = whip_post(&p->whip, offer.data, &answer, &status);
	if (e == OK) e = call_answer(c, answer.data);
	if (e == OK) live = stay(p, c);
	else tell(p, "refused", status, 0);
	if (over(p)) whip_delete(&p->whip);
	call_close(c);
	buf_fini(&offer);
	buf_fini(&answer);
	return live;
}

/* A booth whose publisher was lost is `away` within seconds; one that stays live has another. */
static void give_way(struct phone *p)
{
	for (bool told = false; !over(p) && whip_booth_is_live(&p->whip); g_usleep(NAP_US)) {
		if (!told) tell(p, "waiting", 0, 0);
		told = true;
	}
}

static int run(struct phone *p)
{
	p->began_us = clock_mono_us();
	for (int failures = 0; !over(p) && failures <= p->retries;) {
		bool was_live = connect_once(p);
		failures = was_live ? 0 : failures + 1;
		p->was_live |= was_live;
		if (!over(p)) g_usleep(NAP_US);
		if (was_live) give_way(p);
	}
	return p->was_live ? EXIT_SUCCESS : EXIT_FAILURE;
}

enum flag { URL, TOKEN, INSECURE, CODEC, SIZE, FPS, KBPS, SECONDS, LABEL, SEED, RETRIES, MUTE };

static const struct option options[] = {
	{"url", 1, NULL, URL}, {"token", 1, NULL, TOKEN}, {"insecure", 0, NULL, INSECURE}, {"codec", 1, NULL, CODEC},
	{"size", 1, NULL, SIZE}, {"fps", 1, NULL, FPS}, {"kbps", 1, NULL, KBPS}, {"seconds", 1, NULL, SECONDS},
	{"label", 1, NULL, LABEL}, {"seed", 1, NULL, SEED}, {"retries", 1, NULL, RETRIES}, {"mute", 0, NULL, MUTE}, {0},
};

static bool take(struct phone *p, int flag, const char *value)
{
	switch (flag) {
	case URL: p->whip.url = value; return true;
	case TOKEN: p->whip.token = value; return true;
	case INSECURE: return p->whip.insecure = true;
	case CODEC: p->call.vp8 = !strcmp(value, "vp8"); return p->call.vp8 || !strcmp(value, "h264");
	case SIZE: return sscanf(value, "%dx%d", &p->scene.width, &p->scene.height) == 2 && p->scene.width >= 160 && p->scene.height >= 90;
	case FPS: return (p->call.fps = atoi(value)) > 0 && p->call.fps <= 60;
	case KBPS: return (p->call.kbps = atoi(value)) >= 50;
	case SECONDS: return (p->seconds = atoi(value)) > 0;
	case LABEL: text_copy(p->scene.label, sizeof p->scene.label, value); return true;
	case SEED: p->scene.seed = (unsigned)strtoul(value, NULL, 10); return true;
	case RETRIES: return (p->retries = atoi(value)) >= 0;
	case MUTE: return p->mute = true;
	default: return false;
	}
}

static volatile sig_atomic_t stopped;
static void on_signal(int n) { (void)n; stopped = 1; }

int main(int argc, char **argv)
{
	struct phone p = {.call = {.fps = 25, .kbps = 600}, .scene = {.width = 640, .height = 360, .label = "Mela"}, .retries = 30, .stop = &stopped};
	bool good = true;
	for (int o; good && (o = getopt_long(argc, argv, "", options, NULL)) >= 0;) good = take(&p, o, optarg);
	if (!good || !p.whip.url || optind < argc) {
		fprintf(stderr, "usage: phone --url URL [--token T] [--insecure] [--codec h264|vp8] [--size WxH] [--fps N] [--kbps N]\n"
		        "             [--seconds N] [--label TEXT] [--seed N] [--retries N] [--mute]\n");
		return 2;
	}
	signal(SIGTERM, on_signal);
	signal(SIGINT, on_signal);
	signal(SIGPIPE, SIG_IGN);
	gst_init(NULL, NULL);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	if (!p.mute && voice_open(&p.voice, p.scene.seed) != OK) { fprintf(stderr, "phone: espeak-ng does not speak\n"); return EXIT_FAILURE; }
	p.call.scene = &p.scene;
	p.call.voice = p.mute ? NULL : &p.voice;
	int status = run(&p);
	voice_close(&p.voice);
	return status;
}
