/* call.h — one WebRTC connection of the phone: camera and microphone into webrtcbin's sending side.
 *
 *   videotestsrc ─> cairooverlay (scene) ─> x264enc | vp8enc ─> payloader ─┐
 *   appsrc (voice, looped) ─> opusenc ─> payloader ─────────────────────── webrtcbin ─> the server
 *
 * As in a browser, a key frame is made when the server asks for one (PLI), and otherwise only each CALL_KEY_S.
 * Owns    the pipeline; scene and voice are lent.    Thread  the main thread with the default main context.     */
#pragma once
#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "tests/tools/phone/scene.h"
#include "tests/tools/phone/voice.h"

#define CALL_KEY_S 10
#define CALL_QUIET_US 3000000    /* nothing from the server (RTCP comes several times a second): it is gone */

struct call;

struct call_config {
	const struct scene *scene;
	const struct voice *voice;           /* NULL: a picture without sound */
	bool vp8;
	int fps, kbps;
};

/* Builds the pipeline, starts it and waits for the offer with its candidates, which is appended. */
err_t call_open(const struct call_config *config, struct call **ret, struct buf *ret_offer);
/* Takes the answer; media flows when ICE and DTLS are up. ERR_BAD_SDP. */
err_t call_answer(struct call *c, const char *answer);
void call_close(struct call *c);

/* True once connected; false again when the server has been quiet for CALL_QUIET_US. */
bool call_alive(const struct call *c);
/* True when the connection has failed or ended. */
bool call_failed(const struct call *c);
/* Key frames asked for by the server so far. */
unsigned call_keyframes_asked(const struct call *c);
